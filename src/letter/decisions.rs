//! The disputed items: each heading with its outcome, its two guideline lines and its rationale, gathered from the
//! blocks of the letter. Headings without an outcome, and parts without a label, are tolerated as far as the lines
//! around them tell what they are.

use std::collections::HashMap;

use super::memory::Memory;
use super::read::{Block, trimmed};
use super::shape::{Ending, ItemShape, Party, Shape};
use super::{Determination, Found, Outcome, SectionKind};
use crate::citation::Basis;
use crate::pack::Pack;
use crate::text::{Flow, Span};

/// The part of a determination that the next paragraph without a label continues.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Heading,
    Claims,
    Reviewer,
    Rationale,
}

/// A determination while it is being gathered.
#[derive(Debug, Default)]
struct Draft {
    number: Option<u32>,
    start: usize,
    end: usize,
    item: Span,
    outcome: Option<Found<Outcome>>,
    part: Part,
    claims: Lines,
    reviewer: Lines,
    rationale: Lines,
}

/// The paragraphs of a part.
#[derive(Debug, Default)]
struct Lines {
    label: Option<Span>,
    text: Option<Span>,
}

impl Draft {
    fn new(block: &Block, item: &ItemShape) -> Self {
        let base = block.span.start;
        let outcome = match item.ending {
            Ending::Outcome(outcome, span) | Ending::Decision(outcome, span) => Some((outcome, span.shifted(base))),
            Ending::Unreadable | Ending::Colon | Ending::Open => None,
        };
        Self {
            number: item.number,
            start: base,
            end: block.span.end,
            item: item.item.shifted(base),
            outcome,
            ..Self::default()
        }
    }

    /// A determination whose heading is missing; it begins with `block`.
    fn without_heading(block: &Block) -> Self {
        let start = block.span.start;
        Self {
            start,
            end: start,
            item: Span::new(start, start),
            ..Self::default()
        }
    }

    /// Begins `part` with a block that has its label.
    fn begin(&mut self, part: Part, block: &Block) {
        self.end = self.end.max(block.span.end);
        self.part = part;
        if let Some(lines) = self.lines(part) {
            lines.label = lines.label.or(Some(block.span));
        }
        self.add(part, block.content);
    }

    /// Adds a paragraph to `part`.
    fn add(&mut self, part: Part, paragraph: Span) {
        if paragraph.is_empty() {
            return;
        }
        self.end = self.end.max(paragraph.end);
        self.part = part;
        if let Some(lines) = self.lines(part) {
            lines.text = Some(lines.text.map_or(paragraph, |before| before.join(paragraph)));
        }
    }

    fn lines(&mut self, part: Part) -> Option<&mut Lines> {
        match part {
            Part::Heading => None,
            Part::Claims => Some(&mut self.claims),
            Part::Reviewer => Some(&mut self.reviewer),
            Part::Rationale => Some(&mut self.rationale),
        }
    }
}

/// Whether the items of `blocks` carry the decision in words.
pub(super) fn in_words(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| {
        matches!(&block.shape, Shape::Item(item) if item.number.is_some() && matches!(item.ending, Ending::Decision(..)))
    })
}

/// The determinations of a letter, in its order.
pub(super) fn read(flow: &Flow, blocks: &[Block], memory: &Memory, pack: &Pack) -> Vec<Determination> {
    let is_notice = blocks
        .iter()
        .any(|block| matches!(block.shape, Shape::Regarding(_) | Shape::Listed(_)));
    let first = first_block(blocks, is_notice);
    let mut drafts = gather(&blocks[first..], is_notice);
    if is_notice {
        drafts = with_list(flow, blocks, drafts);
    }
    drafts
        .into_iter()
        .enumerate()
        .map(|(at, draft)| finish(flow, memory, pack, at + 1, draft))
        .collect()
}

