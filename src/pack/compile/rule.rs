//! One rule compiled: every reference checked, every figure read, every message made a template.

use std::collections::{BTreeMap, HashMap};

use super::super::gather::{Cursor, Item};
use super::super::problem::Problems;
use super::super::written;
use super::super::{Confidence, Id, Period, Report, Rule, Scope, Template};
use super::body::lower;
use super::names::{Kind, Names};
use super::term::page_range;
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

pub(super) struct Compiler<'compile, 'packs> {
    pub(super) context: &'compile Context<'packs>,
    pub(super) problems: &'compile mut Problems,
}

impl Compiler<'_, '_> {
    pub(super) fn check(&mut self, kinds: &[Kind], ids: &[Id], at: Cursor<'_>) -> Vec<Id> {
        for (index, id) in ids.iter().enumerate() {
            self.context.names.check_any(kinds, id, at.index(index), self.problems);
        }
        ids.to_vec()
    }

    pub(super) fn concepts(&mut self, ids: &[Id], at: Cursor<'_>) -> Vec<Id> {
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
