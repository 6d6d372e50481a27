//! What the letter says of the patient, held against itself: codes FAC001 to FAC006.

use jiff::civil::Date;

use crate::evidence::{Assertion, DateMention, Fact, FactKind, Role, Section, Sentence};
use crate::letter::Determination;
use crate::pack::{Id, Pack};
use crate::request::{BodyPartMention, Side};
use crate::text::Span;

use super::case::{Case, Draft, Ruling};

/// Concepts by which FAC001 and FAC006 tell what a date is the date of.
#[derive(Debug, Clone, Copy)]
pub(super) struct DateConcepts<'a> {
    /// A record: a report, a note, a visit.
    pub(super) record: Option<&'a Id>,
    /// Treatment said to be for the injury at issue.
    pub(super) this_injury: Option<&'a Id>,
    /// Something planned, which may lie in the future.
    pub(super) planned: Option<&'a Id>,
}

impl<'a> DateConcepts<'a> {
    /// The concepts by the ids that the core pack gives them.
    pub(super) fn of(pack: &'a Pack) -> Self {
        Self {
            record: pack.concept("dated-record"),
            this_injury: pack.concept("treatment-of-this-injury"),
            planned: pack.concept(crate::evidence::FUTURE_PLAN),
        }
    }
}

/// FAC001: a date does not exist, or the order of dates is impossible. One draft a date, with its determination.
pub(super) fn impossible_date(case: &Case<'_>, concepts: DateConcepts<'_>) -> Vec<(Option<usize>, Draft)> {
    let mut found = Vec::new();
    for sentence in &case.reading.evidence.sentences {
        if sentence.role == Role::Guideline {
            continue;
        }
        let determination = match sentence.section {
            Section::Summary => None,
            Section::Rationale(index) => Some(index + 1),
        };
        for (fact, mention) in dates(sentence) {
            if let Some(draft) = impossible(case, sentence, fact.span, mention, concepts) {
                found.push((determination, draft));
            }
        }
    }
    found.extend(injury_after_denial(case).map(|draft| (None, draft)));
    found
}

fn dates(sentence: &Sentence) -> impl Iterator<Item = (&Fact, DateMention)> {
    sentence.facts.iter().filter_map(|fact| match fact.kind {
        FactKind::Date(mention) => Some((fact, mention)),
        _ => None,
    })
}

fn impossible(
    case: &Case<'_>,
    sentence: &Sentence,
    span: Span,
    mention: DateMention,
    concepts: DateConcepts<'_>,
) -> Option<Draft> {
    let written = case.words(span).to_owned();
    let Some(date) = mention.date else {
        return Some(
            Draft::at(span)
                .value("date", written)
                .value("reason", "the calendar has no such day"),
        );
    };
    if !mention.complete {
        return None;
    }
    let letter = &case.reading.letter;
    if let Some((decision, decision_span)) = letter.header.decision_date
        && date > decision
        && !speaks_of(sentence, concepts.planned)
    {
        return Some(
            Draft::at(span)
                .value("date", written)
                .value("reason", format!("it lies after the decision of {decision}"))
                .related(Some(decision_span), "the date of the decision"),
        );
    }
    let (injury, injury_span) = injury(case)?;
    (date < injury && speaks_of(sentence, concepts.this_injury)).then(|| {
        Draft::at(span)
            .value("date", written)
            .value(
                "reason",
                format!("treatment for the injury cannot come before the injury of {injury}"),
            )
            .related(Some(injury_span), "the date of injury")
    })
}

/// An injury that comes after the denial of treatment for it.
fn injury_after_denial(case: &Case<'_>) -> Option<Draft> {
    let (injury, span) = injury(case)?;
    let (denial, denial_span) = case.reading.letter.header.ur_denial_date?;
    (injury > denial).then(|| {
        Draft::at(span)
            .value("date", case.words(span))
            .value("reason", format!("the injury cannot come after the denial of {denial}"))
            .related(Some(denial_span), "treatment was denied on this date")
    })
}

fn injury(case: &Case<'_>) -> Option<(Date, Span)> {
    let letter = &case.reading.letter;
    letter.patient.injury_date.or(letter.header.injury_date)
}

fn speaks_of(sentence: &Sentence, concept: Option<&Id>) -> bool {
    concept.is_some_and(|concept| sentence.speaks_of(concept.as_str()))
}

