//! Shorter white space: what indents the markup is a third of the text of many pages.

/// Writes a text with its runs of white space shortened.
pub(super) fn push_shortened(text: &str, out: &mut String) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let is_space = bytes[at].is_ascii_whitespace();
        let end = at + bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace() == is_space).count();
        match &text[at..end] {
            space if is_space && end - at > 1 => out.push_str(shortened(space)),
            text => out.push_str(text),
        }
        at = end;
    }
}

/// What is kept of a run of white space: whether it has an empty line, or ends a line.
fn shortened(space: &str) -> &'static str {
    match space.bytes().filter(|&byte| byte == b'\n').count() {
        0 => " ",
        1 => "\n",
        _ => "\n\n",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_shortened_and_words_are_kept() {
        let mut out = String::new();
        push_shortened("  é one \t two\n\t three\n \n four\u{3000} five ", &mut out);
        assert_eq!(out, " é one two\nthree\n\nfour\u{3000} five ");
    }
}
