//! Reads one section: cuts it into sentences, looks up every phrase of the packs in each, and settles what they mean.

use std::ops::Range;
use std::sync::Arc;

use crate::pack::phrase::Words;
use crate::pack::written::ConceptKind;
use crate::pack::{Absence, Cues, Pack, Polarity};
use crate::text::Span;

use super::context::{Context, Run};
use super::fact::{amount, facts};
use super::found::Found;
use super::memory::{Looked, Memory};
use super::person::sex_words;
use super::quotation::quotations;
use super::role::weigh;
use super::sentence::sentences;
use super::{Assertion, Mention, Role, Section, Sentence};

/// A section of a letter, ready to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct SectionText<'a> {
    /// Its text.
    pub(super) text: &'a str,
    /// Which section it is.
    pub(super) section: Section,
    /// The sentence before it, if it is not read from its beginning.
    pub(super) before: Option<&'a str>,
    /// The year in which the letter was written, if known.
    pub(super) year: Option<i16>,
}

/// A sentence as read, with what later rooms of the house need of it.
#[derive(Debug)]
pub(super) struct ReadSentence {
    /// The sentence.
    pub(super) sentence: Sentence,
    /// Its words.
    pub(super) words: Range<usize>,
    /// What was found in it.
    pub(super) found: Found,
    /// The cues of assertion in it.
    pub(super) context: Context,
    /// What was found in it by its words alone, counted from its beginning.
    looked: Arc<Looked>,
}

/// The words of a section and its sentences.
#[derive(Debug)]
pub(super) struct ReadSection {
    /// The words; their spans count from the section's beginning.
    pub(super) words: Words,
    /// The sentences, in order.
    pub(super) sentences: Vec<ReadSentence>,
}

/// Reads a section.
pub(super) fn read_section(section: SectionText<'_>, pack: &Pack, memory: &Memory) -> ReadSection {
    let cues = pack.cues();
    let words = Words::cut(section.text);
    let mut before = section.before.map(|before| {
        let words = Words::cut(before);
        Found::look_up(cues, &words, 0..words.all().len(), &[]).roles
    });
    let mut read: Vec<ReadSentence> = Vec::new();
    let ranges = sentences(section.text, &words, cues);
    let quoted = quotations(section.text, &words, &ranges);
    for (range, quotations) in ranges.into_iter().zip(quoted) {
        let looked = memory.look_up(section.text, &words, range.clone(), pack);
        let mut found = Found::clone(&looked.found).shifted(range.start.cast_signed());
        let roles_before = before.take().unwrap_or_default();
        let roles_before = read.last().map_or(&*roles_before, |last| &last.found.roles);
        let summary = section.section == Section::Summary;
        let absent = absent(cues, &found.present);
        let (role, role_cue) = weigh(&found.roles, roles_before, &absent, range.start, summary);
        let context = context(&mut found, (range.start, range.end));
        let span = span_of(&words, (range.start, range.end));
        let mut sentence = Sentence {
            span,
            section: section.section,
            role,
            role_cue: role_cue.map(|run| span_of(&words, run)),
            quotations,
            mentions: Vec::new(),
            treatments: looked
                .treatments
                .iter()
                .map(|mention| mention.clone().shifted(span.start))
                .collect(),
            body_parts: looked
                .body_parts
                .iter()
                .map(|mention| mention.clone().shifted(span.start))
                .collect(),
            facts: Vec::new(),
        };
        sentence.mentions = mentions(cues, &words, &found, &context, &sentence, &range, section.year);
        if misses_something(&sentence) {
            sentence.role = Role::Judgement;
            sentence.mentions = mentions(cues, &words, &found, &context, &sentence, &range, section.year);
        }
        read.push(ReadSentence {
            sentence,
            words: range,
            found,
            context,
            looked,
        });
    }
    let mut section_read = ReadSection { words, sentences: read };
    add_facts(&mut section_read);
    section_read
}

