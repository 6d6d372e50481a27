use proptest::prelude::*;

use super::{PhraseProblem, Phrases, PhrasesBuilder, Row, Tag, Words};

fn phrases(classes: &[(&str, &[&str])], list: &[&str]) -> Phrases {
    let mut builder = PhrasesBuilder::default();
    for (name, members) in classes {
        builder.class(name).unwrap();
        for member in *members {
            builder.member(name, member).unwrap();
        }
    }
    for (number, phrase) in list.iter().enumerate() {
        let row = Row::read(phrase).unwrap();
        builder.phrase(phrase, &row, u32::try_from(number).unwrap()).unwrap();
    }
    builder.build()
}

fn found(phrases: &Phrases, text: &str) -> Vec<(u32, String)> {
    let words = Words::cut(text);
    let hits = phrases.find(&words, 0..words.all().len(), &[]);
    hits.iter()
        .map(|hit| {
            let span = words.all()[hit.start].span.join(words.all()[hit.end - 1].span);
            (hit.phrase, text[span.range()].to_owned())
        })
        .collect()
}

#[test]
fn contractions_are_spelled_out() {
    let words = Words::cut("It isn’t clear; there's none, he can't, ADL's");
    let keys: Vec<&str> = (0..words.all().len()).map(|index| words.key(index)).collect();
    assert_eq!(
        keys,
        [
            "it", "is", "not", "clear", ";", "there", "none", ",", "he", "can", "not", ",", "adl"
        ]
    );
}

#[test]
fn numbers_dates_and_compounds_are_words() {
    let words = Words::cut("flare-up 4/2/13, 7.5mg 2-3 times, 5/10 L4-5 1,200");
    let keys: Vec<&str> = (0..words.all().len()).map(|index| words.key(index)).collect();
    assert_eq!(
        keys,
        [
            "flare", "up", "4/2/13", ",", "7.5", "mg", "2", "-", "3", "times", ",", "5", "/", "10", "l4", "-", "5",
            "1,200"
        ]
    );
}

#[test]
fn stems_choices_gaps_and_options_match() {
    let phrases = phrases(
        &[],
        &[
            "function* improv*|gain",
            "pain (came|went)? down ~2 to #",
            "s/p ~1 fusion",
        ],
    );
    assert_eq!(
        found(&phrases, "Functional improvement"),
        [(0, "Functional improvement".to_owned())]
    );
    assert_eq!(
        found(&phrases, "the pain went down from 8 to 4."),
        [(1, "pain went down from 8 to 4".to_owned())]
    );
    assert_eq!(found(&phrases, "s/p L5 fusion"), [(2, "s/p L5 fusion".to_owned())]);
    assert!(found(&phrases, "pain went up").is_empty());
}

#[test]
fn classes_hold_phrases_and_other_classes() {
    let phrases = phrases(
        &[
            ("chore", &["laundry", "yard work"]),
            ("doing", &["do|doing <chore>", "cook*"]),
        ],
        &["able to <doing>"],
    );
    assert_eq!(
        found(&phrases, "is able to do yard work"),
        [(0, "able to do yard work".to_owned())]
    );
    assert_eq!(found(&phrases, "able to cook"), [(0, "able to cook".to_owned())]);
}

#[test]
fn treatments_stand_for_their_class() {
    let phrases = phrases(&[], &["failed ~1 @anti-epilepsy"]);
    let words = Words::cut("failed the gabapentin");
    let tag = Tag {
        start: 2,
        end: 3,
        name: "anti-epilepsy",
    };
    assert_eq!(phrases.find(&words, 0..3, &[tag]).len(), 1);
    assert!(phrases.find(&words, 0..3, &[]).is_empty());
}

#[test]
fn what_is_no_phrase_is_named() {
    let problem = |phrase: &str| {
        let added = Row::read(phrase).and_then(|row| PhrasesBuilder::default().phrase(phrase, &row, 0));
        added.unwrap_err()
    };
    assert!(matches!(problem("(a b"), PhraseProblem::Bracket(_)));
    assert!(matches!(problem("a (b|)"), PhraseProblem::Empty(_)));
    assert!(matches!(problem("~3 a"), PhraseProblem::OpenStart(_)));
    assert!(matches!(problem("a ~x"), PhraseProblem::Gap(_)));
    assert!(matches!(problem("a b ~3"), PhraseProblem::OpenEnd(_)));
    assert!(matches!(problem("<nowhere> a"), PhraseProblem::UnknownClass(..)));
}

