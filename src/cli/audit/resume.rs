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
    rows: HashMap<String, (u64, u64)>,
    file: Option<Mutex<File>>,
}

/// What is read of a row to know whose it is.
#[derive(Deserialize)]
struct Head {
    letter: LetterLine,
    checked_by: String,
}

impl Earlier {
    /// The rows in the file at `path` that the same program wrote. A last line that was cut off is no row.
    pub(super) fn read(path: &Path, checked_by: &str) -> miette::Result<Self> {
        let cannot_read = || format!("the earlier results in {} could not be read", path.display());
        let file = File::open(path).into_diagnostic().wrap_err_with(cannot_read)?;
        let mut reader = BufReader::with_capacity(1 << 18, &file);
        let mut rows = HashMap::new();
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
            match serde_json::from_slice::<Head>(&line) {
                Ok(head) if head.checked_by == checked_by => {
                    rows.insert(head.letter.path, (start, len));
                }
                _ => {}
            }
            start += len;
        }
        Ok(Self {
            rows,
            file: Some(Mutex::new(file)),
        })
    }

    /// The row of the letter of this name, if there is one and it can still be read. A recycled rationale is found anew.
    pub(super) fn row(&self, name: &str) -> Option<AuditedLetter> {
        let &(start, len) = self.rows.get(name)?;
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
