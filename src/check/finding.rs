//! A finding is data: what was found, by which rule, at which words. Wording comes from the pack's templates; printing is
//! the reports' business.

use crate::pack::Id;
use crate::text::Span;

use super::{Code, Severity};

/// One disagreement in one letter.
#[derive(Debug, Clone)]
pub struct Finding {
    /// What kind of disagreement.
    pub code: Code,
    /// How grave, after the packs have had their say.
    pub severity: Severity,
    /// The determination concerned, counted from 1; `None` for a finding on the whole letter.
    pub determination: Option<usize>,
    /// What is wrong, in the reviewer's terms, with the figures of both sides.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Where the guideline says so.
    pub source: Option<RuleSource>,
    /// The rule that found it.
    pub rule: RuleOrigin,
    /// The telling words.
    pub span: Span,
    /// Other places that a reader needs to see.
    pub related: Vec<Related>,
    /// A correction that follows from the letter and the rule alone.
    pub suggestion: Option<Suggestion>,
}

/// Where a rule stands in its guideline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleSource {
    /// The guideline's id.
    pub guideline: Id,
    /// The topic's id.
    pub topic: Option<Id>,
    /// Pages, first and last.
    pub pages: Vec<(u32, u32)>,
}

/// Where a rule is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleOrigin {
    /// The pack's id.
    pub pack: Id,
    /// The rule's id.
    pub id: Id,
    /// The file, from the folder of packs down.
    pub file: String,
    /// The line of the rule's id, counted from 1.
    pub line: usize,
}

/// A further place, with a word on what it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// The words.
    pub span: Span,
    /// What they show.
    pub label: String,
}

/// A replacement for words of the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The words to replace.
    pub span: Span,
    /// What should stand there.
    pub replacement: String,
}
