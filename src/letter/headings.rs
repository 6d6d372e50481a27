//! What lines of the page and paragraphs are, remembered: letters repeat each other's lines, formulas and headings, so those
//! seen before are looked up, as many as fit in a few megabytes. What they are depends on nothing but their words.

use quick_cache::sync::Cache;

use super::shape::{self, Shape};
use super::unbroken;
use crate::text::{LineReader, LineShape};

/// Who knows the headings of a letter, and remembers the lines and paragraphs seen before.
#[derive(Debug)]
pub struct Headings {
    lines: Cache<Box<str>, LineShape>,
    paragraphs: Cache<Box<str>, (Shape, usize)>,
}

impl Default for Headings {
    fn default() -> Self {
        /// Lines and short paragraphs remembered, with some hundred bytes each.
        const MOST: usize = 16_384;
        Self {
            lines: Cache::new(MOST),
            paragraphs: Cache::new(MOST),
        }
    }
}

impl Headings {
    /// A paragraph's shape, and where the rest of the paragraph begins that the shape says nothing about.
    pub(super) fn of_paragraph(&self, paragraph: &str) -> (Shape, usize) {
        if paragraph.len() > shape::LONGEST_HEADING {
            return shape::of_paragraph(paragraph);
        }
        self.paragraphs.get(paragraph).unwrap_or_else(|| {
            let shape = shape::of_paragraph(paragraph);
            self.paragraphs.insert(paragraph.into(), shape.clone());
            shape
        })
    }
}

impl LineReader for Headings {
    fn shape(&self, line: &str) -> LineShape {
        // Longer lines are whole paragraphs, and hardly come again.
        if line.len() > shape::LONGEST_HEADING {
            return shape::of_line(line);
        }
        self.lines.get(line).unwrap_or_else(|| {
            let shape = shape::of_line(line);
            self.lines.insert(line.into(), shape);
            shape
        })
    }

    fn lost_breaks(&self, line: &str) -> Vec<usize> {
        unbroken::lost_breaks(line)
    }
}
