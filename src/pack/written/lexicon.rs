//! Names: treatments, classes, regions of the body, guidelines and topics.

use serde::Deserialize;

use super::rule::InForce;
use crate::pack::Id;

/// A class of treatments.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Class {
    /// The class's id.
    pub id: Id,
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
    /// What a quantity of it counts.
    #[serde(default)]
    pub unit: Option<Id>,
    /// Names that letters use; the id in words is always one.
    #[serde(default)]
    pub names: Vec<String>,
}

/// A region of the body.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BodyPart {
    /// The region's id.
    pub id: Id,
    /// Names that letters use.
    pub names: Vec<String>,
}

/// A guideline that letters cite.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Guideline {
    /// The guideline's id.
    pub id: Id,
    /// Names that letters use.
    pub names: Vec<String>,
    /// When it was in force.
    #[serde(default)]
    pub in_force: Option<InForce>,
    /// Its last page, where its pages are known.
    #[serde(default)]
    pub last_page: Option<u32>,
}

/// A topic of a guideline.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Topic {
    /// The topic's id.
    pub id: Id,
    /// The guideline's id.
    pub guideline: Id,
    /// Headings that letters cite.
    #[serde(default)]
    pub names: Vec<String>,
    /// Pages, as "63-66" or "24".
    #[serde(default)]
    pub pages: Vec<String>,
}
