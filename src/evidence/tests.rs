//! Single sentences, and what is read in them: one mechanism a test.

use super::*;

fn read(text: &str) -> Sentence {
    let pack = Pack::embedded().unwrap();
    let sentences = read_passage(text, Section::Rationale(0), None, &pack);
    sentences.into_iter().next().unwrap()
}

fn asserted(text: &str, concept: &str) -> Vec<Assertion> {
    let sentence = read(text);
    let mentions = sentence.mentions.iter();
    let of_concept = mentions.filter(|mention| mention.concept.as_str() == concept);
    of_concept.map(|mention| mention.assertion).collect()
}

#[test]
fn a_reviewers_bare_negation_is_one_of_the_records() {
    let text = "There is no pain agreement in the file.";
    assert_eq!(asserted(text, "pain-agreement"), [Assertion::NotDocumented]);
    let text = "On examination of the patient there is no antalgia and a negative straight leg raise.";
    assert_eq!(asserted(text, "radiculopathy-exam"), [Assertion::Denied]);
}

#[test]
fn what_is_supposed_is_hypothetical_and_what_is_missing_is_missing() {
    let text = "If function improves, the drug may be continued.";
    assert_eq!(asserted(text, "functional-improvement"), [Assertion::Hypothetical]);
    let text = "The report does not document any functional improvement.";
    assert_eq!(asserted(text, "functional-improvement"), [Assertion::NotDocumented]);
}

#[test]
fn a_scope_ends_at_a_contrast() {
    let text = "He denies side effects, but his function has improved.";
    assert_eq!(asserted(text, "functional-improvement"), [Assertion::Affirmed]);
}

#[test]
fn what_others_have_is_theirs() {
    let text = "His brother takes Norco without side effects.";
    assert_eq!(asserted(text, "adverse-effects"), [Assertion::OtherPerson]);
}

#[test]
fn a_conclusion_is_one_however_much_is_said_with_it() {
    let text = "As there is no record of a failed trial of gabapentin and no examination, the request is not medically necessary.";
    assert_eq!(read(text).role, Role::Conclusion);
}

#[test]
fn no_guideline_says_that_something_was_not_found() {
    let text = "No home exercise program is described.";
    assert_eq!(read(text).role, Role::Judgement);
}
