//! A letter as data. The field names are a contract; what a letter does not say is `null`.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Serialize, Serializer};

use crate::Reading;
use crate::citation::{Basis, Citation};
use crate::evidence::Stance;
use crate::letter::{Determination, Found, Layout, Outcome, Sex};
use crate::pack::Id;
use crate::request::{Quantity, Side};
use crate::source::Location;
use crate::text::Span;

/// A letter.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct LetterRecord {
    /// The path or name.
    pub path: String,
    /// How it is laid out.
    pub layout: Option<Layout>,
    /// The cover block.
    pub header: HeaderRecord,
    /// Who reviewed the case.
    pub reviewer: ReviewerRecord,
    /// Whom it is about.
    pub patient: PatientRecord,
    /// The span of records reviewed.
    pub records: RecordsRecord,
    /// The diagnoses that the summary lists.
    pub diagnoses: Vec<String>,
    /// The dates of the reports and visits that the summary tells of.
    pub report_dates: Vec<String>,
    /// Amounts of treatment that the summary reports as already received.
    pub earlier_treatment: Vec<EarlierRecord>,
    /// What the summary lists as denied or requested.
    pub disputed_items: Vec<String>,
    /// The decided items.
    pub determinations: Vec<DeterminationRecord>,
}

/// The cover block. Dates are written as in ISO 8601.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HeaderRecord {
    /// The case number.
    pub case_number: Option<String>,
    /// When the review was assigned.
    pub date_assigned: Option<String>,
    /// The date of injury.
    pub injury_date: Option<String>,
    /// When the review was decided.
    pub decision_date: Option<String>,
    /// When utilization review denied the request.
    pub ur_denial_date: Option<String>,
    /// When the application for review was received.
    pub application_received: Option<String>,
    /// "Standard" or "Expedited".
    pub priority: Option<String>,
}

/// The reviewing physician.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReviewerRecord {
    /// Specialties and certifications.
    pub specialties: Vec<String>,
    /// States of licensure.
    pub licensed_in: Vec<String>,
}

/// The injured worker.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PatientRecord {
    /// Age in years.
    pub age: Option<u32>,
    /// Sex.
    pub sex: Option<Sex>,
    /// The date of injury.
    pub injury_date: Option<String>,
}

/// The span of records reviewed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RecordsRecord {
    /// The earliest date.
    pub from: Option<String>,
    /// The latest date.
    pub to: Option<String>,
}

/// An amount of treatment already received.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EarlierRecord {
    /// The treatment's id.
    pub treatment: Id,
    /// How much in `unit`s.
    #[serde(serialize_with = "whole_where_whole")]
    pub count: Option<f64>,
    /// What the count counts.
    pub unit: Option<Id>,
    /// The words of the amount.
    pub as_written: String,
}

/// One decided item.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DeterminationRecord {
    /// Its place among the determinations, from 1.
    pub index: usize,
    /// The heading, unwrapped, without number and outcome.
    pub item: String,
    /// The treatments that it names.
    pub treatments: Vec<TreatmentRecord>,
    /// How much of it; `null` where the heading states no amount, strength or refills.
    pub quantity: Option<QuantityRecord>,
    /// The regions of the body that it names.
    pub body_parts: Vec<Id>,
    /// The side of the body that it names.
    pub side: Option<Side>,
    /// What was decided.
    pub outcome: Option<Outcome>,
    /// What the claims administrator relied on.
    pub claims_basis: Option<BasisRecord>,
    /// What the reviewer relied on.
    pub reviewer_basis: Option<BasisRecord>,
    /// Why.
    pub rationale: Option<RationaleRecord>,
    /// The whole determination's place.
    pub span: Option<Location>,
}

/// A treatment named in a heading.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TreatmentRecord {
    /// The treatment's id.
    pub id: Id,
    /// The class that it belongs to.
    pub class: Option<Id>,
    /// The words.
    pub as_written: String,
}

/// How much a heading asks for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct QuantityRecord {
    /// The whole amount in `unit`s.
    #[serde(serialize_with = "whole_where_whole")]
    pub count: Option<f64>,
    /// What the count counts.
    pub unit: Option<Id>,
    /// Times a week.
    #[serde(serialize_with = "whole_where_whole")]
    pub per_week: Option<f64>,
    /// Weeks.
    #[serde(serialize_with = "whole_where_whole")]
    pub weeks: Option<f64>,
    /// The strength, without spaces.
    pub strength: Option<String>,
    /// Refills.
    #[serde(serialize_with = "whole_where_whole")]
    pub refills: Option<f64>,
}

/// What one party relied on.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BasisRecord {
    /// Whether the decision is said to rest on the MTUS.
    pub mtus: Option<bool>,
    /// The sources named.
    pub citations: Vec<CitationRecord>,
}

/// A source named on a guideline line.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CitationRecord {
    /// The guideline's id.
    pub guideline: Option<Id>,
    /// The topics that the line names.
    pub topics: Vec<Id>,
    /// Pages, first and last, as written.
    pub pages: Vec<(u32, u32)>,
    /// The words.
    pub as_written: String,
}

/// Why an item was decided as it was.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RationaleRecord {
    /// The words.
    pub text: String,
    /// Whether they conclude that the request is medically necessary; `null` where they do not say, or say both.
    pub conclusion: Option<Stance>,
}

