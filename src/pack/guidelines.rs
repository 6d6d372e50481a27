//! Guidelines and their topics, compiled: what checks ask of them, and their names for reading guideline lines.

use std::collections::HashMap;

use jiff::civil::Date;

use super::lexicon::NameFault;
use super::names::{Found, Index, Vocabulary};
use super::{Confidence, Id, Period, written};
use crate::request::{BodyPartMention, TreatmentMention};
use crate::text::Span;

/// The guidelines of all packs, ready for reading and checking.
#[derive(Debug, Default)]
pub struct Guidelines {
    guidelines: Vec<Guideline>,
    topics: Vec<Topic>,
    by_treatment: HashMap<Id, Vec<usize>>,
    of_any_treatment: Vec<usize>,
    not_addressed: Vec<written::NotAddressed>,
    vocabulary: Vocabulary,
    guideline_names: Index<Source>,
    topic_names: Index<Vec<Id>>,
}

/// A guideline that letters cite.
#[derive(Debug, Clone)]
pub struct Guideline {
    /// The guideline's id.
    pub id: Id,
    /// Its name, as messages print it.
    pub title: String,
    /// Whether it is part of the MTUS.
    pub mtus: bool,
    /// When it was in force.
    pub in_force: Period,
    /// Its first page, where its page numbers are known.
    pub first_page: Option<u32>,
    /// Its last page, where its page numbers are known.
    pub last_page: Option<u32>,
    /// Whether its topics cover its pages, so that a page on no topic of a treatment is off the topic.
    pub pages_complete: bool,
    /// Its chapters, where letters cite them.
    pub chapters: Vec<Chapter>,
    /// How sure its dates and pages are.
    pub confidence: Confidence,
}

/// A chapter of a guideline.
#[derive(Debug, Clone)]
pub struct Chapter {
    /// Its number.
    pub number: u32,
    /// Its heading.
    pub title: String,
    /// Its pages, where the guideline's own numbers run through it.
    pub pages: Option<(u32, u32)>,
    /// Whether the MTUS adopted it.
    pub mtus: bool,
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
    /// How sure its pages are.
    pub confidence: Confidence,
}

/// What a name on a guideline line stands for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Source {
    /// A guideline.
    Guideline(Id),
    /// A chapter of a guideline, by its heading.
    Chapter(Id, u32),
}

impl Guidelines {
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

    /// The topics on a treatment: its own, its class's and those of any treatment.
    pub fn topics_of(&self, treatment: &TreatmentMention) -> impl Iterator<Item = &Topic> {
        let of = |id: Option<&Id>| {
            id.and_then(|id| self.by_treatment.get(id))
                .into_iter()
                .flatten()
                .copied()
        };
        let mut indexes: Vec<_> = of(Some(&treatment.id))
            .chain(of(treatment.class.as_ref()))
            .chain(self.of_any_treatment.iter().copied())
            .collect();
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
            let left_out = self.not_addressed.iter().any(|entry| {
                entry.guideline == topic.guideline
                    && (entry.treatments.contains(&treatment.id)
                        || treatment
                            .class
                            .as_ref()
                            .is_some_and(|class| entry.treatments.contains(class)))
            });
            !topic.general && in_force && for_region && !left_out
        })
    }

    /// Whether `text` names a guideline, and none that is part of the MTUS.
    #[must_use]
    pub fn names_other(&self, text: &str) -> bool {
        let mut named = self.named(text).into_iter().peekable();
        named.peek().is_some()
            && named.all(|(source, _)| {
                let (Source::Guideline(id) | Source::Chapter(id, _)) = source;
                self.guideline(id).is_some_and(|guideline| !guideline.mtus)
            })
    }

    /// Every guideline that `text` names, by its own name or by that of a chapter.
    pub(crate) fn named(&self, text: &str) -> Vec<(&Source, Span)> {
        let text = &without_commas(text);
        let found = self.guideline_names.find(&self.vocabulary.read(text), text).into_iter();
        found.map(|Found { meaning, span, .. }| (meaning, span)).collect()
    }

    /// Every topic that `text` names, whatever its guideline. A heading that several guidelines share stands for each.
    pub(crate) fn topics_named(&self, text: &str) -> Vec<(&[Id], Span)> {
        let text = &without_commas(text);
        let found = self.topic_names.find(&self.vocabulary.read(text), text).into_iter();
        found
            .map(|Found { meaning, span, .. }| (meaning.as_slice(), span))
            .collect()
    }
}

/// Takes in guidelines and topics, one entry after another; topics after the guidelines that they belong to.
#[derive(Debug, Default)]
pub struct GuidelinesBuilder {
    built: Guidelines,
}

