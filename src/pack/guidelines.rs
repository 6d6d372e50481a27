//! Guidelines and their topics, compiled: what checks ask of them. Names for reading guideline lines are compiled beside.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{Id, Period};
use crate::request::{BodyPartMention, TreatmentMention};

/// The guidelines of all packs, ready for reading and checking.
#[derive(Debug, Default)]
pub struct Guidelines {
    guidelines: Vec<Guideline>,
    topics: Vec<Topic>,
    by_treatment: HashMap<Id, Vec<usize>>,
}

/// A guideline that letters cite.
#[derive(Debug, Clone)]
pub struct Guideline {
    /// The guideline's id.
    pub id: Id,
    /// Its name, as messages print it.
    pub title: String,
    /// Names that letters use in running text, in the case that they use.
    pub names: Vec<String>,
    /// Whether it is part of the MTUS.
    pub mtus: bool,
    /// When it was in force.
    pub in_force: Period,
    /// Its last page, where its page numbers are known.
    pub last_page: Option<u32>,
    /// Whether its topics cover its pages, so that a page on no topic of a treatment is off the topic.
    pub pages_complete: bool,
}

/// A topic of a guideline.
#[derive(Debug, Clone)]
pub struct Topic {
    /// The topic's id.
    pub id: Id,
    /// The guideline's id.
    pub guideline: Id,
    /// Its heading, as messages print it.
    pub title: String,
    /// Its pages, first and last of each range.
    pub pages: Vec<(u32, u32)>,
    /// Treatments and classes that it is about.
    pub treatments: Vec<Id>,
    /// Regions of the body that it is about; empty for any.
    pub body_parts: Vec<Id>,
    /// Whether it holds for many treatments alike (medications for chronic pain, functional improvement) and so addresses
    /// none of them in particular.
    pub general: bool,
}

impl Guidelines {
    /// Compiles guidelines and topics, in the packs' order.
    #[must_use]
    pub fn new(guidelines: Vec<Guideline>, topics: Vec<Topic>) -> Self {
        let mut by_treatment: HashMap<Id, Vec<usize>> = HashMap::new();
        for (index, topic) in topics.iter().enumerate() {
            for treatment in &topic.treatments {
                by_treatment.entry(treatment.clone()).or_default().push(index);
            }
        }
        Self {
            guidelines,
            topics,
            by_treatment,
        }
    }

    /// The guideline with this id.
    #[must_use]
    pub fn guideline(&self, id: &Id) -> Option<&Guideline> {
        self.guidelines.iter().find(|guideline| guideline.id == *id)
    }

    /// The name of the guideline with this id.
    #[must_use]
    pub fn title(&self, id: &Id) -> Option<&str> {
        self.guideline(id).map(|guideline| guideline.title.as_str())
    }

    /// Whether `text` names a guideline that is no part of the MTUS.
    #[must_use]
    pub fn names_other(&self, text: &str) -> bool {
        self.guidelines
            .iter()
            .filter(|guideline| !guideline.mtus)
            .any(|guideline| guideline.names.iter().any(|name| text.contains(name.as_str())))
    }

    /// The topic with this id.
    #[must_use]
    pub fn topic(&self, id: &Id) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id == *id)
    }

    /// All guidelines, in the packs' order.
    #[must_use]
    pub fn guidelines(&self) -> &[Guideline] {
        &self.guidelines
    }

    /// All topics, in the packs' order.
    #[must_use]
    pub fn topics(&self) -> &[Topic] {
        &self.topics
    }

    /// The topics on a treatment: its own and its class's.
    pub fn topics_of(&self, treatment: &TreatmentMention) -> impl Iterator<Item = &Topic> {
        let of = |id: Option<&Id>| {
            id.and_then(|id| self.by_treatment.get(id))
                .into_iter()
                .flatten()
                .copied()
        };
        let mut indexes: Vec<_> = of(Some(&treatment.id)).chain(of(treatment.class.as_ref())).collect();
        indexes.sort_unstable();
        indexes.dedup();
        indexes.into_iter().filter_map(|index| self.topics.get(index))
    }

    /// Whether a part of the MTUS in force on `date` has a topic on the treatment in particular, for one of these regions
    /// of the body where the topic is for some regions only.
    #[must_use]
    pub fn addresses(&self, treatment: &TreatmentMention, regions: &[BodyPartMention], date: Option<Date>) -> bool {
        self.topics_of(treatment).any(|topic| {
            let in_force = self
                .guideline(&topic.guideline)
                .is_some_and(|guideline| guideline.mtus && date.is_none_or(|date| guideline.in_force.holds_on(date)));
            let for_region =
                topic.body_parts.is_empty() || regions.iter().any(|region| topic.body_parts.contains(&region.id));
            !topic.general && in_force && for_region
        })
    }
}
