//! What the letter documents of this patient: concepts affirmed, conditions diagnosed, treatment already received, and
//! since when it is used. A restated guideline, the claims administrator's view and "X was not documented" document
//! nothing.

use jiff::civil::Date;

use crate::evidence::{Assertion, FactKind, Mention, Role, Section, Sentence};
use crate::letter::Determination;
use crate::pack::Id;
use crate::text::Span;

use super::case::Case;

/// The concept by which a rationale gives "exceeds the guideline" as its ground.
pub(super) const EXCEEDS_GUIDELINE: &str = "exceeds-guideline";

/// Whether a mention tied to another treatment still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tie {
    /// It counts whatever it is tied to: a risk factor, a finding on examination.
    Any,
    /// It counts only for the requested treatment, or where the clause names none.
    Own,
}

/// The words that document one of `concepts` for this determination.
pub(super) fn documented(case: &Case<'_>, determination: &Determination, concepts: &[Id], tie: Tie) -> Option<Span> {
    case.of_patient(determination)
        .flat_map(|sentence| &sentence.mentions)
        .find(|mention| {
            mention.as_weighed == Assertion::Affirmed
                && concepts.contains(&mention.concept)
                && (tie == Tie::Any || is_own(case, mention, determination))
        })
        .map(|mention| mention.span)
}

/// Whether the letter speaks of a condition as this patient's: a diagnosis is weighed and suspected in many words, so
/// that only what is denied, or somebody else's, is none.
pub(super) fn diagnosed(case: &Case<'_>, determination: &Determination, condition: &Id) -> bool {
    case.of_patient(determination)
        .flat_map(|sentence| &sentence.mentions)
        .any(|mention| {
            mention.concept == *condition
                && !matches!(
                    mention.assertion,
                    Assertion::Denied | Assertion::NotDocumented | Assertion::OtherPerson
                )
        })
}

/// Whether the clause of a mention names the requested treatment, or its class, or none at all. What therapy has brought
/// is told beside the drugs that it spared ("crutches and Norco were given up").
fn is_own(case: &Case<'_>, mention: &Mention, determination: &Determination) -> bool {
    let in_time = |id: &Id| case.pack.lexicon().is_given_in_time(id);
    let rival = |id: &Id| in_time(id) || !Case::requested(determination).any(in_time);
    !mention.treatments.iter().any(rival) || ties(mention, determination)
}

/// Whether the clause of a mention names the requested treatment or its class.
pub(super) fn ties(mention: &Mention, determination: &Determination) -> bool {
    determination.request.treatments.iter().any(|request| {
        mention
            .treatments
            .iter()
            .any(|id| *id == request.id || Some(id) == request.class.as_ref())
    })
}

/// An amount of the requested treatment that the letter documents as already received.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Received {
    pub(super) count: f64,
    pub(super) span: Span,
}

/// The amounts of `treatment` already received, each figure once: a summary and a rationale tell of the same visits.
/// Amounts for another region of the body than the request's are another treatment.
pub(super) fn received(case: &Case<'_>, determination: &Determination, treatment: &Id) -> Vec<Received> {
    let mut amounts: Vec<Received> = Vec::new();
    let mut add = |count: f64, span: Span| {
        if !amounts.iter().any(|known| (known.count - count).abs() < 0.01) {
            amounts.push(Received { count, span });
        }
    };
    for sentence in case.of_patient(determination) {
        for fact in &sentence.facts {
            let FactKind::Amount {
                quantity,
                received: true,
            } = &fact.kind
            else {
                continue;
            };
            let Some(count) = quantity.count else { continue };
            // A sentence that calls the request excessive tells its amount beside the earlier one.
            let of_request =
                sentence.speaks_of(EXCEEDS_GUIDELINE) && determination.request.quantity.count == Some(count);
            if of_request {
                continue;
            }
            if about(sentence, fact.span, treatment) && same_region(case, determination, sentence, fact.span) {
                add(count, fact.span);
            }
        }
    }
    amounts
}

/// Whether the amount at `span` is one of `treatment`: the treatment named nearest to it, or none in a rationale, which
/// speaks of the request.
fn about(sentence: &Sentence, span: Span, treatment: &Id) -> bool {
    match sentence.treatment_nearest_to(span) {
        Some(nearest) => nearest == treatment,
        None => matches!(sentence.section, Section::Rationale(_)),
    }
}

