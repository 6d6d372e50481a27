//! What a rationale quotes as the guideline's limit, against the figures that the pack has for the treatment: code LIM003.
//! A room of its own, because it asks what the reviewer says of the guideline and not what the reviewer decided.

use std::ops::Range;

use crate::evidence::{Fact, FactKind, Role, Sentence};
use crate::letter::Determination;
use crate::pack::{self, Duration, Figure, Rule, RuleKind, Term, TermUnit};
use crate::text::Span;

use super::case::{Case, Draft, GUIDELINE_NAMED, REFERENCE_TO_CASE, Ruling};
use super::documented::diagnosed;
use super::quoted::{doses, figures, stands_beside};
use super::wording;

/// LIM003: the rationale says that the guideline recommends a number that is none of its limits for this treatment.
/// `rules` are all the rules about the treatment, since any of their figures may be quoted.
pub(super) fn limit_misquoted(case: &Case<'_>, rule: &Rule, rules: &[&Rule], determination: &Determination) -> Ruling {
    let held_against = HeldAgainst {
        case,
        rule,
        rules,
        determination,
    };
    let mut right = None;
    for sentence in quoting_mtus(case, determination) {
        let figure = held_against.figures(sentence);
        match figure.or_else(|| held_against.dose(sentence)) {
            Some(Quotation::Wrong(span)) => return misquoted(case, rule, determination, span),
            Some(Quotation::Right(span)) => right = right.or(Some(span)),
            None => {}
        }
    }
    match right {
        Some(span) => Ruling::held().step("quoted", case.words(span), Some(span)),
        None => Ruling::not_applicable(),
    }
}

/// What a sentence makes of the limit, and where.
enum Quotation {
    /// A figure of the guideline.
    Right(Span),
    /// None but another.
    Wrong(Span),
}

/// The rule whose limit is quoted, with all rules about the treatment.
struct HeldAgainst<'a, 'letter> {
    case: &'a Case<'letter>,
    rule: &'a Rule,
    rules: &'a [&'a Rule],
    determination: &'a Determination,
}

impl HeldAgainst<'_, '_> {
    /// The amounts and spans of time that a sentence gives as the guideline's.
    fn figures(&self, sentence: &Sentence) -> Option<Quotation> {
        let Self {
            case,
            rule,
            determination,
            ..
        } = *self;
        let mut other = None;
        let mut known = None;
        // Several courses in one sentence are a table, of which the request's is one row.
        let is_table = sentence.facts.iter().filter(|fact| is_course(fact)).count() > 1;
        for fact in &sentence.facts {
            let Some(figure) = quoted_figure(case, sentence, rule, fact) else {
                continue;
            };
            let is_place = names_place(sentence, fact.span);
            let is_about = about_request(sentence, determination)
                || names_none_before(rule, sentence, fact.span)
                || counts_none_named(sentence, fact);
            if is_place || !is_about || is_of_request(case, fact, figure, determination) {
                continue;
            }
            if self.knows(figure) || is_table && self.has_row(fact) {
                known = known.or(Some(fact.span));
            } else if other.is_none() {
                other = Some((fact.span, is_course(fact) && !sentence.speaks_of(REFERENCE_TO_CASE)));
            }
        }
        // A sentence that quotes the limit rightly sets other figures against it; but a whole course of visits, in a sentence that
        // says nothing of the patient, can only be the guideline's.
        match (known, other) {
            (None, Some((span, _))) | (Some(_), Some((span, true))) => Some(Quotation::Wrong(span)),
            (known, _) => known.map(Quotation::Right),
        }
    }

    /// The dose that a sentence gives as the guideline's, where the rule limits one.
    fn dose(&self, sentence: &Sentence) -> Option<Quotation> {
        let quoted = quoted_as(self.rule).filter(|quoted| !quoted.units.is_empty())?;
        if !about_request(sentence, self.determination) {
            return None;
        }
        let text = self.case.words(sentence.span);
        let span = |bytes: Range<usize>| Span::new(bytes.start, bytes.end).shifted(sentence.span.start);
        // As with other figures: where the right one is quoted, even without its unit ("half of the 120"), the others are set
        // against it.
        let known = figures(text)
            .into_iter()
            .rfind(|(figure, _)| self.knows(Quoted::Amount(*figure)));
        let other = || doses(text, quoted).into_iter().find(|dose| dose.is_named);
        match known {
            Some((_, bytes)) => Some(Quotation::Right(span(bytes))),
            None => other().map(|dose| Quotation::Wrong(span(dose.bytes))),
        }
    }

    /// Whether the amount and its weeks are those of one row of a rule, whatever the row is for.
    fn has_row(&self, fact: &Fact) -> bool {
        let FactKind::Amount { quantity, .. } = &fact.kind else {
            return false;
        };
        let (Some(count), Some(weeks)) = (quantity.count, quantity.weeks) else {
            return false;
        };
        let is_row = |figure: &Figure| {
            let over = figure.over.map(|over| over.most * over.unit.days());
            (figure.most - count).abs() < 0.01 && over.is_some_and(|days| (days - weeks * 7.0).abs() < 1.0)
        };
        let rules = self.rules.iter().filter(|rule| of_one_unit(self.rule, rule));
        let limits = rules.filter_map(|rule| match &rule.kind {
            RuleKind::Limit(limit) => Some(limit),
            _ => None,
        });
        limits.flat_map(|limit| &limit.figures).any(is_row)
    }

