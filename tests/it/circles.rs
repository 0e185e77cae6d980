//! Files never import each other in a circle: a name in a `use`, or a path in the code, leads to the file that defines
//! it, through any `pub use` on the way. Tests inside the files are ignored.

use super::support::root;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Circles that are known, each with its reason. A circle is allowed if all of its files are in one of them.
const KNOWN: [(&[&str], &str); 4] = [
    (
        &["index/archive.rs", "index/error.rs", "index/lock.rs"],
        "an error names the run that holds the lock of an archive",
    ),
    (&["index/generation.rs", "index/kept.rs"], "publishing removes what is no longer kept"),
    (&["render/mod.rs", "render/watched.rs"], "a list in groups is written list by list"),
    (&["cli/schedule.rs", "cli/schedule_show.rs"], "what is shown of a schedule is what was written for it"),
];

/// A module, by the names of the modules around it; empty for the crate's root.
type Place = Vec<String>;

/// The imports of a file.
#[derive(Debug, Default)]
struct Module {
    file: String,
    uses: Vec<Use>,
    /// Paths in its code.
    paths: Vec<Vec<String>>,
}

/// One name that a `use` imports.
#[derive(Debug, Clone, PartialEq)]
struct Use {
    path: Vec<String>,
    name: String,
}

type Modules = BTreeMap<Place, Module>;

#[test]
fn files_never_import_each_other_in_a_circle() {
    let crates = fs::read_dir(root().join("crates")).into_iter().flatten().map(|it| it.expect("an entry").path());
    let mut wrong = Vec::new();
    for folder in crates.chain([root().to_owned()]) {
        let modules = read_crate(&folder.join("src"));
        wrong.extend(knots(&imports(&modules)).into_iter().filter(|knot| !is_known(knot)));
    }
    assert!(wrong.is_empty(), "{} circles: {wrong:#?}", wrong.len());
}

/// Whether all files of a circle are in a known one.
fn is_known(knot: &BTreeSet<String>) -> bool {
    KNOWN.iter().any(|(files, _)| knot.iter().all(|file| files.contains(&file.as_str())))
}

/// All modules below a crate's `src`, by path.
fn read_crate(src: &Path) -> Modules {
    let mut modules = Modules::new();
    let mut folders: Vec<PathBuf> = vec![src.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let file = path.strip_prefix(src).expect("inside").to_string_lossy().replace('\\', "/");
                let text = fs::read_to_string(&path).expect("a text");
                if file != "main.rs" {
                    modules.insert(place_of(&file), module(&file, &text));
                }
            }
        }
    }
    modules
}

fn place_of(file: &str) -> Place {
    let stem = file.trim_end_matches(".rs");
    let parts = stem.split('/').filter(|part| !matches!(*part, "mod" | "lib"));
    parts.map(str::to_owned).collect()
}

fn module(file: &str, text: &str) -> Module {
    let tokens = without_tests(tokens(text));
    let mut module = Module { file: file.to_owned(), ..Module::default() };
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at] == "use" {
            let end = tokens[at..].iter().position(|token| token == ";").map_or(tokens.len(), |end| at + end);
            leaves(&tokens[at + 1..end], &[], &mut module.uses);
            at = end;
        } else if is_word(&tokens[at]) {
            let mut path = vec![tokens[at].clone()];
            while at + 2 < tokens.len() && tokens[at + 1] == "::" && is_word(&tokens[at + 2]) {
                path.push(tokens[at + 2].clone());
                at += 2;
            }
            if path.len() > 1 {
                module.paths.push(path);
            }
        }
        at += 1;
    }
    module
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Words, `::` and single characters; comments and string literals are skipped.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (length, kept) = match first {
            '/' if rest.starts_with("//") => (rest.find('\n').unwrap_or(rest.len()), false),
            '/' if rest.starts_with("/*") => (rest.find("*/").map_or(rest.len(), |end| end + 2), false),
            '"' => (quoted(rest), false),
            'r' if raw_hashes(&rest[1..]).is_some() => (1 + raw(&rest[1..]), false),
            '\'' => (character(rest), false),
            ':' if rest.starts_with("::") => (2, true),
            first if first.is_alphanumeric() || first == '_' => {
                (rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len()), true)
            }
            first => (first.len_utf8(), !first.is_whitespace()),
        };
        if kept {
            tokens.push(rest[..length].to_owned());
        }
        rest = &rest[length..];
    }
    tokens
}

