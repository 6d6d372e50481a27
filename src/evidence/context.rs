//! The ConText algorithm (Harkema, Dowling, Thornblade, Chapman 2009): cues before or behind a concept decide how it is
//! asserted, within a scope that ends with the clause or at words that end it; words that only look like cues are set
//! aside first. To the paper's values this adds that something is missing from the records.

use crate::pack::written::{Said, Scope};
use crate::pack::{KnownConcept, Polarity};

use super::{Assertion, Role};

/// A run of words: the first, and the one behind the last.
pub(super) type Run = (usize, usize);

/// A cue in a sentence.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cue {
    /// What it says.
    pub(super) says: Said,
    /// Where its scope lies.
    pub(super) scope: Scope,
    /// The most words that the scope holds.
    pub(super) reach: Option<usize>,
    /// Its words.
    pub(super) words: Run,
    /// The words that it governs.
    pub(super) governs: Run,
}

/// Words that end scopes.
#[derive(Debug, Clone, Copy)]
pub(super) struct End {
    /// Scopes of cues that say this; all where nothing.
    pub(super) of: Option<Said>,
    /// Whether only scopes that come from before it end here.
    pub(super) forward_only: bool,
    /// Its words.
    pub(super) words: Run,
}

/// The cues of one sentence with their scopes.
#[derive(Debug, Default)]
pub(super) struct Context {
    cues: Vec<Cue>,
    /// Phrases that bring their own negation.
    closed: Vec<Run>,
    /// The ends of all scopes, in order.
    pub(super) ends: Vec<End>,
}

fn holds(outer: Run, inner: Run) -> bool {
    outer.0 <= inner.0 && inner.1 <= outer.1
}

fn overlap(one: Run, other: Run) -> bool {
    one.0 < other.1 && other.0 < one.1
}

impl Context {
    /// Settles which of the cues count in the `sentence` and how far each reaches. `closed` are phrases of concepts that
    /// bring their own negation: cues inside them say nothing of their neighbours.
    pub(super) fn new(cues: Vec<Cue>, ends: Vec<End>, closed: &[Run], sentence: Run) -> Self {
        let (nothing, mut cues): (Vec<Cue>, Vec<Cue>) = cues.into_iter().partition(|cue| cue.says == Said::Nothing);
        cues.retain(|cue| !nothing.iter().any(|other| holds(other.words, cue.words)));
        let closed = closed.to_vec();
        let mut context = Self { cues, ends, closed };
        for index in 0..context.cues.len() {
            context.cues[index].governs = context.scope(&context.cues[index], sentence);
        }
        context
    }

    fn scope(&self, cue: &Cue, sentence: Run) -> Run {
        let ends = || self.ends.iter().filter(|end| end.of.is_none_or(|of| of == cue.says));
        let forward = || {
            let end = ends()
                .map(|end| end.words.0)
                .filter(|start| *start >= cue.words.1)
                .min();
            let end = end.unwrap_or(sentence.1);
            cue.reach.map_or(end, |reach| end.min(cue.words.1 + reach))
        };
        let backward = || {
            let both_ways = ends().filter(|end| !end.forward_only);
            // An end may share a word with the cue (", there is no"): the cue's words are its own.
            let behind = both_ways.filter(|end| end.words.0 < cue.words.0 || end.words.1 <= cue.words.0);
            let start = behind.map(|end| end.words.1.min(cue.words.0)).max();
            let start = start.unwrap_or(sentence.0);
            cue.reach
                .map_or(start, |reach| start.max(cue.words.0.saturating_sub(reach)))
        };
        match cue.scope {
            Scope::Forward => (cue.words.1, forward()),
            Scope::Backward => (backward(), cue.words.0),
            Scope::Both => (backward(), forward()),
            Scope::Sentence => sentence,
            Scope::Inside => cue.words,
        }
    }

    /// Whether the cue is part of a longer one that says something else of `words`. (One that says the same adds its own
    /// scope and takes none away.)
    fn is_part_of_another(&self, cue: &Cue, words: Run) -> bool {
        self.cues.iter().any(|other| {
            let longer = holds(other.words, cue.words) && other.words != cue.words;
            longer && other.says != cue.says && overlap(other.governs, words)
        })
    }

