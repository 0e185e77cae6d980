//! Makes the stories of a generation whose index is written.

use super::compared::{Pairs, read_compared, write_compared};
use super::sketches::{Entry, MADE_SKETCHES, SKETCHES_FILE, SketchFile, SketchWriter, packed};
use super::table::{Stories, StoriesHead};
use crate::article::{ArticleKey, Record};
use crate::engine::{Fields, StoredArticle};
use crate::index::checked_file::Damage;
use crate::index::error::IndexError;
use crate::index::read_only::ReadOnlyDirectory;
use crate::index::searcher::searcher;
use crate::stories::{Compared, STORIES_VERSION, Shared, Sketch, Story, Texts, gather};
use foldhash::fast::RandomState;
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Searcher, SegmentReader};

/// Which articles of a generation are not as they were in the one before.
pub enum Changed {
    All,
    /// The articles with these keys.
    Only(HashSet<u128>),
}

/// Sketches the articles of a generation that changed, and groups all of them; `previous` is the folder of the generation from which
/// the others are taken. When `stopped` says so, the rest is left: the generation must not be published.
pub fn group_stories(
    folder: &Path,
    previous: Option<&Path>,
    changed: &Changed,
    threads: usize,
    stopped: &(dyn Fn() -> bool + Sync),
) -> Result<(), IndexError> {
    let wrong = |error: tantivy::TantivyError| IndexError::damaged(folder, error);
    let directory =
        ReadOnlyDirectory::open(folder, None, Damage::default()).map_err(|error| IndexError::damaged(folder, error))?;
    let (searcher, fields) = searcher(directory, folder)?;
    // What another version of the rule left is of no use.
    let versions = previous.map(Stories::read_head).transpose()?.map(|head| head.version);
    let previous = previous.filter(|_| versions == Some(STORIES_VERSION));
    let previous = match changed {
        Changed::Only(keys) => previous.map(|previous| (previous, keys)),
        Changed::All => None,
    };
    let mut known = Known::default();
    if let Some((previous, keys)) = previous {
        known.add(&previous.join(SKETCHES_FILE), |key| !keys.contains(&key))?;
    }
    let made = folder.join(MADE_SKETCHES);
    known.add(&made, |_| true)?;
    let articles = Articles { searcher: &searcher, fields, folder, stopped };
    let mut all = articles.sketched(&known, threads)?;
    drop(known);
    fs::remove_file(&made).map_err(IndexError::io(&made))?;
    all.sort_unstable_by(|one, other| {
        other.entry.letters.cmp(&one.entry.letters).then(one.entry.key.cmp(&other.entry.key))
    });
    let compared = match previous {
        None => Pairs::default(),
        Some((previous, keys)) => {
            let present: HashSet<u128, RandomState> = all.iter().map(|article| article.entry.key).collect();
            read_compared(previous, |key| present.contains(&key) && !keys.contains(&key))?
        }
    };
    let file =
        SketchFile::open(&folder.join(SKETCHES_FILE))?.ok_or_else(|| IndexError::damaged(folder, "no sketches"))?;
    let order: Vec<u32> = (0..all.len() as u32).collect();
    let mut texts = Stored {
        articles: &articles,
        all: &all,
        file,
        compared,
        used: HashSet::default(),
        heads: Vec::new(),
        last: None,
    };
    let gathered = gather(&order, &mut texts)?;
    write_compared(folder, &texts.compared, &texts.used)?;
    let head = StoriesHead {
        version: STORIES_VERSION,
        stories: gathered.groups.len() as u64,
        articles: gathered.groups.iter().map(|group| group.len() as u64).sum(),
        compared: gathered.compared,
        frequent: gathered.frequent,
        apart: gathered.apart,
        unfinished: gathered.unfinished,
    };
    let mut stories = Stories::default();
    stories.head = head;
    stories.segments = searcher.segment_readers().iter().map(|reader| reader.segment_id().uuid_string()).collect();
    let columns = columns(&searcher).map_err(wrong)?;
    let mut groups = gathered.groups;
    for group in &mut groups {
        group.sort_by_cached_key(|&number| {
            let article = &all[number as usize];
            let published = columns[article.address.segment_ord as usize].published.first(article.address.doc_id);
            (published.is_none(), published, ArticleKey::from_bits(article.entry.key).to_string())
        });
    }
    groups.sort_by_cached_key(|group| all[group[0] as usize].entry.key);
    for group in groups {
        let articles = || group.iter().map(|&number| &all[number as usize]);
        let at = articles().map(|article| (article.address.segment_ord, article.address.doc_id)).collect();
        stories.add(story(articles(), &columns), at);
    }
    stories.write(folder)
}

