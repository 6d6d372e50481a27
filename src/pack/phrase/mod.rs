//! The phrase language: rows of words with choices, gaps, classes and treatments, as concepts and cues are written. All
//! phrases of the packs become one [`Phrases`], and one pass over the words of a sentence finds every phrase in it.
//!
//! It is a chart parser over words: at each word, from the last to the first, stand the symbols that begin there (the
//! word itself, stems, classes, treatments), each with its end; every phrase whose first symbol stands there is tried.

mod chart;
mod compile;
mod outline;
mod parse;
mod search;
mod word;

pub use compile::{PhrasesBuilder, Row};
pub use parse::PhraseProblem;
pub use search::{Hit, Tag};
pub use word::{Word, WordKind, Words};

use std::ops::Range;

use rustc_hash::FxHashMap;

/// A thing that may stand at a place: a word or choice of words, a stem, a class, a treatment, a number.
type Symbol = u16;

/// All phrases of the packs, ready for reading.
#[derive(Debug, Default)]
pub struct Phrases {
    /// The words of the vocabulary, each with the place of what it is among `kinds`.
    words: FxHashMap<Box<str>, u32>,
    kinds: Vec<WordSymbols>,
    /// Stems ("improv*") under their first three bytes.
    stems: FxHashMap<[u8; 3], Vec<(Box<str>, Symbol)>>,
    tags: FxHashMap<Box<str>, Symbol>,
    rules: Vec<PhraseRule>,
    /// The programs of all phrases, one behind the other.
    steps: Vec<Step>,
    /// For each symbol, the members of classes and the phrases that may begin with it.
    by_first: Vec<Beginnings>,
    /// Those of all symbols, one behind the other.
    beginnings: Vec<Beginning>,
}

/// What words of the vocabulary are that are alike in everything.
#[derive(Debug, Default)]
struct WordSymbols {
    /// All of it, in order.
    all: Box<[Symbol]>,
    /// Those with which members of classes begin.
    opening_classes: Box<[Symbol]>,
    /// Those with which phrases begin.
    opening_phrases: Box<[Symbol]>,
}

/// What may begin with a symbol.
#[derive(Debug, Default)]
struct Beginnings {
    classes: Stretch,
    phrases: Stretch,
}

/// A stretch of a long list that many share.
#[derive(Debug, Default, Clone, Copy)]
struct Stretch {
    start: u32,
    end: u32,
}

/// A place in a list of what the packs hold. They are in memory, so no list of theirs is longer than that can say.
fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

impl Stretch {
    fn of(range: Range<usize>) -> Self {
        Self {
            start: number(range.start),
            end: number(range.end),
        }
    }

    fn is_empty(self) -> bool {
        self.start == self.end
    }

    fn within<T>(self, list: &[T]) -> &[T] {
        &list[self.start as usize..self.end as usize]
    }
}

/// A phrase that may begin with a symbol. Most of those that may are no further than that: what else must stand behind
/// the first word is seen before the phrase is tried.
#[derive(Debug, Clone, Copy)]
struct Beginning {
    /// Symbols without which the phrase is not there, each behind the first word, the rarest first; [`ALWAYS`] where
    /// there are fewer.
    later: [Symbol; 3],
    rule: u32,
}

/// The symbol that stands everywhere.
const ALWAYS: Symbol = 0;

/// One phrase as a little program.
#[derive(Debug)]
struct PhraseRule {
    steps: Stretch,
    yields: Yield,
}

/// What a found phrase is.
#[derive(Debug, Clone, Copy)]
enum Yield {
    /// A member of a class of words.
    Class(Symbol),
    /// A phrase that somebody looks for, by its number.
    Phrase(u32),
}

#[derive(Debug, Clone, Copy)]
enum Step {
    /// This symbol stands here.
    Symbol(Symbol),
    /// Any one word.
    Any,
    /// Goes on at the first or, failing that, at the second.
    Either(u16, u16),
    /// Goes on there.
    Jump(u16),
    /// The phrase is complete.
    Done,
}

#[cfg(test)]
mod tests;
