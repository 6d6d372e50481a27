//! Letters as JSON: one object with all of them, or one a line. Neither keeps a letter once it is printed.

use std::io::{self, Write};

use super::{LetterPrinter, LetterRecord};
use crate::report::record::SCHEMA_VERSION;

/// `{"schema_version": 1, "letters": [...]}`, a letter a line.
#[derive(Debug, Default)]
pub(super) struct Json {
    has_begun: bool,
}

impl Json {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.has_begun {
            return writeln!(out, ",");
        }
        self.has_begun = true;
        writeln!(out, "{{\"schema_version\": {SCHEMA_VERSION}, \"letters\": [")
    }
}

impl LetterPrinter for Json {
    fn letter(&mut self, letter: &LetterRecord, out: &mut dyn Write) -> io::Result<()> {
        self.begin(out)?;
        serde_json::to_writer(&mut *out, letter)?;
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        if self.has_begun {
            writeln!(out)?;
        } else {
            self.begin(out)?;
        }
        writeln!(out, "]}}")
    }
}

/// A letter a line.
#[derive(Debug)]
pub(super) struct Jsonl;

impl LetterPrinter for Jsonl {
    fn letter(&mut self, letter: &LetterRecord, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, letter)?;
        writeln!(out)
    }
}
