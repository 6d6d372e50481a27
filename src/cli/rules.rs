//! `imrlint rules`: for those who read, write and prove rule packs. Each command has a file of its own.

mod check;
mod compose;
mod explain;
mod list;
mod prove;
mod schema;
mod shown;
mod words;

use clap::{Args, Subcommand};

use super::{Status, rules_try};

/// Works on rule packs: lists, explains, validates and proves their rules.
#[derive(Debug, Args)]
pub(super) struct RulesArguments {
    #[command(subcommand)]
    command: RulesCommand,
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    List(list::ListArguments),
    Explain(explain::ExplainArguments),
    Check(check::CheckArguments),
    Test(prove::TestArguments),
    Try(rules_try::TryArguments),
    Schema(schema::SchemaArguments),
}

/// Runs one of the commands on rule packs.
pub(super) fn run(arguments: &RulesArguments) -> miette::Result<Status> {
    match &arguments.command {
        RulesCommand::List(arguments) => list::run(arguments),
        RulesCommand::Explain(arguments) => explain::run(arguments),
        RulesCommand::Check(arguments) => check::run(arguments),
        RulesCommand::Test(arguments) => prove::run(arguments),
        RulesCommand::Try(arguments) => rules_try::run(arguments),
        RulesCommand::Schema(arguments) => schema::run(arguments),
    }
}
