//! How words of a letter are made fit for a line of output: a letter may hold anything, a terminal must not obey it.

use std::borrow::Cow;

use super::record::SourceRecord;

/// `text` with control characters, line ends among them, turned into spaces.
pub(super) fn one_line(text: &str) -> Cow<'_, str> {
    if text.contains(is_unprintable) {
        Cow::Owned(text.replace(is_unprintable, " "))
    } else {
        Cow::Borrowed(text)
    }
}

/// Control characters, and those that turn the direction of writing or hide what stands there.
pub(super) fn is_unprintable(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// `count` with its noun: "1 letter", "2 letters".
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Where a rule stands, for a reader: "mtus-chronic-pain, muscle-relaxants, pages 63-66".
pub(super) fn source(source: &SourceRecord) -> String {
    let topic = source.topic.iter().map(|topic| format!(", {topic}"));
    let pages = match source.pages.as_slice() {
        [] => None,
        [(first, last)] if first == last => Some(format!(", page {first}")),
        some => Some(format!(", pages {}", pages(some))),
    };
    source.guideline.to_string() + &topic.chain(pages).collect::<String>()
}

/// Pages for a reader: "63-66, 78".
pub(super) fn pages(pages: &[(u32, u32)]) -> String {
    let ranges: Vec<_> = pages
        .iter()
        .map(|&(first, last)| {
            if first == last {
                first.to_string()
            } else {
                format!("{first}-{last}")
            }
        })
        .collect();
    ranges.join(", ")
}
