//! Scans a text for the pieces that amounts are made of: counts, frequencies, durations, strengths. Each is tried only
//! where a word begins that can open one, on a window of bounded length, so that any text is read in linear time.

use pest::Parser;
use pest::iterators::Pair;

use super::grammar::{RequestGrammar, Rule};
use super::openings::{end_of_word, next_opening};
use crate::pack::{Id, Mentions, UnitWord};
use crate::text::{Span, spelled_number};

/// The longest stretch that one amount is read from.
const WINDOW: usize = 240;

/// Over a name of a treatment.
pub(super) const TREATMENT: u8 = 1;

/// Over a word that counts.
const UNIT: u8 = 2;

/// A piece of an amount, where it stands in the text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) kind: PieceKind,
    pub(super) span: Span,
}

/// What a piece says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum PieceKind {
    /// A number of something.
    Count(Count),
    /// So many times a week.
    PerWeek(f64),
    /// So many times a month.
    PerMonth(f64),
    /// For so many weeks.
    Weeks(f64),
    /// Frequency and duration in one.
    Course { per_week: f64, weeks: f64 },
    /// So many hours a day.
    HoursPerDay(f64),
    /// So many hours a week.
    HoursPerWeek(f64),
    /// A strength, without spaces.
    Strength(String),
    /// Refills.
    Refills(f64),
    /// What the request is for, and not what it asks for.
    Purpose,
}

/// A number of something.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Count {
    pub(super) value: f64,
    /// The word that counts, if one stands there.
    pub(super) unit: Option<UnitWord>,
    pub(super) style: CountStyle,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CountStyle {
    /// "#90", "QTY: 30".
    Marked,
    /// "12 sessions", "8 visits", "1 urine drug screen".
    Counted,
    /// "x 6", "6x", "series of 3".
    Times,
}

/// The pieces of `text`, in its order.
pub(super) fn pieces(text: &str, mentions: &Mentions) -> Vec<Piece> {
    let painted = painted(text, mentions);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = next_opening(&painted, at) {
        match piece_at(&painted, start, text, mentions) {
            Some((kind, end)) => {
                found.extend(kind.map(|kind| Piece {
                    kind,
                    span: Span::new(start, end),
                }));
                at = end.max(start + 1);
            }
            None => at = end_of_word(painted.as_bytes(), start),
        }
    }
    found
}

/// The number behind the last comma of a heading, where nothing but it stands there ("Norco 10/325, 120").
pub(super) fn count_behind_comma(heading: &str) -> Option<Piece> {
    let heading = heading.trim_end_matches(['.', ' ']);
    let start = heading.rfind([',', ';'])? + 1;
    let alone = RequestGrammar::parse(Rule::number_alone, &heading[start..])
        .ok()?
        .next()?;
    Some(Piece {
        kind: PieceKind::Count(Count {
            value: *numbers(&alone).first()?,
            unit: None,
            style: CountStyle::Marked,
        }),
        span: Span::new(heading.len() - alone.as_str().trim().len(), heading.len()),
    })
}

/// The text with the names that the packs know painted over, byte for byte.
fn painted(text: &str, mentions: &Mentions) -> String {
    let mut bytes: Vec<u8> = text.bytes().map(|byte| if byte < b' ' { b' ' } else { byte }).collect();
    let mut paint = |span: Span, color: u8| {
        if let Some(stretch) = bytes.get_mut(span.range()) {
            stretch.fill(color);
        }
    };
    for (_, span) in &mentions.units {
        paint(*span, UNIT);
    }
    for mention in &mentions.treatments {
        paint(mention.span, TREATMENT);
    }
    for strength in &mentions.strengths {
        bytes[strength.range()].copy_from_slice(&text.as_bytes()[strength.range()]);
    }
    // Names end where characters end, and so the painted bytes are text again.
    String::from_utf8(bytes).unwrap_or_else(|_| " ".repeat(text.len()))
}

/// The piece that stands at `start`, with its end; a piece that says nothing of amounts is consumed all the same.
fn piece_at(painted: &str, start: usize, text: &str, mentions: &Mentions) -> Option<(Option<PieceKind>, usize)> {
    let window = window(painted, start);
    let amount = RequestGrammar::parse(Rule::amount, window).ok()?.next()?;
    // What stands behind a number tells its kind, and comes last.
    let rule = amount.clone().into_inner().last()?.as_rule();
    if rule == Rule::nothing {
        return None;
    }
    let end = start + amount.as_str().trim_end().len();
    Some((kind(rule, &amount, start, text, mentions), end))
}

