//! Whether a rationale is about its request and about its patient: codes RAT001 to RAT003. (RAT004 compares letters of a
//! batch and lives with the audits.)

use std::hash::Hasher as _;

use rustc_hash::{FxHashMap, FxHasher};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::evidence::{Assertion, FactKind, Mention, REQUEST_AS_SUBJECT, Role, Sentence};
use crate::letter::Determination;
use crate::pack::{Id, Rule, RuleKind};
use crate::request::TreatmentMention;
use crate::text::Span;

use super::case::{Case, Draft, GUIDELINE_NAMED, REFERENCE_TO_CASE, REQUEST_RESTATED, Ruling, TREATMENT_WEIGHED};

/// RAT001: the rationale names neither the requested treatment, nor a synonym, its class or a topic of it, and argues
/// about another treatment.
pub(super) fn rationale_off_topic(case: &Case<'_>, determination: &Determination) -> Ruling {
    let requested = &determination.request.treatments;
    if requested.is_empty() {
        return Ruling::cannot_tell("a known treatment");
    }
    let sentences: Vec<_> = case.rationale(determination).collect();
    let named = || sentences.iter().flat_map(|sentence| &sentence.treatments);
    if let Some(on_topic) = named().find(|mention| requested.iter().any(|request| related(request, mention))) {
        return Ruling::held().step("names", case.words(on_topic.span), Some(on_topic.span));
    }
    if let Some(sentence) = sentences
        .iter()
        .find(|sentence| speaks_of_heading(case, sentence, requested))
    {
        return Ruling::held().step("names", "words of the heading", Some(sentence.span));
    }
    if let Some(span) = retold_amount(&sentences, determination) {
        return Ruling::held().step("names", "the amount of the request", Some(span));
    }
    let Some(other) = argued(case, determination, &sentences) else {
        return Ruling::cannot_tell("another treatment that the rationale argues about");
    };
    let again = named()
        .filter(|mention| related(other, mention))
        .map(|mention| mention.span);
    Draft::at(other.span)
        .value("argued", case.words(other.span))
        .related(Some(Case::heading(determination)), "the request")
        .related(
            sentences.first().map(|sentence| sentence.span),
            "the rationale opens so",
        )
        .all_related(again, "and here")
        .into()
}

/// Words that give the very amount of the request: they speak of it without its name.
fn retold_amount(sentences: &[&Sentence], determination: &Determination) -> Option<Span> {
    let requested = determination.request.quantity.count?;
    sentences
        .iter()
        .flat_map(|sentence| &sentence.facts)
        .find_map(|fact| match &fact.kind {
            FactKind::Amount {
                quantity,
                received: false,
            } if quantity.count == Some(requested) => Some(fact.span),
            _ => None,
        })
}

/// The other treatment that the rationale argues about: the one named most often, at least twice or as the subject with
/// which the rationale opens, of those that stand where a guideline is restated, the case weighed or the conclusion drawn.
/// A treatment on which the request depends, or which it accompanies, is no other one, nor is what its criteria ask for ("borne
/// out by imaging").
fn argued<'a>(
    case: &Case<'_>,
    determination: &Determination,
    sentences: &[&'a Sentence],
) -> Option<&'a TreatmentMention> {
    let depends = |mention: &TreatmentMention| {
        rules_about(case, determination).any(|rule| match &rule.kind {
            RuleKind::Dependency(dependency) => dependency.on.covers(mention),
            RuleKind::Requirement(requirement) => is_among(mention, &requirement.alongside),
            _ => false,
        })
    };
    let criteria = criteria(case, determination);
    let is_criterion = |sentence: &Sentence, mention: &TreatmentMention| {
        let mut named = sentence.mentions.iter();
        named.any(|named| criteria.contains(&&named.concept) && named.span.overlaps(mention.span))
    };
    let mentions: Vec<_> = sentences
        .iter()
        .flat_map(|sentence| sentence.treatments.iter().map(move |mention| (*sentence, mention)))
        .filter(|(sentence, mention)| !depends(mention) && !is_criterion(sentence, mention))
        .map(|(sentence, mention)| (sentence.role, mention))
        .collect();
    let weight = |candidate: &TreatmentMention| {
        let same = || mentions.iter().filter(|(_, mention)| related(candidate, mention));
        let weighed = same().any(|(role, _)| matches!(role, Role::Guideline | Role::Conclusion | Role::Judgement));
        let opens = sentences.first().is_some_and(|first| {
            let weighed_in = |span: Span| {
                let mut named = first.mentions.iter();
                named.any(|named| named.concept.as_str() == TREATMENT_WEIGHED && named.span.overlaps(span))
            };
            let subject = |mention: &&TreatmentMention| {
                mention.span.start < first.span.start + ARTICLE || weighed_in(mention.span)
            };
            let subject = first.treatments.first().filter(subject);
            // Who weighs the case may open with what was tried before, unless no other treatment is named at all.
            let is_only_one = || mentions.iter().all(|(_, mention)| related(candidate, mention));
            let argues = first.role == Role::Guideline || first.role == Role::Judgement && is_only_one();
            argues && subject.is_some_and(|mention| related(candidate, mention))
        });
        (same().count() + usize::from(opens)) * usize::from(weighed)
    };
    let candidates = mentions.iter().map(|(_, mention)| *mention);
    // Of equals the first: it opens the argument.
    candidates
        .rev()
        .max_by_key(|candidate| weight(candidate))
        .filter(|candidate| weight(candidate) >= 2)
}

