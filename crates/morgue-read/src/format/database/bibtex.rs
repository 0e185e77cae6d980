//! BibTeX to the facts of its entries: names in lower case, values without braces and with their accents.

use crate::format::body::one_line;
use crate::source::budget::DOWNLOAD_ARTICLES;
use crate::text::nfc;

/// An entry near the start: `@article{key,` and a field.
pub(super) fn is_bibtex(text: &str) -> bool {
    let open = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with('%'));
    let Some((kind, key)) = open.and_then(|line| line.trim_start().strip_prefix('@')?.split_once('{')) else {
        return false;
    };
    let kind = kind.trim();
    !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_alphabetic()) && !key.contains(' ') && text.contains('=')
}

/// Most bytes between the sign of an entry and its brace.
const LONGEST_KIND: usize = 40;

/// The facts of every entry; comments and abbreviations are not entries.
pub(super) fn entries(text: &str) -> Vec<Vec<(&'static str, String)>> {
    let mut entries = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('@') {
        let near = &after[..after.floor_char_boundary(LONGEST_KIND)];
        let Some((kind, _)) = near.split_once('{').filter(|_| entries.len() <= DOWNLOAD_ARTICLES) else {
            rest = after;
            continue;
        };
        let inside = &after[kind.len() + 1..];
        let is_entry = !["comment", "preamble", "string"].iter().any(|other| kind.trim().eq_ignore_ascii_case(other));
        if is_entry && kind.trim().bytes().all(|byte| byte.is_ascii_alphabetic()) {
            let end = closing(inside, '}');
            entries.push(fields(&inside[..end]));
            rest = &inside[end..];
        } else {
            rest = after;
        }
    }
    entries
}

/// The fields that are read.
const FIELDS: [&str; 12] = [
    "title",
    "author",
    "journaltitle",
    "journal",
    "newspaper",
    "booktitle",
    "publisher",
    "date",
    "year",
    "abstract",
    "language",
    "url",
];

/// The fields of an entry, after its key. A year and a month are a date.
fn fields(entry: &str) -> Vec<(&'static str, String)> {
    let mut facts: Vec<(&'static str, String)> = Vec::new();
    let (mut month, mut day) = (None, None);
    let mut rest = entry.split_once(',').map_or("", |(_, rest)| rest);
    while let Some((name, after)) = rest.split_once('=') {
        let name = name.trim_matches(|c: char| c == ',' || c.is_whitespace());
        let after = after.trim_start();
        let (value, end) = match after.chars().next() {
            Some('{') => {
                let end = closing(&after[1..], '}');
                (&after[1..=end], end + 2)
            }
            Some('"') => {
                let end = closing(&after[1..], '"');
                (&after[1..=end], end + 2)
            }
            _ => {
                let end = after.find([',', '\n']).unwrap_or(after.len());
                (&after[..end], end)
            }
        };
        let value = plain(value);
        match (name.to_ascii_lowercase().as_str(), FIELDS.iter().find(|field| name.eq_ignore_ascii_case(field))) {
            ("month", _) => month = Some(value),
            ("day", _) => day = Some(value),
            (_, Some(&"author")) => facts.extend(value.split(" and ").map(|name| ("author", name.trim().to_owned()))),
            (_, Some(&field)) => facts.push((field, value)),
            _ => {}
        }
        rest = &after[end.min(after.len())..];
    }
    let year = facts.iter().find(|(name, _)| *name == "year").map(|(_, year)| year.clone());
    if let (Some(year), Some(month)) = (year, month) {
        let day = day.map(|day| format!("{day} ")).unwrap_or_default();
        facts.push(("date", format!("{day}{month} {year}")));
    }
    facts
}

/// Where a value ends: at the sign that closes it, outside of braces; at the end of the text if there is none.
fn closing(text: &str, sign: char) -> usize {
    let (mut depth, mut escaped) = (0usize, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == sign && depth == 0 => return at,
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    text.len()
}

/// A value without braces and commands: `M{\"u}ller \& Sohn` is `Müller & Sohn`.
fn plain(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut signs = value.chars().peekable();
    while let Some(c) = signs.next() {
        match c {
            '{' | '}' => {}
            '\\' => match signs.next().map(|command| (command, accent(command))) {
                Some((command, Some(accent))) => {
                    // `\c` is a cedilla only in front of a brace or a space.
                    let mut is_apart = !command.is_alphabetic();
                    while signs.next_if(|c| matches!(c, '{' | ' ')).is_some() {
                        is_apart = true;
                    }
                    match signs.next() {
                        Some(letter) if is_apart && letter.is_alphabetic() => text.extend([letter, accent]),
                        other => text.extend([command].into_iter().chain(other)),
                    }
                }
                Some((command, None)) => text.push(command),
                None => {}
            },
            c => text.push(c),
        }
    }
    nfc(&one_line(&text)).into_owned()
}

/// The combining accent of a command.
fn accent(command: char) -> Option<char> {
    Some(match command {
        '`' => '\u{300}',
        '\'' => '\u{301}',
        '^' => '\u{302}',
        '~' => '\u{303}',
        '"' => '\u{308}',
        'c' => '\u{327}',
        'v' => '\u{30c}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_lose_their_braces_and_keep_their_accents() {
        for (value, want) in [
            ("M{\\\"u}ller \\& Sohn", "Müller & Sohn"),
            ("Fran{\\c c}ois {\\'E}t\\'{e}", "François Été"),
            ("The {UN} dam", "The UN dam"),
            ("a\\", "a"),
        ] {
            assert_eq!(plain(value), want, "{value}");
        }
    }

    #[test]
    fn entries_are_read_with_every_kind_of_value() {
        let text = "@comment{x}\n@string{c = \"Courier\"}\n@misc{k,\n Title={A {B} c}, author = {Doe, Jane and Roe, John},\n year = 2024, month = may, note={=,}\n}\n@article{cut, title = {Dam";
        let facts = entries(text);
        let want = [
            ("title", "A B c"),
            ("author", "Doe, Jane"),
            ("author", "Roe, John"),
            ("year", "2024"),
            ("date", "may 2024"),
        ];
        let got: Vec<_> = facts[0].iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(got, want);
        assert_eq!(facts[1], [("title", "Dam".to_owned())]);
        assert!(
            is_bibtex("@article{k,\n title = {A}}")
                && !is_bibtex("@jane said {a} = b")
                && !is_bibtex("Mail a@b.example")
        );
        for cut in ["@", "@a", "@a{", "@a{k,", "@a{k, t", "@a{k, t=", "@a{k, t={", "@a{k, t=\"ü", "@a{k, t=\\"] {
            entries(cut);
        }
    }
}
