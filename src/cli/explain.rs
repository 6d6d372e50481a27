//! `imrlint explain`: every rule that was tried on each determination, with its argument.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use miette::{IntoDiagnostic, miette};

use crate::report::explain::{Detail, ExplainedLetter, write_text};
use crate::report::record::SCHEMA_VERSION;
use crate::source::{Inputs, Limits};

use super::Status;
use super::config::PackChoice;

/// Shows, for each determination, which rules were tried, on which words of the letter, with what result.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  imrlint explain letter.txt                     every determination of a letter
  imrlint explain letter.txt --determination 2   the second one only
  imrlint explain letter.txt --all               with the rules that do not concern the request
  imrlint explain letter.txt --pack house-rules  with a pack of one's own")]
pub(super) struct ExplainArguments {
    /// The letters: files, folders, or - for standard input.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The determination to explain, counted from 1.
    #[arg(long, value_name = "N")]
    determination: Option<usize>,
    /// Also list the rules that do not concern the request.
    #[arg(long)]
    all: bool,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    packs: PackChoice,
}

/// How an explanation is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a person.
    Text,
    /// For a program.
    Json,
}

/// Explains the letters.
pub(super) fn run(arguments: &ExplainArguments) -> miette::Result<Status> {
    let engine = arguments.packs.engine()?;
    let mut letters = Vec::new();
    let mut unreadable = 0;
    for input in Inputs::new(arguments.paths.iter().cloned())
        .locate()
        .map(|located| located.read(&Limits::DEFAULT))
    {
        match input.outcome {
            Ok(document) => letters.push(ExplainedLetter::new(&engine.audit(document), arguments.determination)),
            Err(reason) => {
                unreadable += 1;
                anstream::eprintln!("{}: {reason}", input.name);
            }
        }
    }
    if letters.is_empty() {
        return Err(miette!("none of the {unreadable} letters named could be read"));
    }
    if let Some(wanted) = arguments.determination
        && letters.iter().all(|letter| letter.determinations.is_empty())
    {
        return Err(miette!(
            help = "`imrlint extract` lists the determinations of a letter",
            "there is no determination {wanted}"
        ));
    }
    print(arguments, &letters)?;
    Ok(Status::Clean)
}

fn print(arguments: &ExplainArguments, letters: &[ExplainedLetter]) -> miette::Result<()> {
    let mut out = anstream::stdout();
    match arguments.format {
        Format::Json => {
            let record = serde_json::json!({ "schema_version": SCHEMA_VERSION, "letters": letters });
            serde_json::to_writer_pretty(&mut out, &record).into_diagnostic()?;
            writeln!(out).into_diagnostic()
        }
        Format::Text => {
            let detail = if arguments.all { Detail::Every } else { Detail::Applied };
            let mut text = String::new();
            for (index, letter) in letters.iter().enumerate() {
                if index > 0 {
                    text.push('\n');
                }
                write_text(&mut text, letter, detail, width()).into_diagnostic()?;
            }
            out.write_all(text.as_bytes()).into_diagnostic()
        }
    }
}

/// The terminal's width, or that of a page of plain text in a pipe; no wider than lines read well.
fn width() -> usize {
    textwrap::termwidth().min(100)
}
