//! Files to records: containers unfolded, formats detected, each record with its bytes and how to read them.

use crate::format::{Format, FormatError, Mapping, sniff};
use crate::source::{Caps, Content, ItemFacts, Skip, unfold};
use std::path::Path;
use std::sync::Arc;

/// One record of a file: its bytes and how to read them, or why it is not read.
#[derive(Debug)]
pub struct FileRecord {
    /// What follows the file's locator.
    pub suffix: String,
    /// Name of the file or member that contains the record.
    name: Arc<str>,
    pub facts: Arc<ItemFacts>,
    pub content: RecordContent,
}

#[derive(Debug)]
pub enum RecordContent {
    Record(&'static Format, Vec<u8>),
    Skipped(Skip),
    Unreadable(FormatError),
}

impl FileRecord {
    pub fn locator(&self, file: &str) -> String {
        format!("{file}{}", self.suffix)
    }

    /// Bytes held in memory.
    pub fn size(&self) -> usize {
        self.bytes().len()
    }

    /// Name and version of the format, if the record can be read.
    pub fn reader(&self) -> Option<(&'static str, u32)> {
        if let RecordContent::Record(format, _) = &self.content { Some((format.name, format.version)) } else { None }
    }

    pub fn facts(&self) -> &ItemFacts {
        &self.facts
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            RecordContent::Record(_, bytes) => bytes,
            RecordContent::Skipped(_) | RecordContent::Unreadable(_) => &[],
        }
    }
}

/// Splits a file into its records, containers unfolded, until `take` returns `false`.
pub fn each_record(path: &Path, caps: &Caps, fields: Option<&Mapping>, take: &mut dyn FnMut(FileRecord) -> bool) {
    unfold(path, caps, &mut |item| {
        let (member, facts) = (item.member, Arc::new(item.facts));
        let cut = |suffix: String, name: &Arc<str>, content| FileRecord {
            suffix,
            name: Arc::clone(name),
            facts: Arc::clone(&facts),
            content,
        };
        let mut reader = match item.content {
            Content::Document(reader) => reader,
            Content::Skipped(skip) => return take(cut(member, &Arc::from(""), RecordContent::Skipped(skip))),
            Content::Unreadable(error) => {
                let content = RecordContent::Unreadable(FormatError::of_io(&error));
                return take(cut(member, &Arc::from(""), content));
            }
        };
        let name: Arc<str> = Arc::from(reader.name.as_str());
        let head = reader.skip_padding().and_then(|()| reader.head());
        let format = match head.map_err(|error| FormatError::of_io(&error)).and_then(|head| sniff(head, &name)) {
            Ok(format) => format,
            Err(error) => return take(cut(member, &name, RecordContent::Unreadable(error))),
        };
        let mut goes_on = true;
        format.each_record(&mut reader, caps.document_bytes, fields, &mut |record| {
            let suffix = record.number.map_or_else(|| member.clone(), |number| format!("{member}#{number}"));
            let content = match record.bytes {
                Ok(bytes) => RecordContent::Record(format, bytes),
                Err(error) => RecordContent::Unreadable(error),
            };
            goes_on = take(cut(suffix, &name, content));
            goes_on
        });
        goes_on
    });
}