    /// Whether the figure is one that any of the rules gives for this request.
    fn knows(&self, figure: Quoted) -> bool {
        self.rules.iter().any(|known| {
            let may_apply = |limit: &Figure| may_apply(self.case, self.determination, known, limit);
            of_one_unit(self.rule, known) && knows(known, figure, may_apply)
        })
    }
}

/// How letters quote the rule's limit, where that has to be known.
fn quoted_as(rule: &Rule) -> Option<&pack::Quoted> {
    match &rule.kind {
        RuleKind::Limit(limit) => limit.quoted.as_ref(),
        _ => None,
    }
}

fn misquoted(case: &Case<'_>, rule: &Rule, determination: &Determination, span: Span) -> Ruling {
    Draft::at(span)
        .value("quoted", case.words(span))
        .value("limit", wording::figures_of_rule(rule))
        .related(Some(Case::heading(determination)), "the request")
        .into()
}

/// The concept of what studies found, which a guideline reports and does not recommend.
const OUTCOME_OF_STUDIES: &str = "outcome-of-studies";

/// The sentences of the rationale that restate what a guideline recommends, none but the MTUS, and name it or go on from one
/// that does.
fn quoting_mtus<'a>(case: &Case<'a>, determination: &Determination) -> Vec<&'a Sentence> {
    let mut named = false;
    let mut quoting = Vec::new();
    for sentence in case.rationale(determination) {
        named = sentence.speaks_of(GUIDELINE_NAMED) || named && sentence.role == Role::Guideline;
        let restates = || match sentence.role {
            Role::Guideline => true,
            Role::ClaimsAdministrator => false,
            _ => restates_first(sentence),
        };
        let names_other = || case.pack.guidelines().names_other(case.words(sentence.span));
        if named && restates() && !sentence.speaks_of(OUTCOME_OF_STUDIES) && !names_other() {
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

/// Whether the amount comes with the weeks over which it is spread ("10 visits over 3 weeks").
fn is_course(fact: &Fact) -> bool {
    matches!(&fact.kind, FactKind::Amount { quantity, .. } if quantity.count.is_some() && quantity.weeks.is_some())
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

/// Whether the words of a limit stand beside the figure, and no treatment is named before it: what comes behind is what the
/// treatment is given with ("a home trial of two weeks as an adjunct to functional restoration").
fn names_none_before(rule: &Rule, sentence: &Sentence, figure: Span) -> bool {
    let is_known_by_words = quoted_as(rule).is_some_and(|quoted| quoted.units.is_empty());
    is_known_by_words && sentence.treatments.iter().all(|named| named.span.start > figure.start)
}

/// Whether the amount is in a unit in which none of the treatments named is counted ("after a fusion 34 visits are allowed").
fn counts_none_named(sentence: &Sentence, fact: &Fact) -> bool {
    let FactKind::Amount { quantity, .. } = &fact.kind else {
        return false;
    };
    quantity.unit.as_ref().is_some_and(|unit| {
        let mut named = sentence.treatments.iter();
        named.all(|treatment| treatment.unit.as_ref().is_some_and(|own| own != unit))
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
fn quoted_figure(case: &Case<'_>, sentence: &Sentence, rule: &Rule, fact: &Fact) -> Option<Quoted> {
    match (&rule.kind, &fact.kind, quoted_as(rule)) {
        (RuleKind::Limit(_), kind, Some(quoted)) => {
            let start = fact.span.start - sentence.span.start;
            let figure = start..start + fact.span.len();
            let is_of_limit = quoted.units.is_empty() && stands_beside(case.words(sentence.span), figure, &quoted.near);
            is_of_limit.then(|| days_of(kind)).flatten().map(Quoted::Days)
        }
        (RuleKind::Limit(limit), FactKind::Amount { quantity, .. }, None)
            if quantity.unit.as_ref() == Some(&limit.unit) =>
        {
            quantity.count.map(Quoted::Amount)
        }
        (RuleKind::Duration(Duration { most: Some(_), .. }), FactKind::Duration(days), _) => Some(Quoted::Days(*days)),
        _ => None,
    }
}

/// The days of a span of time; of a range the upper end.
fn days_of(kind: &FactKind) -> Option<f64> {
    match kind {
        FactKind::Duration(days) => Some(*days),
        FactKind::Amount { quantity, .. } => {
            let unit = TermUnit::named(quantity.unit.as_ref()?.as_str())?;
            Some(quantity.count? * unit.days())
        }
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
    let weeks = match &fact.kind {
        FactKind::Amount { quantity, .. } => quantity.weeks,
        _ => None,
    };
    // "28 visits over 16 weeks" are not the 28 visits of a request that gives no weeks, or others.
    if weeks.is_some_and(|weeks| quantity.weeks.is_none_or(|requested| (requested - weeks).abs() > 0.1)) {
        return false;
    }
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
    // A month is four weeks to one reviewer and thirty-one days to another.
    let days = |term: &Term, days: f64| {
        [term.least, term.most]
            .iter()
            .any(|figure| (figure * term.unit.days() - days).abs() <= days * 0.08)
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
                let own = TermUnit::named(limit.unit.as_str()).map(|unit| Term {
                    least: figure.least,
                    most: figure.most,
                    unit,
                });
                [own, figure.over, figure.period, figure.apart]
                    .iter()
                    .flatten()
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
