//! Why a draft is not an article.

use crate::format::Reason;

/// Why a draft is not an article. The reason is `not-an-article` or `empty`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}: {detail}")]
pub struct NotAnArticle {
    pub reason: Reason,
    pub detail: String,
}
