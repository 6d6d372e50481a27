//! Rows on disk while a batch runs, so that memory does not grow with it: written once in input order, read back by
//! every report.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::Path;

use tempfile::NamedTempFile;

use super::AuditedLetter;

/// The rows of a batch, one line of JSON each, in a file that goes away with the value.
#[derive(Debug)]
pub struct Spool {
    file: BufWriter<NamedTempFile>,
    starts: Vec<u64>,
    end: u64,
}

impl Spool {
    /// An empty spool in the system's folder for temporary files.
    ///
    /// # Errors
    ///
    /// No file can be made there.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            file: BufWriter::with_capacity(1 << 18, NamedTempFile::with_prefix("imrlint-")?),
            starts: Vec::new(),
            end: 0,
        })
    }

    /// Where it is, for who must take it away because the program cannot.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.file.get_ref().path()
    }

    /// Adds a row, as a line of JSON with its line end.
    ///
    /// # Errors
    ///
    /// The disk is full, say.
    pub fn push(&mut self, line: &[u8]) -> io::Result<()> {
        self.file.write_all(line)?;
        self.starts.push(self.end);
        self.end += line.len() as u64;
        Ok(())
    }

    /// Writes out what is still held back. Reading comes after.
    ///
    /// # Errors
    ///
    /// The disk is full, say.
    pub fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there is no row.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// One row, by its place from 0.
    ///
    /// # Errors
    ///
    /// There is no such row, or the file cannot be read.
    pub fn letter(&self, at: usize) -> io::Result<AuditedLetter> {
        let start = self.starts.get(at).ok_or(io::ErrorKind::NotFound)?;
        let end = self.starts.get(at + 1).unwrap_or(&self.end);
        let mut file = self.file.get_ref().reopen()?;
        file.seek(SeekFrom::Start(*start))?;
        let mut line = Vec::new();
        file.take(end - start).read_to_end(&mut line)?;
        Ok(serde_json::from_slice(&line)?)
    }

    /// All rows, in order.
    ///
    /// # Errors
    ///
    /// The file cannot be read.
    pub fn letters(&self) -> io::Result<impl Iterator<Item = io::Result<AuditedLetter>>> {
        let mut file = BufReader::with_capacity(1 << 18, self.file.get_ref().reopen()?);
        let mut line = Vec::new();
        Ok(std::iter::from_fn(move || {
            line.clear();
            match file.read_until(b'\n', &mut line) {
                Ok(0) => None,
                Ok(_) => Some(serde_json::from_slice(&line).map_err(io::Error::from)),
                Err(error) => Some(Err(error)),
            }
        }))
    }
}
