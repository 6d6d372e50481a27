//! Lengths of time as guidelines state them, and the dates between which something was in force.

use jiff::civil::Date;

/// A length of time as guidelines state it: "3 weeks", "6-8 weeks".
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Term {
    /// The lower end; `most` again for a single figure.
    pub least: f64,
    /// The upper end.
    pub most: f64,
    /// The unit.
    pub unit: TermUnit,
}

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TermUnit {
    /// Days.
    Day,
    /// Weeks.
    Week,
    /// Months.
    Month,
    /// Years.
    Year,
}

impl TermUnit {
    /// The unit's length in days, a month being a twelfth of a year.
    #[must_use]
    pub const fn days(self) -> f64 {
        match self {
            Self::Day => 1.0,
            Self::Week => 7.0,
            Self::Month => 30.4375,
            Self::Year => 365.25,
        }
    }

    /// The unit of this name, for one.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        [Self::Day, Self::Week, Self::Month, Self::Year]
            .into_iter()
            .find(|unit| unit.word() == word)
    }

    /// The unit's name, for one.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

impl Term {
    /// The upper end in days.
    #[must_use]
    pub fn most_days(self) -> f64 {
        self.most * self.unit.days()
    }
}

/// From when to when something was in force; an open end is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub to: Option<Date>,
}

impl Period {
    /// The days that lie in both.
    #[must_use]
    pub fn meet(self, other: Self) -> Self {
        let to = match (self.to, other.to) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        Self {
            from: self.from.max(other.from),
            to,
        }
    }

    /// Whether a day lies in both.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        let both = self.meet(other);
        !matches!((both.from, both.to), (Some(from), Some(to)) if from > to)
    }

    /// Whether `date` lies within.
    #[must_use]
    pub fn holds_on(&self, date: Date) -> bool {
        self.from.is_none_or(|from| from <= date) && self.to.is_none_or(|to| date <= to)
    }
}
