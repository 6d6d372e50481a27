//! Amounts and times against the guideline's limits: codes LIM001, LIM002, LIM004 and LIM005.

use crate::evidence::{Assertion, Fact, FactKind, Role};
use crate::letter::{Determination, Outcome};
use crate::pack::{Duration, Figure, Id, Limit, NotRecommended, Per};
use crate::request::{Mark, TreatmentMention};
use crate::text::Span;

use super::case::{Case, Draft, Ruling};
use super::documented::{EXCEEDS_GUIDELINE, Received, Tie, documented, received, use_of, uses};
use super::verdict::Step;
use super::wording;

/// The amounts of a request, as a limit counts them.
struct Count {
    requested: f64,
    earlier: Vec<Received>,
    unit: String,
}

impl Count {
    /// What a limit sums: the request and, where it counts them, all earlier amounts.
    fn most(&self) -> f64 {
        self.requested + self.earlier.iter().map(|amount| amount.count).sum::<f64>()
    }

    /// The least that the letter leaves possible: several figures may tell of the same visits, so only the largest
    /// counts.
    fn least(&self) -> f64 {
        self.requested + self.earlier.iter().map(|amount| amount.count).fold(0.0, f64::max)
    }

    fn steps(&self, request: Option<Span>) -> Vec<Step> {
        let step = |label: &str, count: f64, span| Step {
            label: label.to_owned(),
            value: wording::amount(count, &self.unit),
            span,
        };
        let earlier = self
            .earlier
            .iter()
            .map(|amount| step("earlier", amount.count, Some(amount.span)));
        std::iter::once(step("requested", self.requested, request))
            .chain(earlier)
            .collect()
    }
}

fn count(case: &Case<'_>, limit: &Limit, determination: &Determination, treatment: &TreatmentMention) -> Option<Count> {
    let quantity = &determination.request.quantity;
    let per_week = limit.figures.iter().all(|figure| figure.per == Some(Per::Week));
    let requested = if per_week {
        quantity.per_week? * quantity.hours_per_day.unwrap_or(1.0)
    } else {
        if quantity.unit.as_ref() != Some(&limit.unit) {
            return None;
        }
        quantity.count?
    };
    let earlier = if limit.counts_earlier {
        received(case, determination, &treatment.id)
    } else {
        Vec::new()
    };
    Some(Count {
        requested,
        earlier,
        unit: limit.unit.to_string(),
    })
}

/// The figures that apply: those of the conditions that hold, and where none does, the unconditional ones. Other conditions
/// than better function hold where they are documented; of better function `improved` decides, told whether it is.
fn applicable<'a>(
    case: &Case<'_>,
    determination: &Determination,
    limit: &'a Limit,
    improved: impl Fn(bool) -> bool,
) -> Vec<&'a Figure> {
    let holds = |condition: &Id| {
        let documented = documented(case, determination, std::slice::from_ref(condition), Tie::Any).is_some();
        if condition.as_str() == FUNCTIONAL_IMPROVEMENT {
            improved(documented)
        } else {
            documented
        }
    };
    limit.applicable(holds).collect()
}

