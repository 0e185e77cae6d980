//! A plan: a query with the words, names and values of one archive instead of what was typed. Plain data, which every
//! engine lowers to its own queries.

use super::clause::Clause;
use super::expr::{Expr, Leaf, Located};
use super::named::{AskedName, Named};
use crate::article::NameKind;
use crate::query::forms::{Family, MAX_FORMS};
use crate::query::language::{DayRange, Scope, ZoneChoice};
use crate::terms::{Zone, name_term};
use serde::{Deserialize, Serialize};

/// A query resolved against an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// The zones of words without a zone of their own.
    pub zones: ZoneChoice,
    pub root: Clause,
}

impl Plan {
    /// The same plan for all zones. Only its matches are those of a search in all zones: words are scored differently.
    pub fn anywhere(&self) -> Self {
        Self { zones: ZoneChoice::All, root: self.root.clone() }
    }

    /// The plan for articles with any of its words in the margin: no other differs under this plan and `anywhere`.
    pub fn words_in_margins(&self) -> Self {
        let mut words = Vec::new();
        let mut add = |leaf: &Leaf| {
            let (scope, expr) = (Scope::Zones(vec![Zone::Margin]), Expr::Leaf(leaf.clone()));
            words.push(Clause::Text { scope, expr, times: None });
        };
        self.root.each_wanted_or_not(&mut |clause| match clause {
            Clause::Text { scope: Scope::Default, expr, .. } => expr.leaves().into_iter().for_each(&mut add),
            Clause::AnyWord(families) | Clause::AllWords(families) => {
                families.iter().for_each(|family| add(&Leaf::of(family)));
            }
            _ => {}
        });
        Self { zones: ZoneChoice::All, root: Clause::Or(words) }
    }

    /// The plan for what its last `dates` parts leave out because it has no date. `None` if they are not dates.
    pub fn of_undated(&self, dates: usize) -> Option<Self> {
        let Clause::And(parts) = &self.root else { return None };
        let (others, days) = parts.split_at_checked(parts.len().checked_sub(dates)?)?;
        if dates == 0 || !days.iter().all(|part| matches!(part, Clause::Days(_))) {
            return None;
        }
        let root = Clause::And(others.iter().cloned().chain([Clause::Days(DayRange::UNDATED)]).collect());
        Some(Self { zones: self.zones.clone(), root })
    }

    /// Whether other zones give other matches.
    pub fn depends_on_zones(&self) -> bool {
        self.root.any(&|clause| match clause {
            Clause::Text { scope, .. } => *scope == Scope::Default,
            clause => matches!(clause, Clause::AnyWord(_) | Clause::AllWords(_)),
        })
    }

    /// Whether positions in texts decide what matches: no match can be skipped by its greatest possible score.
    pub fn reads_positions(&self) -> bool {
        let is_positional = |clause: &Clause| match clause {
            Clause::Text { expr: Expr::Leaf(leaf), times: None, scope } => {
                !leaf.is_one_word() || self.zones_of(scope).is_some_and(|zones| zones != Zone::TEXT)
            }
            clause => matches!(clause, Clause::Text { .. }),
        };
        self.root.any(&is_positional)
    }

    /// Whether the copies of an article decide what matches.
    pub fn reads_copies(&self) -> bool {
        self.root
            .any(&|clause| matches!(clause, Clause::Number { field, .. } if field == "copies" || field == "original"))
    }

    /// Whether names of people, organisations and places decide what matches.
    pub fn reads_names(&self) -> bool {
        self.root.any(&|clause| match clause {
            Clause::Mention { .. } => true,
            Clause::Values { field, .. } | Clause::HasValue { field } => NameKind::of_field(field).is_some(),
            Clause::Text { expr, .. } => !expr.names().is_empty(),
            _ => false,
        })
    }

    /// Whether anything is excluded. Without exclusions, more zones never give fewer matches.
    pub fn excludes(&self) -> bool {
        self.root.any(&|clause| matches!(clause, Clause::Not(_)))
    }

    /// The words searched in the whole story, each once, in the order typed: a text is ranked by them.
    pub fn words(&self) -> Vec<Family> {
        let mut words: Vec<Family> = Vec::new();
        let mut note = |family: &Family| {
            if !words.iter().any(|known| known.word == family.word) {
                words.push(family.clone());
            }
        };
        let stories = !matches!(self.zones, ZoneChoice::Only(_));
        self.root.each_wanted(&mut |clause| match clause {
            Clause::AnyWord(families) | Clause::AllWords(families) => families.iter().for_each(&mut note),
            Clause::Text { scope: Scope::Default, expr: Expr::Leaf(leaf), times: None }
                if stories && leaf.pattern.is_none() && leaf.terms.len() == 1 =>
            {
                note(&leaf.family());
            }
            _ => {}
        });
        words
    }

    /// All words of expressions, each once, in the order typed, those of exclusions too.
    pub fn inner_words(&self) -> Vec<Family> {
        let mut words = Vec::new();
        self.root.each_wanted_or_not(&mut |clause| add_words(clause, &mut words));
        words
    }