/// Whether a sentence that passes for a guideline, only because it has no word about this case, says that something was
/// not found: no guideline says that.
fn misses_something(sentence: &Sentence) -> bool {
    let is_missing = |mention: &Mention| mention.as_weighed == Assertion::NotDocumented;
    sentence.role == Role::Guideline && !sentence.is_restated() && sentence.mentions.iter().any(is_missing)
}

fn add_facts(section: &mut ReadSection) {
    let told = sex_words(section);
    for (read, sex_words) in section.sentences.iter_mut().zip(told) {
        let mut found = facts(&section.words, read);
        found.extend(sex_words);
        let start = read.sentence.span.start;
        for (quantity, span) in &read.looked.amounts {
            let mut quantity = quantity.clone();
            quantity.spans_mut().for_each(|part| *part = part.shifted(start));
            found.push(amount(&section.words, read, quantity, span.shifted(start)));
        }
        found.sort_by_key(|fact| (fact.span.start, fact.span.end));
        read.sentence.facts = found;
    }
}

/// The span of a run of words.
pub(super) fn span_of(words: &Words, run: Run) -> Span {
    let all = words.all();
    match (all.get(run.0), run.1.checked_sub(1).and_then(|last| all.get(last))) {
        (Some(first), Some(last)) => first.span.join(last.span),
        _ => Span::new(0, 0),
    }
}

/// The groups of cues of which the sentence has none, though that would say something.
fn absent(cues: &Cues, present: &[usize]) -> Vec<Absence> {
    let absences = cues.absences().iter().enumerate();
    absences
        .filter(|(place, _)| !present.contains(place))
        .map(|(_, absence)| *absence)
        .collect()
}

/// The cues of assertion and their ends, which nobody else asks for, go over from `found` to the context.
fn context(found: &mut Found, sentence: Run) -> Context {
    let closed: Vec<Run> = found
        .concepts
        .iter()
        .filter(|(_, polarity, _)| matches!(polarity, Polarity::Affirming | Polarity::Denying))
        .map(|(_, _, words)| *words)
        .collect();
    let cues = std::mem::take(&mut found.assertions);
    Context::new(cues, std::mem::take(&mut found.ends), &closed, sentence)
}

fn mentions(
    cues: &Cues,
    words: &Words,
    found: &Found,
    context: &Context,
    sentence: &Sentence,
    range: &Range<usize>,
    year: Option<i16>,
) -> Vec<Mention> {
    let is_past = |run: Run| is_past_year(words, run, year);
    let whole = (range.start, range.end);
    let role = sentence.role;
    let of_concept = |&(place, polarity, run): &(usize, Polarity, Run)| {
        let concept = cues.concept(place)?;
        // Diagnoses are named in guidelines and requests as they are of patients; only evidence is asked for there.
        let role = if concept.kind == ConceptKind::Condition && role == Role::Request {
            Role::PatientFact
        } else {
            role
        };
        let asserted_in = |role: Role| context.assert(run, polarity, concept, role, is_past);
        let (assertion, cue) = asserted_in(role);
        let is_inferred = role == Role::Guideline && !sentence.is_restated();
        let as_weighed = if is_inferred {
            asserted_in(Role::Judgement).0
        } else {
            assertion
        };
        let clause = span_of(words, context.clause(run, whole));
        let treatments = sentence
            .treatments
            .iter()
            .filter(|treatment| clause.overlaps(treatment.span));
        Some(Mention {
            concept: concept.id.clone(),
            span: span_of(words, run),
            assertion,
            as_weighed,
            cue: cue.map(|cue| span_of(words, cue)),
            treatments: treatments.map(|treatment| treatment.id.clone()).collect(),
        })
    };
    found.concepts.iter().filter_map(of_concept).collect()
}

/// Whether a cue names a year that is not one of the latest two of the letter.
fn is_past_year(words: &Words, run: Run, latest: Option<i16>) -> bool {
    let year = (run.0..run.1)
        .rev()
        .find_map(|word| words.key(word).parse::<i16>().ok());
    match (year, latest) {
        (Some(year), Some(latest)) => year + 1 < latest,
        _ => true,
    }
}
