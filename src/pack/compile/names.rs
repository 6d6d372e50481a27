//! Every name that the packs define, to check references against and to find the nearest known one.

use std::collections::HashMap;

use super::super::gather::{Cursor, Item, WrittenPack};
use super::super::problem::{Place, Problems};
use super::super::{Id, nearest};

/// The kinds of things that packs name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Treatment,
    Class,
    BodyPart,
    Guideline,
    Topic,
    Concept,
    Rule,
    Unit,
}

impl Kind {
    const ALL: [Self; 8] = [
        Self::Treatment,
        Self::Class,
        Self::BodyPart,
        Self::Guideline,
        Self::Topic,
        Self::Concept,
        Self::Rule,
        Self::Unit,
    ];

    const fn word(self) -> &'static str {
        match self {
            Self::Treatment => "treatment",
            Self::Class => "class",
            Self::BodyPart => "body part",
            Self::Guideline => "guideline",
            Self::Topic => "topic",
            Self::Concept => "concept",
            Self::Rule => "rule",
            Self::Unit => "unit",
        }
    }
}

/// The names of all packs in use, with the places where they are defined.
pub(crate) struct Names {
    by_kind: [HashMap<Id, Place>; Kind::ALL.len()],
}

impl Names {
    /// Collects the names and notes those that are defined twice.
    pub(crate) fn of(packs: &[WrittenPack], problems: &mut Problems) -> Self {
        let mut names = Self {
            by_kind: Default::default(),
        };
        for pack in packs {
            names.add(Kind::Treatment, &pack.treatments, |entry| &entry.id, problems);
            names.add(Kind::Class, &pack.classes, |entry| &entry.id, problems);
            names.add(Kind::BodyPart, &pack.body_parts, |entry| &entry.id, problems);
            names.add(Kind::Guideline, &pack.guidelines, |entry| &entry.id, problems);
            names.add(Kind::Concept, &pack.concepts, |entry| &entry.id, problems);
            names.add(Kind::Unit, &pack.units, |entry| &entry.id, problems);
            names.add(Kind::Rule, &pack.rules, |entry| &entry.id, problems);
            for topic in &pack.topics {
                let id = topic_name(&topic.written.guideline, &topic.written.id);
                names.define(Kind::Topic, id, topic.at().field("id"), problems);
            }
        }
        names
    }

    fn add<T>(&mut self, kind: Kind, entries: &[Item<T>], id: impl Fn(&T) -> &Id, problems: &mut Problems) {
        for entry in entries {
            self.define(kind, id(&entry.written).clone(), entry.at().field("id"), problems);
        }
    }

    fn define(&mut self, kind: Kind, id: Id, at: Cursor<'_>, problems: &mut Problems) {
        let place = at.place();
        let known = &mut self.by_kind[kind as usize];
        if let Some(earlier) = known.get(&id) {
            let shown = id.as_str().rsplit('/').next().unwrap_or_default();
            problems.note_clash(
                &place,
                earlier,
                format!("a second {} has the id `{shown}`", kind.word()),
            );
        } else {
            known.insert(id, place);
        }
    }

    pub(crate) fn has(&self, kind: Kind, id: &Id) -> bool {
        self.by_kind[kind as usize].contains_key(id)
    }

    /// Notes a reference to something that no pack defines.
    pub(crate) fn check(&self, kind: Kind, id: &Id, at: Cursor<'_>, problems: &mut Problems) {
        self.check_any(&[kind], id, at, problems);
    }

    /// Notes a reference that must be to one of several kinds of things.
    pub(crate) fn check_any(&self, kinds: &[Kind], id: &Id, at: Cursor<'_>, problems: &mut Problems) {
        if kinds.iter().any(|kind| self.has(*kind, id)) {
            return;
        }
        let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
        let message = format!("no {} has the id `{id}`", words.join(" or "));
        let known = kinds.iter().flat_map(|kind| self.by_kind[*kind as usize].keys());
        self.note_unknown(message, id.as_str(), known.map(Id::as_str), at, problems);
    }

    /// Notes a topic that its guideline does not have.
    pub(crate) fn check_topic(&self, guideline: &Id, topic: &Id, at: Cursor<'_>, problems: &mut Problems) {
        if self.has(Kind::Topic, &topic_name(guideline, topic)) || !self.has(Kind::Guideline, guideline) {
            return;
        }
        let prefix = format!("{guideline}/");
        let known = self.by_kind[Kind::Topic as usize].keys();
        let known = known.filter_map(|name| name.as_str().strip_prefix(&prefix));
        let message = format!("the guideline `{guideline}` has no topic `{topic}`");
        self.note_unknown(message, topic.as_str(), known, at, problems);
    }

    fn note_unknown<'known>(
        &self,
        message: String,
        found: &str,
        known: impl Iterator<Item = &'known str>,
        at: Cursor<'_>,
        problems: &mut Problems,
    ) {
        match nearest(found, known) {
            Some(near) => problems.note_with_help(&at.place(), message, format!("did you mean `{near}`?")),
            None => problems.note(&at.place(), message),
        }
    }
}

/// Topics have names within their guideline.
fn topic_name(guideline: &Id, topic: &Id) -> Id {
    Id::from(format!("{guideline}/{topic}"))
}
