//! One letter's text as the user has it, and the only arithmetic that turns a place in it into a line and a column.

use std::ops::Range;

use serde::Serialize;

/// A place in the user's input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema)]
pub struct Location {
    /// First byte in the original input.
    pub start: usize,
    /// One past the last byte in the original input.
    pub end: usize,
    /// Line of the first byte, counted from 1.
    pub line: usize,
    /// Character in that line, counted from 1.
    pub column: usize,
}

/// A letter's text, decoded, with its line table and the way back to the original bytes.
#[derive(Debug, Clone)]
pub struct Document {
    name: String,
    text: String,
    line_starts: Vec<usize>,
}

impl Document {
    /// A document whose original input is `text` itself, in UTF-8.
    #[must_use]
    pub fn from_text(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let line_starts = std::iter::once(0)
            .chain(
                text.bytes()
                    .enumerate()
                    .filter(|&(_, byte)| byte == b'\n')
                    .map(|(at, _)| at + 1),
            )
            .collect();
        Self {
            name: name.into(),
            text,
            line_starts,
        }
    }

    /// The path or name that reports show.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The decoded text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a range of the decoded text stands in the original input.
    #[must_use]
    pub fn locate(&self, range: Range<usize>) -> Location {
        let line = self.line_starts.partition_point(|&start| start <= range.start);
        let line_start = self.line_starts[line.saturating_sub(1)];
        let column = self
            .text
            .get(line_start..range.start)
            .map_or(0, |before| before.chars().count())
            + 1;
        Location {
            start: range.start,
            end: range.end,
            line,
            column,
        }
    }
}
