//! Rules in words, for lists and explanations.

use crate::check::{Code, RuleSource};
use crate::pack::{Duration, Figure, Id, Limit, Pack, Per, Period, Phase, Requirement, Rule, RuleKind, Scope, Term};

/// The ids, listed.
pub(super) fn ids(ids: &[Id]) -> String {
    let ids: Vec<&str> = ids.iter().map(Id::as_str).collect();
    ids.join(", ")
}

/// The codes of a rule, listed.
pub(super) fn codes(rule: &Rule) -> String {
    let codes: Vec<&str> = rule.reports.iter().map(|report| report.code.id()).collect();
    codes.join(", ")
}

/// Whom a rule is about, in a few words.
pub(super) fn subject(scope: &Scope) -> String {
    let mut subject = [ids(&scope.classes), ids(&scope.treatments)];
    subject.sort_by_key(String::is_empty);
    let subject: Vec<String> = subject.into_iter().filter(|part| !part.is_empty()).collect();
    if subject.is_empty() {
        EVERY_REQUEST.to_owned()
    } else {
        subject.join(", ")
    }
}

/// Whom a rule is about, where a check that needs no guideline may be about the letter as a whole.
pub(super) fn subject_of(rule: &Rule) -> String {
    let subject = subject(&rule.scope);
    match rule.kind {
        RuleKind::Letter { .. } if subject == EVERY_REQUEST => "every letter".to_owned(),
        _ => subject,
    }
}

/// The subject of a rule without bounds.
const EVERY_REQUEST: &str = "every request";

/// Further bounds of a rule's scope, a line each.
pub(super) fn bounds(pack: &Pack, scope: &Scope) -> Vec<String> {
    let phases = |phases: &[Phase]| {
        let words: Vec<&str> = phases.iter().map(|phase| in_phase(*phase)).collect();
        words.join(" or ")
    };
    let regions: Vec<String> = scope
        .body_parts
        .iter()
        .map(|id| id.as_str().replace('-', " "))
        .collect();
    let rows = [
        ("except", ids(&scope.except)),
        ("only for", regions.join(", ")),
        ("only for", phases(&scope.phases)),
        ("not for", phases(&scope.except_phases)),
        ("only where the letter documents:", titles(pack, &scope.conditions)),
        (
            "not where the letter documents:",
            titles(pack, &scope.except_conditions),
        ),
        ("only if the request names", scope.words.join(", ")),
        (
            "only for injuries from",
            scope.injured_from.map(|day| day.to_string()).unwrap_or_default(),
        ),
    ];
    let said = rows.into_iter().filter(|(_, words)| !words.is_empty());
    said.map(|(label, words)| format!("{label} {words}")).collect()
}

/// A kind of request, by its phase.
const fn in_phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Initial => "a first course or trial",
        Phase::Additional => "more of a treatment already begun",
        Phase::Postsurgical => "therapy after an operation",
        Phase::Retrospective => "what was given already",
        Phase::Rental => "a rental",
        Phase::Purchase => "a purchase",
    }
}

/// Where the guideline says so.
pub(super) fn source(pack: &Pack, source: &RuleSource) -> String {
    let name = pack.guidelines().title(&source.guideline);
    let mut words = name.unwrap_or(source.guideline.as_str()).to_owned();
    // A guideline may be a topic of its own.
    if let Some(topic) = source.topic.as_ref().and_then(|id| pack.guidelines().topic(id))
        && topic.title != words
    {
        words.push_str(", ");
        words.push_str(&topic.title);
    }
    let pages: Vec<String> = source.pages.iter().map(|pages| range(*pages)).collect();
    match pages.as_slice() {
        [] => {}
        [page] if !page.contains('-') => words.push_str(&format!(", page {page}")),
        _ => words.push_str(&format!(", pages {}", pages.join(", "))),
    }
    words
}

fn range((first, last): (u32, u32)) -> String {
    if first == last {
        first.to_string()
    } else {
        format!("{first}-{last}")
    }
}

/// When a rule was in force.
pub(super) fn period(period: Period) -> String {
    match (period.from, period.to) {
        (None, None) => "always".to_owned(),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) => format!("until {to}"),
        (Some(from), Some(to)) => format!("{from} to {to}"),
    }
}

/// What the lines of [`demands`] are.
pub(super) const fn demands_label(kind: &RuleKind) -> &'static str {
    match kind {
        RuleKind::Limit(_) | RuleKind::Duration(_) => "The limit:",
        RuleKind::NotRecommended(_) => "The guideline:",
        RuleKind::Requirement(_) => "The letter has to document:",
        RuleKind::Dependency(_) => "The request:",
        RuleKind::Letter { .. } => "Its settings:",
    }
}

