//! The program from outside: formats and extraction, schema, language, search, ingest, the command line, and the manual's
//! transcripts.

mod command_line;
mod damage;
mod hostile;
mod hostile_office;
mod incremental;
mod ingest;
mod keeping;
mod language;
mod layering;
mod oracle;
mod readme;
mod sample_corpus;
mod schema;
mod search_cases;
mod support;
