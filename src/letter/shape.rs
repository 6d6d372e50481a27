//! What a line or paragraph is, by the grammar: the only file that turns grammar rules into the letter's own terms.

use std::borrow::Cow;

use pest::Parser;
use pest::iterators::Pair;

use super::formulas::parsed;
use super::grammar::{
    CONCLUSION_ENDS_LINE, DECISION, Grammar, HEADING, LINE, NAMES_PAGE, OUTCOME, OUTCOME_ALONE, PARTY_CHANGE, Rule,
    UNREADABLE,
};
use super::{Layout, Outcome, SectionKind};
use crate::text::{Folded, LineShape, Opens, Span, fold};

/// Paragraphs longer than this are no headings.
const LONGEST_HEADING: usize = 420;
/// No two guideline lines in one paragraph are longer.
const LONGEST_BASIS: usize = 4096;
/// No opening of a long paragraph reaches further.
const LONGEST_OPENING: usize = 640;

/// What a paragraph, or the beginning of one, is. Spans count from the paragraph's first byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// A section's heading, and the layout that it belongs to, where only one has it.
    Section(SectionKind, Option<Layout>),
    /// "Notice of Independent Medical Review Determination".
    NoticeTitle,
    /// A field of the cover block.
    CoverField,
    /// A formula that says nothing of this case.
    Formula,
    /// A label of a guideline line.
    GuidelineLabel(Party),
    /// A guideline line that names its party in a sentence.
    GuidelineSentence(Party),
    /// The label of a rationale.
    RationaleLabel,
    /// An outcome on a line of its own.
    Outcome(Outcome),
    /// The heading of a disputed item, or a paragraph that could be one.
    Item(ItemShape),
    /// "1) Regarding the request for ...": the heading of an item in the body of a notice.
    Regarding(ItemShape),
    /// "1) MAXIMUS Federal Services, Inc. has determined the request for ...": an item in a notice's list.
    Listed(ItemShape),
    /// Anything else.
    Prose,
}

/// Who relied on a guideline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Party {
    Claims,
    Reviewer,
}

impl Party {
    const fn other(self) -> Self {
        match self {
            Self::Claims => Self::Reviewer,
            Self::Reviewer => Self::Claims,
        }
    }
}

/// The parts of an item's heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ItemShape {
    /// Its number.
    pub(super) number: Option<u32>,
    /// The item without number and outcome.
    pub(super) item: Span,
    /// How the heading ends.
    pub(super) ending: Ending,
}

/// How an item's heading ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// ": Upheld"
    Outcome(Outcome, Span),
    /// "is not medically necessary and appropriate"
    Decision(Outcome, Span),
    /// A word that stands where the outcome should.
    Unreadable,
    /// A colon.
    Colon,
    /// Nothing.
    Open,
}

/// A paragraph's shape, and where the rest of the paragraph begins that the shape says nothing about.
pub(super) fn of_paragraph(paragraph: &str) -> (Shape, usize) {
    let read = &paragraph[..paragraph.floor_char_boundary(LONGEST_OPENING)];
    let is_short = paragraph.len() <= LONGEST_HEADING;
    let heading = HEADING.may_open(read.as_bytes()).then(|| {
        let rule = if is_short { Rule::heading } else { Rule::long_paragraph };
        parsed(rule, read)
    });
    let found = heading.flatten().or_else(|| {
        let rule = if ends_as_item(read) {
            Rule::ended_item
        } else {
            Rule::open_item
        };
        is_short.then(|| parsed(rule, read)).flatten()
    });
    found.map_or((Shape::Prose, 0), |pair| {
        let rest = pair.as_span().end();
        (shape(pair), rest)
    })
}

/// Whether a paragraph's last words may be those of an item that carries its outcome or its decision.
fn ends_as_item(paragraph: &str) -> bool {
    /// No outcome and no decision is longer.
    const LONGEST: usize = 120;
    let last = &paragraph.as_bytes()[paragraph.len().saturating_sub(LONGEST)..];
    let ends = [&OUTCOME, &UNREADABLE, &DECISION];
    let is_apart = |at: usize| at == 0 || !last[at - 1].is_ascii_alphanumeric();
    (0..last.len()).any(|at| is_apart(at) && ends.iter().any(|end| end.may_open(&last[at..])))
}

