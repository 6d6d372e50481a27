//! Rule packs: guideline knowledge as data. YAML as written ([`written`]) is checked as a whole and compiled once into a
//! [`Pack`], which is all that reading and checking ever see. What loads cannot fail later.

mod compile;
mod cues;
mod fingerprint;
mod gather;
mod guidelines;
mod id;
mod lexicon;
mod load;
mod names;
mod nearest;
pub mod phrase;
mod problem;
mod rule;
mod scope;
mod source;
mod template;
mod term;
pub mod written;
mod yaml;

pub use cues::{Absence, Cues, KnownConcept, Meaning, Polarity};
pub(crate) use guidelines::Source;
pub use guidelines::{Chapter, Guideline, Guidelines, GuidelinesBuilder, Topic};
pub use id::Id;
pub use lexicon::{Lexicon, LexiconBuilder, Mentions, NameFault, Treatment, UnitWord};
pub use load::{Edition, Examples, Pack, SwitchedOff};
pub(crate) use nearest::nearest;
pub use problem::{PackError, Problem};
pub use rule::{
    Confidence, Dependency, Duration, Element, Figure, Limit, NotRecommended, Per, Quoted, Report, Requirement, Rule,
    RuleKind,
};
pub use scope::{Phase, Scope};
pub use template::{Template, TemplateProblem, ValueName, values_of};
pub use term::{Period, Term, TermUnit};

#[cfg(test)]
mod tests;
