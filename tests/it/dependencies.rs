//! The dependencies of the project, checked against `deny.toml`: licences, bans and sources. cargo-deny reads the same
//! file; building it takes longer than building the project, so this test checks without it. Advisories need a network
//! and are left to cargo-deny.

use super::support::root;
use serde::Deserialize;
use spdx::{Expression, Licensee, ParseMode};
use std::collections::BTreeSet;
use std::io::Write;
use std::process::Command;

/// The part of `deny.toml` that is checked here.
#[derive(Debug, Deserialize)]
struct Deny {
    licenses: Licenses,
    bans: Bans,
    sources: Sources,
}

#[derive(Debug, Deserialize)]
struct Licenses {
    allow: Vec<String>,
    exceptions: Vec<Exception>,
}

/// Licences that only one crate may have.
#[derive(Debug, Deserialize)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Bans {
    deny: Vec<Ban>,
}

#[derive(Debug, Deserialize)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Sources {
    allow_registry: Vec<String>,
}

/// The output of `cargo metadata` about the crates in the lock file.
#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    version: String,
    license: Option<String>,
    /// `None` for crates of the project.
    source: Option<String>,
    /// Registries that it may be published to; empty for a crate that never leaves the project.
    publish: Option<Vec<String>>,
    #[serde(default)]
    dependencies: Vec<Dependency>,
}

#[derive(Debug, Deserialize)]
struct Dependency {
    name: String,
    req: String,
    path: Option<String>,
}

fn deny() -> Deny {
    let text = std::fs::read_to_string(root().join("deny.toml")).expect("read");
    toml::from_str(&text).expect("TOML")
}

/// The crates of the lock file, from this machine or else from the registry; an error if neither has them.
fn metadata() -> Result<Metadata, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let ask = |more: &[&str]| {
        let mut command = Command::new(&cargo);
        command.args(["metadata", "--format-version", "1", "--locked", "--all-features"]).args(more);
        command.current_dir(root()).output().expect("cargo runs")
    };
    let mut found = ask(&["--offline"]);
    if !found.status.success() {
        found = ask(&[]);
    }
    match found.status.success() {
        true => Ok(serde_json::from_slice(&found.stdout).expect("metadata")),
        false => Err(String::from_utf8_lossy(&found.stderr).into_owned()),
    }
}

/// What the file does not allow about the crates, and what no crate needs in the file.
fn complaints(deny: &Deny, metadata: &Metadata) -> Vec<String> {
    let mut found = Vec::new();
    let mut used = BTreeSet::new();
    for package in &metadata.packages {
        let named = format!("{} {}", package.name, package.version);
        found.extend(license_complaint(&deny.licenses, package, &mut used).map(|wrong| format!("{named}: {wrong}")));
        let bans = deny.bans.deny.iter().filter(|ban| ban.name == package.name);
        found.extend(bans.map(|ban| format!("{named}: banned: {}", ban.reason)));
        let source = package.source.as_deref().map(|source| source.strip_prefix("registry+").unwrap_or(source));
        let foreign = source.filter(|source| !deny.sources.allow_registry.iter().any(|allowed| allowed == source));
        found.extend(foreign.map(|source| format!("{named}: comes from {source}")));
        let own = package.source.is_none();
        let open = package.dependencies.iter().filter(|one| own && one.req == "*" && one.path.is_none());
        found.extend(open.map(|one| format!("{named}: any version of {}", one.name)));
    }
    let stated = deny.licenses.allow.iter().map(|license| ("every crate", license));
    let excepted = deny.licenses.exceptions.iter();
    let excepted = excepted.flat_map(|one| one.allow.iter().map(|license| (one.name.as_str(), license)));
    let unused = stated.chain(excepted).filter(|(name, license)| !used.contains(&(*name, license.as_str())));
    found.extend(unused.map(|(name, license)| format!("{license} is allowed for {name}, and not needed")));
    found
}

/// Why the licence of a crate is not allowed. Records which entries of the file its expression uses.
fn license_complaint<'d>(
    licenses: &'d Licenses,
    package: &Package,
    used: &mut BTreeSet<(&'d str, &'d str)>,
) -> Option<String> {
    let Some(text) = &package.license else {
        let private = package.source.is_none() && package.publish.as_ref().is_some_and(Vec::is_empty);
        return (!private).then(|| "states no licence".to_owned());
    };
    let expression = match Expression::parse_mode(text, ParseMode::LAX) {
        Ok(expression) => expression,
        Err(error) => return Some(format!("the licence {text:?} cannot be read: {}", error.reason)),
    };
    let excepted = licenses.exceptions.iter().filter(|one| one.name == package.name);
    let excepted = excepted.flat_map(|one| one.allow.iter().map(|license| (one.name.as_str(), license)));
    let allowed: Vec<_> = licenses.allow.iter().map(|license| ("every crate", license)).chain(excepted).collect();
    let accepted = expression.evaluate(|wanted| {
        let mut fits = allowed.iter().filter(|(_, license)| {
            Licensee::parse(license).expect("deny.toml names licences by their identifiers").satisfies(wanted)
        });
        fits.next().map(|(name, license)| used.insert((name, license.as_str()))).is_some()
    });
    (!accepted).then(|| format!("the licence {text:?} is not allowed"))
}

