//! Concepts and cues compiled: every phrase of the packs in one search, and what each of them means.

use std::collections::HashSet;

use rayon::prelude::*;

use super::Id;
use super::gather::{Cursor, Item, WrittenPack};
use super::phrase::{PhraseProblem, Phrases, PhrasesBuilder, Row};
use super::problem::{Place, Problems};
use super::written::{
    Concept, ConceptKind, Concludes, FactPhrase, InSection, Lines, Position, RoleCues, Said, Scope, SpokenRole,
    ToldSex, Who,
};

/// The concepts and cues of all packs, ready for reading.
#[derive(Debug, Default)]
pub struct Cues {
    phrases: Phrases,
    meanings: Vec<Meaning>,
    concepts: Vec<KnownConcept>,
    absences: Vec<Absence>,
    abbreviations: HashSet<String>,
}

/// A concept as readers need it.
#[derive(Debug, Clone)]
pub struct KnownConcept {
    /// Its id.
    pub id: Id,
    /// What it is for.
    pub kind: ConceptKind,
    /// Whether an earlier time is as good as the present one.
    pub history_counts: bool,
    /// Whether a reviewer's bare negation of it speaks of the records and not of the patient.
    pub sought_in_records: bool,
}

/// A role that a sentence is likelier to have where none of certain cues stands in it.
#[derive(Debug, Clone, Copy)]
pub struct Absence {
    /// The role.
    pub role: SpokenRole,
    /// How strongly the absence speaks for it.
    pub weight: i32,
    /// In which section it counts.
    pub section: InSection,
}

/// How a phrase of a concept stands to negations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Polarity {
    /// Cues decide.
    Open,
    /// It affirms the concept, negations inside it included.
    Affirming,
    /// It denies the concept in itself.
    Denying,
    /// It documents the concept even where denied.
    Addressing,
    /// It takes the concept for granted.
    Presupposing,
    /// It means something else.
    Never,
}

/// What a phrase means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// A concept, by its place among the concepts.
    Concept(usize, Polarity),
    /// A cue for the assertion of concepts in its scope, with the most words that the scope holds.
    Assertion(Said, Scope, Option<usize>),
    /// The end of scopes that say this, of all where it says nothing; and whether only of those that come from before it.
    End(Option<Said>, bool),
    /// A cue for a role, with its weight.
    Role(SpokenRole, i32, Position, InSection),
    /// A cue whose absence, by its place among the absences, speaks for a role.
    Absent(usize),
    /// A conclusion.
    Conclusion(Concludes),
    /// A person.
    Person(Who, Option<ToldSex>),
    /// A fact.
    Fact(FactPhrase),
}

impl Cues {
    /// Compiles the concepts and cues of `packs`; what is no phrase is noted in its place.
    pub(super) fn compile(packs: &[WrittenPack], problems: &mut Problems) -> Self {
        let mut compiler = Compiler::default();
        for class in packs.iter().flat_map(|pack| &pack.words) {
            note(
                || class.at().place(),
                compiler.builder.class(&class.written.id),
                problems,
            );
        }
        for class in packs.iter().flat_map(|pack| &pack.words) {
            for member in class.written.any.all() {
                let added = compiler.builder.member(&class.written.id, member);
                note(|| class.at().field("any").line(member), added, problems);
            }
        }
        for pack in packs {
            compiler.pack(pack, problems);
        }
        compiler.add_phrases(problems);
        let mut cues = compiler.cues;
        cues.phrases = compiler.builder.build();
        cues
    }

    /// The search for all phrases.
    #[must_use]
    pub fn phrases(&self) -> &Phrases {
        &self.phrases
    }

    /// What the phrase of this number means.
    #[must_use]
    pub fn meaning(&self, phrase: u32) -> Option<Meaning> {
        self.meanings.get(phrase as usize).copied()
    }

    /// The concept at this place.
    #[must_use]
    pub fn concept(&self, place: usize) -> Option<&KnownConcept> {
        self.concepts.get(place)
    }

    /// The groups of cues whose absence speaks for a role.
    #[must_use]
    pub fn absences(&self) -> &[Absence] {
        &self.absences
    }

    /// What the concept of this id is for.
    #[must_use]
    pub fn kind_of(&self, id: &Id) -> Option<ConceptKind> {
        let known = self.concepts.iter().find(|concept| concept.id == *id);
        known.map(|concept| concept.kind)
    }

    /// Whether `word`, in lower case, is an abbreviation whose full stop ends no sentence.
    #[must_use]
    pub fn is_abbreviation(&self, word: &str) -> bool {
        self.abbreviations.contains(word)
    }
}

fn note(place: impl Fn() -> Place, added: Result<(), PhraseProblem>, problems: &mut Problems) {
    if let Err(problem) = added {
        problems.note(&place(), problem.to_string());
    }
}