/// Where the determinations may begin: behind the heading of their section, where the letter has one.
fn first_block(blocks: &[Block], is_notice: bool) -> usize {
    if is_notice {
        return blocks
            .iter()
            .position(|block| matches!(block.shape, Shape::Regarding(_)))
            .unwrap_or(blocks.len());
    }
    blocks
        .iter()
        .position(|block| matches!(block.shape, Shape::Section(SectionKind::Decisions, _)))
        .map_or(0, |heading| heading + 1)
}

fn gather(blocks: &[Block], is_notice: bool) -> Vec<Draft> {
    let mut done = Vec::new();
    let mut current: Option<Draft> = None;
    for (at, block) in blocks.iter().enumerate() {
        if let Some(item) = heading(block, &blocks[at + 1..], is_notice, current.as_ref()) {
            done.extend(current.replace(Draft::new(block, item)));
            continue;
        }
        match &block.shape {
            Shape::Section(..) | Shape::NoticeTitle => {
                done.extend(current.take());
            }
            Shape::Formula | Shape::CoverField => {}
            Shape::GuidelineLabel(party) => {
                let begins_anew = current
                    .as_ref()
                    .is_none_or(|draft| *party == Party::Claims && draft.part == Part::Rationale);
                if begins_anew {
                    done.extend(current.replace(Draft::without_heading(block)));
                }
                if let Some(draft) = &mut current {
                    draft.begin(part_of(*party), block);
                }
            }
            Shape::RationaleLabel => {
                if let Some(draft) = &mut current {
                    draft.begin(Part::Rationale, block);
                }
            }
            Shape::Outcome(outcome) => match &mut current {
                Some(draft) if draft.part == Part::Heading && draft.outcome.is_none() => {
                    draft.outcome = Some((*outcome, block.span));
                    draft.end = block.span.end;
                }
                Some(draft) => draft.add(draft.part, block.span),
                None => {}
            },
            Shape::GuidelineSentence(_) | Shape::Item(_) | Shape::Prose | Shape::Regarding(_) | Shape::Listed(_) => {
                if let Some(draft) = &mut current {
                    continue_draft(draft, block);
                }
            }
        }
    }
    done.extend(current);
    done
}

const fn part_of(party: Party) -> Part {
    match party {
        Party::Claims => Part::Claims,
        Party::Reviewer => Part::Reviewer,
    }
}

/// The heading that `block` is, judged by what stands around it.
fn heading<'a>(
    block: &'a Block,
    following: &[Block],
    is_notice: bool,
    current: Option<&Draft>,
) -> Option<&'a ItemShape> {
    let item = match &block.shape {
        Shape::Regarding(item) => return Some(item),
        Shape::Item(item) if !is_notice => item,
        _ => return None,
    };
    let next = following
        .iter()
        .map(|block| &block.shape)
        .find(|shape| !matches!(shape, Shape::Formula | Shape::Outcome(_)));
    let basis_follows = matches!(next, Some(Shape::GuidelineLabel(_) | Shape::GuidelineSentence(_)));
    let outcome_follows = matches!(following.first().map(|block| &block.shape), Some(Shape::Outcome(_)));
    // Between a guideline line and the rationale's label nothing but more of the guideline line is to be expected.
    let is_between = current.is_none_or(|draft| matches!(draft.part, Part::Heading | Part::Rationale));
    let last_number = current.and_then(|draft| draft.number).unwrap_or(0);
    // Where headings have no numbers, a numbered paragraph is one of the rationale's own ("(1) age over 65; (2) ...").
    let numbers = current.is_none_or(|draft| draft.number.is_some());
    let is_next_number = numbers && item.number.is_some_and(|number| number == last_number + 1);
    let is_heading = match item.ending {
        Ending::Outcome(..) => true,
        Ending::Decision(..) => basis_follows || is_next_number,
        Ending::Unreadable | Ending::Colon => is_between && (basis_follows || outcome_follows),
        Ending::Open => is_between && (basis_follows && !is_sentence(block, item) || outcome_follows),
    };
    is_heading.then_some(item)
}

