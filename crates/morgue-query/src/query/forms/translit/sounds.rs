//! How a Latin spelling of a name is said, in each of the schemes of transliteration, and what shows that it is one.

use std::collections::HashMap;
use std::sync::LazyLock;

/// The habits of spelling: English, German, French, Slavic, Spanish, Dutch and Scandinavian, German for Arabic names.
pub(super) const SCHEMES: &str = "egfshna";

/// Letters, the schemes in which they have these sounds, and the sounds, of which one is meant. Of those that begin alike,
/// the longest come first. Vowels are all said; `!` is not written in these schemes. Sounds: S sh, Z zh, C ch, J dj,
/// Q shch, T ts, D dz, X kh, P th, q a deep k.
const LETTERS: &str = "\
    ough/egfshna/! schtsch/ga/Q chtch/f/Q sjtsj/n/Q sjtj/n/Q stsch/ga/Q szcz/s/Q shch/e/Q tsch/egfshna/C dsch/ga/J dzh/en/J \
    tch/efnh/C tsj/n/C dzj/n/J sch/e/SQ sch/ga/SZ sch/h/Q sch/n/S kh/efn/X kh/gsha/! zh/e/Z zh/gfsna/! sh/eh/S \
    sh/gfsna/! ch/eh/C ch/gsna/X ch/f/S cz/s/C sz/s/S tj/n/C sj/n/S zj/n/Z dj/egfshna/J dz/s/DJ dz/egfhna/D ds/g/D \
    ts/egfshna/T tz/egfshna/T sc/s/Q ss/gafh/s gh/egfshna/g dh/egfshna/d th/egfshna/P ee/gsna/! oo/gsna/! \
    ph/egfshna/f gue/fh/ge gui/fh/gi ou/efa/u oe/n/u j/e/J j/f/Z j/h/X j/gsna/i w/gs/v w/efna/u w/h/! s/ga/sz s/s/sS \
    z/g/Tz z/s/zZ c/s/TC h/sh/hX q/egfshna/qk y/egfshna/i";
const SOUNDS: &str = "bptdkgqfvszSZCTDJQXhlmnrcP";

/// Signs of transliteration: endings of Slavic and neighbouring surnames that mark the whole name, endings that mark only their
/// word, and letters that mark their word in any position.
const STRONG: &str = "\
    ov ev ova eva owa ewa ovich ovych evich ovitch evitch owitsch ewitsch owicz ewicz ovic evic sky skiy skyi skyj \
    skyy skij skaya skaja skaia enko enka czuk chuk tschuk shvili schwili chvili szwili adze xandr ksandr xandar \
    ksandar akis";
const WEAK: &str = "\
    ski zki cki iy yahu jahu yahou tsyn tsin zyn nyj nyi nyy nyuk njuk niouk chkin chkine tjkin shkin";
const INSIDE: &str = "kh zh shch schtsch dzh dsch chtch chern edj adj ndj rdj";

pub(super) const SLAVIC: u8 = 1;
pub(super) const ARABIC: u8 = 2;
/// A sign that marks the whole name, not only its word.
pub(super) const WHOLE: u8 = 4;
/// A sign inside the word.
pub(super) const INNER: u8 = 8;

/// First names: the signs that each gives the name, and its usual spelling.
pub(super) static FIRST: LazyLock<HashMap<&str, (u8, &str)>> = LazyLock::new(|| {
    let lines = include_str!("names.tsv").lines().filter_map(|line| line.split_once('\t'));
    let signs =
        |kind| [("arabic", WHOLE | ARABIC), ("slavic", WHOLE)].iter().find(|of| of.0 == kind).map_or(0, |of| of.1);
    let all = lines.flat_map(|(kind, same)| same.split(' ').map(move |name| (name, (signs(kind), same))));
    all.map(|(name, (signs, same))| (name, (signs, same.split(' ').next().unwrap_or(name)))).collect()
});

