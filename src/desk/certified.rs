//! The articles of a certified list, one per line of a compressed file: the key, checksums of text and facts, the
//! article's location, and a checksum of the bytes it was read from. Holds no text and no title.

use super::certificate::{Checksum, Hashed};
use crate::archive::Hit;
use crate::text::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

/// One article of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certified {
    pub key: String,
    /// SHA-256 of the text.
    pub text: String,
    /// SHA-256 of its metadata: outlet, authors, date, section, language, address.
    pub facts: String,
    pub source: String,
    pub path: String,
    /// Checksum of the bytes that the article was read from; 0 if unknown.
    #[serde(default)]
    pub content: u64,
}

impl Certified {
    pub fn of(hit: &Hit, content: u64) -> Self {
        let date = hit.published.map(|published| published.to_string());
        let facts = (&hit.outlet, &hit.authors, date, &hit.section, &hit.language, &hit.record.url);
        let mut digest = Sha256::new();
        // Texts always serialise.
        digest.update(serde_json::to_vec(&facts).unwrap_or_default());
        Self {
            key: hit.key.clone(),
            text: hit.text_digest().to_owned(),
            facts: hex(&digest.finalize()),
            source: hit.source.clone(),
            path: hit.path.clone(),
            content,
        }
    }
}

/// Most of a list are digests, which do not compress: higher levels save nothing and take longer.
const LEVEL: i32 = 1;

/// Writes a list while its articles pass.
pub struct CertifiedWriter {
    out: zstd::Encoder<'static, Hashed<BufWriter<Box<dyn Write>>>>,
    order: Sha256,
    line: Vec<u8>,
    pub articles: u64,
}

impl CertifiedWriter {
    pub fn new(file: Box<dyn Write>) -> io::Result<Self> {
        let out = zstd::Encoder::new(Hashed::new(BufWriter::new(file)), LEVEL)?;
        Ok(Self { out, order: Sha256::new(), line: Vec::new(), articles: 0 })
    }

    pub fn push(&mut self, article: &Certified) -> io::Result<()> {
        self.order.update(&article.key);
        self.order.update(b"\n");
        self.articles += 1;
        self.line.clear();
        serde_json::to_writer(&mut self.line, article)?;
        self.line.push(b'\n');
        self.out.write_all(&self.line)
    }

    /// The checksum of the file, and the digest of the keys in their order.
    pub fn finish(self, name: &str) -> io::Result<(Checksum, String)> {
        let mut hashed = self.out.finish()?;
        hashed.flush()?;
        Ok((hashed.checksum(name), hex(&self.order.finalize())))
    }
}

/// Reads a list whose file has a stated checksum; an error says what is wrong with it.
pub fn read_certified(path: &Path, stated: &Checksum) -> Result<Vec<Certified>, String> {
    let told = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => "is missing".to_owned(),
        _ => error.to_string(),
    };
    let sum = Checksum::of(path).map_err(told)?;
    if sum.sha256 != stated.sha256 {
        return Err("is not the list of this certificate: wrong checksum".to_owned());
    }
    let decoder = zstd::Decoder::new(File::open(path).map_err(told)?).map_err(told)?;
    let lines = BufReader::new(decoder).lines();
    lines.map(|line| serde_json::from_str(&line.map_err(told)?).map_err(|error| error.to_string())).collect()
}
