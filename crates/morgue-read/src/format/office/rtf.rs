//! Rich text (RTF) to drafts: text is decoded with the code page of its font, footnotes follow the story. Pictures,
//! objects, headers, footers, hidden and deleted text are skipped. Rejects groups that are nested too deeply.

use super::docx_styles::{self, Kind};
use super::manuscript::{self, Paragraph, Properties, too_many};
use super::rtf_words::{charset, code_page, is_left_out, symbol};
use crate::format::reason::Reason;
use crate::format::{BlockRole, DocumentHead, Drafts, FormatError, Input, database};
use crate::source::budget::OFFICE_PARAGRAPHS;
use crate::source::budget::RTF_GROUPS;
use encoding_rs::{Encoding, WINDOWS_1252};
use std::collections::HashMap;

pub(super) fn is_rtf(head: &DocumentHead) -> bool {
    head.text.starts_with("{\\rtf")
}

/// Reads a document.
pub(super) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let mut reader = Reader::new(input.bytes);
    reader.read()?;
    let ended = reader.groups.is_empty();
    let (paragraphs, properties) = reader.finish();
    if !database::split_paragraphs(paragraphs.iter().map(|it| it.text.as_str()), drafts)? {
        drafts.push(manuscript::draft("rtf", &paragraphs, &properties));
    }
    if let Some(draft) = drafts.found.last_mut().filter(|_| !ended) {
        draft.notes.push("the document ends early: text may be missing".to_owned());
    }
    Ok(())
}

/// Fewest bytes of a cell that is a text of its own, not a figure in a row.
const CELL_BYTES: usize = 60;

/// Where the text of a group goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Destination {
    Story,
    Footnote,
    Information,
    Title,
    Author,
    Fonts,
    Styles,
    /// Dropped: unneeded parts of the information group, pictures and so on.
    Nowhere,
}

/// Settings that apply until a group ends.
#[derive(Debug, Clone, Copy)]
struct Group {
    destination: Destination,
    font: i32,
    /// Characters after a Unicode one that repeat it for old readers.
    spare: usize,
    hidden: bool,
}

