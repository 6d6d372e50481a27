//! Where one paragraph ends and the next begins. A text that was wrapped greedily betrays its paragraphs: where the next
//! line's first word would still have fitted, the break was meant. The width is learnt from the lines themselves, with
//! tolerance, since text taken out of a PDF was set in proportional type.

use super::line::{Line, LineShape, Opens};
use crate::source::Document;

/// How a document's lines were wrapped.
#[derive(Debug, Clone, Copy)]
struct Wrap {
    /// A line that would have been narrower than this with the next word was ended on purpose.
    fits_below: usize,
    /// One that would have been narrower than this may have been; the end of a sentence decides.
    may_fit_below: usize,
    /// Blank lines that stand between two lines of the same paragraph.
    spacing: usize,
}

/// For each line but the first, whether a paragraph begins with it.
pub(super) fn paragraph_starts(document: &Document, lines: &[Line]) -> Vec<bool> {
    let text = document.text();
    let wrap = Wrap::learn(text, lines);
    let parts = |line: &Line, next: &Line| match document.goes_on(next.start) {
        Some(goes_on) => !goes_on || parts_by_shape(text, line, next),
        None => wrap.parts(text, line, next),
    };
    let mut starts: Vec<bool> = std::iter::once(true)
        .chain(lines.windows(2).map(|pair| parts(&pair[0], &pair[1])))
        .collect();
    wrap.part_headings(text, lines, &mut starts);
    starts
}

impl Wrap {
    fn learn(text: &str, lines: &[Line]) -> Self {
        let usual = usual_width(lines);
        let mut room = Vec::new();
        let mut gaps = [0_usize; 4];
        for pair in lines.windows(2) {
            if continues(text, &pair[0], &pair[1]) {
                room.push(width_together(&pair[0], &pair[1]));
                gaps[pair[1].gap.min(3)] += 1;
            }
        }
        room.sort_unstable();
        let widest = lines.iter().map(|line| line.width).max().unwrap_or(0);
        // A stray short pair (a list, a table) must not make the whole letter look narrow: leave one in fifty out.
        let (fits_below, may_fit_below) = match room.get(room.len() / 50) {
            Some(_) if is_unwrapped(lines, usual) => (usize::MAX, usize::MAX),
            // No pair would have fitted into the widest line: the text was wrapped at a count of characters.
            Some(&narrowest) if room.len() >= 6 && narrowest > widest => (widest + 1, widest + 1),
            Some(&narrowest) if room.len() >= 6 => {
                let narrowest = narrowest.clamp(usual * 4 / 5, usual * 5 / 4);
                (narrowest * 15 / 16, narrowest)
            }
            _ if usual > 160 => (usize::MAX, usize::MAX),
            _ => (usual * 15 / 16, usual),
        };
        let spacing = (0..gaps.len()).max_by_key(|&gap| (gaps[gap], 4 - gap)).unwrap_or(0);
        Self {
            fits_below,
            may_fit_below,
            spacing,
        }
    }

    /// Whether `next` begins a paragraph after `line`.
    fn parts(self, text: &str, line: &Line, next: &Line) -> bool {
        if parts_by_shape(text, line, next) {
            return true;
        }
        let ended = ends_sentence(words(text, line));
        let width = width_together(line, next);
        let goes_on = words(text, next).starts_with(char::is_lowercase);
        if goes_on && (!ended || words(text, line).ends_with(';')) {
            return false;
        }
        if width < self.fits_below && !broken_word(text, line) || width < self.may_fit_below && ended && !goes_on {
            return true;
        }
        // A page break widens the gap in mid-sentence too, so the gap alone parts nothing.
        next.gap > self.spacing && ended
    }

