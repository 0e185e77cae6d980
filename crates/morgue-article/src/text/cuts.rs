//! Cuts: paragraphs, sentences, leads, and the joining of hard-wrapped lines.

use super::steps::count_steps;
use std::borrow::Cow;

/// Paragraphs of a text, separated by blank lines; none is empty.
pub fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty())
}

/// Fewest words of a lead, if the story is long enough: a one-line opener takes the next paragraph along.
const LEAD_WORDS: usize = 20;

/// Byte length of the lead: the first paragraph, and further ones (at most three) until it has twenty words.
pub fn lead_len(story: &str) -> usize {
    let (mut end, mut words) = (0, 0);
    for _ in 0..3 {
        let next = story[end..].find("\n\n").map_or(story.len(), |at| end + at);
        words += count_words(&story[end..next]);
        if words >= LEAD_WORDS || next == story.len() {
            return next;
        }
        end = next + 2;
    }
    end - 2
}

/// Words of a text that are separated by single spaces.
pub fn words_of(squeezed: &str) -> usize {
    squeezed.bytes().filter(|&byte| byte == b' ').count() + 1
}

/// Words of a text that are separated by whitespace.
pub fn count_words(text: &str) -> usize {
    count_steps(text.len());
    let bytes = text.as_bytes();
    let Some(first) = bytes.first() else { return 0 };
    // Pairs of neighbours, without a state between them: the compiler compares many at once.
    let starts =
        bytes.iter().zip(&bytes[1..]).filter(|(one, next)| one.is_ascii_whitespace() && !next.is_ascii_whitespace());
    usize::from(!first.is_ascii_whitespace()) + starts.count()
}

/// Byte offsets at which sentences of one paragraph start; the first is always 0.
///
/// A stop, question or exclamation mark ends a sentence if whitespace and then a capital, digit, quote or caseless
/// letter follow, and the word before is not a usual abbreviation or an initial. CJK full stops always end one.
pub fn sentence_starts(paragraph: &str) -> Vec<usize> {
    count_steps(paragraph.len());
    let mut starts = vec![0];
    let bytes = paragraph.as_bytes();
    let mut from = 0;
    for at in memchr::memchr3_iter(b'.', b'!', b'?', bytes) {
        if at < from {
            continue;
        }
        if let Some(start) = start_after(paragraph, at) {
            starts.push(start);
            from = start;
        }
    }
    // Ideographic full stop and the full-width exclamation and question marks.
    let wide = memchr::memchr2_iter(0xe3, 0xef, bytes);
    let wide = wide.filter(|&at| ["。", "！", "？"].iter().any(|mark| bytes[at..].starts_with(mark.as_bytes())));
    let narrow = starts.len();
    wide.for_each(|at| push_cjk(paragraph, at, &mut starts));
    if starts.len() > narrow {
        starts.sort_unstable();
        starts.dedup();
    }
    starts
}

fn push_cjk(paragraph: &str, at: usize, starts: &mut Vec<usize>) {
    let after = at + 3;
    let rest = paragraph[after..].trim_start_matches(['」', '』', '”', '’', ' ']);
    if !rest.is_empty() {
        starts.push(paragraph.len() - rest.len());
    }
}

/// Where the next sentence starts if the mark at `at` ends one.
fn start_after(paragraph: &str, at: usize) -> Option<usize> {
    let rest = paragraph[at + 1..].trim_start_matches(['"', '\'', '”', '’', '»', ')', ']', '.', '!', '?']);
    let body = rest.trim_start();
    if body.len() == rest.len() || body.is_empty() {
        return None;
    }
    let first = body.chars().find(|c| !matches!(c, '"' | '\'' | '“' | '‘' | '«' | '(' | '[' | '¿' | '¡'))?;
    if first.is_lowercase() {
        return None;
    }
    if paragraph.as_bytes()[at] == b'.' && !ends_sentence(&paragraph[..at]) {
        return None;
    }
    Some(paragraph.len() - body.len())
}

/// Whether a full stop after `before` ends a sentence: not after an initial or a usual abbreviation.
fn ends_sentence(before: &str) -> bool {
    let word_start = before.rfind(|c: char| c.is_whitespace() || c == '(').map_or(0, |at| at + 1);
    let word = before[word_start..].trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut letters = word.chars();
    match (letters.next(), letters.next()) {
        (Some(only), None) => !only.is_uppercase(),
        _ => !ABBREVIATIONS.contains(&word),
    }
}

/// Abbreviations that come before a capitalised word inside a sentence.
const ABBREVIATIONS: [&str; 44] = [
    "Mr", "Mrs", "Ms", "Dr", "Prof", "Sen", "Rep", "Gov", "Gen", "Lt", "Col", "Maj", "Capt", "Sgt", "Cpl", "Rev",
    "Hon", "St", "Mt", "Jr", "Sr", "No", "vs", "v", "Jan", "Feb", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec", "Mme",
    "Mlle", "Hr", "Fr", "bzw", "Nr", "Sra", "Srta", "Dra", "Adm", "Supt", "Messrs",
];

/// Joins hard-wrapped lines: if a text was wrapped at one width, a line break becomes a space if the next word would
/// not have fitted before it. Other text is returned unchanged.
pub fn unwrap_lines(text: &str) -> Cow<'_, str> {
    count_steps(text.len());
    let Some(width) = wrap_width(text) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    let mut previous = "";
    for line in text.lines().map(str::trim_end) {
        if !out.is_empty() {
            out.push(if is_broken(previous, line, width) { ' ' } else { '\n' });
        }
        out.push_str(line);
        previous = line;
    }
    Cow::Owned(out)
}

