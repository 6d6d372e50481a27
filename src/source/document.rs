//! One letter's text as the user has it, and the only arithmetic that turns a place in it into a line and a column.

use std::collections::HashMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::decode::{self, Decoded};
use super::marks::Marks;
use super::sniff::Content;
use super::{Limits, Unreadable, pdf, rich_text, word};

/// A place in the user's input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Location {
    /// First byte in the original input.
    pub start: usize,
    /// One past the last byte in the original input.
    pub end: usize,
    /// Line of the first byte, counted from 1.
    pub line: usize,
    /// Character in that line, counted from 1.
    pub column: usize,
    /// Page of the first byte, counted from 1; nothing where the input has no pages.
    pub page: Option<usize>,
}

/// What the user's input is, which decides in what its positions count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Text: positions count in the file itself.
    Text,
    /// The text field of a record: positions count in the field's text.
    Record,
    /// A PDF: positions count in the extracted text, which `imrlint text` prints.
    Pdf,
    /// A Word document: positions count in the extracted text.
    Word,
    /// Rich Text Format: positions count in the extracted text.
    RichText,
}

impl Kind {
    /// Whether positions count in text that was extracted, and not in the file itself.
    #[must_use]
    pub const fn is_extracted(self) -> bool {
        !matches!(self, Self::Text)
    }
}

/// A letter's text, decoded, with its line table and the way back to the original bytes.
#[derive(Debug, Clone)]
pub struct Document {
    name: String,
    kind: Kind,
    text: String,
    marks: Marks,
    line_starts: Vec<usize>,
    page_starts: Vec<usize>,
    layout: Option<Layout>,
}

/// What the layout of an input tells of its text: which lines, by where they begin, go on with the paragraph of the line
/// before, and which begin one. Of the others it tells nothing.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    pub(super) goes_on: HashMap<usize, bool>,
}

impl Document {
    /// A document whose original input is `text` itself, in UTF-8.
    #[must_use]
    pub fn from_text(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::from_decoded(name.into(), Kind::Text, Decoded::of_text(text.into()))
    }

    /// A document whose text was extracted from an input of `kind`. A form feed ends each page.
    #[must_use]
    pub fn from_extracted(name: impl Into<String>, kind: Kind, text: impl Into<String>) -> Self {
        Self::from_decoded(name.into(), kind, Decoded::of_text(text.into()))
    }

    /// The document that `bytes` hold, by what they are and not by what they are called.
    ///
    /// # Errors
    ///
    /// The bytes hold no text; the error says why.
    pub fn from_bytes(name: impl Into<String>, bytes: &[u8], limits: &Limits) -> Result<Self, Unreadable> {
        let name = name.into();
        match Content::of(bytes) {
            Content::Pdf => pdf::read(&name, bytes, limits),
            Content::Zip => word::read(&name, bytes, limits),
            Content::RichText => rich_text::read(&name, bytes, limits),
            Content::Html => Err(Unreadable::Binary("a web page: print it to a PDF, or save it as text")),
            _ => Ok(Self::from_decoded(name, Kind::Text, decode::decode(bytes, limits)?)),
        }
    }

    /// A document whose text was extracted, if there is any and it is within the limit.
    pub(super) fn from_extracted_within(
        name: &str,
        kind: Kind,
        text: String,
        limits: &Limits,
    ) -> Result<Self, Unreadable> {
        decode::check(&text, limits)?;
        Ok(Self::from_extracted(name, kind, text))
    }

    /// The document in a record's field, which is text whatever it begins with.
    pub(super) fn from_record(name: &str, text: &[u8], limits: &Limits) -> Result<Self, Unreadable> {
        let decoded = decode::decode(text, limits)?;
        Ok(Self::from_decoded(name.to_owned(), Kind::Record, decoded))
    }

    fn from_decoded(name: String, kind: Kind, decoded: Decoded) -> Self {
        let Decoded { text, marks } = decoded;
        let (line_starts, page_starts) = lines_and_pages(&text);
        Self {
            name,
            kind,
            text,
            marks,
            line_starts,
            page_starts,
            layout: None,
        }
    }

    /// The document with what its layout tells.
    pub(super) fn with_layout(mut self, layout: Layout) -> Self {
        self.layout = Some(layout);
        self
    }

    /// Whether the line that holds the byte `at` goes on with the paragraph of the line before, as far as the layout of
    /// the input tells. In plain text only the words tell.
    #[must_use]
    pub fn goes_on(&self, at: usize) -> Option<bool> {
        let layout = self.layout.as_ref()?;
        let start = self.line_starts.get(self.line(at) - 1)?;
        layout.goes_on.get(start).copied()
    }

    /// The path or name that reports show.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the input is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.kind
    }

    /// The decoded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many pages the input is known to have; nothing where it marks none.
    #[must_use]
    pub fn pages(&self) -> Option<usize> {
        (self.page_starts.len() > 1 || self.kind == Kind::Pdf).then_some(self.page_starts.len())
    }

    /// The page, counted from 1, on which a byte of the decoded text stands.
    #[must_use]
    pub fn page(&self, at: usize) -> Option<usize> {
        self.pages()
            .map(|_| self.page_starts.partition_point(|&start| start <= at).max(1))
    }

    /// The line, counted from 1, on which a byte of the decoded text stands.
    #[must_use]
    pub fn line(&self, at: usize) -> usize {
        self.line_starts.partition_point(|&start| start <= at).max(1)
    }

    /// Where a line of the decoded text, counted from 1, begins and ends, its line end left out.
    #[must_use]
    pub fn line_range(&self, line: usize) -> Option<Range<usize>> {
        let start = *self.line_starts.get(line.checked_sub(1)?)?;
        let end = self.line_starts.get(line).copied().unwrap_or(self.text.len());
        let written = self.text.get(start..end)?.trim_end_matches(['\n', '\r']);
        Some(start..start + written.len())
    }

    /// Where a range of the decoded text stands in the original input.
    #[must_use]
    pub fn locate(&self, range: Range<usize>) -> Location {
        let line = self.line(range.start);
        let line_start = self.line_starts.get(line - 1).copied().unwrap_or_default();
        let characters = |at| self.marks.characters(&self.text, at);
        Location {
            start: self.marks.original(&self.text, range.start),
            end: self.marks.original(&self.text, range.end),
            line,
            column: characters(range.start).saturating_sub(characters(line_start)) + 1,
            page: self.page(range.start),
        }
    }
}

/// Where each line begins (after LF, CR LF, or a CR alone), and where each page (after a form feed).
///
/// A form feed with nothing after it ends the last page and begins none.
fn lines_and_pages(text: &str) -> (Vec<usize>, Vec<usize>) {
    let bytes = text.as_bytes();
    let mut line_starts = vec![0];
    let mut page_starts = vec![0];
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'\n' => line_starts.push(at + 1),
            b'\r' if bytes.get(at + 1) != Some(&b'\n') => line_starts.push(at + 1),
            b'\x0c' => page_starts.push(at + 1),
            _ => {}
        }
    }
    let after_last = page_starts.last().and_then(|&start| text.get(start..));
    if page_starts.len() > 1 && after_last.is_some_and(|rest| rest.trim().is_empty()) {
        page_starts.pop();
    }
    (line_starts, page_starts)
}

#[cfg(test)]
mod tests;
