//! The title: the candidate that the page's other candidates agree with, without the outlet's name after it.

use super::losers::Losers;
use super::outlet::Outlet;
use super::title_shown::{headline, is_repeated, shown_alone};
use crate::article::{FoundValue, Origin};
use crate::format::{Candidate, Draft, DraftKind, MetaField};
use crate::text::fold;

/// Chooses the title of a page or record; a raw text's title is found in its lines.
pub fn settle(draft: &Draft, outlet: &Outlet, losers: &mut Losers) -> Option<FoundValue<String>> {
    let stated = draft.candidates.iter().filter(|candidate| candidate.field == MetaField::Title);
    let titles = stated.clone().filter_map(|candidate| Title::of(candidate, outlet));
    let mut titles: Vec<Title> = titles.map(|title| title.shown(draft)).collect();
    titles.extend(above_the_story(&titles, draft, outlet));
    // The outlet's name is not a title, unless a page has no other.
    let no_outlet = Outlet::default();
    let titles = match titles.is_empty() {
        true => stated.filter_map(|candidate| Title::of(candidate, &no_outlet)).collect(),
        false => titles,
    };
    let best = match draft.kind {
        DraftKind::Page => most_agreed(&titles)?,
        _ => 0,
    };
    let settled = as_most_spell_it(&titles, titles.get(best)?);
    titles
        .iter()
        .filter(|title| title.text != settled.text)
        .for_each(|title| losers.add("title", &title.text, &title.found.origin));
    Some(FoundValue::new(settled.text.clone(), settled.found.origin.clone()))
}

/// The headline above the story of a page that states a title in its `<title>` alone, if the page does not repeat that.
fn above_the_story(titles: &[Title], draft: &Draft, outlet: &Outlet) -> Option<Title> {
    let is_weak = |title: &Title| title.found.origin.as_str() == "html:title" && !is_repeated(&title.text, draft);
    if draft.kind != DraftKind::Page || !titles.iter().all(is_weak) {
        return None;
    }
    let (value, is_heading) = headline(draft)?;
    let origin = Origin::fixed(if is_heading { "html:heading" } else { "html:headline" });
    Title::of(&Candidate { field: MetaField::Title, value: value.to_owned(), origin }, outlet)
}

/// A candidate without the outlet's name, and its words for comparison.
struct Title {
    text: String,
    found: FoundValue<String>,
    words: Vec<String>,
}

impl Title {
    fn of(candidate: &Candidate, outlet: &Outlet) -> Option<Self> {
        let text = without_outlet(&candidate.value, candidate.origin.as_str(), outlet);
        let words = words(text);
        let found = FoundValue::new(candidate.value.clone(), candidate.origin.clone());
        (!words.is_empty() && !is_outlet(text, outlet)).then(|| Self { text: text.to_owned(), found, words })
    }

    /// A page's title without the section and the outlet after it, if the page shows the rest alone.
    fn shown(self, draft: &Draft) -> Self {
        let is_whole = draft.kind == DraftKind::Page && self.found.origin.as_str() == "html:title";
        match Some(&self.text).filter(|_| is_whole).and_then(|text| shown_alone(text, draft)).map(str::to_owned) {
            Some(text) => Self { words: words(&text), text, found: self.found },
            None => self,
        }
    }

    /// Reliability of the origin, as measured on development pages.
    fn worth(&self) -> f32 {
        match self.found.origin.as_str() {
            _ if self.found.origin.is_sidecar() => 4.0,
            // The subject of a message: the title in its HTML is the newsletter's name, or the layout's.
            "mail:subject" => 2.0,
            "html:h1" => 0.82,
            "json-ld:headline" => 0.80,
            "meta:og:title" => 0.72,
            "html:h1:several" => 0.62,
            "html:heading" => 0.60,
            // The line above the story: only where nothing else is a title.
            "html:headline" => 0.25,
            "html:title" => 0.30,
            _ => 0.60,
        }
    }
}

