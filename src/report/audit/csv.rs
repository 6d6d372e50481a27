//! Determinations as comma-separated values. Findings as such are a format of every run; theirs is used.

use std::io::{self, Write};

use super::columns::{self, DETERMINATIONS, Field};
use crate::audit::Batch;

/// The determinations.
pub(super) fn determinations(batch: &Batch, out: &mut (dyn Write + Send)) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(DETERMINATIONS.iter().map(|column| column.name))?;
    for row in batch.letters()? {
        let row = row?;
        for determination in &row.determinations {
            let fields = columns::determination(&row, determination);
            writer.write_record(fields.iter().map(harmless))?;
        }
    }
    writer.flush()
}

/// A value that a spreadsheet does not take for a formula: a letter may hold anything.
fn harmless(field: &Field) -> String {
    let value = field.display();
    match field {
        Field::Text(_) if value.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{value}"),
        _ => value,
    }
}
