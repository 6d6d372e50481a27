use super::{PhraseProblem, Phrases, PhrasesBuilder, Tag, Words};

fn phrases(classes: &[(&str, &[&str])], list: &[&str]) -> Phrases {
    let mut builder = PhrasesBuilder::default();
    for (name, members) in classes {
        builder.class(name).unwrap();
        for member in *members {
            builder.member(name, member).unwrap();
        }
    }
    for (number, phrase) in list.iter().enumerate() {
        builder.phrase(phrase, u32::try_from(number).unwrap()).unwrap();
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
    let mut builder = PhrasesBuilder::default();
    assert!(matches!(builder.phrase("(a b", 0), Err(PhraseProblem::Bracket(_))));
    assert!(matches!(builder.phrase("a (b|)", 0), Err(PhraseProblem::Empty(_))));
    assert!(matches!(builder.phrase("~3 a", 0), Err(PhraseProblem::OpenStart(_))));
    assert!(matches!(builder.phrase("a ~x", 0), Err(PhraseProblem::Gap(_))));
    assert!(matches!(builder.phrase("a b ~3", 0), Err(PhraseProblem::OpenEnd(_))));
    let nowhere = builder.phrase("<nowhere> a", 0);
    assert!(matches!(nowhere, Err(PhraseProblem::UnknownClass(..))));
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
