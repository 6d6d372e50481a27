//! Rules compiled for use: every name is resolved, every figure parsed, every message a template. What a rule demands is
//! in [`RuleKind`]; whom it is about is in [`Scope`]. Checks read these and never the YAML.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::scope::{Scope, holds_word};
use super::term::{Period, Term};
use crate::check::{Code, RuleOrigin, RuleSource, Severity};
use crate::pack::{Id, Template};
use crate::request::Request;

/// One rule.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Where it is written; its id and its pack's id.
    pub origin: RuleOrigin,
    /// What it reports, in the order of its codes. Never empty.
    pub reports: Vec<Report>,
    /// What it demands, in a line.
    pub title: String,
    /// What it means, when it speaks and when it keeps silent.
    pub about: String,
    /// Whom it is about.
    pub scope: Scope,
    /// What it demands.
    pub kind: RuleKind,
    /// Where the guideline says so.
    pub source: Option<RuleSource>,
    /// When it was in force.
    pub in_force: Period,
    /// How sure its figures are.
    pub confidence: Confidence,
}

impl Rule {
    /// What the rule reports under `code`, if it reports that code.
    #[must_use]
    pub fn report(&self, code: Code) -> Option<&Report> {
        self.reports.iter().find(|report| report.code == code)
    }
}

/// One code of a rule, with the pack's severity and words.
#[derive(Debug, Clone)]
pub struct Report {
    /// The code.
    pub code: Code,
    /// How grave this rule's finding is.
    pub severity: Severity,
    /// What is wrong.
    pub message: Template,
    /// What to do about it.
    pub help: Template,
}

/// What a rule demands.
#[derive(Debug, Clone)]
pub enum RuleKind {
    /// No more than an amount.
    Limit(Limit),
    /// No longer than a time.
    Duration(Duration),
    /// Not at all, with exceptions.
    NotRecommended(NotRecommended),
    /// Only with documentation.
    Requirement(Requirement),
    /// Only with another item.
    Dependency(Dependency),
    /// What every letter owes, whatever the guideline: the check is the code's own, the settings are its figures.
    Letter {
        /// Figures by name.
        settings: HashMap<Id, f64>,
    },
}

/// How much of a treatment the guideline recommends.
#[derive(Debug, Clone)]
pub struct Limit {
    /// What is counted (`visit`).
    pub unit: Id,
    /// Whether the requested amount counts. A limit on what stands in the rationale alone has neither.
    pub counts_requested: bool,
    /// Whether amounts already received count.
    pub counts_earlier: bool,
    /// The figures, in the pack's order. Never empty.
    pub figures: Vec<Figure>,
    /// Concepts that, stated as present, let more pass.
    pub exceptions: Vec<Id>,
    /// How much one unit of each treatment counts, where the limit is a sum over several.
    pub factors: HashMap<Id, f64>,
    /// For a limit on a dose or on a span of time: how letters quote it.
    pub quoted: Option<Quoted>,
}

/// How letters quote a dose or a span of time; all in lower case, a `*` at the end is any ending.
#[derive(Debug, Clone)]
pub struct Quoted {
    /// Spellings of a dose's unit; none where a span of time is limited.
    pub units: Vec<String>,
    /// Words, one of which follows the unit within a few words, or stands beside the span of time.
    pub near: Vec<String>,
}

impl Limit {
    /// The figures that could apply where the letter documents those conditions for which `documented` holds. The
    /// unconditional ones always could.
    pub fn applicable(&self, documented: impl Fn(&Id) -> bool) -> impl Iterator<Item = &Figure> {
        self.figures
            .iter()
            .filter(move |figure| figure.when.is_empty() || figure.when.iter().any(&documented))
    }
}

/// One figure of a limit.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Conditions or procedures, any of which the figure is for; empty for the figure of every case.
    pub when: Vec<Id>,
    /// The lower end of the recommended range; `most` again where there is none.
    pub least: f64,
    /// The most that is recommended.
    pub most: f64,
    /// The time over which the amount is given.
    pub over: Option<Term>,
    /// What the figure is per, where it is not for the whole course.
    pub per: Option<Per>,
    /// How far apart.
    pub apart: Option<Term>,
    /// The period from the operation during which the figure holds.
    pub period: Option<Term>,
}

/// What a figure is per.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// Each session.
    Session,
    /// Each day.
    Day,
    /// Each week.
    Week,
    /// Each month.
    Month,
    /// Each year, and for injections each region.
    Year,
    /// Each injury, over all courses.
    Injury,
}

impl Per {
    /// The word behind "per".
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
            Self::Injury => "injury",
        }
    }
}

/// How long a treatment may be used.
#[derive(Debug, Clone)]
pub struct Duration {
    /// The lower end of the range.
    pub least: Option<Term>,
    /// The longest use; `None` where the guideline says "short term" without a figure.
    pub most: Option<Term>,
    /// Concepts that say in words that the use is long-term.
    pub long_term: Vec<Id>,
    /// Concepts that, stated as present, let longer use pass.
    pub exceptions: Vec<Id>,
}

/// What the guideline does not recommend.
#[derive(Debug, Clone)]
pub struct NotRecommended {
    /// Concepts or conditions for which it is recommended.
    pub unless: Vec<Id>,
    /// Concepts that, stated as present, let the approval pass.
    pub exceptions: Vec<Id>,
}

/// What a letter must document.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// Whether only a treatment already begun needs the elements.
    pub after_earlier_treatment: bool,
    /// The use after which they are needed.
    pub after_use_of: Option<Term>,
    /// Treatments or classes, one of which the patient must take too for the rule to speak; empty: none need be.
    pub alongside: Vec<Id>,
    /// The elements. Never empty.
    pub elements: Vec<Element>,
    /// How many must be documented.
    pub at_least: usize,
    /// Concepts that, stated as present, make the elements unnecessary.
    pub exceptions: Vec<Id>,
}

/// One thing to document.
#[derive(Debug, Clone)]
pub struct Element {
    /// The element's id within its rule.
    pub id: Id,
    /// What to document, as a message lists it.
    pub title: String,
    /// Concepts, any of which, affirmed of this patient, documents the element.
    pub any_of: Vec<Id>,
    /// Words in lower case that document it where one stands in the request's heading; a `*` at the end is any ending.
    pub words: Vec<String>,
    /// Treatments or classes, any of which the letter names as this patient's, documents it.
    pub taking: Vec<Id>,
    /// A patient older than this documents it.
    pub age_over: Option<u32>,
    /// Whether a concept tied to another treatment documents nothing.
    pub own_treatment_only: bool,
    /// The severity where this element alone is missing.
    pub alone: Option<Severity>,
    /// Whether letters say it in so many ways that not finding it means little.
    pub in_many_words: bool,
}

impl Element {
    /// Whether the request's heading itself documents the element.
    #[must_use]
    pub fn named_in(&self, request: &Request) -> bool {
        holds_word(&self.words, request)
    }
}

/// What a request stands and falls with.
#[derive(Debug, Clone, Default)]
pub struct Dependency {
    /// The treatments on which the request depends.
    pub on: Scope,
}

/// How sure a rule's figures are.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// To be checked before anyone relies on it.
    Low,
    /// Well known and unambiguous.
    Medium,
    /// Read in the regulation or the statute, or quoted in published letters.
    #[default]
    High,
}
