//! Rules in words, for lists and explanations.

use crate::check::{Code, RuleSource};
use crate::pack::{Duration, Figure, Id, Limit, Pack, Per, Period, Requirement, Rule, RuleKind, Scope, Term};

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
        "every request".to_owned()
    } else {
        subject.join(", ")
    }
}

/// Further bounds of a rule's scope, a line each.
pub(super) fn bounds(scope: &Scope) -> Vec<String> {
    let phases = |phases: &[crate::pack::Phase]| {
        let words: Vec<&str> = phases.iter().map(|phase| phase.word()).collect();
        words.join(", ")
    };
    let rows = [
        ("except", ids(&scope.except)),
        ("for", ids(&scope.body_parts)),
        ("only if the request is", phases(&scope.phases)),
        ("not if the request is", phases(&scope.except_phases)),
        ("only with", ids(&scope.conditions)),
        ("not with", ids(&scope.except_conditions)),
        ("only if the request names", scope.words.join(", ")),
        (
            "only for injuries from",
            scope.injured_from.map(|day| day.to_string()).unwrap_or_default(),
        ),
    ];
    let said = rows.into_iter().filter(|(_, words)| !words.is_empty());
    said.map(|(label, words)| format!("{label} {words}")).collect()
}

/// Where the guideline says so.
pub(super) fn source(pack: &Pack, source: &RuleSource) -> String {
    let name = pack.guidelines().title(&source.guideline);
    let mut words = name.unwrap_or(source.guideline.as_str()).to_owned();
    if let Some(topic) = &source.topic {
        words.push_str(", ");
        words.push_str(topic.as_str());
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

/// What a rule demands, a line each.
pub(super) fn demands(pack: &Pack, rule: &Rule) -> Vec<String> {
    match &rule.kind {
        RuleKind::Limit(limit) => limit
            .figures
            .iter()
            .map(|figure| of_limit(pack, limit, figure))
            .collect(),
        RuleKind::Duration(duration) => vec![of_duration(duration)],
        RuleKind::NotRecommended(body) if body.unless.is_empty() => vec!["not recommended".to_owned()],
        RuleKind::NotRecommended(body) => vec![format!("recommended only with: {}", titles(pack, &body.unless))],
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
    exceptions.iter().map(|id| pack.concept_title(id)).collect()
}

fn titles(pack: &Pack, ids: &[Id]) -> String {
    let titles: Vec<String> = ids.iter().map(|id| pack.concept_title(id)).collect();
    titles.join("; ")
}

fn of_limit(pack: &Pack, limit: &Limit, figure: &Figure) -> String {
    let mut words = format!("{} {}s", between(figure.least, figure.most), limit.unit);
    if let Some(per) = figure.per {
        words.push_str(" per ");
        words.push_str(Per::word(per));
    }
    for (label, term) in [
        ("over", figure.over),
        ("at least apart", figure.apart),
        ("within", figure.period),
    ] {
        if let Some(term) = term {
            words.push_str(&format!(", {label} {}", of_term(term)));
        }
    }
    if figure.when.is_empty() {
        words
    } else {
        format!("{words}, for: {}", titles(pack, &figure.when))
    }
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
    let elements = body.elements.iter().map(|element| element.title.clone());
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
