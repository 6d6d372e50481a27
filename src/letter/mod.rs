//! Reads a [`Flow`](crate::text::Flow) into the structure of a determination letter: cover, reviewer, case summary, and for
//! each disputed item its request, outcome, guideline lines and rationale. The layouts are in `grammar/letter.pest`. Any
//! text gives a letter; what could not be placed is kept in [`Letter::remainder`], and what is missing stays absent.

mod cover;
mod dates;
mod decisions;
mod diagnoses;
mod dispute;
mod formulas;
mod grammar;
mod memory;
mod patient;
mod read;
mod shape;
mod unbroken;

pub use memory::Memory;
pub use read::{flow, read};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::citation::Basis;
use crate::request::Request;
use crate::text::Span;

/// A value with the words that it was read from.
pub type Found<T> = (T, Span);

/// A determination letter, as far as it could be read.
#[derive(Debug, Clone, Default)]
pub struct Letter {
    /// Which of the published layouts the letter follows; `None` where it is no determination letter.
    pub layout: Option<Layout>,
    /// The cover block.
    pub header: Header,
    /// Who reviewed the case.
    pub reviewer: Reviewer,
    /// Whom the letter is about.
    pub patient: Patient,
    /// The span of records that the letter says were reviewed.
    pub records: Records,
    /// The text of the case summary, without its heading and opening formula.
    pub summary: Option<Span>,
    /// Items that the letter lists as denied, requested or in dispute.
    pub disputed_items: Vec<DisputedItem>,
    /// The decided items, in the order of the letter.
    pub determinations: Vec<Determination>,
    /// The sections that the letter has, with their headings.
    pub sections: Vec<Found<SectionKind>>,
    /// Text in no section.
    pub remainder: Vec<Span>,
}

/// How a letter is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// "IMR ISSUES, DECISIONS AND RATIONALES", an outcome behind each item (2014 on).
    FinalDetermination,
    /// "IMR DECISION(S) AND RATIONALE(S)", numbered items that carry the decision in words (late 2013 to early 2014).
    #[serde(rename = "decisions-2013")]
    Decisions2013,
    /// "Notice of Independent Medical Review Determination" (2013).
    #[serde(rename = "notice-2013")]
    Notice2013,
}

/// A part of a letter that its layout names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SectionKind {
    /// How the determination was made; the reviewer's qualifications.
    Reviewer,
    /// The documents reviewed.
    Documents,
    /// The clinical case summary.
    Summary,
    /// The decisions and their rationales.
    Decisions,
    /// What the decision means for the parties.
    Effect,
}

/// The cover block.
#[derive(Debug, Clone, Default)]
pub struct Header {
    /// The case number, as written.
    pub case_number: Option<Found<String>>,
    /// When the review was assigned.
    pub date_assigned: Option<Found<Date>>,
    /// The date of injury on the cover.
    pub injury_date: Option<Found<Date>>,
    /// When the review was decided ("Decision Date", or "Dated" of a notice).
    pub decision_date: Option<Found<Date>>,
    /// When utilization review denied the request.
    pub ur_denial_date: Option<Found<Date>>,
    /// When the application for review was received.
    pub application_received: Option<Found<Date>>,
    /// "Standard" or "Expedited", as written.
    pub priority: Option<Found<String>>,
}

/// The reviewing physician, as the letter describes them.
#[derive(Debug, Clone, Default)]
pub struct Reviewer {
    /// Specialties and certifications, as written.
    pub specialties: Vec<Found<String>>,
    /// States of licensure, as written.
    pub licensed_in: Vec<Found<String>>,
}

/// The injured worker, as the summary describes them.
#[derive(Debug, Clone, Default)]
pub struct Patient {
    /// Age in years.
    pub age: Option<Found<u32>>,
    /// Sex, as the summary's opening states it.
    pub sex: Option<Found<Sex>>,
    /// The date of injury in the summary.
    pub injury_date: Option<Found<Date>>,
}

/// A patient's sex as stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    /// Stated or named by a noun for a woman.
    Female,
    /// Stated or named by a noun for a man.
    Male,
}

/// The span of records reviewed.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// The earliest date.
    pub from: Option<Found<Date>>,
    /// The latest date.
    pub to: Option<Found<Date>>,
}

/// An item that the letter lists outside the determinations.
#[derive(Debug, Clone)]
pub struct DisputedItem {
    /// What is listed, read as a request.
    pub request: Request,
    /// The words.
    pub span: Span,
    /// Whether the list says that the item was denied or is in dispute, and not only that it was requested.
    pub denied: bool,
    /// Whether the list gives it a number ("(2) a lumbar brace"), so that it is an item beyond doubt.
    pub numbered: bool,
}

/// One decided item.
#[derive(Debug, Clone, Default)]
pub struct Determination {
    /// Its place among the determinations, counted from 1.
    pub index: usize,
    /// The item's heading line.
    pub request: Request,
    /// What was decided; `None` where no recognisable outcome stands.
    pub outcome: Option<Found<Outcome>>,
    /// What the claims administrator is said to have relied on.
    pub claims_basis: Option<Basis>,
    /// What the reviewer relied on.
    pub reviewer_basis: Option<Basis>,
    /// The text of the rationale, without its label.
    pub rationale: Option<Span>,
    /// The whole determination, from the heading to the end of the rationale.
    pub span: Option<Span>,
}

/// What became of the claims administrator's denial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The denial stands: the request is not medically necessary.
    Upheld,
    /// The denial is reversed: the request is medically necessary.
    Overturned,
    /// Necessary in a stated part.
    Modified,
}

impl Outcome {
    /// The outcome as letters print it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Upheld => "Upheld",
            Self::Overturned => "Overturned",
            Self::Modified => "Modified",
        }
    }
}
