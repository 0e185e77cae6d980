//! What can be requested from an archive, and the types of its answers: hits, facets, timelines, names. An archive is
//! anything that implements `Searchable`: the index on disk, or a list of articles in memory.

mod about;
mod article_list;
mod copy_of;
mod cross;
mod facets;
mod hit;
mod judge;
mod key_terms;
mod list;
mod names;
mod overlap;
mod searchable;
mod timeline;
mod values;
mod word_list;

pub use about::{About, TakenName, TakenNames};
pub use article_list::ArticleList;
pub use copy_of::{CopyOf, Differs};
pub use cross::{Cell, CrossTable, is_time};
pub use facets::{Counted, FACETS, Facet, FacetField, FacetValues, Facets, UnknownFacet, in_order, looked_up_by};
pub use hit::{Facts, Hit};
pub use key_terms::{KeyTerm, KeyTerms, keyness};
pub use list::{List, Per, Sort, place_at_random};
pub use names::{Edge, Graph, NamedArticle, NamedArticles, NamedList, NamedValue, Node, Together};
pub use overlap::{Overlap, Shares};
pub use searchable::{Hits, Searchable};
pub use timeline::{Bucket, Days, Interval, Share, Timeline};
pub use values::{ArticleValues, FieldValues};
