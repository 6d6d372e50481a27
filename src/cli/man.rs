//! `imrlint man [DIR]`: manual pages, generated from the arguments themselves.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::CommandFactory;
use clap_mangen::Man;
use miette::{IntoDiagnostic, WrapErr};

use super::{Arguments, Status};

/// Prints the manual page, or writes one page a command into a folder.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  imrlint man | man -l -
  imrlint man ~/.local/share/man/man1")]
pub(super) struct ManArguments {
    /// The folder to write `imrlint.1`, `imrlint-check.1` and so on to. Without it the main page is printed.
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Prints or writes the pages.
pub(super) fn run(arguments: &ManArguments) -> miette::Result<Status> {
    if let Some(folder) = &arguments.folder {
        clap_mangen::generate_to(Arguments::command(), folder)
            .into_diagnostic()
            .wrap_err_with(|| format!("the manual pages could not be written to {}", folder.display()))?;
        return Ok(Status::Clean);
    }
    let mut page = Vec::new();
    Man::new(Arguments::command())
        .render(&mut page)
        .and_then(|()| io::stdout().write_all(&page))
        .into_diagnostic()
        .wrap_err("the manual page could not be written")?;
    Ok(Status::Clean)
}
