//! Characters that separate, group or quote the words of a query.

/// Marks that open or close a quotation. Typographic single quotes are apostrophes more often than not.
pub fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' | '〝' | '〞' | '「' | '」' | '『' | '』')
}

/// Whitespace, and invisible characters (byte order marks, direction marks), with which pasted text may start.
pub fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

pub fn is_open(c: char) -> bool {
    matches!(c, '(' | '（')
}

pub fn is_close(c: char) -> bool {
    matches!(c, ')' | '）')
}
