//! Findings that somebody has accepted: each with its letters, a reason, a name and, best, a day on which it ends.

use std::fmt;
use std::path::PathBuf;

use globset::{Glob, GlobMatcher};
use jiff::civil::Date;
use miette::IntoDiagnostic;

use crate::pack::Pack;

use super::file::ConfigFile;
use super::selector::Selector;
use super::settings::{Origin, origin, selector};

/// A finding that somebody has accepted, ready to be compared.
#[derive(Debug, Clone)]
pub(in crate::cli) struct Accepted {
    pub(in crate::cli) letter: GlobMatcher,
    /// The folder that the glob is seen from.
    pub(in crate::cli) folder: PathBuf,
    pub(in crate::cli) finding: Selector,
    pub(in crate::cli) determination: Option<usize>,
    pub(in crate::cli) reason: String,
    pub(in crate::cli) who: String,
    pub(in crate::cli) until: Option<Date>,
    pub(in crate::cli) origin: Origin,
}

impl fmt::Display for Accepted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} in {}", self.finding, self.letter.glob().glob())?;
        if let Some(index) = self.determination {
            write!(formatter, ", determination {index}")?;
        }
        write!(formatter, ": {} ({}", self.reason, self.who)?;
        match self.until {
            Some(until) => write!(formatter, ", until {until})"),
            None => write!(formatter, ")"),
        }
    }
}

/// The entries of a file, each with a reason and a name.
pub(super) fn read(file: &ConfigFile, pack: &Pack) -> miette::Result<Vec<Accepted>> {
    let entries = file.written.accepted.iter();
    entries
        .map(|entry| {
            let written = entry.get_ref();
            for (key, value) in [("reason", &written.reason), ("who", &written.who)] {
                if value.get_ref().trim().is_empty() {
                    let message = format!("an accepted finding needs a {key}");
                    return Err(file.problem(message, None, value.span()).into());
                }
            }
            let glob = Glob::new(written.letter.get_ref())
                .map_err(|error| file.problem(error.to_string(), None, written.letter.span()))?;
            Ok(Accepted {
                letter: glob.compile_matcher(),
                folder: std::path::absolute(file.folder()).into_diagnostic()?,
                finding: selector(file, &written.code, pack)?,
                determination: written.determination,
                reason: written.reason.get_ref().clone(),
                who: written.who.get_ref().clone(),
                until: written.until.map(|day| day.0),
                origin: origin(file, entry.span().start),
            })
        })
        .collect()
}
