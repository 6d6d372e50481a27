//! The words that names are made of, and the reading of text into them. A word that is no such word, but one letter away
//! from one, is read as both: itself and the word that was meant.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::Span;

/// The number of a word in its vocabulary.
pub(crate) type WordId = u32;

/// Words shorter than this are never taken for a misspelling: too many words of the language are one letter apart.
const SHORTEST_MISSPELT: usize = 5;

/// Words longer than this are no names; the limit keeps the search for misspellings linear in any text.
const LONGEST_MISSPELT: usize = 40;

/// A word of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    /// Where it stands.
    pub(crate) span: Span,
    /// What it is.
    pub(crate) kind: WordKind,
    /// The word of the vocabulary, or the one that was probably meant.
    pub(crate) id: Option<WordId>,
    /// Whether `id` is a guess across one slip of the pen.
    pub(crate) misspelt: bool,
    /// Whether nothing but a space, a hyphen, a slash or the like parts it from the word before.
    pub(crate) joined: bool,
}

/// The shapes of words that names tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WordKind {
    /// Letters.
    Letters,
    /// Figures, with a decimal point perhaps.
    Figures,
    /// Figures with a percent sign.
    Percent,
}

/// The words of all names.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    words: Vec<Box<str>>,
    by_text: FxHashMap<Box<str>, WordId>,
    near: FxHashMap<u64, Vec<WordId>>,
    near_filter: Filter,
    everyday: FxHashSet<Box<str>>,
}

impl Vocabulary {
    /// The words of a name as a pack writes it, taken into the vocabulary where they are new.
    pub(crate) fn learn(&mut self, name: &str) -> Vec<WordId> {
        let mut ids = Vec::new();
        split(name, |span, kind, _| {
            let text = match kind {
                WordKind::Percent => "%".to_owned(),
                _ => singular(&name[span.range()].to_ascii_lowercase()).to_owned(),
            };
            ids.push(self.intern(&text));
        });
        ids
    }

    /// Declares a word of everyday language, which is never a misspelling of another.
    pub(crate) fn learn_everyday(&mut self, word: &str) {
        self.everyday.insert(word.to_ascii_lowercase().into());
    }

    fn intern(&mut self, text: &str) -> WordId {
        if let Some(id) = self.by_text.get(text) {
            return *id;
        }
        let id = WordId::try_from(self.words.len()).unwrap_or(WordId::MAX);
        self.words.push(text.into());
        self.by_text.insert(text.into(), id);
        if text.len() >= SHORTEST_MISSPELT && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            for neighbour in neighbours(text.as_bytes()) {
                self.near_filter.add(neighbour);
                let ids = self.near.entry(neighbour).or_default();
                if ids.last() != Some(&id) {
                    ids.push(id);
                }
            }
        }
        id
    }

    /// The words of `text`, in its order.
    pub(crate) fn read(&self, text: &str) -> Vec<Word> {
        let mut words = Vec::with_capacity(text.len() / 6 + 1);
        let mut lowered = String::new();
        split(text, |span, kind, joined| {
            let (id, misspelt) = match kind {
                WordKind::Percent => (self.by_text.get("%").copied(), false),
                WordKind::Figures => (self.by_text.get(&text[span.range()]).copied(), false),
                WordKind::Letters => {
                    lowered.clear();
                    lowered.push_str(&text[span.range()]);
                    lowered.make_ascii_lowercase();
                    self.identify(&lowered)
                }
            };
            words.push(Word {
                span,
                kind,
                id,
                misspelt,
                joined,
            });
        });
        words
    }

    /// The word that `text` is or, where it is none and not a word of everyday language, the one that it was meant for.
    fn identify(&self, text: &str) -> (Option<WordId>, bool) {
        if let Some(id) = self.by_text.get(text) {
            return (Some(*id), false);
        }
        if let Some(id) = self.by_text.get(singular(text)) {
            return (Some(*id), false);
        }
        if let Some(stem) = text.strip_suffix("ies") {
            if let Some(id) = self.by_text.get(format!("{stem}y").as_str()) {
                return (Some(*id), false);
            }
        } else if let Some(stem) = text.strip_suffix('s')
            && let Some(id) = self.by_text.get(stem)
        {
            return (Some(*id), false);
        }
        if !(SHORTEST_MISSPELT..=LONGEST_MISSPELT).contains(&text.len()) || self.everyday.contains(text) {
            return (None, false);
        }
        let meant = self.nearest(text).or_else(|| {
            let stem = singular(text);
            (stem.len() < text.len()).then(|| self.nearest(stem))?
        });
        (meant, meant.is_some())
    }

    /// A word of the vocabulary one letter away: one left out, put in, changed, or two exchanged.
    fn nearest(&self, text: &str) -> Option<WordId> {
        neighbours(text.as_bytes())
            .filter(|neighbour| self.near_filter.may_hold(*neighbour))
            .filter_map(|neighbour| self.near.get(&neighbour))
            .flatten()
            .copied()
            .find(|id| {
                self.words
                    .get(*id as usize)
                    .is_some_and(|word| strsim::osa_distance(word, text) == 1)
            })
    }

    /// The text of a word.
    pub(crate) fn text(&self, id: WordId) -> &str {
        self.words.get(id as usize).map_or("", |word| word)
    }
}

