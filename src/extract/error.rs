//! Why a draft is no article.

/// Why a draft is no article. The reason is a fixed word: `not-an-article` or `empty`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}: {detail}")]
pub struct NotAnArticle {
    pub reason: &'static str,
    pub detail: String,
}
