//! One rule compiled: every reference checked, every figure read, every message made a template.

use std::collections::{BTreeMap, HashMap};

use super::super::gather::{Cursor, Item};
use super::super::problem::Problems;
use super::super::written;
use super::super::{
    Confidence, Dependency, Duration, Element, Figure, Id, Limit, NotRecommended, Period, Quoted, Report, Requirement,
    Rule, RuleKind, Scope, Template,
};
use super::names::{Kind, Names};
use super::term::{page_range, term};
use crate::check::{Code, RuleOrigin, RuleSource, Severity};

/// What a rule is compiled with.
pub(crate) struct Context<'packs> {
    pub(crate) names: &'packs Names,
    /// The last page of each guideline that has one.
    pub(crate) last_pages: &'packs HashMap<Id, u32>,
    /// When each guideline was in force.
    pub(crate) in_force: &'packs HashMap<Id, Period>,
    /// The common messages, the later packs' before the earlier ones'.
    pub(crate) messages: &'packs [&'packs Item<BTreeMap<Code, written::Message>>],
    /// The pack's id and its own dates.
    pub(crate) pack: &'packs Id,
    pub(crate) pack_in_force: Period,
    /// The changes that other packs make to the rule.
    pub(crate) changes: &'packs [&'packs Item<written::Extension>],
}

/// Compiles a rule; `None` where its body cannot be used.
pub(crate) fn compile(rule: &Item<written::Rule>, context: &Context<'_>, problems: &mut Problems) -> Option<Rule> {
    let at = rule.at();
    let entry = &rule.written;
    let id_place = at.field("id").place();
    let mut compiler = Compiler { context, problems };
    let scope = compiler.scope(&entry.applies_to, at.field("applies-to"));
    let source = entry
        .source
        .as_ref()
        .map(|source| compiler.source(source, at.field("source")));
    let in_force = compiler.in_force(entry, at);
    let kind = compiler.kind(rule);
    let reports = compiler.reports(rule);
    Some(Rule {
        origin: RuleOrigin {
            pack: context.pack.clone(),
            id: entry.id.clone(),
            file: id_place.file.name.to_string(),
            line: id_place.line(),
        },
        reports,
        title: entry.title.clone(),
        about: entry.about.clone(),
        scope,
        kind: kind?,
        source,
        in_force,
        confidence: entry.confidence,
    })
}

struct Compiler<'compile, 'packs> {
    context: &'compile Context<'packs>,
    problems: &'compile mut Problems,
}

impl Compiler<'_, '_> {
    fn check(&mut self, kinds: &[Kind], ids: &[Id], at: Cursor<'_>) -> Vec<Id> {
        for (index, id) in ids.iter().enumerate() {
            self.context.names.check_any(kinds, id, at.index(index), self.problems);
        }
        ids.to_vec()
    }

    fn concepts(&mut self, ids: &[Id], at: Cursor<'_>) -> Vec<Id> {
        self.check(&[Kind::Concept], ids, at)
    }

    fn scope(&mut self, scope: &written::AppliesTo, at: Cursor<'_>) -> Scope {
        Scope {
            treatments: self.check(&[Kind::Treatment], &scope.treatments, at.field("treatments")),
            classes: self.check(&[Kind::Class], &scope.classes, at.field("classes")),
            except: self.check(&[Kind::Treatment], &scope.except, at.field("except")),
            body_parts: self.check(&[Kind::BodyPart], &scope.body_parts, at.field("body-parts")),
            phases: scope.phases.clone(),
            except_phases: scope.except_phases.clone(),
            conditions: self.concepts(&scope.conditions, at.field("conditions")),
            except_conditions: self.concepts(&scope.except_conditions, at.field("except-conditions")),
            words: lower(&scope.words),
            injured_from: scope.injured_from,
        }
    }

    fn source(&mut self, source: &written::Source, at: Cursor<'_>) -> RuleSource {
        let names = self.context.names;
        names.check(Kind::Guideline, &source.guideline, at.field("guideline"), self.problems);
        if let Some(topic) = &source.topic {
            names.check_topic(&source.guideline, topic, at.field("topic"), self.problems);
        }
        let last_page = self.context.last_pages.get(&source.guideline).copied();
        let pages = source.pages.iter().enumerate();
        let pages = pages.filter_map(|(index, text)| {
            let at = at.field("pages").index(index);
            page_range(text, last_page, at, self.problems)
        });
        RuleSource {
            guideline: source.guideline.clone(),
            topic: source.topic.clone(),
            pages: pages.collect(),
        }
    }

