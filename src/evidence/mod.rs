//! Reads the sentences of the case summary and of each rationale: who speaks (the role of the sentence), which clinical
//! concepts it holds and how they are asserted of this patient (after Harkema, Dowling, Thornblade and Chapman, "ConText",
//! 2009), the conclusion, and amounts, durations, dates, ages, sides and regions. Cues and concepts are the packs'.

mod conclude;
mod context;
mod earlier;
mod fact;
mod found;
mod memory;
mod person;
mod quotation;
mod read;
mod role;
mod sentence;

pub use earlier::EarlierTreatment;
pub use memory::Memory;

use jiff::civil::Date;
use serde::Serialize;

use crate::letter::{Letter, Sex};
use crate::pack::{Id, Pack};
use crate::request::{BodyPartMention, Quantity, Side, TreatmentMention};
use crate::text::{Flow, Span};

/// Reads the summary and the rationales of a letter. `memory` is the packs' own: it holds the sentences read with them.
#[must_use]
pub fn read(flow: &Flow, letter: &Letter, pack: &Pack, memory: &Memory) -> Evidence {
    let mut evidence = Evidence::default();
    let header = &letter.header;
    let dated = [
        header.decision_date,
        header.application_received,
        header.date_assigned,
        header.ur_denial_date,
    ];
    let year = dated.into_iter().flatten().next().map(|(date, _)| date.year());
    let section = |span: Span, section: Section| read::SectionText {
        text: flow.slice(span),
        section,
        before: None,
        year,
    };
    if let Some(span) = letter.summary {
        let read = read::read_section(section(span, Section::Summary), pack, memory);
        evidence.sentences.extend(in_flow(read, span.start));
    }
    for (place, determination) in letter.determinations.iter().enumerate() {
        let Some(span) = determination.rationale else {
            evidence.conclusions.push(Conclusions::default());
            continue;
        };
        let read = read::read_section(section(span, Section::Rationale(place)), pack, memory);
        let mut conclusions = conclude::conclude(&read, &determination.request);
        for clause in &mut conclusions.clauses {
            clause.span = clause.span.shifted(span.start);
        }
        evidence.conclusions.push(conclusions);
        evidence.sentences.extend(in_flow(read, span.start));
    }
    evidence
}

/// The sentences of a section with their spans in the flow, where the section begins at `offset`.
fn in_flow(section: read::ReadSection, offset: usize) -> impl Iterator<Item = Sentence> {
    section
        .sentences
        .into_iter()
        .map(move |read| read.sentence.shifted(offset))
}

/// Reads `text` by itself, as a part of a summary or rationale behind the sentence `before`: how the packs' cues read it.
#[must_use]
pub fn read_passage(text: &str, section: Section, before: Option<&str>, pack: &Pack) -> Vec<Sentence> {
    let section = read::SectionText {
        text,
        section,
        before,
        year: None,
    };
    let read = read::read_section(section, pack, &Memory::with_room_for(1));
    read.sentences.into_iter().map(|read| read.sentence).collect()
}

/// What the letter says, sentence by sentence.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// The sentences of the summary and of the rationales, in the order of the letter.
    pub sentences: Vec<Sentence>,
    /// What each determination's rationale concludes, in the order of the determinations.
    pub conclusions: Vec<Conclusions>,
}

impl Evidence {
    /// The sentences of one section, in order.
    pub fn of(&self, section: Section) -> impl Iterator<Item = &Sentence> {
        self.sentences
            .iter()
            .filter(move |sentence| sentence.section == section)
    }
}

/// Where a sentence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// In the clinical case summary.
    Summary,
    /// In the rationale of the determination at this place, counted from 0.
    Rationale(usize),
}

/// One sentence.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// Its words.
    pub span: Span,
    /// Where it stands.
    pub section: Section,
    /// Who speaks, of what.
    pub role: Role,
    /// The words that decided the role, where a cue did.
    pub role_cue: Option<Span>,
    /// Parts in quotation marks.
    pub quotations: Vec<Span>,
    /// Concepts, in the order of the sentence.
    pub mentions: Vec<Mention>,
    /// Treatments that it names.
    pub treatments: Vec<TreatmentMention>,
    /// Regions of the body that it names.
    pub body_parts: Vec<BodyPartMention>,
    /// Figures, dates and words about the patient.
    pub facts: Vec<Fact>,
}

impl Sentence {
    /// Whether the sentence restates a guideline by words of its own. One that only lacks any word about this case may
    /// weigh it all the same.
    #[must_use]
    pub fn is_restated(&self) -> bool {
        self.role == Role::Guideline && self.role_cue.is_some()
    }

    /// Whether the sentence has a word for the concept, however it is asserted.
    #[must_use]
    pub fn speaks_of(&self, concept: &str) -> bool {
        self.mentions.iter().any(|mention| mention.concept.as_str() == concept)
    }

    /// The sentence with all its spans moved `by` bytes.
    fn shifted(mut self, by: usize) -> Self {
        let moved = |span: &mut Span| *span = span.shifted(by);
        moved(&mut self.span);
        self.role_cue.iter_mut().for_each(moved);
        self.quotations.iter_mut().for_each(moved);
        for mention in &mut self.mentions {
            moved(&mut mention.span);
            mention.cue.iter_mut().for_each(moved);
        }
        self.treatments.iter_mut().for_each(|mention| moved(&mut mention.span));
        self.body_parts.iter_mut().for_each(|mention| moved(&mut mention.span));
        for fact in &mut self.facts {
            moved(&mut fact.span);
            if let FactKind::Amount { quantity, .. } = &mut fact.kind {
                quantity.spans_mut().for_each(moved);
            }
        }
        self
    }
}

