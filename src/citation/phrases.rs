//! The turns of phrase on a guideline line, found by the grammar wherever a word begins, each on a window of bounded
//! length so that any text is read in linear time.

use pest::iterators::Pair;

use super::PageRange;
use crate::text::{Span, formulas};

/// The longest stretch that one phrase is read from.
const WINDOW: usize = 400;

#[derive(pest_derive::Parser)]
#[grammar = "../grammar/citation.pest"]
struct CitationGrammar;

include!(concat!(env!("OUT_DIR"), "/citation_beginnings.rs"));

/// A turn of phrase, where it stands.
#[derive(Debug)]
pub(super) struct Phrase {
    pub(super) kind: PhraseKind,
    pub(super) span: Span,
}

/// What a phrase says.
#[derive(Debug)]
pub(super) enum PhraseKind {
    /// Opens the naming of sources; whether they are said to be the MTUS, where that is said.
    Basis(Option<bool>),
    /// The decision does not rest on the MTUS.
    DeniesMtus,
    /// Nothing was cited.
    NothingCited,
    /// What was named is, or is not, part of the MTUS.
    PartOfMtus(bool),
    /// Pages.
    Pages(Vec<PageRange>),
    /// A chapter by its number.
    Chapter(u32),
}

/// The phrases of `text`, in its order.
pub(super) fn phrases(text: &str) -> Vec<Phrase> {
    formulas::<CitationGrammar, Rule>(Rule::phrase, &PHRASE, text, WINDOW)
        .filter_map(|(at, phrase)| of_pair(phrase.into_inner().next()?, at))
        .collect()
}

fn of_pair(pair: Pair<'_, Rule>, at: usize) -> Option<Phrase> {
    let kind = match pair.as_rule() {
        Rule::denies_mtus => PhraseKind::DeniesMtus,
        Rule::nothing_cited => PhraseKind::NothingCited,
        Rule::non_mtus_basis => PhraseKind::Basis(Some(false)),
        Rule::mtus_basis => PhraseKind::Basis(Some(true)),
        Rule::basis => PhraseKind::Basis(None),
        Rule::not_part_of_mtus => PhraseKind::PartOfMtus(false),
        Rule::part_of_mtus => PhraseKind::PartOfMtus(true),
        Rule::pages => PhraseKind::Pages(
            pair.clone()
                .into_inner()
                .filter_map(|range| page_range(&range, at))
                .collect(),
        ),
        Rule::chapter => PhraseKind::Chapter(pair.clone().into_inner().next()?.as_str().parse().ok()?),
        _ => return None,
    };
    Some(Phrase {
        kind,
        span: Span::new(at, at + pair.as_str().trim_end().len()),
    })
}

/// A range exactly as written, backwards or not.
fn page_range(range: &Pair<'_, Rule>, at: usize) -> Option<PageRange> {
    let pages: Vec<u32> = range
        .clone()
        .into_inner()
        .filter_map(|page| page.as_str().parse().ok())
        .collect();
    let first = *pages.first()?;
    let span = Span::new(
        range.as_span().start(),
        range.as_span().start() + range.as_str().trim_end().len(),
    );
    Some(PageRange {
        first,
        last: pages.last().copied().unwrap_or(first),
        span: span.shifted(at),
    })
}
