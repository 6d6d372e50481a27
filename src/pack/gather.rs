//! A pack's files, decoded and laid together: every entry with its node, so that whoever finds fault with it later can point
//! at the very words.

use std::collections::BTreeMap;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde::de::DeserializeOwned;

use super::problem::{Place, Problems, SourceFile};
use super::source::{PackFile, PackSource};
use super::written::{
    AssertionCues, BodyPart, Class, Compound, Concept, ConclusionCues, Conversion, Extension, FactPhrases, Guideline,
    Manifest, Message, NotAddressed, PersonWords, RoleCues, Rule, RuleExamples, ScopeEnds, Topic, Treatment, Unit,
    WordClass,
};
use super::yaml::{self, Node, NodeValue};
use crate::check::Code;

/// An entry of a pack with its place.
#[derive(Debug, Clone)]
pub(crate) struct Item<T> {
    pub(crate) written: T,
    file: SourceFile,
    node: Node<'static>,
}

impl<T> Item<T> {
    /// A cursor on the entry, from which its parts are reached.
    pub(crate) fn at(&self) -> Cursor<'_> {
        Cursor {
            file: &self.file,
            node: &self.node,
        }
    }
}

/// A way into an entry's node. A part that is not there stands for the part around it, so that every problem has a place.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'item> {
    file: &'item SourceFile,
    node: &'item Node<'static>,
}

impl<'item> Cursor<'item> {
    /// The value of a field.
    pub(crate) fn field(self, key: &str) -> Self {
        let node = self.node.get(key).map_or(self.node, |entry| &entry.value);
        Self { node, ..self }
    }

    /// An element of a list.
    pub(crate) fn index(self, index: usize) -> Self {
        let node = self.node.element(index).unwrap_or(self.node);
        Self { node, ..self }
    }

    /// The words of the value.
    pub(crate) fn place(self) -> Place {
        Place {
            file: self.file.clone(),
            span: self.node.span.clone(),
        }
    }

    /// The words of a key.
    pub(crate) fn key(self, key: &str) -> Place {
        let span = self.node.get(key).map_or(&self.node.span, |entry| &entry.key_span);
        Place {
            file: self.file.clone(),
            span: span.clone(),
        }
    }

    /// The line of a block that reads `line`; the whole block where none does.
    pub(crate) fn line(self, line: &str) -> Place {
        let mut place = self.place();
        let written = self.file.text.get(place.span.clone()).unwrap_or_default();
        let mut start = place.span.start;
        for row in written.split_inclusive('\n') {
            if row.trim() == line {
                let begins = start + row.len() - row.trim_start().len();
                place.span = begins..begins + line.len();
                return place;
            }
            start += row.len();
        }
        place
    }

    /// The words of the value's content, quotation marks left off, from a byte of the content on. Exact for plain and simply
    /// quoted values; for folded ones the whole value.
    pub(crate) fn within(self, at: usize, length: usize) -> Place {
        let mut place = self.place();
        let written = self.file.text.get(place.span.clone()).unwrap_or_default();
        let NodeValue::Scalar(value) = &self.node.value else {
            return place;
        };
        if let Some(offset) = written.find(&**value) {
            let start = place.span.start + offset + at;
            place.span = start..(start + length).min(place.span.end);
        }
        place
    }
}

