//! `schema`: the fields of the index, as the file that defines them or as the table of the manual.

use super::args::SchemaArgs;
use super::error::Failure;
use super::output::Output;
use morgue::schema::{NEWS_JSON, Schema, field_table};
use std::io::Write;

pub fn run(args: &SchemaArgs, output: &Output) -> Result<u8, Failure> {
    let mut out = output.stdout();
    if args.table {
        out.write_all(field_table(Schema::news()).as_bytes())?;
    } else {
        out.write_all(NEWS_JSON.as_bytes())?;
    }
    out.flush()?;
    Ok(0)
}
