//! From pieces of an amount to one [`Quantity`]: which number is the total, what it counts, and what frequency and duration
//! make where no total is stated.

use super::pieces::{Count, CountStyle, Piece, PieceKind};
use super::{Quantity, TreatmentMention};
use crate::pack::{Id, UnitWord};
use crate::text::Span;

impl Quantity {
    /// Whether it counts what is taken at home and not what is given at a visit: tablets, patches, grams.
    #[must_use]
    pub fn is_of_a_drug(&self) -> bool {
        let unit = self.unit.as_ref();
        unit.is_some_and(|unit| DRUG_UNITS.iter().any(|drug| *unit == **drug))
    }
}

/// The quantity that `pieces` make, of a treatment where one is known.
pub(super) fn quantity(pieces: &[Piece], treatment: Option<&TreatmentMention>) -> Quantity {
    let mut quantity = Quantity::default();
    let own = treatment.and_then(|mention| mention.unit.as_ref());
    let mut parts = Parts::default();
    for piece in pieces {
        parts.take(piece, &mut quantity);
    }
    parts.weeks_behind_frequency(&mut quantity);
    let frequency = parts.course(&mut quantity);
    if let Some((count, span)) = parts.total(treatment) {
        quantity.unit = unit_of(count.unit.as_ref(), own);
        quantity.count = Some(count.value);
        quantity.span = Some(span);
        quantity.stated_total = Some((count.value, span));
    } else if let Some((value, unit, span)) = frequency {
        quantity.count = Some(value);
        quantity.unit = unit.map_or_else(
            || Some(own.cloned().unwrap_or_else(|| Id::from("visit"))),
            |unit| Some(Id::from(unit)),
        );
        quantity.span = Some(span);
    }
    quantity
}

#[derive(Default)]
struct Parts<'p> {
    counts: Vec<(&'p Count, Span)>,
    per_month: Option<(f64, Span)>,
    hours_per_week: Option<(f64, Span)>,
    spans: Vec<Span>,
}

impl<'p> Parts<'p> {
    fn take(&mut self, piece: &'p Piece, quantity: &mut Quantity) {
        let span = piece.span;
        match &piece.kind {
            PieceKind::Count(count) => self.counts.push((count, span)),
            PieceKind::PerWeek(times) => self.keep(&mut quantity.per_week, *times, span),
            PieceKind::Weeks(weeks) => self.keep(&mut quantity.weeks, *weeks, span),
            PieceKind::Course { per_week, weeks } => {
                self.keep(&mut quantity.per_week, *per_week, span);
                self.keep(&mut quantity.weeks, *weeks, span);
            }
            PieceKind::HoursPerDay(hours) => self.keep(&mut quantity.hours_per_day, *hours, span),
            PieceKind::PerMonth(times) => self.per_month = self.per_month.or(Some((*times, span))),
            PieceKind::HoursPerWeek(hours) => self.hours_per_week = self.hours_per_week.or(Some((*hours, span))),
            PieceKind::Strength(written) => {
                quantity.strength.get_or_insert_with(|| (written.clone(), span));
            }
            PieceKind::Refills(refills) => quantity.refills = quantity.refills.or(Some(*refills)),
            PieceKind::Purpose => {}
        }
    }

    /// The first of several holds: a line that says it again says the same, or something about another item.
    fn keep(&mut self, slot: &mut Option<f64>, value: f64, span: Span) {
        if slot.is_none() {
            *slot = Some(value);
            self.spans.push(span);
        }
    }

    /// "3 times a week x 4": the number behind a frequency is the weeks.
    fn weeks_behind_frequency(&mut self, quantity: &mut Quantity) {
        if quantity.per_week.is_none() || quantity.weeks.is_some() {
            return;
        }
        let frequency = self.spans.first().map_or(0, |span| span.start);
        let bare = |(count, span): &(&Count, Span)| {
            count.style == CountStyle::Times && count.unit.is_none() && span.start > frequency
        };
        if let Some(at) = self.counts.iter().position(bare) {
            let (count, span) = self.counts.remove(at);
            self.keep(&mut quantity.weeks, count.value, span);
        }
    }

