//! Cuts text into words, the same way for letters and for the phrases that are looked for in them.

use crate::text::{Span, date_end, figures_end};

/// A word, a number, a date or a mark of punctuation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where it stands in the text that was cut.
    pub span: Span,
    /// What it is.
    pub kind: WordKind,
    /// The word in lower case, as phrases name it.
    pub key: Key,
}

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordKind {
    /// Letters, possibly with figures behind them ("pain", "l4").
    Letters,
    /// A number ("12", "7.5", "1,200").
    Number,
    /// A date in figures ("4/2/13", "03-11-2014").
    Date,
    /// Anything else, one character.
    Mark,
}

/// The spelling by which a word is looked up: a part of the lower-cased text, or the full form of a contraction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// These bytes of the lower-cased text.
    Text(usize, usize),
    /// A spelled-out contraction ("n't" is "not").
    Full(&'static str),
}

/// Contractions, and what they stand for; a possessive `'s` stands for nothing.
const CONTRACTIONS: [(&str, &str); 5] = [
    ("d", "would"),
    ("ll", "will"),
    ("m", "am"),
    ("re", "are"),
    ("ve", "have"),
];

/// The words that contractions hang on; behind any other word the same letters are something else ("Rx'd").
const PRONOUNS: [&str; 11] = [
    "i", "you", "he", "she", "it", "we", "they", "who", "that", "there", "this",
];

/// Text cut into words.
#[derive(Debug, Clone, Default)]
pub struct Words {
    lower: String,
    words: Vec<Word>,
}

impl Words {
    /// Cuts `text`.
    #[must_use]
    pub fn cut(text: &str) -> Self {
        let mut words = Self {
            lower: text.to_ascii_lowercase(),
            words: Vec::with_capacity(text.len() / 5),
        };
        let mut at = 0;
        while let Some(character) = text[at..].chars().next() {
            at = if character.is_whitespace() {
                at + character.len_utf8()
            } else if character.is_ascii_digit() {
                words.cut_figures(at)
            } else if character.is_alphabetic() {
                words.cut_letters(at)
            } else {
                words.cut_mark(at, character)
            };
        }
        words
    }

    /// The words in their order.
    #[must_use]
    pub fn all(&self) -> &[Word] {
        &self.words
    }

    /// The spelling by which the word at `index` is looked up.
    #[must_use]
    pub fn key(&self, index: usize) -> &str {
        match self.words[index].key {
            Key::Text(start, end) => &self.lower[start..end],
            Key::Full(full) => full,
        }
    }

    /// Which word begins at byte `at` or, where none does, is the first behind it.
    #[must_use]
    pub fn at_byte(&self, at: usize) -> usize {
        self.words.partition_point(|word| word.span.start < at)
    }

    fn push(&mut self, start: usize, end: usize, kind: WordKind) {
        self.words.push(Word {
            span: Span::new(start, end),
            kind,
            key: Key::Text(start, end),
        });
    }

    fn cut_figures(&mut self, start: usize) -> usize {
        let text = self.lower.as_bytes();
        if let Some(end) = date_end(text, start) {
            self.push(start, end, WordKind::Date);
            return end;
        }
        let mut end = figures_end(text, start);
        while end + 1 < text.len() && matches!(text[end], b'.' | b',') && text[end + 1].is_ascii_digit() {
            end = figures_end(text, end + 1);
        }
        self.push(start, end, WordKind::Number);
        end
    }

    fn cut_letters(&mut self, start: usize) -> usize {
        let mut end = letters_end(&self.lower, start);
        let Some((apostrophe, suffix_start)) = apostrophe_at(&self.lower, end) else {
            self.push(start, end, WordKind::Letters);
            return end;
        };
        let suffix_end = letters_end(&self.lower, suffix_start);
        let suffix = self.lower[suffix_start..suffix_end].to_owned();
        if suffix == "t" && self.lower[start..end].ends_with('n') {
            // "can't" keeps its n: "can" and "not"; "isn't" gives it up.
            if &self.lower[start..end] != "can" {
                end -= 1;
            }
            self.push(start, end, WordKind::Letters);
            self.push_full(end, suffix_end, "not");
        } else {
            self.push(start, end, WordKind::Letters);
            let shortened = CONTRACTIONS.iter().find(|(short, _)| *short == suffix);
            if let Some((_, full)) = shortened.filter(|_| PRONOUNS.contains(&&self.lower[start..end])) {
                self.push_full(apostrophe, suffix_end, full);
            } else if shortened.is_none() && suffix != "s" {
                return suffix_start;
            }
        }
        suffix_end
    }

    fn push_full(&mut self, start: usize, end: usize, full: &'static str) {
        self.words.push(Word {
            span: Span::new(start, end),
            kind: WordKind::Letters,
            key: Key::Full(full),
        });
    }

    fn cut_mark(&mut self, start: usize, character: char) -> usize {
        let end = start + character.len_utf8();
        if character == '-' && self.joins_letters(start) {
            return end;
        }
        self.push(start, end, WordKind::Mark);
        if let Some(plain) = plain_mark(character)
            && let Some(word) = self.words.last_mut()
        {
            word.key = Key::Full(plain);
        }
        end
    }

    /// Whether the hyphen at `at` stands inside a compound word ("flare-up", "30-day").
    fn joins_letters(&self, at: usize) -> bool {
        let text = self.lower.as_bytes();
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        let (Some(before), Some(behind)) = (before, text.get(at + 1)) else {
            return false;
        };
        before.is_ascii_alphanumeric()
            && behind.is_ascii_alphanumeric()
            && !(before.is_ascii_digit() && behind.is_ascii_digit())
    }
}

fn plain_mark(character: char) -> Option<&'static str> {
    Some(match character {
        '“' | '”' | '„' | '«' | '»' => "\"",
        '‘' | '’' => "'",
        '–' | '—' | '‒' | '−' => "-",
        '×' => "x",
        _ => return None,
    })
}

fn letters_end(text: &str, start: usize) -> usize {
    text[start..]
        .char_indices()
        .find(|(_, character)| !character.is_alphanumeric())
        .map_or(text.len(), |(offset, _)| start + offset)
}

/// Where an apostrophe with letters behind it stands at `at`, and where these letters begin.
fn apostrophe_at(text: &str, at: usize) -> Option<(usize, usize)> {
    let mut rest = text[at..].chars();
    let apostrophe = rest.next().filter(|character| matches!(character, '\'' | '’'))?;
    rest.next().filter(|character| character.is_alphabetic())?;
    Some((at, at + apostrophe.len_utf8()))
}
