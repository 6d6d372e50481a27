//! `--statistics`: how often each code was found, in the format of the findings that it stands for.

use std::io::{self, Write};

use crate::report::{self, Format, LetterReport, Notice, Reporter, Screen, Tally};

/// Prints counts at the end.
#[derive(Debug)]
pub(super) struct Statistics {
    format: Format,
    screen: Screen,
}

impl Statistics {
    /// Counts in a format that has a form for them.
    pub(super) fn new(format: Format, screen: Screen) -> miette::Result<Self> {
        if matches!(format, Format::Pretty | Format::Short | Format::Json | Format::Csv) {
            Ok(Self { format, screen })
        } else {
            Err(miette::miette!(
                help = "pretty, short, json and csv have one",
                "--statistics has no form in this --format"
            ))
        }
    }
}

impl Reporter for Statistics {
    fn letter(&mut self, _report: &LetterReport, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn finish(&mut self, tally: &Tally, _notices: &[Notice], out: &mut dyn Write) -> io::Result<()> {
        let rows = report::rows(tally);
        match self.format {
            Format::Json => {
                serde_json::to_writer_pretty(&mut *out, &rows)?;
                writeln!(out)
            }
            Format::Csv => {
                let mut writer = csv::Writer::from_writer(out);
                for row in rows {
                    writer.serialize(row).map_err(io::Error::from)?;
                }
                writer.flush()
            }
            Format::Short => rows.iter().try_for_each(|row| {
                writeln!(
                    out,
                    "{}\t{}\t{}\t{}",
                    row.findings,
                    row.code.id(),
                    row.severity.word(),
                    row.name
                )
            }),
            _ => {
                writeln!(out, "{}", report::table(tally, self.screen))?;
                writeln!(out, "{}", report::closing_line(tally, self.screen))
            }
        }
    }
}