    /// All words that are required, each once.
    pub fn wanted_words(&self) -> Vec<Family> {
        let mut words = self.words();
        self.root.each_wanted(&mut |clause| add_words(clause, &mut words));
        words
    }

    /// Requested names, and those of the archive that they mean.
    pub fn names(&self) -> Vec<AskedName> {
        let mut names = Vec::new();
        self.root.each_wanted_or_not(&mut |clause| {
            if let Clause::Values { field, values, asked: Some(asked) } = clause
                && let Some(kind) = NameKind::of_field(field)
            {
                names.push(AskedName { kind, asked: asked.clone(), names: values.clone() });
            }
        });
        names
    }

    /// Values of names and outlets as requested and not excluded, each once with its field and the values of the archive that it means.
    pub fn asked_values(&self) -> Vec<(&str, &str, &[String])> {
        let mut asked = Vec::new();
        add_asked(&self.root, &mut asked);
        asked
    }

    /// The values of a keyword field that are required or excluded, each list as one part of the query has it.
    pub fn values_of(&self, field: &str) -> Vec<Vec<String>> {
        let mut found = Vec::new();
        self.root.each_wanted_or_not(&mut |clause| {
            if let Clause::Values { field: named, values, .. } = clause
                && named == field
            {
                found.push(values.clone());
            }
        });
        found
    }

    /// What is marked in a text that was found: everything requested, nothing excluded.
    pub fn marked(&self) -> Vec<Located> {
        let mut marks = Vec::new();
        self.root.each_wanted(&mut |clause| match clause {
            Clause::AnyWord(families) | Clause::AllWords(families) => {
                let zones = self.zones_of(&Scope::Default);
                let leaf = |family| Located { expr: Expr::Leaf(Leaf::of(family)), zones: zones.clone() };
                marks.extend(families.iter().map(leaf));
            }
            Clause::Text { scope, expr, .. } => {
                marks.push(Located { expr: expr.clone(), zones: self.zones_of(scope) });
            }
            Clause::Values { field, values, .. } if NameKind::of_field(field).is_some() => {
                let terms = values.iter().take(MAX_FORMS).map(|known| name_term(field, known)).collect();
                marks.push(Located { expr: Expr::Named(Named { terms }), zones: None });
            }
            Clause::Mention { term } => {
                let named = Named { terms: vec![term.clone()] };
                marks.push(Located { expr: Expr::Named(named), zones: None });
            }
            _ => {}
        });
        marks
    }

    fn zones_of(&self, scope: &Scope) -> Option<Vec<Zone>> {
        match (scope, &self.zones) {
            (Scope::Zones(zones), _) | (Scope::Default, ZoneChoice::Only(zones)) => Some(zones.clone()),
            (Scope::Default, ZoneChoice::Story) => Some(Zone::TEXT.to_vec()),
            (Scope::Default, ZoneChoice::All) => None,
        }
    }
}

fn add_asked<'p>(clause: &'p Clause, found: &mut Vec<(&'p str, &'p str, &'p [String])>) {
    let found_before = |found: &[(&str, &str, &[String])], field: &str, asked: &str| {
        found.iter().any(|(known, name, _)| *known == field && *name == asked)
    };
    match clause {
        Clause::Not(_) => return,
        Clause::Values { field, values, asked: Some(asked) } if !found_before(found, field, asked) => {
            found.push((field, asked, values));
        }
        _ => {}
    }
    clause.parts().iter().for_each(|part| add_asked(part, found));
}

/// Adds the words of an expression that are not among the known ones.
fn add_words(clause: &Clause, words: &mut Vec<Family>) {
    let Clause::Text { expr, .. } = clause else { return };
    for leaf in expr.leaves().into_iter().filter(|leaf| leaf.pattern.is_none() && leaf.terms.len() == 1) {
        if !words.iter().any(|known| known.word == leaf.terms[0]) {
            words.push(leaf.family());
        }
    }
}

impl Clause {
    fn parts(&self) -> &[Clause] {
        match self {
            Clause::And(parts) | Clause::Or(parts) => parts,
            Clause::Not(part) | Clause::Boost { part, .. } => std::slice::from_ref(part),
            _ => &[],
        }
    }

    fn any(&self, test: &dyn Fn(&Clause) -> bool) -> bool {
        test(self) || self.parts().iter().any(|part| part.any(test))
    }

    /// Visits the parts that are not excluded, in the order typed.
    fn each_wanted(&self, visit: &mut dyn FnMut(&Clause)) {
        if !matches!(self, Clause::Not(_)) {
            visit(self);
            self.parts().iter().for_each(|part| part.each_wanted(visit));
        }
    }

    fn each_wanted_or_not(&self, visit: &mut dyn FnMut(&Clause)) {
        visit(self);
        self.parts().iter().for_each(|part| part.each_wanted_or_not(visit));
    }
}
