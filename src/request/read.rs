//! The two ways in: a heading line is one request; running text states any number of amounts.

use super::amount::quantity;
use super::pieces::{Count, Piece, PieceKind, count_behind_comma, pieces};
use super::qualities::qualities;
use super::{BodyPartMention, Quantity, Request, TreatmentMention};
use crate::pack::{Lexicon, Mentions};
use crate::text::Span;

/// How far apart the pieces of one amount may stand in running text.
const REACH: usize = 40;

/// Reads an item's heading line, without its number and outcome. `offset` is where `text` begins in the flow; the spans of
/// the result are the flow's.
#[must_use]
pub fn read(text: &str, offset: usize, lexicon: &Lexicon) -> Request {
    let mut mentions = lexicon.mentions(text);
    if mentions.treatments.is_empty() {
        // On a heading line "pt" is no patient; in running text it is.
        mentions = lexicon.mentions(&text.to_ascii_uppercase());
    }
    let mut pieces = pieces(text, &mentions);
    if !pieces.iter().any(|piece| matches!(piece.kind, PieceKind::Count(_))) {
        pieces.extend(count_behind_comma(text));
    }
    let qualities = qualities(text, &mentions.body_parts);
    let mut treatments = without_purposes(mentions.treatments, &pieces);
    if treatments
        .iter()
        .any(|mention| lexicon.treatment(mention.id.as_str()).is_some())
    {
        // "Muscle relaxant: Flexeril" asks for one thing; the class only says what it is.
        treatments.retain(|mention| lexicon.treatment(mention.id.as_str()).is_some());
    }
    for (mark, span) in &qualities.marks {
        lexicon.convert(*mark, *span, &mut treatments);
    }
    let mut quantity = quantity(&pieces, treatments.first());
    if treatments
        .first()
        .is_some_and(|treatment| lexicon.is_mixture(&treatment.id))
    {
        quantity.strength = None;
    }
    Request {
        as_written: text.to_owned(),
        span: Some(Span::new(0, text.len())),
        treatments,
        quantity,
        side: qualities.side,
        body_parts: mentions.body_parts,
        marks: qualities.marks,
    }
    .shifted(offset)
}

/// The treatments that a line asks for, those left out that it only gives as a reason ("clearance for lumbar fusion").
fn without_purposes(treatments: Vec<TreatmentMention>, pieces: &[Piece]) -> Vec<TreatmentMention> {
    let is_purpose = |mention: &TreatmentMention| {
        pieces
            .iter()
            .any(|piece| piece.kind == PieceKind::Purpose && piece.span.contains(mention.span))
    };
    let first = treatments.first().map(|mention| mention.span);
    treatments
        .into_iter()
        .filter(|mention| Some(mention.span) == first || !is_purpose(mention))
        .collect()
}

/// Every amount that running text states ("The current request is for 12 sessions of physical therapy"), in its order, with
/// the words; the spans are bytes of `text`. `mentions` is what the lexicon finds in it.
#[must_use]
pub fn amounts(text: &str, mentions: &Mentions) -> Vec<(Quantity, Span)> {
    let mut clusters = vec![Cluster::default()];
    let mut treatments = mentions.treatments.iter().peekable();
    for piece in pieces(text, mentions) {
        while let Some(mention) = treatments.next_if(|mention| mention.span.start < piece.span.start) {
            take_treatment(&mut clusters, mention, text);
        }
        take_piece(&mut clusters, piece, text);
    }
    for mention in treatments {
        take_treatment(&mut clusters, mention, text);
    }
    let stated = clusters.iter().filter_map(|cluster| {
        let quantity = quantity(&cluster.pieces, cluster.treatment.as_ref());
        let span = cluster.pieces.iter().map(|piece| piece.span).reduce(Span::join)?;
        (quantity.is_stated() || quantity.strength.is_some()).then_some((quantity, span))
    });
    stated.collect()
}

/// Pieces that belong together, and the treatment that they are an amount of.
#[derive(Debug, Default)]
struct Cluster {
    treatment: Option<TreatmentMention>,
    pieces: Vec<Piece>,
    end: usize,
}

