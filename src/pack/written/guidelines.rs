//! Guidelines that letters cite, with their chapters, topics and pages.

use serde::Deserialize;

use super::rule::InForce;
use crate::pack::{Confidence, Id};

/// A guideline that letters cite.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Guideline {
    /// The guideline's id.
    pub id: Id,
    /// Its name, as messages print it.
    pub title: String,
    /// Whether it is part of the MTUS.
    #[serde(default)]
    pub mtus: bool,
    /// Names that letters use, written like names of treatments.
    pub names: Vec<String>,
    /// When it was in force; left out where no date matters.
    #[serde(default)]
    pub in_force: Option<InForce>,
    /// Its pages ("1-127"), where its page numbers are known.
    #[serde(default)]
    pub pages: Option<String>,
    /// Whether the pages of its topics are all known, so that a page on no topic of a treatment is off the topic.
    #[serde(default)]
    pub pages_complete: bool,
    /// How sure its dates and pages are.
    #[serde(default)]
    pub confidence: Confidence,
    /// Its chapters, where letters cite them by number or heading.
    #[serde(default)]
    pub chapters: Vec<Chapter>,
}

impl Guideline {
    /// Its last page, where its page numbers are known.
    #[must_use]
    pub fn last_page(&self) -> Option<u32> {
        let pages = self.pages.as_deref()?;
        pages.rsplit('-').next()?.trim().parse().ok()
    }
}

/// A chapter of a guideline.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Chapter {
    /// Its number.
    pub number: u32,
    /// Its heading.
    pub title: String,
    /// Headings that letters use beside it.
    #[serde(default)]
    pub names: Vec<String>,
    /// Its pages, where the guideline's own numbers run through it.
    #[serde(default)]
    pub pages: Option<String>,
    /// Whether the MTUS adopted it; the guideline's own answer where left out.
    #[serde(default)]
    pub mtus: Option<bool>,
}

/// A topic of a guideline.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Topic {
    /// The topic's id.
    pub id: Id,
    /// The guideline's id.
    pub guideline: Id,
    /// Its heading, as messages print it.
    pub title: String,
    /// Headings that letters cite beside it, written like names of treatments.
    #[serde(default)]
    pub names: Vec<String>,
    /// Pages, as "63-66" or "24".
    #[serde(default)]
    pub pages: Vec<String>,
    /// Treatments and classes that it is about.
    #[serde(default)]
    pub treatments: Vec<Id>,
    /// Regions of the body that it is about; any where left out.
    #[serde(default)]
    pub body_parts: Vec<Id>,
    /// Whether it holds for many treatments alike, and so addresses none of them in particular.
    #[serde(default)]
    pub general: bool,
    /// Whether it holds for every treatment.
    #[serde(default)]
    pub any_treatment: bool,
    /// How sure its pages are.
    #[serde(default)]
    pub confidence: Confidence,
}

/// Treatments that a guideline does not address, so that nobody passes it over who relies on another.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct NotAddressed {
    /// The guideline's id.
    pub guideline: Id,
    /// The treatments and classes.
    pub treatments: Vec<Id>,
    /// Where to look instead.
    pub instead: String,
}
