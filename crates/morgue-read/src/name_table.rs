//! Listed names as a table that is used as it is in the program: the build script writes it from `names.tsv`, so that no
//! process has to read the list. Shared by the build script; nothing here may use the rest of the crate.

/// Kinds of listed names, as bits.
pub(crate) mod kind {
    pub const FIRST_NAME: u8 = 1;
    pub const CITY: u8 = 2;
    pub const REGION: u8 = 4;
    pub const COUNTRY: u8 = 8;
    pub const DEMONYM: u8 = 16;
    pub const ORG: u8 = 32;
}

/// Set if the words are more often a place than anything else.
pub(crate) const PLACE: u8 = 64;

/// Set if a longer name starts with these words.
pub(crate) const MORE: u8 = 128;

/// The places of the hashes that start with each two bytes, and of those after the last: two bytes each.
const STARTS: usize = (1 << 16) + 1;
const HASH: usize = 8;

/// Combines two hashes, in order.
#[inline]
pub(crate) fn join(hash: u64, next: u64) -> u64 {
    (hash.rotate_left(5) ^ next).wrapping_mul(0x517c_c1b7_2722_0a95)
}

/// Hash of a word in lower case.
pub(crate) fn hash_lower(word: &str) -> u64 {
    let mut hash = 0x9e37_79b9_7f4a_7c15;
    if word.is_ascii() {
        for byte in word.bytes() {
            hash = join(hash, u64::from(byte.to_ascii_lowercase()));
        }
    } else {
        for c in word.chars().flat_map(char::to_lowercase) {
            let c = if c == '’' { '\'' } else { c };
            hash = join(hash, u64::from(c));
        }
    }
    hash
}

/// The table of a list with a name in lower case and its kinds on each line: starts, hashes of the words that names begin
/// with, and for each what is known of them. At most 65,535 hashes have room.
#[allow(dead_code, reason = "the build script and the tests write tables")]
pub(crate) fn table_of(names: &str) -> Vec<u8> {
    let mut known: std::collections::BTreeMap<u64, u8> = std::collections::BTreeMap::new();
    for (name, kinds) in names.lines().filter_map(|line| line.split_once('\t')) {
        let is_place = kinds.split(',').any(|kind| matches!(kind, "CI" | "RG" | "CO"));
        let kinds = kinds.split(',').map(kind_bit).fold(if is_place { PLACE } else { 0 }, |all, bit| all | bit);
        let mut words = name.split(' ').peekable();
        let mut hash = 0;
        while let Some(word) = words.next() {
            hash = join(hash, hash_lower(word));
            *known.entry(hash).or_default() |= if words.peek().is_some() { MORE } else { kinds };
        }
    }
    assert!(known.len() < STARTS - 1, "{} beginnings of names: more than the table has room for", known.len());
    let mut table = Vec::with_capacity(2 * STARTS + (HASH + 1) * known.len());
    let mut hashes = known.keys().peekable();
    let mut at = 0u16;
    for start in 0..STARTS as u64 {
        while hashes.next_if(|hash| *hash >> 48 < start).is_some() {
            at += 1;
        }
        table.extend(at.to_le_bytes());
    }
    known.keys().for_each(|hash| table.extend(hash.to_le_bytes()));
    table.extend(known.values());
    table
}

/// The bits of the words with this hash; 0 if no listed name begins with them.
#[allow(dead_code, reason = "the build script only writes tables")]
pub(crate) fn find(table: &[u8], hash: u64) -> u8 {
    let start =
        |at: usize| table.get(2 * at..2 * at + 2).map_or(0, |two| usize::from(two[0]) | usize::from(two[1]) << 8);
    let high = (hash >> 48) as usize;
    let entries = table.get(2 * STARTS..).unwrap_or_default();
    let (hashes, values) = entries.split_at(start(STARTS - 1) * HASH);
    let (hashes, _) = hashes.as_chunks::<HASH>();
    let found = (start(high)..start(high + 1)).find(|&at| hashes.get(at) == Some(&hash.to_le_bytes()));
    found.and_then(|at| values.get(at)).copied().unwrap_or(0)
}

#[allow(dead_code, reason = "the build script and the tests write tables")]
fn kind_bit(code: &str) -> u8 {
    match code.trim_end_matches('?') {
        "FN" => kind::FIRST_NAME,
        "CI" => kind::CITY,
        "RG" => kind::REGION,
        "CO" => kind::COUNTRY,
        "DM" => kind::DEMONYM,
        "OR" => kind::ORG,
        _ => 0,
    }
}
