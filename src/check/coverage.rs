//! The items of a letter among each other: codes COV001 to COV003.

use std::collections::BTreeSet;

use crate::letter::{Determination, DisputedItem, Outcome};
use crate::pack::{Id, Scope};
use crate::request::{Mark, Request, TreatmentMention};
use crate::text::Span;

use super::case::{Case, Draft, Ruling};
use super::wording;

/// COV001: the letter lists an item as denied and in dispute, and no determination decides it. One draft an item.
pub(super) fn disputed_item_undecided(case: &Case<'_>) -> Vec<Draft> {
    let letter = &case.reading.letter;
    let mut reported = BTreeSet::new();
    letter
        .disputed_items
        .iter()
        .filter(|item| item.denied && (item.numbered || !item.request.treatments.is_empty()))
        .filter(|item| {
            !letter
                .determinations
                .iter()
                .any(|determination| decides(case, determination, item))
        })
        .filter(|item| item.request.treatments.is_empty() || reported.insert(treatments(&item.request)))
        .map(|item| Draft::at(item.span).value("listed", item.request.as_written.clone()))
        .collect()
}

/// Whether a determination takes up the item. An unreadable heading may be about anything, so it decides every item.
fn decides(case: &Case<'_>, determination: &Determination, item: &DisputedItem) -> bool {
    let decided = &determination.request.treatments;
    if item.request.treatments.is_empty() {
        return shares_a_word(case, &determination.request, &item.request);
    }
    decided.is_empty()
        || decided.iter().any(|treatment| {
            item.request.treatments.iter().any(|listed| {
                // A list may name the class ("a topical cream") where the heading names the member, a treatment in part ("the
                // further therapy sessions") where the heading gives its full name, and leave it to the heading that the
                // therapy follows an operation.
                listed.id == treatment.id
                    || Some(&listed.id) == treatment.class.as_ref()
                    || listed.class.as_ref() == Some(&treatment.id)
                    || case.pack.lexicon().may_become(&listed.id, &treatment.id)
                    || is_named_in(case, listed, &determination.request)
            })
        })
}

/// Whether all telling words of a treatment's name stand in a heading.
fn is_named_in(case: &Case<'_>, listed: &TreatmentMention, heading: &Request) -> bool {
    let name = words_at(case, listed.span, &[]);
    !name.is_empty() && name.is_subset(&telling_words(case, heading))
}

/// Whether a heading and a listed item that the lexicon does not know have a telling word in common.
fn shares_a_word(case: &Case<'_>, heading: &Request, item: &Request) -> bool {
    !telling_words(case, heading).is_disjoint(&telling_words(case, item))
}

/// The longer words of a request. A region of the body tells nothing: half of a letter may be about the neck.
fn telling_words(case: &Case<'_>, request: &Request) -> BTreeSet<String> {
    let regions: Vec<Span> = request.body_parts.iter().map(|part| part.span).collect();
    request
        .span
        .map_or_else(BTreeSet::new, |span| words_at(case, span, &regions))
}

/// The longer words at `span` that lie in none of `regions`, in lower case and without the plural's ending.
fn words_at(case: &Case<'_>, span: Span, regions: &[Span]) -> BTreeSet<String> {
    const SHORTEST: usize = 4;
    let mut at = span.start;
    let mut words = BTreeSet::new();
    for word in case
        .words(span)
        .split_inclusive(|character: char| !character.is_alphanumeric())
    {
        let letters = word.trim_end_matches(|character: char| !character.is_alphanumeric());
        let place = Span::new(at, at + letters.len());
        if letters.len() >= SHORTEST && !regions.iter().any(|region| region.overlaps(place)) {
            words.insert(letters.to_lowercase().trim_end_matches('s').to_owned());
        }
        at += word.len();
    }
    words
}

/// COV002: the same item, same amount, is decided twice with different outcomes. Speaks on the later one.
pub(super) fn conflicting_decisions(case: &Case<'_>, determination: &Determination) -> Ruling {
    let Some((outcome, _)) = determination.outcome else {
        return Ruling::cannot_tell("a recognisable outcome");
    };
    let mut earlier = case.reading.letter.determinations[..determination.index - 1].iter();
    let Some(other) = earlier.find(|other| same_item(&other.request, &determination.request)) else {
        return Ruling::not_applicable();
    };
    match other.outcome {
        Some((decided, _)) if decided != outcome => Draft::at(Case::heading(determination))
            .value(
                "other",
                format!("{} as determination {}", wording::outcome(decided), other.index),
            )
            .related(
                Some(Case::heading(other)),
                format!("decided {} here", wording::outcome(decided)),
            )
            .into(),
        _ => Ruling::held().step("same item", format!("also determination {}", other.index), other.span),
    }
}

fn same_item(one: &Request, other: &Request) -> bool {
    let regions = |request: &Request| {
        request
            .body_parts
            .iter()
            .map(|part| part.id.clone())
            .collect::<BTreeSet<_>>()
    };
    let side = |request: &Request| request.side.map(|(side, _)| side);
    let strength = |request: &Request| {
        request
            .quantity
            .strength
            .as_ref()
            .map(|(strength, _)| strength.to_lowercase())
    };
    // What goes with a surgery, and equipment of any kind, have one name for many things: their own words tell them apart.
    let words = |request: &Request| {
        let one_for_many = |treatment: &TreatmentMention| treatment.class.as_ref() == Some(&treatment.id);
        let generic = request.is(Mark::SurgicalService) || request.treatments.iter().any(one_for_many);
        generic.then(|| request.as_written.to_lowercase())
    };
    !one.treatments.is_empty()
        && words(one) == words(other)
        && treatments(one) == treatments(other)
        && one.quantity.count == other.quantity.count
        && strength(one) == strength(other)
        && side(one) == side(other)
        && regions(one) == regions(other)
        && one
            .marks
            .iter()
            .map(|(mark, _)| mark)
            .eq(other.marks.iter().map(|(mark, _)| mark))
}

fn treatments(request: &Request) -> BTreeSet<Id> {
    request
        .treatments
        .iter()
        .map(|treatment| treatment.id.clone())
        .collect()
}

/// COV003: an item that depends on a procedure (`on`, treatments of the rule) is overturned while that procedure is
/// upheld in the same letter and none of its kind is overturned.
pub(super) fn dependent_item_overturned(case: &Case<'_>, determination: &Determination, on: &Scope) -> Ruling {
    if !Case::is(determination, Outcome::Overturned) {
        return Ruling::not_applicable();
    }
    let procedures = || {
        case.reading
            .letter
            .determinations
            .iter()
            .filter(|other| other.index != determination.index && on.treatment_of(&other.request).is_some())
    };
    if procedures().any(|other| !Case::is(other, Outcome::Upheld)) {
        return Ruling::held().step("procedure", "not upheld", None);
    }
    match procedures().next() {
        Some(procedure) => Draft::at(Case::heading(determination))
            .value("surgery", procedure.request.as_written.clone())
            .related(
                Some(Case::heading(procedure)),
                "the procedure that it depends on is upheld",
            )
            .related(case.approval(determination), "the approval")
            .into(),
        None => Ruling::not_applicable(),
    }
}
