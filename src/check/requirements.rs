//! What a letter must document before a treatment is approved or continued: codes REQ001 and REQ002.

use crate::evidence::{Assertion, Mention, Role, Sentence};
use crate::letter::{Determination, Outcome};
use crate::pack::{Element, Id, Requirement};
use crate::request::{Mark, TreatmentMention};
use crate::text::Span;

use super::case::{Case, Draft, Ruling};
use super::documented::{Tie, documented, received, ties, use_of};
use super::verdict::Step;
use super::wording;

/// The concept that says in words that a treatment has been used for long.
const LONG_TERM_USE: &str = "long-term-use";

/// REQ001: Overturned, and elements that the guideline requires are not documented.
pub(super) fn approved_without_documentation(
    case: &Case<'_>,
    requirement: &Requirement,
    determination: &Determination,
) -> Ruling {
    if !Case::is(determination, Outcome::Overturned) {
        return Ruling::not_applicable();
    }
    if let Some(silence) = outside(case, requirement, determination) {
        return silence;
    }
    if let Some(span) = documented(case, determination, &requirement.exceptions, Tie::Own) {
        return Ruling::excused(case.words(span), Some(span));
    }
    let found = sought(case, requirement, determination);
    if found.present.len() >= requirement.at_least {
        return Ruling::held().after(found.steps);
    }
    if leaves_room(case, requirement, determination, &found) {
        let room = "what was not found may be documented in words that the pack does not know";
        return Ruling::excused(room, None).after(found.steps);
    }
    let Sought {
        present,
        missing,
        steps,
    } = found;
    let titles = |elements: &[&Element]| {
        wording::list(
            &elements
                .iter()
                .map(|element| element.title.as_str())
                .collect::<Vec<_>>(),
        )
    };
    let lacking = if requirement.at_least == 1 && missing.len() > 1 {
        format!("one of {}", titles(&missing))
    } else {
        titles(&missing)
    };
    let approval = case.approval(determination);
    let mut draft = Draft::at(approval.unwrap_or_else(|| Case::heading(determination)))
        .value("missing", lacking)
        .related(Some(Case::heading(determination)), "approved here");
    if !present.is_empty() {
        draft = draft.value("documented", titles(&present));
    }
    if let [only] = missing.as_slice() {
        draft.severity = only.alone;
    }
    Ruling::from(draft).after(steps)
}

/// Whether what was not found may be documented all the same, in words that the pack does not know: one of many elements,
/// or elements that letters say in many words.
fn leaves_room(case: &Case<'_>, requirement: &Requirement, determination: &Determination, found: &Sought<'_>) -> bool {
    let is_one_of_many = match found.missing.as_slice() {
        [only] => requirement.elements.len() >= MANY_ELEMENTS || only.alone.is_some(),
        _ => false,
    };
    let in_many_words =
        || found.missing.len() <= found.present.len() && found.missing.iter().all(|element| element.in_many_words);
    let mut missing = found.missing.iter();
    (is_one_of_many || in_many_words()) && !missing.any(|element| is_said_absent(case, determination, element))
}

/// The elements of a requirement, each looked for in the letter.
#[derive(Default)]
struct Sought<'a> {
    present: Vec<&'a Element>,
    missing: Vec<&'a Element>,
    steps: Vec<Step>,
}

fn sought<'a>(case: &Case<'_>, requirement: &'a Requirement, determination: &Determination) -> Sought<'a> {
    let mut sought = Sought::default();
    for element in &requirement.elements {
        let span = evidence_of(case, determination, element);
        let list = if span.is_some() {
            &mut sought.present
        } else {
            &mut sought.missing
        };
        list.push(element);
        sought.steps.push(Step {
            label: element.title.clone(),
            value: span.map_or("not documented", |span| case.words(span)).to_owned(),
            span,
        });
    }
    sought
}

/// Of so many elements, one that was not found leaves room: a letter says them in its own words, and a false alarm costs
/// a reviewer more than a miss.
const MANY_ELEMENTS: usize = 5;

