//! Values of number fields to bounds: `800`, `>800`, `>=800`, `<800`, `100..200`, `*`; the precision of a date, by
//! name.

use super::ast::Span;
use super::error::QueryError;
use crate::article::{Change, Precision};
use crate::schema::Field;

/// Reads a value of a number field: the first and last number that match.
pub fn parse(field: &Field, text: &str, span: &Span) -> Result<(u64, u64), QueryError> {
    let exactness = field.name == "precision";
    let number = |text: &str| match precision(text.trim()) {
        Some(code) if exactness => Some(code),
        _ => text.trim().parse().ok(),
    };
    if field.name == "original" {
        return yes_or_no(text.trim()).map(|value| (value, value)).ok_or_else(|| {
            QueryError::new(span.clone(), format!("invalid value \"{text}\": expected yes or no"))
                .with_hint("write `original:yes` for the first article of each story")
        });
    }
    if field.name == "changed" {
        return Change::range_of(text.trim()).ok_or_else(|| {
            QueryError::new(span.clone(), format!("invalid value \"{text}\": expected yes, no, title or text"))
                .with_hint("write `changed:title` for articles whose title was changed after they were published")
        });
    }
    bounds(text, number).ok_or_else(|| {
        if exactness {
            let error = QueryError::new(
                span.clone(),
                format!("invalid precision \"{text}\": expected year, month, day, minute or second"),
            );
            return error.with_hint("write `dateprec:>=day`");
        }
        QueryError::new(span.clone(), format!("invalid number \"{text}\": expected a number, a range or a comparison"))
            .with_hint(match field.name.as_str() {
                "copies" => "write `copies:>=5`, `copies:2..4` or `copies:2`".to_owned(),
                name => format!("write `{name}:>800`, `{name}:100..200` or `{name}:350`"),
            })
    })
}

fn yes_or_no(text: &str) -> Option<u64> {
    match text.to_lowercase().as_str() {
        "yes" | "true" => Some(1),
        "no" | "false" => Some(0),
        _ => None,
    }
}

/// The value that is read as these bounds.
pub fn print(field: &str, from: u64, to: u64) -> String {
    let name = |number: u64| match Precision::from_code(number) {
        Some(precision) if field == "precision" => precision.name().to_owned(),
        _ if field == "original" => if number == 1 { "yes" } else { "no" }.to_owned(),
        _ => number.to_string(),
    };
    if let Some(value) = Change::value_of(from, to).filter(|_| field == "changed") {
        return value.to_owned();
    }
    match (from, to) {
        (from, u64::MAX) => format!("{}..", name(from)),
        (from, to) if from == to => name(from),
        (from, to) => format!("{}..{}", name(from), name(to)),
    }
}

fn precision(name: &str) -> Option<u64> {
    (1..=5).find(|&code| Precision::from_code(code).is_some_and(|known| known.name().eq_ignore_ascii_case(name)))
}

fn bounds(text: &str, number: impl Fn(&str) -> Option<u64>) -> Option<(u64, u64)> {
    let text = text.trim();
    if text == "*" {
        return Some((0, u64::MAX));
    }
    if let Some((from, to)) = text.split_once("..") {
        if from.trim().is_empty() && to.trim().is_empty() {
            return None;
        }
        let from = if from.trim().is_empty() { 0 } else { number(from)? };
        let to = if to.trim().is_empty() { u64::MAX } else { number(to)? };
        return (from <= to).then_some((from, to));
    }
    if let Some(inside) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
        let (from, to) = inside.split_once(" TO ")?;
        let end = |text: &str, open: u64| if text.trim() == "*" { Some(open) } else { number(text) };
        let (from, to) = (end(from, 0)?, end(to, u64::MAX)?);
        return (from <= to).then_some((from, to));
    }
    if let Some(rest) = text.strip_prefix(">=") {
        return Some((number(rest)?, u64::MAX));
    }
    if let Some(rest) = text.strip_prefix("<=") {
        return Some((0, number(rest)?));
    }
    if let Some(rest) = text.strip_prefix('>') {
        return Some((number(rest)?.checked_add(1)?, u64::MAX));
    }
    if let Some(rest) = text.strip_prefix('<') {
        return Some((0, number(rest)?.checked_sub(1)?));
    }
    number(text.strip_prefix('=').unwrap_or(text)).map(|number| (number, number))
}
