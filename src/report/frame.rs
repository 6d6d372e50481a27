//! The few lines of a letter that a finding is about, ready for a code frame. Letters are prose: a place may run over many
//! lines, lines may be blank in between or as long as a paragraph, and one finding may point at places pages apart. A frame
//! holds only the lines that matter, with their numbers in the letter, and every label inside one line.

use std::collections::BTreeSet;
use std::ops::Range;

use miette::{LabeledSpan, MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use crate::source::Document;

use super::writing::{is_unprintable, one_line};

/// Lines of one place that are underlined; the label says how far a longer one goes.
const LINES_OF_A_PLACE: usize = 3;

/// Characters kept before a place in a line that is too long.
const LEAD: usize = 20;

/// How a line that is too long for the screen is cut.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cut {
    /// Characters that fit.
    pub(super) width: usize,
    /// What stands for those left out.
    pub(super) mark: &'static str,
}

/// A place to show.
#[derive(Debug)]
pub(super) struct Place<'a> {
    /// Where, in the decoded text.
    pub(super) range: Range<usize>,
    /// What stands there.
    pub(super) label: Option<&'a str>,
}

/// The lines to show, joined, with the labels in them.
#[derive(Debug)]
pub(super) struct Frame {
    name: String,
    text: String,
    lines: Vec<FrameLine>,
    labels: Vec<LabeledSpan>,
}

#[derive(Debug)]
struct FrameLine {
    /// The line in the letter, counted from 1.
    number: usize,
    /// Its bytes in the frame's text, its line end left out.
    range: Range<usize>,
    /// Characters of the letter's line that were cut from its beginning.
    cut: usize,
    /// Bytes of the mark that stands for them.
    mark: usize,
}

/// A part of a place in one line.
#[derive(Debug)]
struct Piece {
    line: usize,
    range: Range<usize>,
    label: Option<String>,
    is_start: bool,
}

impl Frame {
    /// The frame of a finding: its own place first, then the further ones. Without `cut`, lines are shown whole.
    pub(super) fn new(document: &Document, places: &[Place<'_>], cut: Option<Cut>) -> Self {
        let pieces: Vec<Piece> = places
            .iter()
            .enumerate()
            .flat_map(|(at, place)| pieces(document, place, at == 0))
            .collect();
        let mut frame = Self {
            name: one_line(document.name()).into_owned(),
            text: String::new(),
            lines: Vec::new(),
            labels: Vec::new(),
        };
        for number in lines_to_show(document, &pieces) {
            let in_line: Vec<&Piece> = pieces.iter().filter(|piece| piece.line == number).collect();
            frame.push_line(document, number, &in_line, cut);
        }
        frame
    }

    /// The labels, in the frame's own bytes.
    pub(super) fn labels(&self) -> &[LabeledSpan] {
        &self.labels
    }

    fn push_line(&mut self, document: &Document, number: usize, pieces: &[&Piece], cut: Option<Cut>) {
        let Some(range) = document.line_range(number) else {
            return;
        };
        let window = window(document, &range, pieces, cut.map(|cut| cut.width));
        let mark = cut.map_or("", |cut| cut.mark);
        let before_window = document.text().get(range.start..window.start).unwrap_or_default();
        let start = self.text.len();
        if window.start > range.start {
            self.text.push_str(mark);
        }
        let shift = self.text.len();
        let shown = document.text().get(window.clone()).unwrap_or_default();
        for character in shown.chars() {
            // As many bytes as the original has, so that places need no table: controls of two bytes become two spaces.
            if is_unprintable(character) && character != '\t' {
                self.text.extend(std::iter::repeat_n(' ', character.len_utf8()));
            } else {
                self.text.push(character);
            }
        }
        if window.end < range.end {
            self.text.push_str(mark);
        }
        for piece in pieces {
            let from = piece.range.start.clamp(window.start, window.end) - window.start + shift;
            let to = piece.range.end.clamp(window.start, window.end) - window.start + shift;
            let span = SourceSpan::from((from, to - from));
            self.labels.push(if piece.is_start {
                LabeledSpan::new_primary_with_span(piece.label.clone(), span)
            } else {
                LabeledSpan::new_with_span(piece.label.clone(), span)
            });
        }
        self.lines.push(FrameLine {
            number,
            range: start..self.text.len(),
            cut: before_window.chars().count(),
            mark: shift - start,
        });
        self.text.push('\n');
    }

    /// The run of neighbouring lines around the line at `index`.
    fn group(&self, index: usize) -> Range<usize> {
        let adjoins = |left: usize, right: usize| self.lines[left].number + 1 == self.lines[right].number;
        let first = (1..=index).rev().find(|&at| !adjoins(at - 1, at)).unwrap_or_default();
        let last = (index..self.lines.len() - 1)
            .find(|&at| !adjoins(at, at + 1))
            .unwrap_or(self.lines.len() - 1);
        first..last + 1
    }
}

impl SourceCode for Frame {
    /// With context, the whole run of neighbouring lines, for drawing; without, the place alone, for its line and column in
    /// the letter. Places in different runs do not combine.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let index = self
            .lines
            .partition_point(|line| line.range.start <= span.offset())
            .checked_sub(1)
            .ok_or(MietteError::OutOfBounds)?;
        let group = self.group(index);
        let lines = &self.lines[group];
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            return Err(MietteError::OutOfBounds);
        };
        let end = span.offset() + span.len();
        if end > last.range.end + 1 {
            return Err(MietteError::OutOfBounds);
        }
        let line = &self.lines[index];
        let contents = if before == 0 && after == 0 {
            let shown = line.range.start + line.mark..span.offset();
            let column = line.cut + self.text.get(shown).map_or(0, |before| before.chars().count());
            let data = &self.text.as_bytes()[span.offset()..end];
            MietteSpanContents::new_named(self.name.clone(), data, *span, line.number - 1, column, 1)
        } else {
            let range = first.range.start..last.range.end;
            let whole = SourceSpan::from(range.clone());
            let data = &self.text.as_bytes()[range];
            MietteSpanContents::new_named(self.name.clone(), data, whole, first.number - 1, 0, lines.len())
        };
        Ok(Box::new(contents))
    }
}

