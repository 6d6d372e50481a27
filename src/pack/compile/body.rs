//! What a rule demands, compiled: the one body that it has, with every figure read and every reference checked.

use super::super::gather::{Cursor, Item};
use super::super::written;
use super::super::{
    Dependency, Duration, Element, Figure, Limit, NotRecommended, Quoted, Requirement, RuleKind, Scope, Term,
};
use super::names::Kind;
use super::rule::Compiler;
use super::term::term;
use crate::check::Code;

impl Compiler<'_, '_> {
    pub(super) fn kind(&mut self, rule: &Item<written::Rule>) -> Option<RuleKind> {
        let at = rule.at();
        let entry = &rule.written;
        let bodies: Vec<&str> = BODIES.iter().copied().filter(|body| has_body(entry, body)).collect();
        if let [_, second, ..] = bodies.as_slice() {
            let message = format!("a rule has one body; this one has {}", bodies.join(" and "));
            self.problems
                .note_with_help(&at.key(second), message, "make two rules of it");
        }
        if let Some(limit) = &entry.limit {
            return self.limit(limit, at.field("limit")).map(RuleKind::Limit);
        }
        if let Some(duration) = &entry.duration {
            return Some(RuleKind::Duration(self.duration(duration, at.field("duration"))));
        }
        if let Some(body) = &entry.not_recommended {
            let at = at.field("not-recommended");
            return Some(RuleKind::NotRecommended(NotRecommended {
                unless: self.concepts(&body.unless, at.field("unless")),
                exceptions: self.concepts(&body.exceptions, at.field("exceptions")),
            }));
        }
        if let Some(body) = &entry.requires {
            return self.requirement(body, at.field("requires")).map(RuleKind::Requirement);
        }
        if let Some(body) = &entry.depends_on {
            let at = at.field("depends-on");
            let on = Scope {
                treatments: self.check(&[Kind::Treatment], &body.treatments, at.field("treatments")),
                classes: self.check(&[Kind::Class], &body.classes, at.field("classes")),
                ..Scope::default()
            };
            return Some(RuleKind::Dependency(Dependency { on }));
        }
        if entry.settings.is_none() && entry.codes.iter().any(|code| needs_body(*code)) {
            let message = format!("the rule `{}` has no body", entry.id);
            let help = format!("add one of: {}", BODIES.join(", "));
            self.problems.note_with_help(&at.field("id").place(), message, help);
            return None;
        }
        let settings = entry.settings.iter().flatten();
        Some(RuleKind::Letter {
            settings: settings.map(|(name, value)| (name.clone(), *value)).collect(),
        })
    }

    fn limit(&mut self, limit: &written::Limit, at: Cursor<'_>) -> Option<Limit> {
        let change = self.context.changes.iter().rev().find_map(|change| {
            let figures = change.written.figures.as_deref()?;
            Some((figures, change.at().field("figures")))
        });
        let (figures, figures_at) = change.unwrap_or((&limit.figures, at.field("figures")));
        if figures.is_empty() {
            self.problems
                .note(&figures_at.place(), "a limit has at least one figure");
            return None;
        }
        if limit.quoted.as_ref().is_none_or(|quoted| quoted.units.is_empty()) {
            let at = at.field("unit");
            self.context.names.check(Kind::Unit, &limit.unit, at, self.problems);
        }
        let figures = figures.iter().enumerate();
        let figures = figures
            .map(|(index, figure)| self.figure(figure, figures_at.index(index)))
            .collect();
        let factors = at.field("factors");
        for id in limit.factors.keys() {
            let at = factors.field(id.as_str());
            self.context.names.check(Kind::Treatment, id, at, self.problems);
        }
        Some(Limit {
            unit: limit.unit.clone(),
            counts_requested: limit.counts.contains(&written::Counted::Requested),
            counts_earlier: limit.counts.contains(&written::Counted::Earlier),
            figures,
            exceptions: self.concepts(&limit.exceptions, at.field("exceptions")),
            factors: limit.factors.iter().map(|(id, factor)| (id.clone(), *factor)).collect(),
            quoted: limit.quoted.as_ref().map(|quoted| Quoted {
                units: lower(&quoted.units),
                near: lower(&quoted.near),
            }),
        })
    }

