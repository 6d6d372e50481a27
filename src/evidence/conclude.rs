//! What a rationale concludes about its request. Quoted reviews, general statements and asides about other items conclude
//! nothing; an argument ("cannot be supported") counts where no plainer words stand; a stated remainder makes a part of it.

use crate::pack::Id;
use crate::pack::phrase::Words;
use crate::pack::written::Concludes;
use crate::request::{Request, TreatmentMention};
use crate::text::Span;

use super::context::Run;
use super::read::{ReadSection, ReadSentence, span_of};
use super::{ConclusionClause, Conclusions, REQUEST_AS_SUBJECT, Role, Stance};

/// A concluding clause before the whole rationale is known.
#[derive(Debug, Clone, Copy)]
struct Clause {
    stance: Stance,
    plain: bool,
    of_remainder: bool,
    sentence: usize,
    span: Span,
}

/// Reads the conclusions of a rationale about `request`; spans are those of the section.
pub(super) fn conclude(section: &ReadSection, request: &Request) -> Conclusions {
    let mut clauses = Vec::new();
    for (place, read) in section.sentences.iter().enumerate() {
        clauses.extend(clauses_of(read, place, &section.words, request));
    }
    if clauses.iter().any(|clause| clause.plain) {
        clauses.retain(|clause| clause.plain);
    } else {
        clauses.drain(..clauses.len().saturating_sub(1));
    }
    let clauses = in_part(clauses);
    let conclusion = |clause: Clause| ConclusionClause {
        stance: clause.stance,
        span: clause.span,
    };
    Conclusions {
        clauses: clauses.into_iter().map(conclusion).collect(),
    }
}

fn clauses_of(read: &ReadSentence, place: usize, words: &Words, request: &Request) -> Vec<Clause> {
    let sentence = (read.words.start, read.words.end);
    let reports = matches!(read.sentence.role, Role::ClaimsAdministrator | Role::Guideline);
    let all = &read.found.conclusions;
    let has = |wanted: Concludes, run: Run| all.iter().any(|(said, words)| *said == wanted && within(run, *words));
    let mut clauses = Vec::new();
    for (said, run) in longest(all) {
        let Some((stance, plain)) = stance_of(said) else {
            continue;
        };
        let clause = read.context.half_sentence(run, sentence);
        let span = span_of(words, run);
        let quoted = read
            .sentence
            .quotations
            .iter()
            .any(|quotation| quotation.contains(span));
        let clause_span = span_of(words, clause);
        let is_of_another = || !names_request(read, span) && is_of_another(read, clause_span, request);
        if reports || quoted || has(Concludes::Nothing, clause) || is_of_another() {
            continue;
        }
        clauses.push(Clause {
            stance,
            plain,
            of_remainder: has(Concludes::Remainder, clause),
            sentence: place,
            span: read.sentence.span,
        });
    }
    clauses
}

fn within(outer: Run, inner: Run) -> bool {
    outer.0 <= inner.0 && inner.1 <= outer.1
}

/// Of words that overlap, the plain ones conclude, then those that deny ("is not established" holds "is established"),
/// then the longest.
fn longest(all: &[(Concludes, Run)]) -> Vec<(Concludes, Run)> {
    let force = |(said, run): &(Concludes, Run)| {
        let (stance, plain) = stance_of(*said)?;
        Some((plain, stance == Stance::NotNecessary, run.1 - run.0))
    };
    let beaten = |index: usize, entry: &(Concludes, Run)| {
        all.iter().enumerate().any(|(other_index, other)| {
            let overlap = other.1.0 < entry.1.1 && entry.1.0 < other.1.1;
            let stronger = force(other) > force(entry) || (force(other) == force(entry) && other_index < index);
            other_index != index && overlap && stronger
        })
    };
    let kept = all
        .iter()
        .enumerate()
        .filter(|(index, entry)| force(entry).is_some() && !beaten(*index, entry));
    kept.map(|(_, entry)| *entry).collect()
}

/// The stance, and whether the words are plain.
fn stance_of(said: Concludes) -> Option<(Stance, bool)> {
    match said {
        Concludes::Necessary => Some((Stance::Necessary, true)),
        Concludes::NotNecessary => Some((Stance::NotNecessary, true)),
        Concludes::Partly => Some((Stance::Partly, true)),
        Concludes::LeansNecessary => Some((Stance::Necessary, false)),
        Concludes::LeansNotNecessary => Some((Stance::NotNecessary, false)),
        Concludes::Remainder | Concludes::Nothing => None,
    }
}

/// Whether the concluding words say of the request that it is necessary ("As the surgery is found necessary, the request is
/// medically necessary").
fn names_request(read: &ReadSentence, concluding: Span) -> bool {
    let treatments = read.sentence.treatments.iter().map(|named| named.span);
    let named_last = treatments
        .filter(|named| named.start < concluding.start)
        .map(|named| named.end)
        .max();
    let mut mentions = read.sentence.mentions.iter();
    mentions.any(|mention| {
        let said_of_it = Span::new(named_last.unwrap_or(0), concluding.end).contains(mention.span);
        mention.concept.as_str() == REQUEST_AS_SUBJECT && said_of_it
    })
}

