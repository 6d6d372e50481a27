//! Names of treatments, classes, units and regions of the body, compiled so that one pass over a text finds every mention.
//! What is said in which words is the packs'; this room joins parts of a mixture and leaves out what only looks like a
//! treatment.

mod build;
mod mixture;

pub use build::{LexiconBuilder, NameFault};

use std::collections::HashMap;

use super::Id;
use super::names::{Found, Index, Vocabulary, Word};
use crate::request::{BodyPartMention, Mark, TreatmentMention};
use crate::text::Span;

/// The names of all packs, ready for reading.
#[derive(Debug)]
pub struct Lexicon {
    vocabulary: Vocabulary,
    treatments: HashMap<Id, Treatment>,
    classes: HashMap<Id, Option<Id>>,
    regions: HashMap<Id, Option<Id>>,
    felt_in: HashMap<Id, Vec<Id>>,
    treatment_names: Index<Meaning>,
    region_names: Index<Id>,
    unit_names: Index<UnitWord>,
    conversions: Vec<Conversion>,
    mixtures: Vec<Id>,
}

/// A treatment of the lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Treatment {
    /// The treatment's id.
    pub id: Id,
    /// The class that it belongs to.
    pub class: Option<Id>,
    /// What a quantity of it counts.
    pub unit: Option<Id>,
    /// Its first name, as messages print it.
    pub title: String,
}

/// What a name among the names of treatments stands for.
#[derive(Debug, Clone, PartialEq)]
enum Meaning {
    /// A treatment, or a class as a whole.
    Treatment {
        id: Id,
        class: Option<Id>,
        unit: Option<Id>,
        /// Whether it may be a part of this mixture.
        part_of: Option<Mixture>,
    },
    /// A drug that is nothing but a part of a mixture.
    Ingredient(Mixture),
    /// What mixtures are made into.
    Form(Mixture),
    /// A word that may stand between the parts of a mixture.
    Between,
    /// No treatment.
    Nothing,
}

/// A mixture, as the treatment that it is.
#[derive(Debug, Clone, PartialEq)]
struct Mixture {
    id: Id,
    class: Option<Id>,
    unit: Option<Id>,
}

/// A word that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitWord {
    /// The unit.
    pub id: Id,
    /// Whether it counts anything, so that the treatment's own unit holds.
    pub general: bool,
}

#[derive(Debug, Clone)]
struct Conversion {
    mark: Mark,
    from: Vec<Id>,
    becomes: Id,
}

/// Everything that a text names.
#[derive(Debug, Clone, Default)]
pub struct Mentions {
    /// Treatments and classes.
    pub treatments: Vec<TreatmentMention>,
    /// Regions of the body.
    pub body_parts: Vec<BodyPartMention>,
    /// Words that count.
    pub units: Vec<(UnitWord, Span)>,
    /// Strengths that stand between the words of a treatment's name ("Lidoderm 5% patch").
    pub strengths: Vec<Span>,
}

/// The units of treatments that are given by people.
const VISIT: &str = "visit";
const HOUR: &str = "hour";
const DAY: &str = "day";

impl Lexicon {
    /// The treatment with this id.
    #[must_use]
    pub fn treatment(&self, id: &str) -> Option<&Treatment> {
        self.treatments.get(id)
    }

    /// All treatments, in no order.
    pub fn all_treatments(&self) -> impl Iterator<Item = &Treatment> {
        self.treatments.values()
    }

    /// Whether there is a class with this id.
    #[must_use]
    pub fn has_class(&self, id: &str) -> bool {
        self.classes.contains_key(id)
    }

    /// Every treatment or class that `text` names, in its order; spans are bytes of `text`.
    #[must_use]
    pub fn treatments(&self, text: &str) -> Vec<TreatmentMention> {
        mixture::joined(&self.treatment_names.find(&self.vocabulary.read(text), text), text)
    }

    /// Every region of the body that `text` names, in its order; spans are bytes of `text`.
    #[must_use]
    pub fn body_parts(&self, text: &str) -> Vec<BodyPartMention> {
        self.regions_among(&self.vocabulary.read(text), text)
    }

    /// Everything that `text` names: what the other functions find, for the price of one.
    #[must_use]
    pub fn mentions(&self, text: &str) -> Mentions {
        let words = self.vocabulary.read(text);
        let found = self.treatment_names.find(&words, text);
        Mentions {
            strengths: found.iter().filter_map(|found| found.strength).collect(),
            treatments: mixture::joined(&found, text),
            body_parts: self.regions_among(&words, text),
            units: self.units_among(&words, text),
        }
    }