/// FAC002: pronouns or nouns for the patient contradict the sex that the summary states.
pub(super) fn sex_contradicted(case: &Case<'_>, determination: &Determination) -> Ruling {
    let Some((sex, stated)) = case.reading.letter.patient.sex else {
        return Ruling::cannot_tell("the patient's sex");
    };
    let words = case
        .rationale(determination)
        .filter(|sentence| sentence.role != Role::Guideline)
        .flat_map(|sentence| {
            sentence.facts.iter().filter(|fact| {
                !sentence
                    .quotations
                    .iter()
                    .any(|quotation| quotation.contains(fact.span))
            })
        });
    for fact in words {
        if let FactKind::SexWord {
            sex: word,
            of_patient: true,
        } = fact.kind
            && word != sex
        {
            return Draft::at(fact.span)
                .value("found", case.words(fact.span))
                .value("stated", case.words(stated))
                .related(Some(stated), "the summary states the sex")
                .into();
        }
    }
    Ruling::held().step("stated", case.words(stated), Some(stated))
}

/// FAC003: the request is for one side, and the rationale argues for the other side only.
pub(super) fn side_contradicted(case: &Case<'_>, determination: &Determination) -> Ruling {
    let Some((side @ (Side::Left | Side::Right), requested)) = determination.request.side else {
        return Ruling::not_applicable();
    };
    let mut others = Vec::new();
    // The conclusion names the request once more, with its side. A guideline knows no sides, so that a sentence which seems to
    // restate one and names a side speaks of the patient.
    let argued = case
        .rationale(determination)
        .filter(|sentence| !matches!(sentence.role, Role::Conclusion | Role::ClaimsAdministrator));
    for fact in argued.flat_map(|sentence| &sentence.facts) {
        match fact.kind {
            FactKind::Side(found) if found == side || found == Side::Bilateral => {
                return Ruling::held().step("side", case.words(fact.span), Some(fact.span));
            }
            FactKind::Side(_) => others.push(fact.span),
            _ => {}
        }
    }
    // One word about the other side may be a comparison; two without any on the requested one are an argument.
    match others.as_slice() {
        [other, _, ..] => Draft::at(*other)
            .value("stated", case.words(requested))
            .value("found", case.words(*other))
            .related(Some(requested), "the request")
            .all_related(others.iter().copied(), "the other side")
            .into(),
        _ => Ruling::cannot_tell("a side in the rationale"),
    }
}

/// FAC004: the request is for one body region, and the rationale argues about another region only.
pub(super) fn body_part_contradicted(case: &Case<'_>, determination: &Determination) -> Ruling {
    let requested = &determination.request.body_parts;
    let Some(first) = requested.first() else {
        return Ruling::not_applicable();
    };
    let lexicon = case.pack.lexicon();
    // The arm speaks for the neck as the leg does for the low back.
    let felt_from_request = |part: &&BodyPartMention| {
        requested
            .iter()
            .any(|request| lexicon.is_felt_in(&request.id, &part.id))
    };
    let sentences: Vec<_> = case
        .rationale(determination)
        .filter(|sentence| sentence.role != Role::ClaimsAdministrator)
        .collect();
    let argued = sentences.iter().any(|sentence| {
        let rival = |part: &BodyPartMention| !felt_from_request(&part) && !lexicon.is_whole(&part.id);
        sentence.role != Role::Guideline && sentence.body_parts.iter().any(rival)
    });
    let named: Vec<_> = sentences
        .iter()
        .flat_map(|sentence| &sentence.body_parts)
        .filter(|part| !felt_from_request(part))
        .collect();
    let own = named.iter().find(|part| {
        requested.iter().any(|request| {
            lexicon.lies_in(&part.id, &request.id)
                // A wider word ("back") stands for the requested region only where no sister region ("low back" beside a
                // request for the neck) is named that it may stand for.
                || lexicon.lies_in(&request.id, &part.id)
                    && !named.iter().any(|other| {
                        other.id != part.id
                            && lexicon.lies_in(&other.id, &part.id)
                            && !lexicon.same_region(&other.id, &request.id)
                    })
        })
    });
    if let Some(part) = own {
        return Ruling::held().step("region", case.words(part.span), Some(part.span));
    }
    // A word for a whole ("back") is often no region at all ("it came back").
    let regions = named.iter().filter(|part| !lexicon.is_whole(&part.id));
    let others: Vec<_> = regions.map(|part| part.span).collect();
    // One word about another region may be an aside; two without any on the requested one are an argument.
    match others.as_slice() {
        [other, _, ..] if argued => Draft::at(*other)
            .value("stated", case.words(first.span))
            .value("found", case.words(*other))
            .related(Some(first.span), "the request")
            .all_related(others.iter().copied(), "another region")
            .into(),
        _ => Ruling::cannot_tell("a region in the rationale"),
    }
}

