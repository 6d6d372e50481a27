//! Arguments, configuration file and exit status. Each command has a file of its own; this one only chooses among them.

use std::process::ExitCode;

use clap::Parser;

/// Reads Independent Medical Review letters and reports where an outcome or a rationale disagrees with the treatment
/// guideline or with the letter itself.
#[derive(Debug, Parser)]
#[command(name = "imrlint", version)]
struct Arguments {}

/// Runs the program on its arguments.
#[must_use]
pub fn run() -> ExitCode {
    let Arguments {} = Arguments::parse();
    ExitCode::SUCCESS
}
