//! The program from outside: layers, schema, language, search, ingest, the command line, and the manual's transcripts.

mod command_line;
mod ingest;
mod language;
mod layering;
mod oracle;
mod readme;
mod schema;
mod search_cases;
mod support;