/// What a sentence does in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Reports on this patient.
    PatientFact,
    /// Restates or quotes a guideline.
    Guideline,
    /// Restates what is requested.
    Request,
    /// Reports the claims administrator's view.
    ClaimsAdministrator,
    /// Says whether the request is medically necessary.
    Conclusion,
    /// Weighs: the reviewer's own reasoning.
    Judgement,
}

/// A concept named in a sentence.
#[derive(Debug, Clone)]
pub struct Mention {
    /// The concept's id in the packs.
    pub concept: Id,
    /// The words.
    pub span: Span,
    /// How it is asserted.
    pub assertion: Assertion,
    /// How it would be asserted if the sentence weighed the case: another assertion only where the sentence passes for a
    /// restated guideline by what it lacks and not by a word of its own.
    pub as_weighed: Assertion,
    /// The cue that decided the assertion, where one did.
    pub cue: Option<Span>,
    /// The treatments to which the clause ties the concept ("itching with Norco"); empty where it names none.
    pub treatments: Vec<Id>,
}

/// How a concept is asserted of this patient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Assertion {
    /// Said to be so.
    Affirmed,
    /// Said not to be so.
    Denied,
    /// Said to be missing from the records.
    NotDocumented,
    /// Supposed, required, planned or asked for.
    Hypothetical,
    /// Of an earlier time, no longer so.
    Historical,
    /// Of somebody else.
    OtherPerson,
}

/// Something countable or datable in a sentence.
#[derive(Debug, Clone)]
pub struct Fact {
    /// The words.
    pub span: Span,
    /// What they say.
    pub kind: FactKind,
}

/// The kinds of facts.
#[derive(Debug, Clone)]
pub enum FactKind {
    /// An amount of treatment, with frequency and strength where given ("12 sessions", "2 times a week for 6 weeks").
    Amount {
        /// How much.
        quantity: Box<Quantity>,
        /// Whether the words say that it was already received ("completed", "attended", "prior").
        received: bool,
    },
    /// How long something has lasted, in days ("for two years").
    Duration(f64),
    /// Since when something has lasted ("since March 2012", "since 06/28/2012"): the first day that the words allow, of a
    /// bare year the last.
    Since(Date),
    /// A date, complete or not.
    Date(DateMention),
    /// An age of the patient, in years.
    Age(u32),
    /// A pronoun or noun that tells the sex of the person meant, and whether that person is the patient.
    SexWord {
        /// The sex that the word tells.
        sex: Sex,
        /// Whether the word stands for the patient, as far as the sentence and those before it tell.
        of_patient: bool,
    },
    /// A side of the body.
    Side(Side),
    /// Levels of the spine ("L4-L5").
    Level,
    /// A pain score of 10.
    PainScore(f64),
}

/// A date as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateMention {
    /// The first day that the words allow; `None` for a date that does not exist ("June 31, 2015").
    pub date: Option<Date>,
    /// Whether day, month and year are all given.
    pub complete: bool,
}

/// What a rationale concludes.
#[derive(Debug, Clone, Default)]
pub struct Conclusions {
    /// Each concluding clause about this request, in order.
    pub clauses: Vec<ConclusionClause>,
}

/// A clause that says whether the request is medically necessary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConclusionClause {
    /// What it says.
    pub stance: Stance,
    /// Its sentence.
    pub span: Span,
}

/// What a conclusion says of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stance {
    /// Medically necessary.
    Necessary,
    /// Not medically necessary.
    NotNecessary,
    /// Necessary in a stated part.
    Partly,
}

impl Conclusions {
    /// The one conclusion of the rationale; `None` where there is none, or where it concludes both ways.
    #[must_use]
    pub fn stance(&self) -> Option<Stance> {
        let first = self.clauses.first()?.stance;
        self.clauses
            .iter()
            .all(|clause| clause.stance == first)
            .then_some(first)
    }
}

impl Evidence {
    /// Complete dates of what has happened, as the summary and the rationales tell it. A deadline or a plan ("until
    /// 11/14/2020") is not among them.
    pub fn dates_of_events(&self) -> impl Iterator<Item = Date> {
        let told = self
            .sentences
            .iter()
            .filter(|sentence| sentence.role != Role::Guideline);
        let facts = told.flat_map(|sentence| {
            sentence.facts.iter().filter(|fact| {
                !sentence
                    .mentions
                    .iter()
                    .any(|mention| mention.concept == FUTURE_PLAN && mention.span.end <= fact.span.start)
            })
        });
        facts.filter_map(|fact| match fact.kind {
            FactKind::Date(DateMention { date, complete: true }) => date,
            _ => None,
        })
    }
}

/// The concept of the core pack for what is planned or lasts until a date.
pub const FUTURE_PLAN: &str = "future-plan";

/// The concept of the core pack for the request as that of which something is said.
pub const REQUEST_AS_SUBJECT: &str = "request-as-subject";

#[cfg(test)]
mod tests;
