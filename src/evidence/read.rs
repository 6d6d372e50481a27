//! Reads one section: cuts it into sentences, looks up every phrase of the packs in each, and settles what they mean.

use std::ops::Range;

use crate::pack::phrase::{Tag, Words};
use crate::pack::written::{ConceptKind, Concludes, FactPhrase, ToldSex, Who};
use crate::pack::{Absence, Cues, Meaning, Mentions, Pack, Polarity};
use crate::request::{TreatmentMention, amounts};
use crate::text::Span;

use super::context::{Context, Cue, End, Run};
use super::fact::{amount, facts};
use super::person::sex_words;
use super::role::{RoleCue, weigh};
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

/// What was found in a sentence, by what it means.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Concepts: place, polarity, words.
    concepts: Vec<(usize, Polarity, Run)>,
    assertions: Vec<Cue>,
    ends: Vec<End>,
    roles: Vec<RoleCue>,
    /// Groups of cues whose absence would have said something.
    present: Vec<usize>,
    /// Conclusions and their words.
    pub(super) conclusions: Vec<(Concludes, Run)>,
    /// Words that mean a person.
    pub(super) persons: Vec<(Who, Option<ToldSex>, Run)>,
    /// Phrases of facts.
    pub(super) facts: Vec<(FactPhrase, Run)>,
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
pub(super) fn read_section(section: SectionText<'_>, pack: &Pack) -> ReadSection {
    let cues = pack.cues();
    let words = Words::cut(section.text);
    let named = pack.lexicon().mentions(section.text);
    let (treatments, body_parts) = (&named.treatments, &named.body_parts);
    let tags = tags(treatments, &words);
    let mut before = section.before.map(|before| {
        let words = Words::cut(before);
        sort_out(cues, &words, 0..words.all().len(), &[]).roles
    });
    let mut read: Vec<ReadSentence> = Vec::new();
    for range in sentences(section.text, &words, cues) {
        let found = sort_out(cues, &words, range.clone(), &tags);
        let roles_before = before.take().unwrap_or_default();
        let roles_before = read.last().map_or(&*roles_before, |last| &last.found.roles);
        let summary = section.section == Section::Summary;
        let absent = absent(cues, &found.present);
        let (role, role_cue) = weigh(&found.roles, roles_before, &absent, range.start, summary);
        let context = context(&found, (range.start, range.end));
        let mut sentence = Sentence {
            span: span_of(&words, (range.start, range.end)),
            section: section.section,
            role,
            role_cue: role_cue.map(|run| span_of(&words, run)),
            quotations: quotations(section.text, &words, range.clone()),
            mentions: Vec::new(),
            treatments: inside(treatments, &words, &range, |mention| mention.span),
            body_parts: inside(body_parts, &words, &range, |mention| mention.span),
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
        });
    }
    let mut section_read = ReadSection { words, sentences: read };
    add_facts(&mut section_read, section.text, &named);
    section_read
}

/// Whether a sentence that passes for a guideline, only because it has no word about this case, says that something was
/// not found: no guideline says that.
fn misses_something(sentence: &Sentence) -> bool {
    let is_missing = |mention: &Mention| mention.as_weighed == Assertion::NotDocumented;
    sentence.role == Role::Guideline && !sentence.is_restated() && sentence.mentions.iter().any(is_missing)
}

