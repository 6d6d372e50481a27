//! Prints letters as data: a table for people, JSON, JSON lines and CSV for programs. All four receive the same
//! [`LetterRecord`]s.

mod json;
pub mod record;
mod rows;
mod table;

use std::io::{self, Write};

pub use record::LetterRecord;

/// How letters are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum ExtractFormat {
    /// A table for people, a row per determination.
    #[default]
    Table,
    /// One JSON object with all letters.
    Json,
    /// A JSON object per letter, one a line.
    Jsonl,
    /// A row per determination for spreadsheets.
    Csv,
}

/// Prints letters in one format, one after another.
pub trait LetterPrinter {
    /// Prints a letter, or keeps it until the end.
    ///
    /// # Errors
    ///
    /// The output cannot be written.
    fn letter(&mut self, letter: &LetterRecord, out: &mut dyn Write) -> io::Result<()>;

    /// Prints what comes after the last letter.
    ///
    /// # Errors
    ///
    /// The output cannot be written.
    fn end(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

impl ExtractFormat {
    /// The printer of this format. A table keeps to `width` characters, or without one to the terminal's.
    #[must_use]
    pub fn printer(self, width: Option<u16>) -> Box<dyn LetterPrinter> {
        match self {
            Self::Table => Box::new(table::Table::new(width)),
            Self::Json => Box::new(json::Json::default()),
            Self::Jsonl => Box::new(json::Jsonl),
            Self::Csv => Box::new(rows::Csv::default()),
        }
    }
}
