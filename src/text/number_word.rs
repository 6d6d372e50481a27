//! Numbers in words, as letters write them: one list for everybody who reads figures.

/// The words below twenty, each at its value.
const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];

/// The tens from twenty on.
const TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

/// The value of a single word, in capitals or not ("twelve", "Thirty"). "twenty-four" is two words: see [`compound_number`].
#[must_use]
pub fn number_word(word: &str) -> Option<u32> {
    // Most words are none, and most of those show it by their length or first letter.
    let may_be = matches!(word.len(), 3..=9) && b"zotfsent".contains(&word.as_bytes()[0].to_ascii_lowercase());
    if !may_be {
        return None;
    }
    let place = |list: &[&str]| {
        let place = list.iter().position(|known| known.eq_ignore_ascii_case(word))?;
        u32::try_from(place).ok()
    };
    place(&SMALL).or_else(|| Some(20 + 10 * place(&TENS)?))
}

/// The value of a word and, where it is a ten, of the one behind it ("twenty" and "four" are 24).
#[must_use]
pub fn compound_number(word: &str, next: Option<&str>) -> Option<u32> {
    let value = number_word(word)?;
    let ones = next.filter(|_| value >= 20).and_then(number_word);
    Some(value + ones.filter(|ones| (1..10).contains(ones)).unwrap_or(0))
}

/// The value of a number written in words, the whole of `text` ("forty-five", "one hundred and twenty").
#[must_use]
pub fn spelled_number(text: &str) -> Option<u32> {
    let mut words = text.split([' ', '-']).filter(|word| !word.is_empty());
    let (first, second) = (words.next()?, words.next());
    if !second.is_some_and(|second| second.eq_ignore_ascii_case("hundred")) {
        return compound_number(first, second);
    }
    let mut rest = words.filter(|word| !word.eq_ignore_ascii_case("and"));
    let below = rest.next().and_then(|word| compound_number(word, rest.next()));
    Some(number_word(first)? * 100 + below.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_their_values() {
        assert_eq!(number_word("zero"), Some(0));
        assert_eq!(number_word("Twelve"), Some(12));
        assert_eq!(number_word("eighty"), Some(80));
        assert_eq!(number_word("nine"), Some(9));
        assert_eq!(number_word("often"), None);
        assert_eq!(number_word("ones"), None);
    }

    #[test]
    fn numbers_of_several_words_have_their_values() {
        assert_eq!(spelled_number("twelve"), Some(12));
        assert_eq!(spelled_number("forty-five"), Some(45));
        assert_eq!(spelled_number("one hundred"), Some(100));
        assert_eq!(spelled_number("One hundred and twenty"), Some(120));
        assert_eq!(spelled_number("two hundred forty-five"), Some(245));
        assert_eq!(spelled_number("visits"), None);
    }

    #[test]
    fn tens_take_the_ones_behind_them() {
        assert_eq!(compound_number("twenty", Some("four")), Some(24));
        assert_eq!(compound_number("thirty", Some("visits")), Some(30));
        assert_eq!(compound_number("twelve", Some("four")), Some(12));
        assert_eq!(compound_number("twenty", Some("thirty")), Some(20));
    }
}