fn add_facts(section: &mut ReadSection, text: &str, named: &Mentions) {
    let told = sex_words(section);
    let mut amounts = amounts(text, named).into_iter().peekable();
    for (read, sex_words) in section.sentences.iter_mut().zip(told) {
        let mut found = facts(&section.words, read);
        found.extend(sex_words);
        let end = read.sentence.span.end;
        while let Some((quantity, span)) = amounts.next_if(|(_, span)| span.start < end) {
            found.push(amount(&section.words, read, quantity, span));
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

fn inside<T: Clone>(all: &[T], words: &Words, range: &Range<usize>, span: impl Fn(&T) -> Span) -> Vec<T> {
    let whole = span_of(words, (range.start, range.end));
    let first = all.partition_point(|item| span(item).start < whole.start);
    let rest = all[first..].iter().take_while(|item| span(item).start < whole.end);
    rest.cloned().collect()
}

/// Treatments as phrases name them: `@id`, `@class` and `@any`.
fn tags<'a>(treatments: &'a [TreatmentMention], words: &Words) -> Vec<Tag<'a>> {
    let mut tags = Vec::with_capacity(treatments.len() * 3);
    for treatment in treatments {
        let start = words.at_byte(treatment.span.start);
        let end = words.at_byte(treatment.span.end).max(start + 1);
        let class = treatment.class.as_ref().filter(|class| **class != treatment.id);
        let names = [
            Some(treatment.id.as_str()),
            class.map(|class| class.as_str()),
            Some("any"),
        ];
        tags.extend(names.into_iter().flatten().map(|name| Tag { start, end, name }));
    }
    tags
}

/// Looks up the phrases of a sentence and sorts them by what they mean.
fn sort_out(cues: &Cues, words: &Words, range: Range<usize>, tags: &[Tag<'_>]) -> Found {
    let mut found = Found::default();
    for hit in cues.phrases().find(words, range, tags) {
        let words = (hit.start, hit.end);
        match cues.meaning(hit.phrase) {
            Some(Meaning::Concept(place, polarity)) => found.concepts.push((place, polarity, words)),
            Some(Meaning::Assertion(says, scope, reach)) => found.assertions.push(Cue {
                says,
                scope,
                reach,
                words,
                governs: words,
            }),
            Some(Meaning::End(of, forward_only)) => found.ends.push(End {
                of,
                forward_only,
                words,
            }),
            Some(Meaning::Role(role, weight, at, section)) => found.roles.push(RoleCue {
                role,
                weight,
                at,
                section,
                words,
            }),
            Some(Meaning::Absent(place)) => found.present.push(place),
            Some(Meaning::Conclusion(concludes)) => found.conclusions.push((concludes, words)),
            Some(Meaning::Person(who, sex)) => found.persons.push((who, sex, words)),
            Some(Meaning::Fact(fact)) => found.facts.push((fact, words)),
            None => {}
        }
    }
    found.concepts = settle(std::mem::take(&mut found.concepts));
    found.roles = longest_roles(found.roles);
    found
}

/// The groups of cues of which the sentence has none, though that would say something.
fn absent(cues: &Cues, present: &[usize]) -> Vec<Absence> {
    let absences = cues.absences().iter().enumerate();
    absences
        .filter(|(place, _)| !present.contains(place))
        .map(|(_, absence)| *absence)
        .collect()
}

/// Of phrases of one concept that overlap, the longest counts, and of equal ones the one that says more than cues could;
/// none does where the words mean something else.
fn settle(all: Vec<(usize, Polarity, Run)>) -> Vec<(usize, Polarity, Run)> {
    let force = |(_, polarity, run): &(usize, Polarity, Run)| (run.1 - run.0, *polarity != Polarity::Open);
    let beaten = |index: usize, entry: &(usize, Polarity, Run)| {
        all.iter().enumerate().any(|(other_index, other)| {
            let overlap = other.2.0 < entry.2.1 && entry.2.0 < other.2.1;
            let stronger = force(other) > force(entry) || (force(other) == force(entry) && other_index < index);
            other.0 == entry.0 && other_index != index && overlap && (other.1 == Polarity::Never || stronger)
        })
    };
    let kept = all.iter().enumerate();
    kept.filter(|(index, entry)| entry.1 != Polarity::Never && !beaten(*index, entry))
        .map(|(_, entry)| *entry)
        .collect()
}

/// A role cue inside a longer one for the same role adds nothing to it.
fn longest_roles(all: Vec<RoleCue>) -> Vec<RoleCue> {
    let inside = |cue: &RoleCue, other: &RoleCue| {
        let longer = other.words.0 <= cue.words.0 && cue.words.1 <= other.words.1 && other.words != cue.words;
        longer && other.role == cue.role && other.weight.signum() == cue.weight.signum() && other.at == cue.at
    };
    let kept = all.iter().filter(|cue| !all.iter().any(|other| inside(cue, other)));
    kept.copied().collect()
}

fn context(found: &Found, sentence: Run) -> Context {
    let closed: Vec<Run> = found
        .concepts
        .iter()
        .filter(|(_, polarity, _)| matches!(polarity, Polarity::Affirming | Polarity::Denying))
        .map(|(_, _, words)| *words)
        .collect();
    Context::new(found.assertions.clone(), found.ends.clone(), &closed, sentence)
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

fn quotations(text: &str, words: &Words, range: Range<usize>) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    for word in range {
        let span = words.all()[word].span;
        if words.key(word) != "\"" {
            continue;
        }
        let closes = &text[span.range()] == "”";
        match open.take() {
            Some(start) if &text[span.range()] != "“" => found.push(Span::new(start, span.end)),
            None if closes => {}
            Some(_) | None => open = Some(span.start),
        }
    }
    found
}
