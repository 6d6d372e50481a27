//! From paragraphs to a letter: the sections, and in each the reader for it.

use super::shape::{self, Shape};
use super::{Layout, Letter, SectionKind, decisions};
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
pub fn flow(document: &Document) -> Flow {
    Flow::with_shapes(document, shape::of_line)
}

/// Reads a letter. Any text gives one.
#[must_use]
pub fn read(flow: &Flow, pack: &Pack) -> Letter {
    let blocks = blocks(flow);
    let mut letter = Letter {
        sections: sections(&blocks),
        ..Letter::default()
    };
    letter.determinations = decisions::read(flow, &blocks, pack);
    letter.layout = layout(&blocks, &letter);
    letter
}

/// The flow's paragraphs with their shapes. A heading or formula that shares its paragraph with what follows it is a
/// block of its own.
fn blocks(flow: &Flow) -> Vec<Block> {
    let mut blocks = Vec::new();
    for paragraph in flow.paragraphs() {
        let mut start = paragraph.start;
        while start < paragraph.end {
            let span = Span::new(start, paragraph.end);
            let (shape, rest) = shape::of_paragraph(flow.slice(span));
            let rest = trimmed(flow, Span::new(start + rest, paragraph.end));
            let stands_alone = matches!(shape, Shape::Section(..) | Shape::Formula | Shape::NoticeTitle);
            let end = if stands_alone { rest.start } else { paragraph.end };
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
