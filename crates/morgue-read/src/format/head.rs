//! What a format is detected from: the first bytes of a document, and its name.

/// What a format is detected from: the first bytes and the file's name.
pub struct DocumentHead<'a> {
    /// The first bytes as text, decoded as far as possible, without byte-order mark and leading whitespace.
    pub text: &'a str,
    pub bytes: &'a [u8],
    /// The name in lower case, without compression endings.
    pub name: &'a str,
}

impl DocumentHead<'_> {
    /// Whether the name has one of these extensions, given without the dot.
    pub(super) fn has_extension(&self, extensions: &[&str]) -> bool {
        self.name.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
    }

    /// Whether the first element has one of these names; they are without prefix and in lower case.
    pub(super) fn has_root(&self, names: &[&str]) -> bool {
        let root = root_element(self.text).map(|root| root.rsplit(':').next().unwrap_or(root).to_ascii_lowercase());
        root.is_some_and(|root| names.contains(&root.as_str()))
    }
}

/// The head without a character that is cut in half at its end.
pub(super) fn utf8_head(head: &[u8]) -> &[u8] {
    let head = &head[..head.len().min(8192)];
    match std::str::from_utf8(head) {
        Err(error) if error.error_len().is_none() => &head[..error.valid_up_to()],
        _ => head,
    }
}

/// The name of the first element, after declarations, comments and the document type.
pub(super) fn root_element(text: &str) -> Option<&str> {
    let mut rest = text.trim_start();
    while let Some(inside) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!")) {
        let end = match inside.starts_with("--") {
            true => inside.find("-->")? + 3,
            false => inside.find('>').and_then(|end| end_of_type(inside, end))?,
        };
        rest = inside[end..].trim_start();
    }
    let name = rest.strip_prefix('<')?;
    let end = name.find(|c: char| !(c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.'))).unwrap_or(name.len());
    (end > 0).then(|| &name[..end])
}

/// The end of a declaration whose first `>` is known: a document type may contain declarations of its own in brackets.
fn end_of_type(inside: &str, first: usize) -> Option<usize> {
    if !inside[..first].contains('[') {
        return Some(first + 1);
    }
    let close = inside.find(']')?;
    Some(close + inside[close..].find('>')? + 1)
}

/// Text has few control characters; a file full of them is binary.
pub(super) fn is_text(head: &DocumentHead) -> bool {
    let strange = head.text.chars().filter(|&c| (c.is_control() && !c.is_whitespace()) || c == '\u{fffd}').count();
    strange * 20 <= head.text.chars().count()
}
