//! What phrases see of a sentence. Words that the packs treat alike are one to them, and so are all words that no phrase
//! names, all numbers and all dates: two sentences of one outline hold the same phrases at the same words.

use std::ops::Range;

use super::Phrases;
use super::compile::stems_of;
use super::search::{BARRIER, Tag, is_year};
use super::word::{WordKind, Words};

/// What stands in an outline for a word that no phrase names. Other words stand there as the place of their kind, and
/// behind each what else it is.
const UNKNOWN: u32 = u32::MAX;
const BARRIER_MARK: u32 = UNKNOWN - 1;
const NUMBER: u32 = UNKNOWN - 2;
const YEAR: u32 = UNKNOWN - 3;
const DATE: u32 = UNKNOWN - 4;
/// What comes behind are the names of the sentence.
const NAMES: u32 = UNKNOWN - 5;
/// Added to a symbol.
const SYMBOL: u32 = 1 << 31;

impl Phrases {
    /// The outline of the sentence that the words of `range` make, with its `tags`. In sentences of equal outlines
    /// [`Phrases::find`] finds the same, counted from their first words.
    #[must_use]
    pub fn outline(&self, words: &Words, range: Range<usize>, tags: &[Tag<'_>]) -> Vec<u32> {
        let mut outline = Vec::with_capacity(range.len() * 3 / 2);
        let first = range.start;
        for word in range {
            self.outline_word(words, word, &mut outline);
        }
        outline.push(NAMES);
        for tag in tags {
            if let Some(symbol) = self.tag(tag.name) {
                // A sentence of four billion words is none.
                let place = |word: usize| u32::try_from(word.wrapping_sub(first)).unwrap_or(UNKNOWN);
                outline.extend([SYMBOL + u32::from(symbol), place(tag.start), place(tag.end)]);
            }
        }
        outline
    }

    fn outline_word(&self, words: &Words, word: usize, outline: &mut Vec<u32>) {
        let key = words.key(word);
        match self.kind(key) {
            Some(kind) => outline.push(kind),
            None => {
                outline.push(UNKNOWN);
                outline.extend(stems_of(&self.stems, key).map(|symbol| SYMBOL + u32::from(symbol)));
            }
        }
        match words.all()[word].kind {
            WordKind::Number if is_year(key) => outline.push(YEAR),
            WordKind::Number => outline.push(NUMBER),
            WordKind::Date => outline.push(DATE),
            WordKind::Mark if key == BARRIER => outline.push(BARRIER_MARK),
            WordKind::Letters | WordKind::Mark => {}
        }
    }
}
