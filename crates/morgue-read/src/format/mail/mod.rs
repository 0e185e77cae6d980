//! Mail to drafts: newsletters and notes, and pages that a browser saved as mail (`.mht`). The header lines give title,
//! author, outlet and date; of a text in two forms, the plain one is read unless the HTML one contains more.

mod furniture;
mod parts;

use super::kind::Format;
use super::record::stream::Records;
use super::{
    Block, Candidate, DocumentHead, Draft, DraftKind, Drafts, FormatError, Input, MetaField, database, read_html,
    read_text,
};
use crate::article::{Byline, Origin};
use crate::format::reason::Reason;
use crate::source::budget;
use crate::text::{nfc, squeeze};
use mail_parser::{Address, HeaderValue, Message};
use parts::{Body, Parts, header_text, without_blank_lines};

pub(super) const MAIL: Format = Format { name: "mail", version: 3, sniff: is_mail, records: Records::Whole, read };

/// Header fields that mail programs and servers write.
const KNOWN: [&str; 16] = [
    "from",
    "to",
    "cc",
    "subject",
    "date",
    "reply-to",
    "sender",
    "received",
    "return-path",
    "delivered-to",
    "message-id",
    "mime-version",
    "content-type",
    "dkim-signature",
    "x-original-to",
    "content-transfer-encoding",
];

/// Fields of `KNOWN` that no other kind of text has.
const TRANSPORT: [&str; 8] = [
    "received",
    "return-path",
    "delivered-to",
    "message-id",
    "mime-version",
    "dkim-signature",
    "x-original-to",
    "content-transfer-encoding",
];

/// A message starts with header lines: the sender's and the subject's or the date's, or two that only mail has. With
/// the extension of a mail program, one is enough.
pub(super) fn is_mail(head: &DocumentHead) -> bool {
    let names = header_names(head.text);
    let count = |known: &[&str]| known.iter().filter(|known| names.iter().any(|name| name == *known)).count();
    let has = |name: &str| names.iter().any(|known| known == name);
    let named = head.has_extension(&["eml", "mht", "mhtml", "emlx"]) && count(&KNOWN) >= 1;
    named || count(&TRANSPORT) >= 2 || (names.len() >= 3 && has("from") && (has("subject") || has("date")))
}

/// Names of the header lines at the start of a text, in lower case.
fn header_names(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for line in text.lines().take_while(|line| !line.trim().is_empty()) {
        let name = line.split_once(':').map(|(name, _)| name.trim_end());
        let valid = name.filter(|name| !name.is_empty() && name.bytes().all(|byte| matches!(byte, b'!'..=b'~')));
        match valid {
            Some(name) => names.push(name.to_ascii_lowercase()),
            None if line.starts_with([' ', '\t']) && !names.is_empty() => {}
            None if names.is_empty() => return names,
            None => {}
        }
    }
    names
}

/// Reads a message, or a page saved as one.
pub(super) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let message = without_blank_lines(input.bytes);
    check_head(message)?;
    let head = header_text(message);
    let Parts { headers, mut bodies, notes } = Parts::of(message, &head);
    if let Some(place) = bodies.iter().position(|body| read_download(body, drafts)) {
        if let Some(draft) = drafts.found.first_mut() {
            draft.notes.extend(notes);
            draft
                .notes
                .extend((bodies.len() > 1).then(|| format!("only text {} of {} was read", place + 1, bodies.len())));
        }
        return Ok(());
    }
    let headers = headers.as_ref();
    let mut draft = if let Some(page) = saved_page(headers, &mut bodies, input.name) {
        page?
    } else {
        let mut draft = texts(bodies);
        let mut candidates = headers.map(candidates).unwrap_or_default();
        candidates.append(&mut draft.candidates);
        let mut draft = Draft { candidates, ..draft };
        furniture::mark(&mut draft);
        draft
    };
    draft.notes.extend(notes);
    if draft.blocks.is_empty() && draft.candidates.iter().all(|candidate| candidate.field != MetaField::Title) {
        return Err(FormatError::new(Reason::Empty, "the message has no subject and no text"));
    }
    drafts.push(draft);
    Ok(())
}