/// Signs of transliteration in a word.
pub(super) fn signs(word: &str) -> u8 {
    let ends = |ends: &str, stem: usize| ends.split(' ').any(|e| word.len() >= e.len() + stem && word.ends_with(e));
    let long = word.len() > 4;
    // Not in Burkhard and Eekhoff, nor in Lindqvist and De Clercq.
    let inner = long && INSIDE.split(' ').any(|sign| word.replace("rkh", "").replace("khof", "").contains(sign));
    let deep = word.replace("qu", "").replace("qv", "").replace("cq", "").contains('q');
    let surname = match ends(STRONG, 3) {
        true => SLAVIC | WHOLE,
        false if !inner && !ends(WEAK, 3) => 0,
        false if word.contains("kh") || word.contains("dsch") => WHOLE,
        false => SLAVIC,
    };
    let arabic = match word.starts_with("abdul") || !word.starts_with("mc") && ends("ullah allah uddin eddin", 0) {
        true => ARABIC | WHOLE,
        false => u8::from(long && deep || ends("awi aoui", 2)) * ARABIC,
    };
    let within = if inner { INNER } else { 0 };
    FIRST.get(word).map_or(0, |first| first.0) | within | surname | arabic
}

/// Whether a name may be spelt so: schemes that read usual letters otherwise need a sign.
pub(super) fn fits(name: &[String], scheme: char) -> bool {
    let any = |signs: &str| name.iter().any(|word| signs.split(' ').any(|sign| word.contains(sign)));
    match scheme {
        'g' | 'a' => any("w sch j ch"),
        's' => any("cz sz dz j w cki scov cov cev") || name.iter().any(|word| word.ends_with("ic")),
        'h' => name.iter().any(|word| signs(word) & SLAVIC != 0),
        'n' => any("j oe"),
        'f' => any("ou ch gu j ine yne ate ane"),
        _ => true,
    }
}

/// A word as it is said: consonants, each as the set of those that may be meant, and the vowels before, between and after.
pub(super) struct Reading {
    pub consonants: Vec<u32>,
    pub vowels: Vec<String>,
}

/// In the set of a consonant: it is written twice.
pub(super) const DOUBLED: u32 = 1 << 31;

pub(super) fn sounds(of: &str) -> u32 {
    of.chars().filter_map(|c| SOUNDS.find(c)).fold(0, |set, at| set | 1 << at)
}

pub(super) fn read(word: &str, scheme: char) -> Option<Reading> {
    type Rows = Vec<Vec<&'static str>>;
    static ROWS: LazyLock<Rows> = LazyLock::new(|| LETTERS.split(' ').map(|row| row.split('/').collect()).collect());
    let ends = |ends: &str| ends.split(' ').any(|end| word.ends_with(end));
    let silent = ends("ah eh") || scheme == 'f' && ends("ine yne ate ane");
    let word = word[..word.len() - usize::from(silent)].replace('x', "ks");
    let word = match word.strip_suffix("ff") {
        Some(stem) => format!("{stem}v"),
        None if scheme == 's' && word.ends_with("ic") => format!("{word}z"),
        None => word,
    };
    let mut reading = Reading { consonants: Vec::new(), vowels: vec![String::new()] };
    let mut rest = word.as_str();
    while let Some(c) = rest.chars().next() {
        let row = ROWS.iter().find(|row| rest.starts_with(row[0]) && row[1].contains(scheme));
        let (len, said) = row.map_or((c.len_utf8(), &rest[..c.len_utf8()]), |row| (row[0].len(), row[2]));
        rest = &rest[len..];
        let vowels = said.trim_start_matches(|c| SOUNDS.contains(c));
        let consonant = sounds(&said[..said.len() - vowels.len()]);
        let before = reading.vowels.last_mut()?;
        match reading.consonants.last_mut() {
            _ if !vowels.chars().all(|c| "aeiou".contains(c)) => return None,
            _ if consonant == 0 => before.push_str(vowels),
            Some(last) if before.is_empty() && *last == consonant => *last |= DOUBLED,
            _ => {
                reading.consonants.push(consonant);
                reading.vowels.push(vowels.to_owned());
            }
        }
    }
    Some(reading)
}

/// One letter for all the sounds that schemes confuse.
pub(super) fn coarse(set: u32) -> char {
    match SOUNDS.as_bytes().get(set.trailing_zeros() as usize) {
        Some(b'S' | b'Z' | b'C' | b'T' | b'D' | b'J' | b'Q' | b'z') => 's',
        Some(b'g' | b'q') => 'k',
        Some(b'X') => 'h',
        Some(b'P') => 't',
        other => other.map_or('?', |c| char::from(*c)),
    }
}
