//! Rejoins a document's lines into paragraphs and remembers where every byte came from.

use std::collections::HashSet;
use std::ops::Range;

use super::line::{self, Line, LineReader};
use super::{Folded, Span, fold, pages, wrap};
use crate::source::Document;

/// Running text: one paragraph a line, single spaces inside, plain spellings ([`fold`]), with the way back to the document.
#[derive(Debug, Clone)]
pub struct Flow {
    text: String,
    pieces: Vec<Piece>,
}

/// A run of bytes that stands in the flow exactly as in the document, or a single character in another spelling. Between
/// two pieces lie white space and characters that nobody sees.
#[derive(Debug, Clone, Copy)]
struct Piece {
    flow: Span,
    document: Span,
}

impl Piece {
    fn is_verbatim(&self) -> bool {
        self.flow.len() == self.document.len()
    }
}

impl Flow {
    /// The running text of `document`, by the width of its lines alone.
    #[must_use]
    pub fn new(document: &Document) -> Self {
        Self::read(document, &())
    }

    /// The running text of `document`, where `reader` tells what is seen in a line by who knows the headings.
    #[must_use]
    pub fn read(document: &Document, reader: &impl LineReader) -> Self {
        let source = document.text();
        let lines = pages::without_furniture(line::split(source, reader));
        let starts = wrap::paragraph_starts(document, &lines);
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
        let next = self.pieces.partition_point(|piece| piece.flow.end <= at);
        match (self.pieces.get(next), self.pieces.last()) {
            (Some(piece), _) if piece.is_verbatim() => piece.document.start + at.saturating_sub(piece.flow.start),
            (Some(piece), _) => piece.document.start,
            (None, Some(last)) => last.document.end,
            (None, None) => 0,
        }
    }

    /// Where the last byte before `at` that is no white space ends in the document.
    fn origin_after(&self, at: usize) -> usize {
        let next = self.pieces.partition_point(|piece| piece.flow.start < at);
        next.checked_sub(1).map_or(0, |last| {
            let piece = self.pieces[last];
            let inside = (at - piece.flow.start).min(piece.flow.len());
            if piece.is_verbatim() {
                piece.document.start + inside
            } else {
                piece.document.end
            }
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

    /// Appends a line's words, plainly spelt, with single spaces between them.
    fn push_line(&mut self, line: &Line) {
        let words = &self.source[line.start..line.end];
        if line::is_plain(words) && !words.contains("  ") {
            self.push_run(Some(line.start), line.end);
            return;
        }
        let mut run = None;
        let mut is_spaced = false;
        for (at, character) in self.source[line.start..line.end].char_indices() {
            let at = line.start + at;
            if line::is_space(character) {
                self.push_run(run.take(), at);
                is_spaced = true;
                continue;
            }
            let folded = fold(character);
            if folded != Folded::Gone && is_spaced {
                self.flow.push(' ');
                is_spaced = false;
            }
            match folded {
                Folded::Same => {
                    run.get_or_insert(at);
                }
                Folded::Gone => self.push_run(run.take(), at),
                Folded::As(spelling) => {
                    self.push_run(run.take(), at);
                    self.push(spelling, Span::new(at, at + character.len_utf8()));
                }
            }
        }
        self.push_run(run, line.end);
    }

    /// Appends what stands in the document from `start` to `end`.
    fn push_run(&mut self, start: Option<usize>, end: usize) {
        if let Some(start) = start {
            self.push(&self.source[start..end], Span::new(start, end));
        }
    }

    fn push(&mut self, words: &str, document: Span) {
        let start = self.flow.len();
        self.flow.push_str(words);
        self.pieces.push(Piece {
            flow: Span::new(start, self.flow.len()),
            document,
        });
    }

    /// Joins the text so far, which ends with `line`, to `next`: by a space, or by nothing where a word was broken.
    fn join(&mut self, line: &Line, next: &Line) {
        match self.break_between(line, next) {
            Break::Word => self.flow.push(' '),
            Break::Hyphen => {}
            Break::Syllable => self.drop_hyphen(),
        }
    }

    fn break_between(&mut self, line: &Line, next: &Line) -> Break {
        let next = &self.source[next.start..next.end];
        let second = &next[..next.find(|c: char| !c.is_alphanumeric()).unwrap_or(next.len())];
        if line.is_broken {
            return Break::Hyphen;
        }
        let Some(stem) = self.flow.strip_suffix('-') else {
            return Break::Word;
        };
        if !stem.ends_with(char::is_alphanumeric) || second.is_empty() || joins_words(second) {
            return Break::Word;
        }
        let first_start = stem.rfind(|c: char| !c.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
        let first = stem.get(first_start..).unwrap_or_default().to_owned();
        if self.is_broken_word(&first, second) {
            Break::Syllable
        } else {
            Break::Hyphen
        }
    }

    /// Whether the letter itself spells `first` and `second` as one word elsewhere, and so the hyphen is the printer's.
    fn is_broken_word(&mut self, first: &str, second: &str) -> bool {
        if first.is_empty() || !first.chars().all(char::is_alphabetic) || !second.chars().all(char::is_lowercase) {
            return false;
        }
        let source = self.source;
        self.words
            .get_or_insert_with(|| source.split(|c: char| !c.is_alphabetic()).collect())
            .contains(format!("{first}{second}").as_str())
    }

    /// Takes the hyphen back that ends the text so far.
    fn drop_hyphen(&mut self) {
        self.flow.pop();
        if let Some(last) = self.pieces.pop_if(|last| last.flow.len() == 1 || !last.is_verbatim()) {
            debug_assert_eq!(last.flow.start, self.flow.len());
        } else if let Some(last) = self.pieces.last_mut() {
            last.flow.end -= 1;
            last.document.end -= 1;
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
