//! Whom words mean: each noun for a person stands for the patient or for somebody else, and a pronoun for the last of its
//! sex that was named, the patient where nobody else was.

use crate::letter::Sex;
use crate::pack::written::{ToldSex, Who};

use super::read::{ReadSection, span_of};
use super::{Fact, FactKind};

/// The last somebody else who was named, and how long ago.
#[derive(Debug, Clone, Copy)]
struct Other {
    sex: Option<Sex>,
    sentence: usize,
}

/// The words of each sentence that tell the sex of a person.
pub(super) fn sex_words(section: &ReadSection) -> Vec<Vec<Fact>> {
    let mut other: Option<Other> = None;
    let mut told = Vec::with_capacity(section.sentences.len());
    for (place, read) in section.sentences.iter().enumerate() {
        let mut facts = Vec::new();
        // Somebody else is not remembered beyond the next sentence.
        other = other.filter(|other| other.sentence + 1 >= place);
        for (index, (who, sex, run)) in read.found.persons.iter().enumerate() {
            let covered = read.found.persons.iter().enumerate().any(|(longer, (_, _, words))| {
                let holds = words.0 <= run.0 && run.1 <= words.1;
                longer != index && holds && words != run
            });
            if covered {
                continue;
            }
            let sex = sex.map(Sex::from);
            let of_patient = match who {
                Who::Nobody => continue,
                Who::Patient => {
                    other = None;
                    true
                }
                Who::Other => {
                    other = Some(Other { sex, sentence: place });
                    false
                }
                Who::Pronoun => !other.is_some_and(|other| other.sex.is_none_or(|told| Some(told) == sex)),
            };
            if let Some(sex) = sex {
                let span = span_of(&section.words, *run);
                facts.push(Fact {
                    span,
                    kind: FactKind::SexWord { sex, of_patient },
                });
            }
        }
        told.push(facts);
    }
    told
}

/// Whether somebody else than the patient was named in the sentence before word `at`, the patient not since.
pub(super) fn speaks_of_other(persons: &[(Who, Option<ToldSex>, (usize, usize))], at: usize) -> bool {
    let before = persons
        .iter()
        .filter(|(who, _, run)| run.1 <= at && matches!(who, Who::Patient | Who::Other));
    before
        .max_by_key(|(_, _, run)| run.1)
        .is_some_and(|(who, _, _)| *who == Who::Other)
}

impl From<ToldSex> for Sex {
    fn from(told: ToldSex) -> Self {
        match told {
            ToldSex::Female => Self::Female,
            ToldSex::Male => Self::Male,
        }
    }
}
