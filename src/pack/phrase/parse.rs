//! Reads one phrase of the phrase language into a tree.

use std::borrow::Cow;

use super::word::Words;

/// A phrase, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part<'phrase> {
    /// One word, as this way of writing says: "pain", "improv*", "a|b", "<class>", "@treatment", "#".
    Symbol(Cow<'phrase, str>),
    /// One of several rows.
    OneOf(Vec<Vec<Part<'phrase>>>),
    /// May be left out.
    Optional(Box<Part<'phrase>>),
    /// Up to so many words of any kind.
    Gap(u8),
}

/// Why a phrase is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhraseProblem {
    /// Nothing stands in it.
    #[error("the phrase `{0}` is empty, or a part of it is")]
    Empty(String),
    /// A bracket has no partner.
    #[error("a bracket in the phrase `{0}` has no partner")]
    Bracket(String),
    /// `~` without the number of words.
    #[error("a gap in the phrase `{0}` must say how many words it holds at most, as `~3`")]
    Gap(String),
    /// `&` without a distance.
    #[error("the phrase `{0}` must end with the number of words that may stand between its two halves, as `~3`")]
    Apart(String),
    /// It may begin with anything at all.
    #[error("the phrase `{0}` must begin with a word")]
    OpenStart(String),
    /// It ends with any words at all, which says nothing.
    #[error("the phrase `{0}` ends with a gap, which says nothing")]
    OpenEnd(String),
    /// It names a class of words that no pack has.
    #[error("the phrase `{0}` names the class of words `{1}`, which no pack has")]
    UnknownClass(String, String),
    /// There are more words and classes than fit.
    #[error("the packs have more different words than phrases can name")]
    TooMany,
}

/// Reads `phrase`.
pub(super) fn parse(phrase: &str) -> Result<Vec<Part<'_>>, PhraseProblem> {
    // Hardly any phrase has the mark, and a single character is found faster than three.
    if phrase.contains('&')
        && let Some((one, other)) = phrase.split_once(" & ")
    {
        return in_either_order(phrase, one, other);
    }
    parse_row(phrase)
}

/// "pain & lessened ~4": both, in either order, with up to four words between them.
fn in_either_order<'phrase>(
    phrase: &str,
    one: &'phrase str,
    other: &'phrase str,
) -> Result<Vec<Part<'phrase>>, PhraseProblem> {
    let one = parse_row(one)?;
    let mut other = parse_row(other)?;
    let Some(Part::Gap(words)) = other.pop() else {
        return Err(PhraseProblem::Apart(phrase.to_owned()));
    };
    if other.is_empty() {
        return Err(PhraseProblem::Empty(phrase.to_owned()));
    }
    let joined = |first: &[Part<'phrase>], second: &[Part<'phrase>]| {
        let between = std::iter::once(Part::Gap(words));
        first
            .iter()
            .cloned()
            .chain(between)
            .chain(second.iter().cloned())
            .collect()
    };
    Ok(vec![Part::OneOf(vec![joined(&one, &other), joined(&other, &one)])])
}

fn parse_row(phrase: &str) -> Result<Vec<Part<'_>>, PhraseProblem> {
    let mut parser = Parser { phrase, at: 0 };
    let mut rows = parser.rows()?;
    if parser.at < phrase.len() {
        return Err(PhraseProblem::Bracket(phrase.to_owned()));
    }
    Ok(match rows.pop() {
        Some(row) if rows.is_empty() => row,
        Some(row) => {
            rows.push(row);
            vec![Part::OneOf(rows)]
        }
        None => return Err(PhraseProblem::Empty(phrase.to_owned())),
    })
}

struct Parser<'phrase> {
    phrase: &'phrase str,
    at: usize,
}