#[derive(Default)]
struct Compiler<'packs> {
    builder: PhrasesBuilder,
    cues: Cues,
    lists: Vec<List<'packs>>,
}

/// Phrases of one meaning.
struct List<'packs> {
    at: Cursor<'packs>,
    phrases: &'packs Lines,
    number: u32,
}

impl<'packs> Compiler<'packs> {
    fn pack(&mut self, pack: &'packs WrittenPack, problems: &mut Problems) {
        for concept in &pack.concepts {
            self.concept(concept, problems);
        }
        for cues in &pack.assertion_cues {
            let written = &cues.written;
            let meaning = Meaning::Assertion(written.says, written.scope, written.reach);
            self.all(cues.at().field("cues"), &written.cues, meaning, problems);
        }
        for ends in &pack.scope_ends {
            let at = ends.at().field("cues");
            if ends.written.of.is_empty() {
                self.all(
                    at,
                    &ends.written.cues,
                    Meaning::End(None, ends.written.before),
                    problems,
                );
            }
            for said in &ends.written.of {
                self.all(
                    at,
                    &ends.written.cues,
                    Meaning::End(Some(*said), ends.written.before),
                    problems,
                );
            }
        }
        for cues in &pack.role_cues {
            let written = &cues.written;
            let meaning = self.role(written);
            self.all(cues.at().field("cues"), &written.cues, meaning, problems);
        }
        for cues in &pack.conclusion_cues {
            let meaning = Meaning::Conclusion(cues.written.concludes);
            self.all(cues.at().field("cues"), &cues.written.cues, meaning, problems);
        }
        for person in &pack.persons {
            let meaning = Meaning::Person(person.written.who, person.written.sex);
            self.all(person.at().field("words"), &person.written.words, meaning, problems);
        }
        for facts in &pack.facts {
            let meaning = Meaning::Fact(facts.written.fact);
            self.all(facts.at().field("phrases"), &facts.written.phrases, meaning, problems);
        }
        let abbreviations = pack.abbreviations.iter().map(|word| word.written.to_lowercase());
        self.cues.abbreviations.extend(abbreviations);
    }

    fn role(&mut self, written: &RoleCues) -> Meaning {
        let &RoleCues {
            role, weight, section, ..
        } = written;
        if written.at != Position::Nowhere {
            return Meaning::Role(role, weight, written.at, section);
        }
        self.cues.absences.push(Absence { role, weight, section });
        Meaning::Absent(self.cues.absences.len() - 1)
    }

    /// A pack may add phrases to a concept of another: the entries of one id are one concept.
    fn concept(&mut self, item: &'packs Item<Concept>, problems: &mut Problems) {
        let concept = &item.written;
        let known = self.cues.concepts.iter().position(|known| known.id == concept.id);
        let place = known.unwrap_or_else(|| {
            self.cues.concepts.push(KnownConcept {
                id: concept.id.clone(),
                kind: concept.kind,
                history_counts: concept.history_counts,
                sought_in_records: concept.sought_in_records,
            });
            self.cues.concepts.len() - 1
        });
        let lists = [
            ("phrases", &concept.phrases, Polarity::Open),
            ("affirming", &concept.affirming, Polarity::Affirming),
            ("denying", &concept.denying, Polarity::Denying),
            ("addressing", &concept.addressing, Polarity::Addressing),
            ("presupposing", &concept.presupposing, Polarity::Presupposing),
            ("never", &concept.never, Polarity::Never),
        ];
        for (field, lines, polarity) in lists {
            self.all(
                item.at().field(field),
                lines,
                Meaning::Concept(place, polarity),
                problems,
            );
        }
    }

    fn all(&mut self, at: Cursor<'packs>, phrases: &'packs Lines, meaning: Meaning, problems: &mut Problems) {
        let Ok(number) = u32::try_from(self.cues.meanings.len()) else {
            return note(|| at.place(), Err(PhraseProblem::TooMany), problems);
        };
        self.cues.meanings.push(meaning);
        self.lists.push(List { at, phrases, number });
    }

    /// Adds the phrases of all lists in their order. Reading them, which is half of the work, is shared out to the threads.
    fn add_phrases(&mut self, problems: &mut Problems) {
        let read = |list: &List<'packs>| list.phrases.all().map(Row::read).collect();
        let rows: Vec<Vec<Result<Row<'packs>, PhraseProblem>>> = self.lists.par_iter().map(read).collect();
        for (list, rows) in self.lists.iter().zip(rows) {
            for (phrase, row) in list.phrases.all().zip(rows) {
                let added = row.and_then(|row| self.builder.phrase(phrase, &row, list.number));
                note(|| list.at.line(phrase), added, problems);
            }
        }
    }
}
