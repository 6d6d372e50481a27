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
    fn tens_take_the_ones_behind_them() {
        assert_eq!(compound_number("twenty", Some("four")), Some(24));
        assert_eq!(compound_number("thirty", Some("visits")), Some(30));
        assert_eq!(compound_number("twelve", Some("four")), Some(12));
        assert_eq!(compound_number("twenty", Some("thirty")), Some(20));
    }
}
