//! The cover block and the reviewer's qualifications: fields wherever they stand in their stretch of the letter.

use jiff::civil::Date;
use pest::iterators::Pair;

use super::formulas::{Formulas, span_of};
use super::grammar::Rule;
use super::{Found, Header, Reviewer, dates};
use crate::text::{Flow, Span};

/// The cover block, read from the stretch before the first section.
pub(super) fn header(flow: &Flow, stretch: Span) -> Header {
    let mut header = Header::default();
    for (field, stretch) in Formulas::COVER.find(flow, stretch) {
        let parts: Vec<_> = field.into_inner().collect();
        let [label, value] = parts.as_slice() else { continue };
        let date = || date(value, stretch);
        let words = || Some((value.as_str().to_owned(), span_of(value, stretch)));
        match label.as_rule() {
            Rule::case_number_label => keep(&mut header.case_number, words()),
            Rule::priority_label => keep(&mut header.priority, words()),
            Rule::date_assigned_label => keep(&mut header.date_assigned, date()),
            Rule::injury_date_label => keep(&mut header.injury_date, date()),
            Rule::ur_denial_label => keep(&mut header.ur_denial_date, date()),
            Rule::application_label => keep(&mut header.application_received, date()),
            Rule::decision_date_label => keep(&mut header.decision_date, date()),
            _ => {}
        }
    }
    header
}

/// The reviewer's specialties and licences, read from the section on the reviewer.
pub(super) fn reviewer(flow: &Flow, stretch: Span) -> Reviewer {
    let mut reviewer = Reviewer::default();
    for (found, stretch) in Formulas::QUALIFICATIONS.find(flow, stretch) {
        let list = match found.as_rule() {
            Rule::specialty | Rule::specialty_list => &mut reviewer.specialties,
            Rule::licence | Rule::licence_list => &mut reviewer.licensed_in,
            _ => continue,
        };
        for name in found.into_inner() {
            let words = name.as_str().trim().trim_end_matches(['.', ',']);
            if !words.is_empty() && !list.iter().any(|(known, _)| known == words) {
                let start = stretch.start + name.as_span().start();
                list.push((words.to_owned(), Span::new(start, start + words.len())));
            }
        }
    }
    reviewer
}

/// The first value stands: what a letter repeats, it repeats further down.
fn keep<T>(slot: &mut Option<Found<T>>, value: Option<Found<T>>) {
    if slot.is_none() {
        *slot = value;
    }
}

fn date(value: &Pair<'_, Rule>, stretch: Span) -> Option<Found<Date>> {
    let date = (value.as_rule() == Rule::date).then(|| dates::read(value)).flatten()?;
    Some((date, span_of(value, stretch)))
}
