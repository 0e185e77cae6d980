//! Queries kept in files: over several lines, with comments.

/// The query of a file on one line. A `#` with white space around it, or at the start or the end of a line, starts a comment that ends
/// with the line, unless it is inside quotation marks; `#word` is a word.
pub fn query_of_file(text: &str) -> String {
    let (mut words, mut quoted): (Vec<&str>, bool) = (Vec::new(), false);
    for line in text.trim_start_matches('\u{feff}').lines() {
        for word in line.split_whitespace() {
            if word == "#" && !quoted {
                break;
            }
            quoted = is_quoted_after(word, quoted);
            words.push(word);
        }
    }
    words.join(" ")
}

/// Whether what follows a word is inside quotation marks. A mark after a digit, outside of others, means inches.
fn is_quoted_after(word: &str, mut quoted: bool) -> bool {
    let mut before = ' ';
    for c in word.chars() {
        quoted = match c {
            '"' => !quoted && !before.is_ascii_digit(),
            '“' | '„' | '«' if !quoted => true,
            '”' | '“' | '»' => false,
            _ => quoted,
        };
        before = c;
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_line_breaks_are_removed_and_words_stay() {
        let cases = [
            ("Starlink Taiwan\n", "Starlink Taiwan"),
            ("# Satellites\nStarlink OR   # the network\n  OneWeb\n#\n", "Starlink OR OneWeb"),
            ("#MeToo @user\n", "#MeToo @user"),
            ("C# F#", "C# F#"),
            ("\"number # one\" # two", "\"number # one\""),
            ("\"low\norbit\" # of an earth", "\"low orbit\""),
            ("“number # one” # two", "“number # one”"),
            ("„zwei # drei“ # vier", "„zwei # drei“"),
            ("5\" gun # comment\nship", "5\" gun ship"),
            ("\"in 1990\" # comment", "\"in 1990\""),
            ("\u{feff}first\r\nsecond\r\n", "first second"),
            ("# nothing", ""),
        ];
        for (file, query) in cases {
            assert_eq!(query_of_file(file), query, "{file:?}");
        }
    }
}
