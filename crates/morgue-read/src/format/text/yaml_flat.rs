//! The part of YAML that front matter uses: flat keys with plain, quoted or block scalars, lists in brackets or with
//! dashes, and the `name` in a nested map. Anchors, tags and deeper nesting are skipped, and nothing is an error.

/// A key and its values.
pub(super) type Pair = (String, Vec<String>);

/// The keys at the margin with their values.
pub(super) fn pairs(text: &str) -> Vec<Pair> {
    let lines: Vec<&str> = text.lines().collect();
    let mut pairs = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        at += 1;
        let Some((key, value)) = key_value(line).filter(|_| indent(line) == 0) else { continue };
        let inside = lines[at..].iter().take_while(|line| belongs(line)).count();
        let values = match value {
            "" => nested(&lines[at..at + inside]),
            _ if value.starts_with(['|', '>']) => vec![block(&lines[at..at + inside], value.starts_with('|'))],
            _ if value.starts_with('[') => list(&[&[value], &lines[at..at + inside]].concat().join(" ")),
            _ => vec![folded(value, &lines[at..at + inside])],
        };
        at += inside;
        pairs.push((key.to_owned(), values));
    }
    pairs
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// Whether a line belongs to the key above it: indented, blank, or an item of a list at the margin.
fn belongs(line: &str) -> bool {
    line.trim().is_empty() || indent(line) > 0 || line.starts_with("- ") || line.trim_end() == "-"
}

/// `key: value`, `"key": value`.
fn key_value(line: &str) -> Option<(&str, &str)> {
    let line = line.trim();
    if line.starts_with(['#', '-', '[', '{', '?', '&', '*', '!']) {
        return None;
    }
    let (key, value) = line.split_once(':')?;
    let whole = value.is_empty() || value.starts_with([' ', '\t']);
    let key = key.trim().trim_matches(['"', '\'']);
    (whole && !key.is_empty() && key.len() <= 60).then(|| (key, value.trim()))
}

/// A plain scalar continues in the lines below it.
fn folded(first: &str, more: &[&str]) -> String {
    let whole = [&[first], more].concat().iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    scalar(whole.trim())
}

/// A scalar without its quotes, or without the comment after it.
fn scalar(text: &str) -> String {
    let text = text.trim();
    if let Some(inside) = text.strip_prefix('"') {
        return unescape(&inside[..close(inside, '"')]);
    }
    if let Some(inside) = text.strip_prefix('\'') {
        return inside[..close(inside, '\'')].replace("''", "'");
    }
    let end = text.find(" #").unwrap_or(text.len());
    let plain = text[..end].trim();
    if matches!(plain, "~" | "null" | "Null" | "NULL") { String::new() } else { plain.to_owned() }
}

/// Where a quoted text closes; its end if it does not.
fn close(inside: &str, quote: char) -> usize {
    let mut escaped = false;
    let mut chars = inside.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if escaped {
            escaped = false;
        } else if c == '\\' && quote == '"' {
            escaped = true;
        } else if c == quote {
            // Two single quotes mean one.
            if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == quote) {
                chars.next();
            } else {
                return at;
            }
        }
    }
    inside.len()
}

fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 't' | 'r') => plain.push(' '),
                Some('u') => {
                    let digits: String = chars.by_ref().take(4).collect();
                    plain.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
                }
                Some(other) => plain.push(other),
                None => {}
            },
            _ => plain.push(c),
        }
    }
    plain
}

/// `[a, "b, c", d]`, split outside quotes.
fn list(text: &str) -> Vec<String> {
    let inside = text.trim().trim_start_matches('[');
    let (mut items, mut start, mut quote) = (Vec::new(), 0, None);
    for (at, c) in inside.char_indices() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if inside[start..at].trim().is_empty() => quote = Some(c),
            (None, ',' | ']') => {
                items.push(scalar(&inside[start..at]));
                start = at + 1;
            }
            _ => {}
        }
        if c == ']' && quote.is_none() {
            break;
        }
    }
    items.retain(|item| !item.is_empty());
    items
}

/// Items with dashes, or the name in a map.
fn nested(lines: &[&str]) -> Vec<String> {
    let mut items = Vec::new();
    let mut dashes = false;
    for line in lines.iter().map(|line| line.trim()) {
        if let Some(item) = line.strip_prefix("- ") {
            dashes = true;
            match key_value(item) {
                Some(("name", name)) => items.push(scalar(name)),
                Some((key, _)) if !key.contains(' ') => {}
                _ => items.push(scalar(item)),
            }
        } else if let Some(("name", name)) = key_value(line) {
            items.push(scalar(name));
        } else if !dashes && key_value(line).is_none() && !line.starts_with('#') {
            // A plain scalar below its key.
            items.push(scalar(line));
        }
    }
    items.retain(|item| !item.is_empty());
    items
}

/// A block scalar: its lines kept or joined.
fn block(lines: &[&str], kept: bool) -> String {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    lines.join(if kept { "\n" } else { " " }).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_in_every_form() {
        let cases: [(&str, &[&str]); 20] = [
            ("k: plain text", &["plain text"]),
            ("k: plain # comment", &["plain"]),
            ("k: a#b", &["a#b"]),
            ("k: \"a \\\"b\\\" \\u00e9\" # c", &["a \"b\" é"]),
            ("k: 'it''s'", &["it's"]),
            ("k: \"open", &["open"]),
            ("k: [a, \"b, c\", 'd'] # e", &["a", "b, c", "d"]),
            ("k: [a,\n  b]", &["a", "b"]),
            ("k:\n- a\n- b", &["a", "b"]),
            ("k:\n  - a: not a name\n  - name: B\n    url: x", &["a: not a name", "B"]),
            ("k:\n  name: A\n  url: https://example.org", &["A"]),
            ("k: |\n  one\n  two", &["one\ntwo"]),
            ("k: >-\n  one\n  two", &["one two"]),
            ("k: one\n  two", &["one two"]),
            ("k:\n  one", &["one"]),
            ("k: ~", &[""]),
            ("k:", &[]),
            ("k: [[Jane Doe]]", &["Jane Doe"]),
            ("k: https://example.org/a:b", &["https://example.org/a:b"]),
            ("\"k\": v", &["v"]),
        ];
        for (text, want) in cases {
            let got = pairs(text);
            assert_eq!(got.len(), 1, "{text}");
            if text.contains("a: not a name") {
                // A map without a name gives nothing useful.
                assert_eq!(got[0].1, ["B"], "{text}");
            } else {
                assert_eq!(got[0].1, want, "{text}");
            }
        }
        assert!(pairs("# comment\n- item\nno key\nhttp://x").is_empty());
    }
}
