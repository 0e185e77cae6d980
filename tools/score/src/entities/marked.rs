//! Stories with their names marked in the text: `[person Angela Merkel] visited [place Nairobi]`, and `[person Merkel|Angela
//! Merkel]` where another form of the name is used. A blank line separates stories; a line after `# ` is a title, every other
//! line is a sentence.

use super::links::Meant;
use crate::input::{Outcome, text};
use morgue::article::NamedAt;
use morgue::enrich::entities::{Kind, Mention};
use std::ops::Range;
use std::path::Path;

/// A story and its names.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Story {
    pub title: String,
    pub text: String,
    pub sentences: usize,
    pub names: Vec<Marked>,
}

/// A name as it is marked.
#[derive(Debug, PartialEq, Eq)]
pub struct Marked {
    /// The number of the text, as articles count them: 0 is the title, 2 the story.
    pub place: NamedAt,
    pub kind: Kind,
    pub text: String,
    /// The name that is meant.
    pub means: String,
}

impl Story {
    pub fn mentions(&self) -> Vec<Meant> {
        let mention = |name: &Marked| Mention { kind: name.kind, text: name.text.clone(), at: name.place };
        self.names.iter().map(|name| Meant { mention: mention(name), name: Some(name.means.clone()) }).collect()
    }
}

/// The stories of a file.
pub fn read(path: &Path) -> Outcome<Vec<Story>> {
    let text = text(path)?;
    let (mut stories, mut story) = (Vec::new(), Story::default());
    for (number, line) in text.lines().chain([""]).enumerate() {
        if !line.is_empty() {
            add_line(&mut story, line).map_err(|error| format!("{}:{}: {error}", path.display(), number + 1))?;
        } else if story.sentences > 0 {
            stories.push(std::mem::take(&mut story));
        }
    }
    Ok(stories)
}

fn add_line(story: &mut Story, line: &str) -> Result<(), String> {
    let title = line.strip_prefix("# ");
    let (text, names) = unmark(title.unwrap_or(line))?;
    let (number, before) = match title {
        Some(_) => (0, &mut story.title),
        None => (2, &mut story.text),
    };
    if !before.is_empty() {
        before.push(' ');
    }
    let start = before.len();
    before.push_str(&text);
    story.sentences += usize::from(title.is_none());
    story.names.extend(names.into_iter().map(|(span, kind, means)| {
        let place = NamedAt(number, (start + span.start) as u32, (start + span.end) as u32);
        Marked { place, kind, text: text[span].to_owned(), means }
    }));
    Ok(())
}

/// The text of a line, and its names: bytes of the text, kind, and what is meant.
type Unmarked = (String, Vec<(Range<usize>, Kind, String)>);

fn unmark(line: &str) -> Result<Unmarked, String> {
    let (mut text, mut names, mut rest) = (String::new(), Vec::new(), line);
    while let Some((before, marked)) = rest.split_once('[') {
        let (mark, after) = marked.split_once(']').ok_or_else(|| format!("\"[{marked}\" is not closed"))?;
        let (kind, name) = mark.split_once(' ').ok_or_else(|| format!("no name in \"[{mark}]\""))?;
        let kind = match kind {
            "person" => Kind::Person,
            "org" => Kind::Org,
            "place" => Kind::Place,
            _ => return Err(format!("unknown kind \"{kind}\": expected person, org or place")),
        };
        let (form, means) = name.split_once('|').unwrap_or((name, name));
        text.push_str(before);
        names.push((text.len()..text.len() + form.len(), kind, means.to_owned()));
        text.push_str(form);
        rest = after;
    }
    text.push_str(rest);
    Ok((text, names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out_of_the_text() {
        let mut story = Story::default();
        for line in [
            "# [person MAAS|Ilse Maas] resigns",
            "She left.",
            "[org Harbour Trust] was told by [person Maas|Ilse Maas].",
        ] {
            add_line(&mut story, line).expect("marked");
        }
        assert_eq!((story.title.as_str(), story.sentences), ("MAAS resigns", 2));
        assert_eq!(story.text, "She left. Harbour Trust was told by Maas.");
        for name in &story.names {
            let NamedAt(number, start, end) = name.place;
            let text = if number == 0 { &story.title } else { &story.text };
            assert_eq!(text[start as usize..end as usize], name.text);
        }
        let means: Vec<&str> = story.names.iter().map(|name| name.means.as_str()).collect();
        assert_eq!(means, ["Ilse Maas", "Harbour Trust", "Ilse Maas"]);
        for (line, error) in [
            ("[man Maas] left", "unknown kind \"man\": expected person, org or place"),
            ("[person Maas left", "\"[person Maas left\" is not closed"),
            ("[person] left", "no name in \"[person]\""),
        ] {
            assert_eq!(unmark(line), Err(error.to_owned()));
        }
    }
}
