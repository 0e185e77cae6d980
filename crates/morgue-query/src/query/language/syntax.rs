//! Queries that were written down under an earlier version of the language, in the present one.

use super::lexer::lex;
use super::token::TokenKind;
use std::borrow::Cow;

/// The version of the language. In version 1, which kept no number, `source:` was another name of `outlet:`; since then it is
/// the source folder.
pub const SYNTAX: u32 = 2;

/// A query of a version of the language, so that it means the same in this one.
///
/// ```
/// use morgue_query::query::present_form;
/// assert_eq!(present_form("source:Post \"source:\"", 1), "outlet:Post \"source:\"");
/// assert_eq!(present_form("source:Post", 2), "source:Post");
/// ```
pub fn present_form(text: &str, syntax: u32) -> Cow<'_, str> {
    if syntax >= SYNTAX || !text.to_ascii_lowercase().contains("source") {
        return Cow::Borrowed(text);
    }
    let named = lex(text).tokens.into_iter().filter(|token| matches!(token.kind, TokenKind::Field(_)));
    let mut present = text.to_owned();
    for span in named.map(|token| token.span).collect::<Vec<_>>().into_iter().rev() {
        let name = text[span.clone()].trim_end_matches(':').trim_end();
        if name.eq_ignore_ascii_case("source") {
            present.replace_range(span.start..span.start + name.len(), "outlet");
        }
    }
    Cow::Owned(present)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_name_of_the_field_changes() {
        for (text, want) in [
            ("source:Post", "outlet:Post"),
            ("(ferry OR Source:\"The Post\") NOT source:Times", "(ferry OR outlet:\"The Post\") NOT outlet:Times"),
            ("-source:(Post OR Times)", "-outlet:(Post OR Times)"),
            ("\"a source: unnamed\" ferry", "\"a source: unnamed\" ferry"),
            ("title:source sources:x", "title:source sources:x"),
            ("ferry", "ferry"),
            ("source:\"", "outlet:\""),
        ] {
            assert_eq!(present_form(text, 0), want, "{text}");
            assert_eq!(present_form(text, SYNTAX), text);
        }
    }
}
