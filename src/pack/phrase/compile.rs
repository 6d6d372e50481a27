//! Compiles phrases: gives every word, class and treatment a symbol, and every phrase a little program over symbols.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::parse::{Part, PhraseProblem, parse};
use super::{ALWAYS, Beginning, Beginnings, PhraseRule, Phrases, Step, Stretch, Symbol, WordSymbols, Yield, number};

/// The symbols of a number, a date in figures and a year, as phrases write them.
pub(super) const NUMBER: &str = "#";
pub(super) const DATE: &str = "#date";
pub(super) const YEAR: &str = "#year";

/// A phrase as read, to be added.
#[derive(Debug)]
pub struct Row<'phrase>(Vec<Part<'phrase>>);

impl<'phrase> Row<'phrase> {
    /// Reads a phrase.
    ///
    /// # Errors
    ///
    /// It is none.
    pub fn read(phrase: &'phrase str) -> Result<Self, PhraseProblem> {
        let row = parse(phrase)?;
        if matches!(row.last(), Some(Part::Gap(_))) {
            return Err(PhraseProblem::OpenEnd(phrase.to_owned()));
        }
        Ok(Self(row))
    }
}

/// Collects phrases and classes of words.
#[derive(Debug, Default)]
pub struct PhrasesBuilder {
    symbols: FxHashMap<String, Symbol>,
    classes: FxHashMap<String, Symbol>,
    phrases: Phrases,
    /// The words, each with its number.
    words: FxHashMap<Box<str>, u32>,
    /// What words are, by their numbers.
    meant: Vec<Vec<Symbol>>,
    /// For each symbol, the phrases that may begin with it.
    by_first: Vec<Vec<u32>>,
    /// For each phrase, the symbols without which it is not there.
    needed: Vec<Range<usize>>,
    needed_symbols: Vec<Symbol>,
}

impl PhrasesBuilder {
    /// Declares a class of words. All classes are declared before the first phrase names one.
    ///
    /// # Errors
    ///
    /// There are too many.
    pub fn class(&mut self, name: &str) -> Result<(), PhraseProblem> {
        let symbol = self.symbol(&format!("<{name}>"))?;
        self.classes.insert(format!("<{name}>"), symbol);
        Ok(())
    }

    /// Adds a member to a class of words.
    ///
    /// # Errors
    ///
    /// The member is no phrase.
    pub fn member(&mut self, class: &str, member: &str) -> Result<(), PhraseProblem> {
        let symbol = self.symbol(&format!("<{class}>"))?;
        let row = parse(member)?;
        match row.as_slice() {
            [Part::Symbol(word)] if !word.starts_with(['<', '@', '#']) => {
                self.spell(word, symbol);
                Ok(())
            }
            _ => self.add(member, &row, Yield::Class(symbol)),
        }
    }

    /// Adds a phrase that reads as `row`, under `number`, by which hits name it.
    ///
    /// # Errors
    ///
    /// It begins with anything, or names a class that is none.
    pub fn phrase(&mut self, phrase: &str, row: &Row<'_>, number: u32) -> Result<(), PhraseProblem> {
        self.add(phrase, &row.0, Yield::Phrase(number))
    }

    /// All of it, ready for reading.
    #[must_use]
    pub fn build(mut self) -> Phrases {
        self.group_beginnings();
        self.sort_words();
        self.phrases
    }

    /// Sets down for each symbol what may begin with it. Of the symbols that a phrase needs those come first that the fewest
    /// phrases hold: what is rare in phrases is rare in letters.
    fn group_beginnings(&mut self) {
        let mut holding = vec![0_usize; self.by_first.len()];
        for (first, rules) in self.by_first.iter().enumerate() {
            for symbol in rules.iter().flat_map(|rule| self.needed_behind(first, *rule)) {
                holding[usize::from(symbol)] += 1;
            }
        }
        let mut beginnings = Vec::with_capacity(self.by_first.iter().map(Vec::len).sum());
        let mut by_first = Vec::with_capacity(self.by_first.len());
        let yields_class = |rule: u32| matches!(self.phrases.rules[rule as usize].yields, Yield::Class(_));
        for (first, rules) in self.by_first.iter().enumerate() {
            let mut group = |wanted: bool| {
                let start = beginnings.len();
                let rules = rules.iter().copied().filter(|rule| yields_class(*rule) == wanted);
                beginnings.extend(rules.map(|rule| Beginning {
                    later: self.rarest_behind(first, rule, &holding),
                    rule,
                }));
                Stretch::of(start..beginnings.len())
            };
            by_first.push(Beginnings {
                classes: group(true),
                phrases: group(false),
            });
        }
        self.phrases.by_first = by_first;
        self.phrases.beginnings = beginnings;
    }

