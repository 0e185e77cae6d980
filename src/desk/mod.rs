//! What can be asked: requests in, answers out, remarks as data. Flags, exit codes, terminals and HTTP are unknown here.

mod about;
mod certificate;
mod certified;
mod compare;
mod coverage;
mod entities;
mod error;
mod explain;
mod explained;
mod prefetch;
mod question;
mod request;
mod search;

pub use about::about;
pub use certificate::{
    CERTIFICATE_VERSION, Certificate, Checksum, Expansion, Hashed, IndexState, certificate_of, is_certificate, keys_of,
};
pub use certified::{Certified, CertifiedWriter, read_certified};
pub use compare::{Change, Difference, Replayed, compare};
pub use coverage::{Coverage, coverage};
pub use entities::{graph, named_list};
pub use error::SearchError;
pub use explain::explain;
pub use explained::{Explained, ExplainedClause, Forms};
pub use prefetch::prefetch;
pub use question::Question;
pub use request::Request;
pub use search::{Found, article, count, count_only_in_margins, search};
