//! A rule as a person writes it: what it applies to, one body that says what the guideline demands, messages, source and
//! examples. The compiled form is [`crate::pack::Rule`].

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::check::{Code, Severity};
use crate::letter::Outcome;
use crate::pack::{Confidence, Id, Per, Phase};

/// One rule: a limit, a restriction, a set of required elements, or a check that needs no guideline.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rule {
    /// The rule's id, unique among all packs in use.
    pub id: Id,
    /// The codes that the rule reports.
    pub codes: Vec<Code>,
    /// What the rule demands, in a line.
    pub title: String,
    /// What the rule means, when it speaks and when it keeps silent: what `rules explain` prints.
    #[serde(default)]
    pub about: String,
    /// The requests that the rule is about; every request where this is left out.
    #[serde(default)]
    pub applies_to: AppliesTo,
    /// The body of a rule on amounts.
    #[serde(default)]
    pub limit: Option<Limit>,
    /// The body of a rule on how long a treatment may be used.
    #[serde(default)]
    pub duration: Option<Duration>,
    /// The body of a rule on what the guideline does not recommend.
    #[serde(default)]
    pub not_recommended: Option<NotRecommended>,
    /// The body of a rule on what a letter must document.
    #[serde(default)]
    pub requires: Option<Requires>,
    /// The body of a rule on items that stand and fall with another item.
    #[serde(default)]
    pub depends_on: Option<DependsOn>,
    /// The body of a check that needs no guideline: its figures by name.
    #[serde(default)]
    pub settings: Option<BTreeMap<Id, f64>>,
    /// The words of the finding, by code; what is left out is taken from the packs' common messages.
    #[serde(default)]
    pub messages: BTreeMap<Code, Message>,
    /// Where the guideline says so.
    #[serde(default)]
    pub source: Option<Source>,
    /// When the rule was in force, where that differs from its guideline.
    #[serde(default)]
    pub in_force: Option<InForce>,
    /// How sure the figures are. A rule of low confidence reports nothing graver than advice.
    #[serde(default)]
    pub confidence: Confidence,
    /// Severities that differ from the code's own.
    #[serde(default)]
    pub severity: BTreeMap<Code, Severity>,
}

/// Which requests a rule is about. What is left out does not restrict.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct AppliesTo {
    /// Treatments by id.
    pub treatments: Vec<Id>,
    /// Classes of treatments by id.
    pub classes: Vec<Id>,
    /// Treatments of those classes that the rule leaves out.
    pub except: Vec<Id>,
    /// Regions of the body, one of which the request names or the letter treats.
    pub body_parts: Vec<Id>,
    /// Phases, one of which the request is in.
    pub phases: Vec<Phase>,
    /// Phases that the rule leaves out.
    pub except_phases: Vec<Phase>,
    /// Conditions, one of which the letter documents.
    pub conditions: Vec<Id>,
    /// Conditions, none of which the letter documents.
    pub except_conditions: Vec<Id>,
    /// Words, one of which stands in the request's heading. `keto*` is every word that begins so.
    pub words: Vec<String>,
    /// For a rule of the law: the first day of injuries that it is about.
    #[schemars(with = "Option<String>")]
    pub injured_from: Option<jiff::civil::Date>,
}

/// How much of a treatment the guideline recommends.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limit {
    /// What is counted: visit, injection, hour, milligram ...
    pub unit: Id,
    /// Which amounts count towards the limit.
    #[serde(default = "requested_and_earlier")]
    pub counts: Vec<Counted>,
    /// The figures. Those of every condition that the letter documents may apply; those without a condition always may.
    pub figures: Vec<Figure>,
    /// Concepts that, stated as present, let an amount beyond the limit pass.
    #[serde(default)]
    pub exceptions: Vec<Id>,
    /// For a limit summed over several treatments: how much one unit of each counts.
    #[serde(default)]
    pub factors: BTreeMap<Id, f64>,
    /// For a limit on a dose or on a span of time: how letters quote it.
    #[serde(default)]
    pub quoted: Option<Quoted>,
}

/// How letters quote a dose or a span of time. `milligram*` is every word that begins so.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Quoted {
    /// Spellings of a dose's unit. Left out where a span of time is limited.
    #[serde(default)]
    pub units: Vec<String>,
    /// Words, one of which follows the unit within a few words, or stands beside the span of time.
    pub near: Vec<String>,
}

fn requested_and_earlier() -> Vec<Counted> {
    vec![Counted::Requested, Counted::Earlier]
}

/// An amount that counts towards a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Counted {
    /// What the request asks for.
    Requested,
    /// What the letter documents as already received.
    Earlier,
}

/// One figure of a limit.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Figure {
    /// The conditions or procedures, any of which the figure is for.
    #[serde(default)]
    pub when: Vec<Id>,
    /// The lower end of the recommended range, where the guideline gives one.
    #[serde(default)]
    pub least: Option<f64>,
    /// The most that the guideline recommends.
    pub most: f64,
    /// The time within which the amount is given: "8 weeks", "6-8 weeks".
    #[serde(default)]
    pub over: Option<String>,
    /// What the figure is per, where it is not for the whole course.
    #[serde(default)]
    pub per: Option<Per>,
    /// How far apart the guideline wants them: "2 months".
    #[serde(default)]
    pub apart: Option<String>,
    /// The period from the operation during which the figure holds: "6 months".
    #[serde(default)]
    pub period: Option<String>,
}

