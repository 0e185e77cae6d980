//! A tree printed as the query that says it fully: every operator written out, every group in brackets. What is printed
//! reads back as the same tree.

use super::ast::{DayRange, Kind, Node, Pattern, Scope, Text, Unit, Value};

/// The query that reads as this tree.
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
            write(part, false, out);
        }
        Kind::Text(text) => write_text(text, out),
        // An address may hold brackets: before the end of a group it would take that for its own.
        Kind::Keyword { field, value: Value::Is(text) } if *field == "url" && !outermost => {
            out.push_str(&format!("{field}:\"{text}\""));
        }
        Kind::Keyword { field, value } => out.push_str(&format!("{field}:{}", value_text(value))),
        Kind::Date(days) => out.push_str(&format!("date:{}", days_text(days))),
        Kind::Number { field, from, to } => {
            let end = if *to == u64::MAX { String::new() } else { to.to_string() };
            out.push_str(&format!("{field}:{from}..{end}"));
        }
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
    write(left, false, out);
    out.push_str(&format!(" {operator} "));
    write(right, false, out);
    if !outermost {
        out.push(')');
    }
}

fn write_text(text: &Text, out: &mut String) {
    let words: Vec<String> = text.words.iter().map(pattern).collect();
    let words = match (&text.exact, text.words.len()) {
        (Some(exact), _) => format!("=\"{exact}\""),
        // A word in quotation marks stands for itself alone; one with a colon in it would read as a field.
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
                _ => out.push_str(&names.iter().map(|name| format!("{name}:{one}")).collect::<Vec<_>>().join(" OR ")),
            }
        }
    }
}

/// A word, quoted where it would read as an operator.
fn pattern(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Word(word) | Pattern::Family(word) | Pattern::Wildcard(word) => word.clone(),
        Pattern::Prefix(stem) => format!("{stem}*"),
        Pattern::Fuzzy(word, edits) => format!("{word}~{edits}"),
    }
}

fn value_text(value: &Value) -> String {
    let quoted = |text: &str| {
        let plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '/' | ':' | '-' | '_'));
        if plain { text.to_owned() } else { format!("\"{text}\"") }
    };
    match value {
        Value::Is(text) => quoted(text),
        Value::StartsWith(start) => format!("{start}*"),
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
        (Some(from), Some(to)) if from == to => day(from),
        (from, to) => format!("{}..{}", from.map(day).unwrap_or_default(), to.map(day).unwrap_or_default()),
    }
}
