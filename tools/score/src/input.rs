//! Files to values. An error names the file, and the line where there is one.

use serde_json::Value;
use std::error::Error;
use std::path::Path;

/// What a command gives; its errors are read by a person.
pub type Outcome<T> = Result<T, Box<dyn Error>>;

/// The root of the repository, with `tests/floors.toml` and the cases of the tests.
pub fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// The text of a file.
pub fn text(path: &Path) -> Outcome<String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()).into())
}

/// The values of a file of JSON lines. Empty lines are ignored.
pub fn json_lines(path: &Path) -> Outcome<Vec<Value>> {
    let text = text(path)?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let value = |(at, line): (usize, &str)| {
        serde_json::from_str(line).map_err(|error| format!("{}:{}: {error}", path.display(), at + 1).into())
    };
    lines.map(value).collect()
}

/// A string of an object that must have it.
pub fn string<'a>(value: &'a Value, field: &str) -> Outcome<&'a str> {
    value[field].as_str().ok_or_else(|| format!("no \"{field}\" in {value}").into())
}
