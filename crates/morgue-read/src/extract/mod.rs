//! Articles from drafts: choose the metadata, keep the story, and move the text beside it into the margin.
//! Every value states where it was found; candidates that were not chosen are kept.

mod byline;
mod copies;
mod date_words;
mod deck;
mod edges;
mod error;
mod front;
mod head_labels;
mod labels;
mod line_context;
mod line_features;
mod line_model;
mod line_rules;
mod losers;
mod name_line;
mod outlet;
mod page;
mod phrases;
mod place;
mod published;
mod raw_head;
mod repeats;
mod rules;
mod script;
mod signature;
mod tail;
mod text_outlet;
mod title;
mod title_shown;
mod trees;
mod url;
mod zones;

pub use error::NotAnArticle;
pub use labels::{Label, labels};
pub use line_context::{COUNT as LINE_NUMBERS, line_rows};
pub use line_model::{LineModel, LineOdds};
pub use place::DraftLocation;
pub use repeats::move_repeats;
pub use rules::{Outlets, Rules};
pub use trees::{Node, Trees};

use crate::article::{Article, ArticleKey, Entities, FoundValue, language_tag};
use crate::format::{Draft, DraftKind, MetaField, Reason, check_size};
use crate::text::counted;
use losers::Losers;
use std::borrow::Cow;

/// Raised when the articles it gives change, so that rebuilds know what is stale.
pub const VERSION: u32 = 12;

/// Builds the article of one draft.
pub fn extract(draft: Draft, place: &DraftLocation, rules: &Rules) -> Result<Article, NotAnArticle> {
    let bytes = draft.blocks.iter().map(|block| block.text.len()).sum();
    check_size(bytes).map_err(|error| NotAnArticle { reason: error.reason, detail: error.detail })?;
    let draft = without_controls(draft);
    let mut losers = Losers::default();
    let mut notes = draft.notes.clone();
    let url = url::settle(&draft, place, &mut losers);
    let language = first_language(&draft);
    let published = published::settle(&draft, url.as_ref(), place, rules, &mut losers);
    let modified = published::settle_modified(&draft, rules);
    let mut outlet = outlet::settle(&draft, url.as_ref(), rules, &mut losers);
    let title = title::settle(&draft, &outlet, &mut Losers::default());
    let cut = zones::cut(&draft, title.as_ref(), rules.line_model());
    let published = match published {
        Some(found) => Some(published::sharpened(found, &cut.facts, language.as_ref(), rules)),
        None => published::from_lines(&cut.facts, language.as_ref(), rules)
            .or_else(|| published::from_day_classes(&draft, language.as_ref(), rules))
            .or_else(|| published::from_scripts(&draft, rules)),
    };
    outlet.name = outlet.name.or_else(|| cut.outlet.clone());
    // The outlet's name may be part of the title.
    let title = title::settle(&draft, &outlet, &mut losers).or_else(|| cut.title.clone());
    let names = byline::settle(&draft, &cut, &outlet, &mut losers);
    let captured = place.captured.or_else(|| published::captured(&draft, rules));
    let deck = deck::settle(&draft, &cut);
    let whole = check(&draft, title.as_ref(), &cut, url.as_ref())?;
    if cut.zones.story.is_empty() {
        notes.push("no story text found".to_owned());
    } else if !whole {
        notes.push("the page shows little of its story".to_owned());
    }
    let key = match url.as_ref().and_then(|found| crate::article::canonical_url(&found.value)) {
        Some(canonical) => ArticleKey::of_url(&canonical),
        None => ArticleKey::of_place(&place.source, &place.locator),
    };
    let mut zones = cut.zones;
    zones.deck = deck;
    let title_origin = title.as_ref().map(|found| found.origin.clone());
    zones.title = title.map(|found| found.value).unwrap_or_default();
    Ok(Article {
        key,
        words: count_words(&zones),
        story_origin: (!zones.story.is_empty()).then_some(draft.story_origin),
        zones,
        title_origin,
        outlet: outlet.name,
        outlet_stated: outlet.stated,
        domain: outlet.domain,
        authors: names.authors,
        byline: names.byline,
        dateline: names.dateline,
        published,
        modified,
        captured,
        partial: draft.partial || !whole,
        section: first(&draft.candidates, MetaField::Section),
        language,
        language_confidence: None,
        url,
        wire: names.wire,
        entities: Entities::default(),
        source: place.source.clone(),
        locator: place.locator.clone(),
        losers: losers.into_map(),
        notes,
    })
}

