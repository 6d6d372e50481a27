//! Where sentences end. Paragraph ends do; full stops do unless an abbreviation, an initial, a list number or a decimal
//! owns them, spaced or not.

use std::ops::Range;

use crate::pack::Cues;
use crate::pack::phrase::{WordKind, Words};

/// Words of the longest sentence. What goes on without a full stop is a damaged text or a table and is cut, since each word
/// of a sentence is weighed against the others.
const LONGEST: usize = 1000;

/// The sentences of `text`, as ranges of its words.
pub(super) fn sentences(text: &str, words: &Words, cues: &Cues) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut word = 0;
    while word < words.all().len() {
        let end = sentence_end(text, words, cues, start, word);
        word += 1;
        let end = end.or((word - start >= LONGEST).then_some(word));
        if let Some(end) = end {
            found.push(start..end);
            start = end;
            word = end;
        }
    }
    if start < words.all().len() {
        found.push(start..words.all().len());
    }
    found
}

/// The word behind the sentence, if the sentence ends at `word`.
fn sentence_end(text: &str, words: &Words, cues: &Cues, start: usize, word: usize) -> Option<usize> {
    let all = words.all();
    if !matches!(words.key(word), "." | "!" | "?") || (words.key(word) == "." && is_owned(words, cues, start, word)) {
        let behind = all.get(word + 1)?.span.start;
        return text[all[word].span.end..behind].contains('\n').then_some(word + 1);
    }
    let mut end = word + 1;
    while end < all.len()
        && all[end].span.start == all[end - 1].span.end
        && matches!(words.key(end), "\"" | ")" | "]" | "'" | ".")
    {
        end += 1;
    }
    let Some(next) = all.get(end) else {
        return Some(end);
    };
    let is_apart = next.span.start > all[end - 1].span.end;
    let opens = text[next.span.range()].chars().next().is_some_and(|first| {
        first.is_uppercase() || (is_apart && (first.is_ascii_digit() || matches!(first, '"' | '“' | '(' | '[')))
    });
    // A full stop without a blank ends a sentence only between words ("gone.The").
    let glued = !is_apart && (end > word + 1 || word == start || all[word - 1].span.len() < 3);
    (opens && !glued).then_some(end)
}

/// Whether the full stop at `word` belongs to an abbreviation, an initial or a list number.
fn is_owned(words: &Words, cues: &Cues, start: usize, word: usize) -> bool {
    let all = words.all();
    let Some(before) = word.checked_sub(1).filter(|before| *before >= start) else {
        return false;
    };
    if all[before].span.end != all[word].span.start {
        return false;
    }
    let key = words.key(before);
    match all[before].kind {
        WordKind::Letters => cues.is_abbreviation(key) || (key.len() == 1 && key != "i" && is_initial(words, before)),
        WordKind::Number => {
            let opens_list = before == start || matches!(words.key(before - 1), ":" | "." | ";");
            // Behind a comma a figure of two digits is an amount ("half of that, 20. Sixteen are asked for").
            key.len() <= 2 && opens_list || key.len() == 1 && words.key(before - 1) == ","
        }
        WordKind::Date | WordKind::Mark => false,
    }
}

/// Whether the letter at `word` is a piece of "e.g." or "U.S." or an initial ("J. Smith").
fn is_initial(words: &Words, word: usize) -> bool {
    let all = words.all();
    let behind = all.get(word + 2);
    behind.is_some_and(|behind| behind.kind == WordKind::Letters)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::Pack;

    fn parted(text: &str) -> Vec<String> {
        let pack = Pack::embedded().unwrap();
        let words = Words::cut(text);
        let part = |range: Range<usize>| {
            let all = words.all();
            text[all[range.start].span.start..all[range.end - 1].span.end].to_owned()
        };
        sentences(text, &words, pack.cues()).into_iter().map(part).collect()
    }

    #[test]
    fn a_full_stop_before_a_capital_ends_a_sentence() {
        assert_eq!(parted("Pain is 7/10. He walks.").len(), 2);
        assert_eq!(parted("The spasm is gone.The claim is old.").len(), 2);
        assert_eq!(parted("It came to half of that, 20. Sixteen are asked for.").len(), 2);
        assert_eq!(parted("Seen on 4/2/13. No change.").len(), 2);
    }

    #[test]
    fn abbreviations_initials_decimals_and_list_numbers_own_their_full_stops() {
        assert_eq!(parted("Dr. Smith saw him, e.g. in May, s/p repair.").len(), 1);
        assert_eq!(parted("J. Smith, M.D. prescribed 7.5 mg.").len(), 1);
        assert_eq!(parted("Diagnoses: 1. Strain; 2. Sprain").len(), 1);
        assert_eq!(parted("He has, 1. Pain and, 2. Weakness.").len(), 1);
    }

    #[test]
    fn a_new_paragraph_ends_a_sentence_whatever_stands_before_it() {
        assert_eq!(parted("HEP daily\nNo TENS").len(), 2);
        assert_eq!(parted("HEP daily e.g.\nNo TENS").len(), 2);
    }
}
