//! Values as reviewers write them: outcomes, amounts and pages in words, for the templates of the packs.

use crate::evidence::Stance;
use crate::letter::Outcome;
use crate::pack::{Figure, Rule, RuleKind, Term};

/// The outcome as letters print it.
pub(super) fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Upheld => "Upheld",
        Outcome::Overturned => "Overturned",
        Outcome::Modified => "Modified",
    }
}

/// What a conclusion says of the request.
pub(super) fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::Necessary => "medically necessary",
        Stance::NotNecessary => "not medically necessary",
        Stance::Partly => "medically necessary in part",
    }
}

/// A figure without a needless fraction.
pub(super) fn figure(value: f64) -> String {
    // `Display` of a whole f64 prints no fraction.
    format!("{value}")
}

/// An amount with its unit, in the singular or the plural.
pub(super) fn amount(count: f64, unit: &str) -> String {
    let plural = if (count - 1.0).abs() < f64::EPSILON { "" } else { "s" };
    format!("{} {}{plural}", figure(count), unit.replace('-', " "))
}

/// Pages as letters cite them: "63-66, 41".
pub(super) fn pages(pages: &[(u32, u32)]) -> String {
    let ranges: Vec<_> = pages
        .iter()
        .map(|&(first, last)| {
            if first == last {
                first.to_string()
            } else {
                format!("{first}-{last}")
            }
        })
        .collect();
    ranges.join(", ")
}

/// A list in words: "analgesia, function and side effects".
pub(super) fn list<S: AsRef<str>>(items: &[S]) -> String {
    match items {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<_> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// Pages behind the word: "page 24", "pages 63-66"; nothing where there are none.
pub(super) fn pages_in_words(ranges: &[(u32, u32)]) -> Option<String> {
    match ranges {
        [] => None,
        [(first, last)] if first == last => Some(format!("page {first}")),
        _ => Some(format!("pages {}", pages(ranges))),
    }
}

/// A length of time: "2-3 weeks", "1 month".
pub(super) fn term(term: Term) -> String {
    let plural = if (term.most - 1.0).abs() < f64::EPSILON {
        ""
    } else {
        "s"
    };
    format!("{} {}{plural}", range(term.least, term.most), term.unit.word())
}

/// A limit's figure: "9-10 visits over 8 weeks", "35 hours per week".
pub(super) fn figure_of_limit(figure: &Figure, unit: &str) -> String {
    let plural = if (figure.most - 1.0).abs() < f64::EPSILON {
        ""
    } else {
        "s"
    };
    let mut words = format!(
        "{} {}{plural}",
        range(figure.least, figure.most),
        unit.replace('-', " ")
    );
    if let Some(per) = figure.per {
        words.push_str(" per ");
        words.push_str(per.word());
    }
    if let Some(over) = figure.over {
        words.push_str(" over ");
        words.push_str(&term(over));
    }
    words
}

/// All the figures of a rule, in the pack's order.
pub(super) fn figures_of_rule(rule: &Rule) -> String {
    match &rule.kind {
        RuleKind::Limit(limit) => {
            let figures: Vec<_> = limit
                .figures
                .iter()
                .map(|figure| figure_of_limit(figure, limit.unit.as_str()))
                .collect();
            figures.join(", or ")
        }
        RuleKind::Duration(duration) => duration.most.map_or_else(|| "short-term use".to_owned(), term),
        _ => rule.title.clone(),
    }
}

fn range(least: f64, most: f64) -> String {
    if (least - most).abs() < f64::EPSILON {
        figure(most)
    } else {
        format!("{}-{}", figure(least), figure(most))
    }
}
