//! Rejoins a document's lines into paragraphs and remembers where every byte came from.

use std::collections::HashSet;
use std::ops::Range;

use super::line::{self, Line, LineShape};
use super::{Span, wrap};
use crate::source::Document;

/// Running text: one paragraph a line, single spaces inside, with the way back to the document.
#[derive(Debug, Clone)]
pub struct Flow {
    text: String,
    pieces: Vec<Piece>,
}

/// A run of bytes that stands in the flow exactly as in the document. Between two pieces lies white space.
#[derive(Debug, Clone, Copy)]
struct Piece {
    flow_start: usize,
    document_start: usize,
    len: usize,
}

impl Flow {
    /// The running text of `document`, by the width of its lines alone.
    #[must_use]
    pub fn new(document: &Document) -> Self {
        Self::with_shapes(document, |_| LineShape::default())
    }

    /// The running text of `document`, where `shape` tells what a reader who knows the headings sees in a line.
    #[must_use]
    pub fn with_shapes(document: &Document, shape: impl Fn(&str) -> LineShape) -> Self {
        let source = document.text();
        let mut lines = line::split(source, shape);
        lines.retain(|line| !line.shape.is_furniture);
        let starts = wrap::paragraph_starts(source, &lines);
        let mut builder = Builder::new(source);
        for (at, (line, starts_paragraph)) in lines.iter().zip(starts).enumerate() {
            match at.checked_sub(1).and_then(|before| lines.get(before)) {
                None => {}
                Some(_) if starts_paragraph => builder.flow.push('\n'),
                Some(before) => builder.join(before, line),
            }
            builder.push_line(line);
        }
        Self {
            text: builder.flow,
            pieces: builder.pieces,
        }
    }

    /// The whole running text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The paragraphs, in order.
    pub fn paragraphs(&self) -> impl Iterator<Item = Span> {
        let mut start = 0;
        self.text.split_terminator('\n').map(move |paragraph| {
            let span = Span::new(start, start + paragraph.len());
            start = span.end + 1;
            span
        })
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
        if span.is_empty() {
            return start..start;
        }
        start..self.origin_after(span.end).max(start)
    }

    /// Where the first byte from `at` on that is no white space stands in the document.
    fn origin_of(&self, at: usize) -> usize {
        let next = self.pieces.partition_point(|piece| piece.flow_start + piece.len <= at);
        match (self.pieces.get(next), self.pieces.last()) {
            (Some(piece), _) => piece.document_start + at.saturating_sub(piece.flow_start),
            (None, Some(last)) => last.document_start + last.len,
            (None, None) => 0,
        }
    }

    /// Where the last byte before `at` that is no white space ends in the document.
    fn origin_after(&self, at: usize) -> usize {
        let next = self.pieces.partition_point(|piece| piece.flow_start < at);
        next.checked_sub(1).map_or(0, |last| {
            let piece = self.pieces[last];
            piece.document_start + (at - piece.flow_start).min(piece.len)
        })
    }
}

/// Writes the running text from left to right.
struct Builder<'a> {
    source: &'a str,
    flow: String,
    pieces: Vec<Piece>,
    words: Option<HashSet<&'a str>>,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            flow: String::with_capacity(source.len()),
            pieces: Vec::new(),
            words: None,
        }
    }

    /// Appends a line's words with single spaces between them.
    fn push_line(&mut self, line: &Line) {
        let mut word = None;
        let mut spaced = false;
        for (at, character) in self.source[line.start..line.end].char_indices() {
            let at = line.start + at;
            if line::is_space(character) {
                self.push(word.take(), at);
                spaced = true;
            } else if line::is_invisible(character) {
                self.push(word.take(), at);
            } else if word.is_none() {
                if spaced {
                    self.flow.push(' ');
                    spaced = false;
                }
                word = Some(at);
            }
        }
        self.push(word, line.end);
    }

    fn push(&mut self, start: Option<usize>, end: usize) {
        let Some(start) = start else { return };
        self.pieces.push(Piece {
            flow_start: self.flow.len(),
            document_start: start,
            len: end - start,
        });
        self.flow.push_str(&self.source[start..end]);
    }

    /// Joins the text so far, which ends with `line`, to `next`: by a space, or by nothing where a word was broken.
    fn join(&mut self, line: &Line, next: &Line) {
        match self.break_between(line, next) {
            Break::Word => self.flow.push(' '),
            Break::Hyphen => {}
            Break::Syllable => self.drop_last_byte(),
        }
    }

    fn break_between(&mut self, line: &Line, next: &Line) -> Break {
        let next = &self.source[next.start..next.end];
        let second: &'a str = &next[..next.find(|c: char| !c.is_alphanumeric()).unwrap_or(next.len())];
        let before = &self.source[line.start..line.end];
        // A soft hyphen takes no room and is not among the line's words; only the printer sets one at a line's end.
        if self.source[line.end..].starts_with('\u{ad}') {
            return Break::Hyphen;
        }
        let hyphen = before.chars().next_back();
        let stem = &before[..before.len() - hyphen.map_or(0, char::len_utf8)];
        let is_dash_of_range = hyphen == Some('\u{2013}')
            && stem.ends_with(|c: char| c.is_ascii_digit())
            && second.starts_with(|c: char| c.is_ascii_digit());
        if is_dash_of_range {
            return Break::Hyphen;
        }
        let is_hyphen = matches!(hyphen, Some('-' | '\u{2010}' | '\u{2011}')) && stem.ends_with(char::is_alphanumeric);
        if !is_hyphen || second.is_empty() || joins_words(second) {
            return Break::Word;
        }
        let first = &stem[stem.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| {
            at + stem[at..].chars().next().map_or(1, char::len_utf8)
        })..];
        if self.is_broken_word(first, second) {
            Break::Syllable
        } else {
            Break::Hyphen
        }
    }

    /// Whether the letter itself spells `first` and `second` as one word elsewhere, and so the hyphen is the printer's.
    fn is_broken_word(&mut self, first: &str, second: &str) -> bool {
        if !(first.chars().all(char::is_alphabetic) && second.chars().all(char::is_lowercase)) {
            return false;
        }
        let source = self.source;
        self.words
            .get_or_insert_with(|| source.split(|c: char| !c.is_alphabetic()).collect())
            .contains(format!("{first}{second}").as_str())
    }

    /// Takes the hyphen back that ends the text so far.
    fn drop_last_byte(&mut self) {
        let hyphen = self.flow.pop().map_or(0, char::len_utf8);
        if let Some(last) = self.pieces.last_mut() {
            last.len = last.len.saturating_sub(hyphen);
        }
    }
}

/// What a line break stands for.
enum Break {
    /// The space between two words.
    Word,
    /// Nothing: it follows a hyphen of the word itself ("non-" / "neuropathic").
    Hyphen,
    /// Nothing, and the hyphen before it belongs to the printer ("medi-" / "cally").
    Syllable,
}

/// Words that follow a hyphen which stands for the rest of a compound ("pre- and post-operative").
fn joins_words(word: &str) -> bool {
    matches!(word, "and" | "or" | "to" | "nor" | "through")
}
