//! The whole way of one letter, for the program and for other programs: packs once, then a document in and an
//! [`Audit`] out.

use jiff::civil::Date;

use crate::check::{Case, Finding, Verdict, judge};
use crate::evidence::{self, Evidence};
use crate::letter::{self, Letter};
use crate::pack::{Pack, PackError};
use crate::source::{Document, Location};
use crate::text::{Flow, Span};

/// Reads and checks letters by a fixed set of packs. Shared freely between threads.
#[derive(Debug)]
pub struct Engine {
    pack: Pack,
    parts: letter::Memory,
    sentences: evidence::Memory,
    as_of: Option<Date>,
}

/// A letter as read: the document, its running text, its structure and what is said in it.
#[derive(Debug)]
pub struct Reading {
    /// The user's input.
    pub document: Document,
    /// Its running text; all spans below are of this flow.
    pub flow: Flow,
    /// Its structure.
    pub letter: Letter,
    /// Its sentences.
    pub evidence: Evidence,
}

/// A letter as read and checked.
#[derive(Debug)]
pub struct Audit {
    /// The letter.
    pub reading: Reading,
    /// The date by which the rules were chosen; `None` where the letter tells none.
    pub date: Option<Date>,
    /// What was found, in the order of place, then code.
    pub findings: Vec<Finding>,
    /// What became of each determination, and why.
    pub verdicts: Vec<Verdict>,
}

impl Engine {
    /// An engine with these packs.
    #[must_use]
    pub fn new(pack: Pack) -> Self {
        Self {
            pack,
            parts: letter::Memory::default(),
            sentences: evidence::Memory::default(),
            as_of: None,
        }
    }

    /// An engine with the packs that come with the program.
    ///
    /// # Errors
    ///
    /// A bundled pack is broken; the tests hold that none is.
    pub fn embedded() -> Result<Self, PackError> {
        Pack::embedded().map(Self::new)
    }

    /// Holds every letter against the rules in force on `date`, whatever the letter's own.
    #[must_use]
    pub fn as_of(mut self, date: Date) -> Self {
        self.as_of = Some(date);
        self
    }

    /// The packs in use.
    #[must_use]
    pub fn pack(&self) -> &Pack {
        &self.pack
    }

    /// Reads a letter. Any document gives a reading, however little it holds.
    #[must_use]
    pub fn read(&self, document: Document) -> Reading {
        let flow = letter::flow(&document, &self.parts);
        let letter = letter::read(&flow, &self.parts, &self.pack);
        let evidence = evidence::read(&flow, &letter, &self.pack, &self.sentences);
        Reading {
            document,
            flow,
            letter,
            evidence,
        }
    }

    /// Reads a letter and holds it against the packs.
    #[must_use]
    pub fn audit(&self, document: Document) -> Audit {
        let reading = self.read(document);
        let date = self.as_of.or_else(|| reading.date());
        let judgement = judge(&Case {
            reading: &reading,
            pack: &self.pack,
            date,
        });
        Audit {
            reading,
            date,
            findings: judgement.findings,
            verdicts: judgement.verdicts,
        }
    }
}

impl Reading {
    /// Where a span of the flow stands in the user's input.
    #[must_use]
    pub fn locate(&self, span: Span) -> Location {
        self.document.locate(self.flow.origin(span))
    }

    /// The date that selects the rules: the decision date, or the latest date of something done in the letter.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        let header = &self.letter.header;
        let decided = header.decision_date.map(|(date, _)| date);
        decided.or_else(|| {
            let dates = [
                header.ur_denial_date,
                header.application_received,
                header.date_assigned,
                self.letter.records.to,
            ];
            let named = dates.into_iter().flatten().map(|(date, _)| date);
            named.chain(self.evidence.dates_of_events()).max()
        })
    }
}
