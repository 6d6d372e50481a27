//! Who the patient is, by the opening sentences of the summary; and which records were reviewed.

use jiff::civil::Date;
use pest::iterators::Pair;

use super::formulas::{Formulas, span_of};
use super::grammar::Rule;
use super::{Found, Patient, Records, Sex, dates};
use crate::text::{Flow, Span};

/// Bytes within which most summaries have said all that is looked for.
const FIRST_SENTENCES: usize = 280;

/// The patient, by the opening of the summary.
pub(super) fn of_summary(flow: &Flow, opening: Span) -> Patient {
    // The first statements stand, so where the first sentences make all of them the rest need not be read.
    let first = flow.slice(opening);
    let first = first[..first.floor_char_boundary(FIRST_SENTENCES)].rfind(". ");
    let first = first.map(|stop| OpeningFacts::read(flow, Span::new(opening.start, opening.start + stop + 1)));
    let facts = first
        .filter(OpeningFacts::are_complete)
        .unwrap_or_else(|| OpeningFacts::read(flow, opening));
    Patient {
        age: facts.age,
        sex: facts.noun.or(facts.pronoun),
        injury_date: facts.injury_date.or(facts.first_date),
    }
}

/// The patient, by the opening of a rationale, where the letter has no summary: only what is stated outright.
pub(super) fn of_rationale(flow: &Flow, opening: Span) -> Patient {
    let facts = OpeningFacts::read(flow, opening);
    Patient {
        age: facts.age,
        sex: facts.age.and(facts.noun),
        injury_date: facts.injury_date,
    }
}

/// The formulas of the opening sentences.
#[derive(Debug, Default)]
struct OpeningFacts {
    age: Option<Found<u32>>,
    noun: Option<Found<Sex>>,
    pronoun: Option<Found<Sex>>,
    injury_date: Option<Found<Date>>,
    /// The first date of the first two sentences that belongs to no document: how the injury came about is told there.
    first_date: Option<Found<Date>>,
}

impl OpeningFacts {
    /// Whether nothing that is read further on could count.
    fn are_complete(&self) -> bool {
        self.age.is_some() && self.noun.is_some() && self.injury_date.is_some()
    }

    fn read(flow: &Flow, opening: Span) -> Self {
        let mut facts = Self::default();
        let mut sentence = 1;
        for (fact, opening) in Formulas::OPENING.find(flow, opening) {
            let span = span_of(&fact, opening);
            match fact.as_rule() {
                Rule::sentence_stop => sentence += 1,
                Rule::age | Rule::age_behind => facts.age = facts.age.or_else(|| Some((age(&fact)?, span))),
                Rule::sex_noun | Rule::sex_letter => facts.noun = facts.noun.or_else(|| Some((sex(&fact), span))),
                Rule::pronoun => facts.pronoun = facts.pronoun.or_else(|| Some((sex(&fact), span))),
                Rule::injury_date => facts.injury_date = facts.injury_date.or_else(|| date(&fact, opening)),
                Rule::date if sentence <= 2 => {
                    facts.first_date = facts.first_date.or_else(|| Some((dates::read(&fact)?, span)));
                }
                _ => {}
            }
        }
        facts
    }
}

/// The dates between which the records lie that the letter says were reviewed.
pub(super) fn records(flow: &Flow, stretches: &[Span]) -> Records {
    let mut records = Records::default();
    for &stretch in stretches {
        for (found, stretch) in Formulas::RECORDS.find(flow, stretch) {
            for end in found.into_inner() {
                let Some(date) = date(&end, stretch) else { continue };
                match end.as_rule() {
                    Rule::first_record if records.from.is_none_or(|known| date.0 < known.0) => {
                        records.from = Some(date)
                    }
                    Rule::last_record if records.to.is_none_or(|known| date.0 > known.0) => records.to = Some(date),
                    _ => {}
                }
            }
        }
    }
    records
}

fn date(pair: &Pair<'_, Rule>, stretch: Span) -> Option<Found<Date>> {
    let date = pair.clone().into_inner().find(|part| part.as_rule() == Rule::date)?;
    Some((dates::read(&date)?, span_of(&date, stretch)))
}

fn sex(pair: &Pair<'_, Rule>) -> Sex {
    let is_female = pair.clone().into_inner().any(|part| {
        matches!(
            part.as_rule(),
            Rule::female_noun | Rule::female_pronoun | Rule::female_letter
        )
    });
    if is_female { Sex::Female } else { Sex::Male }
}

fn age(pair: &Pair<'_, Rule>) -> Option<u32> {
    let mut age = 0;
    for part in pair.clone().into_inner().flatten() {
        age += match part.as_rule() {
            Rule::figures => part.as_str().parse().ok()?,
            Rule::twenty => 20,
            Rule::thirty => 30,
            Rule::forty => 40,
            Rule::fifty => 50,
            Rule::sixty => 60,
            Rule::seventy => 70,
            Rule::eighty => 80,
            Rule::one => 1,
            Rule::two => 2,
            Rule::three => 3,
            Rule::four => 4,
            Rule::five => 5,
            Rule::six => 6,
            Rule::seven => 7,
            Rule::eight => 8,
            Rule::nine => 9,
            _ => 0,
        };
    }
    (age >= 10).then_some(age)
}
