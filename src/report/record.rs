//! The records that programs get: the field names are a contract. Positions count in the user's input. Absent is `null`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::check::{Code, Severity};
use crate::pack::Id;
use crate::source::Location;

/// Rises when a field changes its meaning or goes away; never for an addition.
pub const SCHEMA_VERSION: u32 = 1;

/// One letter and what was found in it: a line of `check --format jsonl`.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct CheckedLetter {
    /// The letter.
    pub letter: LetterLine,
    /// Its findings, by place, then code.
    pub findings: Vec<FindingRecord>,
}

/// A letter's line in the list of checked letters.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct LetterLine {
    /// The path or name.
    pub path: String,
    /// The case number on the cover.
    pub case_number: Option<String>,
    /// Whether it could be read.
    pub status: LetterStatus,
    /// How many items it decides.
    pub determinations: usize,
}

/// Whether a letter could be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LetterStatus {
    /// It was read and held against the rules.
    Checked,
    /// Nothing in it could be read.
    Unreadable,
}

/// A finding.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct FindingRecord {
    /// The code ("LIM001").
    pub code: Code,
    /// The code's name ("overturned-beyond-limit").
    pub name: String,
    /// How grave.
    pub severity: Severity,
    /// The letter.
    pub path: String,
    /// The determination, from 1; `null` for the whole letter.
    pub determination: Option<usize>,
    /// Its heading.
    pub item: Option<String>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Where the guideline says so.
    pub source: Option<SourceRecord>,
    /// The telling words' place.
    pub span: Location,
    /// The telling words, as the letter has them, white space folded.
    pub excerpt: String,
    /// Further places.
    pub related: Vec<RelatedRecord>,
    /// The rule.
    pub rule: RuleRecord,
    /// A correction, where one follows from letter and rule alone.
    pub suggestion: Option<SuggestionRecord>,
}

/// Where a rule stands in its guideline.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SourceRecord {
    /// The guideline's id.
    pub guideline: Id,
    /// The topic's id.
    pub topic: Option<Id>,
    /// Pages, first and last.
    pub pages: Vec<(u32, u32)>,
}

/// A further place of a finding.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RelatedRecord {
    /// Its place.
    pub span: Location,
    /// What it shows.
    pub label: String,
}

/// Where a rule is written.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct RuleRecord {
    /// The pack's id.
    pub pack: Id,
    /// The rule's id.
    pub id: Id,
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// A replacement for words of the letter.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct SuggestionRecord {
    /// The words' place.
    pub span: Location,
    /// What should stand there.
    pub replacement: String,
}
