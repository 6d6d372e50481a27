//! Names as packs write them, with optional words in parentheses and alternatives in brackets, spelt out one by one.

/// The most names that one written pattern may stand for: far above any real name, low enough that a hostile pack cannot
/// fill the memory.
const MOST_NAMES: usize = 4096;

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
    #[error("the pattern stands for more than {MOST_NAMES} names")]
    TooMany,
    /// Nothing is left when the optional words are left out.
    #[error("a name needs at least one word that is always there")]
    Empty,
}

/// All names that `pattern` stands for: `(words)` may be missing, `[this|that]` is either, and both may nest. Inside
/// parentheses `|` parts alternatives too.
///
/// # Errors
///
/// The pattern is no well-formed name.
pub(crate) fn expand(pattern: &str) -> Result<Vec<String>, PatternError> {
    let mut rest = pattern.chars().peekable();
    let names = alternatives(&mut rest, None, 0)?;
    if names.iter().any(|name| name.trim().is_empty()) {
        return Err(PatternError::Empty);
    }
    Ok(names)
}

type Rest<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// Reads up to `close` (or the end of the pattern): alternatives parted by `|`.
fn alternatives(rest: &mut Rest<'_>, close: Option<char>, depth: usize) -> Result<Vec<String>, PatternError> {
    if depth > DEEPEST {
        return Err(PatternError::TooDeep);
    }
    let mut finished = Vec::new();
    let mut current = vec![String::new()];
    loop {
        let Some(next) = rest.next() else {
            if close.is_some() {
                return Err(PatternError::Unbalanced);
            }
            finished.append(&mut current);
            return Ok(finished);
        };
        match next {
            '(' => {
                let mut optional = alternatives(rest, Some(')'), depth + 1)?;
                optional.push(String::new());
                current = joined(&current, &optional)?;
            }
            '[' => current = joined(&current, &alternatives(rest, Some(']'), depth + 1)?)?,
            '|' if close.is_some() => {
                finished.append(&mut current);
                current = vec![String::new()];
            }
            ')' | ']' if close == Some(next) => {
                finished.append(&mut current);
                return Ok(finished);
            }
            ')' | ']' => return Err(PatternError::Unbalanced),
            letter => {
                for name in &mut current {
                    name.push(letter);
                }
            }
        }
    }
}

/// Every beginning with every continuation.
fn joined(beginnings: &[String], continuations: &[String]) -> Result<Vec<String>, PatternError> {
    if beginnings.len().saturating_mul(continuations.len()) > MOST_NAMES {
        return Err(PatternError::TooMany);
    }
    Ok(beginnings
        .iter()
        .flat_map(|beginning| {
            continuations
                .iter()
                .map(move |continuation| format!("{beginning}{continuation}"))
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(pattern: &str) -> Vec<String> {
        expand(pattern)
            .unwrap_or_default()
            .iter()
            .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    }

    #[test]
    fn optional_words_and_alternatives_are_spelt_out() {
        assert_eq!(words("gabapentin"), ["gabapentin"]);
        assert_eq!(words("naproxen (sodium)"), ["naproxen sodium", "naproxen"]);
        assert_eq!(
            words("[aqua|pool] therapy (two|three)"),
            [
                "aqua therapy two",
                "aqua therapy three",
                "aqua therapy",
                "pool therapy two",
                "pool therapy three",
                "pool therapy"
            ]
        );
        assert_eq!(words("a (b (c))"), ["a b c", "a b", "a"]);
    }

    #[test]
    fn broken_patterns_say_what_is_wrong() {
        assert_eq!(expand("a (b"), Err(PatternError::Unbalanced));
        assert_eq!(expand("a b]"), Err(PatternError::Unbalanced));
        assert_eq!(expand("(a)"), Err(PatternError::Empty));
        assert_eq!(expand(&"(".repeat(50)), Err(PatternError::TooDeep));
        assert_eq!(expand(&"[a|b]".repeat(40)), Err(PatternError::TooMany));
    }
}