    /// How a concept in `words` is asserted in a sentence of this role, and the cue that decided it.
    pub(super) fn assert(
        &self,
        words: Run,
        polarity: Polarity,
        concept: &KnownConcept,
        role: Role,
        is_past_year: impl Fn(Run) -> bool,
    ) -> (Assertion, Option<Run>) {
        let governing = |said: Said| {
            let open = matches!(polarity, Polarity::Open | Polarity::Addressing);
            let counts_inside = open && matches!(said, Said::Denied | Said::NotDocumented | Said::InYear | Said::Done);
            // A cue that looks back ("failed") and stands in the concept's own words is part of what they say.
            let is_own = |cue: &Cue| holds(words, cue.words) && !(counts_inside && cue.scope != Scope::Backward);
            let cues = self.cues.iter().filter(|cue| cue.says == said);
            let is_closed = |cue: Run| self.closed.iter().any(|run| holds(*run, cue) && !overlap(*run, words));
            let near = cues.filter(|cue| {
                overlap(cue.governs, words)
                    && !is_own(cue)
                    && !is_closed(cue.words)
                    && !self.is_part_of_another(cue, words)
            });
            near.min_by_key(|cue| distance(cue.words, words)).map(|cue| cue.words)
        };
        if let Some(cue) = governing(Said::OtherPerson) {
            return (Assertion::OtherPerson, Some(cue));
        }
        if role == Role::Guideline {
            return (Assertion::Hypothetical, None);
        }
        if polarity == Polarity::Presupposing && role != Role::Request {
            let past = governing(Said::Historical);
            return (past.map_or(Assertion::Affirmed, |_| Assertion::Historical), past);
        }
        // What is supposed to be missing is supposed, and what is missing though supposed is missing: the outer cue, which
        // comes first, speaks for both ("does not set out what circumstances there might be").
        let missing_first = governing(Said::NotDocumented);
        let is_inner = |cue: Run| missing_first.is_some_and(|missing| missing.0 < cue.0);
        if let Some(cue) = governing(Said::Hypothetical).filter(|cue| !is_inner(*cue)) {
            return (Assertion::Hypothetical, Some(cue));
        }
        let denied = governing(Said::Denied).filter(|_| matches!(polarity, Polarity::Open | Polarity::Addressing));
        if let Some(cue) = governing(Said::NotDocumented) {
            let nearer = denied.is_some_and(|denied| distance(denied, words) < distance(cue, words));
            if !nearer {
                return (Assertion::NotDocumented, Some(cue));
            }
        }
        if let Some(cue) = governing(Said::Affirmed) {
            return (Assertion::Affirmed, Some(cue));
        }
        if let Some(cue) = denied {
            let weighs = matches!(role, Role::Judgement | Role::Conclusion | Role::ClaimsAdministrator);
            if let Some(recorded) = governing(Said::Recorded).filter(|_| weighs) {
                return (Assertion::NotDocumented, Some(recorded));
            }
            let is_undone = governing(Said::Done).is_some();
            let of_records = concept.sought_in_records && role == Role::Judgement && !is_undone;
            return match polarity {
                Polarity::Addressing => (Assertion::Affirmed, Some(cue)),
                Polarity::Open if of_records => (Assertion::NotDocumented, Some(cue)),
                _ => (Assertion::Denied, Some(cue)),
            };
        }
        let year = || governing(Said::InYear).filter(|year| is_past_year(*year));
        let past = || governing(Said::Past).or_else(year).filter(|_| !concept.history_counts);
        if let Some(cue) = governing(Said::Historical).or_else(past) {
            return (Assertion::Historical, Some(cue));
        }
        if polarity == Polarity::Denying {
            return (Assertion::Denied, None);
        }
        match role {
            Role::Request => match governing(Said::Reason) {
                Some(cue) => (Assertion::Affirmed, Some(cue)),
                None => (Assertion::Hypothetical, None),
            },
            _ => (Assertion::Affirmed, None),
        }
    }

    /// The part of the sentence around `words` that a semicolon or a contrast does not part from it.
    pub(super) fn half_sentence(&self, words: Run, sentence: Run) -> Run {
        let single = |end: &&End| end.of.is_none() && end.words.1 - end.words.0 == 1;
        let ends = || self.ends.iter().filter(single).map(|end| end.words);
        let start = ends().map(|end| end.1).filter(|end| *end <= words.0).max();
        let end = ends().map(|end| end.0).filter(|start| *start >= words.1).min();
        (start.unwrap_or(sentence.0), end.unwrap_or(sentence.1))
    }

    /// The clause around `words`: up to the ends of all scopes on either side.
    pub(super) fn clause(&self, words: Run, sentence: Run) -> Run {
        let ends = || self.ends.iter().filter(|end| end.of.is_none()).map(|end| end.words);
        let start = ends().map(|end| end.1).filter(|end| *end <= words.0).max();
        let end = ends().map(|end| end.0).filter(|start| *start >= words.1).min();
        (start.unwrap_or(sentence.0), end.unwrap_or(sentence.1))
    }
}

fn distance(cue: Run, words: Run) -> usize {
    if cue.0 >= words.1 {
        cue.0 - words.1
    } else {
        words.0.saturating_sub(cue.1)
    }
}
