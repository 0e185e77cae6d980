//! The arguments of search verbs, separated into flags and query: only `-` and a single letter or `0`, alone, or
//! `--name` is a flag. Every other argument is query text, so that `-Taiwan`, `-"low orbit"` and `-title:review` mean
//! NOT.

use clap::{Arg, Command};
use std::ffi::{OsStr, OsString};

/// Moves the flags of a search verb before its query, with `--` between them. Other verbs are left to the parser.
pub fn split(words: Vec<OsString>, command: &Command) -> Vec<OsString> {
    let Some(at) = verb_at(&words, command) else { return words };
    let named = |at: usize, command: &'_ Command| -> Option<Command> {
        words.get(at)?.to_str().and_then(|name| command.find_subcommand(name)).cloned()
    };
    let Some(verb) = named(at, command) else { return words };
    // The verbs of a verb follow it directly: `saved add`.
    let (at, verb) = named(at + 1, &verb).map_or((at, verb), |inner| (at + 1, inner));
    if !verb.get_arguments().any(Arg::is_trailing_var_arg_set) {
        return words;
    }
    let known: Vec<&Arg> = verb.get_arguments().chain(command.get_arguments()).collect();
    let mut flags: Vec<OsString> = words[..=at].to_vec();
    let mut query = Vec::new();
    let mut rest = words[at + 1..].iter();
    while let Some(word) = rest.next() {
        if word == "--" {
            query.extend(rest.by_ref().cloned());
        } else if is_flag(word) {
            flags.push(word.clone());
            if takes_value(word, &known) {
                flags.extend(rest.next().cloned());
            }
        } else {
            query.push(word.clone());
        }
    }
    flags.push("--".into());
    flags.extend(query);
    flags
}

/// The first word that is not a global flag or the value of one.
pub fn verb_at(words: &[OsString], command: &Command) -> Option<usize> {
    let known: Vec<&Arg> = command.get_arguments().collect();
    let mut at = 1;
    while at < words.len() {
        if !is_flag(&words[at]) {
            return Some(at);
        }
        at += if takes_value(&words[at], &known) { 2 } else { 1 };
    }
    None
}

fn is_flag(word: &OsStr) -> bool {
    let bytes = word.as_encoded_bytes();
    match bytes {
        [b'-', b'-', first, ..] => first.is_ascii_alphabetic(),
        [b'-', letter] => letter.is_ascii_alphabetic() || *letter == b'0',
        _ => false,
    }
}

fn takes_value(word: &OsStr, known: &[&Arg]) -> bool {
    let Some(text) = word.to_str() else { return false };
    let arg = match text.strip_prefix("--") {
        Some(long) if long.contains('=') => return false,
        Some(long) => known.iter().find(|arg| {
            arg.get_long() == Some(long) || arg.get_all_aliases().is_some_and(|aliases| aliases.contains(&long))
        }),
        None => known.iter().find(|arg| arg.get_short() == text.chars().nth(1)),
    };
    arg.is_some_and(|arg| arg.get_action().takes_values())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::command;

    #[test]
    fn only_a_lone_letter_is_a_flag() {
        let cases = [
            ("search -n 5 Starlink -Taiwan", "search -n 5 -- Starlink -Taiwan"),
            (
                "--index x search Starlink -title:review --sort newest",
                "--index x search --sort newest -- Starlink -title:review",
            ),
            ("query --format=json - -x5 --", "query --format=json -- - -x5"),
            ("count a -- --sort", "count -- a --sort"),
            ("saved add space Starlink -Taiwan --any", "saved add --any -- space Starlink -Taiwan"),
            ("saved show space", "saved show space"),
            ("ingest -j 2 x", "ingest -j 2 x"),
            ("status", "status"),
        ];
        for (line, want) in cases {
            let words =
                |line: &str| std::iter::once("morgue").chain(line.split(' ')).map(OsString::from).collect::<Vec<_>>();
            assert_eq!(split(words(line), &command()), words(want), "{line}");
        }
    }
}