fn shape(pair: Pair<'_, Rule>) -> Shape {
    match pair.as_rule() {
        Rule::section => pair
            .into_inner()
            .next()
            .map_or(Shape::Prose, |section| match section.as_rule() {
                Rule::reviewer_section => Shape::Section(SectionKind::Reviewer, None),
                Rule::documents_section => Shape::Section(SectionKind::Documents, None),
                Rule::summary_section => Shape::Section(SectionKind::Summary, None),
                Rule::decisions_final => Shape::Section(SectionKind::Decisions, Some(Layout::FinalDetermination)),
                Rule::decisions_2013 => Shape::Section(SectionKind::Decisions, Some(Layout::Decisions2013)),
                Rule::decisions_notice => Shape::Section(SectionKind::Decisions, Some(Layout::Notice2013)),
                _ => Shape::Section(SectionKind::Effect, None),
            }),
        Rule::notice_title => Shape::NoticeTitle,
        Rule::cover_field => Shape::CoverField,
        Rule::opening_formula | Rule::furniture => Shape::Formula,
        Rule::label => match first_rule(&pair) {
            Some(Rule::claims_label) => Shape::GuidelineLabel(Party::Claims),
            Some(Rule::reviewer_label) => Shape::GuidelineLabel(Party::Reviewer),
            _ => Shape::RationaleLabel,
        },
        Rule::party_sentence => match first_rule(&pair) {
            Some(Rule::claims_sentence) => Shape::GuidelineSentence(Party::Claims),
            _ => Shape::GuidelineSentence(Party::Reviewer),
        },
        Rule::outcome_alone => outcome_in(&pair).map_or(Shape::Prose, |(outcome, _)| Shape::Outcome(outcome)),
        Rule::item_with_outcome | Rule::item_with_decision | Rule::item_alone => {
            item(pair).map_or(Shape::Prose, Shape::Item)
        }
        Rule::regarding_item => item(pair).map_or(Shape::Prose, Shape::Regarding),
        Rule::notice_decision => item(pair).map_or(Shape::Prose, Shape::Listed),
        _ => Shape::Prose,
    }
}

/// Where in a paragraph that begins with `party` relying on something the other party's sentence begins.
pub(super) fn change_of_party(paragraph: &str, party: Party) -> Option<usize> {
    let read = &paragraph[..paragraph.floor_char_boundary(LONGEST_BASIS)];
    read.match_indices(". ").map(|(stop, _)| stop + 2).find(|&at| {
        let sentence = &read[at..];
        let sentence = PARTY_CHANGE
            .may_open(sentence.as_bytes())
            .then(|| parsed(Rule::party_change, sentence));
        sentence
            .flatten()
            .is_some_and(|pair| shape(pair) == Shape::GuidelineSentence(party.other()))
    })
}

fn first_rule(pair: &Pair<'_, Rule>) -> Option<Rule> {
    pair.clone().into_inner().next().map(|inner| inner.as_rule())
}

fn item(pair: Pair<'_, Rule>) -> Option<ItemShape> {
    let ends_with_colon = pair.as_str().trim_end().ends_with(':');
    let mut number = None;
    let mut item = None;
    let mut ending = if ends_with_colon { Ending::Colon } else { Ending::Open };
    for part in pair.into_inner().flatten() {
        let span = Span::new(part.as_span().start(), part.as_span().end());
        match part.as_rule() {
            Rule::ordinal => number = part.as_str().parse().ok(),
            Rule::item_before_outcome | Rule::item_before_decision | Rule::item_text => item = Some(span),
            Rule::unreadable => ending = Ending::Unreadable,
            Rule::outcome => {
                if let Some((outcome, _)) = outcome_in(&part) {
                    ending = Ending::Outcome(outcome, span);
                }
            }
            Rule::decision => {
                if let Some((outcome, _)) = outcome_in(&part) {
                    ending = Ending::Decision(outcome, span);
                }
            }
            _ => {}
        }
    }
    Some(ItemShape {
        number,
        item: item?,
        ending,
    })
}

/// The outcome somewhere in `pair`.
fn outcome_in(pair: &Pair<'_, Rule>) -> Option<(Outcome, Span)> {
    pair.clone().into_inner().flatten().find_map(|part| {
        let outcome = match part.as_rule() {
            Rule::upheld | Rule::not_necessary => Outcome::Upheld,
            Rule::overturned | Rule::necessary => Outcome::Overturned,
            Rule::modified | Rule::partly => Outcome::Modified,
            _ => return None,
        };
        Some((outcome, Span::new(part.as_span().start(), part.as_span().end())))
    })
}

