//! Articles made by the first pass of a run that learns, in a temporary file: the second pass indexes those that stay,
//! when the repeated lines are known. So every record is read once, and nothing that was indexed is removed again.

use super::budget::{Budget, BytesPermit};
use super::context::BuildContext;
use super::error::IngestError;
use super::pipeline::{UNFOLD, start};
use super::prepared::text_hash;
use super::settings::Settings;
use super::settle::Settled;
use super::threads::READER_THREAD;
use super::watch::Watch;
use crate::article::{Article, ArticleKey};
use crate::enrich::name;
use crate::extract::move_repeats;
use crate::index::{IndexError, NewsDocument, Writer, document};
use crossbeam_channel::{Receiver, Sender, bounded};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

/// An article as it is kept: JSON, and whether its names were found.
pub struct Packed {
    json: Vec<u8>,
    named: bool,
    /// Until it is written.
    _permit: Arc<BytesPermit>,
}

impl Packed {
    /// `None` for a value that JSON cannot hold; no article has one.
    pub fn of(article: &Article, named: bool, permit: Arc<BytesPermit>) -> Option<Self> {
        Some(Self { json: serde_json::to_vec(article).ok()?, named, _permit: permit })
    }
}

/// The file: for each article the number of its record (4 bytes), its length (4), whether it is named (1), and its JSON.
pub struct Spill {
    path: PathBuf,
    file: BufWriter<File>,
    articles: u64,
}

impl Spill {
    /// An unnamed file next to the index.
    pub fn new(folder: &Path) -> Result<Self, IndexError> {
        let path = folder.join("articles.tmp");
        let open = || {
            let file = File::options().create_new(true).read(true).write(true).open(&path)?;
            std::fs::remove_file(&path)?;
            Ok(file)
        };
        let file = open().map_err(IndexError::io(&path))?;
        Ok(Self { path, file: BufWriter::with_capacity(1 << 18, file), articles: 0 })
    }

    pub fn add(&mut self, record: u32, packed: &Packed) -> Result<(), IndexError> {
        let length =
            u32::try_from(packed.json.len()).map_err(|_| IndexError::damaged(&self.path, "an article of 4 GB"))?;
        let mut write = || {
            self.file.write_all(&record.to_le_bytes())?;
            self.file.write_all(&length.to_le_bytes())?;
            self.file.write_all(&[u8::from(packed.named)])?;
            self.file.write_all(&packed.json)
        };
        write().map_err(IndexError::io(&self.path))?;
        self.articles += 1;
        Ok(())
    }

    /// Indexes the articles that stay, each under its key and without the lines of the table.
    pub fn index(
        self,
        settled: &mut Settled,
        settings: &Settings,
        context: BuildContext,
        watch: &dyn Watch,
        writer: &mut Writer,
    ) -> Result<(), IngestError> {
        let Self { path, file, articles } = self;
        let rewound = file.into_inner().map_err(io::IntoInnerError::into_error).and_then(|mut file| {
            file.seek(SeekFrom::Start(0))?;
            Ok(file)
        });
        let mut file = BufReader::with_capacity(1 << 18, rewound.map_err(IndexError::io(&path))?);
        let keys: Vec<Option<ArticleKey>> = (0..settled.len()).map(|record| settled.key_if_standing(record)).collect();
        let budget = Budget::new(settings.bytes_in_flight);
        let (work_in, work_out) = bounded::<Work>(settings.threads * 64);
        let (done_in, done_out) = bounded::<Done>(settings.threads * 64);
        thread::scope(|scope| {
            let shared = Arc::clone(&budget);
            start(scope, "read", move || {
                for order in 0..articles {
                    let read = read_one(&mut file);
                    let failed = read.is_err();
                    let bytes = read.as_ref().map_or(0, |kept| kept.json.len());
                    let permit = shared.take(bytes * UNFOLD);
                    if work_in.send(Work { order, read, permit }).is_err() || failed || watch.stopped() {
                        return;
                    }
                }
            })?;
            for _ in 0..settings.threads.max(1) {
                let (work, done, keys) = (work_out.clone(), done_in.clone(), &keys);
                start(scope, READER_THREAD, move || make_documents(work, done, keys, settings, context))?;
            }
            drop((work_out, done_in));
            let mut add = |made: Made| {
                if let Some(text) = made.text {
                    settled.amend(made.record, text);
                }
                writer.add(made.document)
            };
            let taken = take_in_order(done_out, articles, watch, &mut add);
            budget.close();
            taken.map_err(|error| match error {
                Failed::Read(error) => IndexError::io(&path)(error).into(),
                Failed::Run(error) => error,
            })
        })
    }
}

struct Work {
    order: u64,
    read: io::Result<Kept>,
    permit: Arc<BytesPermit>,
}

/// An article of the file.
struct Kept {
    record: u32,
    named: bool,
    json: Vec<u8>,
}

struct Done {
    order: u64,
    /// `None` for an article that does not stay.
    made: io::Result<Option<Made>>,
}

struct Made {
    record: u32,
    /// The hash of its text, if lines were moved.
    text: Option<u64>,
    document: NewsDocument,
}

enum Failed {
    Read(io::Error),
    Run(IngestError),
}

fn read_one(file: &mut impl Read) -> io::Result<Kept> {
    let mut head = [0; 9];
    file.read_exact(&mut head)?;
    let number = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let mut json = vec![0; number(4) as usize];
    file.read_exact(&mut json)?;
    Ok(Kept { record: number(0), named: head[8] != 0, json })
}

fn make_documents(
    work: Receiver<Work>,
    done: Sender<Done>,
    keys: &[Option<ArticleKey>],
    settings: &Settings,
    context: BuildContext,
) {
    for Work { order, read, permit } in work {
        let made = read.and_then(|Kept { record, named, json }| {
            let Some(key) = &keys[record as usize] else { return Ok(None) };
            let mut article: Article = serde_json::from_slice(&json)?;
            article.key = key.clone();
            let is_changed = context.repeats.is_some_and(|repeats| move_repeats(repeats, &mut article));
            // Names have positions in the story as it is indexed.
            if is_changed || !named {
                name(&mut article, settings.ner);
            }
            let text = is_changed.then(|| text_hash(&article));
            let document = document(&article, &context.fields).holding(permit);
            Ok(Some(Made { record, text, document }))
        });
        if done.send(Done { order, made }).is_err() {
            return;
        }
    }
}

fn take_in_order(
    done: Receiver<Done>,
    articles: u64,
    watch: &dyn Watch,
    add: &mut dyn FnMut(Made) -> Result<(), IndexError>,
) -> Result<(), Failed> {
    let mut early: BTreeMap<u64, io::Result<Option<Made>>> = BTreeMap::new();
    let mut next = 0;
    for Done { order, made } in done {
        early.insert(order, made);
        while let Some(made) = early.remove(&next) {
            next += 1;
            if watch.stopped() {
                return Err(Failed::Run(IngestError::Stopped));
            }
            if let Some(made) = made.map_err(Failed::Read)? {
                add(made).map_err(|error| Failed::Run(error.into()))?;
            }
            watch.indexed(next, articles);
        }
    }
    if watch.stopped() { Err(Failed::Run(IngestError::Stopped)) } else { Ok(()) }
}