fn window(painted: &str, start: usize) -> &str {
    let mut end = painted.len().min(start + WINDOW);
    while !painted.is_char_boundary(end) {
        end -= 1;
    }
    &painted[start..end]
}

fn kind(rule: Rule, pair: &Pair<'_, Rule>, start: usize, text: &str, mentions: &Mentions) -> Option<PieceKind> {
    let numbers = numbers(pair);
    let unit = || unit(pair, start, mentions);
    let counted = |style| {
        Some(PieceKind::Count(Count {
            value: *numbers.first()? * if has(pair, Rule::year) { 12.0 } else { 1.0 },
            unit: unit(),
            style,
        }))
    };
    match rule {
        Rule::refills | Rule::refills_behind => Some(PieceKind::Refills(numbers.first().copied().unwrap_or(0.0))),
        Rule::strength => {
            let end = start + pair.as_str().trim_end().len();
            Some(PieceKind::Strength(
                text[start..end]
                    .chars()
                    .filter(|letter| !letter.is_whitespace())
                    .collect(),
            ))
        }
        Rule::hours_behind => {
            let hours = *numbers.first()?;
            Some(if has(pair, Rule::per_week) {
                PieceKind::HoursPerWeek(hours)
            } else {
                PieceKind::HoursPerDay(hours)
            })
        }
        Rule::course_behind => Some(PieceKind::Course {
            per_week: *numbers.first()?,
            weeks: *numbers.get(1)?,
        }),
        Rule::frequency | Rule::frequency_behind => frequency(pair, numbers.first().copied()),
        Rule::duration | Rule::weeks_behind => Some(PieceKind::Weeks(*numbers.first()?)),
        Rule::series | Rule::times | Rule::times_behind => counted(CountStyle::Times),
        Rule::marked | Rule::count_behind => counted(CountStyle::Marked),
        Rule::counted | Rule::counted_behind => counted(CountStyle::Counted),
        Rule::purpose => Some(PieceKind::Purpose),
        _ => None,
    }
}

fn frequency(pair: &Pair<'_, Rule>, number: Option<f64>) -> Option<PieceKind> {
    let times = if has(pair, Rule::twice) {
        2.0
    } else {
        number.unwrap_or(1.0)
    };
    Some(if has(pair, Rule::per_month) {
        PieceKind::PerMonth(times)
    } else {
        PieceKind::PerWeek(times)
    })
}

fn has(pair: &Pair<'_, Rule>, rule: Rule) -> bool {
    pair.clone().into_inner().flatten().any(|inner| inner.as_rule() == rule)
}

/// The word that counts in a piece.
fn unit(pair: &Pair<'_, Rule>, start: usize, mentions: &Mentions) -> Option<UnitWord> {
    let time = |id: &str| {
        Some(UnitWord {
            id: Id::from(id),
            general: false,
        })
    };
    let is_unit = |rule| matches!(rule, Rule::unit | Rule::hour | Rule::day | Rule::month | Rule::year);
    let word = pair
        .clone()
        .into_inner()
        .flatten()
        .filter(|inner| is_unit(inner.as_rule()))
        .last()?;
    match word.as_rule() {
        Rule::hour => time("hour"),
        Rule::day => time("day"),
        Rule::month | Rule::year => time("month"),
        _ => {
            let at = start + word.as_span().start() - pair.as_span().start();
            let found = mentions
                .units
                .iter()
                .find(|(_, span)| span.start <= at && at < span.end);
            found.map(|(unit, _)| unit.clone())
        }
    }
}

/// The numbers of a piece; of a range the upper end.
fn numbers(pair: &Pair<'_, Rule>) -> Vec<f64> {
    let numbers = pair
        .clone()
        .into_inner()
        .flatten()
        .filter(|inner| inner.as_rule() == Rule::number);
    numbers.filter_map(|number| value(&number)).collect()
}

fn value(number: &Pair<'_, Rule>) -> Option<f64> {
    let parts = number.clone().into_inner().filter_map(|part| match part.as_rule() {
        Rule::figures => part.as_str().replace(',', "").parse().ok(),
        _ => spelled_number(part.as_str()).map(f64::from),
    });
    // Of a range, and of a number said twice, the greatest: "2-3", "twelve (12)".
    parts.fold(None, |greatest: Option<f64>, part| {
        Some(greatest.map_or(part, |greatest| greatest.max(part)))
    })
}
