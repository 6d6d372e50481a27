//! Concepts: what letters say of patients, in the words that they use for it.

use serde::Deserialize;

use crate::pack::Id;

/// Something that letters say of a patient: a finding, a history, a diagnosis, an element that a guideline asks for.
///
/// A phrase is a row of words, matched without regard to case, hyphens or possessive `'s`. In it stand
/// `a|b` for one of several words, `improv*` for every word that begins so, `(a b | c)` for one of several rows,
/// `word?` or `(a b)?` for what may be left out, `<class>` for a class of words, `@treatment`, `@class` or `@any` for a
/// treatment of the lexicon, `#` for a number, and `~3` for up to three words of any kind.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Concept {
    /// The concept's id.
    pub id: Id,
    /// What it is for.
    pub kind: ConceptKind,
    /// What it means, in a line.
    pub title: String,
    /// Phrases that name it; cues decide how they are asserted.
    #[serde(default)]
    pub phrases: Lines,
    /// Phrases that affirm it, negations inside them included ("could not get through land therapy").
    #[serde(default)]
    pub affirming: Lines,
    /// Phrases that deny it in themselves ("full weight bearing" of reduced weight bearing).
    #[serde(default)]
    pub denying: Lines,
    /// Phrases that document it even where they are denied ("no constipation" addresses side effects).
    #[serde(default)]
    pub addressing: Lines,
    /// Phrases that take it for granted, whatever is denied of something else ("no gains from the 12 earlier visits").
    #[serde(default)]
    pub presupposing: Lines,
    /// Phrases that hold such words and mean something else; nothing inside them counts.
    #[serde(default)]
    pub never: Lines,
    /// Whether an earlier time is as good as the present one ("bleeding ulcer in 2005" is a risk today).
    #[serde(default)]
    pub history_counts: bool,
    /// Whether a reviewer who weighs the case means the records by a bare negation ("no pain agreement", of a chart in
    /// which none was found), and not the patient.
    #[serde(default)]
    pub sought_in_records: bool,
}

/// Phrases, one a line: a YAML block (`|`) holds many without a single quotation mark.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(from = "String")]
#[schemars(with = "String")]
pub struct Lines(String);

impl Lines {
    /// The phrases.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        self.0.lines().map(str::trim).filter(|line| !line.is_empty())
    }
}

impl From<String> for Lines {
    fn from(block: String) -> Self {
        Self(block)
    }
}

/// What a concept is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ConceptKind {
    /// Evidence that reviewers weigh in most letters.
    Evidence,
    /// A diagnosis or a state after an operation, on which limits depend.
    Condition,
    /// An element that a guideline requires for some treatment.
    Element,
}

/// Words that stand for each other in phrases, under a name.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WordClass {
    /// The name, written `<name>` in phrases.
    pub id: String,
    /// The words or phrases.
    pub any: Lines,
}
