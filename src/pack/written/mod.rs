//! A pack exactly as a person may write it. Every field is documented here once, and the same words become the schema
//! that editors use. Nothing in this room is used for reading letters: it is compiled first.

mod concepts;
mod cues;
mod guidelines;
mod lexicon;
mod manifest;
mod rule;

pub use concepts::{Concept, ConceptKind, Lines, WordClass};
pub use cues::{
    AssertionCues, Concludes, ConclusionCues, FactPhrase, FactPhrases, InSection, PersonWords, Position, RoleCues,
    Said, Scope, ScopeEnds, SpokenRole, ToldSex, Who,
};
pub use guidelines::{Chapter, Guideline, NotAddressed, Topic};
pub use lexicon::{Also, BodyPart, Class, Compound, Conversion, Treatment, Unit};
pub use manifest::{Extension, Manifest};
pub use rule::{
    AppliesTo, Counted, DependsOn, Duration, Element, Example, Figure, InForce, Limit, Message, NotRecommended,
    OtherItem, Quoted, Requires, Rule, RuleExamples, Source,
};

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::check::Code;

/// One YAML file of a pack. A pack may spread its parts over any number of files.
#[derive(Debug, Default, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub struct PackFile {
    /// What the pack is. Exactly one file of a pack says so.
    pub pack: Option<Manifest>,
    /// Classes of treatments.
    pub classes: Vec<Class>,
    /// Treatments and their names.
    pub treatments: Vec<Treatment>,
    /// Regions of the body and their names.
    pub body_parts: Vec<BodyPart>,
    /// What quantities count, and the words for it.
    pub units: Vec<Unit>,
    /// How mixtures of drugs are recognized.
    pub compounds: Vec<Compound>,
    /// What qualities of a request make of its treatments.
    pub conversions: Vec<Conversion>,
    /// Phrases that contain the name of a treatment and mean none ("extended release").
    pub no_treatments: Vec<String>,
    /// Words of everyday language that are one letter away from a name.
    pub everyday_words: Vec<String>,
    /// Guidelines that letters cite.
    pub guidelines: Vec<Guideline>,
    /// Topics of the guidelines, with their pages.
    pub topics: Vec<Topic>,
    /// Treatments that a guideline does not address.
    pub not_addressed: Vec<NotAddressed>,
    /// Classes of words that phrases name.
    pub words: Vec<WordClass>,
    /// What letters say of patients.
    pub concepts: Vec<Concept>,
    /// Cues that decide how concepts are asserted.
    pub assertion_cues: Vec<AssertionCues>,
    /// Words that end the scope of an assertion cue.
    pub scope_ends: Vec<ScopeEnds>,
    /// Cues that speak for a role of the sentence.
    pub role_cues: Vec<RoleCues>,
    /// Words that conclude.
    pub conclusion_cues: Vec<ConclusionCues>,
    /// Words that mean a person.
    pub persons: Vec<PersonWords>,
    /// Phrases that give facts.
    pub facts: Vec<FactPhrases>,
    /// Abbreviations whose full stop ends no sentence.
    pub abbreviations: Vec<String>,
    /// Rules.
    pub rules: Vec<Rule>,
    /// Changes to rules of other packs.
    pub extends: Vec<Extension>,
    /// Examples of rules, in files of their own (`*.examples.yaml`).
    pub examples: Vec<RuleExamples>,
    /// The words of findings for rules that bring none of their own, by code.
    pub messages: BTreeMap<Code, Message>,
}