/// Length of a string in quotation marks.
fn quoted(text: &str) -> usize {
    let mut escaped = true;
    let end = text.char_indices().find(|(_, c)| {
        let ends = *c == '"' && !escaped;
        escaped = *c == '\\' && !escaped;
        ends
    });
    end.map_or(text.len(), |(at, _)| at + 1)
}

/// The `#` characters before the quotation mark of a raw string.
fn raw_hashes(text: &str) -> Option<usize> {
    let hashes = text.len() - text.trim_start_matches('#').len();
    text[hashes..].starts_with('"').then_some(hashes)
}

/// Length of a raw string after its `r`.
fn raw(text: &str) -> usize {
    let hashes = raw_hashes(text).unwrap_or(0);
    let end = format!("\"{}", "#".repeat(hashes));
    text[hashes + 1..].find(&end).map_or(text.len(), |at| hashes + 1 + at + end.len())
}

/// Length of a character literal, or of the quote that starts a lifetime.
fn character(text: &str) -> usize {
    let inside = text[1..].chars().next().unwrap_or(' ');
    if inside == '\\' {
        return text[3..].find('\'').map_or(text.len(), |at| at + 4);
    }
    let after = 1 + inside.len_utf8();
    if text[after..].starts_with('\'') { after + 1 } else { 1 }
}

/// The tokens of a file without test items.
fn without_tests(tokens: Vec<String>) -> Vec<String> {
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at..].starts_with(&["#", "[", "cfg"].map(str::to_owned)) {
            let end = at + closing(&tokens[at + 1..]) + 1;
            if tokens[at..end].iter().any(|token| token == "test") {
                at = end_of_item(&tokens, end);
                continue;
            }
        }
        kept.push(tokens[at].clone());
        at += 1;
    }
    kept
}

