//! Moves the lines that an outlet repeats from a story to its margin.

use crate::article::{Article, Aside, AsideKind, Repeats};

/// Moves the repeated lines of an article's story to its margin; whether there were any.
pub fn move_repeats(repeats: &Repeats, article: &mut Article) -> bool {
    let Some(lines) = repeats.separate(article) else { return false };
    let aside = |line: &&str| Aside { kind: kind_of(line), text: (*line).to_owned(), moved: true };
    let asides: Vec<Aside> = lines.repeated.iter().map(aside).collect();
    let words = u32::try_from(lines.repeated_words).unwrap_or(u32::MAX);
    let story = lines.others.join("\n\n");
    article.zones.margin.extend(asides);
    article.zones.story = story;
    article.words = article.words.saturating_sub(words);
    true
}

fn kind_of(line: &str) -> AsideKind {
    super::line_rules::aside(line).unwrap_or(AsideKind::Repeat)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{StoryLines, story_lines};
    use crate::extract::tests::article;

    /// The table of a story's lines.
    fn table_of(story: StoryLines) -> Repeats {
        Repeats::of(story.lines)
    }

    const PROMPT: &str = "Sign up for our 7 o'clock briefing.";
    const STORY: &str = "The ferry to the island was cancelled on Monday after a storm.";

    #[test]
    fn repeated_lines_go_to_the_margin_and_are_not_counted() {
        let table = table_of(story_lines(&article("Courier", &["Sign up for our 12 o'clock briefing."])));
        let mut found = article("Courier", &[STORY, PROMPT]);
        assert!(move_repeats(&table, &mut found));
        assert_eq!((found.zones.story.as_str(), found.words), (STORY, 12));
        assert_eq!(found.zones.margin[0].text, PROMPT);
    }

    #[test]
    fn what_one_outlet_repeats_is_another_ones_story() {
        let table = table_of(story_lines(&article("Courier", &[PROMPT])));
        assert!(!move_repeats(&table, &mut article("Herald", &[STORY, PROMPT])));
    }

    #[test]
    fn never_more_than_half_of_a_story_goes() {
        let table = table_of(story_lines(&article("Courier", &[PROMPT, STORY])));
        let mut found = article("Courier", &["Short and new.", STORY, PROMPT]);
        assert!(!move_repeats(&table, &mut found));
        assert_eq!(found.zones.story, ["Short and new.", STORY, PROMPT].join("\n\n"));
        let half = table_of(story_lines(&article("Courier", &["One two three four."])));
        assert!(move_repeats(&half, &mut article("Courier", &["One two three four.", "Five six seven eight."])));
        assert!(!move_repeats(&half, &mut article("Courier", &["One two three four.", "Five six seven."])));
    }

    #[test]
    fn never_more_than_half_of_a_story_is_moved() {
        let known = table_of(story_lines(&article("Courier", &[PROMPT, "One two three four."])));
        let stories: [(&[&str], bool); 6] = [
            (&[STORY, PROMPT], true),
            (&[PROMPT], false),
            (&[STORY], false),
            (&["One two three four.", "Five six seven eight."], true),
            (&["One two three four.", "Five six seven."], false),
            (&["One two three four.", "Five.", "Six.", "Seven.", "Eight."], true),
        ];
        for (story, want) in stories {
            assert_eq!(move_repeats(&known, &mut article("Courier", story)), want, "{story:?}");
        }
    }

    #[test]
    fn a_single_word_does_not_count_as_a_line() {
        assert_eq!(story_lines(&article("Courier", &["Why?", "No.", "Why not?"])).lines.len(), 1);
    }
}
