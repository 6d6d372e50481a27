//! Records as letters: a line of JSON Lines or a row of a table holds a letter in one of its fields. They are read as
//! they are asked for, so an export may be of any length.

mod json_lines;
mod table;

use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use super::inputs::{Located, Place, Step};
use super::selection::has_ending;
use super::{Document, Limits, Unreadable};

/// The fields of a record that matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields {
    /// The field that holds the letter's text. In JSON, `a.b` is the field `b` of the object `a`.
    pub text: String,
    /// The field that holds its name; without, records are known by their number.
    pub id: Option<String>,
}

/// A record's letter.
#[derive(Debug)]
pub(super) struct Record {
    text: Vec<u8>,
}

impl Record {
    /// The bytes in memory.
    pub(super) const fn held(&self) -> usize {
        self.text.len()
    }

    /// The letter. Its places count in the field's text.
    pub(super) fn read(&self, name: &str, limits: &Limits) -> Result<Document, Unreadable> {
        Document::from_record(name, &self.text, limits)
    }
}

/// Whether a file of this name holds records.
pub(super) fn is_named_so(path: &Path) -> bool {
    has_ending(path, &["jsonl", "ndjson", "csv", "tsv"])
}

/// The letters in a file of records. JSON Lines begin with a brace; everything else is a table.
pub(super) fn steps(name: String, reader: Box<dyn Read + Send>, fields: &Fields, limits: &Limits) -> Step {
    let mut reader = BufReader::with_capacity(64 << 10, reader);
    let head = match reader.fill_buf() {
        Ok(head) => head,
        Err(error) => return Step::Found(Located::nowhere(name, Unreadable::from_listed(&error))),
    };
    let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    if start.starts_with(b"{") {
        json_lines::steps(name, reader, fields.clone(), *limits)
    } else {
        table::steps(name, reader, fields.clone(), *limits)
    }
}

/// The step to one record's letter: its text, or the field that is missing.
fn step(file: &str, id: &str, text: Option<Vec<u8>>, fields: &Fields) -> Step {
    let name = format!("{file}#{}", id.replace(|character: char| character.is_control(), " "));
    Step::Found(match text {
        Some(text) => Located::new(name, Place::Record(Record { text })),
        None => Located::nowhere(name, Unreadable::NoField(fields.text.clone())),
    })
}

#[cfg(test)]
mod tests;
