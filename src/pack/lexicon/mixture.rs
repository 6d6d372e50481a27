//! Two or more drugs with percentages, or with a form ("cream"), are one mixture and not several drugs; a drug with a form
//! that it does not come in is a mixture too ("ketoprofen 20% cream").

use super::super::names::Found;
use super::{Meaning, Mixture};
use crate::request::TreatmentMention;
use crate::text::Span;

/// Mentions of treatments, the parts of each mixture joined into one.
pub(super) fn joined(found: &[Found<'_, Meaning>], text: &str) -> Vec<TreatmentMention> {
    let mut mentions = Vec::with_capacity(found.len());
    let mut rest = found;
    while let Some(first) = rest.first() {
        let group = group(rest, text);
        if let Some(mention) = mixture(group, text) {
            mentions.push(mention);
            rest = &rest[group.len()..];
        } else {
            mentions.extend(mention(first));
            rest = &rest[1..];
        }
    }
    mentions
}

fn mention(found: &Found<'_, Meaning>) -> Option<TreatmentMention> {
    match found.meaning {
        Meaning::Treatment { id, class, unit, .. } => Some(TreatmentMention {
            id: id.clone(),
            class: class.clone(),
            unit: unit.clone(),
            span: found.span,
        }),
        _ => None,
    }
}

/// What a name can be in a mixture.
fn mixture_of(meaning: &Meaning) -> Option<&Mixture> {
    match meaning {
        Meaning::Treatment { part_of, .. } => part_of.as_ref(),
        Meaning::Ingredient(mixture) | Meaning::Form(mixture) => Some(mixture),
        Meaning::Between | Meaning::Nothing => None,
    }
}

/// The names at the head of `rest` that nothing parts but percentages, commas, slashes and words that may stand between.
fn group<'r, 'i>(rest: &'r [Found<'i, Meaning>], text: &str) -> &'r [Found<'i, Meaning>] {
    if rest.first().is_none_or(|first| mixture_of(first.meaning).is_none()) {
        return &rest[..rest.len().min(1)];
    }
    let mut length = 1;
    let mut last = 1;
    while let Some(next) = rest.get(length) {
        if !is_filler(&text[rest[length - 1].span.end..next.span.start]) {
            break;
        }
        length += 1;
        match next.meaning {
            Meaning::Between => {}
            // "Norco, Flexeril and topical cream" lists three things.
            Meaning::Form(_) if text[rest[length - 2].span.range()].eq_ignore_ascii_case("and") => break,
            meaning if mixture_of(meaning).is_some() => last = length,
            _ => break,
        }
    }
    &rest[..last]
}

/// Whether nothing but percentages and marks stands between two parts. An amount in milligrams parts two drugs.
fn is_filler(between: &str) -> bool {
    between.len() <= 40
        && between.bytes().all(|byte| {
            byte.is_ascii_digit()
                || matches!(
                    byte,
                    b' ' | b'%' | b'.' | b',' | b'/' | b'-' | b'+' | b'&' | b':' | b'(' | b')' | 0x80..
                )
        })
}

/// The mixture that a group is, if it is one.
fn mixture(group: &[Found<'_, Meaning>], text: &str) -> Option<TreatmentMention> {
    let first = group.first()?;
    let last = group.last()?;
    let mixture = mixture_of(first.meaning)?;
    let is_mixture_itself =
        |found: &&Found<'_, Meaning>| matches!(found.meaning, Meaning::Treatment { id, .. } if *id == mixture.id);
    let forms = group
        .iter()
        .filter(|found| matches!(found.meaning, Meaning::Form(_)))
        .count();
    let named = group.iter().filter(is_mixture_itself).count();
    let parts = group
        .iter()
        .filter(|found| !matches!(found.meaning, Meaning::Between))
        .count()
        - forms
        - named;
    let span = Span::new(first.span.start, last.span.end);
    // A percentage may stand before the first part or behind the last.
    let around = span.start.saturating_sub(6)..text.len().min(span.end + 8);
    let percentages = text.as_bytes()[around].iter().filter(|byte| **byte == b'%').count();
    let of_drugs = parts >= 2 && (forms > 0 || percentages >= 2);
    let of_one_drug = parts == 1 && forms > 0 && group.iter().any(|found| is_drug_by_mouth(found.meaning, mixture));
    (named > 0 || of_drugs || of_one_drug).then(|| TreatmentMention {
        id: mixture.id.clone(),
        class: mixture.class.clone(),
        unit: mixture.unit.clone(),
        span,
    })
}

/// Whether a name is of a drug that comes in another class than the mixture's: as a tablet, that is.
fn is_drug_by_mouth(meaning: &Meaning, mixture: &Mixture) -> bool {
    match meaning {
        Meaning::Treatment { class, .. } => *class != mixture.class,
        Meaning::Ingredient(_) => true,
        _ => false,
    }
}
