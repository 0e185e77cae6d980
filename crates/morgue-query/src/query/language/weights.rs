//! Weights: the number after `^`, kept in thousandths so that trees can be compared.

/// What `^1` means.
pub const ONE: u32 = 1000;

/// What an error says about the accepted numbers.
pub const RANGE: &str = "a number from 0.1 to 100";

/// `2`, `0.5`, `2.25`.
pub fn parse(number: &str) -> Option<u32> {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() + part.len() == 0 || whole.len() > 3 || part.len() > 3 || !digits(whole) || !digits(part) {
        return None;
    }
    let thousandths = format!("{whole:0>1}{part:0<3}").parse().ok()?;
    (100..=100 * ONE).contains(&thousandths).then_some(thousandths)
}

/// The shortest number that is read as these thousandths.
pub fn print(by: u32) -> String {
    let number = format!("{}.{:03}", by / ONE, by % ONE);
    number.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A word and the number after its last `^`.
pub fn split(chunk: &str) -> Option<(&str, &str)> {
    let (word, number) = chunk.rsplit_once('^')?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (is_number && word.contains(char::is_alphanumeric)).then_some((word, number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_numbers_within_bounds() {
        let cases = [
            ("2", Some(2000)),
            ("0.5", Some(500)),
            (".5", Some(500)),
            ("2.25", Some(2250)),
            ("100", Some(100_000)),
            ("0.1", Some(100)),
            ("0.05", None),
            ("101", None),
            ("", None),
            (".", None),
            ("1.2.3", None),
        ];
        for (number, want) in cases {
            assert_eq!(parse(number), want, "{number}");
        }
        for by in [100, 500, 1000, 2250, 100_000] {
            assert_eq!(parse(&print(by)), Some(by));
        }
    }
}
