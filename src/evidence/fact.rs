//! Figures of a sentence: durations, since-dates, dates, ages, sides, levels and pain scores, and whether an amount was
//! already received.

use jiff::civil::Date;

use crate::pack::phrase::{WordKind, Words};
use crate::pack::written::FactPhrase;
use crate::request::{Quantity, Side};
use crate::text::{Span, compound_number};

use super::context::Run;
use super::person::speaks_of_other;
use super::read::{ReadSentence, span_of};
use super::{DateMention, Fact, FactKind, Role};

/// The facts that the phrases of a sentence give; spans are those of the section.
pub(super) fn facts(words: &Words, read: &ReadSentence) -> Vec<Fact> {
    let mut facts = dates(words, (read.words.start, read.words.end));
    for (index, (phrase, run)) in read.found.facts.iter().enumerate() {
        let longer = read
            .found
            .facts
            .iter()
            .enumerate()
            .any(|(other_index, (other, other_run))| {
                let holds = other_run.0 <= run.0 && run.1 <= other_run.1;
                other == phrase && holds && (other_run != run || other_index < index)
            });
        let kind = if longer {
            None
        } else {
            kind_of(words, read, *phrase, *run)
        };
        if let Some(kind) = kind {
            facts.push(Fact {
                span: span_of(words, *run),
                kind,
            });
        }
    }
    facts.sort_by_key(|fact| (fact.span.start, fact.span.end));
    facts
}

fn kind_of(words: &Words, read: &ReadSentence, phrase: FactPhrase, run: Run) -> Option<FactKind> {
    Some(match phrase {
        FactPhrase::Age => {
            if speaks_of_other(&read.found.persons, run.0) {
                return None;
            }
            FactKind::Age(numbers(words, run).find_map(|(_, number)| whole(number))?)
        }
        FactPhrase::Duration => FactKind::Duration(duration(words, run)?),
        FactPhrase::Since => FactKind::Since(since(words, run)?),
        FactPhrase::PainScore => FactKind::PainScore(numbers(words, run).next()?.1),
        FactPhrase::Left => FactKind::Side(Side::Left),
        FactPhrase::Right => FactKind::Side(Side::Right),
        FactPhrase::Bilateral => FactKind::Side(Side::Bilateral),
        FactPhrase::Level => FactKind::Level,
        FactPhrase::Received | FactPhrase::NotReceived => return None,
    })
}

fn whole(number: f64) -> Option<u32> {
    (number.fract() == 0.0 && (0.0..200.0).contains(&number))
        .then(|| number.to_string().parse().ok())
        .flatten()
}

/// The numbers in a run of words, in figures or in words, each with its place.
fn numbers(words: &Words, run: Run) -> impl Iterator<Item = (usize, f64)> {
    (run.0..run.1).filter_map(|word| Some((word, number(words, word)?)))
}

fn number(words: &Words, word: usize) -> Option<f64> {
    let key = words.key(word);
    if words.all()[word].kind == WordKind::Number {
        return key.replace(',', "").parse().ok();
    }
    let next = (word + 1 < words.all().len()).then(|| words.key(word + 1));
    compound_number(key, next).map(f64::from)
}

/// Since when: the first day that a date in `run` allows. Of a bare year ("since 2012") it is the last day, so that no
/// use is counted longer than it was.
fn since(words: &Words, run: Run) -> Option<Date> {
    let dated = dates(words, run).into_iter().find_map(|fact| match fact.kind {
        FactKind::Date(mention) => mention.date,
        _ => None,
    });
    let year = || {
        let year = words.key(run.1.checked_sub(1)?).parse::<i16>().ok()?;
        Date::new(year, 12, 31).ok().filter(|_| (1900..2100).contains(&year))
    };
    dated.or_else(year)
}

/// A duration in days: the largest number before a unit ("two years", "6 to 8 weeks", "a year and a half" is a year).
fn duration(words: &Words, run: Run) -> Option<f64> {
    let unit = (run.0..run.1)
        .rev()
        .find_map(|word| Some((word, unit_days(words.key(word))?)));
    let (at, days) = unit?;
    let count = numbers(words, (run.0, at))
        .map(|(_, number)| number)
        .fold(None, |largest: Option<f64>, number| {
            Some(largest.map_or(number, |largest| largest.max(number)))
        });
    Some(count.unwrap_or(1.0) * days)
}

fn unit_days(word: &str) -> Option<f64> {
    let units = [
        ("day", 1.0),
        ("week", 7.0),
        ("wk", 7.0),
        ("month", 30.0),
        ("mo", 30.0),
        ("year", 365.0),
        ("yr", 365.0),
        ("decade", 3650.0),
    ];
    let singular = word.strip_suffix('s').unwrap_or(word);
    units.iter().find(|(unit, _)| *unit == singular).map(|(_, days)| *days)
}

