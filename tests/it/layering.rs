//! Imports point down the layer map of the crate documentation, engines are used only by their own crates, and the
//! package budget is kept.

use super::support::root;
use std::fs;
use std::path::{Path, PathBuf};

/// The crates, each with the crates of the project that it may use.
const CRATES: [(&str, &[&str]); 5] = [
    ("morgue-article", &[]),
    ("morgue-read", &["morgue-article"]),
    ("morgue-query", &["morgue-article"]),
    ("morgue-index", &["morgue-article", "morgue-query"]),
    ("morgue", &["morgue-article", "morgue-read", "morgue-query", "morgue-index"]),
];

/// Each module with its crate, and the modules it may use.
const ROOMS: [(&str, &str, &[&str]); 19] = [
    ("text", "morgue-article", &[]),
    ("article", "morgue-article", &["text"]),
    ("terms", "morgue-article", &["article", "text"]),
    ("schema", "morgue-article", &["terms", "text"]),
    ("stories", "morgue-article", &["text"]),
    ("source", "morgue-read", &["text"]),
    ("format", "morgue-read", &["article", "source", "text"]),
    ("extract", "morgue-read", &["article", "format", "text"]),
    ("enrich", "morgue-read", &["article", "text"]),
    ("query", "morgue-query", &["article", "schema", "terms", "text"]),
    ("passages", "morgue-query", &["article", "query", "terms", "text"]),
    ("archive", "morgue-query", &["article", "passages", "query", "schema", "stories", "terms", "text"]),
    ("engine", "morgue-index", &["article", "query", "schema", "terms", "text"]),
    ("index", "morgue-index", &["article", "engine", "schema", "stories", "terms", "text"]),
    (
        "search",
        "morgue-index",
        &["archive", "article", "engine", "index", "passages", "query", "schema", "stories", "terms", "text"],
    ),
    (
        "ingest",
        "morgue",
        &["article", "source", "format", "extract", "enrich", "engine", "index", "schema", "stories", "terms", "text"],
    ),
    ("render", "morgue", &["archive", "article", "passages", "query", "text"]),
    (
        "desk",
        "morgue",
        &[
            "archive", "article", "index", "ingest", "passages", "query", "render", "schema", "source", "stories",
            "terms", "text",
        ],
    ),
    (
        "serve",
        "morgue",
        &["archive", "article", "desk", "index", "ingest", "passages", "query", "render", "stories", "text"],
    ),
];

/// Crates of HTTP, which only one room may name.
const WEB: [&str; 5] = ["axum", "hyper", "hyper_util", "maud", "tokio"];

/// External crates that only one crate of the project may use.
const FENCES: [(&str, &str); 3] = [("tantivy", "morgue-index"), ("walkdir", "morgue-read"), ("clap", "morgue")];

/// External packages in the lock file, including those for tests, for the commands of development and for other
/// systems.
/// Raise it with a reason: the last four are the shell completions and manual pages made from the definitions of the
/// command line, the latter's writer, and the reader of licence expressions that the test of `deny.toml` needs. Two more are
/// the program's allocator, which saves a seventh of the time of an ingest with names. One compares two texts word by word. The last
/// 27 are the page in a browser: axum, hyper and tokio with what they are made of, maud, and the reader of systemd's sockets.
const PACKAGE_BUDGET: usize = 367;

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

/// The names after every `crate::` and `morgue::` of a file.
fn used(code: &str) -> Vec<&str> {
    let word = |rest: &'_ str| rest.len() - rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_').len();
    code.match_indices("crate::").map(|(at, name)| &code[at + name.len()..]).map(|rest| &rest[..word(rest)]).collect()
}

/// Whether a path starts so.
fn starts_a_path(code: &str, start: &str) -> bool {
    let ends_a_word = |before: &str| before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
    code.match_indices(start).any(|(at, _)| !ends_a_word(&code[..at]))
}

