//! Names of members in the code page of the machine that wrote an archive to text: archives do not state it. A code page is
//! taken only if it makes usual names of all of them: letters of one script, in usual case. Otherwise names are read in
//! the old code page of zips.

use encoding_rs::{BIG5, EUC_KR, Encoding, GBK, IBM866, KOI8_U, SHIFT_JIS, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252};

/// The charset of the names of an archive.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum NameCharset {
    /// A code page of DOS: the characters of the bytes from 128.
    Dos(&'static str),
    Known(&'static Encoding),
}

const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

const CP852: &str = "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{ad}˝˛ˇ˘§÷¸°¨˙űŘř■\u{a0}";

impl NameCharset {
    /// The charset of names that are not UTF-8, one per line.
    pub(super) fn guess(names: &[u8]) -> Self {
        for dos in [CP437, CP850].map(Self::Dos) {
            if is_latin(&dos.decode(names)) {
                return dos;
            }
        }
        let double: [(&'static Encoding, WeightOf); 4] =
            [(SHIFT_JIS, shift_jis), (EUC_KR, euc_kr), (GBK, gbk), (BIG5, big5)];
        for (encoding, weight) in double {
            if is_double(names, weight) && is_usual(encoding, names) {
                return Self::Known(encoding);
            }
        }
        // Text of one Cyrillic charset is letters in the others too.
        let cyrillic = [IBM866, WINDOWS_1251, KOI8_U].map(Self::Known).into_iter();
        let likely = cyrillic.filter_map(|charset| Some((common_cyrillic(&charset.decode(names))?, charset)));
        if let Some((_, charset)) = likely.rev().max_by_key(|(common, _)| *common) {
            return charset;
        }
        // Bytes of one Latin charset are letters in the others too: the most usual letters decide.
        let latin = [Self::Known(WINDOWS_1252), Self::Dos(CP852), Self::Known(WINDOWS_1250)].into_iter();
        let likely = latin.filter_map(|charset| Some((usual_latin(&charset.decode(names))?, charset)));
        likely.rev().max_by_key(|(usual, _)| *usual).map_or(Self::Dos(CP437), |(_, charset)| charset)
    }

    pub(super) fn decode(self, name: &[u8]) -> String {
        match self {
            Self::Known(encoding) => encoding.decode_without_bom_handling(name).0.into_owned(),
            Self::Dos(page) => {
                let high = |byte: u8| page.chars().nth(usize::from(byte - 0x80)).unwrap_or(char::REPLACEMENT_CHARACTER);
                name.iter().map(|&byte| if byte < 0x80 { char::from(byte) } else { high(byte) }).collect()
            }
        }
    }
}

/// How usual a character of two bytes is in names.
#[derive(Clone, Copy, PartialEq)]
enum Weight {
    Common,
    /// Digits, punctuation and letters of full width.
    Neutral,
    Rare,
}

/// How usual the character of two bytes is in a charset; the bytes of charsets overlap, so each accepts only what is usual.
type WeightOf = fn(u8, u8) -> Option<Weight>;

/// Kana and the kanji of the first level; katakana of half width is how other charsets look.
fn shift_jis(lead: u8, trail: u8) -> Option<Weight> {
    match (lead, trail) {
        (_, 0x7f | 0..=0x3f | 0xfd..) => None,
        (0x82, 0x9f..=0xf1) | (0x83, 0x40..=0x96) | (0x88..=0x97, _) => Some(Weight::Common),
        (0x81 | 0x82, _) => Some(Weight::Neutral),
        (0x98..=0x9f | 0xe0..=0xea, _) => Some(Weight::Rare),
        _ => None,
    }
}

fn euc_kr(lead: u8, trail: u8) -> Option<Weight> {
    match (lead, trail) {
        (_, ..=0xa0 | 0xff) => None,
        (0xb0..=0xc8, _) => Some(Weight::Common),
        (0xa1 | 0xa3, _) => Some(Weight::Neutral),
        _ => None,
    }
}

/// The characters of GB 2312, first level and second.
fn gbk(lead: u8, trail: u8) -> Option<Weight> {
    match (lead, trail) {
        (_, ..=0xa0 | 0xff) => None,
        (0xb0..=0xd7, _) => Some(Weight::Common),
        (0xa1 | 0xa3, _) => Some(Weight::Neutral),
        (0xd8..=0xf7, _) => Some(Weight::Rare),
        _ => None,
    }
}

fn big5(lead: u8, trail: u8) -> Option<Weight> {
    match (lead, trail) {
        (_, ..=0x3f | 0x7f..=0xa0 | 0xff) => None,
        (0xa4..=0xc6, _) => Some(Weight::Common),
        (0xa1..=0xa3, _) => Some(Weight::Neutral),
        (0xc9..=0xf9, _) => Some(Weight::Rare),
        _ => None,
    }
}

/// Whether all bytes are usual characters of a charset, and at most a fifth of them rare ones.
fn is_double(names: &[u8], weight: WeightOf) -> bool {
    let (mut common, mut rare) = (0usize, 0usize);
    let mut bytes = names.iter().copied();
    while let Some(lead) = bytes.next() {
        if lead < 0x80 {
            continue;
        }
        match bytes.next().and_then(|trail| weight(lead, trail)) {
            Some(Weight::Common) => common += 1,
            Some(Weight::Rare) => rare += 1,
            Some(Weight::Neutral) => {}
            None => return false,
        }
    }
    common > 0 && rare * 4 <= common
}

/// Frequent syllables of Korean: the first level of Chinese has the same bytes as most syllables, but rarely these.
const SYLLABLES: &str = "이다의에는한가을지를로기고서사도인하대시정은나자어리아해수들부일전그보상스주위제동과원장구유신국민문년여성경공조세화금관산건강무실학생회비연선방개발물안내계미소교통행계획서울뉴식";

/// Whether the bytes can be decoded, and as Korean have frequent syllables.
fn is_usual(encoding: &'static Encoding, names: &[u8]) -> bool {
    let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(names) else { return false };
    if encoding != EUC_KR {
        return true;
    }
    let syllables = || text.chars().filter(|c| ('\u{ac00}'..='\u{d7a3}').contains(c));
    syllables().filter(|&c| SYLLABLES.contains(c)).count() * 3 >= syllables().count()
}

/// Signs that names have beside letters.
const SIGNS: [char; 11] = ['–', '—', '’', '‘', '“', '”', '…', '«', '»', '№', '\u{a0}'];

fn is_cyrillic(names: &str) -> bool {
    let is_letter = |c: char| ('\u{400}'..='\u{45f}').contains(&c) || matches!(c, 'Ґ' | 'ґ');
    let mut others = names.chars().filter(|c| !c.is_ascii());
    // `Zьrich` is in no language.
    let mixes = |(one, two): (char, char)| {
        (is_letter(one) && two.is_ascii_alphabetic()) || (one.is_ascii_alphabetic() && is_letter(two))
    };
    names.chars().any(is_letter)
        && others.all(|c| is_letter(c) || SIGNS.contains(&c))
        && !names.chars().zip(names.chars().skip(1)).any(mixes)
        && has_usual_case(names)
}

/// The most frequent letters of Russian, also frequent in its neighbours.
const COMMON_CYRILLIC: &str = "оеаинтсрвлк";

/// The number of frequent letters in names that are Cyrillic.
fn common_cyrillic(names: &str) -> Option<usize> {
    let is_common = |c: char| c.to_lowercase().any(|c| COMMON_CYRILLIC.contains(c));
    is_cyrillic(names).then(|| names.chars().filter(|&c| is_common(c)).count())
}

/// Letters with accents of Western, Polish, Czech and Hungarian that are frequent in their languages.
const USUAL_LATIN: &str = "éèêàâçôûùîëïäöüßåæøñóáíúãõąęłśżźćńřěšžčýůőűď";

/// The number of usual letters in names that are Latin.
fn usual_latin(names: &str) -> Option<usize> {
    let is_usual = |c: char| c.to_lowercase().any(|c| USUAL_LATIN.contains(c));
    is_latin(names).then(|| names.chars().filter(|&c| is_usual(c)).count())
}

/// Latin letters, fewer of them with accents than without.
fn is_latin(names: &str) -> bool {
    let mut others = names.chars().filter(|c| !c.is_ascii());
    let stems = || names.lines().map(|name| name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let letters = stems().flat_map(str::chars).filter(|c| c.is_alphabetic()).count();
    let accented = stems().flat_map(str::chars).filter(|c| c.is_alphabetic() && !c.is_ascii()).count();
    others.all(|c| (c.is_alphabetic() && c < '\u{250}') || SIGNS.contains(&c))
        && accented * 2 < letters
        && has_usual_case(names)
}

/// Whether no capital with an accent, or of another script, is right after a small letter: `cafÚ`.
fn has_usual_case(names: &str) -> bool {
    let next = names.chars().skip(1);
    !names
        .chars()
        .zip(next)
        .any(|(one, two)| one.is_lowercase() && two.is_uppercase() && !(one.is_ascii() && two.is_ascii()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_charset_of_names_is_guessed() {
        for (encoding, name) in [
            (SHIFT_JIS, "港の水門.txt"),
            (SHIFT_JIS, "テスト２.txt"),
            (GBK, "新闻/港口大门.txt"),
            (BIG5, "新聞.txt"),
            (EUC_KR, "한국 신문 기사.txt"),
            (IBM866, "Новости порта.txt"),
            (IBM866, "газета.txt"),
            (WINDOWS_1251, "Новости порта.txt"),
            (WINDOWS_1251, "ВЕСТИ.txt"),
            (KOI8_U, "Новости порта.txt"),
            (KOI8_U, "газета.txt"),
            (KOI8_U, "СТАТЬЯ О КРЫМЕ.txt"),
            (WINDOWS_1252, "Le café d’été.txt"),
            (WINDOWS_1252, "Småland.txt"),
            (WINDOWS_1252, "La fête en août.txt"),
            (WINDOWS_1250, "Powódź w Łodzi, część druga.txt"),
        ] {
            let (bytes, ..) = encoding.encode(name);
            let guess = NameCharset::guess(&bytes);
            assert_eq!(guess.decode(&bytes), name, "{} {guess:?}", encoding.name());
        }
        for (bytes, want) in [
            (&b"Caf\x82 cr\x8ame.txt"[..], "Café crème.txt"),
            (b"sch\x94n.txt", "schön.txt"),
            (b"Povode\xe5 v P\xfderov\xd8.txt", "Povodeň v Přerově.txt"),
            (b"Pow\xa2d\xab w \x9dodzi.txt", "Powódź w Łodzi.txt"),
            (b"S\xc6o Paulo.txt", "São Paulo.txt"),
            (b"\xb0\xb1\xb2.txt", "░▒▓.txt"),
            (b"a\xff", "a\u{a0}"),
        ] {
            assert_eq!(NameCharset::guess(bytes).decode(bytes), want);
        }
        assert!([CP437, CP850, CP852].iter().all(|page| page.chars().count() == 128));
    }
}
