//! Whom a rule is about: treatments and classes, regions, phases, conditions, words of the heading, the day of the injury.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::pack::Id;
use crate::request::{Mark, Request, TreatmentMention};

/// Whom a rule is about. An empty list does not restrict.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Treatments.
    pub treatments: Vec<Id>,
    /// Classes of treatments.
    pub classes: Vec<Id>,
    /// Treatments of those classes that are left out.
    pub except: Vec<Id>,
    /// Regions of the body, one of which the request is for.
    pub body_parts: Vec<Id>,
    /// Phases, one of which the request is in.
    pub phases: Vec<Phase>,
    /// Phases, none of which the request is in.
    pub except_phases: Vec<Phase>,
    /// Conditions, one of which the letter documents.
    pub conditions: Vec<Id>,
    /// Conditions, none of which the letter documents.
    pub except_conditions: Vec<Id>,
    /// Words in lower case, one of which stands in the request's heading; a `*` at the end is any ending.
    pub words: Vec<String>,
    /// The first day of injuries that the rule is about.
    pub injured_from: Option<Date>,
}

impl Scope {
    /// Whether a treatment is among those of the rule. A mention of a whole class counts where the rule is about the class.
    #[must_use]
    pub fn covers(&self, mention: &TreatmentMention) -> bool {
        if self.treatments.is_empty() && self.classes.is_empty() {
            return true;
        }
        if self.treatments.contains(&mention.id) {
            return true;
        }
        let of_class = mention.class.as_ref().is_some_and(|class| self.classes.contains(class));
        (of_class || self.classes.contains(&mention.id)) && !self.except.contains(&mention.id)
    }

    /// The first treatment of the request that the rule is about.
    #[must_use]
    pub fn treatment_of<'request>(&self, request: &'request Request) -> Option<&'request TreatmentMention> {
        request.treatments.iter().find(|mention| self.covers(mention))
    }

    /// Whether the rule is about the requested treatments or others of their class, whatever the phase.
    #[must_use]
    pub fn is_akin(&self, request: &Request) -> bool {
        let about_all = self.treatments.is_empty() && self.classes.is_empty();
        let of_class = |mention: &TreatmentMention| mention.class.as_ref().is_some_and(|id| self.classes.contains(id));
        about_all || self.treatment_of(request).is_some() || request.treatments.iter().any(of_class)
    }

    /// Whether the request's heading holds one of the rule's words.
    #[must_use]
    pub fn named_in(&self, request: &Request) -> bool {
        self.words.is_empty() || holds_word(&self.words, request)
    }

    /// Whether the rule is about an injury of this day. An unknown day may be any.
    #[must_use]
    pub fn holds_for_injury(&self, day: Option<Date>) -> bool {
        !matches!((self.injured_from, day), (Some(from), Some(day)) if day < from)
    }

    /// Whether the request's own words put it in a phase of the rule. A phase that only the rest of the letter shows
    /// (an earlier course makes the request an additional one) is for the check to see.
    #[must_use]
    pub fn admits_phase_of(&self, request: &Request) -> bool {
        let is = |phase: &Phase| request.is(phase.mark());
        (self.phases.is_empty() || self.phases.iter().any(is)) && !self.except_phases.iter().any(is)
    }
}

/// Whether the request's heading holds a word that one of the patterns stands for.
pub(super) fn holds_word(patterns: &[String], request: &Request) -> bool {
    let is = |word: &str, pattern: &String| match pattern.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => word == pattern,
    };
    !patterns.is_empty()
        && request
            .as_written
            .to_lowercase()
            .split(|character: char| !character.is_alphanumeric())
            .any(|word| patterns.iter().any(|pattern| is(word, pattern)))
}

/// A stage of treatment, or a way of asking for it, that a request's words show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// A first course or trial.
    Initial,
    /// More of a treatment already begun.
    Additional,
    /// After an operation.
    Postsurgical,
    /// For a service already given.
    Retrospective,
    /// Equipment to be rented.
    Rental,
    /// Equipment to be bought.
    Purchase,
}

impl Phase {
    /// The phase's name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Additional => "additional",
            Self::Postsurgical => "postsurgical",
            Self::Retrospective => "retrospective",
            Self::Rental => "rental",
            Self::Purchase => "purchase",
        }
    }

    /// The quality of a request that shows the phase.
    #[must_use]
    pub const fn mark(self) -> Mark {
        match self {
            Self::Initial => Mark::Initial,
            Self::Additional => Mark::Additional,
            Self::Postsurgical => Mark::Postoperative,
            Self::Retrospective => Mark::Retrospective,
            Self::Rental => Mark::Rental,
            Self::Purchase => Mark::Purchase,
        }
    }
}
