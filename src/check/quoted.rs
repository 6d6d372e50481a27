//! Doses that a sentence quotes: a figure with its unit, and behind it the words by which the limit is known ("200 mg oral
//! morphine equivalents per day"). Spellings and words are the limit's own.

use std::ops::Range;

use crate::pack::Quoted;

/// How many words may stand between the unit and the words by which the limit is known.
const REACH: usize = 6;

/// A dose that a sentence gives.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Dose {
    /// The figure.
    pub(super) figure: f64,
    /// Its bytes and its unit's.
    pub(super) bytes: Range<usize>,
    /// Whether the words by which the limit is known stand behind it.
    pub(super) is_named: bool,
}

/// The doses in `text`.
pub(super) fn doses(text: &str, quoted: &Quoted) -> Vec<Dose> {
    let words = words(text);
    let mut doses = Vec::new();
    for (index, (number, start, _)) in words.iter().enumerate() {
        let Ok(figure) = number.replace(',', "").parse::<f64>() else {
            continue;
        };
        let Some((unit, _, end)) = words.get(index + 1) else {
            break;
        };
        // Words behind another figure are that figure's ("two tablets of 20 mg are 60 mg of morphine equivalents").
        let is_number = |word: &&(&str, usize, usize)| word.0.starts_with(|letter: char| letter.is_ascii_digit());
        let behind = words
            .iter()
            .skip(index + 2)
            .take(REACH)
            .take_while(|word| !is_number(word));
        let is_named = behind.map(|(word, ..)| word).any(|word| is_any(&quoted.near, word));
        if is_any(&quoted.units, unit) {
            doses.push(Dose {
                figure,
                bytes: *start..*end,
                is_named,
            });
        }
    }
    doses
}

/// Whether one of `patterns` is among the words at the bytes `span` of `text`, or the three on either side.
pub(super) fn stands_beside(text: &str, span: Range<usize>, patterns: &[String]) -> bool {
    const BESIDE: usize = 3;
    let (before, behind) = (words(&text[..span.start]), words(&text[span.end..]));
    let inside = words(&text[span]);
    let near = before
        .iter()
        .rev()
        .take(BESIDE)
        .chain(&inside)
        .chain(behind.iter().take(BESIDE));
    near.map(|(word, ..)| word).any(|word| is_any(patterns, word))
}

/// The figures of `text`, with a unit or without, each with its bytes.
pub(super) fn figures(text: &str) -> Vec<(f64, Range<usize>)> {
    let figure = |(word, start, end): (&str, usize, usize)| Some((word.replace(',', "").parse().ok()?, start..end));
    words(text).into_iter().filter_map(figure).collect()
}

fn is_any(patterns: &[String], word: &str) -> bool {
    let word = word.to_lowercase();
    patterns.iter().any(|pattern| match pattern.strip_suffix('*') {
        Some(beginning) => word.starts_with(beginning),
        None => word == *pattern,
    })
}

/// The words of a text with their bytes; a number is a word of its own, whatever is glued to it.
fn words(text: &str) -> Vec<(&str, usize, usize)> {
    let of_number = |character: char| character.is_ascii_digit();
    let mut words = Vec::new();
    let mut rest = 0;
    while let Some(found) = text[rest..].find(char::is_alphanumeric) {
        let start = rest + found;
        let number = text[start..].starts_with(of_number);
        let length = text[start..]
            .char_indices()
            .find(|(at, character)| {
                let inner = number && matches!(character, '.' | ',') && text[start + at + 1..].starts_with(of_number);
                !inner && (!character.is_alphanumeric() || of_number(*character) != number)
            })
            .map_or(text.len() - start, |(at, _)| at);
        rest = start + length;
        words.push((&text[start..rest], start, rest));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named_doses(text: &str) -> Vec<f64> {
        let list = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let quoted = Quoted {
            units: list(&["mg", "milligram*"]),
            near: list(&["day", "daily", "morphine"]),
        };
        let named = doses(text, &quoted).into_iter().filter(|dose| dose.is_named);
        named.map(|dose| dose.figure).collect()
    }

    #[test]
    fn a_dose_is_quoted_with_its_unit_and_the_limits_words() {
        assert_eq!(
            named_doses("not to exceed 200 mg oral morphine equivalents per day"),
            [200.0]
        );
        assert_eq!(
            named_doses("at most 400mg/day, or 1,200 milligrams daily"),
            [400.0, 1200.0]
        );
        assert_eq!(named_doses("0.5 mg a day"), [0.5]);
        assert_eq!(named_doses("Two tablets of 20 mg are 60 mg of morphine"), [60.0]);
    }

    #[test]
    fn a_dose_without_the_limits_words_is_one_all_the_same() {
        let quoted = Quoted {
            units: vec!["mg".to_owned()],
            near: vec!["morphine".to_owned()],
        };
        let doses = doses("320 mg of morphine, and the ceiling is 120 mg", &quoted);
        let read: Vec<_> = doses.iter().map(|dose| (dose.figure, dose.is_named)).collect();
        assert_eq!(read, [(320.0, true), (120.0, false)]);
    }

    #[test]
    fn other_figures_are_no_doses() {
        assert_eq!(
            named_doses("50-100 mg every 4 to 6 hours as needed for pain by mouth"),
            [] as [f64; 0]
        );
        assert_eq!(named_doses("120 tablets a day, page 86"), [] as [f64; 0]);
        assert_eq!(named_doses(""), [] as [f64; 0]);
        assert_eq!(named_doses("§ 9 mg"), [] as [f64; 0]);
    }
}
