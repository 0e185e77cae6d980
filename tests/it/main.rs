//! The program from outside: formats and extraction, schema, language, search, ingest, the command line, and the
//! transcripts in the manual.

mod answers;
mod asking;
mod attacks;
#[cfg(target_os = "linux")]
mod bar;
#[cfg(unix)]
mod browser;
mod budgets;
mod cache;
mod certificates;
mod circles;
mod command_line;
mod comparing;
mod containers;
mod damage;
mod dependencies;
mod dialects;
mod export_files;
mod export_readers;
mod exporting;
mod exports;
#[cfg(unix)]
mod faults;
mod files_from;
#[cfg(target_os = "linux")]
mod format_cases;
mod full_disk;
#[cfg(target_os = "linux")]
mod history;
mod hostile;
mod hostile_agency;
mod hostile_containers;
mod hostile_feed;
mod hostile_office;
mod hostile_queries;
mod incremental;
mod ingest;
mod keeping;
#[cfg(unix)]
mod kill_loop;
mod language;
mod layering;
mod learned;
mod ledger_parts;
mod manual_pages;
mod meant;
#[cfg(target_os = "linux")]
mod mounts;
mod names;
#[cfg(target_os = "linux")]
mod opening;
mod oracle;
mod oracle_zones;
mod parquet;
mod plans;
#[cfg(target_os = "linux")]
mod power_cut;
mod query_page;
mod ranking;
mod raw_texts;
#[cfg(unix)]
mod readers;
#[cfg(target_os = "linux")]
mod readers_only;
mod reading_settings;
mod readme;
mod real_life;
mod sample_corpus;
mod saved;
mod schema;
mod search_cases;
#[cfg(unix)]
mod serve_api;
#[cfg(unix)]
mod serve_browser;
#[cfg(unix)]
mod serve_lasting;
#[cfg(unix)]
mod serve_pages;
#[cfg(unix)]
mod serve_safe;
#[cfg(unix)]
mod served;
#[cfg(unix)]
mod signals;
mod similar;
mod source_rules;
mod stories;
mod support;
#[cfg(unix)]
mod swaps;
#[cfg(unix)]
mod two_runs;
mod versions;
mod watching;
mod written_forms;
