//! A plan as indented lines, one for each part: what `{plan}` prints and its tests compare.

use super::clause::Clause;
use super::expr::{Expr, Leaf};
use super::value::Plan;
use crate::query::forms::{Family, Inflections};
use crate::query::language::{DayRange, Pattern, Scope, Unit, ZoneChoice};
use crate::terms::Zone;
use std::fmt::{self, Display, Formatter};

impl Display for Plan {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let zones = match &self.zones {
            ZoneChoice::Story => "story".to_owned(),
            ZoneChoice::All => "all zones".to_owned(),
            ZoneChoice::Only(zones) => names(zones),
        };
        write!(f, "in {zones}")?;
        clause(f, &self.root, 1)
    }
}

fn line(f: &mut Formatter<'_>, depth: usize, text: impl Display) -> fmt::Result {
    write!(f, "\n{:width$}{text}", "", width = depth * 2)
}

fn clause(f: &mut Formatter<'_>, part: &Clause, depth: usize) -> fmt::Result {
    match part {
        Clause::All => line(f, depth, "every article"),
        Clause::And(parts) => group(f, "all of", parts, depth),
        Clause::Or(parts) => group(f, "any of", parts, depth),
        Clause::Not(part) => group(f, "not", std::slice::from_ref(part), depth),
        Clause::AnyWord(families) => line(f, depth, format_args!("any word: {}", joined(families, family))),
        Clause::AllWords(families) => line(f, depth, format_args!("all words: {}", joined(families, family))),
        Clause::Text { scope, expr, times } => {
            let scope = match scope {
                Scope::Default => String::new(),
                Scope::Zones(zones) => format!(" in {}", names(zones)),
            };
            let times = times.map_or_else(String::new, |times| format!(" at least {times} times"));
            line(f, depth, format_args!("text{scope}{times}"))?;
            expression(f, expr, depth + 1)
        }
        Clause::Values { field, values, asked } => {
            let asked = asked.as_ref().map_or_else(String::new, |asked| format!(" (asked: {asked})"));
            let values = if values.is_empty() { "nothing".to_owned() } else { joined(values, |value| value.clone()) };
            line(f, depth, format_args!("{field} is {values}{asked}"))
        }
        Clause::HasValue { field } => line(f, depth, format_args!("{field} has a value")),
        Clause::Mention { term } => line(f, depth, format_args!("mention {term}")),
        Clause::Days(days) => line(f, depth, range(days)),
        Clause::Number { field, from, to } => line(f, depth, format_args!("{field} from {from} to {to}")),
        Clause::HasZone(zone) => line(f, depth, format_args!("has {}", zone.name())),
        Clause::Boost { part, by } => {
            line(f, depth, format_args!("score times {}", f64::from(*by) / 1000.0))?;
            clause(f, part, depth + 1)
        }
    }
}

fn group(f: &mut Formatter<'_>, name: &str, parts: &[Clause], depth: usize) -> fmt::Result {
    line(f, depth, name)?;
    parts.iter().try_for_each(|part| clause(f, part, depth + 1))
}

fn expression(f: &mut Formatter<'_>, expr: &Expr, depth: usize) -> fmt::Result {
    let all = |f: &mut Formatter<'_>, name: &str, parts: &[&Expr]| {
        line(f, depth, name)?;
        parts.iter().try_for_each(|part| expression(f, part, depth + 1))
    };
    match expr {
        Expr::Leaf(leaf) => line(f, depth, word(leaf)),
        Expr::Named(named) => line(f, depth, format_args!("name {}", joined(&named.terms, |term| term.clone()))),
        Expr::Sequence(parts) => all(f, "phrase", &parts.iter().collect::<Vec<_>>()),
        Expr::Window(parts, slack) => all(f, &format!("window with {slack} more"), &parts.iter().collect::<Vec<_>>()),
        Expr::Any(parts) => all(f, "any of", &parts.iter().collect::<Vec<_>>()),
        Expr::Near { left, right, within, ordered } => {
            all(f, &format!("{} {within}", if *ordered { "before, within" } else { "within" }), &[&**left, &**right])
        }
        Expr::Same { left, right, unit } => {
            let unit = if *unit == Unit::Sentence { "sentence" } else { "paragraph" };
            all(f, &format!("in one {unit}"), &[&**left, &**right])
        }
        Expr::Exact(inner, needle) => all(f, &format!("as typed: {}", String::from(needle.clone())), &[&**inner]),
    }
}

fn word(leaf: &Leaf) -> String {
    let pattern = leaf.pattern.as_ref().map(|pattern| match pattern {
        Pattern::Literal(word) | Pattern::Word(word) | Pattern::Family(word) => word.clone(),
        Pattern::Prefix(start) => format!("{start}*"),
        Pattern::Wildcard(glob) => glob.clone(),
        Pattern::Fuzzy(word, edits) => format!("{word}~{edits}"),
    });
    let terms = joined(&leaf.terms, |term| term.replace(char::is_control, "^"));
    let head = match (pattern, leaf.terms.is_empty()) {
        (Some(pattern), true) => format!("pattern {pattern}"),
        (Some(pattern), false) => format!("pattern {pattern}: {terms}"),
        (None, _) => format!("word {terms}"),
    };
    with_forms(head, &leaf.written, &leaf.inflected, &[]) + &foreign(&leaf.foreign)
}

fn family(family: &Family) -> String {
    with_forms(family.word.clone(), &family.written, &family.inflected, &family.derived) + &foreign(&family.foreign)
}

fn foreign(foreign: &[Inflections]) -> String {
    let own = |own: &Inflections| format!(" {}:{}", own.language.code(), own.forms.join(","));
    foreign.iter().map(own).collect()
}

fn with_forms(head: String, written: &[String], inflected: &[String], derived: &[String]) -> String {
    let shown = |form: &String| form.replace(char::is_control, "^");
    let forms =
        |sign: &str, forms: &[String]| forms.iter().map(|form| format!(" {sign}{}", shown(form))).collect::<String>();
    format!("{head}{}{}{}", forms("=", written), forms("+", inflected), forms("~", derived))
}

fn range(days: &DayRange) -> String {
    if days.undated {
        return "undated".to_owned();
    }
    let end = |day: Option<i32>| day.map_or_else(|| "…".to_owned(), |day| format!("{day:08}"));
    format!("days {} to {}{}", end(days.from), end(days.to), if days.loose { ", loosely" } else { "" })
}

fn names(zones: &[Zone]) -> String {
    joined(zones, |zone| zone.name().to_owned())
}

fn joined<T>(parts: &[T], shown: impl Fn(&T) -> String) -> String {
    parts.iter().map(shown).collect::<Vec<_>>().join(", ")
}