#[test]
fn a_phrase_begins_with_the_longest_member_of_a_class() {
    let relative: (&str, &[&str]) = ("relative", &["sister", "sister in law"]);
    let phrases = phrases(&[relative], &["<relative> , who"]);
    assert_eq!(
        found(&phrases, "His sister-in-law, who had a fusion"),
        [(0, "sister-in-law, who".to_owned())]
    );
}

#[test]
fn halves_stand_in_either_order_but_not_across_a_semicolon() {
    let phrases = phrases(&[], &["pain & lessened|gone ~3"]);
    for text in ["pain is nearly gone", "lessened his pain"] {
        assert_eq!(found(&phrases, text), [(0, text.to_owned())]);
    }
    assert_eq!(found(&phrases, "pain; his foot is gone"), []);
}

#[test]
fn an_outline_holds_what_phrases_see() {
    let phrases = phrases(
        &[("he", &["he", "she"])],
        &["<he> ~3 improv*", "pain ~2 4|5", "since #year"],
    );
    let outline = |text: &str| {
        let words = Words::cut(text);
        phrases.outline(&words, 0..words.all().len(), &[])
    };
    let rows = [
        (true, "He told Smith of 12 visits", "She told Jones of 31 visits"),
        (true, "pain of 4 on 4/2/13", "pain of 5 on 03/11/2014"),
        (true, "since 2009", "since 1998"),
        (true, "he improved", "she improves"),
        (false, "he improved", "he approved"),
        (false, "since 2009", "since 209"),
        (false, "pain of 4", "pain of 6"),
        (false, "pain; 4", "pain, 4"),
        (false, "pain of 4", "pain of 4 4"),
    ];
    for (alike, one, other) in rows {
        assert_eq!(outline(one) == outline(other), alike, "{one} / {other}");
    }
}

proptest! {
    /// What is remembered of one sentence may be said of any other with its outline.
    #[test]
    fn sentences_of_one_outline_hold_the_same_phrases(
        words in prop::collection::vec((prop::sample::select(&ALIKE_OR_NOT), any::<bool>()), 1..9),
        tagged in 0_usize..4,
    ) {
        let one: Vec<&str> = words.iter().map(|((word, _), _)| *word).collect();
        let other: Vec<&str> = words.iter().map(|((word, other), is_other)| if *is_other { *other } else { *word }).collect();
        let phrases = phrases(
            &[("he", &["he", "she", "the patient"]), ("small", &["4", "5", "6|7"])],
            &["<he> ~3 improv*", "pain ~2 <small>", "since #year", "#date ~1 pain", "@opioid ~2 pain", "he; pain"],
        );
        let read = |text: &str| {
            let words = Words::cut(text);
            let range = 0..words.all().len();
            let tags: Vec<Tag> = [(tagged, "opioid"), (tagged, "unnamed")]
                .into_iter()
                .filter(|(word, _)| range.contains(word))
                .map(|(start, name)| Tag { start, end: start + 1, name })
                .collect();
            (phrases.outline(&words, range.clone(), &tags), phrases.find(&words, range, &tags))
        };
        let ((one, found), (other, found_there)) = (read(&one.join(" ")), read(&other.join(" ")));
        prop_assert!(one != other || found == found_there);
    }
}

/// Words beside others, most of which are the same to phrases.
const ALIKE_OR_NOT: [(&str, &str); 12] = [
    ("he", "she"),
    ("the", "the"),
    ("patient", "patient"),
    ("improved", "improves"),
    ("pain", "pain"),
    ("Smith", "Jones"),
    (";", ";"),
    ("4", "5"),
    ("6", "31"),
    ("31", "32"),
    ("2009", "1998"),
    ("4/2/13", "2014-03-11"),
];
