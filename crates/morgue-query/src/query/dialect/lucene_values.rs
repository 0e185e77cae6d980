//! Values of date and number fields from Lucene's syntax to morgue's: `[2024-01-01 TO now]`, `{100 TO *}`, `>=2024-10`,
//! days counted back from now (`now-7d/d`), times where a day starts or ends.

use crate::query::language::QueryError;
use crate::query::language::Span;
use crate::query::language::dates;
use jiff::civil::Date;

/// Context for reading a value.
pub struct Values<'a> {
    pub field: &'static str,
    pub span: Span,
    pub today: &'a dyn Fn() -> Date,
}

impl Values<'_> {
    fn error(&self, message: String) -> QueryError {
        QueryError::new(self.span.clone(), message).with_hint(match self.field {
            "date" => "write 2024-10-25, or a range [2024-10-01 TO 2024-10-31]",
            _ => "write 800 or >800, or a range [100 TO 800]",
        })
    }

    /// `from TO to`, each end inclusive or exclusive.
    pub fn range(&self, inside: &str, includes: (bool, bool)) -> Result<String, QueryError> {
        let Some((from, to)) = inside.split_once(" TO ").map(|(from, to)| (from.trim(), to.trim())) else {
            return Err(self.error(format!("invalid range \"{inside}\": expected [A TO B]")));
        };
        let unquoted = |text: &str| text.trim_matches('"').to_owned();
        let (from, to) = (unquoted(from), unquoted(to));
        if from == "*" && to == "*" {
            return Ok(any(self.field));
        }
        if self.field != "date" {
            return self.numbers(&from, &to, includes);
        }

        let (from, to) = (self.day(&from, !includes.0)?, self.day(&to, includes.1)?);
        let (left, right) = (if includes.0 { '[' } else { '{' }, if includes.1 { ']' } else { '}' });
        let text = format!("{left}{from} TO {to}{right}");
        dates::parse(&text, self.span.clone(), self.today)?;
        Ok(format!("date:{text}"))
    }

    fn numbers(&self, from: &str, to: &str, includes: (bool, bool)) -> Result<String, QueryError> {
        let number = |text: &str| text.parse::<u64>().map_err(|_| self.error(format!("invalid number \"{text}\"")));
        let from = match from {
            "*" => 0,
            text => number(text)?.saturating_add(u64::from(!includes.0)),
        };
        let to = match to {
            "*" => u64::MAX,
            text => number(text)?
                .checked_sub(u64::from(!includes.1))
                .ok_or_else(|| self.error(format!("invalid range: nothing is less than {text}")))?,
        };
        if from > to {
            return Err(self.error("invalid range: it ends before it starts".to_owned()));
        }
        let end = if to == u64::MAX { String::new() } else { to.to_string() };
        Ok(format!("{}:{from}..{end}", self.field))
    }

    /// One value, with or without a comparison operator.
    pub fn single(&self, text: &str) -> Result<String, QueryError> {
        let bare = text.trim_start_matches(['>', '<', '=']);
        let sign = &text[..text.len() - bare.len()];
        if !matches!(sign, "" | ">" | "<" | ">=" | "<=") || bare.is_empty() {
            return Err(self.error(format!("invalid value \"{text}\" of {}", self.field)));
        }
        if bare == "*" && sign.is_empty() {
            return Ok(any(self.field));
        }
        if self.field != "date" {
            let number: u64 = bare.parse().map_err(|_| self.error(format!("invalid number \"{bare}\"")))?;
            let number = if sign == "<" { number.max(1) } else { number };
            return Ok(format!("{}:{sign}{number}", self.field));
        }
        let value = format!("{sign}{}", self.day(bare, matches!(sign, ">" | "<="))?);
        dates::parse(&value, self.span.clone(), self.today)?;
        Ok(format!("date:{value}"))
    }

    /// A day as morgue's query language writes it; `whole`: the boundary is at its end, so that its last second is too.
    fn day(&self, text: &str, whole: bool) -> Result<String, QueryError> {
        if text == "*" {
            return Ok(text.to_owned());
        }
        if let Some(back) = text.strip_prefix("now") {
            return self.counted_back(back, text);
        }
        let (day, time) = text.split_once(['T', 't']).map_or((text, None), |(day, time)| (day, Some(time)));
        if let Some(time) = time
            && !is_midnight(time)
            && !(whole && is_last_second(time))
        {
            let message = format!("articles have days here, so that the time of \"{text}\" cannot be searched");
            let hint = format!("use the whole day: {}", day.get(..10).unwrap_or(day));
            return Err(QueryError::new(self.span.clone(), message).with_hint(hint));
        }
        let (day, math) = day.split_once("||").map_or((day, ""), |(day, math)| (day, math));
        if !math.is_empty() || day.contains(char::is_whitespace) || !day.starts_with(|c: char| c.is_ascii_digit()) {
            return Err(self.error(format!("invalid date \"{text}\": expected YYYY-MM-DD")));
        }
        dates::parse(day, self.span.clone(), self.today)?;
        Ok(day.to_owned())
    }

    /// `now`, `now-7d`, `now-1M/M`.
    fn counted_back(&self, back: &str, text: &str) -> Result<String, QueryError> {
        let back = back.split('/').next().unwrap_or_default();
        let Some(count) = back.strip_prefix('-') else {
            return if back.is_empty() {
                Ok("today".to_owned())
            } else {
                Err(self.error(format!("invalid date \"{text}\": expected YYYY-MM-DD")))
            };
        };
        let digits = count.bytes().take_while(u8::is_ascii_digit).count();
        match (digits, &count[digits..]) {
            (1..=5, unit @ ("d" | "w" | "M" | "y")) => Ok(format!("{}{}", &count[..digits], unit.to_ascii_lowercase())),
            _ => Err(self.error(format!("invalid date \"{text}\": expected YYYY-MM-DD"))),
        }
    }
}

/// Whether a time is midnight in UTC, where the instant of a day is.
fn is_midnight(time: &str) -> bool {
    in_utc(time).is_some_and(|time| !time.is_empty() && time.bytes().all(|byte| matches!(byte, b'0' | b':' | b'.')))
}

fn is_last_second(time: &str) -> bool {
    let rest = in_utc(time).and_then(|time| time.strip_prefix("23:59"));
    let rest = rest.and_then(|rest| if rest.is_empty() { Some(rest) } else { rest.strip_prefix(":59") });
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.') && rest[1..].bytes().all(|byte| byte == b'9'))
}

/// A time without its mark for UTC; `None` with another offset.
fn in_utc(time: &str) -> Option<&str> {
    let time = time.strip_suffix(['Z', 'z']).or_else(|| time.strip_suffix("+00:00")).unwrap_or(time);
    (!time.contains(['+', '-', 'Z', 'z'])).then_some(time)
}

/// Articles that have any value.
pub fn any(field: &str) -> String {
    if field == "date" { "NOT date:none".to_owned() } else { format!("{field}:*") }
}
