//! `imrlint completions SHELL`: the completion script of a shell, generated from the arguments themselves.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;
use miette::{IntoDiagnostic, WrapErr};

use super::{Arguments, Status};

/// Prints the completion script of a shell.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  imrlint completions bash > ~/.local/share/bash-completion/completions/imrlint
  imrlint completions zsh > ~/.zfunc/_imrlint
  imrlint completions fish > ~/.config/fish/completions/imrlint.fish
  imrlint completions powershell >> $PROFILE")]
pub(super) struct CompletionsArguments {
    /// The shell.
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script.
pub(super) fn run(arguments: &CompletionsArguments) -> miette::Result<Status> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "imrlint", &mut script);
    io::stdout()
        .write_all(&script)
        .into_diagnostic()
        .wrap_err("the completion script could not be written")?;
    Ok(Status::Clean)
}