/// Rejects a message whose header lines are longer than any server lets through: parsing takes many times their size.
fn check_head(message: &[u8]) -> Result<(), FormatError> {
    let mut lines = message.split_inclusive(|&byte| byte == b'\n');
    let is_blank = |line: &&[u8]| line.iter().all(u8::is_ascii_whitespace);
    let mut length = 0;
    while let Some(line) = lines.next().filter(|line| !is_blank(line)) {
        length += line.len();
        if length > budget::MAIL_HEAD_BYTES {
            let detail = format!("the header lines are longer than {} MiB", budget::MAIL_HEAD_BYTES >> 20);
            return Err(FormatError::new(Reason::TooLarge, detail));
        }
    }
    Ok(())
}

/// Databases send the requested articles as one mail: its header lines say nothing about the articles.
fn read_download(body: &Body, drafts: &mut Drafts) -> bool {
    let html = body.html.as_deref().is_some_and(|html| matches!(database::read_markup(html, drafts), Ok(true)));
    html || body.plain.as_deref().is_some_and(|text| matches!(database::read_text(text, drafts), Ok(true)))
}

/// A browser saves a page with its pictures as one message.
fn saved_page(headers: Option<&Message>, bodies: &mut [Body], name: &str) -> Option<Result<Draft, FormatError>> {
    let headers = headers?;
    let snapshot = text_header(headers, "Snapshot-Content-Location");
    let saved_by = headers.from().and_then(Address::first).is_some_and(|from| {
        [from.name(), from.address()]
            .into_iter()
            .flatten()
            .any(|name| name.trim_start_matches('<').starts_with("Saved by"))
    });
    let lower = name.to_ascii_lowercase();
    let named = lower.ends_with(".mht") || lower.ends_with(".mhtml");
    let located = headers.to().is_none() && bodies.iter().any(|body| body.html.is_some() && body.location.is_some());
    if !(snapshot.is_some() || saved_by || named || located) {
        return None;
    }
    let page = bodies.iter_mut().find(|body| body.html.is_some())?;
    let (html, location) = (page.html.take()?, page.location.take());
    Some(read_html(&html).map(|mut draft| {
        let mut add = |field, value: Option<String>, origin| {
            let value = value.map(|value| squeeze(value.trim_matches(['<', '>', ' '])));
            let origin = Origin::fixed(origin);
            draft.candidates.extend(value.filter(|value| !value.is_empty()).map(|value| Candidate {
                field,
                value,
                origin,
            }));
        };
        add(MetaField::Url, snapshot.or(location), "saved-page");
        add(MetaField::Captured, headers.date().map(|date| date.to_rfc3339()), "saved-page");
        draft
    }))
}

/// The texts of a message as one draft, of the same kind as the longest.
fn texts(bodies: Vec<Body>) -> Draft {
    let mut drafts: Vec<Draft> = bodies.into_iter().filter_map(richest).collect();
    let longest = drafts.iter().map(letters).enumerate().max_by_key(|(_, letters)| *letters).map(|(at, _)| at);
    let kind = longest.map_or(DraftKind::Record, |at| drafts[at].kind);
    let origin = if kind == DraftKind::Page { Origin::fixed("mail:html") } else { Origin::fixed("mail:text") };
    let mut whole = Draft {
        kind,
        blocks: Vec::new(),
        candidates: Vec::new(),
        story_origin: origin,
        partial: false,
        notes: Vec::new(),
    };
    for draft in &mut drafts {
        let voteless = kind == DraftKind::Page && draft.kind != kind;
        whole.blocks.extend(draft.blocks.drain(..).map(|block| match block.vote {
            None if voteless => Block { vote: Some(true), ..block },
            _ => block,
        }));
        whole.candidates.append(&mut draft.candidates);
        whole.notes.append(&mut draft.notes);
    }
    whole
}

/// Fewest addresses in a plain text that show that it was converted from a newsletter's HTML, which is better to read.
const CLUTTER: usize = 5;

