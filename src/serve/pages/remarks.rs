//! What should be known about an answer, with links to what it suggests: the remarks that the terminal makes.

use super::list::article_link;
use super::text::{facts, line, title};
use crate::desk::{Beside, Coverage, FewFound, FoundPart, Nothing, Question};
use crate::query::print;
use crate::serve::address::View;
use crate::text::counted;
use maud::{Markup, html};

/// The remarks on an answer with `found` articles.
pub fn remarks(view: &View, question: &Question, beside: &Beside, found: u64, read: &[String]) -> Markup {
    let in_all = View { zones: Some("all".to_owned()), ..view.first() };
    let with_undated = View { loose_dates: true, ..view.first() };
    let all = html! {
            @for remark in read { li { (line(remark)) } }
            @if beside.only_in_margins > 0 {
                li { a href=(in_all.link()) { (counted(beside.only_in_margins, "more article")) } " only next to the story on its page (teasers, menus)" }
            }
            @if beside.undated > 0 {
                li { a href=(with_undated.link()) { (counted(beside.undated, "undated article")) } " not shown" }
            }
            @for (asked, used) in &beside.without_office {
                li { "Nobody is named “" (line(asked)) "”; searched for “" (line(used)) "”, since offices are not part of names" }
            }
            @for meant in beside.meant.iter().filter(|meant| !meant.names.is_empty()) {
                li {
                    (line(&format!("{}:{}", meant.field, meant.asked))) " finds "
                    @for (nth, (name, articles)) in meant.names.iter().enumerate() {
                        @if nth > 0 { ", " } (line(name)) " (" (articles) ")"
                    }
                    @if meant.more > 0 { " and " (meant.more) " more" }
                }
            }
            @for name in &beside.outlets_meant {
                li { "No source folder is named “" (line(name)) "”, but an outlet is; search with " code { "outlet:" } }
            }
            @for one in &beside.respelled {
                li {
                    (counted(one.articles, "article")) " with “" (line(&one.word)) "”, but " (one.similar_articles) " with “"
                    a href=(respelled(view, question, &one.word, &one.similar)) { (line(&one.similar)) } "”: the query then finds "
                    (counted(one.found, "article"))
                }
            }
            @if let Some(part) = beside.few.narrowest(found) {
                li {
                    "Without the condition " code { (line(&part.text)) } ": "
                    a href=(without(view, &beside.few, part).link()) { (counted(part.without, "article")) }
                }
            }
            @if let Some(more) = beside.few.more_in_story(found) {
                li {
                    a href=(View { zones: None, ..view.first() }.link()) { (counted(more, "article")) }
                    " in any zone of the story"
                }
            }
    };
    html! { @if !all.0.is_empty() { ul.remarks { (all) } } }
}

/// The search without one of its parts; the conditions are then part of its query.
fn without(view: &View, few: &FewFound, part: &FoundPart) -> View {
    let others: Vec<String> =
        few.parts.iter().filter(|other| other.text != part.text).map(|other| format!("({})", other.text)).collect();
    View { q: others.join(" AND "), narrow: Vec::new(), since: None, until: None, any: false, ..view.first() }
}

/// The search with another word; the conditions are then part of its query.
fn respelled(view: &View, question: &Question, word: &str, similar: &str) -> String {
    let mut root = question.query.root.clone();
    root.replace_word(word, similar);
    let whole = View { q: print(&root), narrow: Vec::new(), since: None, until: None, any: false, ..view.first() };
    whole.link()
}

/// Why nothing was found: what the archive has, what each part finds, words that are similar, and the nearest articles.
pub fn nothing(view: &View, nothing: &Nothing, few: &FewFound) -> Markup {
    html! {
        section.nothing aria-labelledby="nothing" {
            h2 #nothing { "Nothing found" }
            p { "No match in " (covered(&nothing.coverage)) "." }
            @if nothing.unreadable > 0 {
                p { a href="/status" { (counted(nothing.unreadable, "document")) } " could not be read." }
            }
            @for (part, near) in &nothing.near {
                p {
                    "No article has " code { (line(part)) } ". Similar: "
                    @for (nth, word) in near.iter().enumerate() {
                        @if nth > 0 { ", " }
                        a href=(corrected(view, part, word).link()) { (line(word)) }
                    }
                }
            }
            @if !few.table(0).is_empty() {
                table {
                    caption { "What each part finds" }
                    thead { tr { th scope="col" { "part" } th scope="col" { "alone" } th scope="col" { "without it" } } }
                    tbody {
                        @for part in few.table(0) {
                            tr {
                                th scope="row" { a href=(View::of(&part.text).link()) { (line(&part.text)) } }
                                td { (part.alone) }
                                td { a href=(without(view, few, part).link()) { (part.without) } }
                            }
                        }
                    }
                }
            }
            @if !few.nearest.is_empty() {
                h3 { "Nearest articles" }
                ul.nearest {
                    @for hit in &few.nearest {
                        li { a href=(article_link(view, hit)) { (title(hit, &[])) } " " span.facts { (facts(hit)) } }
                    }
                }
            }
        }
    }
}

/// The search with a part replaced by a similar word or value.
fn corrected(view: &View, part: &str, near: &str) -> View {
    let written = match part.split_once(':') {
        Some((field, _)) => format!("{field}:\"{near}\""),
        None if near.contains(' ') => format!("\"{near}\""),
        None => near.to_owned(),
    };
    let plain = part.trim_matches('"');
    let at = [part, plain].into_iter().find_map(|own| {
        let (low, own) = (view.q.to_lowercase(), own.to_lowercase());
        // Lower case may have another length; then the word is searched alone.
        (low.len() == view.q.len()).then(|| low.find(&own).map(|at| at..at + own.len())).flatten()
    });
    let q = match at {
        Some(range) if view.q.is_char_boundary(range.start) && view.q.is_char_boundary(range.end) => {
            let mut q = view.q.clone();
            q.replace_range(range, &written);
            q
        }
        _ => written,
    };
    View { q, ..view.first() }
}

/// `81 articles of 15 outlets, dated 2019 to 2025, 2 undated`.
pub fn covered(coverage: &Coverage) -> String {
    let mut text = counted(coverage.articles, "article");
    if coverage.outlets > 0 {
        text.push_str(&format!(" of {}", counted(coverage.outlets as u64, "outlet")));
    }
    if let Some((first, last)) = &coverage.dates {
        text.push_str(&format!(", dated {first} to {last}"));
    }
    if coverage.undated > 0 {
        text.push_str(&format!(", {} undated", coverage.undated));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_word_is_replaced_where_it_was_typed() {
        for (q, part, near, want) in [
            ("Starlnk Taiwan", "starlnk", "starlink", "starlink Taiwan"),
            ("a outlet:Courir", "outlet:Courir", "The Courier", "a outlet:\"The Courier\""),
            ("\"lwo\" x", "\"lwo\"", "low", "low x"),
            ("x", "elsewhere", "here", "here"),
        ] {
            assert_eq!(corrected(&View::of(q), part, near).q, want);
        }
    }
}
