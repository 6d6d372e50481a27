//! Arguments, configuration file and exit status. Each command has a file of its own that holds its arguments and a
//! `run`; this one only chooses among them and tells the shell how the run ended.

mod audit;
mod check;
mod choice;
mod completions;
mod config;
mod explain;
mod extract;
mod inputs;
mod man;
mod output;
mod rules;
mod rules_try;
mod screen;
mod status;
mod text;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use status::Status;

/// Reads Independent Medical Review letters and reports where an outcome or a rationale disagrees with the treatment
/// guideline or with the letter itself.
#[derive(Debug, Parser)]
#[command(name = "imrlint", version, propagate_version = true, max_term_width = 100, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  imrlint check letter.txt          what disagrees with the guideline or with the letter itself
  imrlint explain letter.txt        why each determination was found right or wrong
  imrlint extract letters/          the letters as data
  imrlint check --help              all of a command, with examples";

/// What the program can do. A command returns how its run ended; an error is a failed run, told by its report.
#[derive(Debug, Subcommand)]
enum Command {
    Check(Box<check::CheckArguments>),
    Audit(Box<audit::AuditArguments>),
    Explain(explain::ExplainArguments),
    Extract(extract::ExtractArguments),
    Text(text::TextArguments),
    Rules(rules::RulesArguments),
    Config(config::ConfigArguments),
    Completions(completions::CompletionsArguments),
    Man(man::ManArguments),
}

impl Command {
    fn run(self) -> miette::Result<Status> {
        match self {
            Self::Check(arguments) => check::run(&arguments),
            Self::Audit(arguments) => audit::run(&arguments),
            Self::Config(arguments) => config::run(&arguments),
            Self::Explain(arguments) => explain::run(&arguments),
            Self::Extract(arguments) => extract::run(&arguments),
            Self::Rules(arguments) => rules::run(&arguments),
            Self::Completions(arguments) => completions::run(&arguments),
            Self::Text(arguments) => text::run(&arguments),
            Self::Man(arguments) => man::run(&arguments),
        }
    }
}

/// Runs the program on its arguments.
#[must_use]
pub fn run() -> ExitCode {
    keep_foreign_panics_quiet();
    let Arguments { command } = Arguments::parse();
    let status = command.run().unwrap_or_else(|failure| status::of_failure(&failure));
    status.into()
}

/// A PDF that was made to do harm may make the crate that takes it apart panic, in a thread of its own. That becomes a
/// finding; a trace beside it would only look as if the run had failed.
fn keep_foreign_panics_quiet() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some("pdf") {
            usual(panic);
        }
    }));
}
