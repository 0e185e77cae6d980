//! Writes the table of listed names from the list.

#[path = "src/name_table.rs"]
mod name_table;

use std::path::Path;
use std::{env, fs};

const LIST: &str = "src/enrich/data/names.tsv";

fn main() {
    println!("cargo::rerun-if-changed={LIST}");
    println!("cargo::rerun-if-changed=src/name_table.rs");
    let names = fs::read_to_string(LIST).expect("the list of names is part of the package");
    let folder = env::var_os("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&folder).join("names.table"), name_table::table_of(&names)).expect("the table is written");
}