/// The dates in a run of words: in figures, with a month's name, or a month and year.
fn dates(words: &Words, run: Run) -> Vec<Fact> {
    let mut found = Vec::new();
    let mut word = run.0;
    while word < run.1 {
        let read = if words.all()[word].kind == WordKind::Date {
            date_in_figures(words.key(word)).map(|mention| (mention, word + 1))
        } else {
            named_date(words, word, run.1)
        };
        let Some((mention, end)) = read else {
            word += 1;
            continue;
        };
        found.push(Fact {
            span: span_of(words, (word, end)),
            kind: FactKind::Date(mention),
        });
        word = end;
    }
    found
}

fn date_in_figures(text: &str) -> Option<DateMention> {
    let parts: Vec<i16> = text.split(['/', '-']).filter_map(|part| part.parse().ok()).collect();
    let &[first, second, third] = parts.as_slice() else {
        return None;
    };
    // Three readings of a dynamometer ("22/24/20") look like a date that does not exist.
    if third < 100 && !((1..=12).contains(&first) && (1..=31).contains(&second)) {
        return None;
    }
    let (year, month, day) = if first > 31 {
        (first, second, third)
    } else {
        (full_year(third), first, second)
    };
    let part = |part: i16| i8::try_from(part).ok();
    let date = part(month)
        .zip(part(day))
        .and_then(|(month, day)| Date::new(year, month, day).ok());
    Some(DateMention { date, complete: true })
}

fn full_year(year: i16) -> i16 {
    match year {
        0..=49 => 2000 + year,
        50..=99 => 1900 + year,
        _ => year,
    }
}

/// "March 12, 2014", "June 31, 2015", "Sept. 2013", "spring of 2013".
fn named_date(words: &Words, word: usize, end: usize) -> Option<(DateMention, usize)> {
    let key = words.key(word);
    let month = month_of(key)?;
    let figure = |at: usize| {
        (at < end)
            .then(|| number(words, at))
            .flatten()
            .filter(|_| words.all()[at].kind == WordKind::Number)
    };
    let skip = |at: usize, marks: &[&str]| {
        if at < end && marks.contains(&words.key(at)) {
            at + 1
        } else {
            at
        }
    };
    let mut at = skip(skip(word + 1, &["."]), &["of"]);
    let first = figure(at)?;
    if (1900.0..2100.0).contains(&first) {
        let year = words.key(at).parse().ok()?;
        let date = Date::new(year, month, 1).ok();
        return Some((DateMention { date, complete: false }, at + 1));
    }
    let day: i8 = words.key(at).parse().ok()?;
    at = skip(skip(at + 1, &["st", "nd", "rd", "th"]), &[","]);
    let year: i16 = figure(at)
        .filter(|year| (1900.0..2100.0).contains(year))
        .and_then(|_| words.key(at).parse().ok())?;
    let date = Date::new(year, month, day).ok();
    Some((DateMention { date, complete: true }, at + 1))
}

/// The month of a name, and of a season the first, as far as words for a time of year allow.
fn month_of(word: &str) -> Option<i8> {
    Some(match word {
        "jan" | "january" => 1,
        "feb" | "february" => 2,
        "mar" | "march" | "spring" => 3,
        "apr" | "april" => 4,
        "may" => 5,
        "jun" | "june" | "summer" => 6,
        "jul" | "july" => 7,
        "aug" | "august" => 8,
        "sep" | "sept" | "september" | "fall" | "autumn" => 9,
        "oct" | "october" => 10,
        "nov" | "november" => 11,
        "dec" | "december" | "winter" => 12,
        _ => return None,
    })
}

/// An amount as a fact: whether it was already received, by the nearest word that says so.
pub(super) fn amount(words: &Words, read: &ReadSentence, quantity: Quantity, span: Span) -> Fact {
    let place = words.at_byte(span.start);
    let end = words.at_byte(span.end);
    let gap = |run: Run| {
        if run.1 <= place {
            place - run.1
        } else {
            run.0.saturating_sub(end)
        }
    };
    let said = read
        .found
        .facts
        .iter()
        .filter(|(phrase, _)| matches!(phrase, FactPhrase::Received | FactPhrase::NotReceived));
    let nearest = said.min_by_key(|(phrase, run)| (gap(*run), *phrase == FactPhrase::Received));
    let received = nearest.filter(|(phrase, _)| *phrase == FactPhrase::Received);
    let is_received = match read.sentence.role {
        Role::Guideline => false,
        // "Twelve visits have been attended and ten are asked for": of what is told with a request, only what comes right
        // before the word for it.
        Role::Request => received.is_some_and(|(_, run)| end <= run.0 && is_right_before(words, end, run.0)),
        _ => received.is_some(),
    };
    Fact {
        span,
        kind: FactKind::Amount {
            quantity: Box::new(quantity),
            received: is_received,
        },
    }
}

/// Whether a word or two at most stand between two words, and none of them is a number.
fn is_right_before(words: &Words, end: usize, word: usize) -> bool {
    word - end <= 2 && numbers(words, (end, word)).next().is_none()
}