    /// Whether two regions are the same, or one is part of the other.
    #[must_use]
    pub fn same_region(&self, one: &Id, other: &Id) -> bool {
        self.lies_in(one, other) || self.lies_in(other, one)
    }

    /// Whether `part` is `whole`, or a part of it at any depth.
    #[must_use]
    pub fn lies_in(&self, part: &Id, whole: &Id) -> bool {
        // A pack's regions nest two or three deep; the bound keeps a circle of them from being followed for ever.
        std::iter::successors(Some(part), |region| self.regions.get(*region)?.as_ref())
            .take(8)
            .any(|region| region == whole)
    }

    /// Whether a treatment is given in visits.
    #[must_use]
    pub fn is_given_in_visits(&self, id: &Id) -> bool {
        self.unit_of(id).is_some_and(|unit| *unit == VISIT)
    }

    /// Whether a treatment is given by people, in visits, hours or days, and is no drug or device.
    #[must_use]
    pub fn is_given_in_time(&self, id: &Id) -> bool {
        let unit = self.unit_of(id);
        unit.is_some_and(|unit| [VISIT, HOUR, DAY].iter().any(|given| *unit == *given))
    }

    fn unit_of(&self, id: &Id) -> Option<&Id> {
        self.treatment(id.as_str())?.unit.as_ref()
    }

    /// Whether a region has parts and is no part itself, as the spine.
    #[must_use]
    pub fn is_whole(&self, id: &Id) -> bool {
        let is_part = self.regions.get(id).is_some_and(Option::is_some);
        !is_part && self.regions.values().flatten().any(|whole| whole == id)
    }

    /// Whether trouble of `region` is felt in `part`: that of the neck in the hand, which is part of the arm.
    #[must_use]
    pub fn is_felt_in(&self, region: &Id, part: &Id) -> bool {
        let regions = self.felt_in.get(region).into_iter().flatten();
        regions.into_iter().any(|felt| self.lies_in(part, felt))
    }

    /// Whether a treatment is a mixture: each of its parts has a strength, and the whole has none.
    pub(crate) fn is_mixture(&self, id: &Id) -> bool {
        self.mixtures.contains(id)
    }

    /// What `mark` makes of the treatments of a request.
    pub(crate) fn convert(&self, mark: Mark, span: Span, treatments: &mut Vec<TreatmentMention>) {
        for conversion in self.conversions.iter().filter(|conversion| conversion.mark == mark) {
            if conversion.from.is_empty() {
                let span = treatments
                    .iter()
                    .fold(span, |joined, mention| joined.join(mention.span));
                *treatments = vec![self.mention(&conversion.becomes, span)];
                continue;
            }
            for mention in treatments.iter_mut() {
                if conversion.from.contains(&mention.id) {
                    *mention = self.mention(&conversion.becomes, mention.span);
                }
            }
        }
    }

    /// Whether some mark of a request makes the treatment `other` of `id`.
    #[must_use]
    pub fn may_become(&self, id: &Id, other: &Id) -> bool {
        self.conversions
            .iter()
            .any(|conversion| conversion.becomes == *other && conversion.from.contains(id))
    }

    fn mention(&self, id: &Id, span: Span) -> TreatmentMention {
        let known = self.treatments.get(id);
        TreatmentMention {
            id: id.clone(),
            class: known.and_then(|treatment| treatment.class.clone()),
            unit: known.and_then(|treatment| treatment.unit.clone()),
            span,
        }
    }

    fn regions_among(&self, words: &[Word], text: &str) -> Vec<BodyPartMention> {
        let found = self.region_names.find(words, text).into_iter();
        found
            .map(|Found { meaning, span, .. }| BodyPartMention {
                id: meaning.clone(),
                span,
            })
            .collect()
    }

    fn units_among(&self, words: &[Word], text: &str) -> Vec<(UnitWord, Span)> {
        let found = self.unit_names.find(words, text).into_iter();
        found
            .map(|Found { meaning, span, .. }| (meaning.clone(), span))
            .collect()
    }
}

impl Default for Lexicon {
    fn default() -> Self {
        LexiconBuilder::default().finish()
    }
}

#[cfg(test)]
mod tests;