/// What a rule demands, a line each.
pub(super) fn demands(pack: &Pack, rule: &Rule) -> Vec<String> {
    match &rule.kind {
        RuleKind::Limit(limit) => limit
            .figures
            .iter()
            .map(|figure| of_limit(pack, limit, figure))
            .chain(factors(limit))
            .collect(),
        RuleKind::Duration(duration) => vec![of_duration(duration)],
        RuleKind::NotRecommended(body) if body.unless.is_empty() => vec!["not recommended".to_owned()],
        RuleKind::NotRecommended(body) => vec![format!("recommended only for: {}", titles(pack, &body.unless))],
        RuleKind::Requirement(body) => of_requirement(body),
        RuleKind::Dependency(dependency) => vec![format!("stands and falls with {}", subject(&dependency.on))],
        RuleKind::Letter { settings } => {
            let mut rows: Vec<String> = settings
                .iter()
                .map(|(name, value)| format!("{name} = {value}"))
                .collect();
            rows.sort();
            rows
        }
    }
}

/// The exceptions that keep a rule silent.
pub(super) fn exceptions(pack: &Pack, rule: &Rule) -> Vec<String> {
    let exceptions = match &rule.kind {
        RuleKind::Limit(limit) => &limit.exceptions,
        RuleKind::Duration(duration) => &duration.exceptions,
        RuleKind::NotRecommended(body) => &body.exceptions,
        RuleKind::Requirement(body) => &body.exceptions,
        RuleKind::Dependency(_) | RuleKind::Letter { .. } => return Vec::new(),
    };
    exceptions.iter().map(|id| pack.concept_in_sentence(id)).collect()
}

fn titles(pack: &Pack, ids: &[Id]) -> String {
    let titles: Vec<String> = ids.iter().map(|id| pack.concept_in_sentence(id)).collect();
    titles.join("; ")
}

fn of_limit(pack: &Pack, limit: &Limit, figure: &Figure) -> String {
    let plural = if figure.most > 1.0 { "s" } else { "" };
    let mut words = format!("{} {}{plural}", between(figure.least, figure.most), limit.unit);
    if let Some(per) = figure.per {
        words.push_str(" per ");
        words.push_str(Per::word(per));
    }
    if let Some(over) = figure.over {
        words.push_str(&format!(", over {}", of_term(over)));
    }
    if let Some(apart) = figure.apart {
        words.push_str(&format!(", {} apart", of_term(apart)));
    }
    if let Some(period) = figure.period {
        words.push_str(&format!(", within {} of the operation", of_term(period)));
    }
    if figure.when.is_empty() {
        words
    } else {
        format!("{words}, for: {}", titles(pack, &figure.when))
    }
}

/// By what a dose is multiplied before it counts.
fn factors(limit: &Limit) -> Option<String> {
    let mut factors: Vec<String> = limit
        .factors
        .iter()
        .map(|(id, factor)| format!("{id} {factor}"))
        .collect();
    factors.sort();
    (!factors.is_empty()).then(|| format!("each milligram counts as: {}", factors.join(", ")))
}

fn of_duration(duration: &Duration) -> String {
    match (duration.least, duration.most) {
        (Some(least), Some(most)) if least.unit == most.unit => {
            format!(
                "no longer than {} {}s",
                between(least.least, most.most),
                most.unit.word()
            )
        }
        (_, Some(most)) => format!("no longer than {}", of_term(most)),
        (_, None) => "short-term use".to_owned(),
    }
}

fn of_requirement(body: &Requirement) -> Vec<String> {
    let elements = body.elements.iter().map(|element| {
        let alone = if element.in_many_words {
            " (not reported alone: letters put it in many words)"
        } else {
            ""
        };
        format!("{}{alone}", element.title)
    });
    if body.at_least < body.elements.len() {
        let head = format!("at least {} of:", body.at_least);
        std::iter::once(head).chain(elements).collect()
    } else {
        elements.collect()
    }
}

fn of_term(term: Term) -> String {
    let plural = if term.most > 1.0 { "s" } else { "" };
    format!("{} {}{plural}", between(term.least, term.most), term.unit.word())
}

fn between(least: f64, most: f64) -> String {
    if least < most {
        format!("{least}-{most}")
    } else {
        format!("{most}")
    }
}

/// The rules that report a code.
pub(super) fn reporting(pack: &Pack, code: Code) -> Vec<&Rule> {
    pack.rules().iter().filter(|rule| rule.report(code).is_some()).collect()
}