/// The rules about the requested treatment.
fn rules_about<'a>(case: &Case<'a>, determination: &Determination) -> impl Iterator<Item = &'a Rule> {
    let rules = case.pack.rules().iter();
    rules.filter(|rule| rule.scope.treatment_of(&determination.request).is_some())
}

/// The concepts by which the criteria of the request are documented.
fn criteria<'a>(case: &Case<'a>, determination: &Determination) -> Vec<&'a Id> {
    let elements = rules_about(case, determination).flat_map(|rule| match &rule.kind {
        RuleKind::Requirement(requirement) => requirement.elements.as_slice(),
        _ => &[],
    });
    elements.flat_map(|element| &element.any_of).collect()
}

/// Room for an article before the subject of a sentence ("A functional capacity evaluation is considered when ...").
const ARTICLE: usize = 6;

/// Whether a treatment or its class is one of `ids`.
fn is_among(mention: &TreatmentMention, ids: &[Id]) -> bool {
    ids.contains(&mention.id) || mention.class.as_ref().is_some_and(|class| ids.contains(class))
}

/// Whether two names speak of the same treatment: itself, its class, or a member where the class was requested.
fn related(request: &TreatmentMention, mention: &TreatmentMention) -> bool {
    request.id == mention.id
        || request.class.is_some() && request.class == mention.class
        || mention.class.as_ref() == Some(&request.id)
        || request.class.as_ref() == Some(&mention.id)
}

/// Whether the sentence has a telling word of the requested treatment's name, which the lexicon may know only in part.
fn speaks_of_heading(case: &Case<'_>, sentence: &Sentence, requested: &[TreatmentMention]) -> bool {
    let text = case.words(sentence.span).to_lowercase();
    requested.iter().any(|treatment| {
        case.words(treatment.span)
            .split(|character: char| !character.is_alphanumeric())
            .filter(|word| word.len() >= 5 && word.chars().all(char::is_alphabetic))
            .any(|word| text.contains(&word.to_lowercase()))
    })
}

/// RAT002: the rationale is word for word (at least `share` of its words, in order) that of an earlier determination
/// whose request is for a different treatment.
pub(super) fn rationale_copied(case: &Case<'_>, determination: &Determination, share: f64) -> Ruling {
    let Some(rationale) = determination.rationale else {
        return Ruling::cannot_tell("a rationale");
    };
    /// More items than letters decide. A file of a thousand must not compare each with each.
    const MOST_EARLIER: usize = 40;
    let text = case.words(rationale);
    let own_length = word_count(text);
    let mut own: Option<Vec<u64>> = None;
    let earlier = &case.reading.letter.determinations[..determination.index - 1];
    for other in &earlier[earlier.len().saturating_sub(MOST_EARLIER)..] {
        let Some(earlier) = other.rationale else { continue };
        let other_length = word_count(case.words(earlier));
        let alike_at_most = 2.0 * count(own_length.min(other_length)) / count(own_length + other_length).max(1.0);
        if alike_at_most < share || same_treatments(determination, other) {
            continue;
        }
        let own = own.get_or_insert_with(|| words(text));
        if let Some(share) = alike(own, &words(case.words(earlier)), share) {
            return Draft::at(rationale)
                .value("other", other.request.as_written.clone())
                .value("share", format!("{:.0} %", share * 100.0))
                .related(Some(earlier), format!("the rationale of determination {}", other.index))
                .into();
        }
    }
    Ruling::held()
}

fn same_treatments(one: &Determination, other: &Determination) -> bool {
    let ids = |determination: &Determination| {
        let mut ids: Vec<_> = Case::requested(determination).cloned().collect();
        ids.sort();
        ids
    };
    let (one_ids, other_ids) = (ids(one), ids(other));
    if one_ids.is_empty() && other_ids.is_empty() {
        return one.request.as_written.eq_ignore_ascii_case(&other.request.as_written);
    }
    one_ids == other_ids
}

/// The words in lower case, each by its hash: they are only compared.
fn words(text: &str) -> Vec<u64> {
    let hash = |word: &str| {
        let mut hasher = FxHasher::default();
        if word.is_ascii() {
            word.bytes()
                .for_each(|letter| hasher.write_u8(letter.to_ascii_lowercase()));
        } else {
            hasher.write(word.to_lowercase().as_bytes());
        }
        hasher.finish()
    };
    words_of(text).map(hash).collect()
}