/// What is shown of the articles of a story, from one segment.
struct Columns {
    published: Column<i64>,
    day: Column<i64>,
    outlet: Option<StrColumn>,
    wire: Option<StrColumn>,
}

fn columns(searcher: &Searcher) -> tantivy::Result<Vec<Columns>> {
    let open = |reader: &SegmentReader| {
        let fast = reader.fast_fields();
        Ok(Columns {
            published: fast.i64("published")?,
            day: fast.i64("day")?,
            outlet: fast.str("outlet")?,
            wire: fast.str("wire")?,
        })
    };
    searcher.segment_readers().iter().map(open).collect()
}

/// `2024-10-25`, or as much of it as is known: 00 is a month or a day that is not.
fn day_text(day: i32) -> String {
    match (day / 10_000, day / 100 % 100, day % 100) {
        (year, 0, _) => format!("{year:04}"),
        (year, month, 0) => format!("{year:04}-{month:02}"),
        (year, month, day) => format!("{year:04}-{month:02}-{day:02}"),
    }
}

/// The story of some articles, which are in order.
fn story<'a>(articles: impl Iterator<Item = &'a Article>, columns: &[Columns]) -> Story {
    let mut story = Story::default();
    let (mut outlets, mut agencies) = (HashSet::new(), HashMap::<String, (usize, usize)>::new());
    for article in articles {
        let (doc, columns) = (article.address.doc_id, &columns[article.address.segment_ord as usize]);
        if story.articles.is_empty() {
            let day = columns.day.first(doc).and_then(|day| i32::try_from(day).ok());
            story.day = day.map(day_text);
        }
        story.articles.push(ArticleKey::from_bits(article.entry.key).to_string());
        let outlet = text_of(columns.outlet.as_ref(), doc);
        if story.articles.len() == 1 {
            story.first.clone_from(&outlet);
        }
        if let Some(outlet) = outlet.filter(|outlet| outlets.insert(outlet.clone())) {
            story.outlets.push(outlet);
        }
        if let Some(agency) = text_of(columns.wire.as_ref(), doc) {
            let number = agencies.len();
            agencies.entry(agency).or_insert((0, number)).0 += 1;
        }
    }
    // Of equals the one that was named first.
    let most = agencies.into_iter().max_by_key(|(_, (times, number))| (*times, usize::MAX - number));
    story.agency = most.map(|(agency, _)| agency);
    story
}

/// An article of the generation.
struct Article {
    entry: Entry,
    address: DocAddress,
}

/// Sketches that are made already.
#[derive(Default)]
struct Known {
    /// Files with their entries by key, of which the last of each key counts; a later file comes before an earlier one.
    files: Vec<(SketchFile, Vec<Entry>)>,
}

impl Known {
    /// Takes the sketches of a file under the keys that `stays` names.
    fn add(&mut self, path: &Path, stays: impl Fn(u128) -> bool) -> Result<(), IndexError> {
        let Some(file) = SketchFile::open(path)? else { return Ok(()) };
        let mut entries = file.entries()?;
        entries.retain(|entry| stays(entry.key));
        entries.sort_by_key(|entry| entry.key);
        self.files.push((file, entries));
        Ok(())
    }

