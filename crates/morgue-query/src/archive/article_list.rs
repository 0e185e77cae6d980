//! A list of articles in memory as an archive: every request looks at every article.

use super::facets::{Counted, Facet, FacetField, FacetValues, Facets, in_order, looked_up_by};
use super::hit::Hit;
use super::judge::{matches, names_of, values_of};
use super::list::{List, Per, Sort, place_at_random};
use super::names::{NamedArticle, NamedArticles};
use super::searchable::{Hits, Searchable};
use super::timeline::Days;
use super::values::ArticleValues;
use super::word_list::{ListDictionary, WordList};
use crate::article::{NameKind, Names, name_key};
use crate::passages::{Excerpts, excerpt};
use crate::query::{ArchiveError, Cancel, Dictionary, Marks, Plan};
use crate::stories::{Story, StoryPlace};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Articles between two checks whether the search was cancelled.
const CHECKED: usize = 1_000;

/// Articles that can be searched without an index. They are not scored: a list by relevance is by date, newest first.
#[derive(Debug)]
pub struct ArticleList {
    hits: Vec<Hit>,
    words: WordList,
    names: Names,
    /// The stories of articles with copies, by key.
    stories: HashMap<String, Arc<Story>>,
}

impl ArticleList {
    pub fn of(hits: Vec<Hit>, names: Names) -> Self {
        Self { words: WordList::of(&hits), hits, names, stories: HashMap::new() }
    }

    /// With stories.
    pub fn with_stories(mut self, stories: impl IntoIterator<Item = Arc<Story>>) -> Self {
        for story in stories {
            self.stories.extend(story.articles.iter().map(|key| (key.clone(), Arc::clone(&story))));
        }
        self
    }

    fn matches(&self, plan: &Plan, hit: &Hit) -> bool {
        matches(plan, hit, StoryPlace::of(&hit.key, self.stories.get(&hit.key).map(AsRef::as_ref)))
    }

    fn matching<'a>(&'a self, plan: &Plan, cancel: &Cancel) -> Result<Vec<&'a Hit>, ArchiveError> {
        let mut found = Vec::new();
        for hits in self.hits.chunks(CHECKED) {
            cancel.check()?;
            found.extend(hits.iter().filter(|hit| self.matches(plan, hit)));
        }
        Ok(found)
    }

    /// The articles that match, or of each story the earliest of them.
    fn matching_per<'a>(&'a self, plan: &Plan, per: Per, cancel: &Cancel) -> Result<Vec<&'a Hit>, ArchiveError> {
        let mut found = self.matching(plan, cancel)?;
        if per == Per::Story {
            let keys: BTreeSet<String> = found.iter().map(|hit| hit.key.clone()).collect();
            let first = |hit: &Hit| {
                let story = self.stories.get(&hit.key);
                story.is_none_or(|story| story.articles.iter().find(|key| keys.contains(*key)) == Some(&hit.key))
            };
            found.retain(|hit| first(hit));
        }
        Ok(found)
    }

    fn sorted<'a>(&'a self, plan: &Plan, sort: Sort, cancel: &Cancel) -> Result<Vec<&'a Hit>, ArchiveError> {
        let mut found = self.matching(plan, cancel)?;
        let published = |hit: &Hit| hit.published.map(|published| published.seconds);
        let newest = |hit: &Hit| (Reverse(published(hit)), hit.key.clone());
        match sort {
            Sort::Relevance | Sort::Newest => found.sort_by_cached_key(|hit| newest(hit)),
            Sort::Oldest => {
                found.sort_by_cached_key(|hit| (published(hit).is_none(), published(hit), hit.key.clone()));
            }
            Sort::Random(seed) => found.sort_by_cached_key(|hit| (place_at_random(seed, &hit.key), hit.key.clone())),
            Sort::Outlet => found.sort_by_cached_key(|hit| (hit.outlet.is_none(), hit.outlet.clone(), newest(hit))),
        }
        Ok(found)
    }

    fn piece<'a>(&'a self, plan: &Plan, list: &List, cancel: &Cancel) -> Result<Vec<&'a Hit>, ArchiveError> {
        let wanted = |hit: &&Hit| list.only.as_ref().is_none_or(|only| only.contains(&hit.key));
        let found = self.sorted(plan, list.sort, cancel)?.into_iter().filter(wanted);
        Ok(found.skip(list.offset).take(list.limit.unwrap_or(usize::MAX)).collect())
    }

    fn facet(&self, field: &FacetField, found: &[&Hit]) -> Facet {
        let mut tally = Tally { names: &self.names, counted: BTreeMap::new(), none: 0, year_only: 0 };
        found.iter().for_each(|hit| tally.add(field, hit));
        let Tally { counted, none, year_only, .. } = tally;
        Facet { field: field.name(), values: in_order(counted.into_values()), none, year_only }
    }
}