/// How many letters the HTML form must have, in tenths of the plain form, to count as the one that contains more.
const RICHER_TENTHS: usize = 13;

/// The form of a text that is read.
fn richest(body: Body) -> Option<Draft> {
    let plain =
        body.plain.map(|text| (text.matches("://").count(), Draft { kind: DraftKind::Record, ..read_text(&text) }));
    let Some(html) = body.html else { return plain.map(|(_, draft)| draft) };
    let Ok(html) = read_html(&html) else { return plain.map(|(_, draft)| draft) };
    match plain {
        Some((addresses, plain)) if addresses < CLUTTER && letters(&plain) * RICHER_TENTHS >= letters(&html) * 10 => {
            Some(plain)
        }
        _ => Some(html),
    }
}

fn letters(draft: &Draft) -> usize {
    draft.blocks.iter().map(|block| block.text.chars().filter(|c| c.is_alphabetic()).count()).sum()
}

/// Candidates from the header lines.
fn candidates(headers: &Message) -> Vec<Candidate> {
    let mut found = Vec::new();
    let mut add = |field, value: &str, origin| {
        let value = squeeze(&nfc(value));
        if !value.is_empty() {
            found.push(Candidate { field, value, origin: Origin::of("mail", origin) });
        }
    };
    add(MetaField::Title, headers.subject().unwrap_or_default(), "subject");
    if let HeaderValue::Address(list) = headers.list_id() {
        add(MetaField::Outlet, list.first().and_then(|list| list.name()).unwrap_or_default(), "list-id");
    }
    let from = headers.from().and_then(Address::first);
    let sender = from.and_then(|from| from.name()).map(Sender::read).unwrap_or_default();
    add(MetaField::Author, sender.author.as_deref().unwrap_or_default(), "from");
    add(MetaField::Outlet, sender.outlet.as_deref().unwrap_or_default(), "from");
    let domain = from.and_then(|from| from.address()).and_then(outlet_domain);
    add(MetaField::Outlet, domain.as_deref().unwrap_or_default(), "from-domain");
    match headers.date().filter(|date| date.is_valid()) {
        Some(date) => add(MetaField::Published, &date.to_rfc3339(), "date"),
        None => add(MetaField::Published, &text_header(headers, "Date").unwrap_or_default(), "date"),
    }
    let archived = text_header(headers, "Archived-At").unwrap_or_default();
    add(MetaField::Url, archived.trim().trim_matches(['<', '>']), "archived-at");
    add(MetaField::Language, &text_header(headers, "Content-Language").unwrap_or_default(), "content-language");
    found
}

/// A header field as text; the first member of a list.
fn text_header(headers: &Message, name: &str) -> Option<String> {
    match headers.header(name)? {
        HeaderValue::Text(text) => Some(text.trim().to_owned()),
        HeaderValue::TextList(list) => list.first().map(|text| text.trim().to_owned()),
        _ => headers.header_raw(name).map(|text| text.trim().to_owned()),
    }
}

/// The person and the outlet in a sender's name.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sender {
    author: Option<String>,
    outlet: Option<String>,
}

/// Words between a person and an outlet in a sender's name.
const BETWEEN: [&str; 7] = [" from ", " at ", " via ", " | ", " - ", " – ", ", "];

impl Sender {
    fn read(name: &str) -> Self {
        let name = squeeze(name.trim_matches(['"', '\'', ' ']));
        let is_person = |text: &str| Byline::parse(text).people;
        let words = |text: &str| text.split_whitespace().count();
        if name.contains('@') {
            return Self::default();
        }
        // Address books write `Doe, Jane`.
        if let Some((last, first)) = name.split_once(", ")
            && words(last) == 1
            && words(first) <= 2
            && !first.contains(',')
        {
            return Self { author: Some(format!("{first} {last}")), outlet: None };
        }
        if let Some((person, outlet)) = BETWEEN.iter().find_map(|between| name.split_once(between))
            && words(person) >= 2
            && is_person(person)
        {
            return Self { author: Some(person.to_owned()), outlet: Some(outlet.to_owned()) };
        }
        let outlet = (!is_person(&name)).then(|| name.clone());
        Self { author: Some(name), outlet }
    }
}

