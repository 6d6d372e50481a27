//! Finds the phrases of a sentence.

use std::cmp::Reverse;
use std::ops::Range;

use super::compile::{DATE, NUMBER, YEAR, stems_of};
use super::word::{WordKind, Words};
use super::{ALWAYS, Beginning, Phrases, Step, Symbol, Yield};

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
const BARRIER: &str = ";";

/// What begins at each word of a sentence, and where it ends.
struct Chart {
    first: usize,
    edges: Vec<(Symbol, usize)>,
    /// Words that no gap reaches over, in their order.
    barriers: Vec<usize>,
    /// For each word, its part of `edges`.
    at: Vec<Range<usize>>,
    /// The first word whose edges are all known, and in order.
    sorted_from: usize,
    /// For each symbol, whether it stands at one of the words that are done.
    seen: Vec<bool>,
}

impl Chart {
    fn edges(&self, word: usize) -> &[(Symbol, usize)] {
        &self.edges[self.at[word - self.first].clone()]
    }

    /// Where `symbol` ends that stands at `word`: the farthest end before `limit`.
    fn farthest_end(&self, word: usize, symbol: Symbol, limit: usize) -> Option<usize> {
        let edges = self.edges(word);
        if word < self.sorted_from {
            let ends = edges.iter().filter(|(found, end)| *found == symbol && *end < limit);
            return ends.map(|(_, end)| *end).max();
        }
        let is_before = |&(found, end): &(Symbol, usize)| found < symbol || found == symbol && end >= limit;
        let (found, end) = edges.get(edges.partition_point(is_before))?;
        (*found == symbol).then_some(*end)
    }

    /// Every edge of the word is known: puts them in order, those of one symbol side by side, the farthest end first.
    fn sort(&mut self, word: usize) {
        let edges = self.at[word - self.first].clone();
        self.edges[edges].sort_unstable_by_key(|(symbol, end)| (*symbol, Reverse(*end)));
        self.sorted_from = word;
    }

    /// Those of `beginnings` of which all that must stand behind the first word does, somewhere.
    fn possible<'p>(&self, beginnings: &'p [Beginning]) -> impl Iterator<Item = &'p Beginning> {
        let has = |symbol: &Symbol| self.seen[usize::from(*symbol)];
        beginnings
            .iter()
            .filter(move |beginning| beginning.later.iter().all(has))
    }

    /// The word, the last of the words begun, is done.
    fn done(&mut self, word: usize) {
        let edges = self.at[word - self.first].clone();
        for (symbol, _) in &self.edges[edges] {
            self.seen[usize::from(*symbol)] = true;
        }
    }

    /// Notes that `symbol` stands at `word`, the last of the words begun, up to each of `ends`.
    fn add(&mut self, word: usize, symbol: Symbol, ends: &[usize]) {
        for end in ends {
            if !self.edges(word).contains(&(symbol, *end)) {
                self.edges.push((symbol, *end));
                self.at[word - self.first].end = self.edges.len();
            }
        }
    }
}

