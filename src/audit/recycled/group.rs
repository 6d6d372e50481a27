//! Groups fingerprints that are alike. Bands of bins bring likely copies together, so the work grows with the number of
//! letters and not with its square; the comparison itself decides.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use rayon::prelude::*;

use super::Fingerprint;
use crate::audit::AuditedLetter;
use crate::letter::Sex;

/// When two rationales are the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Settings {
    /// The least likeness, from 0 to 1.
    pub least_share: f64,
    /// The fewest words on the patient that a rationale needs to be told from another.
    pub least_fact_words: u16,
}

impl Default for Settings {
    /// Nearly the same, with three sentences or so on the patient.
    fn default() -> Self {
        Self {
            least_share: 0.9,
            least_fact_words: 25,
        }
    }
}

/// A rationale, whose it is and where it stands.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The letter's place in the batch, from 0.
    pub letter: u32,
    /// The determination, from 1.
    pub determination: u16,
    /// The patient.
    pub patient: Patient,
    /// The rationale.
    pub fingerprint: Fingerprint,
}

/// What tells one patient from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Patient {
    case_number: Option<u64>,
    injury_date: Option<Date>,
    age: Option<u32>,
    female: Option<bool>,
}

impl Patient {
    /// The patient of a letter.
    #[must_use]
    pub fn of(row: &AuditedLetter) -> Self {
        let case_number = row.letter.case_number.as_deref().map(|number| {
            number
                .bytes()
                .filter(u8::is_ascii_alphanumeric)
                .fold(0_u64, |key, byte| {
                    key.wrapping_mul(131).wrapping_add(u64::from(byte.to_ascii_uppercase()))
                })
        });
        let (injury_date, age) = (row.injury_date, row.age);
        let female = row.sex.map(|sex| sex == Sex::Female);
        // The same person may have several cases: a case number tells patients apart only where the rest does not
        // tell that they are one.
        let known = injury_date.is_some() && age.is_some() && female.is_some();
        Self {
            case_number: case_number.filter(|_| !known),
            injury_date,
            age,
            female,
        }
    }

    /// Whether the letters show that these are two people.
    #[must_use]
    pub fn differs_from(&self, other: &Self) -> bool {
        differ(self.injury_date, other.injury_date, |one, other| one != other)
            || differ(self.female, other.female, |one, other| one != other)
            || differ(self.age, other.age, |one, other| one.abs_diff(other) > 1)
            || differ(self.case_number, other.case_number, |one, other| one != other)
    }
}

fn differ<T>(one: Option<T>, other: Option<T>, differ: impl Fn(T, T) -> bool) -> bool {
    one.zip(other).is_some_and(|(one, other)| differ(one, other))
}

/// The same rationale in letters of different patients.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Where it stands, in the order of the batch. At least two.
    pub members: Vec<Member>,
}

/// One place of a recycled rationale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Member {
    /// The letter's place in the batch, from 0.
    pub letter: u32,
    /// The determination, from 1.
    pub determination: u16,
    /// The first letter of another patient with the same rationale.
    pub other: u32,
    /// How much of the two is the same.
    pub share: f64,
}

