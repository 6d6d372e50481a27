//! Rejoins a document's lines into paragraphs and remembers where every byte came from.

use std::ops::Range;

use super::Span;
use crate::source::Document;

/// Running text: one paragraph a line, single spaces inside, with the way back to the document.
#[derive(Debug, Clone)]
pub struct Flow {
    text: String,
    pieces: Vec<Piece>,
}

/// A run of bytes that stands in the flow exactly as in the document.
#[derive(Debug, Clone, Copy)]
struct Piece {
    flow_start: usize,
    document_start: usize,
    len: usize,
}

impl Flow {
    /// The running text of `document`.
    #[must_use]
    pub fn new(document: &Document) -> Self {
        let text = document.text().to_owned();
        let pieces = vec![Piece {
            flow_start: 0,
            document_start: 0,
            len: text.len(),
        }];
        Self { text, pieces }
    }

    /// The whole running text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The words at `span`, or nothing where the span is not of this flow.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The range of the document's decoded text from which `span` was taken.
    #[must_use]
    pub fn origin(&self, span: Span) -> Range<usize> {
        let start = self.origin_of(span.start);
        let end = if span.is_empty() {
            start
        } else {
            self.origin_of(span.end - 1) + 1
        };
        start..end
    }

    fn origin_of(&self, at: usize) -> usize {
        let piece = self.pieces[self
            .pieces
            .partition_point(|piece| piece.flow_start <= at)
            .saturating_sub(1)];
        piece.document_start + (at - piece.flow_start).min(piece.len.saturating_sub(1))
    }
}