    /// The symbols that a phrase needs behind its `first`, those that the fewest phrases hold before others.
    fn rarest_behind(&self, first: usize, rule: u32, holding: &[usize]) -> [Symbol; 3] {
        let mut rarest = [ALWAYS; 3];
        let mut needed: Vec<Symbol> = self.needed_behind(first, rule).collect();
        needed.sort_by_key(|symbol| holding[usize::from(*symbol)]);
        for (slot, symbol) in rarest.iter_mut().zip(needed) {
            *slot = symbol;
        }
        rarest
    }

    /// What a phrase that begins with the symbol `first` needs behind that.
    fn needed_behind(&self, first: usize, rule: u32) -> impl Iterator<Item = Symbol> + '_ {
        let needed = &self.needed_symbols[self.needed[rule as usize].clone()];
        needed
            .iter()
            .copied()
            .filter(move |symbol| usize::from(*symbol) != first)
    }

    /// Sets down what each word of the vocabulary is, its stems included, so that one lookup gives it all.
    fn sort_words(&mut self) {
        let phrases = &mut self.phrases;
        let mut places: FxHashMap<Box<[Symbol]>, u32> = FxHashMap::default();
        let mut all: Vec<Symbol> = Vec::new();
        phrases.words = std::mem::take(&mut self.words);
        for (word, place) in &mut phrases.words {
            all.clear();
            all.extend(&self.meant[*place as usize]);
            all.extend(stems_of(&phrases.stems, word));
            all.sort_unstable();
            all.dedup();
            let opening = |opens: fn(&Beginnings) -> bool| {
                let symbols = all
                    .iter()
                    .filter(|symbol| opens(&phrases.by_first[usize::from(**symbol)]));
                symbols.copied().collect()
            };
            if let Some(known) = places.get(all.as_slice()) {
                *place = *known;
                continue;
            }
            *place = number(phrases.kinds.len());
            places.insert(all.as_slice().into(), *place);
            phrases.kinds.push(WordSymbols {
                opening_classes: opening(|beginnings| !beginnings.classes.is_empty()),
                opening_phrases: opening(|beginnings| !beginnings.phrases.is_empty()),
                all: all.as_slice().into(),
            });
        }
    }

    fn symbol(&mut self, written: &str) -> Result<Symbol, PhraseProblem> {
        if let Some(symbol) = self.symbols.get(written) {
            return Ok(*symbol);
        }
        if self.by_first.is_empty() {
            // The place of `ALWAYS`.
            self.by_first.push(Vec::new());
        }
        let symbol = Symbol::try_from(self.by_first.len()).map_err(|_| PhraseProblem::TooMany)?;
        self.by_first.push(Vec::new());
        self.symbols.insert(written.to_owned(), symbol);
        if written.starts_with(['@', '#']) {
            self.phrases.tags.insert(written.into(), symbol);
        } else if !written.starts_with('<') {
            self.spell(written, symbol);
        }
        Ok(symbol)
    }

    /// Lets each of a choice of words stand for `symbol`.
    fn spell(&mut self, choice: &str, symbol: Symbol) {
        for word in choice.split('|') {
            match word
                .strip_suffix('*')
                .map(|stem| (stem, stem.as_bytes().first_chunk::<3>()))
            {
                Some((stem, Some(head))) => self.phrases.stems.entry(*head).or_default().push((stem.into(), symbol)),
                Some((word, None)) => self.spell_whole(word, symbol),
                None => self.spell_whole(word, symbol),
            }
        }
    }

    fn spell_whole(&mut self, word: &str, symbol: Symbol) {
        let known = self.words.get(word).copied();
        let which = known.unwrap_or_else(|| {
            let new = number(self.words.len());
            self.words.insert(word.into(), new);
            self.meant.push(Vec::new());
            new
        });
        self.meant[which as usize].push(symbol);
    }

    fn add(&mut self, phrase: &str, row: &[Part<'_>], yields: Yield) -> Result<(), PhraseProblem> {
        let mut steps = Vec::with_capacity(32);
        let mut needed = self.row(phrase, row, &mut steps)?;
        needed.dedup();
        steps.push(Step::Done);
        let mut first = Vec::new();
        if !first_symbols(&steps, 0, &mut first) {
            return Err(PhraseProblem::OpenStart(phrase.to_owned()));
        }
        let rule = u32::try_from(self.phrases.rules.len()).map_err(|_| PhraseProblem::TooMany)?;
        for symbol in first {
            self.by_first[usize::from(symbol)].push(rule);
        }
        let start = self.needed_symbols.len();
        self.needed_symbols.append(&mut needed);
        self.needed.push(start..self.needed_symbols.len());
        let start = self.phrases.steps.len();
        self.phrases.steps.append(&mut steps);
        self.phrases.rules.push(PhraseRule {
            steps: Stretch::of(start..self.phrases.steps.len()),
            yields,
        });
        Ok(())
    }

    /// Adds the steps of a row of parts. Returns the symbols without which the row is not there.
    fn row(&mut self, phrase: &str, row: &[Part<'_>], steps: &mut Vec<Step>) -> Result<Vec<Symbol>, PhraseProblem> {
        let mut needed = Vec::new();
        for part in row {
            self.part(phrase, part, steps, &mut needed)?;
        }
        Ok(needed)
    }

    fn part(
        &mut self,
        phrase: &str,
        part: &Part<'_>,
        steps: &mut Vec<Step>,
        needed: &mut Vec<Symbol>,
    ) -> Result<(), PhraseProblem> {
        match part {
            Part::Symbol(written) => {
                if written.starts_with('<') && !self.classes.contains_key(&**written) {
                    return Err(PhraseProblem::UnknownClass(
                        phrase.to_owned(),
                        written.clone().into_owned(),
                    ));
                }
                let symbol = self.symbol(written)?;
                steps.push(Step::Symbol(symbol));
                needed.push(symbol);
            }
            Part::Gap(words) => {
                for left in (1..=*words).rev() {
                    // Past what is left of the gap: two steps for each word.
                    let end = place(steps.len() + 2 * usize::from(left))?;
                    steps.push(Step::Either(end, place(steps.len() + 1)?));
                    steps.push(Step::Any);
                }
            }
            Part::Optional(inner) => {
                let choice = steps.len();
                steps.push(Step::Done);
                self.part(phrase, inner, steps, &mut Vec::new())?;
                steps[choice] = Step::Either(place(choice + 1)?, place(steps.len())?);
            }
            Part::OneOf(rows) => needed.extend(self.one_of(phrase, rows, steps)?),
        }
        Ok(())
    }

    fn one_of(
        &mut self,
        phrase: &str,
        rows: &[Vec<Part<'_>>],
        steps: &mut Vec<Step>,
    ) -> Result<Vec<Symbol>, PhraseProblem> {
        let mut jumps = Vec::new();
        let mut common: Option<Vec<Symbol>> = None;
        for (index, row) in rows.iter().enumerate() {
            let choice = steps.len();
            let is_last = index + 1 == rows.len();
            if !is_last {
                steps.push(Step::Done);
            }
            let needed = self.row(phrase, row, steps)?;
            common = Some(match common {
                Some(common) => common.into_iter().filter(|symbol| needed.contains(symbol)).collect(),
                None => needed,
            });
            if !is_last {
                jumps.push(steps.len());
                steps.push(Step::Done);
                steps[choice] = Step::Either(place(choice + 1)?, place(steps.len())?);
            }
        }
        for jump in jumps {
            steps[jump] = Step::Jump(place(steps.len())?);
        }
        Ok(common.unwrap_or_default())
    }
}

fn place(step: usize) -> Result<u16, PhraseProblem> {
    u16::try_from(step).map_err(|_| PhraseProblem::TooMany)
}

/// The symbols with which the program may begin; false where it may begin with anything.
fn first_symbols(steps: &[Step], at: usize, first: &mut Vec<Symbol>) -> bool {
    match steps[at] {
        Step::Symbol(symbol) => {
            if !first.contains(&symbol) {
                first.push(symbol);
            }
            true
        }
        Step::Either(one, other) => {
            first_symbols(steps, usize::from(one), first) && first_symbols(steps, usize::from(other), first)
        }
        Step::Jump(there) => first_symbols(steps, usize::from(there), first),
        Step::Any | Step::Done => false,
    }
}

/// The symbols of the stems with which `word` begins.
pub(super) fn stems_of<'a>(
    stems: &'a FxHashMap<[u8; 3], Vec<(Box<str>, Symbol)>>,
    word: &'a str,
) -> impl Iterator<Item = Symbol> + 'a {
    let head = word.as_bytes().first_chunk::<3>();
    head.and_then(|head| stems.get(head))
        .into_iter()
        .flatten()
        .filter(|(stem, _)| word.starts_with(&**stem))
        .map(|(_, symbol)| *symbol)
}
