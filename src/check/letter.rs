//! The letter as a whole: codes LET001 and LET002.

use crate::letter::{Layout, SectionKind};
use crate::text::Span;

use super::case::{Case, Draft};

/// LET002: the text is no determination letter, or nothing in it could be read.
pub(super) fn unreadable_letter(case: &Case<'_>) -> Option<Draft> {
    let letter = &case.reading.letter;
    let reason = if case.reading.flow.text().trim().is_empty() {
        "it holds no text"
    } else if letter.layout.is_none() && letter.determinations.is_empty() {
        "it has neither the headings nor the decisions of a determination letter"
    } else {
        return None;
    };
    Some(Draft::at(opening(case)).value("reason", reason))
}

/// LET001: a section that every letter of its layout has is missing. One draft for each.
pub(super) fn section_missing(case: &Case<'_>) -> Vec<(Option<usize>, Draft)> {
    let letter = &case.reading.letter;
    let Some(layout) = letter.layout else {
        return Vec::new();
    };
    let mut missing = Vec::new();
    if letter.summary.is_none_or(Span::is_empty) {
        let place = section(case, SectionKind::Documents).or_else(|| section(case, SectionKind::Decisions));
        missing.push((None, missing_part(case, place, summary_heading(layout))));
    }
    if letter.determinations.is_empty() {
        missing.push((
            None,
            missing_part(case, section(case, SectionKind::Decisions), "decisions"),
        ));
    }
    for determination in letter
        .determinations
        .iter()
        .filter(|found| found.rationale.is_none_or(Span::is_empty))
    {
        missing.push((
            Some(determination.index),
            missing_part(case, Some(Case::heading(determination)), "rationale for this item"),
        ));
    }
    missing
}

fn summary_heading(layout: Layout) -> &'static str {
    match layout {
        Layout::FinalDetermination | Layout::Decisions2013 => "clinical case summary",
        Layout::Notice2013 => "case summary",
    }
}

fn missing_part(case: &Case<'_>, place: Option<Span>, part: &str) -> Draft {
    Draft::at(place.unwrap_or_else(|| opening(case))).value("section", part)
}

fn section(case: &Case<'_>, kind: SectionKind) -> Option<Span> {
    case.reading
        .letter
        .sections
        .iter()
        .find(|(found, _)| *found == kind)
        .map(|&(_, span)| span)
}

/// The first line: where a finding on the whole letter points.
fn opening(case: &Case<'_>) -> Span {
    let text = case.reading.flow.text();
    Span::new(0, text.find('\n').unwrap_or(text.len()))
}
