//! Reads a guideline line ("Decision based on MTUS Chronic Pain Treatment Guidelines Muscle relaxants Page(s): 63-66") into
//! whether it claims the MTUS as basis, and the guidelines, topics and pages that it names. The line's shape is in
//! `grammar/citation.pest`; names of guidelines and topics are the packs'.

use crate::pack::Id;
use crate::text::Span;

mod phrases;
mod read;

pub use read::read;

/// What one party of the letter says that its decision rests on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Basis {
    /// The whole line, or lines, in the flow.
    pub span: Option<Span>,
    /// Whether the decision is said to rest on the MTUS; `None` where the line does not say.
    pub mtus: Option<bool>,
    /// The words that deny an MTUS basis ("did not base their decision on the MTUS").
    pub denies_mtus: Option<Span>,
    /// The words that say nothing was cited ("did not cite any medical evidence").
    pub nothing_cited: Option<Span>,
    /// The sources named, in the order of the line.
    pub citations: Vec<Citation>,
}

/// One source named on a guideline line.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Citation {
    /// The guideline's id in the packs, where they know it.
    pub guideline: Option<Id>,
    /// Whether the line cites the source as part of the MTUS.
    pub as_mtus: bool,
    /// The topics of that guideline which the line names.
    pub topics: Vec<TopicMention>,
    /// Chapters by number, of guidelines that have them.
    pub chapters: Vec<(u32, Span)>,
    /// The pages, in the order of the line.
    pub pages: Vec<PageRange>,
    /// The words of this source, unwrapped.
    pub as_written: String,
    /// Where they stand.
    pub span: Option<Span>,
}

/// A topic of a guideline, as a line names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicMention {
    /// The topic's id in the packs.
    pub id: Id,
    /// The words.
    pub span: Span,
}

/// Pages cited, exactly as written: `last` may lie before `first`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRange {
    /// The first page written.
    pub first: u32,
    /// The last page written; the first again for a single page.
    pub last: u32,
    /// The figures.
    pub span: Span,
}

#[cfg(test)]
mod tests;
