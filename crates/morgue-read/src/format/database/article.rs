//! One article of a press database's download, built from its labelled values and its paragraphs.

use crate::article::{AsideKind, Origin};
use crate::format::inverted;
use crate::format::reason::Reason;
use crate::format::{Block, BlockRole, Candidate, Draft, DraftKind, Drafts, FormatError, MetaField};
use crate::source::budget::DOWNLOAD_ARTICLES;
use crate::text::{nfc, squeeze};

/// Most parts examined: covers and empty parts give no article.
const MAX_PARTS: usize = 2 * DOWNLOAD_ARTICLES;

/// Reads the parts of a file: each is an article, not an article (`Ok(None)`), or an article that cannot be read.
pub(crate) fn each_part<T>(
    parts: impl IntoIterator<Item = T>,
    drafts: &mut Drafts,
    mut read: impl FnMut(T) -> Result<Option<Draft>, FormatError>,
) {
    for (nth, part) in parts.into_iter().enumerate() {
        let number = drafts.found.len() + drafts.unreadable.len() + 1;
        if number > DOWNLOAD_ARTICLES || nth > MAX_PARTS {
            let error =
                FormatError::new(Reason::TooLarge, format!("the download has more than {DOWNLOAD_ARTICLES} articles"));
            drafts.unreadable.push((number, error));
            return;
        }
        match read(part) {
            Ok(Some(draft)) => drafts.push(draft),
            Ok(None) => {}
            Err(error) => drafts.unreadable.push((number, error)),
        }
    }
}

/// An article of a download, under construction.
pub(crate) struct Article {
    provider: &'static str,
    candidates: Vec<Candidate>,
    blocks: Vec<Block>,
    partial: bool,
}

impl Article {
    pub(crate) fn new(provider: &'static str) -> Self {
        Self { provider, candidates: Vec::new(), blocks: Vec::new(), partial: false }
    }

    /// Adds a value under a label, which becomes its origin: `nexis:BYLINE`.
    pub(crate) fn state(&mut self, field: MetaField, label: &str, value: &str) {
        let value = squeeze(value);
        if value.chars().any(char::is_alphanumeric) {
            let origin = Origin::of(self.provider, label);
            self.candidates.push(Candidate { field, value: nfc(&value).into_owned(), origin });
        }
    }

    /// A byline, or a list of authors with their last names first: `Doe, Jane; Roe, John`.
    pub(crate) fn authors(&mut self, label: &str, value: &str) {
        match inverted::people(value) {
            Some(people) => people.iter().for_each(|person| self.state(MetaField::Author, label, person)),
            None => self.state(MetaField::Byline, label, value),
        }
    }

    /// Adds a paragraph of the story, if it has a letter.
    pub(crate) fn paragraph(&mut self, text: &str) {
        self.block(text, BlockRole::Paragraph, None);
    }

    pub(crate) fn caption(&mut self, text: &str) {
        self.block(text, BlockRole::Caption, None);
    }

    /// Adds a line about the article that is not part of its story.
    pub(crate) fn furniture(&mut self, text: &str) {
        self.block(text, BlockRole::Paragraph, Some(AsideKind::Furniture));
    }

    pub(crate) fn block(&mut self, text: &str, role: BlockRole, aside: Option<AsideKind>) {
        let text = squeeze(text);
        if text.chars().any(char::is_alphanumeric) {
            self.blocks.push(Block { role, aside, ..Block::paragraph(nfc(&text)) });
        }
    }

    pub(crate) fn has(&self, field: MetaField) -> bool {
        self.candidates.iter().any(|candidate| candidate.field == field)
    }

    /// Whether there is any paragraph of a story.
    pub(crate) fn has_story(&self) -> bool {
        self.blocks.iter().any(|block| block.aside.is_none() && block.role != BlockRole::Caption)
    }

    /// Adds a time that is separate from the date before it.
    pub(crate) fn add_clock(&mut self, clock: &str) {
        if let Some(date) = self.candidates.iter_mut().rfind(|candidate| candidate.field == MetaField::Published) {
            date.value.push(' ');
            date.value.push_str(&squeeze(clock));
        }
    }

    /// Notes that the download has only a summary of the story.
    pub(crate) fn is_partial(&mut self) {
        self.partial = true;
    }

    /// The draft; `None` if there is neither a title nor a text.
    pub(crate) fn into_draft(self) -> Option<Draft> {
        if !self.has(MetaField::Title) && !self.has_story() {
            return None;
        }
        Some(Draft {
            kind: DraftKind::Record,
            blocks: self.blocks,
            candidates: self.candidates,
            story_origin: Origin::of(self.provider, "text"),
            partial: self.partial,
            notes: Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn last_names_first_are_turned_and_bylines_stay() {
        for (stated, want) in [
            ("Doe, Jane; Roe, John A.", vec![(MetaField::Author, "Jane Doe"), (MetaField::Author, "John A. Roe")]),
            ("von Doe, Jane", vec![(MetaField::Author, "Jane von Doe")]),
            ("By Jane Doe, John Roe", vec![(MetaField::Byline, "By Jane Doe, John Roe")]),
            ("Jane Doe, Courier Staff", vec![(MetaField::Byline, "Jane Doe, Courier Staff")]),
            ("KIT, WS", vec![(MetaField::Byline, "KIT, WS")]),
            ("Doe, in Berlin", vec![(MetaField::Byline, "Doe, in Berlin")]),
        ] {
            let mut article = Article::new("test");
            article.authors("BY", stated);
            let got: Vec<_> = article.candidates.iter().map(|it| (it.field, it.value.as_str())).collect();
            assert_eq!(got, want, "{stated}");
        }
    }
}
