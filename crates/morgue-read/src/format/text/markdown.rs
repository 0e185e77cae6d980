//! Markdown inline markup to plain text: links become their words, pictures their captions, and the marks of bold and
//! italic text are removed. Marks of whole lines (`#`, `-`, `>`) are read with the text.

/// A Markdown text without inline markup.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fenced = false;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            out.push_str(line);
        } else {
            push_line(line, &mut out);
        }
    }
    out
}

/// Longest text of a link, in bytes: the search for a closing bracket stops there.
const LONGEST_LINK: usize = 2000;

fn push_line(line: &str, out: &mut String) {
    let mut rest = line;
    while let Some(at) = rest.find(['[', '!', '*', '_', '<', '\\']) {
        out.push_str(&rest[..at]);
        let here = &rest[at..];
        let before = rest[..at].chars().next_back().or_else(|| out.chars().next_back());
        let (text, used) = mark(here, before.unwrap_or('\n'));
        if here.starts_with(['[', '!']) && text.contains(['[', '*', '_']) && text.len() < used {
            push_line(text, out);
        } else {
            out.push_str(text);
        }
        rest = &here[used.max(1)..];
    }
    out.push_str(rest);
}

/// The text that the mark at the start means, and its bytes.
fn mark(here: &str, before: char) -> (&str, usize) {
    let picture = here.starts_with("![");
    if (picture || here.starts_with('['))
        && let Some((words, used)) = link(&here[usize::from(picture)..])
    {
        return (words, used + usize::from(picture));
    }
    if let Some(escaped) = here.strip_prefix('\\')
        && let Some(next) = escaped.chars().next().filter(char::is_ascii_punctuation)
    {
        return (&escaped[..next.len_utf8()], 1 + next.len_utf8());
    }
    if here.starts_with("<http")
        && let Some(end) = here.find('>').filter(|&end| !here[..end].contains(' '))
    {
        return (&here[1..end], end + 1);
    }
    let stars = here.len() - here.trim_start_matches('*').len();
    let lines = here.len() - here.trim_start_matches('_').len();
    let after = here[stars.max(lines)..].chars().next().unwrap_or('\n');
    // A mark is next to a word; `snake_case` and `2 * 3` have none, and a line of marks is a rule.
    let beside = !(before.is_whitespace() && after.is_whitespace());
    if ((1..=3).contains(&stars) && beside)
        || ((1..=3).contains(&lines) && beside && !(before.is_alphanumeric() && after.is_alphanumeric()))
    {
        return ("", stars.max(lines));
    }
    let length = stars.max(lines).max(here.chars().next().map_or(1, char::len_utf8));
    (&here[..length], length)
}

/// `[words](address "title")`, `[[words]]`: the words and the length of all in bytes.
fn link(here: &str) -> Option<(&str, usize)> {
    let head = &here[..here.floor_char_boundary(LONGEST_LINK)];
    if let Some(inside) = head.strip_prefix("[[") {
        let end = inside.find("]]")?;
        let words = inside[..end].rsplit('|').next()?;
        return Some((words, end + 4));
    }
    // Brackets are nested at most once, so that a text that is not a link is recognised after a few characters.
    let mut depth = 0usize;
    let end = head.char_indices().skip(1).find_map(|(at, c)| match c {
        '[' if depth == 1 => Some(None),
        '[' => {
            depth += 1;
            None
        }
        ']' if depth == 0 => Some(Some(at)),
        ']' => {
            depth -= 1;
            None
        }
        '\n' => Some(None),
        _ => None,
    });
    let end = end??;
    let address = head[end..].strip_prefix("](")?;
    let mut depth = 0usize;
    for (at, c) in address.char_indices() {
        match c {
            '(' if depth == 3 => return None,
            '(' => depth += 1,
            ')' if depth == 0 => return Some((&head[1..end], end + 2 + at + 1)),
            ')' => depth -= 1,
            '\n' => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        let cases = [
            ("A [link](https://example.org/a_(b)) here.", "A link here."),
            ("![A dam at night](dam.jpg \"t\")", "A dam at night"),
            ("**Bold** and *italic* and __both__ _it_.", "Bold and italic and both it."),
            ("snake_case 2 * 3 a\\*b", "snake_case 2 * 3 a*b"),
            ("[[Jane Doe|Jane]] and [[Ann]]", "Jane and Ann"),
            ("[note] (not a link) [open](", "[note] (not a link) [open]("),
            ("<https://example.org> <b>", "https://example.org <b>"),
            ("[**Bold** link](x)", "Bold link"),
            ("# Title\n- item\n***\n", "# Title\n- item\n***\n"),
            ("```\n*kept*\n```\n", "*kept*\n"),
        ];
        for (text, want) in cases {
            assert_eq!(plain(text), want, "{text}");
        }
    }
}