    fn figure(&mut self, figure: &written::Figure, at: Cursor<'_>) -> Figure {
        let least = figure.least.unwrap_or(figure.most);
        if least > figure.most {
            let message = format!("the range runs backwards: from {least} to {}", figure.most);
            self.problems.note(&at.field("least").place(), message);
        }
        if !figure.most.is_finite() || figure.most <= 0.0 {
            self.problems.note(&at.field("most").place(), "a limit lies above zero");
        }
        Figure {
            when: self.concepts(&figure.when, at.field("when")),
            least,
            most: figure.most,
            over: self.optional_term(figure.over.as_ref(), at.field("over")),
            per: figure.per,
            apart: self.optional_term(figure.apart.as_ref(), at.field("apart")),
            period: self.optional_term(figure.period.as_ref(), at.field("period")),
        }
    }

    fn optional_term(&mut self, text: Option<&String>, at: Cursor<'_>) -> Option<Term> {
        text.and_then(|text| term(text, at, self.problems))
    }

    fn duration(&mut self, body: &written::Duration, at: Cursor<'_>) -> Duration {
        let change = self.context.changes.iter().rev().find_map(|change| {
            let most = change.written.most.as_ref()?;
            Some((most, change.at().field("most")))
        });
        let (most, most_at) = match change {
            Some((most, at)) => (Some(most), at),
            None => (body.most.as_ref(), at.field("most")),
        };
        let least = self.optional_term(body.least.as_ref(), at.field("least"));
        let most = self.optional_term(most, most_at);
        if let (Some(least), Some(most)) = (least, most)
            && least.most_days() > most.most_days()
        {
            let message = "the range runs backwards: `least` is longer than `most`";
            self.problems.note(&at.field("least").place(), message);
        }
        Duration {
            least,
            most,
            long_term: self.concepts(&body.long_term, at.field("long-term")),
            exceptions: self.concepts(&body.exceptions, at.field("exceptions")),
        }
    }

    fn requirement(&mut self, body: &written::Requires, at: Cursor<'_>) -> Option<Requirement> {
        if body.elements.is_empty() {
            self.problems
                .note(&at.field("elements").place(), "a requirement has at least one element");
            return None;
        }
        let most = body.elements.len();
        let at_least = body.at_least.unwrap_or(most);
        if at_least == 0 || at_least > most {
            let message = format!("the rule has {most} elements; `at-least` is {at_least}");
            self.problems.note(&at.field("at-least").place(), message);
        }
        let elements_at = at.field("elements");
        let elements = body.elements.iter().enumerate();
        let elements = elements.map(|(index, element)| self.element(element, elements_at.index(index)));
        Some(Requirement {
            elements: elements.collect(),
            after_earlier_treatment: body.after_earlier_treatment,
            after_use_of: self.optional_term(body.after_use_of.as_ref(), at.field("after-use-of")),
            alongside: self.check(&[Kind::Treatment, Kind::Class], &body.alongside, at.field("alongside")),
            at_least,
            exceptions: self.concepts(&body.exceptions, at.field("exceptions")),
        })
    }

    fn element(&mut self, element: &written::Element, at: Cursor<'_>) -> Element {
        let by_concept = !element.any_of.is_empty() || element.age_over.is_some();
        if !by_concept && element.words.is_empty() && element.taking.is_empty() {
            let message = format!("nothing can document the element `{}`", element.id);
            self.problems
                .note_with_help(&at.field("id").place(), message, "name concepts under `any-of`");
        }
        Element {
            id: element.id.clone(),
            title: element.title.clone(),
            any_of: self.concepts(&element.any_of, at.field("any-of")),
            words: lower(&element.words),
            taking: self.check(&[Kind::Treatment, Kind::Class], &element.taking, at.field("taking")),
            age_over: element.age_over,
            own_treatment_only: element.not_counting_other_treatments,
            alone: element.alone,
            in_many_words: element.in_many_words,
        }
    }
}

pub(super) fn lower(words: &[String]) -> Vec<String> {
    words.iter().map(|word| word.to_lowercase()).collect()
}

/// The fields that are bodies of rules.
const BODIES: [&str; 6] = [
    "limit",
    "duration",
    "not-recommended",
    "requires",
    "depends-on",
    "settings",
];

fn has_body(rule: &written::Rule, body: &str) -> bool {
    match body {
        "limit" => rule.limit.is_some(),
        "duration" => rule.duration.is_some(),
        "not-recommended" => rule.not_recommended.is_some(),
        "requires" => rule.requires.is_some(),
        "depends-on" => rule.depends_on.is_some(),
        _ => rule.settings.is_some(),
    }
}

/// Whether rules of the code say what they demand; the others are checks that need no guideline.
fn needs_body(code: Code) -> bool {
    matches!(
        code,
        Code::LIM001
            | Code::LIM002
            | Code::LIM003
            | Code::LIM004
            | Code::LIM005
            | Code::REQ001
            | Code::REQ002
            | Code::COV003
    )
}
