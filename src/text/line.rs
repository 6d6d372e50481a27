//! The lines of a document as it stands: where each begins and ends without its margins, how wide it is, and how many
//! blank lines precede it.

use super::{Folded, SOFT_HYPHEN, fold};

/// A line that holds at least one visible character.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    /// Where the first visible character stands in the document.
    pub(super) start: usize,
    /// One past the last visible character.
    pub(super) end: usize,
    /// Characters from the first to the last visible one.
    pub(super) width: usize,
    /// Characters of the first word.
    pub(super) first_word: usize,
    /// Blank lines before it.
    pub(super) gap: usize,
    /// Whether the printer broke a word behind it, at a hyphen that is seen nowhere else.
    pub(super) is_broken: bool,
    /// What a reader who knows the headings sees in it.
    pub(super) shape: LineShape,
}

/// What a reader who knows the headings of a letter sees in a single line. A line of prose is the default.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LineShape {
    /// Whether the line begins a paragraph.
    pub opens: Opens,
    /// Whether the line ends its paragraph, however full it is.
    pub closes: bool,
    /// Whether the paragraph before this line is a heading of its own ("Claims Administrator guideline:").
    pub follows_heading: bool,
    /// Whether the line belongs to the page and not to the text (a page number).
    pub is_furniture: bool,
}

/// Whether a line begins a paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Opens {
    /// As far as its words tell, it may as well continue one.
    #[default]
    Nothing,
    /// It begins one if the line before it ends a sentence.
    AfterSentence,
    /// It begins one.
    Always,
}

/// Whether `character` ends a line: besides the usual ones, the form feed of a page break and Unicode's own.
fn ends_line(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\x0b' | '\x0c') || fold(character) == Folded::As("\n")
}

/// White space of any kind.
pub(super) fn is_space(character: char) -> bool {
    character.is_whitespace() || fold(character) == Folded::As(" ")
}

/// Characters that take no room and mean nothing.
fn is_invisible(character: char) -> bool {
    fold(character) == Folded::Gone
}

/// The lines of `text` that hold something, in order. `shape` tells what it sees in a line's words.
pub(super) fn split(text: &str, shape: impl Fn(&str) -> LineShape) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut gap = 0;
    let mut rest = 0;
    while rest < text.len() {
        let line_end = text[rest..].find(ends_line).map_or(text.len(), |at| rest + at);
        if let Some(line) = measure(text, rest, line_end, gap, &shape) {
            gap = 0;
            lines.push(line);
        } else {
            gap += 1;
        }
        rest = after_break(text, line_end);
    }
    lines
}

/// The first byte after the line break at `at`; a carriage return and its line feed are one break.
fn after_break(text: &str, at: usize) -> usize {
    if text[at..].starts_with("\r\n") {
        return at + 2;
    }
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}

fn measure(text: &str, start: usize, end: usize, gap: usize, shape: impl Fn(&str) -> LineShape) -> Option<Line> {
    let blank = |character| is_space(character) || is_invisible(character);
    let start = start + text[start..end].find(|character| !blank(character))?;
    let words = text[start..end].trim_end_matches(blank);
    let margin = &text[start + words.len()..end];
    let visible = || words.chars().filter(|&character| !is_invisible(character));
    Some(Line {
        start,
        end: start + words.len(),
        width: visible().count(),
        first_word: visible().take_while(|&character| !is_space(character)).count(),
        gap,
        is_broken: margin.starts_with(SOFT_HYPHEN),
        shape: shape(words),
    })
}