/// A place as its first few lines, white space at their ends left out.
fn pieces(document: &Document, place: &Place<'_>, is_primary: bool) -> Vec<Piece> {
    let last_line = document.line(place.range.end.saturating_sub(1).max(place.range.start));
    let mut pieces: Vec<Piece> = (document.line(place.range.start)..=last_line)
        .filter_map(|line| {
            let range = document.line_range(line)?;
            let start = range.start.max(place.range.start);
            let end = range.end.min(place.range.end);
            let words = document.text().get(start..end)?;
            let start = start + (words.len() - words.trim_start().len());
            let words = words.trim();
            (!words.is_empty()).then(|| Piece {
                line,
                range: start..start + words.len(),
                label: None,
                is_start: false,
            })
        })
        .take(LINES_OF_A_PLACE + 1)
        .collect();
    let is_cut = pieces.len() > LINES_OF_A_PLACE;
    pieces.truncate(LINES_OF_A_PLACE);
    if pieces.is_empty() {
        let line = document.line(place.range.start);
        let within = document.line_range(line).unwrap_or_default();
        let at = place.range.start.clamp(within.start, within.end);
        pieces.push(Piece {
            line,
            range: at..at,
            label: None,
            is_start: false,
        });
    }
    if let Some(first) = pieces.first_mut() {
        first.is_start = is_primary;
    }
    if let Some(last) = pieces.last_mut() {
        let label = place.label.map(|label| one_line(label).into_owned());
        let on = is_cut.then(|| format!("on to line {last_line}"));
        last.label = match (label, on) {
            (Some(label), Some(on)) => Some(format!("{label}, {on}")),
            (label, on) => label.or(on),
        };
    }
    pieces
}

/// The lines of the pieces, their neighbours unless blank, and single lines left out in between.
fn lines_to_show(document: &Document, pieces: &[Piece]) -> BTreeSet<usize> {
    let has_words = |line: usize| {
        document
            .line_range(line)
            .and_then(|range| document.text().get(range))
            .is_some_and(|words| !words.trim().is_empty())
    };
    let mut lines: BTreeSet<usize> = pieces.iter().map(|piece| piece.line).collect();
    for line in lines.clone() {
        lines.extend(
            [line - 1, line + 1]
                .into_iter()
                .filter(|&neighbour| has_words(neighbour)),
        );
    }
    let gaps: Vec<usize> = lines
        .iter()
        .zip(lines.iter().skip(1))
        .filter(|&(left, right)| right - left == 2)
        .map(|(left, _)| left + 1)
        .collect();
    lines.extend(gaps);
    lines
}

/// The part of a line that is shown: all of it, or as much of it as fits, from shortly before the first piece.
fn window(document: &Document, line: &Range<usize>, pieces: &[&Piece], width: Option<usize>) -> Range<usize> {
    let text = document.text().get(line.clone()).unwrap_or_default();
    let characters = text.chars().count();
    let Some(width) = width.filter(|&width| characters > width) else {
        return line.clone();
    };
    let first = pieces.iter().map(|piece| piece.range.start).min().unwrap_or(line.start);
    let ahead = document
        .text()
        .get(line.start..first)
        .map_or(0, |before| before.chars().count());
    let from = ahead.saturating_sub(LEAD).min(characters.saturating_sub(width));
    let byte_at = |character: usize| {
        text.char_indices()
            .nth(character)
            .map_or(line.end, |(at, _)| line.start + at)
    };
    byte_at(from)..byte_at(from + width)
}