impl Phrases {
    /// Every phrase in the sentence that the words of `range` make, in order of its first word. `tags` are in order.
    #[must_use]
    pub fn find(&self, words: &Words, range: Range<usize>, tags: &[Tag<'_>]) -> Vec<Hit> {
        let mut hits = Vec::new();
        let mut chart = Chart {
            first: range.start,
            edges: Vec::with_capacity(range.len() * 6),
            barriers: range.clone().filter(|word| words.key(*word) == BARRIER).collect(),
            at: vec![0..0; range.len()],
            sorted_from: range.end,
            seen: vec![false; self.by_first.len()],
        };
        if let Some(always) = chart.seen.get_mut(usize::from(ALWAYS)) {
            *always = true;
        }
        for word in range.clone().rev() {
            let begin = chart.edges.len();
            self.stand(words, word, &mut chart.edges);
            let here = tags.partition_point(|tag| tag.start < word);
            for tag in tags[here..]
                .iter()
                .take_while(|tag| tag.start == word && tag.end <= range.end)
            {
                let symbol = self.tag(tag.name);
                chart.edges.extend(symbol.map(|symbol| (symbol, tag.end)));
            }
            chart.at[word - range.start] = begin..chart.edges.len();
            self.complete(&mut chart, word, range.end, &mut hits);
            chart.done(word);
        }
        hits.sort_by_key(|hit: &Hit| (hit.start, hit.end, hit.phrase));
        hits.dedup();
        hits
    }

    fn tag(&self, name: &str) -> Option<Symbol> {
        self.tags.get(&*format!("@{name}")).copied()
    }

    /// Puts down what the word itself is.
    fn stand(&self, words: &Words, word: usize, edges: &mut Vec<(Symbol, usize)>) {
        let key = words.key(word);
        match self.words.get(key) {
            Some(symbols) => edges.extend(symbols.iter().map(|symbol| (*symbol, word + 1))),
            None => edges.extend(stems_of(&self.stems, key).map(|symbol| (symbol, word + 1))),
        }
        let builtin = |name: &str| self.tags.get(name).map(|symbol| (*symbol, word + 1));
        match words.all()[word].kind {
            WordKind::Number => {
                edges.extend(builtin(NUMBER));
                if key.len() == 4 && (key.starts_with("19") || key.starts_with("20")) {
                    edges.extend(builtin(YEAR));
                }
            }
            WordKind::Date => edges.extend(builtin(DATE)),
            WordKind::Letters | WordKind::Mark => {}
        }
    }

    /// Tries every phrase that may begin at `word`. Classes come first, for a phrase may begin with the longest member of
    /// one, and that member with another class.
    fn complete(&self, chart: &mut Chart, word: usize, limit: usize, hits: &mut Vec<Hit>) {
        let begin = chart.at[word - chart.first].start;
        let mut next = begin;
        while let Some(&(symbol, _)) = chart.edges.get(next) {
            let mut ends: Vec<(Symbol, Vec<usize>)> = Vec::new();
            for beginning in chart.possible(&self.by_first[usize::from(symbol)].classes) {
                let rule = &self.rules[beginning.rule as usize];
                if let Yield::Class(class) = rule.yields {
                    ends.push((class, all_ends(&rule.steps, chart, word, limit)));
                }
            }
            for (class, ends) in ends {
                chart.add(word, class, &ends);
            }
            next += 1;
        }
        chart.sort(word);
        let mut earlier = None;
        for place in begin..chart.edges.len() {
            let symbol = chart.edges[place].0;
            if earlier.replace(symbol) == Some(symbol) {
                continue;
            }
            for beginning in chart.possible(&self.by_first[usize::from(symbol)].phrases) {
                let rule = &self.rules[beginning.rule as usize];
                if let Yield::Phrase(phrase) = rule.yields {
                    let end = first_end(&rule.steps, chart, word, limit);
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

/// Where the phrase ends that begins at `word`, if it does: the longest choices first, gaps as short as may be.
fn first_end(steps: &[Step], chart: &Chart, word: usize, limit: usize) -> Option<usize> {
    let mut found = None;
    let mut walk = Walk {
        steps,
        chart,
        limit,
        fuel: MOST_STEPS,
    };
    walk.from(0, word, &mut |end| {
        found = Some(end);
        true
    });
    found
}

/// Every place where the member of a class ends that begins at `word`.
fn all_ends(steps: &[Step], chart: &Chart, word: usize, limit: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut walk = Walk {
        steps,
        chart,
        limit,
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
    chart: &'a Chart,
    limit: usize,
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
            Step::Any if word < self.limit && !self.chart.barriers.contains(&word) => {
                self.from(step + 1, word + 1, arrive)
            }
            Step::Symbol(symbol) if word < self.limit => self.over(symbol, step, word, arrive),
            Step::Any | Step::Symbol(_) => false,
        }
    }

    /// Goes over each edge of `symbol`, the longest first.
    fn over(&mut self, symbol: Symbol, step: usize, word: usize, arrive: &mut dyn FnMut(usize) -> bool) -> bool {
        let mut limit = usize::MAX;
        while let Some(end) = self.chart.farthest_end(word, symbol, limit) {
            if self.from(step + 1, end, arrive) {
                return true;
            }
            limit = end;
        }
        false
    }
}
