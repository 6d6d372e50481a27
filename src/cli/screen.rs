//! What the terminal can show, and what the user wants of it.

use std::env;
use std::io::{self, IsTerminal};

use clap::{Args, ValueEnum};

use crate::report::Screen;

/// Characters in a line where nobody says: of a file, of a pipe.
const WIDTH_OF_A_FILE: usize = 120;

/// Lines longer than this are hard to read on any screen.
const WIDEST: usize = 140;

/// Narrower than this no code frame fits.
const NARROWEST: usize = 40;

/// How to show it.
#[derive(Debug, Clone, Copy, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct ScreenArguments {
    /// When to use colours. `auto` asks the terminal, NO_COLOR and CLICOLOR_FORCE.
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    color: When,

    /// Tell findings in sentences instead of drawing them, for screen readers. NO_GRAPHICS=1 asks for the same.
    #[arg(long)]
    narrated: bool,
}

/// When to do something that not every terminal likes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    /// Where the terminal can.
    Auto,
    /// Even into a file or a pipe.
    Always,
    /// Not at all.
    Never,
}

impl ScreenArguments {
    /// What may be sent to standard output, or to a file.
    pub(super) fn screen(self, to_file: bool) -> Screen {
        let stdout = io::stdout();
        let is_terminal = stdout.is_terminal() && !to_file;
        let colour = match self.color {
            When::Always => true,
            When::Never => false,
            When::Auto => !to_file && anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never,
        };
        Screen {
            colour,
            unicode: to_file || supports_unicode::on(supports_unicode::Stream::Stdout),
            width: width(is_terminal),
            narrated: self.narrated || wants_sentences(is_terminal),
        }
    }
}

/// What may be sent to standard error, where failures are told.
pub(super) fn of_stderr() -> Screen {
    let stderr = io::stderr();
    let is_terminal = stderr.is_terminal();
    Screen {
        colour: anstream::AutoStream::choice(&stderr) != anstream::ColorChoice::Never,
        unicode: supports_unicode::on(supports_unicode::Stream::Stderr),
        width: width(is_terminal),
        narrated: wants_sentences(is_terminal),
    }
}

/// Characters in a line of standard output.
pub(super) fn width_of_stdout() -> usize {
    width(io::stdout().is_terminal())
}

fn width(is_terminal: bool) -> usize {
    let of_terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    let said = || env::var("COLUMNS").ok()?.parse().ok();
    let width = if is_terminal { of_terminal() } else { None }
        .or_else(said)
        .unwrap_or(WIDTH_OF_A_FILE);
    width.clamp(NARROWEST, WIDEST)
}

/// Whether the user's environment asks for words instead of drawings.
fn wants_sentences(is_terminal: bool) -> bool {
    let asked = env::var("NO_GRAPHICS").is_ok_and(|value| !matches!(&*value, "" | "0"));
    asked || (is_terminal && env::var("TERM").is_ok_and(|terminal| terminal == "dumb"))
}
