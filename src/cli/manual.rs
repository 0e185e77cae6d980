//! Manual pages: one for the program and one for each verb, from the definitions of the flags, and one for the query
//! language. The examples and exit status in a help text become sections of their own.

use super::error::EXIT_STATUS;
use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use morgue::desk::{HelpPart as Part, help_parts as parts};
use morgue::index::{IndexError, write_atomically};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const QUERY_PAGE: &str = "morgue-query";

const FILES: [(&str, &str); 10] = [
    ("FOLDER/.morgue/", "The index of FOLDER. Any index can be named with --index."),
    (".morgue/morgue.toml", "Its sources, and its settings, which may be edited."),
    (".morgue/user/", "What belongs to its users: saved searches, aliases.toml, the state of watch."),
    (".morgue/current", "The generation that searches read."),
    (
        ".morgue/generations/",
        "The kept generations of the index, each with its checksums and the list of unreadable documents.",
    ),
    (".morgue/runs/", "Reports of the last 30 runs, as JSON."),
    (".morgue/cache/", "Articles as they were read. May be deleted at any time."),
    ("$XDG_DATA_HOME/morgue/", "The user's own index [default: ~/.local/share/morgue]."),
    (
        "$XDG_CACHE_HOME/morgue/",
        "Indexes made with --in of single files and read-only folders [default: ~/.cache/morgue].",
    ),
    (
        "$XDG_STATE_HOME/morgue/",
        "The last list of each index, for open; the state of watch for read-only indexes [default: ~/.local/state/morgue].",
    ),
];

const ENVIRONMENT: [(&str, &str); 6] = [
    ("MORGUE_INDEX", "The index to use, as with --index."),
    ("XDG_DATA_HOME, XDG_CACHE_HOME, XDG_STATE_HOME, HOME", "Where files of the user are; see FILES."),
    ("BROWSER", "The program that open uses for web addresses."),
    ("NO_COLOR", "If set, and not empty, no colours are used unless --color=always is given."),
    ("TERM", "If dumb, no colours are used."),
    ("COLUMNS", "The width of text output [default: the width of the terminal, else 100]."),
];

/// Writes the page of the program or of a verb.
pub fn page(command: &Command, out: &mut dyn Write) -> io::Result<()> {
    let man = Man::new(command.clone());
    man.render_title(out)?;
    man.render_name_section(out)?;
    man.render_synopsis_section(out)?;
    man.render_description_section(out)?;
    if command.get_arguments().next().is_some() {
        man.render_options_section(out)?;
    }
    if command.has_subcommands() {
        man.render_subcommands_section(out)?;
    }
    let mut roff = Roff::new();
    help(&mut roff, command);
    if command.get_display_name().unwrap_or(command.get_name()) == "morgue" {
        let codes = EXIT_STATUS.map(|(code, meaning)| (code.to_string(), meaning));
        table(&mut roff, "FILES", FILES);
        table(&mut roff, "ENVIRONMENT", ENVIRONMENT);
        table(&mut roff, "EXIT STATUS", codes.iter().map(|(code, meaning)| (code.as_str(), *meaning)));
        roff.control("SH", ["SEE ALSO"]).text([bold(QUERY_PAGE), roman("(7), "), bold("morgue-search"), roman("(1)")]);
    }
    roff.to_writer(out)
}

/// Writes all pages to a folder, in its sections if it has them.
pub fn write_all(mut command: Command, folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    command = command.disable_help_subcommand(true);
    command.build();
    write_verbs(&command, folder)?;
    let folder = folder_of_section_7(folder);
    std::fs::create_dir_all(&folder)?;
    let mut text = Vec::new();
    query_page(&mut text)?;
    write_file(&folder.join(format!("{QUERY_PAGE}.7")), &text)
}