/// Whether the region named nearest to `span` in the sentence, if any, is one of the request's.
fn same_region(case: &Case<'_>, determination: &Determination, sentence: &Sentence, span: Span) -> bool {
    let requested = &determination.request.body_parts;
    let nearby: Vec<_> = sentence
        .body_parts
        .iter()
        .filter(|part| part.span.start < span.end + REACH && span.start < part.span.end + REACH)
        .collect();
    requested.is_empty()
        || nearby.is_empty()
        || nearby.iter().any(|part| {
            requested
                .iter()
                .any(|own| case.pack.lexicon().same_region(&own.id, &part.id))
        })
}

/// How far, in bytes, a word reaches that says what an amount was for ("12 visits of physical therapy for the left knee").
const REACH: usize = 60;

/// How long the letter says that the requested treatment has been used.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Use {
    /// In days; `None` where the letter says in words only that the use is long.
    pub(super) days: Option<f64>,
    /// The words.
    pub(super) span: Span,
}

/// The longest use of the requested treatment that the letter documents.
pub(super) fn use_of(case: &Case<'_>, determination: &Determination, long_term: &[Id]) -> Option<Use> {
    let mut longest: Option<Use> = None;
    for sentence in case.of_patient(determination) {
        for found in uses_in(case, determination, sentence, long_term) {
            if longest
                .as_ref()
                .is_none_or(|known| known.days.unwrap_or(0.0) < found.days.unwrap_or(0.0))
            {
                longest = Some(found);
            }
        }
    }
    longest
}

/// Every place where the letter tells how long the requested treatment has been used.
pub(super) fn uses(case: &Case<'_>, determination: &Determination, long_term: &[Id]) -> Vec<Span> {
    let sentences = case.of_patient(determination);
    sentences
        .flat_map(|sentence| uses_in(case, determination, sentence, long_term).map(|found| found.span))
        .collect()
}

fn uses_in<'a>(
    case: &Case<'a>,
    determination: &'a Determination,
    sentence: &'a Sentence,
    long_term: &'a [Id],
) -> impl Iterator<Item = Use> + use<'a> {
    let date = case.date;
    let timed = sentence.facts.iter().filter_map(move |fact| {
        let days = match fact.kind {
            FactKind::Since(since) => days_between(since, date?),
            // "4 times a week for 4 weeks" is a course that is asked for, and so is "asks for a brace for a first month".
            FactKind::Duration(days) if sentence.role != Role::Request && !is_of_course(sentence, fact.span) => days,
            _ => return None,
        };
        (days > 0.0 && governs(determination, sentence, fact.span)).then_some(Use {
            days: Some(days),
            span: fact.span,
        })
    });
    let in_words = sentence.mentions.iter().filter_map(move |mention| {
        let said = mention.assertion == Assertion::Affirmed && long_term.contains(&mention.concept);
        let own = ties(mention, determination)
            || mention.treatments.is_empty() && matches!(sentence.section, Section::Rationale(_));
        (said && own).then_some(Use {
            days: None,
            span: mention.span,
        })
    });
    timed.chain(in_words)
}

/// Whether the duration at `span` is part of an amount that was not received yet.
fn is_of_course(sentence: &Sentence, span: Span) -> bool {
    let is_asked = |kind: &FactKind| matches!(kind, FactKind::Amount { received: false, .. });
    sentence
        .facts
        .iter()
        .any(|fact| is_asked(&fact.kind) && fact.span.overlaps(span))
}

/// Whether a time at `span` is that of the requested treatment: the last treatment named before it, or the only one
/// after it ("since January 2014 he has used Voltaren gel").
fn governs(determination: &Determination, sentence: &Sentence, span: Span) -> bool {
    let requested = |id: &Id| determination.request.treatments.iter().any(|request| request.id == *id);
    let before = sentence
        .treatments
        .iter()
        .rfind(|mention| mention.span.end <= span.start);
    let after = sentence
        .treatments
        .iter()
        .find(|mention| mention.span.start >= span.end);
    before.or(after).is_some_and(|mention| requested(&mention.id))
}

/// Days from `earlier` to `later`; negative where they stand the other way round.
pub(super) fn days_between(earlier: Date, later: Date) -> f64 {
    f64::from((later - earlier).get_days())
}
