//! The outcome against the rationale's own conclusion: codes OUT001 to OUT004.

use crate::evidence::{ConclusionClause, Conclusions, Stance};
use crate::letter::{Determination, Outcome};
use crate::text::Span;

use super::case::{Case, Draft, Ruling};
use super::wording;

/// OUT001: the conclusion says the opposite of the outcome.
pub(super) fn conclusion_contradicts_outcome(case: &Case<'_>, determination: &Determination) -> Ruling {
    let Some((outcome, outcome_span)) = determination.outcome else {
        return Ruling::cannot_tell("a recognisable outcome");
    };
    let conclusions = conclusions(case, determination);
    let Some(stance) = conclusions.stance() else {
        return Ruling::cannot_tell("one conclusion");
    };
    // The last clause is where a rationale says what it comes to.
    let Some(clause) = conclusions.clauses.last() else {
        return Ruling::cannot_tell("a conclusion");
    };
    let agrees = matches!(
        (outcome, stance),
        (Outcome::Upheld, Stance::NotNecessary)
            | (Outcome::Overturned, Stance::Necessary)
            | (Outcome::Modified, Stance::Partly)
            // A stated part beside Upheld or Overturned leaves room for either.
            | (Outcome::Upheld | Outcome::Overturned, Stance::Partly)
    );
    if agrees {
        return Ruling::held().step("conclusion", wording::stance(stance), Some(clause.span));
    }
    Draft::at(clause.span)
        .value("conclusion", quoted(case, clause.span))
        .related(Some(outcome_span), format!("decided {}", wording::outcome(outcome)))
        .into()
}

/// OUT002: the rationale nowhere says whether the request is medically necessary.
pub(super) fn no_conclusion(case: &Case<'_>, determination: &Determination) -> Ruling {
    let Some(rationale) = determination.rationale else {
        return Ruling::cannot_tell("a rationale");
    };
    if let Some(clause) = conclusions(case, determination).clauses.first() {
        return Ruling::held().step("conclusion", wording::stance(clause.stance), Some(clause.span));
    }
    let last = case
        .rationale(determination)
        .last()
        .map_or(rationale, |sentence| sentence.span);
    Draft::at(last)
        .related(
            Some(Case::heading(determination)),
            "the request that the rationale should conclude on",
        )
        .into()
}

/// OUT003: a request is there, but no recognisable outcome.
pub(super) fn outcome_unreadable(_: &Case<'_>, determination: &Determination) -> Ruling {
    match determination.outcome {
        Some((outcome, span)) => Ruling::held().step("outcome", wording::outcome(outcome), Some(span)),
        None => Draft::at(Case::heading(determination)).into(),
    }
}

/// OUT004: the rationale concludes both ways about the same request.
pub(super) fn two_conclusions(case: &Case<'_>, determination: &Determination) -> Ruling {
    let clauses = &conclusions(case, determination).clauses;
    let first = |stance| {
        clauses
            .iter()
            .find(|clause: &&ConclusionClause| clause.stance == stance)
    };
    match (
        first(Stance::Necessary),
        first(Stance::NotNecessary),
        first(Stance::Partly),
    ) {
        (Some(necessary), Some(not_necessary), None) => {
            let (earlier, later) = if necessary.span < not_necessary.span {
                (necessary, not_necessary)
            } else {
                (not_necessary, necessary)
            };
            Draft::at(earlier.span)
                .value("conclusion", quoted(case, earlier.span))
                .value("other", quoted(case, later.span))
                .related(Some(later.span), "concludes the other way")
                .related(Some(Case::heading(determination)), "the request")
                .into()
        }
        (None, None, None) => Ruling::cannot_tell("a conclusion"),
        _ => Ruling::held(),
    }
}

fn conclusions<'a>(case: &Case<'a>, determination: &Determination) -> &'a Conclusions {
    static NONE: Conclusions = Conclusions { clauses: Vec::new() };
    case.reading
        .evidence
        .conclusions
        .get(determination.index - 1)
        .unwrap_or(&NONE)
}

/// A sentence as a message quotes it: the message has its own full stop.
fn quoted<'a>(case: &Case<'a>, span: Span) -> &'a str {
    case.words(span).trim_end_matches('.')
}
