//! The flags of `serve`.

use super::query_args::{NerChoice, OTHER};
use clap::{Args, ValueEnum};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// Headings of the flags.
const WHERE: &str = "Where it is served";
const WHO: &str = "Who may ask";

/// Serve the archive as pages in a browser, with feeds, exports and a JSON interface.
#[derive(Debug, Args)]
#[command(
    after_help = "The page searches what the terminal does, with the same counts and remarks. It changes nothing but saved searches. Only \
    programs on this machine can connect, unless --listen says otherwise; then a token is required, which readers enter once, and a proxy \
    should add TLS. A new generation of the index is taken up within a second. SIGTERM and Ctrl-C end the server when running requests \
    are done.\n\n\
    Examples:\n  morgue serve --in ~/clippings --open\n  morgue serve --index /srv/news/.morgue --listen 127.0.0.1:8080\n  \
    morgue serve --listen 0.0.0.0:8765 --token-file /etc/morgue/token --allow-host news.example.org\n  \
    morgue serve --behind-proxy 127.0.0.1 --token-file /etc/morgue/token --allow-host news.example.org\n\n\
    Exit status: 0 ended by a signal, 2 invalid usage, 7 the address cannot be used, 10 no index."
)]
pub struct ServeArgs {
    /// Listen on this address and port; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8765", help_heading = WHERE)]
    pub listen: SocketAddr,
    /// Open the page in the browser.
    #[arg(long, help_heading = WHERE)]
    pub open: bool,
    /// Accept forwarded headers from the proxy at this address, which must add TLS.
    #[arg(long, value_name = "ADDRESS", help_heading = WHERE)]
    pub behind_proxy: Option<IpAddr>,
    /// Require the token in FILE (16 characters or more); other users must not be able to read the file.
    #[arg(long, value_name = "FILE", help_heading = WHO)]
    pub token_file: Option<PathBuf>,
    /// Also answer to this host name; may be repeated.
    #[arg(long, value_name = "NAME", help_heading = WHO)]
    pub allow_host: Vec<String>,
    /// Log every request as a line of JSON on stderr; `queries` includes what was searched, and by which names.
    #[arg(long, value_name = "WHAT", help_heading = OTHER)]
    pub log: Option<LogArg>,
    /// Give up an answer after SECS seconds.
    #[arg(long, value_name = "SECS", default_value_t = 5.0, help_heading = OTHER)]
    pub deadline: f64,
    /// End an answer if morgue grows by more than MB megabytes of memory meanwhile (on Linux).
    #[arg(long, value_name = "MB", default_value_t = 1024, value_parser = clap::value_parser!(u32).range(1..), help_heading = OTHER)]
    pub memory: u32,
    /// Make N answers at once [default: one per core].
    #[arg(long, short = 'j', value_name = "N", help_heading = OTHER)]
    pub threads: Option<usize>,
    /// Update the index of this folder or file first, then serve it [default: use the existing index].
    #[arg(long = "in", value_name = "FOLDER", help_heading = OTHER)]
    pub folder: Option<PathBuf>,
    /// How to detect people, organisations and places while --in indexes.
    #[arg(long, value_name = "HOW", default_value = "crf", help_heading = OTHER)]
    pub ner: NerChoice,
}

/// What is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogArg {
    Requests,
    Queries,
}