/// Domains that anyone can use: they name no outlet.
const FREE_MAIL: [&str; 14] = [
    "gmail",
    "googlemail",
    "yahoo",
    "ymail",
    "hotmail",
    "outlook",
    "live",
    "msn",
    "aol",
    "gmx",
    "web",
    "icloud",
    "me",
    "proton",
];

fn outlet_domain(address: &str) -> Option<String> {
    let domain = address.rsplit_once('@')?.1.trim().to_ascii_lowercase();
    let registered = crate::article::registrable_domain(&domain)?;
    let label = registered.split('.').next()?;
    (!FREE_MAIL.contains(&label) && label != "protonmail").then_some(registered)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_mail(name: &str, text: &str) -> Draft {
        let mut drafts = Drafts::default();
        read(&Input { bytes: text.as_bytes(), name, ..Input::default() }, &mut drafts).expect("read");
        drafts.found.remove(0)
    }

    fn values(draft: &Draft, field: MetaField) -> Vec<&str> {
        draft.candidates.iter().filter(|it| it.field == field).map(|it| it.value.as_str()).collect()
    }

    fn lines(draft: &Draft) -> Vec<&str> {
        draft.blocks.iter().map(|block| block.text.as_str()).collect()
    }

    #[test]
    fn header_lines_give_title_author_outlet_and_date() {
        let draft = read_mail(
            "a.eml",
            "From: =?utf-8?q?J=C3=BCrgen_Doe?= from The Harbour Letter <jd@mail.harbour.example>\r\n\
             To: reader@example.org\r\nSubject: =?utf-8?b?RMOpcGFydA==?=\r\n of the ferry\r\n\
             List-Id: The Harbour Letter <letter.harbour.example>\r\nDate: Fri, 25 Oct 2024 14:03:09 +0200 (CEST)\r\n\
             Archived-At: <https://harbour.example/letter/7>\r\nContent-Language: en-GB\r\n\r\n\
             The ferry sails again.\r\n",
        );
        assert_eq!(values(&draft, MetaField::Title), ["Départ of the ferry"]);
        assert_eq!(values(&draft, MetaField::Author), ["Jürgen Doe"]);
        assert_eq!(values(&draft, MetaField::Outlet)[0], "The Harbour Letter");
        assert_eq!(values(&draft, MetaField::Published), ["2024-10-25T14:03:09+02:00"]);
        assert_eq!(values(&draft, MetaField::Url), ["https://harbour.example/letter/7"]);
        assert_eq!(values(&draft, MetaField::Language), ["en-GB"]);
        assert_eq!((draft.kind, lines(&draft)), (DraftKind::Record, vec!["The ferry sails again."]));
    }

    #[test]
    fn the_form_that_says_more_is_read_in_its_charset() {
        let long =
            "<p>The ferry to Sund sails again from Monday, the harbour office said in =FCber a page.</p>".repeat(3);
        let message = |plain: &str| {
            format!(
                "Subject: Ferry\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=\"b\"\n\n\
                 --b\nContent-Type: text/plain\n\n{plain}\n--b\nContent-Type: text/html; charset=iso-8859-1\n\
                 Content-Transfer-Encoding: quoted-printable\n\n<html><body>{long}</body></html>\n--b--\n"
            )
        };
        let draft = read_mail("a.eml", &message("See this letter in your browser."));
        assert_eq!(draft.kind, DraftKind::Page);
        assert!(lines(&draft)[0].ends_with("said in über a page."), "{:?}", lines(&draft));
        let plain =
            "The ferry to Sund sails again from Monday, the harbour office said in its yearly report.\n".repeat(3);
        assert_eq!(read_mail("a.eml", &message(&plain)).kind, DraftKind::Record);
    }

    #[test]
    fn a_download_sent_by_mail_notes_what_was_not_read() {
        let article = |id: u32| {
            format!(
                "<a name=\"DocID_{id}\"></a><p>The dam held</p><p>Publication info: Courier</p>\
                 <p>Full text: It held.</p><p>ProQuest document ID: {id}</p>"
            )
        };
        let mail = format!(
            "Subject: Your research\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n\
             <html><body>{}{}</body></html>\n--b\nContent-Type: application/pdf\n\
             Content-Disposition: attachment; filename=list.pdf\n\n%PDF\n--b--\n",
            article(1),
            article(2)
        );
        let mut drafts = Drafts::default();
        read(&Input { bytes: mail.as_bytes(), name: "a.eml", ..Input::default() }, &mut drafts).expect("read");
        let notes: Vec<_> = drafts.found.iter().map(|draft| draft.notes.len()).collect();
        assert_eq!(notes, [1, 0], "the attachment is noted");
    }

    #[test]
    fn attachments_are_noted_and_not_read() {
        let draft = read_mail(
            "a.eml",
            "Subject: Ferry\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nRead this.\n--b\n\
             Content-Type: message/rfc822\n\nSubject: inner\n\nInner text.\n--b\n\
             Content-Type: text/html\nContent-Disposition: attachment; filename=page.html\n\n<p>Page</p>\n--b--\n",
        );
        assert_eq!(lines(&draft), ["Read this."]);
        assert_eq!(draft.notes, ["2 attachments not read: message/rfc822, page.html (text/html)"]);
    }

    #[test]
    fn a_page_saved_as_mail_is_a_page() {
        let draft = read_mail(
            "Ferry.mhtml",
            "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://harbour.example/ferry\r\nSubject: Ferry\r\n\
             Date: Fri, 25 Oct 2024 12:00:00 -0000\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/related; type=\"text/html\"; boundary=\"--x--\"\r\n\r\n----x--\r\n\
             Content-Type: text/html\r\nContent-Location: https://harbour.example/ferry\r\n\r\n\
             <html><h1>Ferry sails again</h1><p>From Monday.</p></html>\r\n----x----\r\n",
        );
        assert_eq!(draft.kind, DraftKind::Page);
        assert_eq!(values(&draft, MetaField::Title), ["Ferry sails again"]);
        assert_eq!(values(&draft, MetaField::Url), ["https://harbour.example/ferry"]);
        assert!(values(&draft, MetaField::Published).is_empty(), "the date is that of the capture");
    }

    #[test]
    fn senders_name_people_outlets_or_both() {
        let cases = [
            ("Jane Doe", Some("Jane Doe"), None),
            ("Doe, Jane", Some("Jane Doe"), None),
            ("Jane Doe from The Courier", Some("Jane Doe"), Some("The Courier")),
            ("Jane Doe, The Courier", Some("Jane Doe"), Some("The Courier")),
            ("jane@courier.example", None, None),
        ];
        for (name, author, outlet) in cases {
            let want = Sender { author: author.map(str::to_owned), outlet: outlet.map(str::to_owned) };
            assert_eq!(Sender::read(name), want, "{name}");
        }
        assert_eq!(outlet_domain("a@mail.courier.co.uk").as_deref(), Some("courier.co.uk"));
        assert_eq!(outlet_domain("a@yahoo.fr"), None);
    }

    #[test]
    fn messages_are_detected_from_their_header_lines() {
        let cases = [
            ("a", "Return-Path: <a@b.example>\nReceived: from x\n\tby y; Fri\nSubject: s\n\ntext", true),
            ("a", "From: a\nTo: b\nSubject: c\n\ntext", true),
            ("a.eml", "Subject: c\n\ntext", true),
            ("a.txt", "Subject: c\n\ntext", false),
            ("a.txt", "Ferry: sails again\nBy Jane Doe\n\nFrom: Monday\nSubject: x\nDate: y", false),
        ];
        for (name, text, want) in cases {
            let head = DocumentHead { text, bytes: text.as_bytes(), name };
            assert_eq!(is_mail(&head), want, "{text}");
        }
    }
}