/// Why the requirement does not concern this request, if it does not.
fn outside(case: &Case<'_>, requirement: &Requirement, determination: &Determination) -> Option<Ruling> {
    if requirement.after_earlier_treatment && !is_continued(case, determination) {
        return Some(Ruling::not_applicable().step("earlier treatment", "none documented", None));
    }
    if let Some(term) = requirement.after_use_of {
        let long = use_of(case, determination, &[Id::from(LONG_TERM_USE)])
            .is_some_and(|found| found.days.is_none_or(|days| days >= term.most_days()));
        if !long {
            return Some(Ruling::not_applicable().step(
                "use",
                format!("not documented for {}", wording::term(term)),
                None,
            ));
        }
    }
    if !requirement.alongside.is_empty() && !takes(case, determination, &requirement.alongside) {
        return Some(Ruling::cannot_tell(
            "the treatment that the rule is about is not named alongside",
        ));
    }
    None
}

/// Whether the request is for more of a treatment already begun: by its own words, by an amount already received, or,
/// for what is not given in visits, because the summary tells of it as in use, or either part since when it is used.
fn is_continued(case: &Case<'_>, determination: &Determination) -> bool {
    determination.request.is(Mark::Additional)
        || determination.request.treatments.iter().any(|treatment| {
            if case.pack.lexicon().is_given_in_visits(&treatment.id) {
                return !received(case, determination, &treatment.id).is_empty();
            }
            let told = case
                .summary()
                .filter(|sentence| sentence.role == Role::PatientFact)
                .any(|sentence| sentence.treatments.iter().any(|named| named.id == treatment.id));
            told || use_of(case, determination, &[]).is_some()
        })
}

/// Whether the letter names one of `treatments` (or a member of a class among them) as this patient's.
fn takes(case: &Case<'_>, determination: &Determination, treatments: &[Id]) -> bool {
    taken(case, determination, treatments).is_some()
}

/// Where the letter names one of `treatments` (or a member of a class among them) as this patient's.
fn taken(case: &Case<'_>, determination: &Determination, treatments: &[Id]) -> Option<Span> {
    let of_class = |mention: &TreatmentMention| mention.class.as_ref().is_some_and(|class| treatments.contains(class));
    // "She takes no opioid": what is said of the drug tells whether it is taken.
    let is_taken = |sentence: &Sentence, span: Span| {
        let said = sentence.mentions.iter().filter(|mention| mention.span.overlaps(span));
        let mut said = said.map(|mention| mention.assertion);
        !said.any(|assertion| matches!(assertion, Assertion::Denied | Assertion::OtherPerson))
    };
    let named = case
        .of_patient(determination)
        .flat_map(|sentence| sentence.treatments.iter().map(move |mention| (sentence, mention)));
    named
        .filter(|(_, mention)| treatments.contains(&mention.id) || of_class(mention))
        .find(|(sentence, mention)| is_taken(sentence, mention.span))
        .map(|(_, mention)| mention.span)
}

fn evidence_of(case: &Case<'_>, determination: &Determination, element: &Element) -> Option<Span> {
    let tie = if element.own_treatment_only { Tie::Own } else { Tie::Any };
    let age = element.age_over.and_then(|limit| {
        case.reading
            .letter
            .patient
            .age
            .filter(|(age, _)| *age > limit)
            .map(|(_, span)| span)
    });
    let request = &determination.request;
    let heading = element.named_in(request).then(|| Case::heading(determination));
    let taken = || taken(case, determination, &element.taking);
    age.or(heading)
        .or_else(|| documented(case, determination, &element.any_of, tie))
        .or_else(taken)
}

