//! `imrlint rules schema`: what editors need for completing and checking a pack file while it is written.

use std::io::Write as _;

use clap::Args;
use miette::IntoDiagnostic as _;

use super::Status;
use crate::pack::written::PackFile;

/// Prints the JSON Schema of a pack file, for editors.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  imrlint rules schema > rules.schema.json
and as first line of each pack file:
  # yaml-language-server: $schema=../rules.schema.json")]
pub(super) struct SchemaArguments {}

pub(super) fn run(_: &SchemaArguments) -> miette::Result<Status> {
    let schema = schemars::schema_for!(PackFile);
    let text = serde_json::to_string_pretty(&schema).into_diagnostic()?;
    writeln!(anstream::stdout(), "{text}").into_diagnostic()?;
    Ok(Status::Clean)
}