    /// A rule is in force while its pack and its guideline are, unless it gives its own dates.
    fn in_force(&mut self, rule: &written::Rule, at: Cursor<'_>) -> Period {
        if let Some(written) = rule.in_force {
            return period(written, at.field("in-force"), self.problems);
        }
        let guideline = rule
            .source
            .as_ref()
            .and_then(|source| self.context.in_force.get(&source.guideline));
        let pack = self.context.pack_in_force;
        guideline.map_or(pack, |guideline| guideline.meet(pack))
    }

    fn kind(&mut self, rule: &Item<written::Rule>) -> Option<RuleKind> {
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
        if limit.quoted.is_none() {
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

    fn optional_term(&mut self, text: Option<&String>, at: Cursor<'_>) -> Option<super::super::Term> {
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
        }
    }

    fn reports(&mut self, rule: &Item<written::Rule>) -> Vec<Report> {
        let at = rule.at();
        let entry = &rule.written;
        if entry.codes.is_empty() {
            self.problems
                .note(&at.field("codes").place(), "a rule reports at least one code");
        }
        for code in entry.severity.keys().chain(entry.messages.keys()) {
            if !entry.codes.contains(code) {
                let section = if entry.messages.contains_key(code) {
                    "messages"
                } else {
                    "severity"
                };
                let place = at.field(section).key(code.id());
                self.problems
                    .note(&place, format!("the rule does not report {}", code.id()));
            }
        }
        entry.codes.iter().map(|code| self.report(rule, *code)).collect()
    }

    fn report(&mut self, rule: &Item<written::Rule>, code: Code) -> Report {
        Report {
            code,
            severity: self.severity(rule, code),
            message: self.template(rule, code, "message", |message| message.message.as_deref()),
            help: self.template(rule, code, "help", |message| message.help.as_deref()),
        }
    }

    fn severity(&mut self, rule: &Item<written::Rule>, code: Code) -> Severity {
        let change = self.context.changes.iter().rev().find_map(|change| {
            let severity = *change.written.severity.get(&code)?;
            Some((severity, change.at()))
        });
        let own = rule.written.severity.get(&code).map(|severity| (*severity, rule.at()));
        let unsure = rule.written.confidence == Confidence::Low;
        let Some((severity, at)) = change.or(own) else {
            return if unsure { Severity::Advice } else { code.severity() };
        };
        if unsure && severity > Severity::Advice {
            let message = format!(
                "a rule of low confidence reports at most advice, not {}",
                severity.word()
            );
            let place = at.field("severity").field(code.id()).place();
            self.problems.note_with_help(
                &place,
                message,
                "verify the figure and raise `confidence`, or leave the severity out",
            );
        }
        severity
    }

    /// The first of: a change's words, the rule's own, the common ones of the packs.
    fn template(
        &mut self,
        rule: &Item<written::Rule>,
        code: Code,
        part: &str,
        words: impl Fn(&written::Message) -> Option<&str>,
    ) -> Template {
        let find =
            |messages: &BTreeMap<Code, written::Message>| messages.get(&code).and_then(&words).map(str::to_owned);
        let changes = self.context.changes.iter().rev();
        let found = changes
            .map(|change| (find(&change.written.messages), change.at().field("messages")))
            .chain(std::iter::once((
                find(&rule.written.messages),
                rule.at().field("messages"),
            )))
            .chain(
                self.context
                    .messages
                    .iter()
                    .map(|item| (find(&item.written), item.at())),
            )
            .find_map(|(text, at)| text.map(|text| (text, at)));
        let Some((text, at)) = found else {
            let message = format!("{} has no {part}", code.id());
            let help = "write one under the rule's `messages`, or for all rules in a file's section `messages`";
            self.problems
                .note_with_help(&rule.at().field("codes").place(), message, help);
            return Template::default();
        };
        Template::compile(&text, code).unwrap_or_else(|problem| {
            let place = at.field(code.id()).field(part).within(problem.at, problem.length);
            self.problems.note(&place, problem.message);
            Template::default()
        })
    }
}

fn lower(words: &[String]) -> Vec<String> {
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

/// Reads dates, and notes those that run backwards.
pub(crate) fn period(written: written::InForce, at: Cursor<'_>, problems: &mut Problems) -> Period {
    if let (Some(from), Some(to)) = (written.from, written.to)
        && from > to
    {
        problems.note(
            &at.field("to").place(),
            format!("the dates run backwards: from {from} to {to}"),
        );
    }
    Period {
        from: written.from,
        to: written.to,
    }
}
