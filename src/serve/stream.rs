//! Long answers, written while they are read: what a thread writes goes to the client in pieces, a few at a time. A client that
//! leaves ends the writing.

use axum::body::{Body, Bytes};
use futures_core::Stream;
use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Bytes of a piece.
const PIECE: usize = 64 << 10;

/// Pieces that wait for the client.
const WAITING: usize = 4;

type Piece = Result<Bytes, io::Error>;

/// The writing end.
pub struct PieceWriter {
    to: Sender<Piece>,
    piece: Vec<u8>,
    /// Whether its end was said.
    whole: bool,
}

/// The body of the answer.
struct Pieces(Receiver<Piece>);

/// A body, and the writer that fills it.
pub fn body() -> (PieceWriter, Body) {
    let (to, from) = channel(WAITING);
    (PieceWriter { to, piece: Vec::with_capacity(PIECE), whole: false }, Body::from_stream(Pieces(from)))
}

/// Knows whether the client still reads.
pub struct Watcher(Sender<Piece>);

impl Watcher {
    pub fn has_left(&self) -> bool {
        self.0.is_closed()
    }
}

impl PieceWriter {
    pub fn watcher(&self) -> Watcher {
        Watcher(self.to.clone())
    }

    /// Ends the answer, which is then complete.
    pub fn finish(mut self) -> io::Result<()> {
        self.flush()?;
        self.whole = true;
        Ok(())
    }

    /// Ends the answer so that the client knows that it is not complete.
    pub fn fail(mut self, error: &str) {
        self.whole = true;
        let _ = self.to.blocking_send(Err(io::Error::other(error.to_owned())));
    }
}

impl Drop for PieceWriter {
    /// A writer that was given up, such as by a panic, has not written everything.
    fn drop(&mut self) {
        if !self.whole {
            let _ = self.to.blocking_send(Err(io::ErrorKind::Interrupted.into()));
        }
    }
}

impl Write for PieceWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        self.to.blocking_send(Ok(piece.into())).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

impl Stream for Pieces {
    type Item = Piece;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Piece>> {
        self.0.poll_recv(context)
    }
}
