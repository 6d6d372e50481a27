//! What a sentence does: its cues are weighed, role by role, beside what its section leads one to expect.

use crate::pack::Absence;
use crate::pack::written::{InSection, Position, SpokenRole};

use super::Role;

/// What a role cue says, and where.
#[derive(Debug, Clone, Copy)]
pub(super) struct RoleCue {
    /// For which role.
    pub(super) role: SpokenRole,
    /// How strongly.
    pub(super) weight: i32,
    /// Where it counts.
    pub(super) at: Position,
    /// In which section it counts.
    pub(super) section: InSection,
    /// Its first word and the word behind its last.
    pub(super) words: (usize, usize),
}

/// How many words may stand before a cue that counts at the beginning of a sentence.
const OPENING: usize = 2;

const ROLES: [SpokenRole; 6] = [
    SpokenRole::PatientFact,
    SpokenRole::Judgement,
    SpokenRole::Guideline,
    SpokenRole::Request,
    SpokenRole::ClaimsAdministrator,
    SpokenRole::Conclusion,
];

/// Weighs the cues of a sentence that begins at word `start`, those of the sentence before it, and what is `absent` from
/// it. Returns the role and the weightiest cue for it.
pub(super) fn weigh(
    own: &[RoleCue],
    before: &[RoleCue],
    absent: &[Absence],
    start: usize,
    summary: bool,
) -> (Role, Option<(usize, usize)>) {
    let own = own.iter().filter(|cue| match cue.at {
        Position::Anywhere => true,
        Position::Start => cue.words.0 <= start + OPENING,
        Position::Before | Position::Nowhere => false,
    });
    let before = before.iter().filter(|cue| cue.at == Position::Before);
    let counted: Vec<(&RoleCue, bool)> = own
        .map(|cue| (cue, true))
        .chain(before.map(|cue| (cue, false)))
        .filter(|(cue, _)| counts_in(cue.section, summary))
        .collect();
    let missing = absent.iter().filter(|absence| counts_in(absence.section, summary));
    let missing = missing.map(|absence| (absence.role, absence.weight));
    let mut weights = ROLES.map(|role| (role, expected(role, summary)));
    for (role, weight) in counted.iter().map(|(cue, _)| (cue.role, cue.weight)).chain(missing) {
        for (_, sum) in weights.iter_mut().filter(|(weighed, _)| *weighed == role) {
            *sum += weight;
        }
    }
    let (mut best, mut most) = weights[0];
    for (role, weight) in weights {
        // Of equals the first.
        if weight > most {
            (best, most) = (role, weight);
        }
    }
    let telling = counted
        .iter()
        .filter(|(cue, own)| *own && cue.role == best && cue.weight > 0);
    let words = telling.max_by_key(|(cue, _)| cue.weight).map(|(cue, _)| cue.words);
    (Role::from(best), words)
}

fn counts_in(section: InSection, summary: bool) -> bool {
    match section {
        InSection::Both => true,
        InSection::Summary => summary,
        InSection::Rationale => !summary,
    }
}

/// What a section leads one to expect before a word is read: a summary reports on the patient, a rationale weighs.
fn expected(role: SpokenRole, summary: bool) -> i32 {
    match (role, summary) {
        (SpokenRole::PatientFact, true) => 4,
        (SpokenRole::PatientFact, false) => 1,
        (SpokenRole::Judgement, false) => 2,
        _ => 0,
    }
}

impl From<SpokenRole> for Role {
    fn from(spoken: SpokenRole) -> Self {
        match spoken {
            SpokenRole::PatientFact => Self::PatientFact,
            SpokenRole::Guideline => Self::Guideline,
            SpokenRole::Request => Self::Request,
            SpokenRole::ClaimsAdministrator => Self::ClaimsAdministrator,
            SpokenRole::Conclusion => Self::Conclusion,
            SpokenRole::Judgement => Self::Judgement,
        }
    }
}