/// LIM001: Overturned, and the amount exceeds every limit that could apply.
pub(super) fn overturned_beyond_limit(
    case: &Case<'_>,
    limit: &Limit,
    determination: &Determination,
    treatment: &TreatmentMention,
) -> Ruling {
    if !Case::is(determination, Outcome::Overturned) || !limit.counts_requested {
        return Ruling::not_applicable();
    }
    let Some(count) = count(case, limit, determination, treatment) else {
        return Ruling::cannot_tell("an amount that the limit counts");
    };
    let steps = count.steps(determination.request.span);
    // Whether the treatment so far has brought what its continuation needs is for the rule on documentation to say.
    let begun = has_begun(determination, &count);
    let figures = applicable(case, determination, limit, |documented| documented || begun);
    let Some(widest) = figures
        .iter()
        .copied()
        .max_by(|one, other| one.most.total_cmp(&other.most))
    else {
        return Ruling::cannot_tell("a limit for the documented condition").after(steps);
    };
    let total = count.least();
    let compared = |ruling: Ruling| {
        ruling
            .after(steps)
            .step("limit", wording::figure_of_limit(widest, &count.unit), None)
    };
    if total <= widest.most {
        return compared(Ruling::held());
    }
    if let Some(span) = excused(case, limit, determination, &count) {
        return compared(Ruling::excused(case.words(span), Some(span)));
    }
    let draft = limit_draft(case, determination, widest, &count, total)
        .related(case.approval(determination), "the approval")
        .all_related(weighed(case, determination, count.requested), "weighed here");
    compared(draft.into())
}

/// The words that state an exception. Better function is one only where earlier treatment can have brought it.
fn excused(case: &Case<'_>, limit: &Limit, determination: &Determination, count: &Count) -> Option<Span> {
    let begun = has_begun(determination, count);
    let stated = |id: &&Id| begun || id.as_str() != FUNCTIONAL_IMPROVEMENT;
    let exceptions: Vec<Id> = limit.exceptions.iter().filter(stated).cloned().collect();
    documented(case, determination, &exceptions, Tie::Own)
}

/// Whether some of the treatment has been given before.
fn has_begun(determination: &Determination, count: &Count) -> bool {
    !count.earlier.is_empty() || determination.request.is(Mark::Additional)
}

/// The concept of what earlier treatment has brought.
const FUNCTIONAL_IMPROVEMENT: &str = "functional-improvement";

/// Where the rationale tells the amount of the request in its own words.
fn weighed(case: &Case<'_>, determination: &Determination, requested: f64) -> Vec<Span> {
    let facts = case.rationale(determination).flat_map(|sentence| &sentence.facts);
    let tells = |fact: &&Fact| match &fact.kind {
        FactKind::Amount { quantity, .. } => quantity.count.is_some_and(|count| (count - requested).abs() < 0.01),
        _ => false,
    };
    facts.filter(tells).map(|fact| fact.span).collect()
}

fn limit_draft(case: &Case<'_>, determination: &Determination, figure: &Figure, count: &Count, total: f64) -> Draft {
    let amount = |value| wording::amount(value, &count.unit);
    let mut draft = Draft::at(Case::heading(determination))
        .value("requested", amount(count.requested))
        .value("total", amount(total))
        .value("limit", wording::figure_of_limit(figure, &count.unit));
    if total > count.requested {
        draft = draft.value("earlier", amount(total - count.requested));
    }
    if let Some(condition) = figure.when.first() {
        draft = draft.value("condition", case.pack.concept_in_sentence(condition));
    }
    for earlier in &count.earlier {
        draft = draft.related(Some(earlier.span), "already received");
    }
    draft
}

/// LIM002: Upheld because the request exceeds the guideline, while it is within the limit that applies.
pub(super) fn upheld_within_limit(
    case: &Case<'_>,
    limit: &Limit,
    determination: &Determination,
    treatment: &TreatmentMention,
) -> Ruling {
    if !Case::is(determination, Outcome::Upheld) || !limit.counts_requested {
        return Ruling::not_applicable();
    }
    let Some(ground) = beyond_guideline(case, determination) else {
        return Ruling::not_applicable();
    };
    let Some(count) = count(case, limit, determination, treatment) else {
        return Ruling::cannot_tell("an amount that the limit counts");
    };
    let steps = count.steps(determination.request.span);
    // What another treatment has brought lets nothing begin with more.
    let begun = has_begun(determination, &count);
    let figures = applicable(case, determination, limit, |documented| documented && begun);
    // A documented condition's own figure applies before the one of every case.
    let own = figures.iter().copied().filter(|figure| !figure.when.is_empty());
    let figure = own.max_by(|one, other| one.most.total_cmp(&other.most)).or_else(|| {
        figures
            .iter()
            .copied()
            .max_by(|one, other| one.most.total_cmp(&other.most))
    });
    let Some(figure) = figure else {
        return Ruling::cannot_tell("a limit for the documented condition").after(steps);
    };
    let total = count.most();
    let compared = |ruling: Ruling| {
        ruling
            .after(steps)
            .step("limit", wording::figure_of_limit(figure, &count.unit), None)
    };
    if total > figure.most {
        return compared(Ruling::held());
    }
    let mut draft = limit_draft(case, determination, figure, &count, total);
    draft.span = ground;
    compared(draft.related(Some(Case::heading(determination)), "the request").into())
}

