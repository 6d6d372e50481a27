//! Amounts and times against the guideline's limits: codes LIM001 to LIM005.

use crate::evidence::{Assertion, Fact, FactKind, Role, Sentence};
use crate::letter::{Determination, Outcome};
use crate::pack::{Duration, Figure, Id, Limit, NotRecommended, Per, Rule, RuleKind, Term};
use crate::request::{Mark, TreatmentMention};
use crate::text::Span;

use super::case::{Case, Draft, GUIDELINE_NAMED, REFERENCE_TO_CASE, Ruling};
use super::documented::{EXCEEDS_GUIDELINE, Received, Tie, diagnosed, documented, received, use_of, uses};
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

/// The figures that could apply: those of the documented conditions, and where none of them is, the unconditional ones.
fn applicable<'a>(case: &Case<'_>, determination: &Determination, limit: &'a Limit) -> Vec<&'a Figure> {
    limit
        .applicable(|condition| documented(case, determination, std::slice::from_ref(condition), Tie::Any).is_some())
        .collect()
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
    let figures = applicable(case, determination, limit);
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
    let begun = !count.earlier.is_empty() || determination.request.is(Mark::Additional);
    let stated = |id: &&Id| begun || id.as_str() != FUNCTIONAL_IMPROVEMENT;
    let exceptions: Vec<Id> = limit.exceptions.iter().filter(stated).cloned().collect();
    documented(case, determination, &exceptions, Tie::Own)
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
    let figures = applicable(case, determination, limit);
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

/// LIM003: the rationale says that the guideline recommends a number that is none of its limits for this treatment.
/// `rules` are all the rules about the treatment, since any of their figures may be quoted.
pub(super) fn limit_misquoted(case: &Case<'_>, rule: &Rule, rules: &[&Rule], determination: &Determination) -> Ruling {
    let is_known = |figure: Quoted| {
        rules.iter().any(|known| {
            let may_apply = |limit: &Figure| may_apply(case, determination, known, limit);
            of_one_unit(rule, known) && knows(known, figure, may_apply)
        })
    };
    let mut quoted = None;
    for sentence in quoting_mtus(case, determination) {
        let mut other = None;
        let mut known = None;
        for fact in &sentence.facts {
            let Some(figure) = quoted_figure(rule, fact) else {
                continue;
            };
            let is_place = names_place(sentence, fact.span);
            if is_place || !about_request(sentence, determination) || is_of_request(case, fact, figure, determination) {
                continue;
            }
            let slot = if is_known(figure) { &mut known } else { &mut other };
            slot.get_or_insert(fact.span);
        }
        // A sentence that quotes the limit rightly sets other figures against it.
        match (known, other) {
            (None, Some(span)) => return misquoted(case, rule, determination, span),
            (known, _) => quoted = quoted.or(known),
        }
    }
    for (figure, span) in quoted_doses(case, rule, determination) {
        if !is_known(Quoted::Amount(figure)) {
            return misquoted(case, rule, determination, span);
        }
        quoted = Some(span);
    }
    match quoted {
        Some(span) => Ruling::held().step("quoted", case.words(span), Some(span)),
        None => Ruling::not_applicable(),
    }
}

fn misquoted(case: &Case<'_>, rule: &Rule, determination: &Determination, span: Span) -> Ruling {
    Draft::at(span)
        .value("quoted", case.words(span))
        .value("limit", wording::figures_of_rule(rule))
        .related(Some(Case::heading(determination)), "the request")
        .into()
}

/// The doses that the rationale ascribes to the MTUS, where the rule limits a dose.
fn quoted_doses(case: &Case<'_>, rule: &Rule, determination: &Determination) -> Vec<(f64, Span)> {
    let RuleKind::Limit(Limit {
        quoted: Some(quoted), ..
    }) = &rule.kind
    else {
        return Vec::new();
    };
    quoting_mtus(case, determination)
        .into_iter()
        .filter(|sentence| about_request(sentence, determination))
        .flat_map(|sentence| {
            let doses = super::quoted::doses(case.words(sentence.span), quoted).into_iter();
            doses.map(|(figure, range)| (figure, Span::new(range.start, range.end).shifted(sentence.span.start)))
        })
        .collect()
}

/// The sentences of the rationale that restate a guideline, none but the MTUS, and name it or go on from one that does.
fn quoting_mtus<'a>(case: &Case<'a>, determination: &Determination) -> Vec<&'a Sentence> {
    let names_guideline = |sentence: &Sentence| {
        let mut concepts = sentence.mentions.iter().map(|mention| mention.concept.as_str());
        concepts.any(|concept| concept == GUIDELINE_NAMED)
    };
    let mut named = false;
    let mut quoting = Vec::new();
    for sentence in case.rationale(determination) {
        named = names_guideline(sentence) || named && sentence.role == Role::Guideline;
        let names_other = case.pack.guidelines().names_other(case.words(sentence.span));
        let restates = sentence.role == Role::Guideline || restates_first(sentence);
        if named && restates && !names_other {
            quoting.push(sentence);
        }
    }
    quoting
}

