//! The arithmetic of a request and its retelling: codes QTY001 to QTY003.

use crate::evidence::{Fact, FactKind, Role, Section, Sentence, Stance};
use crate::letter::{Determination, Outcome};
use crate::request::Quantity;
use crate::text::Span;

use super::case::{Case, Draft, REQUEST_RESTATED, Ruling};
use super::wording;

/// Figures of letters are whole or halves: anything closer is the same figure.
fn same(one: f64, other: f64) -> bool {
    (one - other).abs() < 0.01
}

/// QTY001: a stated total differs from frequency times duration in the same request or sentence.
pub(super) fn frequency_does_not_multiply(case: &Case<'_>, determination: &Determination) -> Ruling {
    let request = &determination.request;
    let sentences = case.rationale(determination).filter(|sentence| {
        // A restated guideline gives bounds ("8-10 visits over 4 weeks"), not a course.
        !matches!(sentence.role, Role::Guideline | Role::ClaimsAdministrator)
    });
    let amounts = sentences
        .flat_map(|sentence| &sentence.facts)
        .filter_map(|fact| match &fact.kind {
            FactKind::Amount { quantity, .. } => Some((quantity.as_ref(), fact.span)),
            _ => None,
        });
    let heading = request.span.map(|span| (&request.quantity, span));
    let mut multiplied = None;
    for (quantity, span) in heading.into_iter().chain(amounts) {
        let (Some((stated, total_span)), Some(product)) = (quantity.stated_total, product(quantity)) else {
            continue;
        };
        if !same(stated, product) {
            return Draft::at(
                quantity
                    .frequency_span
                    .map_or(total_span, |frequency| frequency.join(total_span)),
            )
            .value("stated", wording::figure(stated))
            .value(
                "frequency",
                quantity.frequency_span.map_or("", |frequency| case.words(frequency)),
            )
            .value("product", wording::figure(product))
            .related(
                (span != Case::heading(determination)).then(|| Case::heading(determination)),
                "the request",
            )
            .suggest(total_span, wording::figure(product))
            .into();
        }
        multiplied = Some((stated, total_span));
    }
    match multiplied {
        Some((total, span)) => Ruling::held().step("total", wording::figure(total), Some(span)),
        None => Ruling::not_applicable(),
    }
}

fn product(quantity: &Quantity) -> Option<f64> {
    // Hours a day make the total one of hours, which the stated number may not be.
    if quantity.hours_per_day.is_some() {
        return None;
    }
    Some(quantity.per_week? * quantity.weeks?)
}

/// QTY002: the rationale, or the summary's account of the request, gives the requested item another amount.
pub(super) fn rationale_amount_differs(case: &Case<'_>, determination: &Determination) -> Ruling {
    let request = &determination.request;
    if request.treatments.is_empty() {
        return Ruling::cannot_tell("a known treatment");
    }
    let mut retold = None;
    for (fact, quantity) in retellings(case, determination) {
        let Some(difference) = difference(&request.quantity, quantity) else {
            retold = retold.or(Some(fact.span));
            continue;
        };
        return Draft::at(fact.span)
            .value("requested", difference.heading)
            .value("stated", difference.retold)
            .related(Some(Case::heading(determination)), "the heading")
            .into();
    }
    match retold {
        Some(span) => Ruling::held().step("retold", case.words(span), Some(span)),
        None => Ruling::not_applicable(),
    }
}

/// Amounts that stand for the current request: in a sentence that restates the request or concludes on it, beside the
/// requested treatment and no other. What was received earlier, and the part of a modified outcome, are other amounts.
fn retellings<'a>(
    case: &Case<'a>,
    determination: &'a Determination,
) -> impl Iterator<Item = (&'a Fact, &'a Quantity)> + use<'a> {
    let case = *case;
    let partial = Case::is(determination, Outcome::Modified)
        || case
            .reading
            .evidence
            .conclusions
            .get(determination.index - 1)
            .is_some_and(|conclusions| conclusions.clauses.iter().any(|clause| clause.stance == Stance::Partly));
    let rationale = case.rationale(determination);
    let summary = case.summary().filter(|sentence| sentence.role == Role::Request);
    rationale.chain(summary).flat_map(move |sentence| {
        sentence.facts.iter().filter_map(move |fact| match &fact.kind {
            FactKind::Amount {
                quantity,
                received: false,
            } if (retells(&case, sentence, (fact.span, quantity), determination, partial)
                || !partial && stands_behind_request(&case, sentence, fact.span))
                && belongs(&case, sentence, fact.span, determination)
                && !is_of_another(&case, sentence, quantity, determination) =>
            {
                Some((fact, quantity.as_ref()))
            }
            _ => None,
        })
    })
}

/// Whether an amount in such a sentence is that of the request: one that restates the request or concludes on it; in
/// other sentences only an amount that comes with the request's own strength, as the heading writes it.
fn retells(
    case: &Case<'_>,
    sentence: &Sentence,
    (span, quantity): (Span, &Quantity),
    determination: &Determination,
    partial: bool,
) -> bool {
    match sentence.role {
        // What a patient takes is a dose, not what is requested.
        Role::Guideline | Role::ClaimsAdministrator | Role::PatientFact => false,
        Role::Request => stands_with_role(case, sentence, span),
        Role::Conclusion => !partial,
        Role::Judgement => {
            let strength =
                |quantity: &Quantity| quantity.strength.as_ref().map(|(strength, _)| strength.to_lowercase());
            let own = strength(&determination.request.quantity);
            !partial && quantity.count.is_some() && own.is_some() && strength(quantity) == own
        }
    }
}

