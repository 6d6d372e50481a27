//! What a reporter receives of one letter: the records, and beside them the document with the place of each finding in
//! its decoded text, from which code frames are drawn.

use std::ops::Range;

use crate::pack::Id;
use crate::source::Document;

use super::fingerprint::Fingerprint;
use super::record::{CheckedLetter, FindingRecord, LetterLine};

/// A letter with what was found in it.
#[derive(Debug, Clone)]
pub struct LetterReport {
    /// The letter's line.
    pub letter: LetterLine,
    /// What was found, by place, then code.
    pub findings: Vec<PlacedFinding>,
    /// How many of its determinations no rule of a guideline could be applied to.
    pub uncovered: usize,
    /// The letter's text; `None` where nothing could be read.
    pub document: Option<Document>,
}

/// A finding with its places in the decoded text.
#[derive(Debug, Clone)]
pub struct PlacedFinding {
    /// The finding.
    pub record: FindingRecord,
    /// What makes it the same finding after lines have shifted.
    pub fingerprint: Fingerprint,
    /// The treatments concerned, and their classes.
    pub treatments: Vec<Id>,
    /// The telling words.
    pub primary: Range<usize>,
    /// The further places, in the order of [`FindingRecord::related`].
    pub related: Vec<Range<usize>>,
}

/// What becomes of a finding by the user's choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It is reported.
    Reported,
    /// The user did not ask for it.
    NotChosen,
    /// Somebody has accepted it.
    Accepted,
}

impl LetterReport {
    /// The records alone, as programs get them.
    #[must_use]
    pub fn to_record(&self) -> CheckedLetter {
        CheckedLetter {
            letter: self.letter.clone(),
            findings: self.findings.iter().map(|finding| finding.record.clone()).collect(),
        }
    }
}