/// What a single line of the page is, as the page has it.
pub(super) fn of_line(line: &str) -> LineShape {
    of_plain_line(&folded(line))
}

fn of_plain_line(line: &str) -> LineShape {
    let ends_heading = ends_with_outcome(line);
    let mut shape = LineShape {
        closes: ends_heading || line.ends_with(':') && Grammar::parse(Rule::closing_line, line).is_ok(),
        ends_heading,
        concludes: ends_with_conclusion(line),
        names_page: names_page(line),
        ..LineShape::default()
    };
    // Headings, labels and numbers begin with a capital, a figure or a bracket; most wrapped lines do not.
    if line.starts_with(|first: char| first.is_lowercase()) {
        return shape;
    }
    let may_be_seen = LINE.may_open(line.as_bytes());
    let Some(seen) = may_be_seen.then(|| parsed(Rule::line, line)).flatten() else {
        return shape;
    };
    match seen.as_rule() {
        Rule::furniture_line => shape.is_furniture = true,
        Rule::lone_number => {
            shape.says_page = !line.starts_with(|first: char| first == '-' || first.is_ascii_digit());
            shape.lone_number = seen.into_inner().next().and_then(|digits| digits.as_str().parse().ok());
        }
        Rule::opens_always => {
            shape.opens = Opens::Always;
            let first = seen.clone().into_inner().next();
            let is_whole = seen.as_str().trim_end().len() == line.trim_end().len();
            shape.closes |= is_whole
                && first
                    .as_ref()
                    .is_some_and(|first| matches!(first.as_rule(), Rule::section | Rule::notice_title));
            shape.follows_heading = first.is_some_and(|first| first_rule(&first) == Some(Rule::claims_label));
        }
        Rule::opens_after_sentence => shape.opens = Opens::AfterSentence,
        Rule::outcome_alone => {
            shape.ends_heading = true;
            shape.is_outcome = true;
            shape.closes = true;
        }
        _ => {}
    }
    shape
}

/// Whether the line's last words are those of a conclusion ("... is not medically necessary and appropriate").
pub(super) fn ends_with_conclusion(line: &str) -> bool {
    /// No conclusion's last words are longer.
    const LONGEST: usize = 48;
    let from = line.ceil_char_boundary(line.len().saturating_sub(LONGEST));
    let tails = line[from..].match_indices(' ').map(|(at, _)| &line[from + at + 1..]);
    tails
        .filter(|tail| CONCLUSION_ENDS_LINE.may_open(tail.as_bytes()))
        .any(|tail| Grammar::parse(Rule::conclusion_ends_line, tail).is_ok())
}

/// Whether the line's last word is that for the page of what is cited ("... Chapter 7 page").
fn names_page(line: &str) -> bool {
    let last = line.rfind(' ').map_or(line, |at| &line[at + 1..]);
    NAMES_PAGE.may_open(last.as_bytes()) && Grammar::parse(Rule::names_page, last).is_ok()
}

/// Whether the words behind the line's last separator are an outcome ("PHYSICAL THERAPY X6: Upheld").
pub(super) fn ends_with_outcome(line: &str) -> bool {
    /// No separator and outcome are longer.
    const LONGEST: usize = 48;
    let line = &line[line.ceil_char_boundary(line.len().saturating_sub(LONGEST))..];
    line.rfind([':', ';', '-']).is_some_and(|at| {
        let tail = line[at..].trim_start_matches(|c: char| !c.is_alphanumeric());
        tail.len() < 40 && OUTCOME_ALONE.may_open(tail.as_bytes()) && Grammar::parse(Rule::outcome_alone, tail).is_ok()
    })
}

/// `line` as the flow will have it: plain spellings and single spaces.
fn folded(line: &str) -> Cow<'_, str> {
    if line.is_ascii() && !line.contains("  ") && !line.contains('\t') {
        return Cow::Borrowed(line);
    }
    let mut plain = String::with_capacity(line.len());
    for character in line.chars() {
        match fold(character) {
            Folded::Same => plain.push(character),
            Folded::As(spelling) => plain.push_str(spelling),
            Folded::Gone => {}
        }
    }
    Cow::Owned(plain.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conclusion_ends_a_line_in_capitals_too() {
        assert!(ends_with_conclusion("The request is not medically necessary."));
        assert!(ends_with_conclusion(
            "THE REQUEST IS NOT MEDICALLY NECESSARY AND APPROPRIATE"
        ));
        assert!(!ends_with_conclusion(
            "The patient has had a necessary operation in 2012"
        ));
    }
}
