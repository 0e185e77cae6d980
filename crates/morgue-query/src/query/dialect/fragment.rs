//! A query between two languages: operators and their operands, with the leaves already in morgue's query language.
//! Knows what that language cannot express, and prints every group in brackets.

use super::translation::too_deep;
use crate::query::language::MAX_DEPTH;
use crate::query::language::QueryError;
use crate::query::language::{Span, Unit};

/// One fragment, with its position in the text as typed.
#[derive(Debug, Clone)]
pub struct Fragment {
    pub span: Span,
    pub form: Form,
    /// Depth of nested operators.
    levels: usize,
}

#[derive(Debug, Clone)]
pub enum Form {
    /// A word, a pattern or a quotation.
    Text(String),
    /// A condition with its field, or a `*`.
    Value(String),
    And(Vec<Fragment>),
    Or(Vec<Fragment>),
    Not(Box<Fragment>),
    Near {
        left: Box<Fragment>,
        right: Box<Fragment>,
        within: u32,
        ordered: bool,
    },
    Same {
        left: Box<Fragment>,
        right: Box<Fragment>,
        unit: Unit,
    },
    AtLeast {
        times: u32,
        part: Box<Fragment>,
    },
    In(&'static str, Box<Fragment>),
    /// Adds a weight as it is printed.
    Boost(Box<Fragment>, String),
}

impl Fragment {
    pub fn new(span: Span, form: Form) -> Self {
        let most = |parts: &[Fragment]| parts.iter().map(|part| part.levels).max().unwrap_or(0);
        let levels = match &form {
            Form::Text(_) | Form::Value(_) => 0,
            Form::And(parts) | Form::Or(parts) => most(parts),
            Form::Not(part) | Form::AtLeast { part, .. } | Form::In(_, part) | Form::Boost(part, _) => part.levels,
            Form::Near { left, right, .. } | Form::Same { left, right, .. } => 1 + left.levels.max(right.levels),
        };
        Self { span, form, levels }
    }

    /// Several parts that must all match, or any of them; a single part is unchanged.
    pub fn joined(parts: Vec<Fragment>, form: fn(Vec<Fragment>) -> Form) -> Option<Fragment> {
        let span = parts.first()?.span.start..parts.last()?.span.end;
        let mut parts = parts;
        if parts.len() == 1 { parts.pop() } else { Some(Fragment::new(span, form(parts))) }
    }

    pub fn and(self, other: Fragment) -> Fragment {
        let span = self.span.start..other.span.end;
        let mut parts = match self.form {
            Form::And(parts) => parts,
            form => vec![Fragment::new(self.span, form)],
        };
        parts.push(other);
        Fragment::new(span, Form::And(parts))
    }

    pub fn or(self, other: Fragment) -> Fragment {
        let span = self.span.start..other.span.end;
        let mut parts = match self.form {
            Form::Or(parts) => parts,
            form => vec![Fragment::new(self.span, form)],
        };
        parts.push(other);
        Fragment::new(span, Form::Or(parts))
    }

    pub fn not(self, start: usize) -> Fragment {
        Fragment::new(start..self.span.end, Form::Not(Box::new(self)))
    }

    pub fn near(self, other: Fragment, within: u32, ordered: bool) -> Result<Fragment, QueryError> {
        let span = self.span.start..other.span.end;
        let (left, right) = (self.placed()?, other.placed()?);
        Ok(Fragment::new(span, Form::Near { left, right, within, ordered }))
    }

    pub fn same(self, other: Fragment, unit: Unit) -> Result<Fragment, QueryError> {
        let span = self.span.start..other.span.end;
        let (left, right) = (self.placed()?, other.placed()?);
        Ok(Fragment::new(span, Form::Same { left, right, unit }))
    }

    pub fn at_least(self, times: u32, start: usize) -> Result<Fragment, QueryError> {
        let span = start..self.span.end;
        Ok(Fragment::new(span, Form::AtLeast { times, part: self.placed()? }))
    }