/// The values of one field during counting.
struct Tally<'a> {
    names: &'a Names,
    /// By the form in which a query looks a value up.
    counted: BTreeMap<String, Counted>,
    none: u64,
    year_only: u64,
}

impl Tally<'_> {
    fn add(&mut self, field: &FacetField, hit: &Hit) {
        let day = hit.published.map(|published| published.day);
        match (field.values(), day) {
            (FacetValues::Columns(columns), _) => {
                let mut own = BTreeSet::new();
                for column in columns {
                    for value in values_of(hit, &column.name) {
                        let class = NameKind::of_field(&column.name).and_then(|kind| self.names.class(kind, &value));
                        let looked_up = looked_up_by(column, class.map_or(&value, |class| &class.name));
                        let counted = self.counted.entry(looked_up.clone()).or_default();
                        counted.name = class.map(|class| class.name.clone()).or(counted.name.take());
                        *counted.spellings.entry(value).or_default() += 1;
                        own.insert(looked_up);
                    }
                }
                self.none += u64::from(own.is_empty());
                own.iter().for_each(|value| self.counted.entry(value.clone()).or_default().articles += 1);
            }
            (_, None) => self.none += 1,
            (FacetValues::Years, Some(day)) => self.time(format!("{:04}", day / 10_000)),
            (FacetValues::Months, Some(day)) if day / 100 % 100 > 0 => {
                self.time(format!("{:04}-{:02}", day / 10_000, day / 100 % 100));
            }
            (FacetValues::Months, Some(_)) => self.year_only += 1,
        }
    }

    fn time(&mut self, name: String) {
        let counted = self.counted.entry(name.clone()).or_default();
        counted.articles += 1;
        counted.spellings.insert(name, 1);
    }
}

impl Searchable for ArticleList {
    fn dictionary(&self) -> Result<Box<dyn Dictionary + '_>, ArchiveError> {
        Ok(Box::new(ListDictionary {
            words: &self.words,
            hits: &self.hits,
            names: &self.names,
            stories: &self.stories,
        }))
    }

    fn count(&self, plan: &Plan, cancel: &Cancel) -> Result<u64, ArchiveError> {
        Ok(self.matching(plan, cancel)?.len() as u64)
    }

    fn count_only_in_margins(&self, plan: &Plan, cancel: &Cancel) -> Result<u64, ArchiveError> {
        let anywhere = self.matching(&plan.anywhere(), cancel)?.into_iter();
        Ok(anywhere.filter(|hit| !self.matches(plan, hit)).count() as u64)
    }

    fn list<'a>(&'a self, plan: &Plan, list: &List, cancel: &Cancel) -> Result<Hits<'a>, ArchiveError> {
        let marks = list.excerpts.map(|excerpts| (Marks::of(plan), excerpts));
        let piece = self.piece(plan, list, cancel)?;
        let ranks = list.offset as u64 + 1..;
        Ok(Box::new(ranks.zip(piece).map(move |(rank, hit)| Ok(Arc::new(shown(hit, rank, marks.as_ref()))))))
    }

    fn keys(&self, plan: &Plan, list: &List, cancel: &Cancel, take: &mut dyn FnMut(&str)) -> Result<(), ArchiveError> {
        self.piece(plan, list, cancel)?.iter().for_each(|hit| take(&hit.key));
        Ok(())
    }

    fn article(&self, key: &str) -> Result<Option<Hit>, ArchiveError> {
        Ok(self.hits.iter().find(|hit| hit.key == key).map(|hit| shown(hit, 0, None)))
    }

    fn story(&self, key: &str) -> Result<Option<Arc<Story>>, ArchiveError> {
        Ok(self.stories.get(key).cloned())
    }

    fn count_stories(&self, plan: &Plan, cancel: &Cancel) -> Result<u64, ArchiveError> {
        let of = |hit: &&Hit| self.stories.get(&hit.key).map_or(hit.key.clone(), |story| story.key().to_owned());
        Ok(self.matching(plan, cancel)?.iter().map(of).collect::<BTreeSet<_>>().len() as u64)
    }

    fn facets(&self, plan: &Plan, fields: &[FacetField], per: Per, cancel: &Cancel) -> Result<Facets, ArchiveError> {
        let found = self.matching_per(plan, per, cancel)?;
        let facets = fields.iter().map(|field| self.facet(field, &found)).collect();
        Ok(Facets { per, total: found.len() as u64, facets })
    }

    fn values(&self, plan: &Plan, fields: &[FacetField], cancel: &Cancel) -> Result<ArticleValues, ArchiveError> {
        Ok(ArticleValues::of_hits(fields, &self.names, self.matching(plan, cancel)?.into_iter()))
    }

    fn days(&self, plan: &Plan, per: Per, cancel: &Cancel) -> Result<Days, ArchiveError> {
        let mut days = Days::new();
        for hit in self.matching_per(plan, per, cancel)? {
            *days.entry(hit.published.map(|published| i64::from(published.day))).or_default() += 1;
        }
        Ok(days)
    }

    fn named_articles(
        &self,
        plan: &Plan,
        companion: Option<&Plan>,
        kinds: &[NameKind],
        cancel: &Cancel,
    ) -> Result<NamedArticles, ArchiveError> {
        let mut collected = NamedArticles::default();
        let mut numbers: HashMap<(NameKind, String), u32> = HashMap::new();
        for hit in self.matching(plan, cancel)? {
            let mut names = Vec::new();
            for kind in kinds {
                for name in names_of(hit, *kind) {
                    let name = self.names.shown(*kind, name);
                    let number = *numbers.entry((*kind, name_key(name))).or_insert_with(|| {
                        collected.names.push((*kind, name.to_owned()));
                        collected.names.len() as u32 - 1
                    });
                    if !names.contains(&number) {
                        names.push(number);
                    }
                }
            }
            let day = hit.published.map(|published| i64::from(published.day));
            let has = companion.is_none_or(|companion| self.matches(companion, hit));
            collected.articles.push(NamedArticle { day, names, has });
        }
        Ok(collected)
    }
}

