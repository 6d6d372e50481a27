//! One spelling for what exports write in several: spaces of every width, ligatures, typographic quotes and dashes, and
//! characters that nobody sees. The document keeps them, so that places stay the user's; the flow reads past them.

/// What a character of the document becomes in the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folded {
    /// Itself.
    Same,
    /// These characters instead: a plain spelling, a space, or a line feed.
    As(&'static str),
    /// Nothing: it is not seen on paper.
    Gone,
}

/// A hyphen that is seen only where a line breaks at it. At a line's end it joins the word's halves; elsewhere it folds
/// to nothing.
pub const SOFT_HYPHEN: char = '\u{AD}';

/// The plain spelling of `character`. Line ends, tabs and form feeds stay themselves.
#[must_use]
pub const fn fold(character: char) -> Folded {
    match character {
        '\t' | '\n' | '\x0b' | '\x0c' | '\r' | ' '..='~' => Folded::Same,
        // NEL, the line separator and the paragraph separator.
        '\u{85}' | '\u{2028}' | '\u{2029}' => Folded::As("\n"),
        '\0'..='\x1f' | '\x7f'..='\u{9f}' => Folded::Gone,
        SOFT_HYPHEN
        | '\u{34F}'
        | '\u{61C}'
        | '\u{180E}'
        | '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' => Folded::Gone,
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => Folded::As(" "),
        '‐'..='―' | '⁃' | '−' | '﹘' | '﹣' | '\u{FF0D}' => Folded::As("-"),
        '‘'..='‛' | '′' | '´' | 'ʼ' => Folded::As("'"),
        '“'..='‟' | '″' | '«' | '»' => Folded::As("\""),
        '…' => Folded::As("..."),
        '×' => Folded::As("x"),
        '⁄' | '∕' => Folded::As("/"),
        'ﬀ' => Folded::As("ff"),
        'ﬁ' => Folded::As("fi"),
        'ﬂ' => Folded::As("fl"),
        'ﬃ' => Folded::As("ffi"),
        'ﬄ' => Folded::As("ffl"),
        'ﬅ' | 'ﬆ' => Folded::As("st"),
        // The bullets of Word's symbol fonts, which exports leave in the private use area.
        '\u{F0A7}' | '\u{F0A8}' | '\u{F0B7}' | '\u{F0D8}' | '\u{F0FC}' => Folded::As("•"),
        _ => Folded::Same,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> String {
        let mut plain = String::new();
        for character in text.chars() {
            match fold(character) {
                Folded::Same => plain.push(character),
                Folded::As(spelling) => plain.push_str(spelling),
                Folded::Gone => {}
            }
        }
        plain
    }

    #[test]
    fn ascii_stays_as_it_is() {
        let ascii: String = (' '..='~').chain("\t\n\x0b\x0c\r".chars()).collect();
        assert_eq!(folded(&ascii), ascii);
    }

    #[test]
    fn what_word_processors_write_becomes_plain() {
        assert_eq!(
            folded("“patient’s” 8–10\u{a0}visits — 2 × 6"),
            "\"patient's\" 8-10 visits - 2 x 6"
        );
        assert_eq!(folded("eﬃcacy of conﬁrmed beneﬁt"), "efficacy of confirmed benefit");
    }

    #[test]
    fn what_is_not_seen_goes() {
        assert_eq!(folded("Nor\u{200b}co \u{feff}hydro\u{ad}codone\0"), "Norco hydrocodone");
    }

    #[test]
    fn folding_twice_is_folding_once() {
        for character in '\0'..=char::MAX {
            let once = folded(character.encode_utf8(&mut [0; 4]));
            assert_eq!(folded(&once), once, "{character:?}");
        }
    }
}
