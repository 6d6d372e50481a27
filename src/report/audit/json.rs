//! A batch as JSON: one object, of which `check --format json` is a part, or the rows as they are, one a line. Both are
//! written as the rows are read back, so that their size does not matter.

use std::cell::Cell;
use std::io::{self, Write};

use serde::ser::Error as _;
use serde::{Serialize, Serializer};

use crate::audit::{AuditedLetter, Batch, Summary};
use crate::report::record::SCHEMA_VERSION;
use crate::report::{Notice, RunRecord};

/// A whole batch. The fields of `check` come first and mean the same.
#[derive(Serialize)]
struct AuditRecord<'a> {
    schema_version: u32,
    #[serde(flatten)]
    run: &'a RunRecord,
    letters: Rows<'a>,
    findings: Rows<'a>,
    notices: &'a [Notice],
    summary: &'a Summary,
    determinations: Rows<'a>,
}

/// Something of every row, in order.
struct Rows<'a> {
    batch: &'a Batch,
    part: Part,
}

#[derive(Clone, Copy)]
enum Part {
    Letters,
    Findings,
    Determinations,
}

/// A determination with the letter that it is in.
#[derive(Serialize)]
struct Determination<'a> {
    path: &'a str,
    #[serde(flatten)]
    determination: &'a crate::audit::AuditedDetermination,
}

/// One object for the batch.
pub(super) fn object(batch: &Batch, out: &mut (dyn Write + Send)) -> io::Result<()> {
    let part = |part| Rows { batch, part };
    let record = AuditRecord {
        schema_version: SCHEMA_VERSION,
        run: &batch.run,
        letters: part(Part::Letters),
        findings: part(Part::Findings),
        notices: &batch.notices,
        summary: &batch.summary,
        determinations: part(Part::Determinations),
    };
    serde_json::to_writer_pretty(&mut *out, &record)?;
    writeln!(out)
}

/// A line for each letter.
pub(super) fn lines(batch: &Batch, out: &mut (dyn Write + Send)) -> io::Result<()> {
    for row in batch.letters()? {
        serde_json::to_writer(&mut *out, &row?)?;
        writeln!(out)?;
    }
    Ok(())
}

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A sequence has no way to fail between two values: the error is kept aside, and the sequence ends.
        let failure = Cell::new(None);
        let rows = self
            .batch
            .letters()
            .map_err(S::Error::custom)?
            .map_while(|row| match row {
                Ok(row) => Some(row),
                Err(error) => {
                    failure.set(Some(error));
                    None
                }
            });
        let part = self.part;
        let done = serializer.collect_seq(rows.flat_map(|row| values(&row, part)))?;
        failure
            .into_inner()
            .map_or(Ok(done), |error| Err(S::Error::custom(error)))
    }
}

fn values(row: &AuditedLetter, part: Part) -> Vec<serde_json::Value> {
    let value = |value: Result<serde_json::Value, _>| value.ok();
    match part {
        Part::Letters => value(serde_json::to_value(&row.letter)).into_iter().collect(),
        Part::Findings => row
            .findings
            .iter()
            .filter_map(|finding| value(serde_json::to_value(finding)))
            .collect(),
        Part::Determinations => {
            let path = &row.letter.path;
            let determinations = row.determinations.iter();
            determinations
                .filter_map(|determination| value(serde_json::to_value(Determination { path, determination })))
                .collect()
        }
    }
}