#[test]
fn the_crates_of_the_lock_file_are_those_that_deny_toml_allows() {
    match metadata() {
        Ok(metadata) => {
            assert!(metadata.packages.len() > 100, "{} crates", metadata.packages.len());
            assert_eq!(complaints(&deny(), &metadata), [""; 0]);
        }
        Err(error) => {
            let said = format!("skipped: the crates of the lock file are not on this machine:\n{error}\n");
            std::io::stderr().write_all(said.as_bytes()).expect("said");
        }
    }
}

#[test]
fn the_mozilla_licence_is_allowed_for_the_four_crates_that_read_selectors() {
    let deny = deny();
    let is_mozilla = |licenses: &[String]| licenses.iter().any(|license| license.starts_with("MPL"));
    assert!(!is_mozilla(&deny.licenses.allow));
    let excepted = deny.licenses.exceptions.iter().filter(|one| is_mozilla(&one.allow));
    let names: Vec<&str> = excepted.map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["cssparser", "cssparser-macros", "dtoa-short", "selectors"]);
}

/// A file that allows MIT for all, Zlib for `small`, and bans `large`.
fn example() -> Deny {
    toml::from_str(
        r#"
        [licenses]
        allow = ["MIT", "Apache-2.0 WITH LLVM-exception"]
        exceptions = [{ crate = "small", allow = ["Zlib"] }]
        [bans]
        deny = [{ crate = "large", reason = "it is large" }]
        [sources]
        allow-registry = ["https://example.org/index"]
        "#,
    )
    .expect("TOML")
}

/// A crate of the example's registry.
fn package(name: &str, license: &str) -> Package {
    Package {
        name: name.to_owned(),
        version: "1.0.0".to_owned(),
        license: Some(license.to_owned()),
        source: Some("registry+https://example.org/index".to_owned()),
        publish: None,
        dependencies: Vec::new(),
    }
}

/// Complaints about the crates, next to others that need everything the example allows.
fn complaints_about(packages: Vec<Package>) -> Vec<String> {
    let needed = [package("a", "MIT"), package("b", "Apache-2.0 WITH LLVM-exception"), package("small", "Zlib")];
    complaints(&example(), &Metadata { packages: needed.into_iter().chain(packages).collect() })
}

#[test]
fn licences_are_read_as_expressions() {
    let allowed = [
        "MIT",
        "MIT OR GPL-3.0-only",
        "GPL-3.0-only/MIT",
        "Zlib / MIT",
        "MIT AND (GPL-3.0-only OR Apache-2.0 WITH LLVM-exception)",
    ];
    for license in allowed {
        assert_eq!(complaints_about(vec![package("c", license)]), [""; 0], "{license}");
    }
    for license in ["GPL-3.0-only", "MIT AND Zlib", "Apache-2.0", "Apache-2.0/Zlib", "(MIT OR Zlib) AND ISC"] {
        let want = format!("c 1.0.0: the licence {license:?} is not allowed");
        assert_eq!(complaints_about(vec![package("c", license)]), [want]);
    }
    let unread = complaints_about(vec![package("c", "MIT OR")]);
    assert!(unread.len() == 1 && unread[0].starts_with("c 1.0.0: the licence \"MIT OR\" cannot be read"), "{unread:?}");
}

#[test]
fn an_exception_is_for_its_crate_alone() {
    assert_eq!(complaints_about(vec![package("small", "Zlib AND MIT")]), [""; 0]);
    assert_eq!(
        complaints_about(vec![package("smaller", "Zlib")]),
        ["smaller 1.0.0: the licence \"Zlib\" is not allowed"]
    );
}

#[test]
fn a_crate_without_a_licence_is_one_of_the_project_that_is_never_published() {
    let bare = |source: Option<&str>, publish: Option<Vec<String>>| Package {
        license: None,
        source: source.map(str::to_owned),
        publish,
        ..package("c", "")
    };
    assert_eq!(complaints_about(vec![bare(None, Some(Vec::new()))]), [""; 0]);
    assert_eq!(complaints_about(vec![bare(None, None)]), ["c 1.0.0: states no licence"]);
    let foreign = bare(Some("registry+https://example.org/index"), Some(Vec::new()));
    assert_eq!(complaints_about(vec![foreign]), ["c 1.0.0: states no licence"]);
}

#[test]
fn banned_crates_other_sources_and_open_versions_are_complained_about() {
    assert_eq!(complaints_about(vec![package("large", "MIT")]), ["large 1.0.0: banned: it is large"]);
    for source in ["git+https://example.org/c.git", "registry+https://example.com/index"] {
        let other = Package { source: Some(source.to_owned()), ..package("c", "MIT") };
        let want = format!("c 1.0.0: comes from {}", source.strip_prefix("registry+").unwrap_or(source));
        assert_eq!(complaints_about(vec![other]), [want]);
    }
    let on = |path: Option<&str>| Dependency { name: "d".into(), req: "*".into(), path: path.map(str::to_owned) };
    let own = |path| Package { source: None, dependencies: vec![on(path)], ..package("c", "MIT") };
    assert_eq!(complaints_about(vec![own(None)]), ["c 1.0.0: any version of d"]);
    assert_eq!(complaints_about(vec![own(Some("crates/d"))]), [""; 0]);
}

#[test]
fn what_no_crate_needs_is_not_allowed() {
    let metadata = Metadata { packages: vec![package("a", "MIT"), package("other", "MIT OR Zlib")] };
    let want = [
        "Apache-2.0 WITH LLVM-exception is allowed for every crate, and not needed",
        "Zlib is allowed for small, and not needed",
    ];
    assert_eq!(complaints(&example(), &metadata), want);
}
