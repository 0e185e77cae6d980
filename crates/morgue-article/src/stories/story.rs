//! One story, as it is kept and shown.

use serde::{Deserialize, Serialize};

/// One story: two articles or more that share most of their text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// Keys of its articles, the earliest first; those without a date come last.
    pub articles: Vec<String>,
    /// The outlets that ran it, in the same order, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outlets: Vec<String>,
    /// The outlet of the earliest article, if it states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// The agency that is named most often by its articles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agency: Option<String>,
    /// The day of the earliest article, if it states one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
}

impl Story {
    /// The key by which the story is known: that of its earliest article.
    pub fn key(&self) -> &str {
        self.articles.first().map_or("", String::as_str)
    }

    /// Where else it was published, seen from one of its articles: `also in 6 outlets (first: Reuters, 2024-10-25)`.
    pub fn elsewhere(&self, key: &str, outlet: Option<&str>) -> String {
        let others = self.outlets.iter().filter(|other| Some(other.as_str()) != outlet).count();
        let copies = self.articles.len().saturating_sub(1);
        let mut told = match (others, copies) {
            (0, 1) => "also in 1 copy".to_owned(),
            (0, copies) => format!("also in {copies} copies"),
            (1, _) => "also in 1 outlet".to_owned(),
            (others, _) => format!("also in {others} outlets"),
        };
        if self.key() == key {
            told.push_str(" (this is the first)");
        } else {
            let first = self.first.clone().into_iter().chain(self.day.clone());
            let first: Vec<String> = first.collect();
            if !first.is_empty() {
                told.push_str(&format!(" (first: {})", first.join(", ")));
            }
        }
        told
    }
}

/// An article's place in its story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoryPlace {
    /// Articles of the story; 1 if it has no copies.
    pub copies: u64,
    /// Whether it is the first of them.
    pub original: bool,
}

impl StoryPlace {
    pub fn of(key: &str, story: Option<&Story>) -> Self {
        let copies = story.map_or(1, |story| story.articles.len() as u64);
        Self { copies, original: story.is_none_or(|story| story.key() == key) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_says_where_else_it_was_published() {
        let story = |outlets: &[&str]| Story {
            articles: vec!["a".to_owned(), "b".to_owned(), "c".to_owned()],
            outlets: outlets.iter().map(|outlet| (*outlet).to_owned()).collect(),
            first: outlets.first().map(|outlet| (*outlet).to_owned()),
            agency: None,
            day: Some("2024-10-25".to_owned()),
        };
        let three = story(&["Wire", "Courier", "Post"]);
        for (story, key, outlet, want) in [
            (&three, "b", Some("Courier"), "also in 2 outlets (first: Wire, 2024-10-25)"),
            (&three, "a", Some("Wire"), "also in 2 outlets (this is the first)"),
            (&story(&["Wire"]), "b", Some("Wire"), "also in 2 copies (first: Wire, 2024-10-25)"),
            (&story(&["Wire"]), "b", None, "also in 1 outlet (first: Wire, 2024-10-25)"),
            (&story(&[]), "c", None, "also in 2 copies (first: 2024-10-25)"),
        ] {
            assert_eq!(story.elsewhere(key, outlet), want);
        }
    }
}
