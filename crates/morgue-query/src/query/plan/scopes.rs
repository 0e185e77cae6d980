//! What is known about a node before it is resolved: its single word, and the zones that its words share.

use crate::article::NameKind;
use crate::query::language::{Kind, Node, Pattern, QueryError, Scope, Text, Value};

/// The word of a part that is only one word, searched in the whole story, and the pattern that says which forms of it count.
pub(super) fn word_of(part: &Node) -> Option<(&str, &Pattern)> {
    let Kind::Text(Text { scope: Scope::Default, words, slack: None, exact: None }) = &part.kind else { return None };
    match &words[..] {
        [pattern @ (Pattern::Literal(word) | Pattern::Word(word) | Pattern::Family(word))] => Some((word, pattern)),
        _ => None,
    }
}

/// The word of a part of a query that is only one word and has no field of its own.
pub fn word_alone(part: &Node) -> Option<&str> {
    word_of(part).map(|(word, _)| word)
}

/// Whether a value is a name, which has positions in the text.
pub(super) fn is_name(field: &str, value: &Value) -> bool {
    NameKind::of_field(field).is_some() && !matches!(value, Value::Any | Value::None)
}

/// The scope shared by all words of an expression; names take that of the words next to them.
pub(super) fn scope_of(node: &Node) -> Result<&Scope, QueryError> {
    Ok(shared_scope(node)?.unwrap_or(&Scope::Default))
}

pub(super) fn shared_scope(node: &Node) -> Result<Option<&Scope>, QueryError> {
    let parts: Vec<&Node> = match &node.kind {
        Kind::Text(text) => return Ok(Some(&text.scope)),
        Kind::Or(parts) | Kind::And(parts) => parts.iter().collect(),
        Kind::Near { left, right, .. } | Kind::Same { left, right, .. } => vec![left, right],
        Kind::AtLeast { part, .. } | Kind::Not(part) | Kind::Boost { part, .. } => vec![part],
        _ => return Ok(None),
    };
    let mut scope = None;
    for part in parts {
        let Some(own) = shared_scope(part)? else { continue };
        if *scope.get_or_insert(own) != own {
            let error = QueryError::new(node.span.clone(), "NEAR, PRE and SAME cannot connect two parts of an article");
            return Err(error.with_hint("use one part for both: `title:(a NEAR/5 b)`"));
        }
    }
    Ok(scope)
}
