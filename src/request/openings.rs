//! Where in a text the grammar of amounts is worth trying: most words of a rationale can open none, and that is seen from
//! a few bytes. What is passed over here the grammar would read as nothing.

use super::pieces::TREATMENT;
use crate::text::{date_end, figures_end, number_word};

/// The next place at or behind `at` where an amount may begin.
pub(super) fn next_opening(painted: &str, mut at: usize) -> Option<usize> {
    let bytes = painted.as_bytes();
    while let Some(byte) = bytes.get(at) {
        let begins_something = byte.is_ascii_alphanumeric() || matches!(*byte, b'#' | b'*' | TREATMENT | TIMES_LEAD);
        if !begins_something {
            at += 1;
        } else if may_open(&bytes[at..]) {
            return Some(at);
        } else {
            at = end_of_word(bytes, at);
        }
    }
    None
}

/// The two bytes of a multiplication sign.
const TIMES_LEAD: u8 = 0xC3;
const TIMES_TAIL: u8 = 0x97;

/// Whether `bytes` may begin with an amount.
fn may_open(bytes: &[u8]) -> bool {
    match bytes {
        [b'#', ..] => true,
        [b'*', rest @ ..] | [TIMES_LEAD, TIMES_TAIL, rest @ ..] => begins_number(unspaced(rest)),
        [TREATMENT, ..] => {
            let behind = bytes.iter().position(|byte| *byte != TREATMENT);
            behind.is_some_and(|behind| unspaced(&bytes[behind..]).starts_with(b"("))
        }
        [figure, ..] if figure.is_ascii_digit() => figures_may_open(bytes),
        [letter, ..] if letter.is_ascii_alphabetic() => word_may_open(bytes),
        _ => false,
    }
}

/// Whether the figures with which `bytes` begin may open an amount: what they count, or when, has to stand behind them.
fn figures_may_open(bytes: &[u8]) -> bool {
    let (figures, behind) = bytes.split_at(end_of_word(bytes, 0));
    let is_plain = figures.iter().all(|byte| byte.is_ascii_digit() || *byte == b'.');
    if !is_plain {
        // "350mg" and "2-3" are left to the grammar; a date or a pain score is neither amount nor strength.
        return !(is_date(figures) || is_score(figures) && ends_phrase(behind));
    }
    match unspaced(behind) {
        [letter, ..] if letter.is_ascii_alphabetic() => words_may_count(unspaced(behind)),
        _ => !ends_phrase(behind),
    }
}

/// Whether a phrase ends here; a comma before a figure may stand inside a number.
fn ends_phrase(bytes: &[u8]) -> bool {
    match unspaced(bytes) {
        [b',', figure, ..] => !figure.is_ascii_digit(),
        [] | [b'.' | b',' | b';' | b':' | b')' | b'?' | b'!' | b'"', ..] => true,
        _ => false,
    }
}

/// Whether figures are a date as the grammar reads it first of all ("08/01/14"); one that begins with its year is none there.
fn is_date(figures: &[u8]) -> bool {
    figures_end(figures, 0) <= 2 && date_end(figures, 0) == Some(figures.len())
}

/// Whether figures are a score ("7/10").
fn is_score(figures: &[u8]) -> bool {
    let mut parts = figures.split(|byte| *byte == b'/');
    let mut is_short = || {
        parts
            .next()
            .is_some_and(|part| part.len() <= 2 && part.iter().all(u8::is_ascii_digit))
    };
    is_short() && is_short() && parts.next().is_none()
}

/// Whether the words behind a number may tell what it counts: they begin as one of [`BEHIND_NUMBER`] does, or the name of a
/// treatment, a word that counts or one for a time stands among them.
fn words_may_count(mut bytes: &[u8]) -> bool {
    /// As many words as the grammar reads between a number and what it counts, and that.
    const WORDS: usize = 6;
    if begins_with_any(bytes, &BEHIND_NUMBER) {
        return true;
    }
    for _ in 0..WORDS {
        let joint = bytes
            .iter()
            .take_while(|byte| matches!(byte, b' ' | b'-' | b'\''))
            .count();
        bytes = &bytes[joint..];
        match bytes {
            [letter, ..] if letter.is_ascii_alphabetic() => {
                if begins_with_any(bytes, &TIMES) {
                    return true;
                }
                bytes = behind_compound(bytes);
            }
            _ => return !ends_phrase(bytes) && !bytes[0].is_ascii_digit(),
        }
    }
    false
}