    /// A heading may stand behind a rationale whose last line is full to the margin, and may itself be set in short lines.
    /// Going back from its last line, or from the line that must follow it, it begins behind the nearest end of a
    /// sentence; where a full stop is missing, behind blank lines.
    fn part_headings(self, text: &str, lines: &[Line], starts: &mut [bool]) {
        /// Lines that the longest heading takes.
        const LONGEST: usize = 12;
        for at in 1..lines.len() {
            let is_last = lines[at].shape.ends_heading;
            if !is_last && !lines[at].shape.follows_heading {
                continue;
            }
            let end = if is_last { at + 1 } else { at };
            let mut behind_gap = None;
            for first in (end.saturating_sub(LONGEST).max(1)..end).rev() {
                let (line, before) = (&lines[first], &lines[first - 1]);
                let goes_on = is_last && (line.shape.is_outcome || goes_on_in_heading(words(text, line)));
                if starts[first] && (!goes_on || before.shape.closes) {
                    break;
                }
                // The colon of the heading's own line may part it from its outcome.
                let ended = ends_sentence(words(text, before)) && !words(text, before).ends_with(':');
                if ended && !words(text, line).starts_with('#') || before.shape.concludes && !goes_on {
                    starts[behind_gap.unwrap_or(first)] = true;
                    break;
                }
                starts[first] = false;
                if line.gap > self.spacing && !goes_on {
                    behind_gap = behind_gap.or(Some(first));
                }
            }
        }
    }
}

/// Whether the headings and labels of a letter tell that `next` begins a paragraph.
fn parts_by_shape(text: &str, line: &Line, next: &Line) -> bool {
    line.shape.closes
        || next.shape.opens == Opens::Always
        || next.shape.opens == Opens::AfterSentence && (line.shape.concludes || ends_sentence(words(text, line)))
}

/// The width of most of the text: half of all characters stand in lines at least this wide.
fn usual_width(lines: &[Line]) -> usize {
    let mut widths: Vec<usize> = lines.iter().map(|line| line.width).collect();
    widths.sort_unstable();
    let half = widths.iter().sum::<usize>() / 2;
    let mut seen = 0;
    for width in widths {
        seen += width;
        if seen >= half {
            return width;
        }
    }
    0
}

/// Whether each line is a paragraph: long lines of every length, and not most of them near one width.
fn is_unwrapped(lines: &[Line], usual: usize) -> bool {
    let all: usize = lines.iter().map(|line| line.width).sum();
    let near: usize = lines
        .iter()
        .filter(|line| line.width.abs_diff(usual) <= usual / 8)
        .map(|line| line.width)
        .sum();
    usual > 130 && near * 2 < all
}

/// Characters of `line` and the first word of `next` side by side.
fn width_together(line: &Line, next: &Line) -> usize {
    line.width + 1 + next.first_word
}

/// Whether the words themselves tell that `next` goes on with the sentence of `line`.
fn continues(text: &str, line: &Line, next: &Line) -> bool {
    line.shape == LineShape::default()
        && next.shape == LineShape::default()
        && words(text, line).ends_with(|last: char| last.is_alphanumeric() || last == ',')
        && words(text, next).starts_with(char::is_lowercase)
}

/// Whether a line cannot begin a heading: it begins in the middle of a sentence, or with a strength or an amount.
fn goes_on_in_heading(words: &str) -> bool {
    let figures = words.len() - words.trim_start_matches(|first: char| first.is_ascii_digit()).len();
    match words[figures..].chars().next() {
        Some(first) if figures == 0 => first.is_lowercase() || first == '#',
        Some(first) => matches!(first, '/' | '%') || first.is_lowercase(),
        None => false,
    }
}

fn words<'a>(text: &'a str, line: &Line) -> &'a str {
    &text[line.start..line.end]
}

/// Whether a line stops where a sentence does.
fn ends_sentence(words: &str) -> bool {
    words
        .trim_end_matches(['"', '\'', ')', ']', '\u{201d}', '\u{2019}'])
        .ends_with(['.', '?', '!', ':', ';'])
}

/// Whether a line ends inside a hyphenated word, so that its width tells nothing.
fn broken_word(text: &str, line: &Line) -> bool {
    let mut last = words(text, line).chars().rev();
    last.next() == Some('-') && last.next().is_some_and(char::is_alphanumeric)
}