/// A hit at its position in a list, with where it matches.
fn shown(hit: &Hit, rank: u64, marks: Option<&(Marks, Excerpts)>) -> Hit {
    let excerpted =
        marks.map(|(marks, wanted)| excerpt(&hit.zones, &hit.record, hit.language.as_deref(), marks, *wanted));
    let mut shown = Hit::of(hit.facts(), hit.zones.clone(), hit.record.clone(), excerpted.unwrap_or_default());
    shown.rank = rank;
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Aside, AsideKind, Record, Zones};
    use crate::passages::marked;
    use crate::query::{ParseOptions, ZoneChoice, parse, resolve};
    use crate::terms::ZONE_SIGN;
    use std::ops::Range;

    #[test]
    fn matches_are_given_in_each_text() {
        let zones = Zones {
            title: "A ferry".to_owned(),
            deck: format!("The {ZONE_SIGN}ferry"),
            story: "One ferry sank.\n\nThe old ferry did not.".to_owned(),
            captions: vec!["Nothing".to_owned(), "The ferry".to_owned()],
            ..Zones::default()
        };
        let aside = Aside::of(AsideKind::Teaser, "Take a ferry".to_owned());
        let record = Record { margin: vec![aside], ..Record::default() };
        let list = ArticleList::of(Vec::new(), Names::default());
        let dictionary = list.dictionary().expect("one");
        let options = ParseOptions { any: false, today: &jiff::civil::Date::default };
        let query = parse("ferry", options).expect("parsed");
        let plan = resolve(&query, &ZoneChoice::All, dictionary.as_ref()).expect("resolved");
        let found = marked(&zones, &record, Some("en"), &Marks::of(&plan));
        let shown = |text: &str, ranges: &[Range<usize>]| -> Vec<(usize, String)> {
            ranges.iter().map(|range| (range.start, text[range.clone()].to_owned())).collect()
        };
        let ferry = |at: usize| (at, "ferry".to_owned());
        assert_eq!(shown(&zones.title, &found.texts[&0]), [ferry(2)]);
        // A text with a sign of the index in it is not marked rather than marked wrongly.
        assert!(!found.texts.contains_key(&1));
        assert_eq!(shown(&zones.story, &found.texts[&2]), [ferry(4), ferry(25)]);
        assert_eq!(shown(&zones.captions[1], &found.texts[&4]), [ferry(4)]);
        assert_eq!(shown("Take a ferry", &found.margin[0]), [ferry(7)]);
        assert_eq!(found.matches, 5);
    }
}
