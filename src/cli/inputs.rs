//! Which letters to read, in the same words for every command that reads letters.

use std::path::PathBuf;

use clap::Args;
use miette::IntoDiagnostic;

use crate::source::{Fields, Inputs};

/// The letters to read.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Letters")]
pub(super) struct InputArguments {
    /// Files, folders, archives, or `-` for standard input.
    #[arg(value_name = "PATH", required_unless_present = "files_from")]
    pub(super) paths: Vec<PathBuf>,

    /// Also read the letters that FILE names, one a line or ended by zero bytes; `-` reads the list from standard input.
    #[arg(long, value_name = "FILE")]
    pub(super) files_from: Vec<PathBuf>,

    /// In folders and archives, read what GLOB names instead of what looks like a letter; after `!`, leave it out.
    #[arg(long = "glob", short = 'g', value_name = "GLOB")]
    pub(super) globs: Vec<String>,

    /// Follow symbolic links inside folders.
    #[arg(long)]
    pub(super) follow_links: bool,

    /// Read .jsonl and .csv files as records whose field NAME holds the letter's text; in JSON, `a.b` is the field `b`
    /// of the object `a`.
    #[arg(long, value_name = "NAME")]
    pub(super) text_field: Option<String>,

    /// The field of a record that holds its name; without, records are known by their number.
    #[arg(long, value_name = "NAME", requires = "text_field")]
    pub(super) id_field: Option<String>,

    /// The name that reports show for standard input.
    #[arg(long, value_name = "NAME", default_value = "<stdin>")]
    pub(super) stdin_name: String,
}

impl InputArguments {
    /// The letters at `paths`, chosen as the arguments say.
    pub(super) fn inputs_at(&self, paths: impl IntoIterator<Item = PathBuf>) -> miette::Result<Inputs> {
        let inputs = Inputs::new(paths)
            .follow_links(self.follow_links)
            .stdin_name(&*self.stdin_name);
        let inputs = match &self.text_field {
            Some(text) => inputs.records(Fields {
                text: text.clone(),
                id: self.id_field.clone(),
            }),
            None => inputs,
        };
        let inputs = if self.globs.is_empty() {
            inputs
        } else {
            inputs.globs(&self.globs).into_diagnostic()?
        };
        Ok(self.files_from.iter().fold(inputs, Inputs::files_from))
    }
}
