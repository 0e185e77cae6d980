//! Imports point down the layer map of the crate documentation, engines stay behind their fences, and the package budget
//! holds.

use super::support::root;
use std::fs;
use std::path::{Path, PathBuf};

/// Each layer, and those it may use.
const LAYERS: [(&str, &[&str]); 17] = [
    ("text", &[]),
    ("article", &["text"]),
    ("terms", &["article", "text"]),
    ("schema", &["terms", "text"]),
    ("source", &["text"]),
    ("format", &["article", "source", "text"]),
    ("extract", &["article", "format", "text"]),
    ("enrich", &["article", "text"]),
    ("query", &["article", "schema", "terms", "text"]),
    ("passages", &["article", "query", "terms", "text"]),
    ("archive", &["article", "passages", "query", "schema", "terms", "text"]),
    ("engine", &["article", "query", "schema", "terms", "text"]),
    ("index", &["article", "engine", "schema", "terms", "text"]),
    ("search", &["archive", "article", "engine", "index", "passages", "query", "schema", "terms", "text"]),
    ("ingest", &["article", "source", "format", "extract", "enrich", "engine", "index", "schema", "terms", "text"]),
    ("render", &["archive", "article", "passages", "query", "text"]),
    (
        "desk",
        &["archive", "article", "index", "ingest", "passages", "query", "render", "schema", "source", "terms", "text"],
    ),
];

/// Crates that only some layers may name.
const FENCES: [(&str, &[&str]); 3] =
    [("tantivy", &["engine", "index", "search"]), ("walkdir", &["source"]), ("clap", &["cli"])];

/// Packages of others in the lock file, those for tests, for the commands of development and for other systems included.
/// Raise it with a reason: the last four are the shell completions and manual pages made from the definitions of the
/// command line, the latter's writer, and the reader of licence expressions that the test of `deny.toml` needs.
const PACKAGE_BUDGET: usize = 337;

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("read") {
        let path = entry.expect("read").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The names behind every `crate::` and `morgue::` of a file.
fn used(code: &str) -> Vec<&str> {
    let word = |rest: &'_ str| rest.len() - rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').len();
    code.match_indices("crate::").map(|(at, name)| &code[at + name.len()..]).map(|rest| &rest[..word(rest)]).collect()
}

fn code_of(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("read");
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn imports_point_down() {
    for (layer, may_use) in LAYERS {
        for path in rust_files(&root().join("src").join(layer)) {
            for name in used(&code_of(&path)) {
                let known = LAYERS.iter().any(|(known, _)| *known == name);
                assert!(!known || name == layer || may_use.contains(&name), "{} uses {name}", path.display());
            }
        }
    }
}

#[test]
fn engines_stay_behind_their_fences() {
    for path in rust_files(&root().join("src")) {
        let inside = path.strip_prefix(root().join("src")).expect("inside");
        let layer = inside.components().next().expect("a layer").as_os_str().to_string_lossy().into_owned();
        for (engine, allowed) in FENCES {
            let named = code_of(&path).contains(&format!("{engine}::"));
            assert!(!named || allowed.contains(&layer.as_str()), "{} names {engine}", path.display());
        }
    }
}

#[test]
fn the_commands_of_development_stay_outside() {
    let manifest: toml::Table =
        fs::read_to_string(root().join("Cargo.toml")).expect("read").parse().expect("a manifest");
    for table in ["dependencies", "dev-dependencies"] {
        assert!(manifest[table].get("morgue-score").is_none(), "{table}: morgue uses its commands of development");
    }
    for path in rust_files(&root().join("tools/score/src")) {
        for (engine, allowed) in [("clap", "main.rs"), ("tantivy", "ranking/runs.rs")] {
            let named = code_of(&path).contains(&format!("{engine}::"));
            assert!(!named || path.ends_with(allowed), "{} names {engine}", path.display());
        }
    }
}

#[test]
fn nothing_prints_past_the_output() {
    for path in ["src", "tools/score/src"].iter().flat_map(|folder| rust_files(&root().join(folder))) {
        let code = code_of(&path);
        let code = code.split("#[cfg(test)]").next().expect("some");
        for macro_name in ["println!", "eprintln!", "dbg!", "todo!", "unimplemented!"] {
            assert!(!code.contains(macro_name), "{} has {macro_name}", path.display());
        }
    }
}

#[test]
fn every_module_says_what_it_is() {
    for path in ["src", "tools/score"].iter().flat_map(|folder| rust_files(&root().join(folder))) {
        let text = fs::read_to_string(&path).expect("read");
        assert!(text.starts_with("//!"), "{} does not", path.display());
        let lines = text.lines().count();
        assert!(lines <= 500, "{} has {lines} lines; parts of it want a file of their own", path.display());
    }
}

#[test]
fn the_package_budget_holds() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("read");
    let lock: toml::Table = toml::from_str(&lock).expect("a lock file");
    let packages = lock["package"].as_array().expect("packages");
    // A name with its version where the file holds several.
    let named = |wanted: &str| {
        let (name, version) = wanted.split_once(' ').map_or((wanted, None), |(name, version)| (name, Some(version)));
        let own = packages.iter().filter(move |package| package["name"].as_str() == Some(name));
        own.filter(move |package| version.is_none() || package["version"].as_str() == version).collect::<Vec<_>>()
    };
    let own = ["morgue".to_owned(), "morgue-score".to_owned()];
    let (mut reached, mut next) = (std::collections::BTreeSet::new(), own.to_vec());
    while let Some(name) = next.pop() {
        // The crates behind the features `pdf` and `parquet` bring many, and are not built unless they are asked for;
        // `libm` stands in the file for the latter alone.
        if ["pdf_oxide", "parquet", "libm"].contains(&name.as_str()) || !reached.insert(name.clone()) {
            continue;
        }
        let dependencies = named(&name).into_iter().filter_map(|package| package.get("dependencies")?.as_array());
        next.extend(dependencies.flatten().filter_map(|it| it.as_str().map(str::to_owned)));
    }
    let foreign = reached.iter().filter(|name| named(name).iter().any(|package| package.get("source").is_some()));
    let names: std::collections::BTreeSet<&str> = foreign.filter_map(|name| name.split(' ').next()).collect();
    assert!(names.len() <= PACKAGE_BUDGET, "{} packages", names.len());
}
