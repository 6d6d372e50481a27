//! Letters whose line breaks were lost: finds, in a line far wider than a page, where the headings, labels and items begin
//! that once stood on lines of their own.

use pest::Parser;

use super::formulas::Formulas;
use super::grammar::{Grammar, Rule};
use super::shape::{ends_with_conclusion, ends_with_outcome};
use crate::text::{Folded, Span, fold};

/// No line of a page is longer; a longer one is a whole paragraph, or several.
const WIDEST: usize = 240;
/// No heading of an item is longer.
const LONGEST_ITEM: usize = 420;

/// Where in `line` other lines begin, in order.
pub(super) fn lost_breaks(line: &str) -> Vec<usize> {
    if line.len() <= WIDEST {
        return Vec::new();
    }
    let plain = Plain::new(line);
    let marks = plain.marks();
    let has_labels = marks.iter().any(|mark| mark.kind == MarkKind::ClaimsLabel);
    let mut breaks = Vec::new();
    let mut before: Option<&Mark> = None;
    for mark in &marks {
        let between = Span::new(before.map_or(0, |before| before.span.end), mark.span.start);
        let follows_item = match mark.kind {
            MarkKind::ClaimsLabel => true,
            // Where there are no labels this sentence follows the item; everywhere else it is prose.
            MarkKind::ClaimsSentence if !has_labels && plain.ends_item(between) => true,
            MarkKind::ClaimsSentence => continue,
            MarkKind::RationaleLabel | MarkKind::Other => false,
        };
        if follows_item {
            let is_alone = before.is_some_and(|before| before.kind == MarkKind::Other);
            let start = if is_alone {
                Some(0)
            } else {
                plain.item_at_the_end_of(between)
            };
            breaks.extend(start.map(|start| between.start + start));
        }
        breaks.push(mark.span.start);
        before = Some(mark);
    }
    breaks.retain(|at| *at > 0);
    breaks.dedup();
    breaks.into_iter().map(|at| plain.origin[at]).collect()
}

/// Words that begin a line, and what they are.
#[derive(Debug)]
struct Mark {
    span: Span,
    kind: MarkKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MarkKind {
    /// "Claims Administrator guideline:"
    ClaimsLabel,
    /// "The Claims Administrator based its decision on"
    ClaimsSentence,
    /// "Decision rationale:", behind which an item may follow without a mark of its own.
    RationaleLabel,
    /// A heading, a formula, another label.
    Other,
}

/// A line in plain spellings, with the way back to the line.
struct Plain {
    text: String,
    /// For each byte, where its character begins in the line.
    origin: Vec<usize>,
}

impl Plain {
    fn new(line: &str) -> Self {
        let mut plain = Self {
            text: String::with_capacity(line.len()),
            origin: Vec::with_capacity(line.len()),
        };
        for (at, character) in line.char_indices() {
            match fold(character) {
                Folded::Gone => {}
                Folded::As(spelling) => plain.text.push_str(spelling),
                Folded::Same if character.is_whitespace() => plain.text.push(' '),
                Folded::Same => plain.text.push(character),
            }
            plain.origin.resize(plain.text.len(), at);
        }
        plain
    }

    /// The marks, in order.
    fn marks(&self) -> Vec<Mark> {
        Formulas::LOST_BREAKS
            .find_in(&self.text)
            .filter_map(|(line, at)| Some((line.into_inner().next()?, at)))
            .map(|(mark, at)| Mark {
                span: Span::new(mark.as_span().start(), mark.as_span().end()).shifted(at),
                kind: match mark.as_rule() {
                    Rule::claims_label => MarkKind::ClaimsLabel,
                    Rule::claims_sentence => MarkKind::ClaimsSentence,
                    Rule::rationale_label => MarkKind::RationaleLabel,
                    _ => MarkKind::Other,
                },
            })
            .collect()
    }

    /// Whether the words at `span` end as an item does that carries its outcome.
    fn ends_item(&self, span: Span) -> bool {
        let words = self.text[span.range()].trim_end();
        ends_with_outcome(words) || ends_with_conclusion(words)
    }

    /// Where, in the words at `span`, the item begins with which they end: behind the last sentence before it.
    fn item_at_the_end_of(&self, span: Span) -> Option<usize> {
        let words = self.text[span.range()].trim_end();
        let from = words.ceil_char_boundary(words.len().saturating_sub(LONGEST_ITEM));
        let tail = &words[from..];
        let follows_sentence = |at: usize| {
            let before = tail[..at].trim_end();
            before.ends_with(['.', '?', '!']) || ends_with_conclusion(before)
        };
        let starts: Vec<usize> = beginnings(tail).filter(|&at| at > 0 && follows_sentence(at)).collect();
        let (&last, others) = starts.split_last()?;
        // The full stop behind the item's number ends no sentence.
        let numbered = others
            .last()
            .copied()
            .filter(|&at| is_number(tail[at..last].trim_end()));
        Some(from + numbered.unwrap_or(last))
    }
}

/// Where a word begins that may begin a line: with a capital, a figure or a bracket.
fn beginnings(text: &str) -> impl Iterator<Item = usize> {
    let follows_space = |at: usize| at == 0 || text.as_bytes()[at - 1] == b' ';
    text.char_indices()
        .filter(move |&(at, first)| {
            (first.is_uppercase() || first.is_ascii_digit() || first == '(') && follows_space(at)
        })
        .map(|(at, _)| at)
}

/// Whether this is the number of an item ("2.", "2)").
fn is_number(word: &str) -> bool {
    Grammar::parse(Rule::number_alone, word).is_ok()
}