/// Widths at which editors, mail programs and teleprinters break lines.
const WRAP_WIDTHS: std::ops::RangeInclusive<usize> = 50..=100;

/// Lines that show the width of a text: no article has more.
const MOST_LINES: usize = 20_000;

/// Fewest wrapped lines of a hard-wrapped text.
const LEAST_BROKEN: usize = 5;

/// Whether a line was wrapped at `width`: it fits, and would not have fitted with the next word.
fn is_broken(line: &str, next: &str, width: usize) -> bool {
    let length = line.chars().count();
    let word = next.split_whitespace().next().map_or(0, |word| word.chars().count());
    word > 0 && next.starts_with(|c: char| !c.is_whitespace()) && length <= width && length + 1 + word > width
}

/// The width at which a text was wrapped: the one that explains most line breaks, if it explains eight in ten of those
/// after longer lines, and few lines are longer.
fn wrap_width(text: &str) -> Option<usize> {
    let lines: Vec<&str> = text.lines().map(str::trim_end).take(MOST_LINES).collect();
    // Bytes are enough for most lines: text with whole paragraphs is recognised without counting its characters.
    let widest = *WRAP_WIDTHS.end();
    let is_longer = |line: &&&str| line.len() > widest * 4 || (line.len() > widest && line.chars().count() > widest);
    if lines.iter().filter(is_longer).count() * 20 > lines.len() {
        return None;
    }
    let lengths: Vec<usize> = lines.iter().map(|line| line.chars().count()).collect();
    let pairs: Vec<usize> = (1..lines.len()).filter(|&at| lengths[at - 1] > 0 && lengths[at] > 0).collect();
    let broken = |width: usize| pairs.iter().filter(|&&at| is_broken(lines[at - 1], lines[at], width)).count();
    let (width, explained) = WRAP_WIDTHS
        .map(|width| (width, broken(width)))
        .reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    let long = pairs.iter().filter(|&&at| lengths[at - 1] * 3 > width * 2).count();
    (explained >= LEAST_BROKEN && explained * 10 >= long * 8).then_some(width)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Byte by byte, as the documentation says it.
    fn starts_one_by_one(paragraph: &str) -> Vec<usize> {
        let mut starts = vec![0];
        let mut from = 0;
        for (at, c) in paragraph.char_indices() {
            if matches!(c, '。' | '！' | '？') {
                push_cjk(paragraph, at, &mut starts);
            } else if matches!(c, '.' | '!' | '?')
                && at >= from
                && let Some(start) = start_after(paragraph, at)
            {
                starts.push(start);
                from = start;
            }
        }
        starts
    }

    proptest::proptest! {
        #[test]
        fn sentences_and_words_are_found_as_one_by_one(text in "([A-Za-z]{1,4}|[.!?]|[ \"”)]|[。！？」]|Mr\\.|é){0,40}") {
            proptest::prop_assert_eq!(sentence_starts(&text), starts_one_by_one(&text));
            proptest::prop_assert_eq!(count_words(&text), text.split_ascii_whitespace().count());
        }
    }

    #[test]
    fn sentences_start_after_stops_but_not_after_abbreviations() {
        let cases = [
            ("One. Two! \"Three?\" Four", vec!["One. ", "Two! ", "\"Three?\" ", "Four"]),
            ("Mr. Musk met Gen. Hodges. They left.", vec!["Mr. Musk met Gen. Hodges. ", "They left."]),
            ("J. Smith paid $1.5 million. “Yes,” he said.", vec!["J. Smith paid $1.5 million. ", "“Yes,” he said."]),
            ("東京で。大阪で。", vec!["東京で。", "大阪で。"]),
            ("", vec![""]),
        ];
        for (text, want) in cases {
            let starts = sentence_starts(text);
            let ends = starts.iter().skip(1).copied().chain([text.len()]);
            let got: Vec<&str> = starts.iter().copied().zip(ends).map(|(from, to)| &text[from..to]).collect();
            assert_eq!(got, want);
        }
    }

    #[test]
    fn the_lead_takes_a_second_paragraph_when_the_first_is_short() {
        let long = "word ".repeat(25).trim().to_owned();
        assert_eq!(lead_len(&format!("{long}\n\nrest")), long.len());
        let short = format!("It was over.\n\n{long}\n\nrest");
        assert_eq!(lead_len(&short), short.len() - 6);
        assert_eq!(lead_len("only"), 4);
        assert_eq!(lead_len("a\n\nb\n\nc\n\nd"), "a\n\nb\n\nc".len());
    }

    #[test]
    fn hard_wrapped_lines_are_joined_and_others_left() {
        let line = "this line has been broken by an editor at about seventy columns wide";
        let wrapped = [line; 8].join("\n");
        assert_eq!(unwrap_lines(&wrapped), [line; 8].join(" "));
        assert_eq!(unwrap_lines("Home\nNews\nSport"), "Home\nNews\nSport");
        let headed = format!("A title\nBy Jane Doe\n6 May 2024\n\n{wrapped}\nand ends.\n\nMore\nHome");
        let want = format!("A title\nBy Jane Doe\n6 May 2024\n\n{} and ends.\n\nMore\nHome", [line; 8].join(" "));
        assert_eq!(unwrap_lines(&headed), want);
    }
}
