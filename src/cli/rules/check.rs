//! `imrlint rules check`: every problem of the packs, each shown in its own YAML.

use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use miette::IntoDiagnostic as _;

use super::Status;
use crate::cli::config::ConfigChoice;
use crate::pack::Pack;

/// Validates rule packs and shows every problem at its place.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  imrlint rules check              the packs of the program, and those of imrlint.toml
  imrlint rules check house-rules  a pack of one's own, together with them")]
pub(super) struct CheckArguments {
    /// Packs to validate together with those of the program: folders or files.
    #[arg(value_name = "PACK")]
    packs: Vec<PathBuf>,
    #[command(flatten)]
    choice: ConfigChoice,
}

pub(super) fn run(arguments: &CheckArguments) -> miette::Result<Status> {
    let pack = Pack::validate(&arguments.choice.packs(&arguments.packs)?)?;
    let mut out = anstream::stdout();
    for edition in pack.editions() {
        let of_pack = pack.rules().iter().filter(|rule| rule.origin.pack == edition.id);
        let count = of_pack.count();
        let plural = if count == 1 { "" } else { "s" };
        let (id, version) = (&edition.id, &edition.version);
        writeln!(out, "{id} {version}: {count} rule{plural}, no problem").into_diagnostic()?;
    }
    for off in pack.switched_off() {
        writeln!(out, "{} switches off {}: {}", off.pack, off.rule, off.reason).into_diagnostic()?;
    }
    Ok(Status::Clean)
}
