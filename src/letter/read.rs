//! From paragraphs to a letter: the sections, and in each the reader for it.

use super::memory::Memory;
use super::shape::{self, Shape};
use super::{Layout, Letter, Patient, SectionKind, cover, decisions, dispute, patient};
use crate::pack::Pack;
use crate::source::Document;
use crate::text::{Flow, Span};

/// A paragraph, or the part of one that has a shape of its own.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// What it is.
    pub(super) shape: Shape,
    /// All of it, label included.
    pub(super) span: Span,
    /// What follows its label.
    pub(super) content: Span,
    /// Whether it ends as a sentence does.
    pub(super) ends_with_stop: bool,
}

/// The running text of `document`, with the paragraphs that headings and labels begin.
#[must_use]
pub fn flow(document: &Document, memory: &Memory) -> Flow {
    Flow::read(document, memory)
}

/// No stretch that is gone over word by word is longer than this.
pub(super) const LONGEST_STRETCH: usize = 4096;
/// The first sentences of a summary.
const OPENING: usize = 700;
/// Its last sentences, which say what was asked for and denied.
const CLOSING: usize = 2000;

/// Reads a letter. Any text gives one.
#[must_use]
pub fn read(flow: &Flow, memory: &Memory, pack: &Pack) -> Letter {
    let blocks = blocks(flow, memory);
    let mut letter = Letter {
        sections: sections(&blocks),
        header: cover::header(flow, cut(flow, before_sections(flow, &blocks), LONGEST_STRETCH)),
        determinations: decisions::read(flow, &blocks, memory, pack),
        ..Letter::default()
    };
    letter.layout = layout(&blocks, &letter);
    if let Some(section) = section(&blocks, SectionKind::Reviewer) {
        letter.reviewer = cover::reviewer(flow, cut(flow, section, LONGEST_STRETCH));
    }
    letter.summary = section(&blocks, SectionKind::Summary);
    letter.patient = patient(flow, &letter);
    let documents = section(&blocks, SectionKind::Documents).map(|section| cut(flow, section, LONGEST_STRETCH));
    let closing = letter.summary.map(|summary| last(flow, summary, CLOSING));
    letter.records = patient::records(flow, &[documents, closing].into_iter().flatten().collect::<Vec<_>>());
    letter.disputed_items = closing.map_or_else(Vec::new, |closing| dispute::read(flow, closing, memory, pack));
    letter
}

/// The patient by the summary, or where there is none by what the rationales state outright.
fn patient(flow: &Flow, letter: &Letter) -> Patient {
    if let Some(summary) = letter.summary {
        return patient::of_summary(flow, cut(flow, summary, OPENING));
    }
    let rationales = letter
        .determinations
        .iter()
        .filter_map(|determination| determination.rationale);
    rationales.fold(Patient::default(), |known, rationale| {
        let told = patient::of_rationale(flow, cut(flow, rationale, OPENING));
        Patient {
            age: known.age.or(told.age),
            sex: known.sex.or(told.sex),
            injury_date: known.injury_date.or(told.injury_date),
        }
    })
}

/// What stands before the first section: the cover, if the letter has one.
fn before_sections(flow: &Flow, blocks: &[Block]) -> Span {
    let end = blocks
        .iter()
        .find(|block| matches!(block.shape, Shape::Section(..)))
        .map_or(flow.text().len(), |block| block.span.start);
    Span::new(0, end)
}

/// The text of a section, from its first paragraph to its last, without heading and formula.
fn section(blocks: &[Block], kind: SectionKind) -> Option<Span> {
    let heading = blocks
        .iter()
        .position(|block| matches!(block.shape, Shape::Section(found, _) if found == kind))?;
    blocks[heading + 1..]
        .iter()
        .take_while(|block| {
            !matches!(
                block.shape,
                Shape::Section(..) | Shape::Regarding(_) | Shape::Listed(_) | Shape::NoticeTitle
            )
        })
        .filter(|block| block.shape != Shape::Formula && !block.span.is_empty())
        .map(|block| block.span)
        .reduce(Span::join)
}

/// At most `len` bytes from the beginning of `span`.
pub(super) fn cut(flow: &Flow, span: Span, len: usize) -> Span {
    Span::new(span.start, span.start + flow.slice(span).floor_char_boundary(len))
}

/// At most `len` bytes up to the end of `span`.
fn last(flow: &Flow, span: Span, len: usize) -> Span {
    let words = flow.slice(span);
    Span::new(
        span.start + words.ceil_char_boundary(words.len().saturating_sub(len)),
        span.end,
    )
}

/// The flow's paragraphs with their shapes. A heading or formula that shares its paragraph with what follows it is a
/// block of its own.
fn blocks(flow: &Flow, memory: &Memory) -> Vec<Block> {
    let mut blocks = Vec::new();
    for paragraph in flow.paragraphs() {
        let mut start = paragraph.start;
        while start < paragraph.end {
            let span = Span::new(start, paragraph.end);
            let (shape, rest) = memory.of_paragraph(flow.slice(span));
            let rest = trimmed(flow, Span::new(start + rest, paragraph.end));
            let stands_alone = matches!(shape, Shape::Section(..) | Shape::Formula | Shape::NoticeTitle);
            let end = match shape {
                _ if stands_alone => rest.start,
                Shape::GuidelineSentence(party) => {
                    shape::change_of_party(flow.slice(span), party).map_or(paragraph.end, |at| start + at)
                }
                _ => paragraph.end,
            };
            blocks.push(Block {
                shape,
                ends_with_stop: flow.slice(span).ends_with('.'),
                span: trimmed(flow, Span::new(start, end)),
                content: if stands_alone {
                    Span::new(rest.start, rest.start)
                } else {
                    rest
                },
            });
            start = end.max(start + 1);
        }
    }
    blocks
}

/// `span` without white space at its ends.
pub(super) fn trimmed(flow: &Flow, span: Span) -> Span {
    let words = flow.slice(span);
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}

fn sections(blocks: &[Block]) -> Vec<(SectionKind, Span)> {
    blocks
        .iter()
        .filter_map(|block| match block.shape {
            Shape::Section(kind, _) => Some((kind, block.span)),
            _ => None,
        })
        .collect()
}

/// The layout by what only one of them has; else by the way in which the items carry their outcomes.
fn layout(blocks: &[Block], letter: &Letter) -> Option<Layout> {
    let own = |block: &Block| match block.shape {
        Shape::NoticeTitle | Shape::Regarding(_) | Shape::Listed(_) => Some(Layout::Notice2013),
        Shape::Section(_, layout) => layout,
        _ => None,
    };
    let all: Vec<Layout> = blocks.iter().filter_map(own).collect();
    if all.contains(&Layout::Notice2013) {
        return Some(Layout::Notice2013);
    }
    all.first().copied().or_else(|| {
        let is_letter = !letter.determinations.is_empty()
            || letter
                .sections
                .iter()
                .any(|(kind, _)| matches!(kind, SectionKind::Reviewer | SectionKind::Decisions));
        if !is_letter {
            return None;
        }
        Some(if decisions::in_words(blocks) {
            Layout::Decisions2013
        } else {
            Layout::FinalDetermination
        })
    })
}
