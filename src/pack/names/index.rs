//! A set of names with a meaning each, as a tree of words: one walk along a text's words finds the longest name at every
//! place.

use rustc_hash::FxHashMap;

use super::pattern::{Part, Pattern, PatternError};
use super::vocabulary::{Vocabulary, Word, WordId, WordKind};
use crate::text::Span;

/// Names with fewer letters than this are never read across a slip of the pen.
const SHORTEST_MISSPELT_NAME: usize = 6;

/// How many words of a strength may stand between two words of a name ("Butrans 10 mcg/hr patch").
const LONGEST_STRENGTH: usize = 4;

/// The most names that one written pattern may stand for: far above any real name, low enough that a hostile pack cannot
/// fill the memory.
const MOST_NAMES: usize = 4096;

/// Names of one kind, each with its meaning.
#[derive(Debug)]
pub(crate) struct Index<M> {
    nodes: Vec<Node>,
    edges: FxHashMap<(u32, WordId), u32>,
    first_words: Vec<u32>,
    meanings: Vec<M>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Node {
    /// The node of the name's beginning, and the word that leads here.
    parent: u32,
    word: WordId,
    /// How many letters the name has up to here.
    letters: usize,
    /// The name that ends here, in any letters.
    any_case: Option<Ending>,
    /// The abbreviation that ends here, in capitals.
    capitals: Option<Ending>,
}

#[derive(Debug, Clone, Copy)]
struct Ending {
    meaning: u32,
    may_be_misspelt: bool,
}

/// A name found in a text.
#[derive(Debug)]
pub(crate) struct Found<'i, M> {
    /// What it names.
    pub(crate) meaning: &'i M,
    /// Where it stands.
    pub(crate) span: Span,
    /// A strength that stands between its words.
    pub(crate) strength: Option<Span>,
}

/// A name at the head of some words.
struct Match {
    meaning: u32,
    /// How many words it takes.
    length: usize,
    strength: Option<Span>,
}

/// Two meanings claim one name.
#[derive(Debug)]
pub(crate) struct Clash<M> {
    /// The name.
    pub(crate) name: String,
    /// The meaning that has it already.
    pub(crate) holder: M,
}

impl<M> Default for Index<M> {
    fn default() -> Self {
        Self {
            nodes: vec![Node::default()],
            edges: FxHashMap::default(),
            first_words: Vec::new(),
            meanings: Vec::new(),
        }
    }
}

impl<M: Clone + PartialEq> Index<M> {
    /// Gives every name that `pattern` stands for a meaning; with `capitals`, they count in capitals only. A name that
    /// another meaning has stays that meaning's, and is told.
    ///
    /// # Errors
    ///
    /// The pattern is no well-formed name.
    pub(crate) fn add(
        &mut self,
        vocabulary: &mut Vocabulary,
        pattern: &str,
        meaning: &M,
        capitals: bool,
    ) -> Result<Vec<Clash<M>>, PatternError> {
        let nodes = self.ends(vocabulary, pattern)?;
        let mut clashes = Vec::new();
        let place = self.keep(meaning.clone());
        for node in nodes {
            match self.held(node, capitals) {
                Some(holder) if holder == meaning => {}
                Some(holder) => clashes.push(Clash {
                    holder: holder.clone(),
                    name: self.name(node, vocabulary),
                }),
                None => self.set(node, place, capitals),
            }
        }
        Ok(clashes)
    }

    /// Gives every name that `pattern` stands for a meaning made of the one that it has, if any.
    ///
    /// # Errors
    ///
    /// The pattern is no well-formed name.
    pub(crate) fn add_beside(
        &mut self,
        vocabulary: &mut Vocabulary,
        pattern: &str,
        joined: impl Fn(Option<&M>) -> M,
    ) -> Result<(), PatternError> {
        for node in self.ends(vocabulary, pattern)? {
            let place = self.keep(joined(self.held(node, false)));
            self.set(node, place, false);
        }
        Ok(())
    }

    fn held(&self, node: u32, capitals: bool) -> Option<&M> {
        let node = &self.nodes[node as usize];
        let ending = if capitals { node.capitals } else { node.any_case };
        ending.map(|ending| &self.meanings[ending.meaning as usize])
    }

    fn keep(&mut self, meaning: M) -> u32 {
        self.meanings.push(meaning);
        u32::try_from(self.meanings.len() - 1).unwrap_or(u32::MAX)
    }

    fn set(&mut self, node: u32, meaning: u32, capitals: bool) {
        let node = &mut self.nodes[node as usize];
        let ending = Some(Ending {
            meaning,
            may_be_misspelt: node.letters >= SHORTEST_MISSPELT_NAME && !capitals,
        });
        if capitals {
            node.capitals = ending;
        } else {
            node.any_case = ending;
        }
    }

    /// The nodes where the names of a pattern end.
    fn ends(&mut self, vocabulary: &mut Vocabulary, pattern: &str) -> Result<Vec<u32>, PatternError> {
        let ends = self.grow(vocabulary, &Pattern::read(pattern)?, vec![0])?;
        if ends.contains(&0) {
            return Err(PatternError::Empty);
        }
        Ok(ends)
    }