/// Whether an unnumbered paragraph before a guideline line is the end of the rationale above it.
fn is_sentence(block: &Block, item: &ItemShape) -> bool {
    item.number.is_none() && (block.ends_with_stop || item.item.len() > 200)
}

/// A paragraph without a label goes on with the part before it, or begins the next one by its own words.
fn continue_draft(draft: &mut Draft, block: &Block) {
    if draft.part == Part::Rationale {
        draft.add(Part::Rationale, block.span);
        return;
    }
    match &block.shape {
        Shape::GuidelineSentence(party) => draft.add(part_of(*party), block.span),
        _ if draft.part == Part::Heading => draft.end = block.span.end,
        _ => draft.add(draft.part, block.span),
    }
}

/// Gives the items of a notice's body the outcomes of its list: by their words, else by number. An item of the list that
/// the body does not come back to is a determination of its own.
fn with_list(flow: &Flow, blocks: &[Block], drafts: Vec<Draft>) -> Vec<Draft> {
    let mut list = List::read(flow, blocks);
    let mut all: Vec<(usize, Draft)> = Vec::with_capacity(drafts.len());
    let mut last = 0;
    for mut draft in drafts {
        if let Some(place) = list.place_of(flow, &draft) {
            last = place;
            if let Some(entry) = list.entries[place].take() {
                draft.outcome = entry.outcome.or(draft.outcome);
            }
        }
        all.push((last, draft));
    }
    let others = list.entries.into_iter().enumerate();
    all.extend(others.filter_map(|(place, entry)| Some((place, entry?))));
    all.sort_by_key(|(place, _)| *place);
    all.into_iter().map(|(_, draft)| draft).collect()
}

/// The items of a notice's list, each once: the list stands on the first page and again before the summary.
#[derive(Debug, Default)]
struct List {
    /// Its entries; nothing where the body of the notice has taken one over.
    entries: Vec<Option<Draft>>,
    by_words: HashMap<String, usize>,
    by_number: HashMap<u32, usize>,
}

impl List {
    fn read(flow: &Flow, blocks: &[Block]) -> Self {
        let mut list = Self::default();
        for block in blocks {
            let Shape::Listed(item) = &block.shape else { continue };
            let entry = Draft::new(block, item);
            if list.place_of(flow, &entry).is_some() {
                continue;
            }
            let place = list.entries.len();
            list.by_words.insert(Self::key(flow, &entry), place);
            list.by_number.extend(entry.number.map(|number| (number, place)));
            list.entries.push(Some(entry));
        }
        list
    }

    /// Which entry is about the same item: by its words, else by its number.
    fn place_of(&self, flow: &Flow, draft: &Draft) -> Option<usize> {
        let by_number = || self.by_number.get(&draft.number?);
        self.by_words.get(&Self::key(flow, draft)).or_else(by_number).copied()
    }

    fn key(flow: &Flow, draft: &Draft) -> String {
        flow.slice(draft.item).replace('\n', " ").to_lowercase()
    }
}

fn finish(flow: &Flow, memory: &Memory, pack: &Pack, index: usize, draft: Draft) -> Determination {
    let basis = |lines: &Lines| match (lines.text, lines.label) {
        (Some(text), _) => Some(memory.basis(flow, text, pack)),
        // An empty line still says that nothing was cited; its label stands for it.
        (None, Some(label)) => Some(Basis {
            span: Some(label),
            ..Basis::default()
        }),
        (None, None) => None,
    };
    let item = trimmed(flow, draft.item);
    Determination {
        index,
        request: memory.request(flow, item, pack),
        outcome: draft.outcome,
        claims_basis: basis(&draft.claims),
        reviewer_basis: basis(&draft.reviewer),
        rationale: draft.rationale.text,
        span: Some(Span::new(draft.start, draft.end)),
    }
}