/// The recycled rationales of a batch, in the order of their first letters.
#[must_use]
pub fn groups(signed: &[Signed], settings: Settings) -> Vec<Group> {
    let mut sets = Sets::new(signed.len());
    let mut keys: Vec<(u64, usize)> = Vec::with_capacity(signed.len());
    for band in 0..Fingerprint::BANDS {
        keys.clear();
        let tellable = signed
            .iter()
            .enumerate()
            .filter(|(_, one)| one.fingerprint.fact_words() >= settings.least_fact_words);
        keys.extend(tellable.map(|(at, one)| (one.fingerprint.band(band), at)));
        keys.par_sort_unstable();
        let alike: Vec<(usize, usize)> = keys
            .par_chunk_by(|one, other| one.0 == other.0)
            .flat_map_iter(|bucket| alike(bucket, signed, settings, &sets))
            .collect();
        for (one, other) in alike {
            sets.join(one, other);
        }
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..signed.len() {
        members.entry(sets.root(at)).or_default().push(at);
    }
    members
        .into_values()
        .filter(|members| members.len() > 1)
        .filter_map(|members| group(&members, signed))
        .collect()
}

/// How many different rationales of one bucket are remembered; what is still apart then meets in another band.
const REPRESENTATIVES: usize = 8;

/// Those of a bucket that are alike, two by two. Of those that `sets` holds together already it need not be asked.
fn alike(bucket: &[(u64, usize)], signed: &[Signed], settings: Settings, sets: &Sets) -> Vec<(usize, usize)> {
    let mut representatives: Vec<usize> = Vec::new();
    let mut found = Vec::new();
    for &(_, at) in bucket {
        let one = &signed[at].fingerprint;
        let alike = |&&other: &&usize| {
            sets.parent[at] == sets.parent[other] || one.likeness(&signed[other].fingerprint) >= settings.least_share
        };
        match representatives.iter().find(alike) {
            Some(&representative) => found.push((at, representative)),
            None if representatives.len() < REPRESENTATIVES => representatives.push(at),
            None => {}
        }
    }
    found
}

/// The members of a set that stand beside another patient; nothing where all may be one patient's.
fn group(members: &[usize], signed: &[Signed]) -> Option<Group> {
    // Thousands of letters may be of few different patients as far as they tell: one member of each is enough to ask.
    let mut seen = BTreeSet::new();
    let distinct: Vec<usize> = members
        .iter()
        .copied()
        .filter(|&at| seen.insert(signed[at].patient))
        .collect();
    let members: Vec<Member> = members
        .iter()
        .filter_map(|&at| {
            let one = &signed[at];
            let other = distinct
                .iter()
                .map(|&other| &signed[other])
                .find(|other| other.letter != one.letter && other.patient.differs_from(&one.patient))?;
            Some(Member {
                letter: one.letter,
                determination: one.determination,
                other: other.letter,
                share: one.fingerprint.likeness(&other.fingerprint),
            })
        })
        .collect();
    (members.len() > 1).then_some(Group { members })
}

/// Disjoint sets; the root of each is its first member.
struct Sets {
    parent: Vec<usize>,
}

impl Sets {
    fn new(len: usize) -> Self {
        Self {
            parent: (0..len).collect(),
        }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.parent[one.max(other)] = one.min(other);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const SETTINGS: Settings = Settings {
        least_share: 0.8,
        least_fact_words: 12,
    };

    fn facts(of: usize) -> String {
        (0..40).map(|word| format!("fact{of}x{word} ")).collect()
    }

    fn patient(injury: Option<Date>, age: Option<u32>) -> Patient {
        Patient {
            case_number: None,
            injury_date: injury,
            age,
            female: None,
        }
    }

    fn signed(letter: u32, text: &str, patient: Patient) -> Signed {
        Signed {
            letter,
            determination: 1,
            patient,
            fingerprint: Fingerprint::new(text, [text]).unwrap(),
        }
    }

    #[test]
    fn copies_for_different_patients_are_grouped() {
        let anna = patient(Some(date(2011, 5, 25)), Some(58));
        let boris = patient(Some(date(2013, 1, 2)), Some(41));
        let batch = [
            signed(0, &facts(1), anna),
            signed(1, &facts(2), boris),
            signed(2, &facts(1), boris),
            signed(3, &facts(3), anna),
        ];
        let groups = groups(&batch, SETTINGS);
        let letters: Vec<Vec<(u32, u32)>> = groups
            .iter()
            .map(|group| {
                group
                    .members
                    .iter()
                    .map(|member| (member.letter, member.other))
                    .collect()
            })
            .collect();
        assert_eq!(letters, [[(0, 2), (2, 0)]]);
    }

    #[test]
    fn copies_for_one_patient_are_silent() {
        let one = patient(Some(date(2011, 5, 25)), Some(58));
        let a_year_on = patient(Some(date(2011, 5, 25)), Some(59));
        assert!(groups(&[signed(0, &facts(1), one), signed(1, &facts(1), a_year_on)], SETTINGS).is_empty());
    }

    #[test]
    fn letters_that_do_not_tell_the_patient_are_silent() {
        let unknown = patient(None, None);
        assert!(
            groups(
                &[signed(0, &facts(1), unknown), signed(1, &facts(1), unknown)],
                SETTINGS
            )
            .is_empty()
        );
    }

    #[test]
    fn copies_within_one_letter_are_another_finding() {
        let anna = patient(None, Some(58));
        assert!(groups(&[signed(0, &facts(1), anna), signed(0, &facts(1), anna)], SETTINGS).is_empty());
    }

    #[test]
    fn few_words_on_the_patient_prove_nothing() {
        let short = "The patient has chronic low back pain";
        let batch = [
            signed(0, short, patient(None, Some(58))),
            signed(1, short, patient(None, Some(30))),
        ];
        assert!(groups(&batch, SETTINGS).is_empty());
    }

    #[test]
    fn thousands_of_copies_are_one_group() {
        let text = facts(1);
        let batch: Vec<Signed> = (0..5000)
            .map(|letter| signed(letter, &text, patient(None, Some(20 + letter % 50))))
            .collect();
        let groups = groups(&batch, SETTINGS);
        assert_eq!(groups.len(), 1);
        assert_eq!(groups[0].members.len(), 5000);
    }
}
