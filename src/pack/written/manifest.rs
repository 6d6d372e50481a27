//! What a pack says of itself, and what it changes in other packs.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::rule::{Figure, InForce, Message};
use crate::check::{Code, Severity};
use crate::pack::Id;

/// The pack's own entry.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Manifest {
    /// The pack's id. A pack that has the id of a bundled one takes its place.
    pub id: Id,
    /// What the pack covers, in a line.
    pub title: String,
    /// The pack's own version.
    pub version: String,
    /// What the pack encodes, by a name that its editions share ("mtus"): of several such packs the letter's date chooses.
    #[serde(default)]
    pub guideline: Option<Id>,
    /// When it was in force.
    #[serde(default)]
    pub in_force: Option<InForce>,
}

/// A change to a rule of another pack.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Extension {
    /// The rule's id.
    pub rule: Id,
    /// Why the rule is changed. A rule that is switched off needs one.
    #[serde(default)]
    pub reason: Option<String>,
    /// Whether the rule is switched off.
    #[serde(default)]
    pub off: bool,
    /// Other severities, by code.
    #[serde(default)]
    pub severity: BTreeMap<Code, Severity>,
    /// Other words, by code.
    #[serde(default)]
    pub messages: BTreeMap<Code, Message>,
    /// Other figures in place of all figures of the rule's limit.
    #[serde(default)]
    pub figures: Option<Vec<Figure>>,
    /// Another longest use in place of the rule's: "4 weeks".
    #[serde(default)]
    pub most: Option<String>,
}
