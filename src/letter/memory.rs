//! What lines of the page, paragraphs, items and guideline lines are, remembered: letters repeat each other's formulas,
//! headings and citations, so those seen before are looked up, as many as fit in a few megabytes. What they are depends on
//! nothing but their words and the packs.

use std::convert::Infallible;
use std::sync::Arc;

use quick_cache::sync::Cache;

use super::shape::{self, Shape};
use super::unbroken;
use crate::citation::{self, Basis};
use crate::pack::Pack;
use crate::request::{self, Request};
use crate::text::{Flow, LineReader, LineShape, Span};

/// What was read in earlier letters with one set of packs.
#[derive(Debug)]
pub struct Memory {
    lines: Cache<String, LineShape>,
    paragraphs: Cache<String, (Shape, usize)>,
    requests: Cache<String, Arc<Request>>,
    bases: Cache<String, Arc<Basis>>,
}

impl Default for Memory {
    fn default() -> Self {
        /// Lines and short paragraphs remembered, with some hundred bytes each.
        const MOST_LINES: usize = 16_384;
        /// Items and guideline lines, with about a kilobyte each.
        const MOST_PARTS: usize = 4096;
        Self {
            lines: Cache::new(MOST_LINES),
            paragraphs: Cache::new(MOST_LINES),
            requests: Cache::new(MOST_PARTS),
            bases: Cache::new(MOST_PARTS),
        }
    }
}

impl Memory {
    /// The item at `span`, read as a request.
    pub(super) fn request(&self, flow: &Flow, span: Span, pack: &Pack) -> Request {
        let words = flow.slice(span);
        let read = || Arc::new(request::read(words, 0, pack.lexicon()));
        (*remembered(&self.requests, words, read)).clone().shifted(span.start)
    }

    /// The guideline line, or lines, at `span`.
    pub(super) fn basis(&self, flow: &Flow, span: Span, pack: &Pack) -> Basis {
        let words = flow.slice(span);
        let read = || Arc::new(citation::read(words, 0, pack.guidelines()));
        (*remembered(&self.bases, words, read)).clone().shifted(span.start)
    }

    /// A paragraph's shape, and where the rest of the paragraph begins that the shape says nothing about.
    pub(super) fn of_paragraph(&self, paragraph: &str) -> (Shape, usize) {
        remembered(&self.paragraphs, paragraph, || shape::of_paragraph(paragraph))
    }
}

/// What `words` are, by `cache` or, where they are new, by `read`. Long ones hardly come again and are not remembered.
fn remembered<T: Clone>(cache: &Cache<String, T>, words: &str, read: impl FnOnce() -> T) -> T {
    const LONGEST: usize = 420;
    if words.len() > LONGEST {
        return read();
    }
    let Ok(found) = cache.get_or_insert_with(words, || Ok::<_, Infallible>(read()));
    found
}

impl LineReader for Memory {
    fn shape(&self, line: &str) -> LineShape {
        remembered(&self.lines, line, || shape::of_line(line))
    }

    fn lost_breaks(&self, line: &str) -> Vec<usize> {
        unbroken::lost_breaks(line)
    }
}
