//! Which files a report is: the ending of the name that the user gives chooses the format. CSV and Parquet hold one
//! table a file, so they come in twos: the findings under the name given, the determinations beside them.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use super::{csv, html, json, markdown, parquet, standard, xlsx};
use crate::audit::Batch;
use crate::report::Format;

/// A report to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    path: PathBuf,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Workbook,
    Page,
    Markdown,
    Csv,
    Json,
    JsonLines,
    Sarif,
    Junit,
    Parquet,
}

/// The endings, and what they stand for.
const ENDINGS: [(&str, Kind); 9] = [
    ("xlsx", Kind::Workbook),
    ("html", Kind::Page),
    ("md", Kind::Markdown),
    ("csv", Kind::Csv),
    ("json", Kind::Json),
    ("jsonl", Kind::JsonLines),
    ("sarif", Kind::Sarif),
    ("xml", Kind::Junit),
    ("parquet", Kind::Parquet),
];

/// A file name whose ending is none of a report's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the ending chooses the format, and `{0}` has none of .xlsx, .html, .md, .csv, .json, .jsonl, .sarif, .xml and .parquet"
)]
pub struct BadEnding(String);

impl FromStr for Destination {
    type Err = BadEnding;

    fn from_str(path: &str) -> Result<Self, BadEnding> {
        let ending = Path::new(path)
            .extension()
            .and_then(|ending| ending.to_str())
            .unwrap_or_default();
        let known = ENDINGS.iter().find(|(known, _)| known.eq_ignore_ascii_case(ending));
        let &(_, kind) = known.ok_or_else(|| BadEnding(path.to_owned()))?;
        Ok(Self {
            path: PathBuf::from(path),
            kind,
        })
    }
}

impl Destination {
    /// The files of the report, by name.
    pub fn files(&self) -> impl Iterator<Item = (PathBuf, Contents)> + use<> {
        let second = matches!(self.kind, Kind::Csv | Kind::Parquet).then(|| {
            let stem = self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let ending = self.path.extension().unwrap_or_default().to_string_lossy().into_owned();
            let path = self.path.with_file_name(format!("{stem}-determinations.{ending}"));
            (path, Contents(self.kind, Half::Determinations))
        });
        std::iter::once((self.path.clone(), Contents(self.kind, Half::First))).chain(second)
    }
}

/// What is written into one file.
#[derive(Debug, Clone, Copy)]
pub struct Contents(Kind, Half);

#[derive(Debug, Clone, Copy)]
enum Half {
    First,
    Determinations,
}

impl Contents {
    /// Writes the file.
    ///
    /// # Errors
    ///
    /// The rows cannot be read back, or the file cannot be written.
    pub fn write(self, batch: &Batch, out: &mut (dyn Write + Send)) -> io::Result<()> {
        match (self.0, self.1) {
            (Kind::Workbook, _) => xlsx::write(batch, out),
            (Kind::Page, _) => html::write(batch, out),
            (Kind::Markdown, _) => markdown::write(batch, out),
            (Kind::Csv, Half::First) => standard::write(batch, Format::Csv, out),
            (Kind::Csv, Half::Determinations) => csv::determinations(batch, out),
            (Kind::Json, _) => json::object(batch, out),
            (Kind::JsonLines, _) => json::lines(batch, out),
            (Kind::Sarif, _) => standard::write(batch, Format::Sarif, out),
            (Kind::Junit, _) => standard::write(batch, Format::Junit, out),
            (Kind::Parquet, Half::First) => parquet::findings(batch, out),
            (Kind::Parquet, Half::Determinations) => parquet::determinations(batch, out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_chooses_whatever_its_case() {
        let files = |name: &str| {
            let destination: Destination = name.parse().unwrap();
            destination
                .files()
                .map(|(path, _)| path.display().to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(files("out/audit.HTML"), ["out/audit.HTML"]);
        assert_eq!(
            files("out/audit.csv"),
            ["out/audit.csv", "out/audit-determinations.csv"]
        );
        assert_eq!(
            files("audit.parquet"),
            ["audit.parquet", "audit-determinations.parquet"]
        );
    }

    #[test]
    fn an_unknown_ending_is_told_with_the_known_ones() {
        let error = "audit.doc".parse::<Destination>().unwrap_err().to_string();
        assert!(error.contains("`audit.doc`"));
        for (ending, _) in ENDINGS {
            assert!(error.contains(&format!(".{ending}")), "{ending}");
        }
    }
}