/// How long the guideline lets a treatment be used.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Duration {
    /// The lower end of the range, where the guideline gives one: "2 weeks".
    #[serde(default)]
    pub least: Option<String>,
    /// The longest use: "3 weeks". Left out where the guideline says "short term" without a figure.
    #[serde(default)]
    pub most: Option<String>,
    /// Concepts that say in words that the use is long-term ("chronic use").
    #[serde(default)]
    pub long_term: Vec<Id>,
    /// Concepts that, stated as present, let longer use pass.
    #[serde(default)]
    pub exceptions: Vec<Id>,
}

/// What the guideline does not recommend.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct NotRecommended {
    /// Concepts or conditions for which the guideline does recommend it.
    pub unless: Vec<Id>,
    /// Concepts that, stated as present, let the approval pass.
    pub exceptions: Vec<Id>,
}

/// What a letter must document before a treatment is approved or continued.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Requires {
    /// Whether only a treatment already begun needs the elements.
    #[serde(default)]
    pub after_earlier_treatment: bool,
    /// The use after which the elements are needed: "6 months".
    #[serde(default)]
    pub after_use_of: Option<String>,
    /// Treatments or classes, one of which the letter says the patient takes too.
    #[serde(default)]
    pub alongside: Vec<Id>,
    /// The elements.
    pub elements: Vec<Element>,
    /// How many elements must be documented; all of them where this is left out.
    #[serde(default)]
    pub at_least: Option<usize>,
    /// Concepts that, stated as present, make the elements unnecessary.
    #[serde(default)]
    pub exceptions: Vec<Id>,
}

/// One thing to document.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Element {
    /// The element's id within its rule.
    pub id: Id,
    /// What to document, as a message lists it.
    pub title: String,
    /// The concepts, any of which, affirmed of this patient, documents the element.
    #[serde(default)]
    pub any_of: Vec<Id>,
    /// Words that document the element where one of them stands in the request's heading. `fluoro*` is every word that
    /// begins so.
    #[serde(default)]
    pub words: Vec<String>,
    /// Treatments or classes, any of which the letter names as this patient's, documents the element.
    #[serde(default)]
    pub taking: Vec<Id>,
    /// A patient older than this documents the element.
    #[serde(default)]
    pub age_over: Option<u32>,
    /// Whether a concept tied to another treatment documents nothing ("itching with Norco" for a muscle relaxant).
    #[serde(default)]
    pub not_counting_other_treatments: bool,
    /// The severity where this element alone is missing.
    #[serde(default)]
    pub alone: Option<Severity>,
    /// Whether letters say it in so many ways ("nothing has helped", "she has been through all of it") that not finding it
    /// means little: where as much else is documented, and nothing but such elements is missing, the rule keeps silent
    /// unless the letter itself says that one is.
    #[serde(default)]
    pub in_many_words: bool,
}

/// Items that a request stands and falls with.
#[derive(Debug, Clone, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct DependsOn {
    /// Treatments by id.
    pub treatments: Vec<Id>,
    /// Classes of treatments by id.
    pub classes: Vec<Id>,
}

/// The words of a finding. `{name}` stands for a value of the letter; a part in `[...]` is left out when a value in it is
/// absent; `{{`, `[[` and `]]` are the characters themselves.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Message {
    /// What is wrong, in the reviewer's terms, with the figures of both sides.
    #[serde(default)]
    pub message: Option<String>,
    /// What to do about it.
    #[serde(default)]
    pub help: Option<String>,
}

/// Where a guideline says so.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Source {
    /// The guideline's id.
    pub guideline: Id,
    /// The topic's id.
    #[serde(default)]
    pub topic: Option<Id>,
    /// Pages, as "63-66" or "24".
    #[serde(default)]
    pub pages: Vec<String>,
}

/// From when to when something was in force. Either end may be open.
#[derive(Debug, Clone, Copy, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct InForce {
    /// The first day.
    #[schemars(with = "Option<String>")]
    pub from: Option<jiff::civil::Date>,
    /// The last day.
    #[schemars(with = "Option<String>")]
    pub to: Option<jiff::civil::Date>,
}

/// The examples of one rule, in a file of their own that only `rules test` and `rules explain` read.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RuleExamples {
    /// The rule's id.
    pub rule: Id,
    /// Letters that the rule must flag.
    pub flags: Vec<Example>,
    /// Letters that the rule must pass.
    pub passes: Vec<Example>,
}

/// A part of a letter on which a rule is tried.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Example {
    /// The code that the example is about; the rule's first where this is left out.
    #[serde(default)]
    pub code: Option<Code>,
    /// Why the rule speaks or keeps silent, in a line.
    #[serde(default)]
    pub because: Option<String>,
    /// Words that the message must hold.
    #[serde(default)]
    pub says: Option<String>,
    /// The item's heading line, without its outcome.
    #[serde(default)]
    pub request: String,
    /// What was decided. Left out, the heading carries none.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    /// The clinical case summary.
    #[serde(default)]
    pub summary: Option<String>,
    /// The reviewer's guideline line, without its label.
    #[serde(default)]
    pub reviewer_basis: Option<String>,
    /// The rationale.
    #[serde(default)]
    pub rationale: Option<String>,
    /// The decision date.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub decided: Option<jiff::civil::Date>,
    /// Further determinations of the same letter, behind this one.
    #[serde(default)]
    pub others: Vec<OtherItem>,
    /// A whole letter in place of one made of the parts above, for rules on how letters are built.
    #[serde(default)]
    pub letter: Option<String>,
}

/// A further determination of an example's letter.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OtherItem {
    /// The item's heading line, without its outcome.
    pub request: String,
    /// What was decided.
    #[serde(default)]
    pub outcome: Option<Outcome>,
    /// The reviewer's guideline line, without its label.
    #[serde(default)]
    pub reviewer_basis: Option<String>,
    /// The rationale.
    #[serde(default)]
    pub rationale: Option<String>,
}
