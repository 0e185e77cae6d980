//! The server: a listening socket, connections with limits on time and size, and a quiet end.

use super::guard::Peer;
use super::live::LOOKS;
use super::routes;
use super::settings::Settings;
use super::site::{EXPORTS, Site};
use crate::desk::{Caller, DeskError, ErrorKind};
use crate::index::Archive;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::net::{SocketAddr, TcpListener as StdListener};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower_service::Service;

/// Longest time that a client may take to send the head of a request, or wait between two requests.
const HEAD: Duration = Duration::from_secs(10);

/// Bytes of the head of a request.
const HEAD_BYTES: usize = 64 << 10;

/// Longest time that running requests have to end after a signal.
const DRAIN: Duration = Duration::from_secs(10);

/// Open connections, if the system allows more files than that.
const CONNECTIONS: usize = 8_192;

/// Open files that are not connections: those of the index, mostly mapped, and of exports.
const OTHER_FILES: usize = 512;

/// A server whose socket is open.
pub struct Listening {
    listener: StdListener,
    address: SocketAddr,
    site: Arc<Site>,
}

impl Listening {
    /// Opens the socket, or takes the one that systemd passes on.
    pub fn bind(archive: Archive, caller: Caller, mut settings: Settings) -> Result<Self, DeskError> {
        let passed = listenfd::ListenFd::from_env().take_tcp_listener(0).ok().flatten();
        let failed = |error: &std::io::Error, address: SocketAddr| {
            DeskError::new(ErrorKind::Io, format!("cannot listen on {address}: {error}"))
                .with_hint("choose another address: `--listen 127.0.0.1:8766`")
        };
        let listener = match passed {
            Some(listener) => listener,
            None => StdListener::bind(settings.listen).map_err(|error| failed(&error, settings.listen))?,
        };
        let address = listener.local_addr().map_err(|error| failed(&error, settings.listen))?;
        settings.listen = address;
        if settings.is_open() && settings.token.is_none() {
            return Err(DeskError::usage(format!("others can connect to {address}: a token is required"))
                .with_hint("write a long secret to a file and give it with `--token-file FILE`"));
        }
        listener.set_nonblocking(true).map_err(|error| failed(&error, address))?;
        Ok(Self { listener, address, site: Arc::new(Site::new(archive, caller, settings)) })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Whether there is an index that can be opened now; requests are answered in any case.
    pub fn state(&self) -> Result<(), DeskError> {
        self.site.generation().map(drop)
    }
}

/// Answers requests until the process is told to end; running requests are then completed.
pub fn serve(listening: Listening) -> Result<(), DeskError> {
    let Listening { listener, site, .. } = listening;
    let failed = |error: std::io::Error| DeskError::new(ErrorKind::Io, format!("cannot serve: {error}"));
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(site.settings.at_once.clamp(2, 8))
        .max_blocking_threads(site.settings.at_once * 2 + EXPORTS + 16)
        .enable_all()
        .build()
        .map_err(failed)?;
    let ended = runtime.block_on(async { run(TcpListener::from_std(listener)?, site).await });
    // Exports whose clients do not read any more are not waited for.
    runtime.shutdown_timeout(Duration::from_millis(500));
    ended.map_err(failed)
}

async fn run(listener: TcpListener, site: Arc<Site>) -> std::io::Result<()> {
    let router = routes::router(&site);
    let connections = Arc::new(Semaphore::new(most_connections()));
    let graceful = GracefulShutdown::new();
    let watcher = tokio::spawn(follow(Arc::clone(&site)));
    let mut end = std::pin::pin!(told_to_end());
    loop {
        let accepted = tokio::select! {
            () = &mut end => break,
            accepted = async {
                let place = Arc::clone(&connections).acquire_owned().await;
                listener.accept().await.map(|(stream, peer)| (place, stream, peer))
            } => accepted,
        };
        let Ok((place, stream, peer)) = accepted else {
            // Too many open files: some will be closed.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let connection = connection(stream, peer, router.clone());
        let connection = graceful.watch(connection);
        let site = Arc::clone(&site);
        tokio::spawn(async move {
            site.counters.connections.fetch_add(1, Ordering::Relaxed);
            // A client that breaks the protocol or leaves is no matter of ours.
            let _ = connection.await;
            site.counters.connections.fetch_sub(1, Ordering::Relaxed);
            drop(place);
        });
    }
    drop(listener);
    watcher.abort();
    site.ending.store(true, Ordering::Relaxed);
    let _ = tokio::time::timeout(DRAIN, graceful.shutdown()).await;
    Ok(())
}

type Connection = http1::Connection<TokioIo<super::patient::Patient<TcpStream>>, Answering>;

/// The router, for the requests of one connection.
#[derive(Clone)]
pub struct Answering {
    router: Router,
    peer: Peer,
}

impl hyper::service::Service<hyper::Request<hyper::body::Incoming>> for Answering {
    type Response = axum::response::Response;
    type Error = std::convert::Infallible;
    type Future = <Router as Service<hyper::Request<hyper::body::Incoming>>>::Future;

    fn call(&self, mut request: hyper::Request<hyper::body::Incoming>) -> Self::Future {
        request.extensions_mut().insert(self.peer);
        self.router.clone().call(request)
    }
}

fn connection(stream: TcpStream, peer: SocketAddr, router: Router) -> Connection {
    let _ = stream.set_nodelay(true);
    bound_buffer(&stream);
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(super::patient::Patient::of(stream)), Answering { router, peer: Peer(peer) })
}

/// Bytes that wait in the system for a client. With more, a client that reads slowly seems to take nothing for minutes.
#[cfg(unix)]
const SENDING: usize = 256 << 10;

#[cfg(unix)]
fn bound_buffer(stream: &TcpStream) {
    let _ = rustix::net::sockopt::set_socket_send_buffer_size(stream, SENDING);
}

#[cfg(not(unix))]
fn bound_buffer(_: &TcpStream) {}

/// Takes up what is published.
async fn follow(site: Arc<Site>) {
    let mut looks = tokio::time::interval(LOOKS);
    looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        looks.tick().await;
        let own = Arc::clone(&site);
        let _ = tokio::task::spawn_blocking(move || own.live.refresh(&own.archive)).await;
    }
}

#[cfg(unix)]
async fn told_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        (Ok(mut terminate), Ok(mut interrupt)) => {
            tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        }
        _ => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn told_to_end() {
    let _ = tokio::signal::ctrl_c().await;
}

/// Connections for which the system allows open files, after asking for as many as it may give.
#[cfg(unix)]
fn most_connections() -> usize {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let wanted = (CONNECTIONS + OTHER_FILES) as u64;
    let most = limit.maximum.map_or(wanted, |maximum| maximum.min(wanted));
    if limit.current.is_some_and(|current| current < most) {
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(most), maximum: limit.maximum });
    }
    let files = getrlimit(Resource::Nofile).current.map_or(wanted, |current| current.min(wanted));
    usize::try_from(files).unwrap_or(CONNECTIONS).saturating_sub(OTHER_FILES).max(64)
}

#[cfg(not(unix))]
fn most_connections() -> usize {
    CONNECTIONS
}
