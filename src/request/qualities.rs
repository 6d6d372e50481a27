//! Words that say what kind of request it is, and which side of the body it is for.

use pest::Parser;

use super::grammar::{RequestGrammar, Rule};
use super::{BodyPartMention, Mark, Side};
use crate::text::Span;

/// The longest quality, with what must follow it.
const WINDOW: usize = 48;

/// How far behind a lone "R" or "L" the part of the body may stand.
const LETTER_TO_PART: usize = 2;

/// What the words of a line say of the request.
#[derive(Debug, Default)]
pub(super) struct Qualities {
    pub(super) marks: Vec<(Mark, Span)>,
    pub(super) side: Option<(Side, Span)>,
}

/// The qualities that `text` names.
pub(super) fn qualities(text: &str, parts: &[BodyPartMention]) -> Qualities {
    let mut found = Qualities::default();
    let mut at = 0;
    for (start, end) in words(text) {
        if start < at {
            continue;
        }
        let window = &text[start..ceiling(text, start + WINDOW)];
        let Some((rule, length)) = quality(window) else {
            continue;
        };
        let span = Span::new(start, start + length);
        at = span.end.max(end.min(start + 1));
        match meaning(rule) {
            Meaning::Mark(mark) => found.marks.push((mark, span)),
            Meaning::Side(side) => found.side = Some(merged(found.side, side, span)),
            Meaning::Letter(side) if stands_before_part(span, parts) => {
                found.side = Some(merged(found.side, side, span))
            }
            Meaning::Letter(_) | Meaning::None => {}
        }
    }
    found
}

enum Meaning {
    Mark(Mark),
    Side(Side),
    Letter(Side),
    None,
}

fn meaning(rule: Rule) -> Meaning {
    match rule {
        Rule::bilateral => Meaning::Side(Side::Bilateral),
        Rule::left => Meaning::Side(Side::Left),
        Rule::right => Meaning::Side(Side::Right),
        Rule::left_letter => Meaning::Letter(Side::Left),
        Rule::right_letter => Meaning::Letter(Side::Right),
        Rule::surgical_service => Meaning::Mark(Mark::SurgicalService),
        Rule::postoperative => Meaning::Mark(Mark::Postoperative),
        Rule::retrospective => Meaning::Mark(Mark::Retrospective),
        Rule::additional => Meaning::Mark(Mark::Additional),
        Rule::initial => Meaning::Mark(Mark::Initial),
        Rule::rental => Meaning::Mark(Mark::Rental),
        Rule::purchase => Meaning::Mark(Mark::Purchase),
        _ => Meaning::None,
    }
}

/// The quality at the head of `window`: the most particular rule that read it, and its length.
fn quality(window: &str) -> Option<(Rule, usize)> {
    let pair = RequestGrammar::parse(Rule::quality, window)
        .ok()?
        .next()?
        .into_inner()
        .next()?;
    let length = pair.as_str().len();
    let inner = pair
        .clone()
        .into_inner()
        .next()
        .map_or(pair.as_rule(), |inner| inner.as_rule());
    (inner != Rule::nothing).then_some((inner, length))
}

/// Both sides, named apart, are both sides.
fn merged(earlier: Option<(Side, Span)>, side: Side, span: Span) -> (Side, Span) {
    match earlier {
        None => (side, span),
        Some((known, at)) if known == side => (known, at),
        Some((_, at)) => (Side::Bilateral, at.join(span)),
    }
}

fn stands_before_part(letter: Span, parts: &[BodyPartMention]) -> bool {
    parts
        .iter()
        .any(|part| part.span.start > letter.end && part.span.start <= letter.end + LETTER_TO_PART)
}

/// Where words begin and end.
fn words(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while bytes
            .get(at)
            .is_some_and(|byte| !byte.is_ascii_alphanumeric() && *byte != b'(')
        {
            at += 1;
        }
        let start = at;
        bytes.get(start)?;
        at += 1;
        while bytes[start] != b'(' && bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) {
            at += 1;
        }
        Some((start, at))
    })
}

fn ceiling(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}
