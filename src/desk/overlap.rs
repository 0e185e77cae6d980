//! Two queries side by side, and two fields side by side.

use super::error::SearchError;
use super::question::Question;
use crate::archive::{CrossTable, FacetField, Overlap};
use crate::query::{Kind, Node};
use std::collections::HashSet;

impl Question<'_> {
    /// The keys of all articles that match.
    pub fn keys_of_all(&self) -> Result<HashSet<String>, SearchError> {
        Ok(self.archive.values(&self.plan, &[], &self.cancel)?.keys.into_iter().collect())
    }

    /// What this and another query of the same archive find, in all and by the values of fields.
    pub fn overlap(&self, other: &Question, fields: &[FacetField]) -> Result<Overlap, SearchError> {
        let roots = vec![self.query.root.clone(), other.query.root.clone()];
        let either = self.plan_of(Node::new(0..0, Kind::Or(roots)))?;
        let either = self.archive.values(&either, fields, &self.cancel)?;
        let names: Vec<&'static str> = fields.iter().map(FacetField::name).collect();
        Ok(Overlap::of(&names, &either, &self.keys_of_all()?, &other.keys_of_all()?))
    }

    /// The articles that match by two fields, next to those of the archive.
    pub fn cross(&self, rows: &FacetField, columns: &FacetField) -> Result<CrossTable, SearchError> {
        let everything = self.plan_of(Node::new(0..0, Kind::All))?;
        let fields = [rows.clone(), columns.clone()];
        let archive = self.archive.values(&everything, &fields, &self.cancel)?;
        Ok(CrossTable::of([rows.name(), columns.name()], &archive, &self.keys_of_all()?))
    }
}