struct Reader<'a> {
    rest: &'a [u8],
    groups: Vec<Group>,
    group: Group,
    /// Whether the first word of the group is still to come; after `\*` it must be a known one.
    opening: bool,
    starred: bool,
    ansi: &'static Encoding,
    default_font: i32,
    fonts: HashMap<i32, Option<&'static Encoding>>,
    styles: HashMap<i32, Kind>,
    /// The style that the next name belongs to.
    style: i32,
    /// Bytes, or halves of characters, that are not decoded yet.
    bytes: Vec<u8>,
    wide: Vec<u16>,
    /// Characters that are still to be skipped.
    spare: usize,
    name: String,
    open: Paragraph,
    story: Vec<Paragraph>,
    notes: Vec<Paragraph>,
    note: Paragraph,
    properties: Properties,
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        let group = Group { destination: Destination::Story, font: 0, spare: 1, hidden: false };
        Self {
            rest: bytes,
            groups: Vec::new(),
            group,
            opening: false,
            starred: false,
            ansi: WINDOWS_1252,
            default_font: 0,
            fonts: HashMap::new(),
            styles: HashMap::new(),
            style: 0,
            bytes: Vec::new(),
            wide: Vec::new(),
            spare: 0,
            name: String::new(),
            open: Paragraph::default(),
            story: Vec::new(),
            notes: Vec::new(),
            note: Paragraph::default(),
            properties: Properties::default(),
        }
    }

    fn finish(mut self) -> (Vec<Paragraph>, Properties) {
        self.flush();
        self.end_paragraph();
        self.end_note();
        self.story.append(&mut self.notes);
        (self.story, self.properties)
    }

    fn read(&mut self) -> Result<(), FormatError> {
        while let Some((&byte, rest)) = self.rest.split_first() {
            self.rest = rest;
            match byte {
                b'{' => self.open_group()?,
                b'}' => self.close_group(),
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => {}
                _ => self.byte(byte),
            }
            if self.story.len() + self.notes.len() > OFFICE_PARAGRAPHS {
                return Err(too_many());
            }
        }
        Ok(())
    }

    fn open_group(&mut self) -> Result<(), FormatError> {
        self.flush();
        self.spare = 0;
        if self.groups.len() == RTF_GROUPS {
            return Err(FormatError::new(
                Reason::Damaged,
                format!("groups are nested more than {RTF_GROUPS} levels deep"),
            ));
        }
        self.groups.push(self.group);
        (self.opening, self.starred) = (true, false);
        Ok(())
    }

    fn close_group(&mut self) {
        self.flush();
        self.spare = 0;
        self.opening = false;
        let inner = self.group.destination;
        if inner == Destination::Styles {
            self.name_style();
        }
        self.group = self.groups.pop().unwrap_or(self.group);
        if inner == Destination::Footnote && self.group.destination != inner {
            self.end_note();
        }
    }

    /// Reads what follows a backslash: a word with or without a number, or a symbol.
    fn control(&mut self) {
        let length = self.rest.iter().take(40).take_while(|byte| byte.is_ascii_alphabetic()).count();
        if length == 0 {
            return self.sign();
        }
        let (word, rest) = self.rest.split_at(length);
        let digits =
            rest.strip_prefix(b"-").unwrap_or(rest).iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
        let signed = if digits > 0 { digits + usize::from(rest.starts_with(b"-")) } else { 0 };
        let (number, rest) = rest.split_at(signed);
        let number = std::str::from_utf8(number).ok().and_then(|number| number.parse::<i64>().ok());
        self.rest = rest.strip_prefix(b" ").unwrap_or(rest);
        let number = number.map(|number| number.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32);
        self.word(word, number);
    }

    fn sign(&mut self) {
        let Some((&sign, rest)) = self.rest.split_first() else { return };
        self.rest = rest;
        match sign {
            b'\'' => {
                let hex = rest.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
                if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    self.rest = &rest[2..];
                    self.byte(byte);
                }
            }
            b'*' => self.starred = self.opening,
            b'\r' | b'\n' => self.word(b"par", None),
            // Before the first word of a group a symbol is text.
            _ => {
                if let Some(text) = symbol(&[sign]) {
                    self.text(text);
                }
            }
        }
    }

    fn word(&mut self, word: &[u8], number: Option<i32>) {
        let opens = std::mem::take(&mut self.opening);
        if word == b"bin" {
            let length = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
            self.rest = self.rest.get(length..).unwrap_or_default();
            return;
        }
        if opens && self.opens(word) {
            return;
        }
        if let Some(text) = symbol(word) {
            return self.text(text);
        }
        let value = number.unwrap_or(0);
        match word {
            b"u" => self.unicode(value),
            b"uc" => self.group.spare = usize::try_from(value).unwrap_or(1).min(16),
            b"f" => self.font(value),
            b"fcharset" if self.group.destination == Destination::Fonts => {
                self.fonts.insert(self.group.font, charset(value));
            }
            b"cpg" if self.group.destination == Destination::Fonts => {
                self.fonts.insert(self.group.font, code_page(value));
            }
            b"ansicpg" => self.ansi = code_page(value).unwrap_or(self.ansi),
            b"mac" => self.ansi = encoding_rs::MACINTOSH,
            b"deff" => {
                self.default_font = value;
                self.group.font = value;
            }
            b"plain" => {
                self.font(self.default_font);
                self.group.hidden = false;
            }
            b"v" | b"deleted" => {
                self.flush();
                self.group.hidden = number != Some(0);
            }
            _ => self.paragraph_word(word, value),
        }
    }

    /// Applies words about paragraphs, rows and cells.
    fn paragraph_word(&mut self, word: &[u8], value: i32) {
        match (word, self.group.destination) {
            (b"s", Destination::Styles) => self.style = value,
            (b"par" | b"sect" | b"page" | b"column", Destination::Story) => {
                self.flush();
                self.end_paragraph();
            }
            (b"par", _) => self.text("\n"),
            (_, Destination::Story) => match word {
                b"pard" => {
                    self.flush();
                    (self.open.role, self.open.is_title) = (BlockRole::Paragraph, false);
                }
                b"s" => self.set(self.styles.get(&value).copied()),
                b"outlinelevel" => self.set(u8::try_from(value).ok().and_then(docx_styles::heading)),
                b"ls" if self.open.role == BlockRole::Paragraph => self.open.role = BlockRole::ListItem,
                b"cell" | b"nestcell" => self.end_cell(),
                b"row" | b"nestrow" => {
                    self.flush();
                    self.open.role = BlockRole::TableRow;
                    self.end_paragraph();
                }
                _ => {}
            },
            _ => {}
        }
    }

    /// Handles the first word of a group, if it says what the group is.
    fn opens(&mut self, word: &[u8]) -> bool {
        let outer = self.group.destination;
        let destination = match word {
            _ if outer == Destination::Nowhere => Destination::Nowhere,
            b"fonttbl" => Destination::Fonts,
            b"stylesheet" => Destination::Styles,
            b"title" if outer == Destination::Information => Destination::Title,
            b"author" if outer == Destination::Information => Destination::Author,
            _ if outer == Destination::Information => Destination::Nowhere,
            b"info" => Destination::Information,
            b"footnote" => Destination::Footnote,
            b"shpinst" => return true,
            b"listtext" | b"pntext" => {
                self.set(Some(Kind::Role(BlockRole::ListItem)));
                Destination::Nowhere
            }
            // Styles of characters and sections are starred, and do not apply to paragraphs.
            _ if self.starred || is_left_out(word) => Destination::Nowhere,
            _ => return false,
        };
        self.group.destination = destination;
        self.group.hidden = false;
        true
    }

    fn font(&mut self, number: i32) {
        self.flush();
        self.group.font = number;
    }

    fn byte(&mut self, byte: u8) {
        self.opening = false;
        if self.spare > 0 {
            self.spare -= 1;
        } else if self.group.destination != Destination::Nowhere {
            self.flush_wide();
            self.bytes.push(byte);
        }
    }

    /// Adds one UTF-16 unit, written as a signed number; some writers give whole characters.
    fn unicode(&mut self, number: i32) {
        match u16::try_from(number).or_else(|_| i16::try_from(number).map(i16::cast_unsigned)) {
            Ok(unit) => {
                self.flush_bytes();
                self.wide.push(unit);
            }
            Err(_) => {
                let c = u32::try_from(number).ok().and_then(char::from_u32);
                self.text(&c.map(String::from).unwrap_or_default());
            }
        }
        self.spare = self.group.spare;
    }

    fn text(&mut self, text: &str) {
        self.opening = false;
        if self.spare > 0 {
            self.spare -= 1;
            return;
        }
        self.flush();
        self.push(text);
    }

    fn flush(&mut self) {
        self.flush_bytes();
        self.flush_wide();
    }

    /// Adjacent bytes are decoded together: characters of East Asian code pages have two.
    fn flush_bytes(&mut self) {
        if !self.bytes.is_empty() {
            let bytes = std::mem::take(&mut self.bytes);
            let encoding = self.fonts.get(&self.group.font).copied().flatten().unwrap_or(self.ansi);
            self.push(&encoding.decode_without_bom_handling(&bytes).0);
        }
    }

    /// Symbols of symbol fonts are in the private use area: they are bullets and arrows, not text.
    fn flush_wide(&mut self) {
        if !self.wide.is_empty() {
            let text = String::from_utf16_lossy(&std::mem::take(&mut self.wide));
            self.push(&text.replace(|c| ('\u{f000}'..='\u{f0ff}').contains(&c), ""));
        }
    }

    fn push(&mut self, text: &str) {
        let place = match self.group.destination {
            Destination::Story if !self.group.hidden => &mut self.open.text,
            Destination::Footnote if !self.group.hidden => &mut self.note.text,
            Destination::Title => &mut self.properties.title,
            Destination::Author => &mut self.properties.author,
            Destination::Styles => &mut self.name,
            _ => return,
        };
        place.push_str(text);
    }

    fn set(&mut self, kind: Option<Kind>) {
        match kind {
            Some(Kind::Title) => self.open.is_title = true,
            Some(Kind::Role(role)) if self.open.role == BlockRole::Paragraph => self.open.role = role,
            Some(Kind::Role(_)) | None => {}
        }
    }

    fn name_style(&mut self) {
        let name = std::mem::take(&mut self.name);
        let kind = docx_styles::kind_of(&name.trim().trim_end_matches(';').to_lowercase());
        self.styles.extend(kind.map(|kind| (std::mem::take(&mut self.style), kind)));
    }

    /// Short cells of a row are separated by tabs, long ones are paragraphs.
    fn end_cell(&mut self) {
        self.flush();
        let cell = self.open.text.rsplit('\t').next().unwrap_or_default();
        if cell.len() > CELL_BYTES {
            self.end_paragraph();
        } else {
            self.open.text.push('\t');
        }
    }

    /// The properties of a paragraph also apply to the next one.
    fn end_paragraph(&mut self) {
        let next = Paragraph { is_title: self.open.is_title, role: self.open.role, ..Paragraph::default() };
        let ended = std::mem::replace(&mut self.open, next);
        if ended.role == BlockRole::TableRow {
            self.open.role = BlockRole::Paragraph;
        }
        self.story.extend(Some(ended).filter(|ended| !ended.text.trim().is_empty()));
    }

    fn end_note(&mut self) {
        let note = std::mem::take(&mut self.note);
        self.notes.extend(Some(note).filter(|note| !note.text.trim().is_empty()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::MetaField;

    fn draft(rtf: &[u8]) -> crate::format::Draft {
        let mut drafts = Drafts::default();
        read(&Input { bytes: rtf, ..Input::default() }, &mut drafts).expect("read");
        drafts.found.pop().expect("a draft")
    }

    fn lines(rtf: &[u8]) -> Vec<String> {
        draft(rtf).blocks.into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn text_is_decoded_by_the_code_page_of_its_font() {
        let cases: [(&[u8], &str); 12] = [
            (br"{\rtf1\ansi Z\'fcrich\par}", "Zürich"),
            (br"{\rtf1\ansi\ansicpg1251 \'cc\'ee\'f1\'ea\'e2\'e0}", "Москва"),
            (
                br"{\rtf1\ansi{\fonttbl{\f0 A;}{\f1\fcharset204 B;}}\f0 a\'e9 {\f1 \'cc\'ee\'f1\'ea\'e2\'e0} \'e9}",
                "aé Москва é",
            ),
            (br"{\rtf1\deff3{\fonttbl{\f3\fcharset238 B;}}\'b8elezo}", "¸elezo"),
            (br"{\rtf1{\fonttbl{\f0\fcharset128 G;}}\f0 \'93\'8c\'8b\'9e\'83A}", "東京ア"),
            (br"{\rtf1{\fonttbl{\f0\fcharset134 S;}}\f0 \'d6\'d0\'b9\'fa}", "中国"),
            (br"{\rtf1\mac caf\'8e}", "café"),
            (br"{\rtf1\uc1 \u1052?\u1086\'ee\u1089x ok}", "Мос ok"),
            (br"{\rtf1\uc2\u26481\'93\'8cend}", "東end"),
            (br"{\rtf1{\uc0\u233}t\u233?}", "été"),
            (br"{\rtf1 x \u-10179?\u-8704? \u128512? \u-3913?}", "x 😀 😀"),
            (br"{\rtf1 \{a\}\\b\~c\_d\-e \ldblquote q\rdblquote\endash}", "{a}\\b c-de “q”–"),
        ];
        for (rtf, want) in cases {
            assert_eq!(lines(rtf), [want], "{}", String::from_utf8_lossy(rtf));
        }
    }

    #[test]
    fn only_the_text_of_the_story_is_read() {
        let cases: [(&[u8], &[&str]); 12] = [
            (br"{\rtf1{\colortbl;\red0;}{\*\generator X;}{\header H\par}A{\footer F}}", &["A"]),
            (b"{\\rtf1 A\r\nB\\par C\\line D\\\nE}", &["AB", "C", "D", "E"]),
            (br"{\rtf1{\pict\bin5 }}}}}}after}", &["after"]),
            (br"{\rtf1 before\bin-7 after\bin999999999 lost}", &["beforeafter"]),
            (br"{\rtf1{\field{\*\fldinst HYPERLINK x}{\fldrslt a link}}}", &["a link"]),
            (br"{\rtf1 A{\v hidden}B{\deleted old}}", &["AB"]),
            (br"{\rtf1 A{\footnote\pard note one}B\par C\par}", &["AB", "C", "note one"]),
            (br"{\rtf1\trowd Town\cell 4.2 m\cell\row\pard After\par}", &["Town 4.2 m", "After"]),
            (br"{\rtf1{\pntext\'b7\tab}Item\par}", &["Item"]),
            (br"{\rtf1{\*\bkmkstart b}X{\*\bkmkend b}{\shp{\*\shpinst{\sp{\sn n}{\sv v}}{\shptxt box}}}}", &["Xbox"]),
            (br"{\rtf1{\info{\title T}{\author Who}{\company C}{\doccomm D}}A}", &["A"]),
            (br"{\rtf1{\upr{ansi}{\*\ud{unicode}}}}", &["ansi"]),
        ];
        for (rtf, want) in cases {
            assert_eq!(lines(rtf), want, "{}", String::from_utf8_lossy(rtf));
        }
    }

    #[test]
    fn headings_are_known_by_outline_and_style_and_properties_by_the_text() {
        let rtf = br"{\rtf1{\stylesheet{\s0 Normal;}{\s7\ql heading 2;}}{\info{\title FERRY WAITS}{\author Mira Holt}}
            \pard\s7 Ferry waits\par\pard By Mira Holt\par\pard\outlinelevel0 What broke\par\pard Rest\par}";
        let draft = draft(rtf);
        let roles: Vec<_> = draft.blocks.iter().map(|block| block.role).collect();
        assert_eq!(roles, [BlockRole::Heading(2), BlockRole::Paragraph, BlockRole::Heading(1), BlockRole::Paragraph]);
        let offered: Vec<_> = draft.candidates.iter().map(|it| (it.field, it.value.as_str())).collect();
        assert_eq!(offered, [(MetaField::Title, "Ferry waits"), (MetaField::Byline, "Mira Holt")]);
    }

    #[test]
    fn groups_without_end_are_refused_and_a_cut_document_says_so() {
        let deep = [b"{\\rtf1 ".as_slice(), &[b'{'; 100_000]].concat();
        let error = read(&Input { bytes: &deep, ..Input::default() }, &mut Drafts::default()).expect_err("refused");
        assert_eq!(
            (error.reason.as_str(), error.detail.as_str()),
            ("damaged", "groups are nested more than 10000 levels deep")
        );
        let wide = [b"{\\rtf1 ".as_slice(), &b"{}".repeat(100_000), b"A}"].concat();
        assert_eq!(lines(&wide), ["A"]);
        assert!(draft(br"{\rtf1 A").notes[0].starts_with("the document ends early"));
    }
}
