//! Names found in running text, and what they must not be found in.

use super::pattern::PatternError;
use super::*;

/// What `pattern` finds in `text`, in the text's words.
fn found<'t>(pattern: &str, text: &'t str) -> Vec<&'t str> {
    let mut vocabulary = Vocabulary::default();
    let mut index = Index::default();
    index.add(&mut vocabulary, pattern, &(), false).unwrap();
    let words = vocabulary.read(text);
    index
        .find(&words, text)
        .iter()
        .map(|found| &text[found.span.range()])
        .collect()
}

#[test]
fn every_name_of_a_pattern_is_found() {
    let pattern = "[aqua|pool] therapy (program|class (visit))";
    for text in [
        "aqua therapy",
        "Pool Therapy",
        "aqua-therapy programs",
        "pool therapy class",
        "pool therapy class visits",
    ] {
        assert_eq!(found(pattern, text), [text]);
    }
    for text in ["therapy", "pool class", "pool, therapy", "pool. Therapy"] {
        assert!(found(pattern, text).is_empty(), "{text}");
    }
}

#[test]
fn one_slip_is_forgiven_and_two_are_not() {
    for text in [
        "tizanidine",
        "tizanadine",
        "tizandine",
        "tizaanidine",
        "tiaznidine",
        "tizanidines",
    ] {
        assert_eq!(found("tizanidine", text), [text]);
    }
    for text in ["tizanadin", "tizan", "zine"] {
        assert!(found("tizanidine", text).is_empty(), "{text}");
    }
    // Five letters are too few to tell a slip from another word.
    assert!(found("norco", "narco").is_empty());
}

#[test]
fn only_a_strength_may_stand_inside_a_name() {
    assert_eq!(found("voltaren gel", "Voltaren 1% gel"), ["Voltaren 1% gel"]);
    assert_eq!(
        found("butrans patch", "Butrans 10 mcg/hr patch"),
        ["Butrans 10 mcg/hr patch"]
    );
    assert!(found("therapy visit", "therapy 12 visits").is_empty());
}

#[test]
fn a_second_claim_to_a_name_is_told() {
    let mut vocabulary = Vocabulary::default();
    let mut index = Index::default();
    index
        .add(&mut vocabulary, "lumbar [brace|support]", &"brace", false)
        .unwrap();
    let clashes = index
        .add(&mut vocabulary, "(the) lumbar supports", &"pillow", false)
        .unwrap();
    assert_eq!(clashes.len(), 1);
    assert_eq!(
        (clashes[0].name.as_str(), clashes[0].holder),
        ("lumbar support", "brace")
    );
}

#[test]
fn a_pattern_without_a_certain_word_or_end_is_refused() {
    let mut vocabulary = Vocabulary::default();
    let mut index = Index::default();
    let mut add = |pattern: &str| index.add(&mut vocabulary, pattern, &(), false).map(|_| ());
    assert_eq!(add("(a)"), Err(PatternError::Empty));
    assert_eq!(add(&"[a|b] ".repeat(40)), Err(PatternError::TooMany));
}