/// A draft whose texts have no control characters, and on a page no hyphens and spaces that print nothing. Bylines keep
/// these until they are read: they separate names from labels.
fn without_controls(mut draft: Draft) -> Draft {
    let is_page = draft.kind == DraftKind::Page;
    let blocks = draft.blocks.iter_mut().map(|block| (false, &mut block.text));
    let is_byline = |field: MetaField| matches!(field, MetaField::Author | MetaField::Byline);
    let candidates = draft.candidates.iter_mut().map(|it| (is_byline(it.field), &mut it.value));
    for (is_byline, text) in blocks.chain(candidates) {
        if let Cow::Owned(plain) = crate::text::without_controls(text) {
            *text = plain;
        }
        if let Some(plain) = without_invisible(text).filter(|_| is_page && !is_byline) {
            *text = plain;
        }
    }
    draft
}

/// A text without soft hyphens, joiners and spaces that print nothing, if it has any. In scripts of Southeast Asia such
/// spaces separate words.
fn without_invisible(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let is_southeast_asian =
        |c: char| matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}');
    let keeps_spaces = text.contains(is_southeast_asian);
    let is_hidden = |c: char| matches!(c, '\u{ad}' | '\u{2060}' | '\u{feff}') || (c == '\u{200b}' && !keeps_spaces);
    text.contains(is_hidden).then(|| text.replace(is_hidden, ""))
}

/// The first candidate of a field, unchanged.
fn first(candidates: &[crate::format::Candidate], field: MetaField) -> Option<FoundValue<String>> {
    let candidate = candidates.iter().find(|candidate| candidate.field == field && !candidate.value.is_empty())?;
    Some(FoundValue::new(candidate.value.clone(), candidate.origin.clone()))
}

/// The declared language as a tag; anything that is neither a tag nor a known name is left to detection.
fn first_language(draft: &Draft) -> Option<FoundValue<String>> {
    let stated = draft.candidates.iter().filter(|candidate| candidate.field == MetaField::Language);
    let mut tags =
        stated.filter_map(|candidate| Some(FoundValue::new(language_tag(&candidate.value)?, candidate.origin.clone())));
    tags.next()
}

/// Fewest story letters of an article on a page of many links; with fewer, the page is a front or a list.
const FRONT_LETTERS: usize = 200;

/// Fewest blocks of mostly links that make a page without a story a front or a list.
const FRONT_LINKS: usize = 20;

/// Rejects a draft that is not an article, and returns whether the story is there: a page with a publication date, at
/// an address of its own, is an article even if its story is behind a paywall.
fn check(
    draft: &Draft,
    title: Option<&FoundValue<String>>,
    cut: &page::Cut,
    url: Option<&FoundValue<String>>,
) -> Result<bool, NotAnArticle> {
    if draft.blocks.is_empty() && title.is_none() {
        return Err(NotAnArticle { reason: Reason::Empty, detail: "no title and no text".to_owned() });
    }
    if draft.kind == DraftKind::Page && front::is_front(draft) {
        let detail = "a list of headlines and summaries".to_owned();
        return Err(NotAnArticle { reason: Reason::NotAnArticle, detail });
    }
    let links = || draft.blocks.iter().filter(|block| block.link_share > 0.5).count();
    let letters = || cut.zones.story.chars().filter(|c| c.is_alphabetic()).count();
    if draft.kind != DraftKind::Page || links() < FRONT_LINKS || letters() >= FRONT_LETTERS {
        return Ok(true);
    }
    let dated = draft.candidates.iter().any(|it| it.origin.as_str().ends_with("article:published_time"));
    let placed = url.is_some_and(|url| crate::article::canonical_url(&url.value).is_some());
    if dated && placed && title.is_some() {
        return Ok(false);
    }
    let detail = format!("{} and {} of story", counted(links() as u64, "link"), counted(letters() as u64, "letter"));
    Err(NotAnArticle { reason: Reason::NotAnArticle, detail })
}

