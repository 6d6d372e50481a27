//! The baseline: findings that are known and kept quiet. A letter's findings are told apart by their fingerprints, so they
//! stay known after lines have shifted. The file holds no words of the letter but the item's heading.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use miette::{IntoDiagnostic, NamedSource, SourceSpan, WrapErr};
use serde::{Deserialize, Serialize};

use crate::check::Code;
use crate::cli::output::write_file;
use crate::report::{Fingerprint, LetterReport, PlacedFinding};

/// Rises when an old file can no longer be read.
const SCHEMA_VERSION: u32 = 1;

/// The file as written: findings by letter, the letters seen from the file's folder.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    schema_version: u32,
    letters: BTreeMap<String, Vec<Known>>,
}

/// A known finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    code: Code,
    rule: String,
    item: Option<String>,
    fingerprint: Fingerprint,
}

/// A baseline that is no baseline.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{message}")]
#[diagnostic(help("write it anew with --write-baseline, or take it from version control"))]
struct Broken {
    message: String,
    #[source_code]
    text: NamedSource<String>,
    #[label("here")]
    place: SourceSpan,
}

/// The known findings.
#[derive(Debug)]
pub(super) struct Baseline {
    path: PathBuf,
    folder: PathBuf,
    letters: BTreeMap<String, Vec<Known>>,
    checked: BTreeSet<String>,
}

/// A known finding that is no longer found.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Gone {
    pub(super) letter: String,
    pub(super) code: Code,
    pub(super) item: Option<String>,
}

/// What writing a baseline changed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) written: usize,
    pub(super) new: usize,
    pub(super) gone: usize,
}

impl Baseline {
    /// Reads the file; that there is none is an error, since otherwise a misspelt name would let everything through or
    /// nothing.
    pub(super) fn read(path: &Path) -> miette::Result<Self> {
        let text = fs::read_to_string(path)
            .into_diagnostic()
            .wrap_err_with(|| format!("the baseline {} cannot be read", path.display()))?;
        let written: Written = serde_json::from_str(&text).map_err(|error| broken(path, &text, &error))?;
        if written.schema_version != SCHEMA_VERSION {
            miette::bail!(
                "the baseline {} has version {}, and this program reads version {SCHEMA_VERSION}",
                path.display(),
                written.schema_version
            );
        }
        Self::with(path, written.letters)
    }

    /// The file that is to be written anew, or a first one.
    pub(super) fn read_or_new(path: &Path) -> miette::Result<Self> {
        if path.exists() {
            Self::read(path)
        } else {
            Self::with(path, BTreeMap::new())
        }
    }

    fn with(path: &Path, letters: BTreeMap<String, Vec<Known>>) -> miette::Result<Self> {
        let absolute = std::path::absolute(path).into_diagnostic()?;
        Ok(Self {
            path: path.to_owned(),
            folder: absolute.parent().unwrap_or(Path::new("/")).to_owned(),
            letters,
            checked: BTreeSet::new(),
        })
    }

    /// Whether a finding is known.
    pub(super) fn knows(&self, finding: &PlacedFinding) -> bool {
        self.letters
            .get(&self.key(&finding.record.path))
            .is_some_and(|known| known.iter().any(|known| known.fingerprint == finding.fingerprint))
    }

    /// The known findings of a letter that are no longer among everything found in it.
    pub(super) fn gone_from(&mut self, report: &LetterReport) -> Vec<Gone> {
        let key = self.key(&report.letter.path);
        let still: BTreeSet<&Fingerprint> = report.findings.iter().map(|finding| &finding.fingerprint).collect();
        let known = self.letters.get(&key).map(Vec::as_slice).unwrap_or_default();
        let gone = known
            .iter()
            .filter(|known| !still.contains(&known.fingerprint))
            .map(|known| known.gone(&key))
            .collect();
        self.checked.insert(key);
        gone
    }

    /// The known findings of letters that are no longer there. Of a letter that this run did not look at nothing is known.
    pub(super) fn gone_with_letters(&self) -> Vec<Gone> {
        self.letters
            .iter()
            .filter(|(letter, _)| !self.checked.contains(*letter) && self.has_vanished(letter))
            .flat_map(|(letter, known)| known.iter().map(move |known| known.gone(letter)))
            .collect()
    }

    /// Writes the file anew with these findings for the letters that were looked at.
    pub(super) fn write(mut self, found: BTreeMap<String, Vec<Known>>) -> miette::Result<Change> {
        let before = self.fingerprints();
        let (checked, folder) = (std::mem::take(&mut self.checked), self.folder.clone());
        self.letters
            .retain(|letter, _| !checked.contains(letter) && !has_vanished(&folder, letter));
        self.letters.extend(found);
        self.letters.retain(|_, known| !known.is_empty());
        let after = self.fingerprints();
        let change = Change {
            written: after.len(),
            new: after.difference(&before).count(),
            gone: before.difference(&after).count(),
        };
        let written = Written {
            schema_version: SCHEMA_VERSION,
            letters: self.letters,
        };
        let mut text = serde_json::to_string_pretty(&written).into_diagnostic()?;
        text.push('\n');
        write_file(&self.path, text.as_bytes())?;
        Ok(change)
    }

    /// The letter's path as the file has it: seen from the file's folder, so that the file can move with its letters.
    pub(super) fn key(&self, letter: &str) -> String {
        let absolute = std::path::absolute(letter).unwrap_or_else(|_| letter.into());
        let path = absolute.strip_prefix(&self.folder).unwrap_or(&absolute);
        path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
    }

    fn has_vanished(&self, letter: &str) -> bool {
        has_vanished(&self.folder, letter)
    }

    fn fingerprints(&self) -> BTreeSet<(String, Fingerprint)> {
        self.letters
            .iter()
            .flat_map(|(letter, known)| known.iter().map(|known| (letter.clone(), known.fingerprint.clone())))
            .collect()
    }
}

impl Known {
    /// A finding as the baseline keeps it.
    pub(super) fn of(finding: &PlacedFinding) -> Self {
        let record = &finding.record;
        Self {
            code: record.code,
            rule: format!("{}/{}", record.rule.pack, record.rule.id),
            item: record.item.clone(),
            fingerprint: finding.fingerprint.clone(),
        }
    }

    fn gone(&self, letter: &str) -> Gone {
        Gone {
            letter: letter.to_owned(),
            code: self.code,
            item: self.item.clone(),
        }
    }
}

/// Whether a letter is gone from a folder that is there. A member of an archive has no folder of its own, and a record
/// ("year.csv#12") no file.
fn has_vanished(folder: &Path, letter: &str) -> bool {
    let path = folder.join(letter);
    let file = letter.rsplit_once('#').map(|(file, _)| folder.join(file));
    path.parent().is_some_and(Path::is_dir) && !path.exists() && !file.is_some_and(|file| file.exists())
}

fn broken(path: &Path, text: &str, error: &serde_json::Error) -> Broken {
    let line_start: usize = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len)
        .sum();
    let at = (line_start + error.column().saturating_sub(1)).min(text.len());
    Broken {
        message: format!("the baseline {} is no baseline: {error}", path.display()),
        text: NamedSource::new(path.display().to_string(), text.to_owned()),
        place: at.into(),
    }
}
