//! Names: treatments, classes, units and regions of the body, and what tells mixtures and look-alikes apart. How names are
//! written is said once, at the head of `rules/core/treatments/physical-medicine.yaml`.

use serde::Deserialize;

use crate::pack::Id;
use crate::request::Mark;

/// A class of treatments.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Class {
    /// The class's id.
    pub id: Id,
    /// What a quantity of its members counts, where a member does not say.
    #[serde(default)]
    pub unit: Option<Id>,
    /// Names that letters use for the whole class.
    #[serde(default)]
    pub names: Vec<String>,
}

/// A treatment that letters decide about.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Treatment {
    /// The treatment's id.
    pub id: Id,
    /// The class that it belongs to.
    #[serde(default)]
    pub class: Option<Id>,
    /// What a quantity of it counts; its class's unit where left out.
    #[serde(default)]
    pub unit: Option<Id>,
    /// Names that letters use; the id in words is always one.
    #[serde(default)]
    pub names: Vec<String>,
    /// Names that count in capitals only ("PT", since "pt" is a patient).
    #[serde(default)]
    pub abbreviations: Vec<String>,
    /// Names under which it is counted in another unit.
    #[serde(default)]
    pub also: Vec<Also>,
}

/// Names under which a treatment is counted in a unit of their own.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Also {
    /// The unit.
    pub unit: Id,
    /// The names.
    pub names: Vec<String>,
}

/// What a quantity counts.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Unit {
    /// The unit's id.
    pub id: Id,
    /// Whether its words may count anything ("6 sessions of shockwave therapy"), so that the treatment's own unit holds.
    #[serde(default)]
    pub general: bool,
    /// Words that letters use for it.
    #[serde(default)]
    pub names: Vec<String>,
}

/// How a mixture of drugs is recognized.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Compound {
    /// The treatment that a mixture is.
    pub treatment: Id,
    /// What it is made into: cream, gel, ointment.
    pub forms: Vec<String>,
    /// Words that may stand between its parts.
    #[serde(default)]
    pub between: Vec<String>,
    /// Classes whose members may be parts.
    #[serde(default)]
    pub classes: Vec<Id>,
    /// Treatments that may be parts.
    #[serde(default)]
    pub treatments: Vec<Id>,
    /// Drugs that are parts only, and no treatments by themselves.
    #[serde(default)]
    pub ingredients: Vec<String>,
}

/// What a quality of a request makes of the treatments that it names.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Conversion {
    /// The quality.
    pub mark: Mark,
    /// The treatments that it changes; all where left out, and then nothing else stands beside the one that they become.
    #[serde(default)]
    pub from: Vec<Id>,
    /// The treatment that they become.
    pub becomes: Id,
}

/// A region of the body.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BodyPart {
    /// The region's id.
    pub id: Id,
    /// The region that it is part of.
    #[serde(default)]
    pub part_of: Option<Id>,
    /// Regions in which trouble of this one is felt: that of the neck in the arm.
    #[serde(default)]
    pub felt_in: Vec<Id>,
    /// Names that letters use.
    pub names: Vec<String>,
}