/// What stands behind the word with which `bytes` begin: a level ("L4-5") is one, and so is what hyphens join.
fn behind_compound(bytes: &[u8]) -> &[u8] {
    let mut rest = &bytes[end_of_word(bytes, 0)..];
    while let [b'\'' | b'-', letter, ..] = rest
        && letter.is_ascii_alphabetic()
    {
        rest = &rest[1 + end_of_word(&rest[1..], 0)..];
    }
    rest
}

/// The beginnings of what may stand right behind a number, besides what it counts.
const BEHIND_NUMBER: [&str; 26] = [
    "addition", "refill", "rf", "by", "oral", "p", "every", "each", "a", "night", "dai", "twice", "once", "b", "t",
    "q", "x", "count", "or", "in", "mcg", "mg", "ug", "meq", "iu", "weekly",
];

/// The beginnings of the words for times that a number may count.
const TIMES: [&str; 7] = ["h", "day", "mo", "y", "w", "tim", "x"];

/// Whether the word with which `bytes` begin may open an amount.
fn word_may_open(bytes: &[u8]) -> bool {
    let word = &bytes[..bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count()];
    let is = |words: &[&str]| words.iter().any(|known| word.eq_ignore_ascii_case(known.as_bytes()));
    let behind = &bytes[word.len()..];
    let behind_opening = |opening: &str| Some(unspaced(behind_prefix(bytes, opening)?));
    let number_behind = |opening: &str| behind_opening(opening).is_some_and(begins_number);
    let refills_behind =
        |opening: &str| behind_opening(opening).is_some_and(|rest| behind_prefix(rest, "refill").is_some());
    match word[0].to_ascii_lowercase() {
        b'x' => number_behind("x"),
        b't' if number_behind("time") || number_behind("times") => true,
        b'n' if refills_behind("no") => true,
        b'w' if refills_behind("without") || is(&["weekly"]) => true,
        b'o' if is(&["once"]) => true,
        b't' if is(&["twice"]) => true,
        b'f' | b'o' | b'w' if is(&["for", "over", "within"]) && begins_number(unspaced(behind)) => true,
        b'q' | b'c' | b'n' | b'r' | b's' | b't' if begins_with_any(bytes, &MARKS) => true,
        b'a' | b'b' | b'd' | b'f' | b'p' | b'r' | b's' if begins_with_any(bytes, &PURPOSES) => {
            names_treatment_behind(bytes)
        }
        _ => is_number_word(word),
    }
}

/// What stands before a number of pieces or refills.
const MARKS: [&str; 7] = ["qty", "quantity", "count", "total of", "number", "refill", "series of"];

/// What stands before the reason of a request.
const PURPOSES: [&str; 10] = [
    "for",
    "prior to",
    "before",
    "after",
    "following",
    "status post",
    "s/p",
    "due to",
    "secondary to",
    "regarding",
];

fn is_number_word(word: &[u8]) -> bool {
    std::str::from_utf8(word).is_ok_and(|word| number_word(word).is_some_and(|value| value > 0))
}

fn begins_number(bytes: &[u8]) -> bool {
    let word = bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    word > 0 && (bytes[0].is_ascii_digit() || is_number_word(&bytes[..word]))
}

fn begins_with_any(bytes: &[u8], openings: &[&str]) -> bool {
    openings.iter().any(|opening| behind_prefix(bytes, opening).is_some())
}

/// What follows `prefix`, in capitals or not.
fn behind_prefix<'b>(bytes: &'b [u8], prefix: &str) -> Option<&'b [u8]> {
    let (head, rest) = bytes.split_at_checked(prefix.len())?;
    head.eq_ignore_ascii_case(prefix.as_bytes()).then_some(rest)
}

fn unspaced(bytes: &[u8]) -> &[u8] {
    let spaces = bytes.iter().take_while(|byte| **byte == b' ').count();
    &bytes[spaces..]
}

