//! Names as packs write them, with optional words in parentheses and alternatives in brackets, read into their parts.

/// How deep parentheses and brackets may nest.
const DEEPEST: usize = 8;

/// Why a written name cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PatternError {
    /// A parenthesis or bracket is not closed, or closes what was not opened.
    #[error("a parenthesis or bracket has no partner")]
    Unbalanced,
    /// Nested beyond all reason.
    #[error("parentheses and brackets nest too deep")]
    TooDeep,
    /// The pattern stands for too many names.
    #[error("the pattern stands for too many names")]
    TooMany,
    /// Nothing is left when the optional words are left out.
    #[error("a name needs at least one word that is always there")]
    Empty,
}

/// A name as written.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub(super) parts: Vec<Part>,
}

/// A part of a name.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Words that are always there.
    Words(String),
    /// One of several, or none where it is optional.
    Choice { alternatives: Vec<Pattern>, optional: bool },
}

impl Pattern {
    /// Reads a name: `(words)` may be missing, `[this|that]` is either, and both may nest. Inside parentheses `|` parts
    /// alternatives too.
    ///
    /// # Errors
    ///
    /// The name is not well formed.
    pub(crate) fn read(written: &str) -> Result<Self, PatternError> {
        let mut rest = written.chars();
        let mut alternatives = alternatives(&mut rest, None, 0)?;
        Ok(alternatives.pop().unwrap_or_default())
    }

    /// The name at its plainest: optional words left out, of alternatives the first.
    pub(crate) fn plain(&self) -> String {
        let mut words: Vec<String> = Vec::new();
        for part in &self.parts {
            match part {
                Part::Words(text) => words.extend(text.split_whitespace().map(str::to_owned)),
                Part::Choice { optional: true, .. } => {}
                Part::Choice { alternatives, .. } => words.extend(alternatives.first().map(Self::plain)),
            }
        }
        words.join(" ")
    }

    fn push_letter(&mut self, letter: char) {
        if let Some(Part::Words(words)) = self.parts.last_mut() {
            words.push(letter);
        } else {
            self.parts.push(Part::Words(letter.to_string()));
        }
    }
}

/// Reads up to `close` (or the end of the name): alternatives parted by `|`.
fn alternatives(
    rest: &mut std::str::Chars<'_>,
    close: Option<char>,
    depth: usize,
) -> Result<Vec<Pattern>, PatternError> {
    if depth > DEEPEST {
        return Err(PatternError::TooDeep);
    }
    let mut finished = Vec::new();
    let mut current = Pattern::default();
    loop {
        let next = rest.next();
        match next {
            None if close.is_some() => return Err(PatternError::Unbalanced),
            None => break,
            Some(opening @ ('(' | '[')) => {
                let closing = if opening == '(' { ')' } else { ']' };
                current.parts.push(Part::Choice {
                    alternatives: alternatives(rest, Some(closing), depth + 1)?,
                    optional: opening == '(',
                });
            }
            Some('|') if close.is_some() => finished.push(std::mem::take(&mut current)),
            Some(closing @ (')' | ']')) => {
                if close == Some(closing) {
                    break;
                }
                return Err(PatternError::Unbalanced);
            }
            Some(letter) => current.push_letter(letter),
        }
    }
    finished.push(current);
    Ok(finished)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plainest_name_has_no_optional_words() {
        for (written, plain) in [
            ("gabapentin", "gabapentin"),
            ("naproxen (sodium)", "naproxen"),
            ("[aqua|pool] therapy (two|three)", "aqua therapy"),
            ("a (b (c)) [d (e)|f]", "a d"),
        ] {
            assert_eq!(
                Pattern::read(written).map(|pattern| pattern.plain()),
                Ok(plain.to_owned())
            );
        }
    }

    #[test]
    fn broken_names_say_what_is_wrong() {
        assert_eq!(Pattern::read("a (b"), Err(PatternError::Unbalanced));
        assert_eq!(Pattern::read("a b]"), Err(PatternError::Unbalanced));
        assert_eq!(Pattern::read("a (b]"), Err(PatternError::Unbalanced));
        assert_eq!(Pattern::read(&"(".repeat(50)), Err(PatternError::TooDeep));
    }
}