/// The position after the bracket that closes the first one.
fn closing(tokens: &[String]) -> usize {
    let mut depth = 0;
    for (at, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "[" | "{" | "(" => depth += 1,
            "]" | "}" | ")" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    tokens.len()
}

/// The position after the item that starts at `from`.
fn end_of_item(tokens: &[String], from: usize) -> usize {
    let is_use = tokens[from..].iter().find(|token| is_word(token) && *token != "pub").is_some_and(|it| it == "use");
    for at in from..tokens.len() {
        match tokens[at].as_str() {
            ";" => return at + 1,
            "{" if !is_use => return at + closing(&tokens[at..]),
            _ => {}
        }
    }
    tokens.len()
}

/// The names that the tree of one `use` imports.
fn leaves(tree: &[String], before: &[String], uses: &mut Vec<Use>) {
    for part in split(tree) {
        let words = part.iter().take_while(|token| is_word(token) && *token != "as" || *token == "::");
        let mut path: Vec<String> = before.to_vec();
        path.extend(words.filter(|token| *token != "::").cloned());
        if let Some(open) = part.iter().position(|token| token == "{") {
            leaves(&part[open + 1..part.len() - 1], &path, uses);
            continue;
        }
        if part.last().is_some_and(|token| token == "*") {
            path.push("*".to_owned());
        }
        let renamed = part.iter().position(|token| token == "as").and_then(|at| part.get(at + 1));
        if path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let Some(name) = renamed.or(path.last()).cloned() else { continue };
        uses.push(Use { path, name });
    }
}

/// The parts between the commas outside brackets.
fn split(tokens: &[String]) -> Vec<&[String]> {
    let (mut parts, mut depth, mut from) = (Vec::new(), 0, 0);
    for (at, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth -= 1,
            "," if depth == 0 => {
                parts.push(&tokens[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&tokens[from..]);
    parts.retain(|part| !part.is_empty());
    parts
}

/// Where a path leads.
#[derive(Debug, PartialEq)]
enum End {
    Module(Place),
    /// An item that this module defines.
    Item(Place),
}

/// The end of a path used in a module; `None` if it is not a module of this crate.
fn resolve(modules: &Modules, at: &Place, path: &[String], seen: &mut BTreeSet<(Place, String)>) -> Option<End> {
    let mut place = at.clone();
    for (nth, part) in path.iter().enumerate() {
        match part.as_str() {
            "crate" if nth == 0 => place.clear(),
            "self" if nth == 0 => {}
            "super" => drop(place.pop()),
            "*" => return Some(End::Item(place)),
            name => {
                let child: Place = place.iter().cloned().chain([name.to_owned()]).collect();
                if modules.contains_key(&child) {
                    place = child;
                    continue;
                }
                let known = modules.get(&place)?.uses.iter().find(|import| import.name == name);
                match known.filter(|_| seen.insert((place.clone(), name.to_owned()))) {
                    Some(import) => match resolve(modules, &place, &import.path, seen)? {
                        End::Module(inner) => place = inner,
                        item => return Some(item),
                    },
                    // A name at the start belongs to another crate, or to the file itself.
                    None => return (nth > 0).then_some(End::Item(place)),
                }
            }
        }
    }
    Some(End::Module(place))
}

/// The files that each file imports.
fn imports(modules: &Modules) -> BTreeMap<String, BTreeSet<String>> {
    let mut imports = BTreeMap::new();
    for (place, module) in modules {
        let uses = module.uses.iter().map(|import| (&import.path, Some(&import.name)));
        let paths = module.paths.iter().map(|path| (path, None));
        let mut files = BTreeSet::new();
        for (path, name) in uses.chain(paths) {
            let mut seen: BTreeSet<_> = name.map(|name| (place.clone(), name.clone())).into_iter().collect();
            match resolve(modules, place, path, &mut seen) {
                Some(End::Item(other)) if other != *place => {
                    files.extend(modules.get(&other).map(|it| it.file.clone()))
                }
                _ => {}
            }
        }
        imports.insert(module.file.clone(), files);
    }
    imports
}

/// Sets of files that reach each other.
fn knots(imports: &BTreeMap<String, BTreeSet<String>>) -> Vec<BTreeSet<String>> {
    let reached = |from: &String| {
        let mut reached = BTreeSet::new();
        let mut next: Vec<&String> = imports.get(from).into_iter().flatten().collect();
        while let Some(file) = next.pop() {
            if reached.insert(file.clone()) {
                next.extend(imports.get(file).into_iter().flatten());
            }
        }
        reached
    };
    let all: BTreeMap<&String, BTreeSet<String>> = imports.keys().map(|file| (file, reached(file))).collect();
    let mut knots: BTreeSet<BTreeSet<String>> = BTreeSet::new();
    for (file, reaches) in all.iter().filter(|(file, reaches)| reaches.contains(**file)) {
        let back = reaches.iter().filter(|other| all.get(other).is_some_and(|it| it.contains(*file)));
        knots.insert(back.cloned().collect());
    }
    knots.into_iter().collect()
}

/// The circles of an example crate.
fn circles_of(files: &[(&str, &str)]) -> Vec<Vec<String>> {
    let modules = files.iter().map(|(file, text)| (place_of(file), module(file, text))).collect();
    knots(&imports(&modules)).into_iter().map(|knot| knot.into_iter().collect()).collect()
}

#[test]
fn a_circle_is_found_through_mod_rs_and_by_paths() {
    let ring = [
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "use crate::b::{self, Two}; fn f() -> Two { b::two() }"),
        ("b.rs", "pub struct Two; pub fn two() -> Two { super::c::three() }"),
        ("c.rs", "use super::a as first; fn three() { first::f() }"),
    ];
    assert_eq!(circles_of(&ring), [["a.rs", "b.rs", "c.rs"]]);
    let mother = [
        ("lib.rs", "mod desk;"),
        ("desk/mod.rs", "mod lamp; pub struct Desk; pub use lamp::Lamp;"),
        ("desk/lamp.rs", "use super::Desk; pub struct Lamp(Desk);"),
    ];
    assert_eq!(circles_of(&mother), [["desk/lamp.rs", "desk/mod.rs"]]);
}

#[test]
fn what_a_file_re_exports_is_defined_elsewhere() {
    let files = [
        ("lib.rs", "mod desk;"),
        ("desk/mod.rs", "mod lamp; mod shade; pub use shade::Shade; pub fn light() { lamp::on() }"),
        ("desk/lamp.rs", "use super::Shade; pub fn on() -> Shade { Shade }"),
        ("desk/shade.rs", "pub struct Shade;"),
    ];
    assert_eq!(circles_of(&files), Vec::<Vec<String>>::new());
}

#[test]
fn comments_texts_and_tests_import_nothing() {
    let files = [
        ("lib.rs", "mod a; mod b;"),
        ("a.rs", "use super::b::B; pub struct A(B);"),
        (
            "b.rs",
            "/// See `crate::a::A`.\npub struct B; /* super::a::A */ const T: &str = \"use super::a::A;\\\"\"; \
             const R: &str = r#\"super::a::A\"#; fn f<'x>(_: &'x str) -> char { '\"' } \
             #[cfg(test)] mod tests { use super::super::a::A; } #[cfg(all(test, unix))] use super::a::A;",
        ),
    ];
    assert_eq!(circles_of(&files), Vec::<Vec<String>>::new());
}
