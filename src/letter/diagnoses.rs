//! What the summary says of the case besides the patient: the diagnoses that it lists, and the dates of the reports that
//! it tells of. No check asks for either, so they are read when somebody does.

use jiff::civil::Date;

use super::formulas::{Formulas, span_of};
use super::grammar::Rule;
use super::read::{LONGEST_STRETCH, cut, trimmed};
use super::{Found, Letter, dates};
use crate::text::{Flow, Span};

/// No summary is gone over further than this.
const LONGEST_SUMMARY: usize = 4 * LONGEST_STRETCH;

impl Letter {
    /// The diagnoses that the summary lists, each once, in its order. `flow` is what the letter was read from.
    #[must_use]
    pub fn diagnoses(&self, flow: &Flow) -> Vec<Found<String>> {
        self.summary
            .map_or_else(Vec::new, |summary| listed(flow, cut(flow, summary, LONGEST_SUMMARY)))
    }

    /// The dates of the reports and visits that the summary tells of, each once, in its order. `flow` is what the letter
    /// was read from.
    #[must_use]
    pub fn report_dates(&self, flow: &Flow) -> Vec<Found<Date>> {
        self.summary
            .map_or_else(Vec::new, |summary| dated(flow, cut(flow, summary, LONGEST_SUMMARY)))
    }
}

fn listed(flow: &Flow, summary: Span) -> Vec<Found<String>> {
    let mut found: Vec<Found<String>> = Vec::new();
    let parts = Formulas::DIAGNOSES
        .find(flow, summary)
        .filter(|(list, _)| list.as_rule() == Rule::diagnosis_list)
        .flat_map(|(list, from)| list.into_inner().flatten().map(move |part| (part, from)));
    let entries = parts.filter(|(part, _)| {
        matches!(
            part.as_rule(),
            Rule::numbered_diagnosis | Rule::prose_diagnosis | Rule::prose_diagnosis_long
        )
    });
    for (entry, from) in entries {
        let span = without_article(flow, trimmed(flow, span_of(&entry, from)));
        let words = flow.slice(span);
        if words.contains(char::is_alphabetic) && !found.iter().any(|(known, _)| known.eq_ignore_ascii_case(words)) {
            found.push((words.to_owned(), span));
        }
    }
    found
}

fn dated(flow: &Flow, summary: Span) -> Vec<Found<Date>> {
    let mut found: Vec<Found<Date>> = Vec::new();
    let told = Formulas::REPORTS
        .find(flow, summary)
        .filter(|(report, _)| report.as_rule() == Rule::record_date)
        .flat_map(|(report, from)| report.into_inner().map(move |part| (part, from)));
    for (written, from) in told.filter(|(part, _)| part.as_rule() == Rule::date) {
        if let Some(date) = dates::read(&written)
            && !found.iter().any(|(known, _)| *known == date)
        {
            found.push((date, span_of(&written, from)));
        }
    }
    found
}

/// A diagnosis without the comma behind it and the article before it.
fn without_article(flow: &Flow, span: Span) -> Span {
    let words = flow.slice(span).trim_end_matches([',', '.', ';', ':', ' ']);
    let named = ["a ", "an ", "the "]
        .iter()
        .find_map(|article| words.strip_prefix(article))
        .unwrap_or(words);
    let end = span.start + words.len();
    Span::new(end - named.len(), end)
}
