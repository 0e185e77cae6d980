//! What is asked, as an address: every state of a search page can be sent to a colleague. Parameters have the names of the
//! terminal's flags.

use super::problem::Problem;
use crate::archive::Sort;
use crate::desk::Typed;
use form_urlencoded::Serializer;

/// A search as its address states it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    pub q: String,
    /// Conditions that were clicked, each a query of its own: `outlet:"The Courier"`, `-person:Roe`.
    pub narrow: Vec<String>,
    pub any: bool,
    pub exact: bool,
    pub loose_dates: bool,
    pub since: Option<String>,
    pub until: Option<String>,
    pub zones: Option<String>,
    pub sort: Sort,
    /// Every article is shown, and not one of each story.
    pub every_article: bool,
    /// A concordance.
    pub kwic: bool,
    pub offset: usize,
    pub limit: Option<usize>,
}

/// Entries of a page.
const SHOWN: usize = 10;

/// Most entries of a page.
const MOST_SHOWN: usize = 100;

/// Most entries that are skipped.
pub const FARTHEST: usize = 1_000_000_000;

/// Most conditions of a search.
const MOST_NARROW: usize = 20;

/// The decoded parameters of an address, in order.
pub fn parameters(query: Option<&str>) -> Vec<(String, String)> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned().collect()
}

/// The first value of a parameter that is not empty.
pub fn value<'p>(parameters: &'p [(String, String)], name: &str) -> Option<&'p str> {
    let named = parameters.iter().filter(|(known, _)| known == name).map(|(_, value)| value.trim());
    named.into_iter().find(|value| !value.is_empty())
}

impl View {
    /// A search without conditions.
    pub fn of(q: impl Into<String>) -> Self {
        Self { q: q.into(), ..Self::default() }
    }

    /// Reads the parameters of an address; other parameters are ignored.
    pub fn parse(parameters: &[(String, String)]) -> Result<Self, Problem> {
        let text = |name: &str| value(parameters, name).map(str::to_owned);
        let number = |name: &str| {
            let wrong = |value: &str| Problem::usage(format!("{name}: invalid number \"{value}\""));
            value(parameters, name).map(|value| value.parse::<usize>().map_err(|_| wrong(value))).transpose()
        };
        let is_set = |name: &str| !matches!(value(parameters, name), None | Some("0" | "no" | "false"));
        let sort = match value(parameters, "sort") {
            None => Sort::Relevance,
            Some(name) => Sort::of_name(name).ok_or_else(|| {
                Problem::usage(format!("sort: unknown order \"{name}\""))
                    .with_hint("use relevance, newest, oldest or outlet")
            })?,
        };
        let every_article = match value(parameters, "group") {
            None | Some("story") => false,
            Some("none") => true,
            Some(other) => {
                return Err(Problem::usage(format!("group: unknown \"{other}\"")).with_hint("use story or none"));
            }
        };
        let narrow = parameters.iter().filter(|(name, value)| name == "f" && !value.trim().is_empty());
        let narrow: Vec<String> = narrow.map(|(_, value)| value.trim().to_owned()).collect();
        if narrow.len() > MOST_NARROW {
            return Err(Problem::usage(format!("{} conditions: at most {MOST_NARROW} are possible", narrow.len())));
        }
        Ok(Self {
            q: value(parameters, "q").unwrap_or_default().to_owned(),
            narrow,
            any: is_set("any"),
            exact: is_set("exact"),
            loose_dates: is_set("loose-dates"),
            since: text("since"),
            until: text("until"),
            zones: text("zones"),
            sort,
            every_article,
            kwic: value(parameters, "view") == Some("kwic"),
            offset: number("offset")?.unwrap_or(0).min(FARTHEST),
            limit: number("limit")?.map(|limit| limit.clamp(1, MOST_SHOWN)),
        })
    }

    /// Entries of a page.
    pub fn shown(&self) -> usize {
        self.limit.unwrap_or(SHOWN)
    }

    /// Whether it asks for anything.
    pub fn is_empty(&self) -> bool {
        self.q.trim().is_empty() && self.narrow.is_empty() && self.since.is_none() && self.until.is_none()
    }