    fn find(&self, key: u128) -> Result<Option<(u32, Vec<u8>)>, IndexError> {
        for (file, entries) in self.files.iter().rev() {
            let end = entries.partition_point(|entry| entry.key <= key);
            if let Some(entry) = entries[..end].last().filter(|entry| entry.key == key) {
                return Ok(Some((entry.letters, file.packed(entry)?)));
            }
        }
        Ok(None)
    }
}

/// Articles that a thread takes at one time.
const TOGETHER: usize = 256;

struct Articles<'g> {
    searcher: &'g Searcher,
    fields: Fields,
    folder: &'g Path,
    stopped: &'g (dyn Fn() -> bool + Sync),
}

impl Articles<'_> {
    fn wrong(&self, error: tantivy::TantivyError) -> IndexError {
        IndexError::damaged(self.folder, error)
    }

    /// Sketches every article, or copies its sketch.
    fn sketched(&self, known: &Known, threads: usize) -> Result<Vec<Article>, IndexError> {
        let mut blocks: Vec<(u32, Vec<DocId>)> = Vec::new();
        let mut keys: Vec<Option<Keys>> = Vec::new();
        for (number, reader) in (0u32..).zip(self.searcher.segment_readers()) {
            let alive: Vec<DocId> = reader.doc_ids_alive().collect();
            blocks.extend(alive.chunks(TOGETHER).map(|block| (number, block.to_vec())));
            let column = reader.fast_fields().str("key").map_err(|error| self.wrong(error))?;
            keys.push(column.map(Keys::of).transpose().map_err(IndexError::io(self.folder))?);
        }
        let next = AtomicUsize::new(0);
        let written = Mutex::new((SketchWriter::create(&self.folder.join(SKETCHES_FILE))?, Vec::new()));
        let work = || -> Result<(), IndexError> {
            while let Some((segment, block)) = blocks.get(next.fetch_add(1, Ordering::Relaxed)) {
                if (self.stopped)() {
                    return Ok(());
                }
                let mut made = Vec::with_capacity(block.len());
                for &doc in block {
                    let address = DocAddress::new(*segment, doc);
                    let Some(key) = keys[*segment as usize].as_ref().and_then(|keys| keys.of_article(doc)) else {
                        continue;
                    };
                    let (letters, samples) = match known.find(key)? {
                        Some(known) => known,
                        None => {
                            let sketch =
                                self.with_text(address, |paragraphs| Sketch::of(paragraphs.iter().copied()))?;
                            (sketch.letters, packed(&sketch.samples))
                        }
                    };
                    made.push((key, letters, samples, address));
                }
                let mut written = written.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                for (key, letters, samples, address) in made {
                    let entry = written.0.add(key, letters, &samples)?;
                    written.1.push(Article { entry, address });
                }
            }
            Ok(())
        };
        std::thread::scope(|scope| {
            let helpers: Vec<_> = (1..threads.max(1)).map(|_| scope.spawn(work)).collect();
            let own = work();
            let all = helpers.into_iter().map(|helper| helper.join());
            let first = all.map(|ended| match ended {
                Ok(outcome) => outcome,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            own.and(first.collect::<Result<(), _>>())
        })?;
        let (writer, articles): (SketchWriter, Vec<Article>) =
            written.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        writer.finish()?;
        Ok(articles)
    }

    /// The paragraphs of an article's story, and the lines of it that were moved to its margin.
    fn with_text<T>(&self, address: DocAddress, read: impl FnOnce(&[&str]) -> T) -> Result<T, IndexError> {
        let mut stored: StoredArticle = self.searcher.doc(address).map_err(|error| self.wrong(error))?;
        let record = stored.take(self.fields.record);
        let moved = match record.contains(MOVED) {
            true => serde_json::from_str(&record).map(|record: Record| record.margin),
            false => Ok(Vec::new()),
        };
        let moved = moved.map_err(|error| IndexError::damaged(self.folder, error))?;
        let zones = stored.take_zones(self.fields);
        let moved = moved.iter().filter(|aside| aside.moved).map(|aside| aside.text.as_str());
        let paragraphs: Vec<&str> = zones.story.split("\n\n").chain(moved).collect();
        Ok(read(&paragraphs))
    }
}

/// What the record of an article with moved lines contains.
const MOVED: &str = "\"moved\":true";

/// The keys of a segment's articles. The dictionary is read once from its beginning to its end: looking one key up costs reading a
/// block of it.
struct Keys {
    column: StrColumn,
    /// By their place in the dictionary.
    keys: Vec<Option<u128>>,
}

impl Keys {
    fn of(column: StrColumn) -> std::io::Result<Self> {
        let mut keys = Vec::with_capacity(column.num_terms());
        let mut dictionary = column.dictionary().stream()?;
        while dictionary.advance() {
            let key = std::str::from_utf8(dictionary.key()).ok().and_then(ArticleKey::parse);
            keys.push(key.map(|key| key.bits()));
        }
        drop(dictionary);
        Ok(Self { column, keys })
    }

    fn of_article(&self, doc: DocId) -> Option<u128> {
        let place = self.column.term_ords(doc).next()?;
        *self.keys.get(usize::try_from(place).ok()?)?
    }
}

fn text_of(column: Option<&StrColumn>, doc: DocId) -> Option<String> {
    let mut text = String::new();
    let number = column?.term_ords(doc).next()?;
    column?.ord_to_str(number, &mut text).ok()?.then_some(text)
}

/// Texts of heads that are kept ready, and most letters of them together: a letter takes about twenty bytes.
const HEADS: usize = 16;
const MOST_LETTERS: u64 = 2_000_000;

/// The articles as `gather` takes them, by their place in the order.
struct Stored<'g> {
    articles: &'g Articles<'g>,
    all: &'g [Article],
    file: SketchFile,
    compared: Pairs,
    used: HashSet<(u128, u128), RandomState>,
    /// The texts of the last heads.
    heads: Vec<(u32, Compared)>,
    last: Option<(u32, Compared)>,
}

