//! The whole way of one letter, for the program and for other programs: packs once, then a document in and an
//! [`Audit`] out.

use crate::check::Finding;
use crate::evidence::Evidence;
use crate::letter::Letter;
use crate::pack::{Pack, PackError};
use crate::source::{Document, Location};
use crate::text::{Flow, Span};

/// Reads and checks letters by a fixed set of packs. Shared freely between threads.
#[derive(Debug)]
pub struct Engine {
    pack: Pack,
}

/// A letter as read: the document, its running text, its structure and what is said in it.
#[derive(Debug)]
pub struct Reading {
    /// The user's input.
    pub document: Document,
    /// Its running text; all spans below are of this flow.
    pub flow: Flow,
    /// Its structure.
    pub letter: Letter,
    /// Its sentences.
    pub evidence: Evidence,
}

/// A letter as read and checked.
#[derive(Debug)]
pub struct Audit {
    /// The letter.
    pub reading: Reading,
    /// What was found, in the order of place, then code.
    pub findings: Vec<Finding>,
}

impl Engine {
    /// An engine with the packs that come with the program.
    ///
    /// # Errors
    ///
    /// A bundled pack is broken; the tests hold that none is.
    pub fn embedded() -> Result<Self, PackError> {
        Ok(Self {
            pack: Pack::embedded()?,
        })
    }

    /// The packs in use.
    #[must_use]
    pub fn pack(&self) -> &Pack {
        &self.pack
    }
}

impl Reading {
    /// Where a span of the flow stands in the user's input.
    #[must_use]
    pub fn locate(&self, span: Span) -> Location {
        self.document.locate(self.flow.origin(span))
    }
}