    /// Something that has positions in a text, so that distances can be measured.
    fn placed(self) -> Result<Box<Fragment>, QueryError> {
        if self.levels >= MAX_DEPTH {
            return Err(too_deep(self.span));
        }
        match self.misplaced() {
            None => Ok(Box::new(self)),
            Some((span, what)) => {
                let message = format!("{what} cannot be used in a distance or a number of mentions");
                let error = QueryError::new(span, message);
                Err(error.with_hint(
                    "use words, phrases, or words joined with OR in brackets; put a field before all of them",
                ))
            }
        }
    }

    fn misplaced(&self) -> Option<(Span, &'static str)> {
        let here = |what| Some((self.span.clone(), what));
        match &self.form {
            Form::Text(_) => None,
            Form::Or(parts) => parts.iter().find_map(Fragment::misplaced),
            Form::Near { left, right, .. } | Form::Same { left, right, .. } => {
                left.misplaced().or_else(|| right.misplaced())
            }
            Form::Boost(part, _) => part.misplaced(),
            Form::Value(_) | Form::In(..) => here("a field"),
            Form::And(_) => here("AND"),
            Form::Not(_) => here("an exclusion"),
            Form::AtLeast { .. } => here("a number of mentions"),
        }
    }

    /// The query in morgue's query language.
    pub fn print(&self) -> String {
        let mut out = String::new();
        self.write(true, &mut out);
        out
    }

    fn write(&self, outermost: bool, out: &mut String) {
        match &self.form {
            Form::Text(text) | Form::Value(text) => out.push_str(text),
            Form::And(parts) => list(parts, " AND ", outermost, out),
            Form::Or(parts) => list(parts, " OR ", outermost, out),
            Form::Not(part) => {
                out.push_str("NOT ");
                part.write(false, out);
            }
            Form::Near { left, right, within, ordered } => {
                let name = if *ordered { "PRE" } else { "NEAR" };
                pair(left, &format!("{name}/{within}"), right, outermost, out);
            }
            Form::Same { left, right, unit } => {
                pair(left, if *unit == Unit::Sentence { "SAME/S" } else { "SAME/P" }, right, outermost, out);
            }
            Form::AtLeast { times, part } => {
                out.push_str(&format!("ATLEAST/{times} "));
                part.write(false, out);
            }
            Form::In(field, part) => {
                out.push_str(&format!("{field}:"));
                let bare = matches!(
                    part.form,
                    Form::Text(_) | Form::And(_) | Form::Or(_) | Form::Near { .. } | Form::Same { .. }
                );
                part.write_operand(!bare, out);
            }
            Form::Boost(part, by) => {
                let bare = matches!(
                    part.form,
                    Form::Text(_) | Form::And(_) | Form::Or(_) | Form::Near { .. } | Form::Same { .. }
                );
                part.write_operand(!bare, out);
                out.push_str(&format!("^{by}"));
            }
        }
    }

    fn write_operand(&self, brackets: bool, out: &mut String) {
        if brackets {
            out.push('(');
        }
        self.write(brackets, out);
        if brackets {
            out.push(')');
        }
    }
}

fn list(parts: &[Fragment], operator: &str, outermost: bool, out: &mut String) {
    out.push_str(if outermost { "" } else { "(" });
    for (nth, part) in parts.iter().enumerate() {
        out.push_str(if nth > 0 { operator } else { "" });
        part.write(false, out);
    }
    out.push_str(if outermost { "" } else { ")" });
}

fn pair(left: &Fragment, operator: &str, right: &Fragment, outermost: bool, out: &mut String) {
    out.push_str(if outermost { "" } else { "(" });
    left.write(false, out);
    out.push_str(&format!(" {operator} "));
    right.write(false, out);
    out.push_str(if outermost { "" } else { ")" });
}
