//! The phrases of a sentence, sorted by what the packs say they mean.

use std::ops::Range;

use crate::pack::phrase::{Tag, Words};
use crate::pack::written::{Concludes, FactPhrase, ToldSex, Who};
use crate::pack::{Cues, Meaning, Polarity};

use super::context::{Cue, End, Run};
use super::role::RoleCue;

/// What was found in a sentence, by what it means.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    /// Concepts: place, polarity, words.
    pub(super) concepts: Vec<(usize, Polarity, Run)>,
    pub(super) assertions: Vec<Cue>,
    pub(super) ends: Vec<End>,
    pub(super) roles: Vec<RoleCue>,
    /// Groups of cues whose absence would have said something.
    pub(super) present: Vec<usize>,
    /// Conclusions and their words.
    pub(super) conclusions: Vec<(Concludes, Run)>,
    /// Words that mean a person.
    pub(super) persons: Vec<(Who, Option<ToldSex>, Run)>,
    /// Phrases of facts.
    pub(super) facts: Vec<(FactPhrase, Run)>,
}

impl Found {
    /// Looks up the phrases of the sentence that the words of `range` make and sorts them by what they mean. `tags` are the
    /// treatments that stand in it.
    pub(super) fn look_up(cues: &Cues, words: &Words, range: Range<usize>, tags: &[Tag<'_>]) -> Self {
        let mut found = Self::default();
        for hit in cues.phrases().find(words, range, tags) {
            let words = (hit.start, hit.end);
            match cues.meaning(hit.phrase) {
                Some(Meaning::Concept(place, polarity)) => found.concepts.push((place, polarity, words)),
                Some(Meaning::Assertion(says, scope, reach)) => found.assertions.push(Cue {
                    says,
                    scope,
                    reach,
                    words,
                    governs: words,
                }),
                Some(Meaning::End(of, forward_only)) => found.ends.push(End {
                    of,
                    forward_only,
                    words,
                }),
                Some(Meaning::Role(role, weight, at, section)) => found.roles.push(RoleCue {
                    role,
                    weight,
                    at,
                    section,
                    words,
                }),
                Some(Meaning::Absent(place)) => found.present.push(place),
                Some(Meaning::Conclusion(concludes)) => found.conclusions.push((concludes, words)),
                Some(Meaning::Person(who, sex)) => found.persons.push((who, sex, words)),
                Some(Meaning::Fact(fact)) => found.facts.push((fact, words)),
                None => {}
            }
        }
        found.concepts = settle(std::mem::take(&mut found.concepts));
        found.roles = longest_roles(found.roles);
        found
    }

    /// The same with every run moved by so many words, back where the number is negative.
    pub(super) fn shifted(mut self, by: isize) -> Self {
        let moved = |run: &mut Run| *run = (run.0.wrapping_add_signed(by), run.1.wrapping_add_signed(by));
        self.concepts.iter_mut().for_each(|(_, _, run)| moved(run));
        self.ends.iter_mut().for_each(|end| moved(&mut end.words));
        self.roles.iter_mut().for_each(|cue| moved(&mut cue.words));
        self.conclusions.iter_mut().for_each(|(_, run)| moved(run));
        self.persons.iter_mut().for_each(|(_, _, run)| moved(run));
        self.facts.iter_mut().for_each(|(_, run)| moved(run));
        for cue in &mut self.assertions {
            moved(&mut cue.words);
            moved(&mut cue.governs);
        }
        self
    }
}

/// Of phrases of one concept that overlap, the longest counts, and of equal ones the one that says more than cues could;
/// none does where the words mean something else.
fn settle(all: Vec<(usize, Polarity, Run)>) -> Vec<(usize, Polarity, Run)> {
    let force = |(_, polarity, run): &(usize, Polarity, Run)| (run.1 - run.0, *polarity != Polarity::Open);
    let beaten = |index: usize, entry: &(usize, Polarity, Run)| {
        all.iter().enumerate().any(|(other_index, other)| {
            let overlap = other.2.0 < entry.2.1 && entry.2.0 < other.2.1;
            let stronger = force(other) > force(entry) || (force(other) == force(entry) && other_index < index);
            other.0 == entry.0 && other_index != index && overlap && (other.1 == Polarity::Never || stronger)
        })
    };
    let kept = all.iter().enumerate();
    kept.filter(|(index, entry)| entry.1 != Polarity::Never && !beaten(*index, entry))
        .map(|(_, entry)| *entry)
        .collect()
}

/// A role cue inside a longer one for the same role adds nothing to it.
fn longest_roles(all: Vec<RoleCue>) -> Vec<RoleCue> {
    let inside = |cue: &RoleCue, other: &RoleCue| {
        let longer = other.words.0 <= cue.words.0 && cue.words.1 <= other.words.1 && other.words != cue.words;
        longer && other.role == cue.role && other.weight.signum() == cue.weight.signum() && other.at == cue.at
    };
    let kept = all.iter().filter(|cue| !all.iter().any(|other| inside(cue, other)));
    kept.copied().collect()
}
