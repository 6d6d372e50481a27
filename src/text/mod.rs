//! From a document's wrapped lines to running text: paragraphs rejoined across line wraps, blank lines and page breaks,
//! with a map from every byte back to the document. Everything downstream reads the [`Flow`] and speaks of places in
//! it as [`Span`]s; only a report turns a span into the user's line and column.

mod beginnings;
mod figures;
mod flow;
mod fold;
mod line;
mod number_word;
mod pages;
mod span;
mod wrap;

pub use beginnings::{Beginnings, formulas};
pub use figures::{date_end, figures_end};
pub use flow::Flow;
pub use fold::{Folded, SOFT_HYPHEN, fold};
pub use line::{LineReader, LineShape, Opens};
pub use number_word::{compound_number, number_word, spelled_number};
pub use span::Span;