fn word_count(text: &str) -> usize {
    words_of(text).count()
}

fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|character: char| !character.is_alphanumeric());
    parts.filter(|word| !word.is_empty())
}

/// How much of the words stands in both, in the same order, where it is at least `share`. A handful of words is no
/// rationale to copy.
fn alike(one: &[u64], other: &[u64], share: f64) -> Option<f64> {
    const FEWEST_WORDS: usize = 12;
    if one.len() < FEWEST_WORDS || other.len() < FEWEST_WORDS {
        return None;
    }
    // The words in common, in any order, bound those in order from above, and cost far less to count.
    if 2.0 * common(one, other) / count(one.len() + other.len()) < share {
        return None;
    }
    let same: usize = capture_diff_slices(Algorithm::Myers, one, other)
        .iter()
        .map(|operation| match operation {
            DiffOp::Equal { len, .. } => *len,
            _ => 0,
        })
        .sum();
    let alike = 2.0 * count(same) / count(one.len() + other.len());
    (alike >= share).then_some(alike)
}

fn common(one: &[u64], other: &[u64]) -> f64 {
    let mut left: FxHashMap<u64, usize> = FxHashMap::default();
    for word in one {
        *left.entry(*word).or_default() += 1;
    }
    let shared = other.iter().filter(|word| {
        left.get_mut(*word).is_some_and(|count| {
            let some = *count > 0;
            *count = count.saturating_sub(1);
            some
        })
    });
    count(shared.count())
}

#[expect(clippy::cast_precision_loss, reason = "word counts lie far below 2^52")]
fn count(words: usize) -> f64 {
    words as f64
}

/// RAT003: the rationale refers to no fact of this patient.
pub(super) fn rationale_without_findings(case: &Case<'_>, determination: &Determination) -> Ruling {
    let sentences: Vec<_> = case.rationale(determination).collect();
    let Some(first) = sentences.first() else {
        return Ruling::cannot_tell("a rationale");
    };
    if let Some(fact) = sentences.iter().find(|sentence| states_a_fact(case, sentence)) {
        return Ruling::held().step("refers to", case.words(fact.span), Some(fact.span));
    }
    let rest = sentences.get(1..).unwrap_or_default();
    let rest = rest.iter().map(|sentence| sentence.span).reduce(Span::join);
    Draft::at(first.span)
        .related(rest, "and nothing of the patient here")
        .related(Some(Case::heading(determination)), "the request")
        .into()
}

/// The concept of the core pack for words that mean this patient and no other, as a guideline never puts it.
const THIS_PATIENT: &str = "this-patient";

/// Whether the sentence denies what reviewers weigh, or asserts it with a figure ("Neurontin was pushed to 1800 mg and
/// failed"); "X is not documented" fits any patient, and "X is of little benefit" as well.
fn tells_of_evidence(case: &Case<'_>, sentence: &Sentence) -> bool {
    let has_figure = |span: Span| case.words(span).contains(|letter: char| letter.is_ascii_digit());
    let told = |mention: &Mention| match mention.assertion {
        Assertion::Denied | Assertion::Historical => true,
        Assertion::Affirmed => has_figure(mention.span),
        Assertion::NotDocumented | Assertion::Hypothetical | Assertion::OtherPerson => false,
    };
    sentence.mentions.iter().any(told)
}

fn states_a_fact(case: &Case<'_>, sentence: &Sentence) -> bool {
    let of_patient = sentence.facts.iter().any(|fact| match &fact.kind {
        FactKind::Date(_) | FactKind::Since(_) | FactKind::Age(_) => true,
        FactKind::SexWord { of_patient, .. } => *of_patient,
        _ => false,
    });
    let holds = |concept: &str| sentence.speaks_of(concept);
    let refers = holds(REFERENCE_TO_CASE);
    match sentence.role {
        Role::Guideline => of_patient || holds(THIS_PATIENT),
        Role::ClaimsAdministrator => true,
        // A note without a subject is of the patient all the same ("No earlier acupuncture. NSAIDs not tolerated.").
        Role::PatientFact | Role::Judgement => {
            of_patient || refers || !holds(GUIDELINE_NAMED) && tells_of_evidence(case, sentence)
        }
        // "The current request is not medically necessary for this patient" names request and patient, and no fact.
        Role::Conclusion | Role::Request => {
            let names = [
                REFERENCE_TO_CASE,
                THIS_PATIENT,
                GUIDELINE_NAMED,
                REQUEST_RESTATED,
                REQUEST_AS_SUBJECT,
            ];
            let is_evidence = |mention: &Mention| !names.contains(&mention.concept.as_str());
            let tells = |mention: &Mention| mention.assertion != Assertion::Hypothetical || holds(THIS_PATIENT);
            of_patient
                || sentence
                    .mentions
                    .iter()
                    .any(|mention| is_evidence(mention) && tells(mention))
        }
    }
}