/// The words by which the rationale gives "exceeds the guideline" as a ground of its own.
fn beyond_guideline(case: &Case<'_>, determination: &Determination) -> Option<Span> {
    case.rationale(determination)
        .filter(|sentence| sentence.role != Role::ClaimsAdministrator)
        .flat_map(|sentence| &sentence.mentions)
        // The guideline and the request stand in the same words, so that these often read as a restatement of one of them.
        .find(|mention| {
            mention.concept == EXCEEDS_GUIDELINE
                && !matches!(
                    mention.assertion,
                    Assertion::Denied | Assertion::NotDocumented | Assertion::OtherPerson
                )
        })
        .map(|mention| mention.span)
}

/// LIM004: Overturned for a treatment restricted to short-term use, while the letter documents longer use.
pub(super) fn overturned_long_term_use(case: &Case<'_>, duration: &Duration, determination: &Determination) -> Ruling {
    if !Case::is(determination, Outcome::Overturned) {
        return Ruling::not_applicable();
    }
    let Some(found) = use_of(case, determination, &duration.long_term) else {
        return Ruling::cannot_tell("how long it has been used");
    };
    let words = case.words(found.span);
    let limit = duration.most.map_or_else(|| "short-term use".to_owned(), wording::term);
    let compared = |ruling: Ruling| {
        ruling
            .step("used", words, Some(found.span))
            .step("limit", limit.clone(), None)
    };
    let within = match (found.days, duration.most) {
        (Some(days), Some(most)) => days <= most.most_days(),
        (Some(_), None) => true,
        (None, _) => false,
    };
    if within {
        return compared(Ruling::held());
    }
    if let Some(span) = documented(case, determination, &duration.exceptions, Tie::Own) {
        return compared(Ruling::excused(case.words(span), Some(span)));
    }
    let draft = Draft::at(found.span)
        .value("used", words)
        .value("limit", limit.clone())
        .related(Some(Case::heading(determination)), "approved")
        .all_related(uses(case, determination, &duration.long_term), "used this long");
    compared(draft.into())
}

/// LIM005: Overturned for a treatment that the guideline does not recommend.
pub(super) fn overturned_not_recommended(
    case: &Case<'_>,
    restriction: &NotRecommended,
    determination: &Determination,
) -> Ruling {
    if !Case::is(determination, Outcome::Overturned) {
        return Ruling::not_applicable();
    }
    // An indication is a state of the patient, whatever treatment its clause names ("underwent lumbar fusion").
    if let Some(span) = documented(case, determination, &restriction.unless, Tie::Any) {
        return Ruling::held().step("indication", case.words(span), Some(span));
    }
    if let Some(span) = documented(case, determination, &restriction.exceptions, Tie::Own) {
        return Ruling::excused(case.words(span), Some(span));
    }
    let indications: Vec<_> = restriction
        .unless
        .iter()
        .map(|id| case.pack.concept_in_sentence(id))
        .collect();
    let mut draft = Draft::at(Case::heading(determination)).related(case.approval(determination), "the approval");
    if !indications.is_empty() {
        draft = draft.value("indication", wording::list(&indications));
    }
    draft.into()
}
