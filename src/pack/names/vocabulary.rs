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
    filter: Filter,
    everyday: FxHashSet<Box<str>>,
}

impl Vocabulary {
    /// The words of a name as a pack writes it, taken into the vocabulary where they are new.
    pub(crate) fn learn(&mut self, name: &str) -> Vec<WordId> {
        let mut ids = Vec::new();
        let mut lowered = String::new();
        split(name, |span, kind, _| {
            lowered.clear();
            match kind {
                WordKind::Percent => lowered.push('%'),
                _ => lowered.push_str(&name[span.range()]),
            }
            lowered.make_ascii_lowercase();
            ids.push(self.intern(singular(&lowered)));
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
        let hashes = Hashes::of(text);
        self.filter.add(hashes.whole());
        let may_be_misspelt = (SHORTEST_MISSPELT..=LONGEST_MISSPELT).contains(&text.len());
        if may_be_misspelt && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            for neighbour in hashes.neighbours() {
                self.filter.add(neighbour);
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
        let mut hashes = Hashes::default();
        split(text, |span, kind, joined| {
            let (id, misspelt) = match kind {
                WordKind::Percent => (self.by_text.get("%").copied(), false),
                WordKind::Figures => (self.by_text.get(&text[span.range()]).copied(), false),
                WordKind::Letters => self.identify(&text[span.range()], &mut lowered, &mut hashes),
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

    /// The word that `written` is or, where it is none and not a word of everyday language, the one that it was meant for.
    fn identify(&self, written: &str, lowered: &mut String, hashes: &mut Hashes) -> (Option<WordId>, bool) {
        hashes.take(written.as_bytes());
        let may_be_known = hashes.endings().any(|hash| self.filter.may_hold(hash));
        let may_be_near = (SHORTEST_MISSPELT..=LONGEST_MISSPELT).contains(&written.len())
            && hashes
                .neighbours()
                .chain(hashes.neighbours_of_singular())
                .any(|hash| self.filter.may_hold(hash));
        // Nearly every word of a letter is far from every name, and ends here.
        if !may_be_known && !may_be_near {
            return (None, false);
        }
        lowered.clear();
        lowered.push_str(written);
        lowered.make_ascii_lowercase();
        if let Some(id) = self.known(lowered) {
            return (Some(id), false);
        }
        let meant = may_be_near.then(|| self.nearest(lowered)).flatten();
        let meant = meant.filter(|_| !self.everyday.contains(lowered.as_str()));
        (meant, meant.is_some())
    }

    /// The word itself, in the singular or the plural.
    fn known(&self, text: &str) -> Option<WordId> {
        let id = |word: &str| self.by_text.get(word).copied();
        // Short plurals ("MRIs") and those in -ies, which the general rule of the singular leaves alone.
        let short = || text.strip_suffix('s').and_then(id);
        let in_ies = || text.strip_suffix("ies").and_then(|stem| id(&format!("{stem}y")));
        id(text).or_else(|| id(singular(text))).or_else(short).or_else(in_ies)
    }

    /// A word of the vocabulary one letter away: one left out, put in, changed, or two exchanged.
    fn nearest(&self, text: &str) -> Option<WordId> {
        let one_letter_away = |text: &str| {
            Hashes::of(text)
                .neighbours()
                .filter(|neighbour| self.filter.may_hold(*neighbour))
                .filter_map(|neighbour| self.near.get(&neighbour))
                .flatten()
                .copied()
                .find(|id| strsim::osa_distance(self.text(*id), text) == 1)
        };
        let stem = singular(text);
        one_letter_away(text).or_else(|| (stem.len() < text.len()).then(|| one_letter_away(stem))?)
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

/// The powers of the base: what a letter weighs by its distance from the end of the word.
const WEIGHTS: [u64; LONGEST_MISSPELT + 1] = {
    let mut weights = [1_u64; LONGEST_MISSPELT + 1];
    let mut at = 1;
    while at < weights.len() {
        weights[at] = weights[at - 1].wrapping_mul(BASE);
        at += 1;
    }
    weights
};

/// The hashes of a word's beginnings, small and capital letters alike. From them come, at one multiplication each, the hash
/// of the word and of every word that is made of it by leaving out one letter: two words one edit apart share at least one
/// of these (symmetric deletion), so that a look-up costs time linear in the word.
struct Hashes {
    beginnings: [u64; LONGEST_MISSPELT + 1],
    length: usize,
    last: u8,
}

impl Default for Hashes {
    fn default() -> Self {
        Self {
            beginnings: [0; LONGEST_MISSPELT + 1],
            length: 0,
            last: 0,
        }
    }
}

impl Hashes {
    fn of(word: &str) -> Self {
        let mut hashes = Self::default();
        hashes.take(word.as_bytes());
        hashes
    }

    /// Turns to another word; what stands behind its length is of no account.
    fn take(&mut self, word: &[u8]) {
        let word = &word[..word.len().min(LONGEST_MISSPELT)];
        let mut hash = 0_u64;
        for (byte, beginning) in word.iter().zip(&mut self.beginnings[1..]) {
            let value = u64::from(byte.to_ascii_lowercase()) + 1;
            hash = hash.wrapping_mul(BASE).wrapping_add(value);
            *beginning = hash;
        }
        self.length = word.len();
        self.last = word.last().map_or(0, u8::to_ascii_lowercase);
    }

    fn whole(&self) -> u64 {
        self.beginnings[self.length]
    }

    /// The word itself and what it may be the plural of.
    fn endings(&self) -> impl Iterator<Item = u64> + '_ {
        let plural = if self.last == b's' { self.length.min(3) } else { 0 };
        let in_y = (plural == 3).then(|| {
            let stem = self.beginnings[self.length - 3];
            stem.wrapping_mul(BASE).wrapping_add(u64::from(b'y') + 1)
        });
        (0..=plural.min(2))
            .map(|left_out| self.beginnings[self.length - left_out])
            .chain(in_y)
    }

    /// The word and every word that is made of it by leaving out one letter.
    fn neighbours(&self) -> impl Iterator<Item = u64> + '_ {
        self.neighbours_of(self.length)
    }

    /// The same of the word without the s of a plural; nothing for a word without one.
    fn neighbours_of_singular(&self) -> impl Iterator<Item = u64> + '_ {
        let length = self.length.saturating_sub(1);
        (self.last == b's')
            .then(|| self.neighbours_of(length))
            .into_iter()
            .flatten()
    }

    fn neighbours_of(&self, length: usize) -> impl Iterator<Item = u64> + '_ {
        let whole = self.beginnings[length];
        let beginnings = &self.beginnings[..=length];
        let weights = WEIGHTS[..length].iter().rev();
        let shorter = beginnings.windows(2).zip(weights).map(move |(pair, weight)| {
            let gone = pair[0].wrapping_sub(pair[1]);
            whole.wrapping_add(gone.wrapping_mul(*weight))
        });
        std::iter::once(whole).chain(shorter)
    }
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