impl LetterRecord {
    /// The record of a letter as read.
    #[must_use]
    pub fn new(reading: &Reading) -> Self {
        let letter = &reading.letter;
        let header = &letter.header;
        Self {
            path: reading.document.name().to_owned(),
            layout: letter.layout,
            header: HeaderRecord {
                case_number: words(header.case_number.as_ref()),
                date_assigned: iso(header.date_assigned.as_ref()),
                injury_date: iso(header.injury_date.as_ref()),
                decision_date: iso(header.decision_date.as_ref()),
                ur_denial_date: iso(header.ur_denial_date.as_ref()),
                application_received: iso(header.application_received.as_ref()),
                priority: words(header.priority.as_ref()),
            },
            reviewer: ReviewerRecord {
                specialties: letter
                    .reviewer
                    .specialties
                    .iter()
                    .map(|(name, _)| name.clone())
                    .collect(),
                licensed_in: letter
                    .reviewer
                    .licensed_in
                    .iter()
                    .map(|(name, _)| name.clone())
                    .collect(),
            },
            patient: PatientRecord {
                age: letter.patient.age.map(|(age, _)| age),
                sex: letter.patient.sex.map(|(sex, _)| sex),
                injury_date: iso(letter.patient.injury_date.as_ref()),
            },
            records: RecordsRecord {
                from: iso(letter.records.from.as_ref()),
                to: iso(letter.records.to.as_ref()),
            },
            diagnoses: letter
                .diagnoses(&reading.flow)
                .into_iter()
                .map(|(name, _)| name)
                .collect(),
            report_dates: letter
                .report_dates(&reading.flow)
                .into_iter()
                .map(|(date, _)| date.to_string())
                .collect(),
            earlier_treatment: reading
                .evidence
                .earlier_treatment()
                .map(|earlier| EarlierRecord {
                    treatment: earlier.treatment.clone(),
                    count: earlier.quantity.count,
                    unit: earlier.quantity.unit.clone(),
                    as_written: reading.flow.slice(earlier.span).to_owned(),
                })
                .collect(),
            disputed_items: letter
                .disputed_items
                .iter()
                .map(|item| item.request.as_written.clone())
                .collect(),
            determinations: letter
                .determinations
                .iter()
                .map(|determination| DeterminationRecord::new(reading, determination))
                .collect(),
        }
    }
}

impl DeterminationRecord {
    fn new(reading: &Reading, determination: &Determination) -> Self {
        let request = &determination.request;
        let slice = |span: Span| reading.flow.slice(span).to_owned();
        let conclusions = reading.evidence.conclusions.get(determination.index.wrapping_sub(1));
        Self {
            index: determination.index,
            item: request.as_written.clone(),
            treatments: request
                .treatments
                .iter()
                .map(|mention| TreatmentRecord {
                    id: mention.id.clone(),
                    class: mention.class.clone(),
                    as_written: slice(mention.span),
                })
                .collect(),
            quantity: QuantityRecord::new(&request.quantity),
            body_parts: request.body_parts.iter().map(|mention| mention.id.clone()).collect(),
            side: request.side.map(|(side, _)| side),
            outcome: determination.outcome.map(|(outcome, _)| outcome),
            claims_basis: determination.claims_basis.as_ref().map(BasisRecord::new),
            reviewer_basis: determination.reviewer_basis.as_ref().map(BasisRecord::new),
            rationale: determination.rationale.map(|span| RationaleRecord {
                text: slice(span),
                conclusion: conclusions.and_then(crate::evidence::Conclusions::stance),
            }),
            span: determination.span.map(|span| reading.locate(span)),
        }
    }
}

impl QuantityRecord {
    fn new(quantity: &Quantity) -> Option<Self> {
        let says_something = quantity.is_stated() || quantity.strength.is_some() || quantity.refills.is_some();
        says_something.then(|| Self {
            count: quantity.count,
            unit: quantity.count.and(quantity.unit.clone()),
            per_week: quantity.per_week,
            weeks: quantity.weeks,
            strength: quantity.strength.as_ref().map(|(strength, _)| strength.clone()),
            refills: quantity.refills,
        })
    }
}

impl BasisRecord {
    fn new(basis: &Basis) -> Self {
        Self {
            mtus: basis.mtus,
            citations: basis.citations.iter().map(CitationRecord::new).collect(),
        }
    }
}

impl CitationRecord {
    fn new(citation: &Citation) -> Self {
        Self {
            guideline: citation.guideline.clone(),
            topics: citation.topics.iter().map(|topic| topic.id.clone()).collect(),
            pages: citation.pages.iter().map(|pages| (pages.first, pages.last)).collect(),
            as_written: citation.as_written.clone(),
        }
    }
}

fn words(found: Option<&Found<String>>) -> Option<String> {
    found.map(|(words, _)| words.clone())
}

fn iso(found: Option<&Found<Date>>) -> Option<String> {
    found.map(|(date, _)| date.to_string())
}

/// Amounts are nearly always whole; a program that reads `90.0` for ninety tablets would wonder.
#[expect(clippy::ref_option, reason = "serde hands over a reference to the field")]
fn whole_where_whole<S: Serializer>(number: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
    match number {
        None => serializer.serialize_none(),
        Some(number) => match whole(*number) {
            Some(whole) => serializer.serialize_i64(whole),
            None => serializer.serialize_f64(*number),
        },
    }
}

/// `number` as a whole number, where it is one.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked first")]
pub(super) fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < 1e15).then_some(number as i64)
}