/// Whether nothing but words stand between here and the name of a treatment.
fn names_treatment_behind(bytes: &[u8]) -> bool {
    let is_of_words = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'\'' | b'-' | b'/');
    bytes.iter().find(|byte| !is_of_words(byte)) == Some(&TREATMENT)
}

/// The end of the run of letters, figures and what joins them ("C5-C6", "7.5") at `at`.
pub(super) fn end_of_word(bytes: &[u8], at: usize) -> usize {
    let first = bytes.get(at).copied().unwrap_or(b' ');
    let mut end = at + 1;
    if first == TREATMENT {
        while bytes.get(end) == Some(&TREATMENT) {
            end += 1;
        }
        return end;
    }
    if first == b'x' || first == b'X' {
        // "x6" is a sign and a number.
        if bytes.get(end).is_some_and(u8::is_ascii_digit) {
            return end
                + bytes[end..]
                    .iter()
                    .take_while(|byte| byte.is_ascii_alphanumeric())
                    .count();
        }
    }
    while let Some(byte) = bytes.get(end) {
        // Behind a figure, or inside what began with one, a figure goes on across a hyphen: "C5-6", "10/325".
        let joins = matches!(byte, b'-' | b'.' | b'/')
            && bytes.get(end + 1).is_some_and(u8::is_ascii_digit)
            && (first.is_ascii_digit() || bytes[end - 1].is_ascii_digit());
        if !byte.is_ascii_alphanumeric() && !joins {
            break;
        }
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use pest::Parser;
    use proptest::prelude::*;

    use super::*;
    use crate::request::grammar::{RequestGrammar, Rule};

    /// What may stand behind a number, painted as the grammar sees it, and much that may not.
    const PARTS: &str = "6 | 12 | 1,200 | 7.5 | 2-3 | 8/10 | 10/325 | 08/01/14 | 2014-03-11 | 350mg | mg | % | x | X | \
        times | time | \u{1}\u{1}\u{1} | \u{2}\u{2} | hours | hr | day | days | month | mo. | year | \
        week | wks | weekly | per | each | every | a | in a | by mouth | daily | twice | bid | q4 | \
        at bedtime | prn | as needed | three times | count | refills | additional refills | or | to | \
        (six) | post-operative | follow-up | L4-5 | L4/S1 | lumbar | more | degrees | and | of | the | \
        old | / | - | , | . | ; | ( | ) | *";

    fn parts() -> impl Iterator<Item = &'static str> {
        PARTS.split(" | ")
    }

    proptest! {
        /// The figures that are passed over are none that the grammar reads.
        #[test]
        fn figures_passed_over_are_no_amounts(
            first in prop::sample::select(parts().take(10).collect::<Vec<_>>()),
            behind in prop::collection::vec((prop::sample::select(parts().collect::<Vec<_>>()), any::<bool>()), 0..9),
        ) {
            let mut text = first.to_owned();
            for (part, is_apart) in behind {
                text.push_str(if is_apart { " " } else { "" });
                text.push_str(part);
            }
            let amount = RequestGrammar::parse(Rule::amount, &text).unwrap().next().unwrap();
            let read = amount.into_inner().last().unwrap().as_rule();
            let is_read = !matches!(read, Rule::nothing | Rule::date);
            prop_assert!(!is_read || may_open(text.as_bytes()), "{:?} of {text:?}", read);
        }
    }

    #[test]
    fn words_that_can_open_no_amount_are_passed_over() {
        let openings = |text: &str| {
            let mut found = Vec::new();
            let mut at = 0;
            while let Some(start) = next_opening(text, at) {
                found.push(text[start..].split(' ').next().unwrap_or_default().to_owned());
                at = end_of_word(text.as_bytes(), start);
            }
            found
        };
        assert_eq!(
            openings("She told the reviewer that six visits for 3 weeks x 2 were not on time"),
            ["six", "for", "3", "x", "2"]
        );
        assert_eq!(openings("for the next therapy, for the \u{1}\u{1}\u{1}"), ["for"]);
        assert_eq!(
            openings("no refills, no pain, refills: 2"),
            ["no", "refills,", "refills:"]
        );
        assert_eq!(openings("\u{1}\u{1} (12) and \u{1}"), ["\u{1}\u{1}"]);
    }
}
