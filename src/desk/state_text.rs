//! The state of an archive for programs: one JSON object, and metrics in the text format of Prometheus.

use super::freshness::{Opened, State};
use crate::index::SourceConfig;
use serde_json::{Value, json};
use std::fmt::Write;

impl State {
    /// One object; `max_age` in seconds, if freshness is asked for.
    pub fn object(&self, opened: &Opened, max_age: Option<i64>) -> Value {
        let manifest = &opened.generation.manifest;
        let source = |source: &SourceConfig| json!({"name": source.name, "path": self.archive.source_path(source)});
        json!({
            "index": self.archive.root(),
            "articles": manifest.articles,
            "generation": manifest.generation,
            "created": manifest.created,
            "age_seconds": self.now - manifest.created,
            "last_success": self.success,
            "last_success_age_seconds": self.age(),
            "fresh": max_age.map(|max_age| self.stale(max_age).is_none()),
            "bytes": manifest.bytes(),
            "spiked": opened.spiked,
            "learned": opened.learned,
            "stories": opened.stories,
            "learned_stale": opened.is_learned_stale(),
            "morgue": manifest.morgue,
            "schema": manifest.schema_version,
            "analyzer": manifest.analyzer_version,
            "content_digest": manifest.content_digest,
            "sources": opened.sources.iter().map(source).collect::<Vec<_>>(),
            "last_run": self.last,
        })
    }

    /// Metrics, each with the folder of the index as its label.
    pub fn metrics(&self) -> String {
        let opened = self.opened.as_ref().ok();
        let last_ok = self.last.as_ref().map_or(opened.is_some(), |report| report.is_success());
        let rows: [(&str, &str, Option<String>); 6] = [
            (
                "morgue_last_success_timestamp_seconds",
                "End of the last run that updated the index or found it up to date.",
                self.success.map(|time| time.to_string()),
            ),
            (
                "morgue_articles",
                "Articles in the index.",
                opened.map(|opened| opened.generation.manifest.articles.to_string()),
            ),
            (
                "morgue_generation",
                "Number of the current generation.",
                opened.map(|opened| opened.generation.manifest.generation.to_string()),
            ),
            ("morgue_spiked", "Documents that could not be read.", opened.map(|opened| opened.spikes().to_string())),
            (
                "morgue_last_run_duration_seconds",
                "Duration of the last run.",
                self.last.as_ref().map(|report| report.seconds.to_string()),
            ),
            ("morgue_last_run_ok", "Whether the last run succeeded.", Some(u8::from(last_ok).to_string())),
        ];
        let root = self.archive.root().canonicalize().unwrap_or_else(|_| self.archive.root().to_owned());
        let label = root.to_string_lossy().replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        let mut text = String::new();
        for (name, help, value) in rows {
            if let Some(value) = value {
                let _ =
                    writeln!(text, "# HELP {name} {help}\n# TYPE {name} gauge\n{name}{{index=\"{label}\"}} {value}");
            }
        }
        text
    }
}
