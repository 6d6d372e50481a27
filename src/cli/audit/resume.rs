//! The rows of an earlier run, by letter, left in their file until they are asked for.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use miette::{IntoDiagnostic, WrapErr};
use serde::Deserialize;

use crate::audit::AuditedLetter;
use crate::report::record::LetterLine;

/// An earlier run's results.
#[derive(Debug, Default)]
pub(super) struct Earlier {
    rows: HashMap<String, Place>,
    /// What checked the rows; few, since rows of one run share theirs.
    checkers: Vec<String>,
    file: Option<Mutex<File>>,
}

/// Where a row stands, and what checked it.
#[derive(Debug, Clone, Copy)]
struct Place {
    start: u64,
    len: u64,
    checker: usize,
}

/// What is read of a row to know whose it is.
#[derive(Deserialize)]
struct Head {
    letter: LetterLine,
    checked_by: String,
}

impl Earlier {
    /// The rows in the file at `path`. A last line that was cut off is no row.
    pub(super) fn read(path: &Path) -> miette::Result<Self> {
        let cannot_read = || format!("the earlier results in {} could not be read", path.display());
        let file = File::open(path).into_diagnostic().wrap_err_with(cannot_read)?;
        let mut reader = BufReader::with_capacity(1 << 18, &file);
        let mut rows = HashMap::new();
        let mut checkers: Vec<String> = Vec::new();
        let mut line = Vec::new();
        let mut start = 0;
        loop {
            line.clear();
            let len = reader
                .read_until(b'\n', &mut line)
                .into_diagnostic()
                .wrap_err_with(cannot_read)? as u64;
            if len == 0 {
                break;
            }
            if let Ok(head) = serde_json::from_slice::<Head>(&line) {
                let known = checkers.iter().position(|checker| *checker == head.checked_by);
                let checker = known.unwrap_or_else(|| {
                    checkers.push(head.checked_by);
                    checkers.len() - 1
                });
                rows.insert(head.letter.path, Place { start, len, checker });
            }
            start += len;
        }
        Ok(Self {
            rows,
            checkers,
            file: Some(Mutex::new(file)),
        })
    }

    /// The row of the letter of this name, if the same program checked it with the same packs and settings and it can
    /// still be read. A recycled rationale is found anew.
    pub(super) fn row(&self, name: &str, checked_by: &str) -> Option<AuditedLetter> {
        let &Place { start, len, checker } = self.rows.get(name)?;
        self.checkers.get(checker).filter(|checker| **checker == checked_by)?;
        let mut line = vec![0; usize::try_from(len).ok()?];
        {
            let mut file = self.file.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(start)).ok()?;
            file.read_exact(&mut line).ok()?;
        }
        serde_json::from_slice(&line)
            .ok()
            .map(AuditedLetter::without_batch_findings)
    }
}
