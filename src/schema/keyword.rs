//! The `keyword` analyzer: a whole value as one term, without case, accents and surplus white space.

use crate::text::nfc;
use tantivy::columnar::StrColumn;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Longest value in bytes.
const LONGEST: usize = 2040;

/// Whole values, folded.
#[derive(Clone, Copy, Debug, Default)]
pub struct KeywordTokenizer;

impl Tokenizer for KeywordTokenizer {
    type TokenStream<'a> = KeywordStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> KeywordStream {
        let folded = keyword_term(text);
        let token = Token { offset_from: 0, offset_to: text.len(), position: 0, text: folded, position_length: 1 };
        KeywordStream { token, done: false }
    }
}

/// The term a keyword value is indexed under.
pub fn keyword_term(value: &str) -> String {
    let mut folded = crate::text::squeeze(&crate::text::fold(&nfc(value)));
    folded.truncate(folded.floor_char_boundary(LONGEST));
    folded
}

/// The one term of a keyword value.
pub struct KeywordStream {
    token: Token,
    done: bool,
}

impl TokenStream for KeywordStream {
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

/// All texts of a column, in the order of their numbers.
pub fn column_texts(column: &StrColumn) -> tantivy::Result<Vec<String>> {
    let all: Vec<u64> = (0..column.num_terms() as u64).collect();
    let mut texts = Vec::with_capacity(all.len());
    column.dictionary().sorted_ords_to_term_cb(&all, |text| texts.push(String::from_utf8_lossy(text).into_owned()))?;
    Ok(texts)
}
