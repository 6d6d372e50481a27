//! `imrlint text PATH...`: the text that is read, for whoever wants to see what a PDF or a Word document gave, or which
//! line a finding counts.

use std::io::{self, Write};

use miette::{IntoDiagnostic, WrapErr};

use super::Status;
use super::inputs::InputArguments;
use crate::letter::{self, Memory};
use crate::source::Document;

/// Prints the text that is read from a letter.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  imrlint text letter.pdf | less
  imrlint text --paragraphs letter.docx
  imrlint text letters.zip > all.txt")]
pub(super) struct TextArguments {
    #[command(flatten)]
    inputs: InputArguments,
    /// Rejoin wrapped lines and print a paragraph a line, in plain spelling, as the checks see it.
    #[arg(long)]
    paragraphs: bool,
}

/// Prints the text of each letter; between letters a form feed. What cannot be read is told on standard error.
pub(super) fn run(arguments: &TextArguments) -> miette::Result<Status> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let (mut read, mut refused) = (0_usize, 0_usize);
    for input in arguments.inputs.inputs_at(arguments.inputs.paths.clone())?.read() {
        match input.outcome {
            Ok(document) => {
                let text = text_of(&document, arguments.paragraphs);
                write(&mut out, &text, read > 0)
                    .into_diagnostic()
                    .wrap_err("the text could not be written")?;
                read += 1;
            }
            Err(why) => {
                anstream::eprintln!("{}: {why}", input.name);
                refused += 1;
            }
        }
    }
    out.flush()
        .into_diagnostic()
        .wrap_err("the text could not be written")?;
    match (read, refused) {
        (0, 0) => Err(miette::miette!("no letter was found")),
        (0, _) => Ok(Status::Failed),
        _ => Ok(Status::Clean),
    }
}

fn text_of(document: &Document, paragraphs: bool) -> String {
    if paragraphs {
        return letter::flow(document, &Memory::default()).text().to_owned();
    }
    document.text().to_owned()
}

fn write(out: &mut impl Write, text: &str, follows: bool) -> io::Result<()> {
    if follows {
        out.write_all(b"\x0c")?;
    }
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    Ok(())
}
