//! From pieces of text and their places to the lines that a reader sees: from top to bottom, from left to right, with a
//! space where there is a gap and an empty line where there is a large one. Where the first word of a line would still
//! have fitted on the line before, the writer began a new paragraph with it.

use crate::source::document::Layout;

/// A piece of text and where it stands; y grows upwards.
#[derive(Debug, Clone)]
pub(super) struct Run {
    x: f64,
    y: f64,
    end: f64,
    /// Where its last visible letter ends.
    seen_end: f64,
    /// The height of its letters on the page.
    size: f64,
    /// Where its first word ends, if a space or a hyphen ends it.
    word_end: Option<f64>,
    text: String,
}

/// Parts of a letter's height: how far two pieces of one line may stand apart in height, from which gap on a space is
/// missing, and from which on the gap is one between columns.
const SAME_LINE: f64 = 0.45;
const SPACE: f64 = 0.15;
const COLUMN: f64 = 1.8;

/// Times the usual distance of lines from which on a line is left empty.
const EMPTY_LINE: f64 = 1.3;

impl Run {
    /// A piece drawn by a matrix, its codes so wide; nothing where it stands nowhere or says nothing.
    pub(super) fn new(matrix: [f64; 6], advances: &[f64], size: f64, text: String) -> Option<Self> {
        let [a, b, c, d, x, y] = matrix;
        let stretch = a.hypot(b);
        let size = (size * c.hypot(d)).abs();
        let all = text.chars().count().max(1);
        // Where a code draws several characters, each has its share of the width.
        let end_of = |characters: usize| {
            let codes = characters * advances.len() / all;
            x + advances.iter().take(codes).sum::<f64>() * stretch
        };
        let end = end_of(all);
        let seen_end = end_of(text.trim_end().chars().count());
        let word_end = first_word(&text).map(end_of);
        let stands = [x, y, end, size].iter().all(|number| number.is_finite());
        (stands && !text.is_empty()).then_some(Self {
            x,
            y,
            end,
            seen_end,
            size,
            word_end,
            text,
        })
    }
}

/// How many characters the first word has, if the text says where it ends. A word may break behind a hyphen.
fn first_word(text: &str) -> Option<usize> {
    let start = text.len() - text.trim_start().len();
    let end = start + text[start..].find(|character: char| character.is_whitespace() || character == '-')?;
    let hyphen = usize::from(text[end..].starts_with('-'));
    Some(text[..end].chars().count() + hyphen)
}

/// A line as it stands on the page.
#[derive(Debug)]
struct Line {
    y: f64,
    size: f64,
    end: f64,
    /// The width of its first word.
    first_word: f64,
    text: String,
}

/// The lines of a page.
#[derive(Debug)]
pub(super) struct Page {
    lines: Vec<Line>,
}

impl Page {
    pub(super) fn new(mut runs: Vec<Run>) -> Self {
        runs.sort_by(|one, other| other.y.total_cmp(&one.y));
        let same = |one: &Run, other: &Run| one.y - other.y <= SAME_LINE * one.size.min(other.size).max(1.0);
        let lines = runs.chunk_by_mut(same).filter_map(|runs| {
            runs.sort_by(|one, other| one.x.total_cmp(&other.x));
            Line::new(runs)
        });
        Self { lines: lines.collect() }
    }

    /// Bytes of text.
    pub(super) fn len(&self) -> usize {
        self.lines.iter().map(|line| line.text.len() + 1).sum()
    }

    /// The distance that most lines have from the next: the median.
    fn usual_distance(&self) -> f64 {
        let mut distances: Vec<f64> = self.lines.windows(2).map(|pair| pair[0].y - pair[1].y).collect();
        distances.sort_by(f64::total_cmp);
        distances
            .get(distances.len().saturating_sub(1) / 2)
            .copied()
            .unwrap_or(f64::INFINITY)
    }
}

/// The text of all pages, a form feed after each, and which lines go on with the paragraph of the line before.
pub(super) fn text(pages: &[Page]) -> (String, Layout) {
    let margin = margin(pages);
    let mut text = String::with_capacity(pages.iter().map(|page| page.len() + 1).sum());
    let mut layout = Layout::default();
    let mut above: Option<&Line> = None;
    for page in pages {
        let usual = page.usual_distance();
        for (at, line) in page.lines.iter().enumerate() {
            if let (Some(above), Some(margin)) = (above, margin) {
                let apart = at > 0 && above.y - line.y > EMPTY_LINE * usual;
                if apart {
                    text.push('\n');
                }
                let goes_on = !apart && above.wraps_into(line, margin);
                // The last line of a page may be its number, after which there is always room.
                if at > 0 || goes_on {
                    // The form feed that ends a page stands at the beginning of the next line.
                    let start = text.rfind('\n').map_or(0, |end| end + 1);
                    layout.goes_on.insert(start, goes_on);
                }
            }
            text.push_str(&line.text);
            text.push('\n');
            above = Some(line);
        }
        text.push('\x0c');
    }
    (text, layout)
}

/// Where the lines of a document end at the latest, a stray one in forty left out; nothing where they are too few to tell.
fn margin(pages: &[Page]) -> Option<f64> {
    const FEWEST: usize = 10;
    let mut ends: Vec<f64> = pages.iter().flat_map(|page| &page.lines).map(|line| line.end).collect();
    ends.sort_by(f64::total_cmp);
    let last = ends.len() - ends.len() / 40;
    let margin = last.checked_sub(1).and_then(|last| ends.get(last)).copied();
    margin.filter(|_| ends.len() >= FEWEST)
}

impl Line {
    fn new(runs: &[Run]) -> Option<Self> {
        let text = written(runs);
        let said = || runs.iter().filter(|run| !run.text.trim().is_empty());
        let first = said().next()?;
        let end = said().map(|run| run.seen_end).fold(f64::NEG_INFINITY, f64::max);
        let mut from_first = runs.iter().skip_while(|run| run.text.trim().is_empty());
        Some(Self {
            y: first.y,
            size: first.size,
            end,
            first_word: from_first.find_map(|run| run.word_end).unwrap_or(end) - first.x,
            text,
        })
    }

    /// Whether the first word of `next` would not have fitted behind this line, a space between.
    fn wraps_into(&self, next: &Self, margin: f64) -> bool {
        let space = if self.text.ends_with('-') {
            0.0
        } else {
            0.25 * self.size
        };
        self.end + space + next.first_word >= margin
    }
}

/// The pieces of one line.
fn written(line: &[Run]) -> String {
    let mut text = String::new();
    let mut before: Option<&Run> = None;
    for run in line {
        if let Some(before) = before {
            // Some programs draw bold letters twice, a hair apart.
            if before.text == run.text && (before.x - run.x).abs() < SPACE * run.size {
                continue;
            }
            let gap = run.x - before.end;
            if gap > COLUMN * run.size {
                text.truncate(text.trim_end().len());
                text.push_str("   ");
            } else if gap > SPACE * run.size && !text.ends_with(' ') && !run.text.starts_with(' ') {
                text.push(' ');
            }
        }
        text.push_str(&run.text);
        before = Some(run);
    }
    text.truncate(text.trim_end().len());
    text
}
