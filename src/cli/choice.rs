//! From what was found to what the user wants to know, the same for every command that checks letters: other severities,
//! the choice of findings, and findings that somebody has accepted. Says in the end which accepted entries except nothing
//! any more. Shared between threads.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;
use sha2::{Digest, Sha256};

use crate::pack::Id;
use crate::report::record::FindingRecord;
use crate::report::{Fate, Notice, NoticeKind};

use super::config::{Accepted, Configuration, LetterSettings, Selector};

/// The user's choice for all letters of a run.
#[derive(Debug)]
pub(super) struct Choice<'a> {
    configuration: Mutex<Configuration<'a>>,
    today: Date,
    /// Accepted entries of the letters looked at, by where they are written.
    accepted: Mutex<BTreeMap<String, AcceptedUse>>,
}

/// An accepted entry, and whether it was needed.
#[derive(Debug)]
struct AcceptedUse {
    entry: String,
    is_expired: bool,
    is_needed: bool,
}

/// The user's choice for one letter.
#[derive(Debug)]
pub(super) struct LetterChoice<'a> {
    known: &'a Mutex<BTreeMap<String, AcceptedUse>>,
    today: Date,
    settings: Arc<LetterSettings>,
    /// Which of the accepted entries are about this letter.
    about: Vec<usize>,
}

impl<'a> Choice<'a> {
    pub(super) fn new(configuration: Configuration<'a>, today: Date) -> Self {
        Self {
            configuration: Mutex::new(configuration),
            today,
            accepted: Mutex::default(),
        }
    }

    /// The choice for the letter of this name.
    pub(super) fn of_letter(&self, name: &str) -> miette::Result<LetterChoice<'_>> {
        let settings = held(&self.configuration).of_letter(name)?;
        let entries = settings.accepted.iter().enumerate();
        let about: Vec<usize> = entries
            .filter(|(_, entry)| covers(entry, name))
            .map(|(at, _)| at)
            .collect();
        if !about.is_empty() {
            let mut known = held(&self.accepted);
            for &at in &about {
                let entry = &settings.accepted[at];
                known.entry(entry.origin.to_string()).or_insert_with(|| AcceptedUse {
                    entry: entry.to_string(),
                    is_expired: is_expired(entry, self.today),
                    is_needed: false,
                });
            }
        }
        Ok(LetterChoice {
            known: &self.accepted,
            today: self.today,
            settings,
            about,
        })
    }

    /// The accepted entries that except nothing any more.
    pub(super) fn notices(&self) -> Vec<Notice> {
        let known = held(&self.accepted);
        let notices = known.iter().filter_map(|(origin, accepted)| {
            let (kind, what) = match (accepted.is_needed, accepted.is_expired) {
                (true, false) => return None,
                (true, true) => (
                    NoticeKind::AcceptedExpired,
                    "its time is over and the finding is reported again",
                ),
                (false, _) => (NoticeKind::AcceptedUnused, "no finding needs it any more: remove it"),
            };
            Some(Notice {
                kind,
                message: format!("{origin}: accepted {}: {what}", accepted.entry),
            })
        });
        notices.collect()
    }
}

impl LetterChoice<'_> {
    /// Gives `finding` the severity that the user wants it to have.
    pub(super) fn weigh(&self, finding: &mut FindingRecord) {
        if let Some(severity) = self.settings.severity.get(&finding.code) {
            finding.severity = severity.value;
        }
    }

    /// What becomes of `finding`, which concerns these treatments and classes and has its severity.
    pub(super) fn fate(&self, finding: &FindingRecord, treatments: &[Id]) -> Fate {
        // An entry is needed even by a finding that is not chosen this time.
        let is_accepted = self.is_accepted(finding, treatments);
        let is_named = |names: &[Selector]| names.iter().any(|name| name.names(finding, treatments));
        let is_chosen = self.settings.select.value.is_empty() || is_named(&self.settings.select.value);
        if !is_chosen || is_named(&self.settings.ignore.value) {
            Fate::NotChosen
        } else if is_accepted {
            Fate::Accepted
        } else {
            Fate::Reported
        }
    }

    /// Whether an entry of the configuration accepts the finding today.
    fn is_accepted(&self, finding: &FindingRecord, treatments: &[Id]) -> bool {
        let mut is_accepted = false;
        for entry in self.entries() {
            let is_meant = entry.finding.names(finding, treatments)
                && (entry.determination.is_none() || entry.determination == finding.determination);
            if is_meant {
                is_accepted |= !is_expired(entry, self.today);
                if let Some(known) = held(self.known).get_mut(&entry.origin.to_string()) {
                    known.is_needed = true;
                }
            }
        }
        is_accepted
    }

    fn entries(&self) -> impl Iterator<Item = &Accepted> {
        self.about.iter().map(|&at| &self.settings.accepted[at])
    }

    /// What tells this choice from another, by what it does today and not by where it is written; nothing where it
    /// leaves every finding as it is.
    pub(super) fn mark(&self) -> Option<String> {
        let settings = &self.settings;
        let names = |of: &str, names: &[Selector]| {
            let names: String = names.iter().map(|name| format!(" {name}")).collect();
            if names.is_empty() {
                names
            } else {
                format!("{of}{names}\n")
            }
        };
        let mut words = names("select", &settings.select.value) + &names("ignore", &settings.ignore.value);
        for (code, severity) in &settings.severity {
            words.push_str(&format!("severity {} {}\n", code.id(), severity.value.word()));
        }
        for entry in self.entries().filter(|entry| !is_expired(entry, self.today)) {
            words.push_str(&format!("accepted {} {:?}\n", entry.finding, entry.determination));
        }
        (!words.is_empty()).then(|| {
            let digest = Sha256::digest(words.as_bytes());
            digest.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
        })
    }
}

fn is_expired(entry: &Accepted, today: Date) -> bool {
    entry.until.is_some_and(|until| until < today)
}

/// What is behind the lock; a thread that panicked has left it whole, since every change is one step.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Whether an accepted entry is about the letter of this name.
fn covers(entry: &Accepted, letter: &str) -> bool {
    let absolute = std::path::absolute(letter).unwrap_or_else(|_| letter.into());
    let seen_from_file = absolute.strip_prefix(&entry.folder).unwrap_or(Path::new(letter));
    entry.letter.is_match(seen_from_file)
}