impl<'phrase> Parser<'phrase> {
    /// Rows apart by ` | `, up to a closing bracket or the end.
    fn rows(&mut self) -> Result<Vec<Vec<Part<'phrase>>>, PhraseProblem> {
        let mut rows = Vec::new();
        let mut row = Vec::new();
        loop {
            self.skip_blanks();
            match self.phrase.as_bytes().get(self.at) {
                None | Some(b')') => break,
                Some(b'|') => {
                    self.at += 1;
                    rows.push(std::mem::take(&mut row));
                }
                Some(b'(') => {
                    self.at += 1;
                    let inner = self.rows()?;
                    if self.phrase.as_bytes().get(self.at) != Some(&b')') {
                        return Err(PhraseProblem::Bracket(self.phrase.to_owned()));
                    }
                    self.at += 1;
                    let group = Part::OneOf(inner);
                    row.push(self.optional(group));
                }
                Some(_) => self.chunk(&mut row)?,
            }
        }
        rows.push(row);
        if rows.iter().any(Vec::is_empty) {
            return Err(PhraseProblem::Empty(self.phrase.to_owned()));
        }
        Ok(rows)
    }

    fn skip_blanks(&mut self) {
        while self.phrase.as_bytes().get(self.at) == Some(&b' ') {
            self.at += 1;
        }
    }

    fn optional(&mut self, part: Part<'phrase>) -> Part<'phrase> {
        if self.phrase.as_bytes().get(self.at) == Some(&b'?') {
            self.at += 1;
            return Part::Optional(Box::new(part));
        }
        part
    }

    /// What stands up to the next blank or bracket. A `|` inside joins words; one before a bracket or a blank ends the row.
    fn chunk(&mut self, row: &mut Vec<Part<'phrase>>) -> Result<(), PhraseProblem> {
        let rest = &self.phrase[self.at..];
        let ends = |byte: &u8| matches!(byte, b' ' | b'(' | b')' | b'?');
        let mut length = rest.bytes().position(|byte| ends(&byte)).unwrap_or(rest.len());
        if rest[..length].ends_with('|') {
            length -= 1;
        }
        let chunk = &rest[..length];
        self.at += length;
        if let Some(words) = chunk.strip_prefix('~') {
            let words = words.parse().map_err(|_| PhraseProblem::Gap(self.phrase.to_owned()))?;
            row.push(Part::Gap(words));
            return Ok(());
        }
        if is_plain(chunk) {
            let symbol = self.optional(Part::Symbol(lower(chunk)));
            row.push(symbol);
            return Ok(());
        }
        let mut parts = symbols(chunk);
        if let Some(last) = parts.pop() {
            let last = self.optional(last);
            parts.push(last);
        } else {
            return Err(PhraseProblem::Empty(self.phrase.to_owned()));
        }
        row.append(&mut parts);
        Ok(())
    }
}

/// Whether the chunk is a word of plain letters and figures ("pain", "l4"), a beginning of one, or a choice of such.
fn is_plain(chunk: &str) -> bool {
    let mut before = b'|';
    for byte in chunk.bytes() {
        let fits = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => before != b'*',
            b'0'..=b'9' => !matches!(before, b'|' | b'*'),
            b'*' | b'|' => before != b'|' && (byte == b'|' || before != b'*'),
            _ => false,
        };
        if !fits {
            return false;
        }
        before = byte;
    }
    before != b'|'
}

fn lower(chunk: &str) -> Cow<'_, str> {
    if chunk.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(chunk.to_ascii_lowercase())
    } else {
        Cow::Borrowed(chunk)
    }
}

/// The symbols of a chunk without blanks: one for a choice of words, one after another for words that the chunk joins
/// by a mark ("s/p").
fn symbols(chunk: &str) -> Vec<Part<'_>> {
    // Nine chunks in ten: nothing in them has to be cut.
    if is_plain(chunk) {
        return vec![Part::Symbol(lower(chunk))];
    }
    if chunk.contains('|') {
        let is_word =
            |choice: &str| is_plain(choice) || !choice.starts_with(['<', '@', '#']) && symbols(choice).len() == 1;
        if chunk.split('|').all(is_word) {
            return vec![Part::Symbol(lower(chunk))];
        }
        return vec![Part::OneOf(chunk.split('|').map(symbols).collect())];
    }
    if chunk.starts_with(['<', '@', '#']) {
        return vec![Part::Symbol(chunk.into())];
    }
    let (text, star) = chunk.strip_suffix('*').map_or((chunk, ""), |stem| (stem, "*"));
    let words = Words::cut(text);
    let last = words.all().len().saturating_sub(1);
    (0..words.all().len())
        .map(|index| Part::Symbol(format!("{}{}", words.key(index), if index == last { star } else { "" }).into()))
        .collect()
}