/// REQ002: Upheld because an element is missing, while the letter elsewhere documents that very element.
pub(super) fn documentation_overlooked(
    case: &Case<'_>,
    requirement: &Requirement,
    determination: &Determination,
) -> Ruling {
    if !Case::is(determination, Outcome::Upheld) {
        return Ruling::not_applicable();
    }
    let mut said_missing = false;
    for element in &requirement.elements {
        for missing in said_to_be_missing(case, determination, element) {
            said_missing = true;
            let Some(found) = documented_elsewhere(case, determination, element, &missing.concept) else {
                continue;
            };
            return Draft::at(missing.span)
                .value("element", element.title.clone())
                .value("found", case.words(found))
                .related(Some(found), "documented here")
                .related(Some(Case::heading(determination)), "the request")
                .into();
        }
    }
    if said_missing {
        Ruling::held()
    } else {
        Ruling::not_applicable()
    }
}

/// The mentions by which the rationale says that the element is not documented. A rationale that itself affirms the
/// element weighs it and does not overlook it.
fn said_to_be_missing<'a>(case: &Case<'a>, determination: &Determination, element: &Element) -> Vec<&'a Mention> {
    let mentions: Vec<_> = case
        .rationale(determination)
        .filter(|sentence| !matches!(sentence.role, Role::Guideline | Role::ClaimsAdministrator))
        .flat_map(|sentence| &sentence.mentions)
        .filter(|mention| element.any_of.contains(&mention.concept))
        .collect();
    if mentions.iter().any(|mention| mention.assertion == Assertion::Affirmed) {
        return Vec::new();
    }
    mentions
        .into_iter()
        .filter(|mention| mention.assertion == Assertion::NotDocumented)
        .collect()
}

/// Whether the letter says that the element is not there, or not documented, and nowhere that it is.
fn is_said_absent(case: &Case<'_>, determination: &Determination, element: &Element) -> bool {
    let mentions = case.of_patient(determination).flat_map(|sentence| &sentence.mentions);
    let mut of_element = mentions.filter(|mention| element.any_of.contains(&mention.concept));
    of_element.any(|mention| matches!(mention.assertion, Assertion::Denied | Assertion::NotDocumented))
}

/// Whether the sentence names the requested treatment and no other ("Without Mobic the pain is 7/10; with it, 4/10").
fn is_about(sentence: &Sentence, determination: &Determination) -> bool {
    let requested = |mention: &TreatmentMention| Case::requested(determination).any(|id| *id == mention.id);
    !sentence.treatments.is_empty() && sentence.treatments.iter().all(requested)
}

/// The words of the summary that document this very concept, of this treatment where the element has to be its own. A
/// fact tied to another disputed item is that item's; one tied to a drug that nobody disputes ("gabapentin failed") may
/// be the element itself.
fn documented_elsewhere(
    case: &Case<'_>,
    determination: &Determination,
    element: &Element,
    concept: &Id,
) -> Option<Span> {
    let of_another_item = |mention: &Mention| {
        case.reading
            .letter
            .determinations
            .iter()
            .filter(|other| other.index != determination.index)
            .any(|other| ties(mention, other))
    };
    let own = |before: Option<&Sentence>, sentence: &Sentence, mention: &Mention| {
        ties(mention, determination)
            || is_about(sentence, determination)
            || before.is_some_and(|before| is_about(before, determination) && goes_on(sentence, mention))
            || !element.own_treatment_only && !of_another_item(mention)
    };
    let before = std::iter::once(None).chain(case.summary().map(Some));
    case.summary()
        .zip(before)
        .filter(|(sentence, _)| sentence.role == Role::PatientFact)
        .flat_map(|(sentence, before)| sentence.mentions.iter().map(move |mention| (before, sentence, mention)))
        .filter(|(_, _, mention)| mention.assertion == Assertion::Affirmed && mention.concept == *concept)
        .find(|(before, sentence, mention)| own(*before, sentence, mention))
        .map(|(_, _, mention)| mention.span)
}

/// Whether the sentence goes on about the treatment of the one before: it names none of its own up to the mention ("Six
/// acupuncture visits were made. Afterwards she could drive herself to work again").
fn goes_on(sentence: &Sentence, mention: &Mention) -> bool {
    sentence
        .treatments
        .iter()
        .all(|treatment| treatment.span.start > mention.span.start)
}
