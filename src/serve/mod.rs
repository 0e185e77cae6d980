//! The archive in a browser: requests over HTTP to the desk, and its answers as pages, feeds, files and JSON. Reads the archive,
//! and writes nothing but saved searches. Knows no rule that the terminal does not.
//!
//! A request passes the guard (who may ask), becomes a `View` (what is asked), runs as work on a thread of its own with a
//! deadline, and is answered from one generation. A new generation is taken up when it is published; requests that run keep theirs.

mod address;
mod answers;
mod api;
mod asked;
mod assets;
mod counters;
mod export;
mod feed;
mod feeds;
mod guard;
mod lists;
mod live;
mod log;
mod login;
mod pages;
mod patient;
mod problem;
mod reply;
mod routes;
mod server;
mod settings;
mod site;
mod stream;
mod work;

pub use server::{Listening, serve};
pub use settings::{LogChoice, Settings, Token};
