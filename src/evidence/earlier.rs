//! Amounts of treatment that the summary reports as already received ("16 sessions of chiropractic"). What a patient takes
//! at home is none: "six Norco" is a day's dose.

use crate::pack::Id;
use crate::request::Quantity;
use crate::text::Span;

use super::{Evidence, FactKind, Section, Sentence};

/// An amount of treatment already received.
#[derive(Debug, Clone, Copy)]
pub struct EarlierTreatment<'e> {
    /// The treatment: the one that the sentence names nearest to the amount.
    pub treatment: &'e Id,
    /// How much of it.
    pub quantity: &'e Quantity,
    /// The words of the amount.
    pub span: Span,
}

impl Evidence {
    /// The earlier amounts that the summary reports, in its order.
    pub fn earlier_treatment(&self) -> impl Iterator<Item = EarlierTreatment<'_>> {
        self.of(Section::Summary).flat_map(received)
    }
}

fn received(sentence: &Sentence) -> impl Iterator<Item = EarlierTreatment<'_>> {
    sentence.facts.iter().filter_map(|fact| match &fact.kind {
        FactKind::Amount {
            quantity,
            received: true,
        } if quantity.count.is_some() && !quantity.is_of_a_drug() => Some(EarlierTreatment {
            treatment: sentence.treatment_nearest_to(fact.span)?,
            quantity,
            span: fact.span,
        }),
        _ => None,
    })
}

impl Sentence {
    /// The treatment that the sentence names nearest to `span`.
    #[must_use]
    pub fn treatment_nearest_to(&self, span: Span) -> Option<&Id> {
        let distance = |other: Span| {
            if other.end <= span.start {
                span.start - other.end
            } else {
                other.start.saturating_sub(span.end)
            }
        };
        let nearest = self.treatments.iter().min_by_key(|mention| distance(mention.span));
        nearest.map(|mention| &mention.id)
    }
}