impl Stored<'_> {
    fn text(&self, number: u32) -> Result<Compared, IndexError> {
        self.articles.with_text(self.all[number as usize].address, |text| Compared::of(text.iter().copied()))
    }
}

impl Texts for Stored<'_> {
    type Error = IndexError;

    fn sketch(&mut self, text: u32) -> Result<Sketch, IndexError> {
        // A run that was stopped publishes nothing: what is left goes by unread.
        if (self.articles.stopped)() {
            return Ok(Sketch::default());
        }
        self.file.sketch(&self.all[text as usize].entry)
    }

    fn shared(&mut self, longer: u32, shorter: u32) -> Result<Shared, IndexError> {
        let key = |text: u32| self.all[text as usize].entry.key;
        let pair = (key(longer), key(shorter));
        self.used.insert(pair);
        if let Some(known) = self.compared.get(&pair) {
            return Ok(*known);
        }
        match self.heads.iter().position(|(head, _)| *head == longer) {
            Some(at) => self.heads[..=at].rotate_right(1),
            None => {
                let text = self.text(longer)?;
                self.heads.truncate(HEADS - 1);
                self.heads.insert(0, (longer, text));
                let mut letters = 0u64;
                self.heads.retain(|(head, text)| {
                    letters += u64::from(text.letters());
                    *head == longer || letters <= MOST_LETTERS
                });
            }
        }
        if self.last.as_ref().is_none_or(|(last, _)| *last != shorter) {
            self.last = Some((shorter, self.text(shorter)?));
        }
        let own = self.last.as_ref().map(|(_, own)| own);
        let shared = own.map_or_else(Shared::default, |own| own.shared(&self.heads[0].1));
        self.compared.insert(pair, shared);
        Ok(shared)
    }
}
