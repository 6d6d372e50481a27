//! What begins at each word of a sentence, and where it ends: filled from the last word to the first.

use super::{ALWAYS, Beginning, Symbol};

/// What begins at one word.
struct Place<'p> {
    /// What the word is by itself, in order.
    own: &'p [Symbol],
    /// Where its part of the chart's further symbols begins; it ends where that of the word before it begins.
    further: usize,
}

/// The chart of one sentence.
pub(super) struct Chart<'p> {
    /// The word behind the sentence.
    limit: usize,
    /// The places, those of the last words first.
    places: Vec<Place<'p>>,
    /// Symbols that stand at a word beside its own, each with the word behind its end.
    further: Vec<(Symbol, usize)>,
    /// Words that no gap reaches over.
    barriers: Vec<usize>,
    /// For each symbol, whether it stands at one of the words that are done.
    seen: Vec<bool>,
}

impl<'p> Chart<'p> {
    /// A chart of no word yet, for a sentence that ends before the word `limit`, and so many symbols.
    pub(super) fn new(limit: usize, barriers: Vec<usize>, symbols: usize) -> Self {
        let mut seen = vec![false; symbols];
        if let Some(always) = seen.get_mut(usize::from(ALWAYS)) {
            *always = true;
        }
        Self {
            limit,
            places: Vec::new(),
            further: Vec::new(),
            barriers,
            seen,
        }
    }

    /// The word behind the sentence.
    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    /// Whether no gap reaches over `word`.
    pub(super) fn is_barrier(&self, word: usize) -> bool {
        self.barriers.contains(&word)
    }

    /// Begins the word before the last one begun.
    pub(super) fn begin(&mut self, own: &'p [Symbol]) {
        let further = self.further.len();
        self.places.push(Place { own, further });
    }

    /// Notes that `symbol` stands at the word begun last, up to `end`.
    pub(super) fn add(&mut self, symbol: Symbol, end: usize) {
        let begin = self.places.last().map_or(0, |place| place.further);
        if !self.further[begin..].contains(&(symbol, end)) {
            self.further.push((symbol, end));
        }
    }

    /// What the word begun last is by itself.
    pub(super) fn own(&self) -> &'p [Symbol] {
        self.places.last().map_or(&[], |place| place.own)
    }

    /// The symbol at `index` of those that stand at the word begun last beside its own; the first of each kind only.
    pub(super) fn further(&self, index: usize) -> Option<(Symbol, bool)> {
        let begin = self.places.last().map_or(0, |place| place.further);
        let (symbol, _) = *self.further.get(begin + index)?;
        let is_known = self.further[begin..begin + index]
            .iter()
            .any(|(earlier, _)| *earlier == symbol);
        Some((symbol, is_known || self.own().binary_search(&symbol).is_ok()))
    }

    /// Where `symbol` ends that stands at `word`: the farthest end before `before`.
    pub(super) fn farthest_end(&self, word: usize, symbol: Symbol, before: usize) -> Option<usize> {
        let index = self.limit.checked_sub(word + 1)?;
        let place = self.places.get(index)?;
        let end = self
            .places
            .get(index + 1)
            .map_or(self.further.len(), |next| next.further);
        let further = self.further[place.further..end].iter();
        let ends = further.filter(|(found, end)| *found == symbol && *end < before);
        let own = || (word + 1 < before && place.own.binary_search(&symbol).is_ok()).then_some(word + 1);
        ends.map(|(_, end)| *end).max().or_else(own)
    }

    /// Those of `beginnings` of which all that must stand behind the first word does, somewhere.
    pub(super) fn possible<'b>(&self, beginnings: &'b [Beginning]) -> impl Iterator<Item = &'b Beginning> {
        let has = |symbol: &Symbol| self.seen[usize::from(*symbol)];
        beginnings
            .iter()
            .filter(move |beginning| beginning.later.iter().all(has))
    }

    /// The word begun last is done.
    pub(super) fn done(&mut self) {
        let Some(place) = self.places.last() else { return };
        let further = self.further[place.further..].iter().map(|(symbol, _)| symbol);
        for symbol in place.own.iter().chain(further) {
            self.seen[usize::from(*symbol)] = true;
        }
    }
}