    fn grow(
        &mut self,
        vocabulary: &mut Vocabulary,
        pattern: &Pattern,
        mut nodes: Vec<u32>,
    ) -> Result<Vec<u32>, PatternError> {
        for part in &pattern.parts {
            match part {
                Part::Words(text) => {
                    for word in vocabulary.learn(text) {
                        let letters = vocabulary.text(word).len();
                        for node in &mut nodes {
                            *node = self.step_or_grow(*node, word, letters);
                        }
                    }
                }
                Part::Choice { alternatives, optional } => {
                    let mut reached = if *optional { nodes.clone() } else { Vec::new() };
                    for alternative in alternatives {
                        reached.extend(self.grow(vocabulary, alternative, nodes.clone())?);
                    }
                    nodes = reached;
                    nodes.sort_unstable();
                    nodes.dedup();
                }
            }
            if nodes.len() > MOST_NAMES {
                return Err(PatternError::TooMany);
            }
        }
        Ok(nodes)
    }

    fn step_or_grow(&mut self, parent: u32, word: WordId, letters: usize) -> u32 {
        if let Some(next) = self.step(parent, word) {
            return next;
        }
        let next = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        self.nodes.push(Node {
            parent,
            word,
            letters: self.nodes[parent as usize].letters + letters,
            ..Node::default()
        });
        if parent == 0 {
            let place = word as usize;
            if self.first_words.len() <= place {
                self.first_words.resize(place + 1, 0);
            }
            self.first_words[place] = next;
        } else {
            self.edges.insert((parent, word), next);
        }
        next
    }

    /// The name that ends at a node.
    fn name(&self, mut node: u32, vocabulary: &Vocabulary) -> String {
        let mut words = Vec::new();
        while node != 0 {
            let Node { parent, word, .. } = self.nodes[node as usize];
            words.push(vocabulary.text(word));
            node = parent;
        }
        words.reverse();
        words.join(" ")
    }

    fn step(&self, node: u32, word: WordId) -> Option<u32> {
        if node == 0 {
            let next = self.first_words.get(word as usize).copied().unwrap_or(0);
            (next != 0).then_some(next)
        } else {
            self.edges.get(&(node, word)).copied()
        }
    }

    /// Every name among `words`, the longest at each place, none inside another.
    pub(crate) fn find<'i>(&'i self, words: &[Word], text: &str) -> Vec<Found<'i, M>> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match self.longest(&words[at..], text) {
                Some(Match {
                    meaning,
                    length,
                    strength,
                }) => {
                    let span = words[at].span.join(words[at + length - 1].span);
                    found.push(Found {
                        meaning: &self.meanings[meaning as usize],
                        span,
                        strength,
                    });
                    at += length;
                }
                None => at += 1,
            }
        }
        found
    }

    /// The longest name at the head of `words`.
    fn longest(&self, words: &[Word], text: &str) -> Option<Match> {
        let mut node = self.step(0, words.first()?.id?)?;
        let mut misspelt = words[0].misspelt;
        let mut strength = None;
        let mut best = None;
        let mut length = 1;
        loop {
            let read = words[0].span.join(words[length - 1].span);
            if let Some(meaning) = self.ending(node, misspelt, &text[read.range()]) {
                best = Some(Match {
                    meaning,
                    length,
                    strength,
                });
            }
            let Some((next, taken, guessed)) = self.go_on(node, &words[length..]) else {
                return best;
            };
            if misspelt && guessed {
                return best;
            }
            let between = match taken {
                1 => Some(words[length].span).filter(|_| words[length].kind == WordKind::Percent),
                _ => Some(words[length].span.join(words[length + taken - 2].span)),
            };
            strength = strength.or(between);
            misspelt |= guessed;
            node = next;
            length += taken;
        }
    }

    /// The next word of a name, directly behind or with a strength between.
    fn go_on(&self, node: u32, words: &[Word]) -> Option<(u32, usize, bool)> {
        let mut measured = false;
        for (skipped, word) in words.iter().take(LONGEST_STRENGTH + 1).enumerate() {
            if !word.joined {
                return None;
            }
            // A bare number is no strength: "therapy 12 visits" is a name and an amount.
            if (skipped == 0 || measured)
                && let Some(next) = word.id.and_then(|id| self.step(node, id))
            {
                return Some((next, skipped + 1, word.misspelt));
            }
            match word.kind {
                WordKind::Percent => measured = true,
                WordKind::Figures => {}
                WordKind::Letters if skipped > 0 && (2..=3).contains(&word.span.len()) => measured = true,
                WordKind::Letters => return None,
            }
        }
        None
    }

    fn ending(&self, node: u32, misspelt: bool, written: &str) -> Option<u32> {
        let node = &self.nodes[node as usize];
        if let Some(capitals) = node.capitals
            && !misspelt
            && in_capitals(written)
        {
            return Some(capitals.meaning);
        }
        node.any_case
            .filter(|ending| !misspelt || ending.may_be_misspelt)
            .map(|ending| ending.meaning)
    }
}

/// Whether an abbreviation stands in capitals, but for the `s` of a plural.
fn in_capitals(written: &str) -> bool {
    written
        .strip_suffix('s')
        .unwrap_or(written)
        .bytes()
        .all(|byte| !byte.is_ascii_lowercase())
}