/// Whether the clause names treatments, and none of them is requested.
fn is_of_another(read: &ReadSentence, clause: Span, request: &Request) -> bool {
    let named = read
        .sentence
        .treatments
        .iter()
        .filter(|named| clause.overlaps(named.span));
    let named: Vec<&TreatmentMention> = named.collect();
    let kin = |one: &TreatmentMention, other: &TreatmentMention| {
        let class = |mention: &TreatmentMention| mention.class.clone().unwrap_or_else(|| mention.id.clone());
        let same_class: bool = class(one) == class(other);
        one.id == other.id || (same_class && (is_class(one) || is_class(other)))
    };
    let requested = &request.treatments;
    !requested.is_empty()
        && !named.is_empty()
        && !named
            .iter()
            .any(|named| requested.iter().any(|asked| kin(named, asked)))
}

/// Whether the words name a class and no member of it.
fn is_class(mention: &TreatmentMention) -> bool {
    mention.class.as_ref().is_some_and(|class: &Id| *class == mention.id)
}

/// Joins "eight visits are necessary" and "the other four are not" into one conclusion of a part.
fn in_part(clauses: Vec<Clause>) -> Vec<Clause> {
    let both_ways = |wanted: &dyn Fn(&Clause) -> bool| {
        let stands = |stance: Stance| clauses.iter().any(|clause| wanted(clause) && clause.stance == stance);
        stands(Stance::Necessary) && stands(Stance::NotNecessary)
    };
    let one_sentence = clauses
        .iter()
        .find(|clause| both_ways(&|other| other.sentence == clause.sentence));
    let remainder = clauses.iter().find(|clause| clause.of_remainder);
    let part = match (one_sentence, remainder) {
        (Some(clause), _) => Some(*clause),
        (None, Some(clause)) if both_ways(&|_| true) => Some(*clause),
        _ => None,
    };
    match part {
        Some(clause) => vec![Clause {
            stance: Stance::Partly,
            ..clause
        }],
        None => clauses,
    }
}

#[cfg(test)]
mod tests {
    use super::super::read::{SectionText, read_section};
    use super::super::{Memory, Section, Stance};
    use super::conclude;
    use crate::pack::Pack;
    use crate::request::Request;

    fn stance(text: &str) -> Option<Stance> {
        let pack = Pack::embedded().unwrap();
        let section = SectionText {
            text,
            section: Section::Rationale(0),
            before: None,
            year: None,
        };
        let read = read_section(section, &pack, &Memory::default());
        conclude(&read, &Request::default()).stance()
    }

    #[test]
    fn plain_conclusions_are_read_either_way() {
        for text in [
            "The request is medically necessary.",
            "Medically necessary.",
            "The medical necessity of a home health aide 8 hours a day, 7 days a week for 4 weeks is established.",
            "I would therefore say that the additional acupuncture is medically necessary.",
        ] {
            assert_eq!(stance(text), Some(Stance::Necessary), "{text}");
        }
        for text in [
            "The request is not medically necessary.",
            "I cannot call the drug medically necessary at this point.",
            "It is not medically necessary to go on with it.",
            "Medical necessity has not been established.",
            "The request would not be medically necessary.",
        ] {
            assert_eq!(stance(text), Some(Stance::NotNecessary), "{text}");
        }
    }

    #[test]
    fn an_argument_counts_where_nothing_plainer_stands() {
        assert_eq!(stance("The request is not supported."), Some(Stance::NotNecessary));
        assert_eq!(
            stance("Tramadol is not warranted at this time."),
            Some(Stance::NotNecessary)
        );
        assert_eq!(stance("I find the gel to be warranted."), Some(Stance::Necessary));
        assert_eq!(
            stance("Continuation cannot be supported. The request is medically necessary."),
            Some(Stance::Necessary)
        );
    }

    #[test]
    fn a_remainder_makes_a_part() {
        for text in [
            "Ten visits are medically necessary; the remaining 8 of the 18 requested are not.",
            "Two refills are medically necessary. The remaining three refills are not medically necessary until she is seen.",
            "A rental for 7 days is medically necessary; purchase is not medically necessary.",
        ] {
            assert_eq!(stance(text), Some(Stance::Partly), "{text}");
        }
    }

    #[test]
    fn what_others_say_and_general_statements_conclude_nothing() {
        for text in [
            "Utilization Review wrote that \"long term use is not medically necessary in the absence of relief.\"",
            "Whether one block might be medically necessary is not the question.",
            "A program of this sort is not medically necessary for every patient with a sore back.",
            "The provider is encouraged to address these points.",
        ] {
            assert_eq!(stance(text), None, "{text}");
        }
    }

    #[test]
    fn both_ways_is_no_one_conclusion() {
        let text = "The left injection is medically necessary for this patient. Fluoroscopy is not mentioned. Therefore, the \
                    injection is not medically necessary.";
        assert_eq!(stance(text), None);
    }
}