impl GuidelinesBuilder {
    /// Takes in a guideline.
    pub fn guideline(&mut self, guideline: &written::Guideline) -> Vec<NameFault> {
        let mut faults = Vec::new();
        let pages = guideline.pages.as_deref().and_then(pages);
        let compiled = Guideline {
            id: guideline.id.clone(),
            title: guideline.title.clone(),
            mtus: guideline.mtus,
            in_force: guideline.in_force.map_or_else(Period::default, |dates| Period {
                from: dates.from,
                to: dates.to,
            }),
            first_page: pages.map(|(first, _)| first),
            last_page: pages.map(|(_, last)| last),
            pages_complete: guideline.pages_complete,
            chapters: guideline
                .chapters
                .iter()
                .map(|chapter| compiled(chapter, guideline.mtus))
                .collect(),
            confidence: guideline.confidence,
        };
        self.built.guidelines.push(compiled);
        let names = std::iter::once(&guideline.title).chain(&guideline.names);
        for (index, name) in names.enumerate() {
            let meaning = Source::Guideline(guideline.id.clone());
            self.name("names", index.saturating_sub(1), name, &meaning, &mut faults);
        }
        for (index, chapter) in guideline.chapters.iter().enumerate() {
            let meaning = Source::Chapter(guideline.id.clone(), chapter.number);
            // A heading of one word ("Prevention") is too common to name the chapter.
            let title = Some(&chapter.title).filter(|title| title.contains(' '));
            for name in title.into_iter().chain(&chapter.names) {
                self.name("chapters", index, name, &meaning, &mut faults);
            }
        }
        faults
    }

    fn name(&mut self, field: &'static str, index: usize, name: &str, meaning: &Source, faults: &mut Vec<NameFault>) {
        let mut fault = |message| faults.push(NameFault { field, index, message });
        let built = &mut self.built;
        match built.guideline_names.add(&mut built.vocabulary, name, meaning, false) {
            Err(error) => fault(format!("`{name}` is no name: {error}")),
            Ok(clashes) => {
                for clash in clashes {
                    let (Source::Guideline(holder) | Source::Chapter(holder, _)) = clash.holder;
                    fault(format!(
                        "`{}` is a name of `{holder}` already; a name means one thing",
                        clash.name
                    ));
                }
            }
        }
    }

    /// Takes in a topic.
    pub fn topic(&mut self, topic: &written::Topic) -> Vec<NameFault> {
        let mut faults = Vec::new();
        let index = self.built.topics.len();
        for treatment in &topic.treatments {
            self.built
                .by_treatment
                .entry(treatment.clone())
                .or_default()
                .push(index);
        }
        if topic.any_treatment {
            self.built.of_any_treatment.push(index);
        }
        let in_words = topic.id.as_str().replace('-', " ");
        for (at, name) in [&in_words, &topic.title].into_iter().chain(&topic.names).enumerate() {
            let built = &mut self.built;
            // A heading that several guidelines share stands for a topic of each.
            let beside = |held: Option<&Vec<Id>>| {
                let others = held.into_iter().flatten().filter(|other| **other != topic.id);
                others.chain([&topic.id]).cloned().collect()
            };
            if let Err(error) = built.topic_names.add_beside(&mut built.vocabulary, name, beside) {
                faults.push(NameFault {
                    field: "names",
                    index: at.saturating_sub(2),
                    message: format!("`{name}` is no name: {error}"),
                });
            }
        }
        self.built.topics.push(Topic {
            id: topic.id.clone(),
            guideline: topic.guideline.clone(),
            title: topic.title.clone(),
            pages: topic.pages.iter().filter_map(|range| pages(range)).collect(),
            treatments: topic.treatments.clone(),
            body_parts: topic.body_parts.clone(),
            general: topic.general,
            confidence: topic.confidence,
        });
        faults
    }

    /// Takes in what a guideline does not address.
    pub fn not_addressed(&mut self, entry: &written::NotAddressed) {
        self.built.not_addressed.push(entry.clone());
    }

    /// The guidelines of everything taken in.
    #[must_use]
    pub fn finish(self) -> Guidelines {
        self.built
    }
}

/// Headings have commas of their own ("Opioids, criteria for use"), which letters keep or drop.
fn without_commas(text: &str) -> String {
    text.replace(',', " ")
}

fn compiled(chapter: &written::Chapter, mtus: bool) -> Chapter {
    Chapter {
        number: chapter.number,
        title: chapter.title.clone(),
        pages: chapter.pages.as_deref().and_then(pages),
        mtus: chapter.mtus.unwrap_or(mtus),
    }
}

fn pages(written: &str) -> Option<(u32, u32)> {
    let (first, last) = written.split_once('-').unwrap_or((written, written));
    Some((first.trim().parse().ok()?, last.trim().parse().ok()?))
}
