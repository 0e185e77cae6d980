//! Names of people that are written with the last name first, as lists of references and tables have them: `Doe, Jane;
//! Roe, John`. What may be a byline stays as it is.

use crate::article::Byline;

/// The people of a list with last names first, separated by semicolons, bars or `and`; `None` if it is not such a list.
pub(super) fn people(list: &str) -> Option<Vec<String>> {
    let parts: Vec<&str> = list.split([';', '|']).map(str::trim).filter(|part| !part.is_empty()).collect();
    if !list.contains(',') || Byline::parse(list).wire.is_some() {
        return None;
    }
    let mut people = Vec::new();
    for part in parts {
        match part.contains(',') {
            // `Doe, Jane and Roe, John`.
            true if part.contains(" and ") => {
                people.extend(part.split(" and ").map(first_name_first).collect::<Option<Vec<_>>>()?);
            }
            true => people.push(first_name_first(part)?),
            false => people.push(part.to_owned()),
        }
    }
    Some(people)
}

/// `Doe, Jane` to `Jane Doe`: one last name, with its particles in lower case, and one or two first names.
fn first_name_first(person: &str) -> Option<String> {
    let (last, first) = person.split_once(',')?;
    let (last, first) = (last.trim(), first.trim());
    let names = |text: &str| text.split(' ').filter(|word| word.starts_with(char::is_uppercase)).count();
    let letters = |text: &str| text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '.' | '\'' | '’'));
    let small = first.split(' ').all(|word| word.starts_with(char::is_uppercase));
    let plain = letters(last) && letters(first) && small && names(last) == 1 && (1..=2).contains(&names(first));
    // `SIBI KIT TU, WS` are two sets of initials.
    let initials = first.chars().count() <= 2 && !first.ends_with('.');
    let turned = format!("{first} {last}");
    (plain && !initials && Byline::parse(&turned).people).then_some(turned)
}

/// A name of a format that always has the last name first, `Doe, Jane` or `Doe, Jane, Jr.`, with the first name first.
pub(super) fn turned(name: &str) -> String {
    let parts: Vec<&str> = name.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    match parts[..] {
        [last, first] => format!("{first} {last}"),
        [last, first, generation] => format!("{first} {last} {generation}"),
        _ => name.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_with_last_names_first_are_turned_and_bylines_stay() {
        for (list, want) in [
            ("Doe, Jane; Roe, John A.", Some(vec!["Jane Doe", "John A. Roe"])),
            ("Doe, Jane and Roe, John", Some(vec!["Jane Doe", "John Roe"])),
            ("Doe, Jane; John Roe", Some(vec!["Jane Doe", "John Roe"])),
            ("von Doe, Jane", Some(vec!["Jane von Doe"])),
            ("Jane Doe; John Roe", None),
            ("By Jane Doe, John Roe", None),
            ("Jane Doe, Courier Staff", None),
            ("KIT, WS", None),
            ("Doe, in Berlin", None),
            ("Reuters, Bloomberg", None),
        ] {
            let want = want.map(|people| people.into_iter().map(str::to_owned).collect::<Vec<_>>());
            assert_eq!(people(list), want, "{list}");
        }
        assert_eq!(
            (turned("García Márquez, Ana"), turned("Courier")),
            ("Ana García Márquez".to_owned(), "Courier".to_owned())
        );
        assert_eq!(turned("Roe, John, Jr."), "John Roe Jr.");
    }
}
