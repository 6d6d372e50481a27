//! `imrlint rules`: for those who write rule packs.

use clap::Subcommand;

use super::{Status, rules_try};

/// Works on rule packs.
#[derive(Debug, clap::Args)]
pub(super) struct RulesArguments {
    #[command(subcommand)]
    command: RulesCommand,
}

#[derive(Debug, Subcommand)]
enum RulesCommand {
    Try(rules_try::TryArguments),
}

/// Runs one of the commands on rule packs.
pub(super) fn run(arguments: RulesArguments) -> miette::Result<Status> {
    match arguments.command {
        RulesCommand::Try(arguments) => rules_try::run(&arguments),
    }
}
