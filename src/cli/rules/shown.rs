//! An example as a reader sees it: the heading of its request, and every part of the letter that it gives.

use std::fmt::Write as _;

use crate::letter::Outcome;
use crate::pack::Rule;
use crate::pack::written::{Example, OtherItem};

/// The example of a rule, in one line.
pub(super) fn example(rule: &Rule, example: &Example) -> String {
    let mut words = if example.letter.is_some() {
        "A whole letter.".to_owned()
    } else {
        format!("{}.", heading(&example.request, example.outcome))
    };
    // Writing to a string cannot fail, here and below.
    if let Some(decided) = example.decided {
        let _ = write!(words, " Decided: {}.", decided.strftime("%m/%d/%Y"));
    }
    part(&mut words, "Summary", example.summary.as_deref());
    part(&mut words, "Guideline", example.reviewer_basis.as_deref());
    part(&mut words, "Rationale", example.rationale.as_deref());
    for item in &example.others {
        other(&mut words, item);
    }
    let first = rule.reports.first().map(|report| report.code);
    let told = example.code.filter(|code| Some(*code) != first).map(|code| code.id());
    let notes: Vec<&str> = told.into_iter().chain(example.because.as_deref()).collect();
    if !notes.is_empty() {
        let _ = write!(words, " ({})", notes.join("; "));
    }
    words
}

fn other(words: &mut String, item: &OtherItem) {
    let _ = write!(words, " In the same letter: {}.", heading(&item.request, item.outcome));
    part(words, "Guideline", item.reviewer_basis.as_deref());
    part(words, "Rationale", item.rationale.as_deref());
}

fn heading(request: &str, outcome: Option<Outcome>) -> String {
    let outcome = match outcome {
        Some(Outcome::Upheld) => ": Upheld",
        Some(Outcome::Overturned) => ": Overturned",
        Some(Outcome::Modified) => ": Modified",
        None => "",
    };
    format!("“{}{outcome}”", request.trim())
}

fn part(words: &mut String, label: &str, text: Option<&str>) {
    let Some(text) = text else { return };
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let _ = if text.is_empty() {
        write!(words, " {label}: none.")
    } else {
        write!(words, " {label}: “{text}”")
    };
}
