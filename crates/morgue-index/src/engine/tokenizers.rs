//! The analyzers, as the engine calls them.

use crate::terms::{NewsStream, PlacedTerms, keyword_term};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer, TokenizerManager};

/// Registers the analyzers with an index: the engine does not keep them on disk.
pub fn register(manager: &TokenizerManager) {
    manager.register("news", NewsTerms);
    manager.register("keyword", KeywordTerms);
    manager.register("mentions", Mentions);
}

/// The `news` analyzer.
#[derive(Clone, Copy, Debug)]
struct NewsTerms;

impl Tokenizer for NewsTerms {
    type TokenStream<'a> = NewsTermStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> NewsTermStream<'a> {
        NewsTermStream { stream: NewsStream::new(text), token: Token::default() }
    }
}

/// Terms of one zoned text.
struct NewsTermStream<'a> {
    stream: NewsStream<'a>,
    token: Token,
}

impl TokenStream for NewsTermStream<'_> {
    fn advance(&mut self) -> bool {
        if !self.stream.advance() {
            return false;
        }
        let term = self.stream.token();
        (self.token.offset_from, self.token.offset_to) = (term.offset_from, term.offset_to);
        self.token.position = term.position;
        self.stream.swap_text(&mut self.token.text);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// The `keyword` analyzer.
#[derive(Clone, Copy, Debug)]
struct KeywordTerms;

impl Tokenizer for KeywordTerms {
    type TokenStream<'a> = KeywordTermStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> KeywordTermStream {
        let folded = keyword_term(text);
        let token = Token { offset_from: 0, offset_to: text.len(), position: 0, text: folded, position_length: 1 };
        KeywordTermStream { token, done: false }
    }
}

/// The one term of a keyword value.
struct KeywordTermStream {
    token: Token,
    done: bool,
}

impl TokenStream for KeywordTermStream {
    fn advance(&mut self) -> bool {
        !std::mem::replace(&mut self.done, true)
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// The `mentions` analyzer.
#[derive(Clone, Copy, Debug)]
struct Mentions;

impl Tokenizer for Mentions {
    type TokenStream<'a> = MentionStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> MentionStream<'a> {
        MentionStream { terms: PlacedTerms::of(text), token: Token::default() }
    }
}

/// The terms of the names of one article.
struct MentionStream<'a> {
    terms: PlacedTerms<'a>,
    token: Token,
}

impl TokenStream for MentionStream<'_> {
    fn advance(&mut self) -> bool {
        let Some((position, term)) = self.terms.next() else { return false };
        self.token.position = position;
        self.token.text.clear();
        self.token.text.push_str(term);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
