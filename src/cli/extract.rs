//! `imrlint extract PATH...`: letters as data.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::PathBuf;

use miette::{IntoDiagnostic, WrapErr, miette};
use rayon::prelude::*;

use super::Status;
use super::config::PackChoice;
use crate::Engine;
use crate::report::extract::{ExtractFormat, LetterPrinter, LetterRecord};
use crate::source::{Inputs, Limits, Located, Unreadable};

/// Letters read at once: enough to keep every core busy, few enough for any memory.
const AT_ONCE: usize = 256;
/// Bytes of letters held at once, however few they are.
const HELD: usize = 64 << 20;

/// Prints letters as data: header, patient, reviewer, and each disputed item with its outcome and citations.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  imrlint extract letters/
  imrlint extract --format json letters/a.txt | jq '.letters[].determinations[].outcome'
  imrlint extract --format csv letters/ > letters.csv
  pdftotext letter.pdf - | imrlint extract -")]
pub(super) struct ExtractArguments {
    /// Files, folders and archives to read; `-` is standard input.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// How to print the letters.
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: ExtractFormat,
    /// In folders and archives, read what this glob names; after `!`, leave it out. May be given more than once.
    #[arg(long, value_name = "GLOB")]
    glob: Vec<String>,
    #[command(flatten)]
    packs: PackChoice,
}

/// Reads and prints the letters.
pub(super) fn run(arguments: &ExtractArguments) -> miette::Result<Status> {
    let engine = arguments.packs.engine()?;
    let inputs = Inputs::new(&arguments.paths);
    let inputs = if arguments.glob.is_empty() {
        inputs
    } else {
        inputs.globs(&arguments.glob).into_diagnostic()?
    };
    let mut printer = arguments.format.printer(width());
    let mut out = BufWriter::new(io::stdout().lock());
    let read = print_all(&engine, &inputs, &mut *printer, &mut out).into_diagnostic()?;
    if read == 0 {
        return Err(miette!(
            help = "name files of letters, or folders that hold them",
            "no letter could be read"
        ));
    }
    printer
        .end(&mut out)
        .and_then(|()| out.flush())
        .into_diagnostic()
        .wrap_err("the letters could not be written")?;
    Ok(Status::Clean)
}

/// Prints every letter that can be read, in the order of the inputs, and says on standard error which cannot. Returns how
/// many could.
fn print_all(
    engine: &Engine,
    inputs: &Inputs,
    printer: &mut dyn LetterPrinter,
    out: &mut dyn Write,
) -> io::Result<usize> {
    let mut located = inputs.locate();
    let mut read = 0;
    loop {
        let batch = next_batch(&mut located);
        if batch.is_empty() {
            return Ok(read);
        }
        let records: Vec<(String, Result<LetterRecord, Unreadable>)> = batch
            .into_par_iter()
            .map(|letter| {
                let input = letter.read(&Limits::DEFAULT);
                (
                    input.name,
                    input.outcome.map(|document| LetterRecord::new(&engine.read(document))),
                )
            })
            .collect();
        for (name, record) in records {
            match record {
                Ok(record) => {
                    read += 1;
                    printer.letter(&record, out)?;
                }
                Err(why) => anstream::eprintln!("{name}: {why}"),
            }
        }
    }
}

fn next_batch(located: &mut impl Iterator<Item = Located>) -> Vec<Located> {
    let mut batch = Vec::new();
    let mut held = 0;
    for letter in located {
        held += letter.held();
        batch.push(letter);
        if batch.len() == AT_ONCE || held >= HELD {
            break;
        }
    }
    batch
}

/// The width to keep to where the output is no terminal that has one of its own.
fn width() -> Option<u16> {
    (!io::stdout().is_terminal()).then_some(80)
}
