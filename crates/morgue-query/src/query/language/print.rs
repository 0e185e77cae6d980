//! A tree printed as the query that states it in full: every operator written out, every group in brackets. What is
//! printed is parsed as the same tree.

use super::ast::{DayRange, Kind, Node, Pattern, Scope, Text, Unit, Value};
use super::{numbers, weights};
use std::fmt;

/// The query that is parsed as this tree.
pub fn print(node: &Node) -> String {
    let mut out = String::new();
    write(node, true, &mut out);
    out
}

fn write(node: &Node, outermost: bool, out: &mut String) {
    match &node.kind {
        Kind::All => out.push('*'),
        Kind::And(parts) => list(parts, " AND ", outermost, out),
        Kind::Or(parts) => list(parts, " OR ", outermost, out),
        Kind::Not(inner) => {
            out.push_str("NOT ");
            write(inner, false, out);
        }
        Kind::Near { left, right, within, ordered } => {
            let name = if *ordered { "PRE" } else { "NEAR" };
            pair(left, &format!("{name}/{within}"), right, outermost, out);
        }
        Kind::Same { left, right, unit } => {
            pair(left, if *unit == Unit::Sentence { "SAME/S" } else { "SAME/P" }, right, outermost, out);
        }
        Kind::AtLeast { times, part } => {
            out.push_str(&format!("ATLEAST/{times} "));
            write_operand(part, out);
        }
        Kind::Boost { part, by } => {
            write_operand(part, out);
            out.push_str(&format!("^{}", weights::print(*by)));
        }
        Kind::Text(text) => write_text(text, out),
        // An address may contain brackets or `^`: it is quoted unless it is the whole query.
        Kind::Keyword { field, value: Value::Is(text) } if *field == "url" && !(outermost && is_bare_address(text)) => {
            let literal = if text.contains('*') { "=" } else { "" };
            out.push_str(&format!("{field}:{literal}{}", quoted(text)));
        }
        Kind::Keyword { field, value } => out.push_str(&format!("{field}:{}", value_text(value))),
        Kind::Date(days) => out.push_str(&format!("date:{}", days_text(days))),
        Kind::Number { field, from, to } => out.push_str(&format!("{field}:{}", numbers::print(field, *from, *to))),
        Kind::Zone(zone) => out.push_str(&format!("zone:{}", zone.name())),
    }
}

/// An operand of an operator: one that starts with an operator of its own is put in brackets.
fn write_operand(node: &Node, out: &mut String) {
    let brackets = matches!(node.kind, Kind::Not(_) | Kind::AtLeast { .. } | Kind::Boost { .. });
    if brackets {
        out.push('(');
    }
    write(node, false, out);
    if brackets {
        out.push(')');
    }
}

fn list(parts: &[Node], operator: &str, outermost: bool, out: &mut String) {
    if !outermost {
        out.push('(');
    }
    for (nth, part) in parts.iter().enumerate() {
        if nth > 0 {
            out.push_str(operator);
        }
        write(part, false, out);
    }
    if !outermost {
        out.push(')');
    }
}

fn pair(left: &Node, operator: &str, right: &Node, outermost: bool, out: &mut String) {
    if !outermost {
        out.push('(');
    }
    write_paired(left, out);
    out.push_str(&format!(" {operator} "));
    write_paired(right, out);
    if !outermost {
        out.push(')');
    }
}

fn write_paired(node: &Node, out: &mut String) {
    match node.kind {
        Kind::Not(_) => write_operand(node, out),
        _ => write(node, false, out),
    }
}

fn write_text(text: &Text, out: &mut String) {
    let words: Vec<String> = text.words.iter().map(ToString::to_string).collect();
    let words = match (&text.exact, text.words.len()) {
        (Some(exact), _) => format!("={}", quoted(exact)),
        (None, _) if text.words.iter().any(|word| matches!(word, Pattern::Literal(_))) => {
            format!("\"={}\"", words.join(" "))
        }
        // A word in quotation marks has no inflections; one with a colon in it would be read as a field.
        (None, 1) if text.slack.is_none() && !words[0].contains(':') && !matches!(text.words[0], Pattern::Word(_)) => {
            words.join(" ")
        }
        _ => format!("\"{}\"", words.join(" ")),
    };
    let slack = text.slack.map_or_else(String::new, |slack| format!("~{slack}"));
    let one = format!("{words}{slack}");
    match &text.scope {
        Scope::Default => out.push_str(&one),
        Scope::Zones(zones) => {
            let names: Vec<&str> = zones.iter().map(|zone| zone.name()).collect();
            match names[..] {
                ["lead", "body"] => out.push_str(&format!("body:{one}")),
                ["title", "lead"] => out.push_str(&format!("hlead:{one}")),
                [name] => out.push_str(&format!("{name}:{one}")),
                _ => {
                    let each: Vec<String> = names.iter().map(|name| format!("{name}:{one}")).collect();
                    out.push_str(&format!("({})", each.join(" OR ")));
                }
            }
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pattern::Literal(word) | Pattern::Word(word) | Pattern::Family(word) | Pattern::Wildcard(word) => {
                f.write_str(word)
            }
            Pattern::Prefix(stem) => write!(f, "{stem}*"),
            Pattern::Fuzzy(word, edits) => write!(f, "{word}~{edits}"),
        }
    }
}

/// In quotation marks that the text itself does not contain.
fn quoted(text: &str) -> String {
    let marks = [('"', '"'), ('“', '”'), ('«', '»'), ('「', '」')];
    let free = marks.into_iter().find(|(open, close)| !text.contains([*open, *close])).unwrap_or(('"', '"'));
    format!("{}{text}{}", free.0, free.1)
}

fn is_plain(text: &str) -> bool {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | ':' | '-' | '_');
    // A word of the language, or a special character at the start, is not plain.
    let reserved = matches!(text, "none" | "AND" | "OR" | "NOT" | "NEAR" | "PRE" | "ADJ") || text.contains("//");
    let is_operator = text
        .split_once('/')
        .is_some_and(|(name, _)| ["NEAR", "PRE", "ADJ", "SAME", "ATLEAST", "W", "w"].contains(&name));
    text.chars().all(is_plain)
        && text.starts_with(char::is_alphanumeric)
        && !reserved
        && !is_operator
        && !text.to_ascii_lowercase().starts_with("www.")
        && !text
            .split_once(':')
            .is_some_and(|(name, _)| name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_'))
}

fn is_bare_address(text: &str) -> bool {
    is_plain(text) && !text.ends_with(['.', '/'])
}

fn value_text(value: &Value) -> String {
    let whole = |text: &str| if is_plain(text) { text.to_owned() } else { quoted(text) };
    match value {
        // Without the `=`, a star would match any letters.
        Value::Is(text) if text.contains(['*', '?']) => format!("={}", quoted(text)),
        Value::Is(text) => whole(text),
        Value::StartsWith(start) if is_plain(start) => format!("{start}*"),
        Value::StartsWith(start) => quoted(&format!("{start}*")),
        Value::Like(form) => quoted(form),
        Value::Form(form) => format!("={}", quoted(form)),
        Value::Any => "*".to_owned(),
        Value::None => "none".to_owned(),
    }
}

fn days_text(days: &DayRange) -> String {
    if days.undated {
        return "none".to_owned();
    }
    let day = |day: i32| format!("{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100);
    match (days.from, days.to) {
        (None, None) => "*".to_owned(),
        (Some(from), Some(to)) if from == to => day(from),
        (from, to) => format!("{}..{}", from.map(day).unwrap_or_default(), to.map(day).unwrap_or_default()),
    }
}
