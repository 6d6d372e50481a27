//! `imrlint config`: the settings in force with where each comes from, the schema for editors, and a first file.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use comfy_table::{ContentArrangement, Table, presets};
use miette::{IntoDiagnostic, WrapErr};

use crate::cli::Status;
use crate::cli::output::{Output, write_file};
use crate::pack::Pack;

use super::file::Written;
use super::{ConfigChoice, Configuration, NAME, SettingArguments, of_run};

/// Shows the configuration and where each value comes from
#[derive(Debug, Args)]
pub(in crate::cli) struct ConfigArguments {
    #[command(subcommand)]
    command: ConfigCommand,
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Prints the settings in force for a letter, each with the line it comes from
    #[command(after_help = "\
Examples:
  imrlint config show
  imrlint config show letters/2014/a.txt
  imrlint config show --select CIT --fail-on warning")]
    Show(Box<ShowArguments>),
    /// Prints the JSON schema of imrlint.toml, for editors
    Schema,
    /// Writes a commented imrlint.toml into the current folder
    Init,
}

#[derive(Debug, Args)]
struct ShowArguments {
    /// The letter or folder to show the settings for.
    #[arg(value_name = "PATH", default_value = ".")]
    path: PathBuf,
    #[command(flatten)]
    choice: ConfigChoice,
    #[command(flatten)]
    settings: SettingArguments,
}

/// The file that `config init` writes.
const FIRST_FILE: &str = include_str!("first.toml");

/// Runs the command.
pub(in crate::cli) fn run(arguments: &ConfigArguments) -> miette::Result<Status> {
    match &arguments.command {
        ConfigCommand::Show(arguments) => show(arguments),
        ConfigCommand::Schema => {
            print(&serde_json::to_string_pretty(&schemars::schema_for!(Written)).into_diagnostic()?)
        }
        ConfigCommand::Init => init(),
    }
}

fn show(arguments: &ShowArguments) -> miette::Result<Status> {
    let run = of_run(&arguments.settings, &arguments.choice)?;
    let pack = Pack::with(&run.packs.value)?;
    let mut configuration = Configuration::new(&arguments.settings.findings, &arguments.choice, &pack);
    let within = if arguments.path.is_dir() {
        arguments.path.join(NAME)
    } else {
        arguments.path.clone()
    };
    let letter = configuration.of_letter(&within.display().to_string())?;
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .force_no_tty()
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(["setting", "value", "from"]);
    for (name, value, origin) in run.rows() {
        table.add_row([name.to_owned(), value, origin.to_string()]);
    }
    for (name, value, origin) in letter.rows() {
        table.add_row([name, value, origin.to_string()]);
    }
    print(&table.trim_fmt())
}

fn init() -> miette::Result<Status> {
    let path = Path::new(NAME);
    if path.exists() {
        miette::bail!("there is an {NAME} in this folder; it stays as it is");
    }
    write_file(path, FIRST_FILE.as_bytes())?;
    Ok(Status::Clean)
}

fn print(text: &str) -> miette::Result<Status> {
    let mut output = Output::open(None)?;
    writeln!(output, "{text}")
        .into_diagnostic()
        .wrap_err("the configuration could not be printed")?;
    output.finish()?;
    Ok(Status::Clean)
}