fn write_verbs(command: &Command, folder: &Path) -> io::Result<()> {
    for verb in command.get_subcommands().filter(|verb| !verb.is_hide_set()) {
        write_verbs(verb, folder)?;
    }
    let mut text = Vec::new();
    page(command, &mut text)?;
    write_file(&folder.join(Man::new(command.clone()).get_filename()), &text)
}

fn write_file(path: &Path, text: &[u8]) -> io::Result<()> {
    write_atomically(path, text).map_err(|error| match error {
        IndexError::Io { source, .. } => source,
        other => io::Error::other(other),
    })
}

/// `man7` next to `man1`; any other folder gets all pages.
fn folder_of_section_7(folder: &Path) -> PathBuf {
    match folder.file_name().is_some_and(|name| name == "man1") {
        true => folder.with_file_name("man7"),
        false => folder.to_owned(),
    }
}

fn query_page(out: &mut dyn Write) -> io::Result<()> {
    let source = concat!("morgue ", env!("CARGO_PKG_VERSION"));
    let mut roff = Roff::new();
    roff.control("TH", [QUERY_PAGE, "7", "", source, ""]);
    roff.control("SH", ["NAME"]).text([roman(format!("{QUERY_PAGE} - the query language of morgue"))]);
    roff.control("SH", ["DESCRIPTION"])
        .text([roman("The query of search, count, explain, facets, timeline, entities, export and saved searches.")]);
    for part in parts() {
        match part {
            Part::Heading(heading) => roff.control("SH", [heading.as_str()]),
            Part::Paragraph(text) => roff.control("PP", []).text([roman(text)]),
            Part::Example(example, text) if text.is_empty() => {
                roff.control("PP", []).control("nf", []).text([bold(example)]).control("fi", [])
            }
            Part::Example(example, text) => roff.control("TP", []).text([bold(example)]).text([roman(text)]),
        };
    }
    roff.control("SH", ["SEE ALSO"]).text([bold("morgue"), roman("(1), "), bold("morgue-search"), roman("(1)")]);
    roff.to_writer(out)
}

/// The text below the flags of a help page: examples, exit status, and the rest as notes.
fn help(roff: &mut Roff, command: &Command) {
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let blocks: Vec<&str> = help.split("\n\n").filter(|block| !block.is_empty()).collect();
    let is_of =
        |block: &str, start: &str| block.split_once(':').is_some_and(|(first, _)| first.trim_end_matches('s') == start);
    let mut section = |title: &str, chosen: &dyn Fn(&str) -> bool| {
        let chosen: Vec<&&str> = blocks.iter().filter(|block| chosen(block)).collect();
        if !chosen.is_empty() {
            roff.control("SH", [title]);
        }
        for (at, block) in chosen.into_iter().enumerate() {
            if at > 0 {
                roff.control("PP", []);
            }
            text(roff, block);
        }
    };
    section("NOTES", &|block| !is_of(block, "Example") && !block.starts_with("Exit status: "));
    section("EXAMPLES", &|block| is_of(block, "Example"));
    section("EXIT STATUS", &|block| block.starts_with("Exit status: "));
}

/// Writes a block of text; indented lines stay unchanged, and the words that name the section are removed.
fn text(roff: &mut Roff, block: &str) {
    let mut verbatim = false;
    for line in block.lines().filter(|line| !matches!(*line, "Examples:" | "Example:")) {
        let example = line.strip_prefix("  ");
        if example.is_some() != verbatim {
            verbatim = !verbatim;
            roff.control(if verbatim { "nf" } else { "fi" }, []);
        }
        roff.text([roman(example.or_else(|| line.strip_prefix("Exit status: ")).unwrap_or(line))]);
    }
    if verbatim {
        roff.control("fi", []);
    }
}

fn table<'a>(roff: &mut Roff, title: &str, rows: impl IntoIterator<Item = (&'a str, &'a str)>) {
    roff.control("SH", [title]);
    for (term, text) in rows {
        roff.control("TP", []).text([bold(term)]).text([roman(text)]);
    }
}