/// The singular of a regular English plural of five letters or more; shorter words ("tens") lose too much.
fn singular(word: &str) -> &str {
    if ["ches", "shes", "xes"].iter().any(|plural| word.ends_with(plural)) {
        return &word[..word.len() - 2];
    }
    match word.strip_suffix('s') {
        Some(stem) if stem.len() >= 4 && !stem.ends_with('s') && !stem.ends_with('u') && !stem.ends_with('i') => stem,
        _ => word,
    }
}

const BASE: u64 = 0x0100_0000_01b3;

/// Hashes of a word and of every word that comes of it by leaving out one letter. Two words one edit apart share at least
/// one of them (symmetric deletion), so a look-up costs time linear in the word.
fn neighbours(word: &[u8]) -> impl Iterator<Item = u64> + '_ {
    let value = |byte: u8| u64::from(byte) + 1;
    let word = &word[..word.len().min(LONGEST_MISSPELT)];
    let mut weights = [1_u64; LONGEST_MISSPELT + 1];
    for at in 1..weights.len() {
        weights[at] = weights[at - 1].wrapping_mul(BASE);
    }
    let mut after = [0_u64; LONGEST_MISSPELT + 1];
    for at in (0..word.len()).rev() {
        after[at] = after[at + 1].wrapping_add(value(word[at]).wrapping_mul(weights[word.len() - 1 - at]));
    }
    let mut before = 0_u64;
    let whole = after[0];
    std::iter::once(whole).chain((0..word.len()).map(move |left_out| {
        let hash = before
            .wrapping_mul(weights[word.len() - 1 - left_out])
            .wrapping_add(after[left_out + 1]);
        before = before.wrapping_mul(BASE).wrapping_add(value(word[left_out]));
        hash
    }))
}

/// Says quickly and mostly rightly that a hash is in no set: nearly every word of a letter is far from every name.
#[derive(Debug)]
struct Filter {
    bits: Vec<u64>,
}

impl Default for Filter {
    fn default() -> Self {
        Self { bits: vec![0; 1 << 12] }
    }
}

impl Filter {
    fn place(&self, hash: u64) -> (usize, u64) {
        let mixed = hash.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let slot = (mixed >> 52) as usize & (self.bits.len() - 1);
        (slot, 1 << ((mixed >> 40) & 63))
    }

    fn add(&mut self, hash: u64) {
        let (slot, bit) = self.place(hash);
        self.bits[slot] |= bit;
    }

    fn may_hold(&self, hash: u64) -> bool {
        let (slot, bit) = self.place(hash);
        self.bits[slot] & bit != 0
    }
}

/// Parts `text` into runs of letters and runs of figures. The last argument of `each` tells whether the word continues
/// what stands before it.
fn split(text: &str, mut each: impl FnMut(Span, WordKind, bool)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut last_end = 0;
    while at < bytes.len() {
        let start = at;
        let kind = match bytes[at] {
            byte if byte.is_ascii_alphabetic() => {
                while at < bytes.len() && bytes[at].is_ascii_alphabetic() {
                    at += 1;
                }
                WordKind::Letters
            }
            byte if byte.is_ascii_digit() => {
                at = end_of_figures(bytes, at);
                match end_of_percent(bytes, at) {
                    Some(end) => {
                        at = end;
                        WordKind::Percent
                    }
                    None => WordKind::Figures,
                }
            }
            b'%' => {
                at += 1;
                WordKind::Percent
            }
            _ => {
                at += 1;
                continue;
            }
        };
        each(Span::new(start, at), kind, continues(&bytes[last_end..start], kind));
        last_end = at;
    }
}

fn end_of_figures(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len()
        && (bytes[at].is_ascii_digit() || (bytes[at] == b'.' && bytes.get(at + 1).is_some_and(u8::is_ascii_digit)))
    {
        at += 1;
    }
    at
}

fn end_of_percent(bytes: &[u8], at: usize) -> Option<usize> {
    let spaces = bytes[at..].iter().take_while(|byte| **byte == b' ').count();
    (spaces <= 1 && bytes.get(at + spaces) == Some(&b'%')).then_some(at + spaces + 1)
}

/// Whether what stands between two words lets a name go on: "H-wave", "hydrocodone/APAP", "Tylenol No. 3", "P.T.".
fn continues(between: &[u8], next: WordKind) -> bool {
    match between {
        [] | [b'.'] => true,
        [b'.', b' '] => next == WordKind::Figures,
        _ => {
            between.len() <= 4
                && between.iter().all(|byte| {
                    matches!(
                        byte,
                        b' ' | b'\n' | b'-' | b'/' | b'(' | b')' | b'+' | b'&' | b'#' | b'\'' | b'"' | 0x80..
                    )
                })
        }
    }
}
