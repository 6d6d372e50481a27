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
    use super::super::grammar::*;
    use super::*;
    use crate::letter::{self, Memory};
    use crate::source::Document;

    /// Every place of real letters is tried by the grammar itself: what the beginnings pass over, it must read as nothing.
    #[test]
    fn beginnings_pass_over_nothing_that_the_grammar_reads() {
        let tables: [(Rule, &Beginnings); 17] = [
            (Rule::line, &LINE),
            (Rule::heading, &HEADING),
            (Rule::outcome_alone, &OUTCOME_ALONE),
            (Rule::outcome, &OUTCOME),
            (Rule::unreadable, &UNREADABLE),
            (Rule::decision, &DECISION),
            (Rule::conclusion_ends_line, &CONCLUSION_ENDS_LINE),
            (Rule::names_page, &NAMES_PAGE),
            (Rule::party_change, &PARTY_CHANGE),
            (Rule::cover_fact, &COVER_FACT),
            (Rule::qualification, &QUALIFICATION),
            (Rule::opening_fact, &OPENING_FACT),
            (Rule::records_fact, &RECORDS_FACT),
            (Rule::dispute_mark, &DISPUTE_MARK),
            (Rule::summary_diagnosis, &SUMMARY_DIAGNOSIS),
            (Rule::report_fact, &REPORT_FACT),
            (Rule::lost_break, &LOST_BREAK),
        ];
        let mut found = [0_usize; 17];
        for text in [
            include_str!("../../tests/letters/real/r1.txt"),
            include_str!("../../tests/letters/real/r3.txt"),
        ] {
            let flow = letter::flow(&Document::from_text("letter", text), &Memory::default());
            // The flow for what is read in it, the lines as they stand for what is read at their ends.
            let lines = text.lines().map(str::trim);
            for whole in lines.chain([flow.text()]) {
                // A grammar is never asked at white space, which it would pass over before what it reads.
                for (at, _) in whole.char_indices().filter(|(_, character)| !character.is_whitespace()) {
                    let rest = &whole[at..];
                    for ((rule, beginnings), found) in tables.iter().zip(&mut found) {
                        let read = Grammar::parse(*rule, rest).map_or("", |pairs| pairs.as_str());
                        if !read.is_empty() {
                            *found += 1;
                            assert!(beginnings.may_open(rest.as_bytes()), "{rule:?} reads {read:?}");
                        }
                    }
                }
            }
        }
        assert!(found.iter().filter(|found| **found > 0).count() >= 14, "{found:?}");
    }
}