fn count_words(zones: &crate::article::Zones) -> u32 {
    let texts =
        [zones.title.as_str(), &zones.deck, &zones.story].into_iter().chain(zones.captions.iter().map(String::as_str));
    let words: usize = texts.map(crate::text::count_words).sum();
    u32::try_from(words).unwrap_or(u32::MAX)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::article::Origin;

    /// An article of an outlet, with paragraphs.
    pub(crate) fn article(outlet: &str, story: &[&str]) -> Article {
        let mut article = Article::empty(ArticleKey::of_place("s", "l"), "s", "l");
        article.outlet = Some(FoundValue::new(outlet.to_owned(), Origin::fixed("text")));
        article.zones.story = story.join("\n\n");
        article.words = crate::text::count_words(&article.zones.story) as u32;
        article
    }

    fn of_page(html: &str) -> Result<Article, NotAnArticle> {
        let draft = crate::format::read_html(html).expect("read");
        extract(draft, &DraftLocation::default(), &Rules { now: 1_790_000_000, ..Rules::default() })
    }

    #[test]
    fn a_dated_page_behind_a_paywall_is_an_article_and_a_front_is_not() {
        let links: String = (0..30).map(|nth| format!("<li><a href=/{nth}>Part {nth}</a></li>")).collect();
        let page = |head: &str| {
            let head = format!("<title>The dam held</title><link rel=canonical href=https://a.example/dam>{head}");
            format!(
                "<html><head>{head}</head><body><h1>The dam held</h1><nav><ul>{links}</ul></nav><p>Subscribe.</p></body></html>"
            )
        };
        let walled = of_page(&page("<meta property=article:published_time content=2024-05-02T06:30:00Z>"));
        let walled = walled.expect("an article");
        assert_eq!((walled.zones.title.as_str(), walled.partial), ("The dam held", true));
        assert_eq!(of_page(&page("")).expect_err("a front").reason.as_str(), "not-an-article");
    }

    #[test]
    fn days_are_those_of_the_page_and_not_of_what_it_links_to() {
        let day = |title: &str, markup: &str| {
            let paragraph =
                |nth| format!("<p>At {nth} in the morning the gate moved, and the river fell a good deal.</p>");
            let story: String = (1..14).map(paragraph).collect();
            let page = format!(
                "<html><head><title>{title}</title></head><body><h1>The dam held</h1>{story}{markup}</body></html>"
            );
            of_page(&page).expect("an article").published.map(|found| found.value.to_string())
        };
        let held = "The dam held";
        for (title, markup, want) in [
            (held, "<div class=metaInfoDateTime><span>06.01.2026</span>, 5 min</div>", Some("2026-01-06")),
            (held, "<span class=article__date>6 January 2026</span>", Some("2026-01-06")),
            (held, "<a href=/other><h2>Other</h2><span class=date>24.04.2023</span></a>", None),
            (held, "<a rel=bookmark href=/held><span class=date>24.04.2023</span></a>", Some("2023-04-24")),
            ("The dam held | Courier | 28.04.2023", "", Some("2023-04-28")),
            ("The dam held - 1984", "", None),
        ] {
            assert_eq!(day(title, markup).as_deref(), want, "{title} {markup}");
        }
    }

    #[test]
    fn equal_cells_of_a_table_stay_in_place() {
        let mut draft = crate::format::read_html("<p>Standings after the last race.</p>").expect("read");
        let cell = |text: &str| {
            let role = crate::format::BlockRole::TableRow;
            crate::format::Block { text: text.to_owned(), role, vote: Some(true), ..draft.blocks[0].clone() }
        };
        let cells: Vec<_> = ["Jane Doe", "1", "1", "18"].map(cell).into();
        draft.blocks.extend(cells);
        let story = zones::cut(&draft, None, LineModel::shipped()).zones.story;
        assert!(story.contains("Jane Doe\n\n1\n\n1\n\n18"), "{story}");
    }

    #[test]
    fn languages_are_tags_or_nothing() {
        for (stated, want) in [
            ("en_US", Some("en-US")),
            ("DE", Some("de")),
            ("pt-br", Some("pt-br")),
            ("english", Some("en")),
            ("", None),
            ("en, fr", Some("en")),
        ] {
            assert_eq!(language_tag(stated).as_deref(), want);
        }
    }
}
