//! The one trait that every format implements, and the choice among them.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use crate::check::Severity;
use crate::pack::Pack;

use super::letter::LetterReport;
use super::tally::Tally;
use super::{csv, github, json, junit, pretty, sarif, short};

/// What a run is: which program with which packs. Reports open with it, so that a run can be repeated.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RunRecord {
    /// The program.
    pub tool: ToolRecord,
    /// The packs in use.
    pub packs: Vec<PackRecord>,
}

impl RunRecord {
    /// This program with these packs.
    #[must_use]
    pub fn of(pack: &Pack) -> Self {
        let packs = pack.editions().iter().map(|edition| PackRecord {
            id: edition.id.to_string(),
            version: edition.version.clone(),
            sha256: edition.sha256.clone(),
        });
        Self {
            tool: ToolRecord::THIS,
            packs: packs.collect(),
        }
    }
}

/// The program.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ToolRecord {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

impl ToolRecord {
    /// This program.
    pub const THIS: Self = Self {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
    };
}

/// A pack in use.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PackRecord {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// The digest of its files.
    pub sha256: String,
}

/// Something that the user should know about the run and that is no finding: an exception that no longer excepts anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Notice {
    /// What kind ("accepted-expired").
    pub kind: NoticeKind,
    /// In words.
    pub message: String,
}

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// An accepted finding whose time is over; it is reported again.
    AcceptedExpired,
    /// An `accepted` entry that no finding needs.
    AcceptedUnused,
    /// A finding of the baseline that is gone.
    BaselineGone,
}

/// Prints a run in one format. It receives records and prints them; what is reported has been decided before.
pub trait Reporter {
    /// Before the first letter.
    ///
    /// # Errors
    ///
    /// The output cannot be written.
    fn begin(&mut self, _run: &RunRecord, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// A letter.
    ///
    /// # Errors
    ///
    /// The output cannot be written.
    fn letter(&mut self, report: &LetterReport, out: &mut dyn Write) -> io::Result<()>;

    /// After the last letter.
    ///
    /// # Errors
    ///
    /// The output cannot be written.
    fn finish(&mut self, tally: &Tally, notices: &[Notice], out: &mut dyn Write) -> io::Result<()>;
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, clap::ValueEnum, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// For people: each finding with the lines of the letter that it is about.
    Pretty,
    /// One line a finding, `path:line:column: severity[CODE] message`, for editors.
    Short,
    /// One JSON object for the run.
    Json,
    /// One JSON object a letter, as they are checked.
    Jsonl,
    /// SARIF 2.1.0, for code scanning services.
    Sarif,
    /// JUnit XML, for pipelines that show test results.
    Junit,
    /// GitHub workflow commands: annotations on the changed files.
    Github,
    /// A table with a row a finding.
    Csv,
}

/// What the screen, or whatever receives the report, can show.
#[derive(Debug, Clone, Copy)]
pub struct Screen {
    /// Whether colours are wanted.
    pub colour: bool,
    /// Whether characters beyond ASCII can be shown.
    pub unicode: bool,
    /// Characters in a line.
    pub width: usize,
    /// Whether findings are told in sentences, for screen readers.
    pub narrated: bool,
}

/// What a reporter needs to know besides the records.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// What the receiver can show.
    pub screen: Screen,
    /// Whether the closing summary is left out.
    pub quiet: bool,
    /// From which severity on a finding fails the run; `None` where none does.
    pub fail_on: Option<Severity>,
}

/// The reporter of a format.
#[must_use]
pub fn reporter(format: Format, options: Options) -> Box<dyn Reporter> {
    match format {
        Format::Pretty => Box::new(pretty::Pretty::new(options)),
        Format::Short => Box::new(short::Short),
        Format::Json => Box::new(json::Json::default()),
        Format::Jsonl => Box::new(json::JsonLines),
        Format::Sarif => Box::new(sarif::Sarif::default()),
        Format::Junit => Box::new(junit::Junit::new(options.fail_on)),
        Format::Github => Box::new(github::Github),
        Format::Csv => Box::new(csv::Csv),
    }
}