macro_rules! sections {
    ($($(#[doc = $meaning:literal])+ $field:ident $key:literal $kind:ty;)+) => {
        /// One pack, decoded.
        #[derive(Debug)]
        #[allow(dead_code, reason = "each section is for the room that compiles it")]
        pub(crate) struct WrittenPack {
            /// What the pack says of itself.
            pub(crate) manifest: Item<Manifest>,
            /// The fingerprint of its files.
            pub(crate) sha256: String,
            /// Common messages of findings.
            pub(crate) messages: Vec<Item<BTreeMap<Code, Message>>>,
            $($(#[doc = $meaning])+ pub(crate) $field: Vec<Item<$kind>>,)+
        }

        #[derive(Default)]
        struct Parts {
            manifests: Vec<Item<Manifest>>,
            messages: Vec<Item<BTreeMap<Code, Message>>>,
            $($field: Vec<Item<$kind>>,)+
        }

        /// The sections that a pack file may have.
        pub(crate) const SECTIONS: &[&str] = &["pack", "messages", $($key,)+];

        impl Parts {
            fn section(&mut self, key: &str, node: Node<'static>, file: &SourceFile, problems: &mut Problems) {
                match key {
                    "pack" => self.manifests.extend(item(node, file, problems)),
                    "messages" => self.messages.extend(item(node, file, problems)),
                    $($key => items(node, file, problems, &mut self.$field),)+
                    _ => {}
                }
            }

            fn into_pack(self, manifest: Item<Manifest>, sha256: String) -> WrittenPack {
                WrittenPack { manifest, sha256, messages: self.messages, $($field: self.$field,)+ }
            }
        }
    };
}

sections! {
    /// Classes of treatments.
    classes "classes" Class;
    /// Treatments.
    treatments "treatments" Treatment;
    /// Regions of the body.
    body_parts "body-parts" BodyPart;
    /// What quantities count.
    units "units" Unit;
    /// How mixtures are recognized.
    compounds "compounds" Compound;
    /// What qualities of a request make of its treatments.
    conversions "conversions" Conversion;
    /// Phrases that name a treatment and mean none.
    no_treatments "no-treatments" String;
    /// Words one letter away from a name.
    everyday_words "everyday-words" String;
    /// Guidelines.
    guidelines "guidelines" Guideline;
    /// Topics of guidelines.
    topics "topics" Topic;
    /// What guidelines do not address.
    not_addressed "not-addressed" NotAddressed;
    /// Classes of words that phrases name.
    words "words" WordClass;
    /// What letters say of patients.
    concepts "concepts" Concept;
    /// Cues that decide how concepts are asserted.
    assertion_cues "assertion-cues" AssertionCues;
    /// Words that end the scope of an assertion cue.
    scope_ends "scope-ends" ScopeEnds;
    /// Cues that speak for a role of the sentence.
    role_cues "role-cues" RoleCues;
    /// Words that conclude.
    conclusion_cues "conclusion-cues" ConclusionCues;
    /// Words that mean a person.
    persons "persons" PersonWords;
    /// Phrases that give facts.
    facts "facts" FactPhrases;
    /// Abbreviations whose full stop ends no sentence.
    abbreviations "abbreviations" String;
    /// Rules.
    rules "rules" Rule;
    /// Changes to rules of other packs.
    extends "extends" Extension;
    /// Examples of rules.
    examples "examples" RuleExamples;
}

/// Which files of a pack to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// What checking letters needs.
    Rules,
    /// The examples too.
    RulesAndExamples,
}

/// Decodes a pack. `None` where it does not say what it is.
pub(crate) fn gather(source: &PackSource, reading: Reading, problems: &mut Problems) -> Option<WrittenPack> {
    let mut parts = Parts::default();
    let mut all_read = true;
    let is_read = |file: &&PackFile| reading == Reading::RulesAndExamples || !is_examples(&file.source.name);
    let files: Vec<&PackFile> = source.files.iter().filter(is_read).collect();
    let roots: Vec<_> = files.par_iter().map(|file| file.tree()).collect();
    for (file, root) in files.into_iter().zip(roots) {
        all_read &= gather_file(&file.source, root, &mut parts, problems);
    }
    let mut manifests = std::mem::take(&mut parts.manifests).into_iter();
    let Some(manifest) = manifests.next() else {
        // A file that could not be read may be the one that says it.
        if !all_read {
            return None;
        }
        let place = Place {
            file: source.files.first()?.source.clone(),
            span: 0..0,
        };
        problems.note_with_help(
            &place,
            "no file of the pack says what it is",
            "add an entry `pack:` with id, title and version",
        );
        return None;
    };
    for second in manifests {
        let message = "the pack says a second time what it is";
        problems.note_clash(
            &second.at().field("id").place(),
            &manifest.at().field("id").place(),
            message,
        );
    }
    Some(parts.into_pack(manifest, source.sha256.clone()))
}

fn is_examples(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.ends_with(".examples")
}

/// Whether the file could be read as one of a pack, whatever is wrong inside it.
fn gather_file(
    file: &SourceFile,
    root: Result<Node<'static>, yaml::YamlProblem>,
    parts: &mut Parts,
    problems: &mut Problems,
) -> bool {
    let whole = |span| Place {
        file: file.clone(),
        span,
    };
    let root = match root {
        Ok(root) => root,
        Err(problem) => {
            problems.note(&whole(problem.span), problem.message);
            return false;
        }
    };
    let NodeValue::Map(entries) = root.value else {
        let message = format!("a pack file has named sections: {}", SECTIONS.join(", "));
        problems.note(&whole(root.span), message);
        return false;
    };
    for entry in entries {
        if SECTIONS.contains(&&*entry.key) {
            parts.section(&entry.key, entry.value, file, problems);
        } else {
            problems.note(&whole(entry.key_span), yaml::unknown("section", &entry.key, SECTIONS));
        }
    }
    true
}

fn items<T: DeserializeOwned>(
    node: Node<'static>,
    file: &SourceFile,
    problems: &mut Problems,
    into: &mut Vec<Item<T>>,
) {
    match node.value {
        NodeValue::List(elements) => {
            into.extend(elements.into_iter().filter_map(|element| item(element, file, problems)));
        }
        NodeValue::Nothing => {}
        _ => {
            let place = Place {
                file: file.clone(),
                span: node.span,
            };
            problems.note(&place, "wanted is a list, each entry beginning with `- `");
        }
    }
}

fn item<T: DeserializeOwned>(node: Node<'static>, file: &SourceFile, problems: &mut Problems) -> Option<Item<T>> {
    let decoded = yaml::decode(&node);
    for problem in decoded.problems {
        let place = Place {
            file: file.clone(),
            span: problem.span,
        };
        problems.note(&place, problem.message);
    }
    decoded.value.map(|written| Item {
        written,
        file: file.clone(),
        node,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::written::PackFile;

    #[test]
    fn the_sections_read_are_those_of_the_schema() {
        let schema = schemars::schema_for!(PackFile);
        let mut described: Vec<_> = schema
            .get("properties")
            .unwrap()
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect();
        described.sort();
        let mut read: Vec<_> = SECTIONS.iter().map(ToString::to_string).collect();
        read.sort();
        assert_eq!(described, read);
    }
}
