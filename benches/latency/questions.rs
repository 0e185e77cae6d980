//! The questions: words, pairs and phrases drawn from the archive's own articles with a seed, so that every question
//! has an answer.

use super::Outcome;
use morgue::archive::Sort;
use morgue::desk::{Request, search};
use morgue::index::Generation;
use morgue::query::{ParseOptions, ZoneChoice, is_stop_word, parse};
use morgue::terms::NewsTokenizer;

/// Questions of each kind.
const EACH: usize = 150;

/// How words are combined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    All,
    Any,
    Phrase,
    /// NEAR/10; compared with a phrase of the same words, which finds less.
    NearToPhrase,
    /// NEAR/10; compared with two phrases with slop, which find the same.
    NearToSlop,
    Prefix,
}

/// One question, in both languages.
#[derive(Debug, Clone)]
pub struct Question {
    /// For morgue.
    pub text: String,
    pub words: Vec<String>,
    pub shape: Shape,
    pub sort: Sort,
    /// Whether the matches are counted too.
    pub counts: bool,
}

/// A few adjacent words of a text.
struct Sample {
    words: Vec<String>,
    telling: Vec<String>,
}

/// The kinds of questions, by name.
pub fn questions(generation: &Generation) -> Outcome<Vec<(&'static str, Vec<Question>)>> {
    let samples = samples(generation)?;
    let made =
        |make: &dyn Fn(&Sample) -> Option<Question>| samples.iter().filter_map(make).take(EACH).collect::<Vec<_>>();
    let telling = |sample: &Sample, number: usize| sample.telling.get(..number).map(<[String]>::to_vec);
    let ask = |words: Vec<String>, shape: Shape, text: String| Question {
        text,
        words,
        shape,
        sort: Sort::Relevance,
        counts: true,
    };
    let quoted =
        |words: &[String], glue: &str| words.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(glue);
    let bound = |number: usize, shape: Shape, glue: &'static str, expands: bool| {
        made(&|sample| {
            let words = telling(sample, number)?;
            let text = if expands { words.join(glue) } else { quoted(&words, glue) };
            Some(ask(words, shape, text))
        })
    };
    let phrase = |number: usize| {
        made(&|sample| {
            let words = sample.words.get(..number)?.to_vec();
            let text = format!("\"{}\"", words.join(" "));
            Some(ask(words, Shape::Phrase, text))
        })
    };
    let near = |shape: Shape| {
        made(&|sample| {
            let words = telling(sample, 2)?;
            let text = quoted(&words, " NEAR/10 ");
            Some(ask(words, shape, text))
        })
    };
    let newest = |questions: Vec<Question>| -> Vec<Question> {
        questions.into_iter().map(|question| Question { sort: Sort::Newest, counts: false, ..question }).collect()
    };
    let prefix = made(&|sample| {
        let word = sample.telling.first()?;
        let start: String = word.chars().take(4).collect();
        Some(ask(vec![start.clone()], Shape::Prefix, format!("{start}*")))
    });
    Ok(vec![
        ("word", bound(1, Shape::All, "", false)),
        ("all of 2 words", bound(2, Shape::All, " AND ", false)),
        ("all of 3 words", bound(3, Shape::All, " AND ", false)),
        ("any of 3 words", bound(3, Shape::Any, " OR ", false)),
        ("word, inflected", bound(1, Shape::All, "", true)),
        ("all of 2, inflected", bound(2, Shape::All, " AND ", true)),
        ("all of 3, inflected", bound(3, Shape::All, " AND ", true)),
        ("any of 3, inflected", bound(3, Shape::Any, " OR ", true)),
        ("phrase of 2", phrase(2)),
        ("phrase of 3", phrase(3)),
        ("NEAR/10 (to a phrase)", near(Shape::NearToPhrase)),
        ("NEAR/10 (to slop)", near(Shape::NearToSlop)),
        ("newest, word", newest(bound(1, Shape::All, "", false))),
        ("newest, all of 2 inflected", newest(bound(2, Shape::All, " AND ", true))),
        ("newest, any of 3 inflected", newest(bound(3, Shape::Any, " OR ", true))),
        ("prefix (to RegexQuery)", prefix),
    ])
}

/// Parts of articles, spread over the archive.
fn samples(generation: &Generation) -> Outcome<Vec<Sample>> {
    let total = generation.manifest.articles as usize;
    let step = (total / (EACH * 3)).max(1);
    let mut samples = Vec::new();
    for nth in 0..EACH * 3 {
        let request = Request {
            query: parse("*", ParseOptions { any: false, today: &|| jiff::civil::date(2024, 1, 1) })?,
            zones: ZoneChoice::Story,
            sort: Sort::Newest,
            offset: nth * step,
            limit: Some(1),
            excerpts: None,
        };
        let Some(hit) = search(generation, &request)?.next() else { break };
        samples.extend(sample(&hit?.zones.story, nth));
    }
    Ok(samples)
}

/// A run of words in a story, at a position chosen by `nth`.
fn sample(story: &str, nth: usize) -> Option<Sample> {
    let words: Vec<String> = NewsTokenizer::words(story).into_iter().map(|(.., word)| word).collect();
    let plain = |word: &&String| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let start = (nth * 7_919) % words.len().checked_sub(40)?;
    let mut telling: Vec<String> = Vec::new();
    for word in words[start..].iter().take(40).filter(plain).filter(|word| !is_stop_word(word)) {
        if !telling.contains(word) {
            telling.push(word.clone());
        }
    }
    let run = (start..start + 36).find(|&at| words[at..at + 3].iter().all(|word| plain(&word)))?;
    Some(Sample { words: words[run..run + 3].to_vec(), telling })
}