    /// What frequency times duration make: the amount, its unit where the words settle it, and the words.
    fn course(&self, quantity: &mut Quantity) -> Option<(f64, Option<&'static str>, Span)> {
        let joined = self.spans.iter().copied().reduce(Span::join);
        quantity.frequency_span = joined;
        let weeks = quantity.weeks;
        if let (Some((hours, span)), Some(weeks)) = (self.hours_per_week, weeks) {
            return Some((
                hours * weeks,
                Some("hour"),
                joined.map_or(span, |joined| joined.join(span)),
            ));
        }
        if let Some((times, span)) = self.per_month {
            let months = self
                .counts
                .iter()
                .find(|(count, _)| count.unit.as_ref().is_some_and(|unit| unit.id == *"month"));
            return months.map(|(count, months)| (times * count.value, None, span.join(*months)));
        }
        let (per_week, weeks) = (quantity.per_week?, weeks?);
        match quantity.hours_per_day {
            Some(hours) => Some((hours * per_week * weeks, Some("hour"), joined?)),
            None => Some((per_week * weeks, None, joined?)),
        }
    }

    /// The number that states the total, if one does: in the treatment's own unit rather than in another.
    fn total(&self, treatment: Option<&TreatmentMention>) -> Option<(&'p Count, Span)> {
        let has_course = !self.spans.is_empty() || self.per_month.is_some();
        let own = treatment.and_then(|mention| mention.unit.as_ref());
        let rank = |count: &Count| match (&count.unit, own) {
            (Some(unit), Some(own)) if unit.id == *own => Some(0),
            (Some(unit), _) if unit.general => Some(1),
            // The second of its kind, not two of them.
            (None, Some(own)) if count.style == CountStyle::Marked && *own == *"injection" => None,
            (None, _) if count.style != CountStyle::Times => Some(2),
            (None, _) => Some(3),
            // A part of a course in other units ("5 days a week") is no total beside it, and a time without a treatment is
            // how long something lasted.
            (Some(unit), None) => (treatment.is_some() || !is_time(unit)).then_some(0),
            (Some(_), Some(_)) if has_course => None,
            (Some(unit), Some(own)) => holds_beside(unit, own, count).then_some(4),
        };
        let ranked = self
            .counts
            .iter()
            .filter_map(|(count, span)| Some((rank(count)?, *count, *span)));
        ranked
            .min_by_key(|(rank, _, _)| *rank)
            .map(|(_, count, span)| (count, span))
    }
}

const TIMES: [&str; 3] = ["day", "hour", "month"];
const DRUG_UNITS: [&str; 7] = ["tablet", "patch", "gram", "milliliter", "tube", "box", "ounce"];

fn is_time(unit: &UnitWord) -> bool {
    TIMES.iter().any(|time| unit.id == **time)
}

/// Whether a total holds in another unit than the treatment's: "160 hours" of a program counted in days, "30 days" of a
/// rental, rides for three months, tubes of a gel. A dose in units, or months of visits, is no amount.
fn holds_beside(unit: &UnitWord, own: &Id, count: &Count) -> bool {
    let is = |units: &[&str], id: &Id| units.iter().any(|unit| *id == **unit);
    let lent = is_time(unit) && (is(&TIMES, own) || is(&["unit", "trip"], own));
    let drug = is(&DRUG_UNITS, &unit.id) && is(&DRUG_UNITS, own);
    lent || drug || count.style == CountStyle::Marked
}

fn unit_of(written: Option<&UnitWord>, own: Option<&Id>) -> Option<Id> {
    match written {
        Some(unit) if unit.general => Some(own.unwrap_or(&unit.id).clone()),
        Some(unit) => Some(unit.id.clone()),
        None => own.cloned(),
    }
}
