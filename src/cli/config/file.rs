//! `imrlint.toml` as written: found upward from a letter, read strictly, and shown with a code frame where it is wrong.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use miette::{NamedSource, SourceSpan};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use crate::check::Severity;
use crate::report::Format;

use super::date::Day;
use super::settings::FailOn;

/// The name of the file.
pub(in crate::cli) const NAME: &str = "imrlint.toml";

/// Names of findings, each with its place.
pub(super) type Names = Spanned<Vec<Spanned<String>>>;

/// The settings as written. Those of a letter hold for the letters in the file's folder and below; those of a run hold
/// where the run starts in that folder or below.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Written {
    /// Of a letter: report only these findings: codes, prefixes of codes, rule ids, treatments, classes of treatments, severities.
    #[schemars(with = "Option<Vec<String>>")]
    pub(super) select: Option<Names>,
    /// Of a letter: do not report these findings, named as in `select`.
    #[schemars(with = "Option<Vec<String>>")]
    pub(super) ignore: Option<Names>,
    /// Of a letter: other severities for codes.
    #[serde(default)]
    #[schemars(with = "BTreeMap<String, Severity>")]
    pub(super) severity: BTreeMap<String, Spanned<Severity>>,
    /// Of a letter: findings that are accepted, each with a reason and a name.
    #[serde(default)]
    #[schemars(with = "Vec<WrittenAccepted>")]
    pub(super) accepted: Vec<Spanned<WrittenAccepted>>,
    /// Of a run: from which severity on a finding fails the run.
    #[schemars(with = "Option<FailOn>")]
    pub(super) fail_on: Option<Spanned<FailOn>>,
    /// Of a run: how findings are printed.
    #[schemars(with = "Option<Format>")]
    pub(super) format: Option<Spanned<Format>>,
    /// Of a run: how many findings are printed at most.
    #[schemars(with = "Option<usize>")]
    pub(super) max_findings: Option<Spanned<usize>>,
    /// Of a run: the date that selects the rules, instead of each letter's own.
    #[schemars(with = "Option<Day>")]
    pub(super) as_of: Option<Spanned<Day>>,
    /// Of a run: rule packs besides those of the program, seen from the file's folder.
    #[schemars(with = "Option<Vec<PathBuf>>")]
    pub(super) packs: Option<Spanned<Vec<PathBuf>>>,
    /// Of a run: the baseline, seen from the file's folder.
    #[schemars(with = "Option<PathBuf>")]
    pub(super) baseline: Option<Spanned<PathBuf>>,
}

/// A finding that somebody has accepted.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct WrittenAccepted {
    /// A glob of letters, seen from the file's folder.
    #[schemars(with = "String")]
    pub(super) letter: Spanned<String>,
    /// The code, or another name as in `select`.
    #[schemars(with = "String")]
    pub(super) code: Spanned<String>,
    /// The determination; every one where absent.
    pub(super) determination: Option<usize>,
    /// Why it is accepted.
    #[schemars(with = "String")]
    pub(super) reason: Spanned<String>,
    /// Who accepted it.
    #[schemars(with = "String")]
    pub(super) who: Spanned<String>,
    /// The last day on which it holds.
    pub(super) until: Option<Day>,
}

/// A configuration file as read.
#[derive(Debug)]
pub(super) struct ConfigFile {
    pub(super) path: PathBuf,
    pub(super) text: String,
    pub(super) written: Written,
}

/// What is wrong with a configuration file, and where.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{message}")]
pub(super) struct ConfigProblem {
    message: String,
    #[help]
    help: Option<String>,
    #[source_code]
    source_code: NamedSource<String>,
    #[label("here")]
    place: Option<SourceSpan>,
}

/// A configuration file that is there and cannot be read.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("the configuration {} cannot be read", path.display())]
struct Unreadable {
    path: PathBuf,
    #[source]
    why: io::Error,
}

impl ConfigFile {
    /// The nearest configuration file from `folder` upward.
    pub(super) fn find(folder: &Path) -> Option<PathBuf> {
        folder
            .ancestors()
            .map(|folder| folder.join(NAME))
            .find(|path| path.is_file())
    }

    /// Reads and parses a configuration file.
    pub(super) fn read(path: &Path) -> miette::Result<Self> {
        let text = fs::read_to_string(path).map_err(|why| Unreadable {
            path: path.to_owned(),
            why,
        })?;
        Self::parse(path.to_owned(), text)
    }

    pub(super) fn parse(path: PathBuf, text: String) -> miette::Result<Self> {
        match toml::from_str(&text) {
            Ok(written) => Ok(Self { path, text, written }),
            Err(error) => {
                let message = error.message().trim_end().to_owned();
                let help = nearest_name(&message);
                Err(problem(&path, &text, message, help, error.span()).into())
            }
        }
    }

    /// A problem with something that is well written and makes no sense.
    pub(super) fn problem(&self, message: String, help: Option<String>, place: Range<usize>) -> ConfigProblem {
        problem(&self.path, &self.text, message, help, Some(place))
    }

    /// The folder that globs and paths in the file are seen from.
    pub(super) fn folder(&self) -> &Path {
        let parent = self.path.parent().filter(|parent| !parent.as_os_str().is_empty());
        parent.unwrap_or(Path::new("."))
    }

    /// The line of a byte, counted from 1.
    pub(super) fn line(&self, at: usize) -> usize {
        self.text.bytes().take(at).filter(|&byte| byte == b'\n').count() + 1
    }
}

fn problem(
    path: &Path,
    text: &str,
    message: String,
    help: Option<String>,
    place: Option<Range<usize>>,
) -> ConfigProblem {
    ConfigProblem {
        message,
        help,
        source_code: NamedSource::new(path.display().to_string(), text.to_owned()),
        place: place.map(SourceSpan::from),
    }
}

/// The known name nearest to an unknown one, from a message that lists both between backquotes: the unknown one first.
fn nearest_name(message: &str) -> Option<String> {
    if !message.starts_with("unknown ") {
        return None;
    }
    let mut names = message.split('`').skip(1).step_by(2);
    let unknown = names.next()?;
    nearest(unknown, names).map(|name| format!("did you mean `{name}`?"))
}

/// The name most like `unknown`, if one is like it at all.
pub(in crate::cli) fn nearest<'a>(unknown: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let unknown = unknown.to_lowercase();
    names
        .into_iter()
        .map(|name| (strsim::jaro_winkler(&unknown, &name.to_lowercase()), name))
        .filter(|&(likeness, _)| likeness > 0.75)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, name)| name)
}
