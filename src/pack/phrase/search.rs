//! Finds the phrases of a sentence.

use std::ops::Range;

use super::chart::Chart;
use super::compile::{DATE, NUMBER, YEAR, stems_of};
use super::word::{WordKind, Words};
use super::{Phrases, Step, Symbol, WordSymbols, Yield};

/// A phrase found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    /// The number under which the phrase was added.
    pub phrase: u32,
    /// Its first word.
    pub start: usize,
    /// The word behind its last.
    pub end: usize,
}

/// A name known from elsewhere that stands in the text: a treatment under its id or class.
#[derive(Debug, Clone, Copy)]
pub struct Tag<'a> {
    /// Its first word.
    pub start: usize,
    /// The word behind its last.
    pub end: usize,
    /// The name, without `@`.
    pub name: &'a str,
}

/// So many steps a phrase may take from one word; real ones need a few dozen.
const MOST_STEPS: usize = 4000;

/// What parts a sentence so far that the words on its two sides are no one phrase.
pub(super) const BARRIER: &str = ";";

impl Phrases {
    /// Every phrase in the sentence that the words of `range` make, in order of its first word. `tags` are in order.
    #[must_use]
    pub fn find(&self, words: &Words, range: Range<usize>, tags: &[Tag<'_>]) -> Vec<Hit> {
        let mut hits = Vec::new();
        let barriers = range.clone().filter(|word| words.key(*word) == BARRIER).collect();
        let mut chart = Chart::new(range.end, barriers, self.by_first.len());
        for word in range.clone().rev() {
            let known = self.stand(words, word, &mut chart);
            let here = tags.partition_point(|tag| tag.start < word);
            for tag in tags[here..]
                .iter()
                .take_while(|tag| tag.start == word && tag.end <= range.end)
            {
                if let Some(symbol) = self.tag(tag.name) {
                    chart.add(symbol, tag.end);
                }
            }
            self.complete_classes(known, &mut chart, word);
            self.complete_phrases(known, &chart, word, &mut hits);
            chart.done();
        }
        hits.sort_by_key(|hit: &Hit| (hit.start, hit.end, hit.phrase));
        hits.dedup();
        hits
    }

    /// The place of what a word of the vocabulary is.
    pub(super) fn kind(&self, key: &str) -> Option<u32> {
        self.words.get(key).copied()
    }

    /// The symbol of a name, if any phrase names it.
    pub(super) fn tag(&self, name: &str) -> Option<Symbol> {
        self.tags.get(&*format!("@{name}")).copied()
    }

    /// Puts down what the word itself is, and returns what the vocabulary knows of it.
    fn stand<'p>(&'p self, words: &Words, word: usize, chart: &mut Chart<'p>) -> Option<&'p WordSymbols> {
        let key = words.key(word);
        let known = self.kind(key).map(|kind| &self.kinds[kind as usize]);
        chart.begin(known.map_or(&[], |symbols| &symbols.all));
        if known.is_none() {
            for symbol in stems_of(&self.stems, key) {
                chart.add(symbol, word + 1);
            }
        }
        let (builtin, year) = match words.all()[word].kind {
            WordKind::Number => (Some(NUMBER), is_year(key).then_some(YEAR)),
            WordKind::Date => (Some(DATE), None),
            WordKind::Letters | WordKind::Mark => (None, None),
        };
        for name in builtin.into_iter().chain(year) {
            if let Some(symbol) = self.tags.get(name) {
                chart.add(*symbol, word + 1);
            }
        }
        known
    }

    /// Puts down the classes of which a member begins at `word`. They come before the phrases, for a phrase may begin with
    /// the longest member of one, and that member with another class.
    fn complete_classes(&self, known: Option<&WordSymbols>, chart: &mut Chart<'_>, word: usize) {
        for symbol in known.iter().flat_map(|symbols| &symbols.opening_classes) {
            self.classes_beginning_with(*symbol, chart, word);
        }
        let mut next = 0;
        while let Some((symbol, _)) = chart.further(next) {
            self.classes_beginning_with(symbol, chart, word);
            next += 1;
        }
    }

    fn classes_beginning_with(&self, symbol: Symbol, chart: &mut Chart<'_>, word: usize) {
        let mut found: Vec<(Symbol, Vec<usize>)> = Vec::new();
        for beginning in chart.possible(self.by_first[usize::from(symbol)].classes.within(&self.beginnings)) {
            let rule = &self.rules[beginning.rule as usize];
            if let Yield::Class(class) = rule.yields {
                found.push((class, all_ends(rule.steps.within(&self.steps), chart, word)));
            }
        }
        for (class, ends) in found {
            for end in ends {
                chart.add(class, end);
            }
        }
    }

    /// Tries every phrase that may begin at `word`.
    fn complete_phrases(&self, known: Option<&WordSymbols>, chart: &Chart<'_>, word: usize, hits: &mut Vec<Hit>) {
        let further = (0..).map_while(|index| chart.further(index));
        let further = further.filter(|(_, is_known)| !is_known).map(|(symbol, _)| symbol);
        let own = known.iter().flat_map(|symbols| &symbols.opening_phrases).copied();
        for symbol in own.chain(further) {
            for beginning in chart.possible(self.by_first[usize::from(symbol)].phrases.within(&self.beginnings)) {
                let rule = &self.rules[beginning.rule as usize];
                if let Yield::Phrase(phrase) = rule.yields {
                    let end = first_end(rule.steps.within(&self.steps), chart, word);
                    hits.extend(end.map(|end| Hit {
                        phrase,
                        start: word,
                        end,
                    }));
                }
            }
        }
    }
}

/// Whether a number may be a year.
pub(super) fn is_year(number: &str) -> bool {
    number.len() == 4 && (number.starts_with("19") || number.starts_with("20"))
}

/// Where the phrase ends that begins at `word`, if it does: the longest choices first, gaps as short as may be.
fn first_end(steps: &[Step], chart: &Chart<'_>, word: usize) -> Option<usize> {
    let mut found = None;
    let mut walk = Walk {
        steps,
        chart,
        fuel: MOST_STEPS,
    };
    walk.from(0, word, &mut |end| {
        found = Some(end);
        true
    });
    found
}

/// Every place where the member of a class ends that begins at `word`.
fn all_ends(steps: &[Step], chart: &Chart<'_>, word: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut walk = Walk {
        steps,
        chart,
        fuel: MOST_STEPS,
    };
    walk.from(0, word, &mut |end| {
        found.push(end);
        false
    });
    found
}