/// The sentences in which the reviewer argues about this patient.
fn arguing<'a>(case: &Case<'a>, determination: &Determination) -> impl Iterator<Item = &'a Sentence> + use<'a> {
    case.rationale(determination)
        .filter(|sentence| !sentence.is_restated() && sentence.role != Role::ClaimsAdministrator)
}

/// FAC005: two stated ages of the patient differ by more than one year.
pub(super) fn age_contradicted(case: &Case<'_>, determination: &Determination) -> Ruling {
    let Some((age, stated)) = case.reading.letter.patient.age else {
        return Ruling::cannot_tell("the patient's age");
    };
    for fact in arguing(case, determination).flat_map(|sentence| &sentence.facts) {
        match fact.kind {
            FactKind::Age(other) if other.abs_diff(age) > 1 => {
                return Draft::at(fact.span)
                    .value("found", other.to_string())
                    .value("stated", age.to_string())
                    .related(Some(stated), "the age in the summary")
                    .into();
            }
            _ => {}
        }
    }
    Ruling::held().step("age", age.to_string(), Some(stated))
}

/// FAC006: the rationale relies on a dated record outside the span of records that the letter says were reviewed.
pub(super) fn outside_records(case: &Case<'_>, determination: &Determination) -> Ruling {
    let record = DateConcepts::of(case.pack).record;
    let records = &case.reading.letter.records;
    let (Some((from, from_span)), Some((to, to_span))) = (records.from, records.to) else {
        return Ruling::cannot_tell("the span of records reviewed");
    };
    for sentence in arguing(case, determination) {
        if let Some(draft) = since_outside(case, sentence, (from, to), record) {
            return draft
                .related(Some(from_span.join(to_span)), "the records reviewed")
                .into();
        }
        let dated = sentence
            .mentions
            .iter()
            .filter(|mention| Some(&mention.concept) == record && mention.assertion != Assertion::Hypothetical);
        for mention in dated {
            let date = dates(sentence).find(|(fact, date)| date.complete && beside(mention.span, fact.span));
            let Some((fact, DateMention { date: Some(date), .. })) = date else {
                continue;
            };
            if date < from || date > to {
                return Draft::at(mention.span.join(fact.span))
                    .value("date", case.words(fact.span))
                    .value("from", from.to_string())
                    .value("to", to.to_string())
                    .related(Some(from_span.join(to_span)), "the records reviewed")
                    .into();
            }
        }
    }
    Ruling::held().step("records", format!("{from} to {to}"), Some(from_span.join(to_span)))
}

/// A "since" whose day the sentence takes from the records, while they begin later or end before.
fn since_outside(case: &Case<'_>, sentence: &Sentence, (from, to): (Date, Date), record: Option<&Id>) -> Option<Draft> {
    if !speaks_of(sentence, record) {
        return None;
    }
    let since = sentence.facts.iter().find(|fact| match fact.kind {
        FactKind::Since(since) => dates(sentence).any(|(dated, date)| {
            date.complete && date.date == Some(since) && (since < from || since > to) && dated.span.overlaps(fact.span)
        }),
        _ => false,
    })?;
    Some(
        Draft::at(since.span)
            .value("date", case.words(since.span))
            .value("from", from.to_string())
            .value("to", to.to_string()),
    )
}

/// Whether a date stands right before or behind a word ("the 06/18/2015 report", "report dated 06/18/2015"), with no more
/// than a few short words between.
fn beside(word: Span, date: Span) -> bool {
    const BETWEEN: usize = 24;
    date.start < word.end + BETWEEN && word.start < date.end + BETWEEN
}
