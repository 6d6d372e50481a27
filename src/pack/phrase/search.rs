//! Finds the phrases of a sentence.

use std::ops::Range;

use super::compile::{DATE, NUMBER, YEAR, stems_of};
use super::word::{WordKind, Words};
use super::{Phrases, Step, Symbol, Yield};

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

/// What begins at each word of a sentence, and where it ends.
struct Chart {
    first: usize,
    edges: Vec<(Symbol, usize)>,
    /// For each word, its part of `edges`.
    at: Vec<Range<usize>>,
}

impl Chart {
    fn edges(&self, word: usize) -> &[(Symbol, usize)] {
        &self.edges[self.at[word - self.first].clone()]
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
            at: vec![0..0; range.len()],
        };
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
        }
        hits.sort_by_key(|hit| (hit.start, hit.end));
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

    /// Tries every phrase that may begin at `word`; a class found there is one more beginning.
    fn complete(&self, chart: &mut Chart, word: usize, limit: usize, hits: &mut Vec<Hit>) {
        let place = word - chart.first;
        let mut next = chart.at[place].start;
        while let Some(&(symbol, _)) = chart.edges.get(next) {
            let seen = chart.edges[chart.at[place].start..next]
                .iter()
                .any(|(earlier, _)| *earlier == symbol);
            if !seen {
                for &rule in &self.by_first[usize::from(symbol)] {
                    let rule = &self.rules[rule as usize];
                    let mut fuel = MOST_STEPS;
                    let Some(end) = walk(&rule.steps, 0, chart, word, limit, &mut fuel) else {
                        continue;
                    };
                    match rule.yields {
                        Yield::Phrase(phrase) => {
                            let hit = Hit {
                                phrase,
                                start: word,
                                end,
                            };
                            if !hits
                                .iter()
                                .rev()
                                .take_while(|hit| hit.start == word)
                                .any(|other| *other == hit)
                            {
                                hits.push(hit);
                            }
                        }
                        Yield::Class(class) => {
                            if !chart.edges(word).contains(&(class, end)) {
                                chart.edges.push((class, end));
                                chart.at[place].end = chart.edges.len();
                            }
                        }
                    }
                }
            }
            next += 1;
        }
    }
}

/// Where the phrase ends that begins at `word`, if it does: the longest choices first, gaps as short as may be.
fn walk(steps: &[Step], step: usize, chart: &Chart, word: usize, limit: usize, fuel: &mut usize) -> Option<usize> {
    *fuel = fuel.checked_sub(1)?;
    match steps[step] {
        Step::Done => Some(word),
        Step::Jump(there) => walk(steps, usize::from(there), chart, word, limit, fuel),
        Step::Either(one, other) => walk(steps, usize::from(one), chart, word, limit, fuel)
            .or_else(|| walk(steps, usize::from(other), chart, word, limit, fuel)),
        Step::Any if word < limit => walk(steps, step + 1, chart, word + 1, limit, fuel),
        Step::Symbol(symbol) if word < limit => {
            let mut shorter_than = usize::MAX;
            while let Some(end) = chart
                .edges(word)
                .iter()
                .filter(|(found, end)| *found == symbol && *end < shorter_than)
                .map(|(_, end)| *end)
                .max()
            {
                if let Some(done) = walk(steps, step + 1, chart, end, limit, fuel) {
                    return Some(done);
                }
                shorter_than = end;
            }
            None
        }
        Step::Any | Step::Symbol(_) => None,
    }
}