    /// The parameters of its address, without those that have their default.
    pub fn parameters(&self) -> String {
        let mut address = Serializer::new(String::new());
        address.append_pair("q", &self.q);
        for one in &self.narrow {
            address.append_pair("f", one);
        }
        for (name, set) in [("any", self.any), ("exact", self.exact), ("loose-dates", self.loose_dates)] {
            if set {
                address.append_pair(name, "1");
            }
        }
        for (name, value) in [("since", &self.since), ("until", &self.until), ("zones", &self.zones)] {
            if let Some(value) = value {
                address.append_pair(name, value);
            }
        }
        if self.sort != Sort::Relevance {
            address.append_pair("sort", &self.sort.name());
        }
        if self.every_article {
            address.append_pair("group", "none");
        }
        if self.kwic {
            address.append_pair("view", "kwic");
        }
        if self.offset > 0 {
            address.append_pair("offset", &self.offset.to_string());
        }
        if let Some(limit) = self.limit {
            address.append_pair("limit", &limit.to_string());
        }
        address.finish()
    }

    /// The address of its list.
    pub fn link(&self) -> String {
        format!("/search?{}", self.parameters())
    }

    /// The same from the first entry on.
    pub fn first(&self) -> Self {
        Self { offset: 0, ..self.clone() }
    }

    /// The same with one more condition.
    pub fn narrowed(&self, condition: &str) -> Self {
        let mut next = self.first();
        if !next.narrow.iter().any(|known| known == condition) {
            next.narrow.push(condition.to_owned());
        }
        next
    }

    /// The same without a condition.
    pub fn widened(&self, condition: &str) -> Self {
        let mut next = self.first();
        next.narrow.retain(|known| known != condition);
        next
    }

    /// The query with its conditions, as one text.
    pub fn text(&self) -> String {
        let q = self.q.trim();
        if self.narrow.is_empty() {
            return q.to_owned();
        }
        let q = if q.is_empty() { None } else { Some(format!("({q})")) };
        q.into_iter().chain(self.narrow.iter().map(|one| format!("({one})"))).collect::<Vec<_>>().join(" AND ")
    }

    /// As the desk reads it.
    pub fn typed(&self) -> Typed {
        Typed {
            text: self.text(),
            any: self.any,
            exact: self.exact,
            loose_dates: self.loose_dates,
            since: self.since.clone(),
            until: self.until.clone(),
            zones: self.zones.clone(),
            ..Typed::default()
        }
    }
}

/// The search that the parameters of a feed name, without what only a list has.
pub fn feed_search(given: &[(String, String)]) -> Result<String, Problem> {
    let view = View::parse(given)?;
    let kept = View { sort: Sort::Relevance, every_article: false, kwic: false, offset: 0, limit: None, ..view };
    Ok(kept.parameters())
}

/// A part of a path, with everything escaped that has a meaning in an address.
pub fn path_part(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    text.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_all_and_is_read_again() {
        let view = View {
            q: "Müller & Söhne \"low orbit\"".to_owned(),
            narrow: vec!["outlet:\"The Courier\"".to_owned(), "-person:Roe".to_owned()],
            any: true,
            exact: true,
            loose_dates: true,
            since: Some("2024-10".to_owned()),
            until: Some("last-week".to_owned()),
            zones: Some("title,deck".to_owned()),
            sort: Sort::Newest,
            every_article: true,
            kwic: true,
            offset: 20,
            limit: Some(50),
        };
        for view in [view.clone(), view.first(), View::of("a+b=c"), View::default()] {
            let again = View::parse(&parameters(Some(&view.parameters()))).expect("read");
            assert_eq!(again, view);
        }
        assert_eq!(view.text(), "(Müller & Söhne \"low orbit\") AND (outlet:\"The Courier\") AND (-person:Roe)");
        assert_eq!(view.widened("-person:Roe").narrowed("author:Doe").narrow, ["outlet:\"The Courier\"", "author:Doe"]);
    }

    #[test]
    fn wrong_values_are_named() {
        for (query, want) in [
            ("offset=x", "offset: invalid number \"x\""),
            ("sort=best", "sort: unknown order \"best\""),
            ("group=all", "group: unknown \"all\""),
        ] {
            assert_eq!(View::parse(&parameters(Some(query))).expect_err("wrong").message, want);
        }
        assert_eq!(View::parse(&parameters(Some("limit=5000"))).expect("read").shown(), MOST_SHOWN);
        assert_eq!(View::parse(&parameters(Some("utm_source=x&q=+"))).expect("read"), View::default());
    }

    #[test]
    fn parts_of_paths_are_escaped() {
        assert_eq!(path_part("AC/DC? é#"), "AC%2FDC%3F%20%C3%A9%23");
    }
}