fn code_of(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("read");
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn folder_of(name: &str) -> PathBuf {
    if name == "morgue" { root().to_owned() } else { root().join("crates").join(name) }
}

/// The folders of all code that is shipped to users.
fn sources() -> impl Iterator<Item = PathBuf> {
    CRATES.iter().map(|(name, _)| folder_of(name).join("src"))
}

fn manifest(folder: &Path) -> toml::Table {
    fs::read_to_string(folder.join("Cargo.toml")).expect("read").parse().expect("a manifest")
}

#[test]
fn crates_use_those_below_them() {
    for (name, may_use) in CRATES {
        let manifest = manifest(&folder_of(name));
        for used in manifest["dependencies"].as_table().expect("a table").keys().map(String::as_str) {
            assert!(!used.starts_with("morgue") || may_use.contains(&used), "{name} uses {used}");
            let fence = FENCES.iter().find(|(engine, _)| *engine == used);
            assert!(fence.is_none_or(|(_, inside)| *inside == name), "{name} uses {used}");
        }
    }
}

#[test]
fn every_crate_has_a_page_and_an_example() {
    for (name, _) in CRATES {
        let folder = folder_of(name);
        let page = fs::read_to_string(folder.join("README.md")).expect("a README");
        assert!(page.starts_with(&format!("# {name}\n")), "{name} has another title");
        let examples = rust_files(&folder.join("examples"));
        assert!(!examples.is_empty(), "{name} has no example");
        for example in examples.iter().filter(|_| name != "morgue") {
            let program = example.file_stem().expect("a name").to_string_lossy();
            assert!(page.contains(&format!("--example {program} ")), "{name} does not say how to run {program}");
            assert!(page.lines().count() <= 70, "{name} has more than a screen");
        }
    }
}

#[test]
fn the_library_needs_no_crate_of_the_terminal() {
    let dependencies = manifest(root());
    let dependencies = dependencies["dependencies"].as_table().expect("a table");
    for name in ["clap", "clap_complete", "clap_mangen", "indicatif", "signal-hook", "terminal_size"] {
        assert_eq!(dependencies[name].get("optional"), Some(&toml::Value::Boolean(true)), "{name}");
    }
    for (room, ..) in ROOMS.iter().filter(|(_, inside, _)| *inside == "morgue") {
        for path in rust_files(&root().join("src").join(room)) {
            assert!(!code_of(&path).contains("clap::"), "{} names clap", path.display());
        }
    }
}

#[test]
fn imports_point_down() {
    for (room, inside, may_use) in ROOMS {
        let files = rust_files(&folder_of(inside).join("src").join(room));
        assert!(!files.is_empty(), "{inside} has no {room}");
        for path in files {
            let code = code_of(&path);
            for name in used(&code) {
                let known = ROOMS.iter().any(|(known, ..)| *known == name);
                assert!(!known || name == room || may_use.contains(&name), "{} uses {name}", path.display());
            }
            // Modules of other crates are named only in `lib.rs`.
            for (other, _) in CRATES {
                let path_of = format!("{}::", other.replace('-', "_"));
                assert!(!starts_a_path(&code, &path_of), "{} names {other}", path.display());
            }
        }
    }
}

#[test]
fn only_the_page_knows_http() {
    for path in rust_files(&root().join("src")).iter().filter(|path| !path.starts_with(root().join("src/serve"))) {
        let code = code_of(path);
        for name in WEB {
            assert!(!starts_a_path(&code, &format!("{name}::")), "{} names {name}", path.display());
        }
    }
    let dependencies = manifest(root());
    for name in WEB {
        let own = &dependencies["dependencies"][name.replace('_', "-")];
        assert_eq!(own.get("optional"), Some(&toml::Value::Boolean(true)), "{name}");
    }
}

#[test]
fn the_commands_of_development_stay_outside() {
    let manifest = manifest(root());
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
    for path in sources().chain([root().join("tools/score/src")]).flat_map(|folder| rust_files(&folder)) {
        let code = code_of(&path);
        let code = code.split("#[cfg(test)]").next().expect("some");
        for macro_name in ["println!", "eprintln!", "dbg!", "todo!", "unimplemented!"] {
            assert!(!code.contains(macro_name), "{} has {macro_name}", path.display());
        }
    }
}

#[test]
fn every_module_says_what_it_is() {
    for path in sources().chain([root().join("tools/score")]).flat_map(|folder| rust_files(&folder)) {
        let text = fs::read_to_string(&path).expect("read");
        let says = text.starts_with("//!") || text.starts_with("#![doc = include_str!(\"../README.md\")]");
        assert!(says, "{} does not", path.display());
        let lines = text.lines().count();
        assert!(lines <= 500, "{} has {lines} lines; parts of it want a file of their own", path.display());
    }
}

#[test]
fn the_package_budget_holds() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("read");
    let lock: toml::Table = toml::from_str(&lock).expect("a lock file");
    let packages = lock["package"].as_array().expect("packages");
    // The name includes its version if the file has several.
    let named = |wanted: &str| {
        let (name, version) = wanted.split_once(' ').map_or((wanted, None), |(name, version)| (name, Some(version)));
        let own = packages.iter().filter(move |package| package["name"].as_str() == Some(name));
        own.filter(move |package| version.is_none() || package["version"].as_str() == version).collect::<Vec<_>>()
    };
    let own: Vec<String> =
        CRATES.iter().map(|(name, _)| name).chain([&"morgue-score"]).map(ToString::to_string).collect();
    let (mut reached, mut next) = (std::collections::BTreeSet::new(), own);
    while let Some(name) = next.pop() {
        // The crates for the features `pdf` and `parquet` bring many others, and are built only on request; `libm` is
        // in the file only for the latter. `vt100` is for a test.
        if ["pdf_oxide", "parquet", "libm", "vt100"].contains(&name.as_str()) || !reached.insert(name.clone()) {
            continue;
        }
        let dependencies = named(&name).into_iter().filter_map(|package| package.get("dependencies")?.as_array());
        next.extend(dependencies.flatten().filter_map(|it| it.as_str().map(str::to_owned)));
    }
    let foreign = reached.iter().filter(|name| named(name).iter().any(|package| package.get("source").is_some()));
    let names: std::collections::BTreeSet<&str> = foreign.filter_map(|name| name.split(' ').next()).collect();
    assert!(names.len() <= PACKAGE_BUDGET, "{} packages", names.len());
}