/// A walk of a phrase's program over the chart.
struct Walk<'a> {
    steps: &'a [Step],
    chart: &'a Chart<'a>,
    fuel: usize,
}

impl Walk<'_> {
    /// Goes on from `step` at `word`. Returns whether `arrive`, told each end, has enough.
    fn from(&mut self, step: usize, word: usize, arrive: &mut dyn FnMut(usize) -> bool) -> bool {
        let Some(fuel) = self.fuel.checked_sub(1) else {
            return true;
        };
        self.fuel = fuel;
        match self.steps[step] {
            Step::Done => arrive(word),
            Step::Jump(there) => self.from(usize::from(there), word, arrive),
            Step::Either(one, other) => {
                self.from(usize::from(one), word, arrive) || self.from(usize::from(other), word, arrive)
            }
            Step::Any if word < self.chart.limit() && !self.chart.is_barrier(word) => {
                self.from(step + 1, word + 1, arrive)
            }
            Step::Symbol(symbol) if word < self.chart.limit() => self.over(symbol, step, word, arrive),
            Step::Any | Step::Symbol(_) => false,
        }
    }

    /// Goes over each edge of `symbol`, the longest first.
    fn over(&mut self, symbol: Symbol, step: usize, word: usize, arrive: &mut dyn FnMut(usize) -> bool) -> bool {
        let mut before = usize::MAX;
        while let Some(end) = self.chart.farthest_end(word, symbol, before) {
            if self.from(step + 1, end, arrive) {
                return true;
            }
            before = end;
        }
        false
    }
}
