//! The settings in force, each with where its value comes from: the command line, a configuration file, or the program.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_spanned::Spanned;

use crate::check::{Code, Severity};
use crate::engine::Engine;
use crate::pack::Pack;
use crate::report::Format;

use super::accepted::{self, Accepted};
use super::arguments::{FindingArguments, SettingArguments};
use super::file::{ConfigFile, Names, nearest};
use super::selector::Selector;

/// From which severity on a finding fails the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
pub(in crate::cli) enum FailOn {
    /// Errors fail it.
    Error,
    /// Errors and warnings fail it.
    Warning,
    /// Any finding fails it.
    Advice,
    /// Nothing found fails it.
    Never,
}

impl FailOn {
    /// The least severity that fails the run.
    pub(in crate::cli) const fn severity(self) -> Option<Severity> {
        match self {
            Self::Error => Some(Severity::Error),
            Self::Warning => Some(Severity::Warning),
            Self::Advice => Some(Severity::Advice),
            Self::Never => None,
        }
    }

    const fn word(self) -> &'static str {
        match self.severity() {
            Some(severity) => severity.word(),
            None => "never",
        }
    }
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum Origin {
    /// The program itself.
    Default,
    /// A line of a configuration file.
    File(PathBuf, usize),
    /// An argument.
    CommandLine,
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => formatter.write_str("default"),
            Self::File(path, line) => write!(formatter, "{}:{line}", path.display()),
            Self::CommandLine => formatter.write_str("command line"),
        }
    }
}

/// A value with where it comes from.
#[derive(Debug, Clone)]
pub(in crate::cli) struct Setting<T> {
    pub(in crate::cli) value: T,
    pub(in crate::cli) origin: Origin,
}

/// The settings of a run.
#[derive(Debug, Clone)]
pub(in crate::cli) struct RunSettings {
    pub(in crate::cli) format: Setting<Format>,
    pub(in crate::cli) fail_on: Setting<FailOn>,
    pub(in crate::cli) max_findings: Setting<Option<usize>>,
    pub(in crate::cli) as_of: Setting<Option<Date>>,
    pub(in crate::cli) packs: Setting<Vec<PathBuf>>,
    pub(in crate::cli) baseline: Setting<Option<PathBuf>>,
}

/// The settings of a letter.
#[derive(Debug, Clone)]
pub(in crate::cli) struct LetterSettings {
    pub(in crate::cli) select: Setting<Vec<Selector>>,
    pub(in crate::cli) ignore: Setting<Vec<Selector>>,
    pub(in crate::cli) severity: BTreeMap<Code, Setting<Severity>>,
    pub(in crate::cli) accepted: Vec<Accepted>,
}

impl RunSettings {
    pub(super) fn resolve(arguments: &SettingArguments, file: Option<&ConfigFile>) -> Self {
        let folder = file.map_or(Path::new(""), ConfigFile::folder);
        let baseline = written(file, |file| file.written.baseline.as_ref());
        let packs = written(file, |file| file.written.packs.as_ref());
        Self {
            format: setting(
                arguments.format,
                written(file, |file| file.written.format.as_ref()),
                Format::Pretty,
            ),
            fail_on: setting(
                arguments.fail_on,
                written(file, |file| file.written.fail_on.as_ref()),
                FailOn::Error,
            ),
            max_findings: optional(
                arguments.max_findings,
                written(file, |file| file.written.max_findings.as_ref()),
            ),
            as_of: optional(
                arguments.findings.as_of,
                written(file, |file| file.written.as_of.as_ref()).map(|(day, origin)| (day.0, origin)),
            ),
            baseline: optional(
                arguments.baseline.clone(),
                baseline.map(|(path, origin)| (folder.join(path), origin)),
            ),
            packs: setting(
                arguments.packs.clone(),
                packs.map(|(paths, origin)| {
                    (
                        paths
                            .iter()
                            .map(|path| folder.join(path).components().collect())
                            .collect(),
                        origin,
                    )
                }),
                Vec::new(),
            ),
        }
    }

    /// The engine with the packs and the date of these settings.
    pub(in crate::cli) fn engine(&self) -> miette::Result<Engine> {
        let engine = Engine::new(Pack::with(&self.packs.value)?);
        Ok(match self.as_of.value {
            Some(date) => engine.as_of(date),
            None => engine,
        })
    }

    /// Each value in words, for `config show`.
    pub(super) fn rows(&self) -> Vec<(&'static str, String, &Origin)> {
        let none = || "none".to_owned();
        let format = clap::ValueEnum::to_possible_value(&self.format.value);
        vec![
            (
                "format",
                format.map_or_else(none, |value| value.get_name().to_owned()),
                &self.format.origin,
            ),
            ("fail-on", self.fail_on.value.word().to_owned(), &self.fail_on.origin),
            (
                "max-findings",
                self.max_findings.value.map_or_else(none, |count| count.to_string()),
                &self.max_findings.origin,
            ),
            (
                "as-of",
                self.as_of.value.map_or_else(none, |date| date.to_string()),
                &self.as_of.origin,
            ),
            ("packs", paths_in_words(&self.packs.value), &self.packs.origin),
            (
                "baseline",
                self.baseline
                    .value
                    .as_ref()
                    .map_or_else(none, |path| path.display().to_string()),
                &self.baseline.origin,
            ),
        ]
    }
}

