//! Reads the heading line of a disputed item ("Norco 10/325mg #120 with 2 refills") into treatments, quantity, strength,
//! side and body parts, by the grammar `grammar/request.pest` and the lexicon of the packs. What the line does not say is
//! absent, never guessed.

use serde::{Deserialize, Serialize};

use crate::pack::Id;
use crate::text::Span;

mod amount;
mod grammar;
mod openings;
mod pieces;
mod qualities;
mod read;

pub use read::{amounts, read};

/// What was asked for in one disputed item.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Request {
    /// The item as written, unwrapped, without its number and outcome.
    pub as_written: String,
    /// Where it stands in the flow.
    pub span: Option<Span>,
    /// The treatments that it names, in the order of the line; empty where the lexicon knows none of them.
    pub treatments: Vec<TreatmentMention>,
    /// How much of it.
    pub quantity: Quantity,
    /// The side of the body, if the line names one.
    pub side: Option<(Side, Span)>,
    /// The regions of the body that the line names, in its order.
    pub body_parts: Vec<BodyPartMention>,
    /// Qualities of the request, each with the words that say so.
    pub marks: Vec<(Mark, Span)>,
}

impl Request {
    /// Whether the line carries `mark`.
    #[must_use]
    pub fn is(&self, mark: Mark) -> bool {
        self.marks.iter().any(|(found, _)| *found == mark)
    }
}

/// A treatment named somewhere in a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreatmentMention {
    /// The treatment's id in the lexicon.
    pub id: Id,
    /// The class that it belongs to, if any. For a mention of the class itself ("muscle relaxants") both are the class.
    pub class: Option<Id>,
    /// What a quantity of it counts under this name.
    pub unit: Option<Id>,
    /// The words, as the letter has them.
    pub span: Span,
}

/// A region of the body named somewhere in a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyPartMention {
    /// The region's id in the lexicon (`low-back`, `shoulder`).
    pub id: Id,
    /// The words, as the letter has them.
    pub span: Span,
}

/// A side of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The patient's left.
    Left,
    /// The patient's right.
    Right,
    /// Both.
    Bilateral,
}

/// A quality of a request that rules ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// More of a treatment already begun: "additional", "continued", "further", "repeat", "refill".
    Additional,
    /// A first course: "initial", "trial".
    Initial,
    /// After an operation: "post-operative", "postsurgical".
    Postoperative,
    /// For a service already given: "retrospective".
    Retrospective,
    /// Equipment to be rented.
    Rental,
    /// Equipment to be bought.
    Purchase,
    /// Service that attends an operation: "associated surgical service".
    SurgicalService,
}

/// How much a request, or a sentence, asks for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Quantity {
    /// The whole amount, in `unit`s: the stated total, else frequency times duration (upper bounds).
    pub count: Option<f64>,
    /// The unit of `count` (`visit`, `tablet`, `gram`): what the treatment is counted in.
    pub unit: Option<Id>,
    /// Where the count, or the frequency and duration that give it, stand.
    pub span: Option<Span>,
    /// A total that the line states in so many words or figures.
    pub stated_total: Option<(f64, Span)>,
    /// Times a week; the upper bound of a range.
    pub per_week: Option<f64>,
    /// Weeks; the upper bound of a range.
    pub weeks: Option<f64>,
    /// Where frequency and duration stand together.
    pub frequency_span: Option<Span>,
    /// Hours a day, for services counted in hours.
    pub hours_per_day: Option<f64>,
    /// Strength without spaces, as in the letter ("10/325mg").
    pub strength: Option<(String, Span)>,
    /// Refills.
    pub refills: Option<f64>,
}

impl Quantity {
    /// Whether the text states any amount: a count, a frequency or a duration.
    #[must_use]
    pub fn is_stated(&self) -> bool {
        self.count.is_some() || self.per_week.is_some() || self.weeks.is_some()
    }

    /// Every span in it, to be moved from the frame of a part to that of the whole.
    pub(crate) fn spans_mut(&mut self) -> impl Iterator<Item = &mut Span> {
        let alone = self.span.iter_mut().chain(self.frequency_span.iter_mut());
        let total = self.stated_total.iter_mut().map(|(_, span)| span);
        alone.chain(total).chain(self.strength.iter_mut().map(|(_, span)| span))
    }
}

#[cfg(test)]
mod tests;