fn words(text: &str) -> Vec<String> {
    fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The most reliable title among those that another candidate supports; else the most reliable of all.
fn most_agreed(titles: &[Title]) -> Option<usize> {
    let score = |at: usize| {
        let own = &titles[at];
        let others = titles
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at)
            .map(|(_, other)| overlap(&own.words, &other.words));
        let support = others.fold(0.0f32, f32::max);
        own.worth() + support + if own.words.len() < 2 { -0.3 } else { 0.0 }
    };
    (0..titles.len())
        .map(|at| (at, score(at)))
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .map(|(at, _)| at)
}

/// The same words with the punctuation that most candidates have: a heading of several parts loses its colon.
fn as_most_spell_it<'a>(titles: &'a [Title], settled: &'a Title) -> &'a Title {
    let signs = |title: &Title| title.text.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace()).count();
    let alike = |title: &Title| titles.iter().filter(|other| other.text == title.text).count();
    let fuller = titles.iter().filter(|title| title.words == settled.words && signs(title) > signs(settled));
    fuller.max_by_key(|title| alike(title)).filter(|most| alike(most) > alike(settled)).unwrap_or(settled)
}

/// Shared words divided by the words of the longer.
fn overlap(one: &[String], other: &[String]) -> f32 {
    let shared = one.iter().filter(|word| other.contains(word)).count();
    shared as f32 / one.len().max(other.len()).max(1) as f32
}

/// Separators between a title and an outlet's name.
const SEPARATORS: [&str; 14] =
    [" | ", " - ", " – ", " — ", " :: ", " • ", " · ", " » ", " / ", " : ", "｜", "：", "_", "-"];

/// Cuts ` | Courier` from the end and `Courier | ` from the beginning. The part that is cut must be the outlet's name,
/// or follow a bar in a `<title>`.
fn without_outlet<'a>(title: &'a str, origin: &str, outlet: &Outlet) -> &'a str {
    let mut rest = title.trim();
    for _ in 0..3 {
        let cut = |separator: &&str| {
            let at = rest.rfind(*separator)?;
            let page_title = origin == "html:title" && *separator == " | " && at > rest.len() / 3;
            (page_title || is_outlet(&rest[at + separator.len()..], outlet)).then_some(at)
        };
        let Some(at) = SEPARATORS.iter().filter_map(cut).max().filter(|&at| at > 0) else { break };
        rest = rest[..at].trim_end();
    }
    let separators = SEPARATORS.iter().filter(|separator| separator.len() > 1);
    let head = |separator: &&str| rest.split_once(*separator).filter(|(head, _)| is_outlet(head, outlet));
    rest = separators.copied().find_map(|separator| head(&separator)).map_or(rest, |(_, title)| title.trim());
    // The rest of a name of which a part was already cut.
    rest =
        [" -", " |", " –", " —", " ·", " »"].iter().find_map(|end| rest.strip_suffix(end)).unwrap_or(rest).trim_end();
    rest
}

/// Whether a text is the outlet's name or domain.
fn is_outlet(text: &str, outlet: &Outlet) -> bool {
    let plain = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let found = [&outlet.name, &outlet.stated, &outlet.domain].into_iter().flatten();
    let names = found.map(|found| found.value.as_str()).chain(outlet.others.iter().map(String::as_str));
    let same = |name: &str, own: &str| {
        let without_the = own.strip_prefix("the").unwrap_or(own);
        let name = plain(name);
        let name = name.strip_prefix("the").unwrap_or(&name);
        !name.is_empty()
            && (name == without_the
                || (without_the.len() >= 3 && name.starts_with(without_the) && name.len() <= without_the.len() + 5))
    };
    // Domains write umlauts as two letters.
    let spelled = [plain(text), plain(&spell_out(text))];
    let mut names = names;
    names.any(|name| spelled.iter().any(|own| same(name, own)))
}

fn spell_out(text: &str) -> String {
    let spelled = [("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue")];
    spelled.iter().fold(text.to_owned(), |text, (umlaut, letters)| text.replace(umlaut, letters))
}