fn take_treatment(clusters: &mut Vec<Cluster>, mention: &TreatmentMention, text: &str) {
    if let Some(cluster) = clusters.last_mut() {
        let free = cluster.treatment.is_none() && !cluster.pieces.is_empty();
        if cluster.pieces.iter().any(|piece| piece.span.contains(mention.span))
            || (free && reaches(text, cluster.end, mention.span.start))
        {
            cluster.end = cluster.end.max(mention.span.end);
            cluster.treatment.get_or_insert_with(|| mention.clone());
            return;
        }
    }
    clusters.push(Cluster {
        treatment: Some(mention.clone()),
        pieces: Vec::new(),
        end: mention.span.end,
    });
}

fn take_piece(clusters: &mut Vec<Cluster>, piece: Piece, text: &str) {
    if piece.kind == PieceKind::Purpose || is_year(&piece) {
        return;
    }
    let end = piece.span.end;
    match clusters.last_mut() {
        Some(cluster) if reaches(text, cluster.end, piece.span.start) && !cluster.is_over(&piece, text) => {
            cluster.pieces.push(piece);
            cluster.end = end;
        }
        _ => clusters.push(Cluster {
            treatment: None,
            pieces: vec![piece],
            end,
        }),
    }
}

impl Cluster {
    /// Whether `piece` opens another amount: this one has such a piece, or the number stands behind "and", behind a comma
    /// where this has a number already ("Fioricet #60, one session of Botox") or where it says of what it is ("PT 2x6, six
    /// visits of acupuncture"), or behind the treatment of which this is an
    /// amount ("24 visits of physical therapy, 12 of chiropractic").
    fn is_over(&self, piece: &Piece, text: &str) -> bool {
        if self.says_already(piece) {
            return true;
        }
        let Some(last) = self.pieces.last() else { return false };
        let is_named = || {
            self.treatment
                .as_ref()
                .is_some_and(|treatment| treatment.span.start > last.span.start)
        };
        let between = || text.get(last.span.end..piece.span.start).unwrap_or_default();
        let is_count = |piece: &Piece| matches!(piece.kind, PieceKind::Count(_));
        let is_of_another = || {
            text.get(piece.span.end..)
                .is_some_and(|behind| behind.starts_with(" of "))
        };
        let is_listed = || {
            let comma = between().contains(',') && (self.pieces.iter().any(is_count) || is_of_another());
            comma || between().contains(" and ")
        };
        is_count(piece) && (is_named() || is_listed())
    }

    fn says_already(&self, piece: &Piece) -> bool {
        let same_unit = |one: &Count, other: &Count| one.unit == other.unit;
        self.pieces.iter().any(|known| match (&known.kind, &piece.kind) {
            (PieceKind::Count(known), PieceKind::Count(count)) => same_unit(known, count),
            (known, kind) => std::mem::discriminant(known) == std::mem::discriminant(kind),
        })
    }
}

/// Whether a number that counts nothing is the year of a date ("on May 5, 2014 Norco was begun").
fn is_year(piece: &Piece) -> bool {
    matches!(&piece.kind, PieceKind::Count(count) if count.unit.is_none() && (1900.0..2100.0).contains(&count.value))
}

/// Whether no end of a sentence and not too much text stands between.
fn reaches(text: &str, from: usize, to: usize) -> bool {
    if to <= from {
        return true;
    }
    let between = text.get(from..to).unwrap_or_default();
    between.len() <= REACH && !between.contains(';') && !between.contains(". ")
}

impl TreatmentMention {
    /// The same mention in the frame of the whole.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self {
            span: self.span.shifted(by),
            ..self
        }
    }
}

impl BodyPartMention {
    /// The same mention in the frame of the whole.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self {
            span: self.span.shifted(by),
            ..self
        }
    }
}

impl Request {
    /// The same request in the frame of the whole.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self {
            as_written: self.as_written,
            span: self.span.map(|span| span.shifted(by)),
            treatments: self.treatments.into_iter().map(|mention| mention.shifted(by)).collect(),
            quantity: self.quantity.shifted(by),
            side: self.side.map(|(side, span)| (side, span.shifted(by))),
            body_parts: self.body_parts.into_iter().map(|mention| mention.shifted(by)).collect(),
            marks: self
                .marks
                .into_iter()
                .map(|(mark, span)| (mark, span.shifted(by)))
                .collect(),
        }
    }
}

impl Quantity {
    /// The same quantity in the frame of the whole.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self {
            span: self.span.map(|span| span.shifted(by)),
            stated_total: self.stated_total.map(|(total, span)| (total, span.shifted(by))),
            frequency_span: self.frequency_span.map(|span| span.shifted(by)),
            strength: self.strength.map(|(strength, span)| (strength, span.shifted(by))),
            ..self
        }
    }
}