/// Whether no semicolon parts the amount from the words that make the sentence one about the request ("the table gives 9-10
/// visits; eight are requested").
fn stands_with_role(case: &Case<'_>, sentence: &Sentence, span: Span) -> bool {
    sentence.role_cue.is_none_or(|cue| {
        let between = Span::new(span.end.min(cue.end), span.start.max(cue.start));
        between.start >= between.end || !case.words(between).contains(';')
    })
}

/// Whether the summary gives the amount of another request for the same treatment ("8 visits for the neck, 12 for the knee").
fn is_of_another(case: &Case<'_>, sentence: &Sentence, quantity: &Quantity, determination: &Determination) -> bool {
    let requests_the_same = |other: &&Determination| {
        let requested = || Case::requested(other);
        other.index != determination.index && Case::requested(determination).any(|id| requested().any(|own| own == id))
    };
    let mut others = case.reading.letter.determinations.iter().filter(requests_the_same);
    sentence.section == Section::Summary && others.any(|other| difference(&other.request.quantity, quantity).is_none())
}

/// Whether the amount at `span` stands behind words for the current request, with a word or two for what is requested
/// between ("the present request for therapy 2 times a week would go beyond the guideline").
fn stands_behind_request(case: &Case<'_>, sentence: &Sentence, span: Span) -> bool {
    /// Room for "further therapy".
    const BETWEEN: usize = 24;
    let restated = !matches!(sentence.role, Role::Guideline | Role::ClaimsAdministrator);
    let is_right_behind = |request: Span| {
        request.end <= span.start && {
            let between = Span::new(request.end, span.start);
            between.len() <= BETWEEN && !case.words(between).contains([',', ';', '(', ':'])
        }
    };
    let mut mentions = sentence.mentions.iter();
    restated && mentions.any(|mention| mention.concept.as_str() == REQUEST_RESTATED && is_right_behind(mention.span))
}

/// Whether the amount at `span` is said of the requested treatment: the treatment named nearest to it is a requested one
/// and stands right beside it.
fn belongs(case: &Case<'_>, sentence: &Sentence, span: Span, determination: &Determination) -> bool {
    /// Room for a strength, a form and "of" between a drug and its number.
    const BESIDE: usize = 32;
    let between = |other: Span| {
        if other.end <= span.start {
            Span::new(other.end, span.start)
        } else {
            Span::new(span.end, other.start.max(span.end))
        }
    };
    let Some(nearest) = sentence
        .treatments
        .iter()
        .min_by_key(|treatment| between(treatment.span).len())
    else {
        // "The current request is for 12 sessions" names nothing else.
        let restates = sentence.role == Role::Request || stands_behind_request(case, sentence, span);
        return matches!(sentence.section, Section::Rationale(_)) && restates;
    };
    let gap = between(nearest.span);
    let [requested] = determination.request.treatments.as_slice() else {
        return false;
    };
    requested.id == nearest.id && gap.len() <= BESIDE && !case.words(gap).contains([',', ';'])
}

struct Difference {
    heading: String,
    retold: String,
}

fn difference(heading: &Quantity, retold: &Quantity) -> Option<Difference> {
    let unit = |quantity: &Quantity| quantity.unit.clone().or_else(|| heading.unit.clone());
    let figures = |words: &dyn Fn(f64) -> String, one: Option<f64>, other: Option<f64>| match (one, other) {
        (Some(one), Some(other)) if !same(one, other) => Some(Difference {
            heading: words(one),
            retold: words(other),
        }),
        _ => None,
    };
    let comparable = heading.unit == unit(retold);
    let counted = |count| {
        heading
            .unit
            .as_ref()
            .map_or_else(|| wording::figure(count), |unit| wording::amount(count, unit.as_str()))
    };
    let count = comparable
        .then(|| figures(&counted, heading.count, retold.count))
        .flatten();
    count
        .or_else(|| {
            figures(
                &|times| format!("{} times a week", wording::figure(times)),
                heading.per_week,
                retold.per_week,
            )
        })
        .or_else(|| figures(&|weeks| wording::amount(weeks, "week"), heading.weeks, retold.weeks))
        .or_else(|| match (&heading.strength, &retold.strength) {
            (Some((one, _)), Some((other, _))) if !one.eq_ignore_ascii_case(other) => Some(Difference {
                heading: one.clone(),
                retold: other.clone(),
            }),
            _ => None,
        })
}

/// QTY003: a request that has to state an amount names none at all. The rule says for which treatments.
pub(super) fn amount_missing(_: &Case<'_>, determination: &Determination) -> Ruling {
    let request = &determination.request;
    if request.quantity.is_stated() {
        return Ruling::held().step("amount", "stated", request.quantity.span);
    }
    let draft = Draft::at(request.span.unwrap_or_else(|| Case::heading(determination)));
    match &request.quantity.unit {
        Some(unit) => draft.value("unit", unit.as_str()).into(),
        None => draft.into(),
    }
}
