//! The formulas of the letter's grammar in a stretch of the flow: wherever one stands, its parts with the stretch that their
//! spans count from.

use pest::Parser;
use pest::iterators::Pair;

use super::grammar::{
    COVER_FACT, DISPUTE_MARK, Grammar, LOST_BREAK, OPENING_FACT, QUALIFICATION, RECORDS_FACT, REPORT_FACT, Rule,
    SUMMARY_DIAGNOSIS,
};
use crate::text::{Beginnings, Flow, Span, formulas};

/// Formulas that are looked for together.
pub(super) struct Formulas {
    rule: Rule,
    beginnings: &'static Beginnings,
}

impl Formulas {
    /// The fields of the cover.
    pub(super) const COVER: Self = Self::new(Rule::cover_fact, &COVER_FACT);
    /// The reviewer's specialties and licences.
    pub(super) const QUALIFICATIONS: Self = Self::new(Rule::qualification, &QUALIFICATION);
    /// Who the patient is, in the first sentences of the summary.
    pub(super) const OPENING: Self = Self::new(Rule::opening_fact, &OPENING_FACT);
    /// The dates of the records reviewed.
    pub(super) const RECORDS: Self = Self::new(Rule::records_fact, &RECORDS_FACT);
    /// What became of a request.
    pub(super) const DISPUTE: Self = Self::new(Rule::dispute_mark, &DISPUTE_MARK);
    /// The diagnoses of the summary.
    pub(super) const DIAGNOSES: Self = Self::new(Rule::summary_diagnosis, &SUMMARY_DIAGNOSIS);
    /// The dates of the summary's reports and visits.
    pub(super) const REPORTS: Self = Self::new(Rule::report_fact, &REPORT_FACT);
    /// The beginnings of lines whose line breaks were lost.
    pub(super) const LOST_BREAKS: Self = Self::new(Rule::lost_break, &LOST_BREAK);

    const fn new(rule: Rule, beginnings: &'static Beginnings) -> Self {
        Self { rule, beginnings }
    }

    /// What is found in `stretch`, in order. The spans of a pair count from the beginning of the span beside it.
    pub(super) fn find<'f>(&self, flow: &'f Flow, stretch: Span) -> impl Iterator<Item = (Pair<'f, Rule>, Span)> {
        let from = move |at| Span::new(stretch.start + at, stretch.end);
        self.find_in(flow.slice(stretch))
            .map(move |(pair, at)| (pair, from(at)))
    }

    /// What is found in `text`, in order. The spans of a pair count from the byte beside it.
    pub(super) fn find_in<'t>(&self, text: &'t str) -> impl Iterator<Item = (Pair<'t, Rule>, usize)> {
        formulas::<Grammar, Rule>(self.rule, self.beginnings, text, usize::MAX)
            .flat_map(|(at, formula)| formula.into_inner().map(move |pair| (pair, at)))
    }
}

/// What `rule` reads of the whole of `text`.
pub(super) fn parsed(rule: Rule, text: &str) -> Option<Pair<'_, Rule>> {
    Grammar::parse(rule, text).ok()?.next()?.into_inner().next()
}

/// Where `pair` stands in the flow, when it was read from `stretch`.
pub(super) fn span_of(pair: &Pair<'_, Rule>, stretch: Span) -> Span {
    Span::new(pair.as_span().start(), pair.as_span().end()).shifted(stretch.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::letter::{self, Memory};
    use crate::source::Document;

    /// Every place of real letters is tried by the grammar itself: what its beginnings pass over, it must read as nothing.
    #[test]
    fn beginnings_pass_over_no_formula() {
        let all = [
            Formulas::COVER,
            Formulas::QUALIFICATIONS,
            Formulas::OPENING,
            Formulas::RECORDS,
            Formulas::DISPUTE,
            Formulas::DIAGNOSES,
            Formulas::REPORTS,
            Formulas::LOST_BREAKS,
        ];
        let mut found = [0_usize; 8];
        for text in [
            include_str!("../../tests/letters/real/r1.txt"),
            include_str!("../../tests/letters/real/r3.txt"),
        ] {
            let flow = letter::flow(&Document::from_text("letter", text), &Memory::default());
            for (at, _) in flow.text().char_indices() {
                let rest = &flow.text()[at..];
                for (formulas, found) in all.iter().zip(&mut found) {
                    let read = Grammar::parse(formulas.rule, rest).unwrap().as_str();
                    if !read.is_empty() {
                        *found += 1;
                        let rule = formulas.rule;
                        assert!(formulas.beginnings.may_open(rest.as_bytes()), "{rule:?} reads {read:?}");
                    }
                }
            }
        }
        assert!(found.iter().filter(|found| **found > 0).count() >= 6, "{found:?}");
    }
}
