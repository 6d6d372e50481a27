//! Figures that packs write in words: "6-8 weeks", pages "63-66".

use super::super::gather::Cursor;
use super::super::problem::Problems;
use super::super::{Term, TermUnit};

/// Reads a length of time, and notes one that cannot be read or runs backwards.
pub(crate) fn term(text: &str, at: Cursor<'_>, problems: &mut Problems) -> Option<Term> {
    let read = read_term(text);
    match read {
        None => {
            let message = format!("`{text}` is no length of time");
            problems.note_with_help(
                &at.place(),
                message,
                "write a number or a range with its unit: `3 weeks`, `6-8 weeks`",
            );
        }
        Some(term) if term.least > term.most => {
            problems.note(&at.place(), format!("the range `{text}` runs backwards"))
        }
        Some(_) => return read,
    }
    None
}

fn read_term(text: &str) -> Option<Term> {
    let (figures, unit) = text.trim().split_once(' ')?;
    let unit = TermUnit::named(unit.trim().trim_end_matches('s'))?;
    let (least, most) = figures.split_once('-').unwrap_or((figures, figures));
    let figure = |text: &str| {
        text.parse::<f64>()
            .ok()
            .filter(|figure| figure.is_finite() && *figure > 0.0)
    };
    Some(Term {
        least: figure(least)?,
        most: figure(most)?,
        unit,
    })
}

/// Reads pages, and notes those that cannot be read, run backwards or lie past the guideline's last page.
pub(crate) fn page_range(
    text: &str,
    last_page: Option<u32>,
    at: Cursor<'_>,
    problems: &mut Problems,
) -> Option<(u32, u32)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (Ok(first), Ok(last)) = (first.trim().parse::<u32>(), last.trim().parse::<u32>()) else {
        let message = format!("`{text}` is no page and no range of pages");
        problems.note_with_help(&at.place(), message, "write `24` or `63-66`");
        return None;
    };
    if first == 0 || first > last {
        problems.note(
            &at.place(),
            format!("the page range `{text}` runs backwards or is zero"),
        );
        return None;
    }
    if let Some(end) = last_page.filter(|end| last > *end) {
        problems.note(&at.place(), format!("the guideline ends on page {end}"));
        return None;
    }
    Some((first, last))
}
