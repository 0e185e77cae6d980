//! Names as operands: mentions of people, organisations, places and nations, by the terms of the field `mention`.

use crate::article::NameKind;
use serde::{Deserialize, Serialize};

/// A requested name: any of these terms of the field `mention`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub terms: Vec<String>,
}

/// A name as requested, and the names of the index that it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedName {
    pub kind: NameKind,
    pub asked: String,
    pub names: Vec<String>,
}
