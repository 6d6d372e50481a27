//! Dates as letters write them, turned into dates of the calendar.

use jiff::civil::Date;
use pest::iterators::Pair;

use super::grammar::Rule;

/// Two-digit years up to this one are of this century, as in letters of the 2010s; the others are of the last.
const LAST_SHORT_YEAR: i16 = 49;

/// The date that a `date` of the grammar writes; nothing where the calendar has no such day.
pub(super) fn read(date: &Pair<'_, Rule>) -> Option<Date> {
    let (mut year, mut month, mut day) = (None, None, None);
    for part in date.clone().into_inner().flatten() {
        let number = || part.as_str().parse::<i16>().ok();
        match part.as_rule() {
            Rule::year => year = number(),
            Rule::short_year => year = number().map(|year| year + if year <= LAST_SHORT_YEAR { 2000 } else { 1900 }),
            Rule::month => month = number(),
            Rule::day => day = number(),
            rule => month = month.or_else(|| month_of(rule)),
        }
    }
    Date::new(year?, i8::try_from(month?).ok()?, i8::try_from(day?).ok()?).ok()
}

const fn month_of(rule: Rule) -> Option<i16> {
    Some(match rule {
        Rule::january => 1,
        Rule::february => 2,
        Rule::march => 3,
        Rule::april => 4,
        Rule::may => 5,
        Rule::june => 6,
        Rule::july => 7,
        Rule::august => 8,
        Rule::september => 9,
        Rule::october => 10,
        Rule::november => 11,
        Rule::december => 12,
        _ => return None,
    })
}
