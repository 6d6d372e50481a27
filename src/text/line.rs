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
    /// Whether a form feed stands before it, behind the line before.
    pub(super) begins_page: bool,
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
    /// Whether it ends with an outcome, and so is the last line of a heading ("Soma 350mg #90: Upheld").
    pub ends_heading: bool,
    /// Whether it is nothing but the outcome of the heading before it.
    pub is_outcome: bool,
    /// Whether it ends with a conclusion, and so a rationale may end with it, even without a full stop.
    pub concludes: bool,
    /// Whether the line belongs to the page and not to the text ("Page 3 of 7").
    pub is_furniture: bool,
    /// The number that stands alone on the line: the page's, if it stands where a page ends.
    pub lone_number: Option<u32>,
    /// Whether it ends with the word for a page of what is cited, so that a number on the next line is no page of the letter.
    pub names_page: bool,
    /// Whether the line says that its number is a page's ("Page 3").
    pub says_page: bool,
}

/// What a reader who knows the headings of a letter tells of its lines.
pub trait LineReader {
    /// What a line is, by its words.
    fn shape(&self, line: &str) -> LineShape;

    /// Where inside a line another begins whose line break was lost, in order.
    fn lost_breaks(&self, line: &str) -> Vec<usize>;
}

/// Knows no headings.
impl LineReader for () {
    fn shape(&self, _line: &str) -> LineShape {
        LineShape::default()
    }

    fn lost_breaks(&self, _line: &str) -> Vec<usize> {
        Vec::new()
    }
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
    match character {
        ' '..='~' => false,
        '\n' | '\r' | '\x0b' | '\x0c' => true,
        _ => fold(character) == Folded::As("\n"),
    }
}

/// White space of any kind.
pub(super) fn is_space(character: char) -> bool {
    character.is_whitespace() || fold(character) == Folded::As(" ")
}

/// Characters that take no room and mean nothing.
fn is_invisible(character: char) -> bool {
    fold(character) == Folded::Gone
}

/// The lines of `text` that hold something, in order, as `reader` sees them.
pub(super) fn split(text: &str, reader: &impl LineReader) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut gap = 0;
    let mut begins_page = false;
    let mut rest = 0;
    while rest < text.len() {
        let line_end = text[rest..].find(ends_line).map_or(text.len(), |at| rest + at);
        match measure(text, rest, line_end, reader) {
            Some(line) => {
                let line = Line {
                    gap,
                    begins_page,
                    ..line
                };
                (gap, begins_page) = (0, false);
                part(text, line, reader, &mut lines);
            }
            None => gap += 1,
        }
        begins_page |= text[line_end..].starts_with('\x0c');
        rest = after_break(text, line_end);
    }
    lines
}

/// Adds `line` to `lines`, parted where line breaks were lost in it.
fn part(text: &str, line: Line, reader: &impl LineReader, lines: &mut Vec<Line>) {
    let breaks = reader.lost_breaks(&text[line.start..line.end]);
    if breaks.is_empty() {
        lines.push(line);
        return;
    }
    let starts = std::iter::once(0).chain(breaks.iter().copied());
    let ends = breaks.iter().map(|at| line.start + at).chain([line.end]);
    for (start, end) in starts.zip(ends) {
        let Some(mut piece) = measure(text, line.start + start, end, reader) else {
            continue;
        };
        if start == 0 {
            (piece.gap, piece.begins_page) = (line.gap, line.begins_page);
        } else {
            piece.shape.opens = Opens::Always;
        }
        piece.is_broken = line.is_broken && end == line.end;
        lines.push(piece);
    }
}

/// The first byte after the line break at `at`; a carriage return and its line feed are one break.
fn after_break(text: &str, at: usize) -> usize {
    if text[at..].starts_with("\r\n") {
        return at + 2;
    }
    at + text[at..].chars().next().map_or(1, char::len_utf8)
}

/// What stands between `start` and `end`, if anything does; what is before it is not looked at.
fn measure(text: &str, start: usize, end: usize, reader: &impl LineReader) -> Option<Line> {
    let blank = |character| is_space(character) || is_invisible(character);
    let start = start + text[start..end].find(|character| !blank(character))?;
    let words = text[start..end].trim_end_matches(blank);
    let margin = &text[start + words.len()..end];
    let (width, first_word) = widths(words);
    Some(Line {
        start,
        end: start + words.len(),
        width,
        first_word,
        gap: 0,
        begins_page: false,
        is_broken: margin.starts_with(SOFT_HYPHEN),
        shape: reader.shape(words),
    })
}

/// The visible characters of a line and of its first word.
fn widths(words: &str) -> (usize, usize) {
    if is_plain(words) {
        return (words.len(), words.find(' ').unwrap_or(words.len()));
    }
    let visible = || words.chars().filter(|&character| !is_invisible(character));
    let first_word = visible().take_while(|&character| !is_space(character));
    (visible().count(), first_word.count())
}

/// Whether `words` are printable ASCII, as nearly all lines are: each byte a character that is seen and stays itself.
pub(super) fn is_plain(words: &str) -> bool {
    words.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}