/// Whether the figure at `span` is that of a page or section.
fn names_place(sentence: &Sentence, span: Span) -> bool {
    let mut named = sentence.mentions.iter();
    named.any(|mention| mention.concept.as_str() == GUIDELINE_NAMED && mention.span.overlaps(span))
}

/// Whether a sentence that goes on to the patient begins with the guideline and a figure of it ("The MTUS would hold its
/// use to four to six weeks, and this worker has taken it for a year").
fn restates_first(sentence: &Sentence) -> bool {
    let mut mentions = sentence.mentions.iter();
    let first = mentions.find(|mention| matches!(mention.concept.as_str(), GUIDELINE_NAMED | REFERENCE_TO_CASE));
    let opens = first.filter(|mention| mention.concept.as_str() == GUIDELINE_NAMED);
    let next = sentence
        .mentions
        .iter()
        .find(|mention| mention.concept.as_str() == REFERENCE_TO_CASE);
    let figures = sentence.facts.iter();
    let mut figures = figures.filter(|fact| matches!(fact.kind, FactKind::Amount { .. } | FactKind::Duration(_)));
    opens.is_some_and(|guideline| {
        figures.next().is_some_and(|figure| {
            guideline.span.end <= figure.span.start && next.is_none_or(|next| figure.span.end <= next.span.start)
        })
    })
}

fn about_request(sentence: &Sentence, determination: &Determination) -> bool {
    sentence.treatments.is_empty()
        || sentence.treatments.iter().any(|mention| {
            determination.request.treatments.iter().any(|request| {
                request.id == mention.id
                    || request.class.as_ref() == Some(&mention.id)
                    || request.class == mention.class
            })
        })
}

/// A figure that a rationale ascribes to the guideline.
#[derive(Debug, Clone, Copy)]
enum Quoted {
    /// So many units of the limit.
    Amount(f64),
    /// So many days.
    Days(f64),
}

/// The figure of a quoted limit, where the fact is one that the rule limits. Of a range it is the upper end.
fn quoted_figure(rule: &Rule, fact: &Fact) -> Option<Quoted> {
    match (&rule.kind, &fact.kind) {
        (RuleKind::Limit(limit), FactKind::Amount { quantity, .. })
            if quantity.unit.as_ref() == Some(&limit.unit) && limit.quoted.is_none() =>
        {
            quantity.count.map(Quoted::Amount)
        }
        (RuleKind::Duration(Duration { most: Some(_), .. }), FactKind::Duration(days)) => Some(Quoted::Days(*days)),
        _ => None,
    }
}

/// Whether the figure is the amount of the request, which a sentence compares with the guideline. A range is none: a
/// request asks for a number.
fn is_of_request(case: &Case<'_>, fact: &Fact, quoted: Quoted, determination: &Determination) -> bool {
    let words = case.words(fact.span);
    if words.contains(" to ") || words.contains('-') || words.contains('\u{2013}') {
        return false;
    }
    let quantity = &determination.request.quantity;
    match quoted {
        Quoted::Amount(amount) => quantity.count.is_some_and(|count| (count - amount).abs() < 0.01),
        Quoted::Days(days) => quantity.weeks.is_some_and(|weeks| (weeks * 7.0 - days).abs() < 1.0),
    }
}

/// Whether the figures of two rules can be held against each other: levels are no injections.
fn of_one_unit(rule: &Rule, other: &Rule) -> bool {
    match (&rule.kind, &other.kind) {
        (RuleKind::Limit(one), RuleKind::Limit(other)) => one.unit == other.unit,
        _ => true,
    }
}

/// Whether a rationale may quote the figure: of a rule on another phase (therapy after an operation) it may quote the
/// figures for what the letter tells of, and not the whole table.
fn may_apply(case: &Case<'_>, determination: &Determination, rule: &Rule, figure: &Figure) -> bool {
    rule.scope.admits_phase_of(&determination.request)
        || figure.when.is_empty()
        || figure
            .when
            .iter()
            .any(|condition| diagnosed(case, determination, condition))
}

/// Whether the figure is one of the rule's own that may apply.
fn knows(rule: &Rule, quoted: Quoted, may_apply: impl Fn(&Figure) -> bool) -> bool {
    let days = |term: &Term, days: f64| {
        [term.least, term.most]
            .iter()
            .any(|figure| (figure * term.unit.days() - days).abs() < 1.0)
    };
    match (&rule.kind, quoted) {
        (RuleKind::Limit(limit), Quoted::Amount(amount)) => {
            limit.figures.iter().filter(|figure| may_apply(figure)).any(|figure| {
                [figure.least, figure.most]
                    .iter()
                    .any(|known| (known - amount).abs() < 0.01)
            })
        }
        (RuleKind::Limit(limit), Quoted::Days(quoted)) => {
            limit.figures.iter().filter(|figure| may_apply(figure)).any(|figure| {
                figure
                    .over
                    .iter()
                    .chain(&figure.period)
                    .chain(&figure.apart)
                    .any(|term| days(term, quoted))
            })
        }
        (RuleKind::Duration(duration), Quoted::Days(quoted)) => duration
            .least
            .iter()
            .chain(&duration.most)
            .any(|term| days(term, quoted)),
        _ => false,
    }
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