impl LetterSettings {
    pub(super) fn resolve(
        arguments: &FindingArguments,
        file: Option<&ConfigFile>,
        pack: &Pack,
    ) -> miette::Result<Self> {
        Ok(Self {
            select: selectors(
                arguments.select.as_deref(),
                file.and_then(|file| Some((file, file.written.select.as_ref()?))),
                pack,
            )?,
            ignore: selectors(
                arguments.ignore.as_deref(),
                file.and_then(|file| Some((file, file.written.ignore.as_ref()?))),
                pack,
            )?,
            severity: severities(&arguments.severity, file)?,
            accepted: match file {
                Some(file) => accepted::read(file, pack)?,
                None => Vec::new(),
            },
        })
    }

    /// Each value in words, for `config show`.
    pub(super) fn rows(&self) -> Vec<(String, String, &Origin)> {
        let list = |names: &[Selector], none: &str| match names {
            [] => none.to_owned(),
            names => names.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        };
        let mut rows = vec![
            (
                "select".to_owned(),
                list(&self.select.value, "all"),
                &self.select.origin,
            ),
            (
                "ignore".to_owned(),
                list(&self.ignore.value, "none"),
                &self.ignore.origin,
            ),
        ];
        rows.extend(self.severity.iter().map(|(code, setting)| {
            (
                format!("severity.{}", code.id()),
                setting.value.word().to_owned(),
                &setting.origin,
            )
        }));
        rows.extend(
            self.accepted
                .iter()
                .map(|accepted| ("accepted".to_owned(), accepted.to_string(), &accepted.origin)),
        );
        rows
    }
}

fn paths_in_words(paths: &[PathBuf]) -> String {
    let words: Vec<_> = paths.iter().map(|path| path.display().to_string()).collect();
    if words.is_empty() {
        "none".to_owned()
    } else {
        words.join(", ")
    }
}

fn written<'a, T: Clone + 'a>(
    file: Option<&'a ConfigFile>,
    value: impl Fn(&'a ConfigFile) -> Option<&'a Spanned<T>>,
) -> Option<(T, Origin)> {
    let file = file?;
    let value = value(file)?;
    Some((value.get_ref().clone(), origin(file, value.span().start)))
}

pub(super) fn origin(file: &ConfigFile, at: usize) -> Origin {
    Origin::File(file.path.clone(), file.line(at))
}

fn setting<T>(argument: Option<T>, written: Option<(T, Origin)>, default: T) -> Setting<T> {
    let (value, origin) = match (argument, written) {
        (Some(value), _) => (value, Origin::CommandLine),
        (None, Some(written)) => written,
        (None, None) => (default, Origin::Default),
    };
    Setting { value, origin }
}

fn optional<T>(argument: Option<T>, written: Option<(T, Origin)>) -> Setting<Option<T>> {
    setting(
        argument.map(Some),
        written.map(|(value, origin)| (Some(value), origin)),
        None,
    )
}

fn selectors(
    arguments: Option<&[String]>,
    written: Option<(&ConfigFile, &Names)>,
    pack: &Pack,
) -> miette::Result<Setting<Vec<Selector>>> {
    if let Some(names) = arguments {
        let names: Result<_, _> = names.iter().map(|name| Selector::parse(name, pack)).collect();
        return Ok(Setting {
            value: names?,
            origin: Origin::CommandLine,
        });
    }
    let Some((file, names)) = written else {
        return Ok(setting(None, None, Vec::new()));
    };
    let parsed: miette::Result<_> = names.get_ref().iter().map(|name| selector(file, name, pack)).collect();
    Ok(Setting {
        value: parsed?,
        origin: origin(file, names.span().start),
    })
}

pub(super) fn selector(file: &ConfigFile, name: &Spanned<String>, pack: &Pack) -> miette::Result<Selector> {
    Selector::parse(name.get_ref(), pack)
        .map_err(|unknown| file.problem(unknown.to_string(), unknown.help, name.span()).into())
}

fn severities(arguments: &[String], file: Option<&ConfigFile>) -> miette::Result<BTreeMap<Code, Setting<Severity>>> {
    let mut severities = BTreeMap::new();
    for (file, name, severity) in file.into_iter().flat_map(|file| {
        file.written
            .severity
            .iter()
            .map(move |(name, level)| (file, name, level))
    }) {
        let code = code(name).map_err(|help| file.problem(format!("`{name}` is no code"), help, severity.span()))?;
        severities.insert(
            code,
            Setting {
                value: *severity.get_ref(),
                origin: origin(file, severity.span().start),
            },
        );
    }
    for argument in arguments {
        let (name, level) = argument.split_once('=').ok_or_else(|| {
            miette::miette!("--severity {argument}: a code and a severity are needed, as in CIT003=error")
        })?;
        let code = code(name).map_err(|help| {
            miette::miette!(
                help = help.unwrap_or_default(),
                "--severity {argument}: `{name}` is no code"
            )
        })?;
        let value = severity(level).ok_or_else(|| {
            miette::miette!("--severity {argument}: `{level}` is no severity; there are error, warning and advice")
        })?;
        severities.insert(
            code,
            Setting {
                value,
                origin: Origin::CommandLine,
            },
        );
    }
    Ok(severities)
}

/// The code of this id or name, or the hint of one like it.
fn code(name: &str) -> Result<Code, Option<String>> {
    let found = Code::ALL.iter().find(|code| code.id() == name || code.name() == name);
    found.copied().ok_or_else(|| {
        let names = Code::ALL.iter().flat_map(|code| [code.id(), code.name()]);
        nearest(name, names).map(|name| format!("did you mean `{name}`?"))
    })
}

fn severity(word: &str) -> Option<Severity> {
    [Severity::Error, Severity::Warning, Severity::Advice]
        .into_iter()
        .find(|severity| severity.word() == word)
}
