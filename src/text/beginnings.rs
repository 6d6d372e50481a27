//! Finds the formulas of a grammar wherever they stand in a text. A formula is tried only where a word begins that may open
//! one, which its first bytes tell: most words of a letter are passed over without the grammar being asked.

use pest::iterators::Pair;
use pest::{Parser, RuleType};

/// With which bytes a rule of a grammar may begin; `build/beginnings.rs` works it out from the grammar.
#[derive(Debug)]
pub struct Beginnings {
    /// Of the first eight bytes those that are looked at, and what they are, in the order of the first byte.
    prefixes: &'static [(u64, u64)],
    /// Where in the order those begin that have a first byte.
    places: [u16; 257],
}

/// The bit in which the two cases of a letter differ, in each of eight bytes; it is set in all that are compared.
const CASE: u64 = 0x2020_2020_2020_2020;

impl Beginnings {
    /// The beginnings as the build writes them: in the order of their first bytes, in every byte the bit of the case set.
    #[must_use]
    pub const fn new(prefixes: &'static [(u64, u64)]) -> Self {
        let mut places = [0; 257];
        let mut place = 0;
        while place < prefixes.len() {
            places[(prefixes[place].1 & 0xff) as usize + 1] += 1;
            place += 1;
        }
        let mut byte = 0;
        while byte < 256 {
            places[byte + 1] += places[byte];
            byte += 1;
        }
        Self { prefixes, places }
    }

    /// Whether the rule may begin where `text` does. Where it may not, the grammar would find nothing.
    #[must_use]
    pub fn may_open(&self, text: &[u8]) -> bool {
        let first = text.first_chunk().copied().unwrap_or_else(|| {
            let mut padded = [0; 8];
            padded[..text.len()].copy_from_slice(text);
            padded
        });
        let word = u64::from_le_bytes(first) | CASE;
        let byte = (word & 0xff) as usize;
        let places = usize::from(self.places[byte])..usize::from(self.places[byte + 1]);
        self.prefixes[places]
            .iter()
            .any(|(looked_at, bytes)| word & looked_at == *bytes)
    }
}

/// The formulas that `rule` reads in `text`, in order, each with the byte where it begins. The rule reads nothing where none
/// stands; no formula is read from more than `longest` bytes, so that any text is gone over in linear time. A pair's spans
/// count from where its formula begins.
pub fn formulas<'t, P: Parser<R>, R: RuleType>(
    rule: R,
    beginnings: &'static Beginnings,
    text: &'t str,
    longest: usize,
) -> impl Iterator<Item = (usize, Pair<'t, R>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let here = at;
            if beginnings.may_open(&text.as_bytes()[here..]) {
                let end = text.floor_char_boundary(here.saturating_add(longest));
                let read = P::parse(rule, &text[here..end]).ok().and_then(|mut pairs| pairs.next());
                if let Some(formula) = read.filter(|formula| !formula.as_str().is_empty()) {
                    at += formula.as_str().len();
                    return Some((here, formula));
                }
            }
            at = behind_word(text, here);
        }
        None
    })
}

/// The end of the word at `at`, or of the character where no word stands.
fn behind_word(text: &str, at: usize) -> usize {
    let is_of_word = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'\'';
    let word = text.as_bytes()[at..].iter().take_while(is_of_word).count();
    if word > 0 {
        return at + word;
    }
    text.ceil_char_boundary(at + 1)
}
