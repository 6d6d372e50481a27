//! The configuration: `imrlint.toml`, what the command line says above it, and `imrlint config`, which shows what holds
//! for a letter and why.

mod accepted;
mod arguments;
mod date;
mod file;
mod selector;
mod settings;
mod show;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use miette::{IntoDiagnostic, WrapErr};

use crate::engine::Engine;
use crate::pack::Pack;

pub(super) use accepted::Accepted;
pub(super) use arguments::{FindingArguments, SettingArguments};
use file::NAME;
pub(super) use selector::Selector;
pub(super) use settings::{FailOn, LetterSettings, RunSettings};
pub(super) use show::{ConfigArguments, run};

use file::ConfigFile;

/// Which configuration file to use.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Configuration")]
pub(super) struct ConfigChoice {
    /// Use this configuration for every letter, instead of the nearest imrlint.toml upward from each.
    #[arg(long, value_name = "FILE", help_heading = "Configuration")]
    config: Option<PathBuf>,

    /// Use no configuration file.
    #[arg(long, conflicts_with = "config", help_heading = "Configuration")]
    no_config: bool,
}

/// Which packs to read letters with, for commands that report no findings.
#[derive(Debug, Clone, Default, clap::Args)]
#[command(next_help_heading = "Configuration")]
pub(super) struct PackChoice {
    /// Also use the rule packs in this folder or file. A pack with the id of one of the program's takes its place.
    #[arg(long = "pack", value_name = "PATH")]
    packs: Option<Vec<PathBuf>>,
    #[command(flatten)]
    choice: ConfigChoice,
}

impl PackChoice {
    /// The engine with the packs and the date of the command line or the configuration, as a check would have it.
    pub(super) fn engine(&self) -> miette::Result<Engine> {
        self.settings()?.engine()
    }

    /// The packs besides those of the program: the ones named or, where none is, those of the configuration.
    pub(super) fn paths(&self) -> miette::Result<Vec<PathBuf>> {
        Ok(self.settings()?.packs.value)
    }

    fn settings(&self) -> miette::Result<RunSettings> {
        let arguments = SettingArguments {
            packs: self.packs.clone(),
            ..SettingArguments::default()
        };
        of_run(&arguments, &self.choice)
    }
}

impl ConfigChoice {
    /// The packs `named`, or those of the configuration where none is.
    pub(super) fn packs(&self, named: &[PathBuf]) -> miette::Result<Vec<PathBuf>> {
        let choice = PackChoice {
            packs: (!named.is_empty()).then(|| named.to_vec()),
            choice: self.clone(),
        };
        choice.paths()
    }
}

/// The settings of every letter of a run; each configuration file is read once.
#[derive(Debug)]
pub(super) struct Configuration<'a> {
    arguments: &'a FindingArguments,
    choice: &'a ConfigChoice,
    pack: &'a Pack,
    folders: HashMap<PathBuf, Option<PathBuf>>,
    letters: HashMap<Option<PathBuf>, Arc<LetterSettings>>,
}

impl<'a> Configuration<'a> {
    pub(super) fn new(arguments: &'a FindingArguments, choice: &'a ConfigChoice, pack: &'a Pack) -> Self {
        Self {
            arguments,
            choice,
            pack,
            folders: HashMap::new(),
            letters: HashMap::new(),
        }
    }

    /// The settings of the letter of this name.
    pub(super) fn of_letter(&mut self, name: &str) -> miette::Result<Arc<LetterSettings>> {
        let folder = Path::new(name).parent().unwrap_or(Path::new("")).to_owned();
        let path = match self.folders.get(&folder) {
            Some(path) => path.clone(),
            None => {
                let path = self.choice.file_for(&folder)?;
                self.folders.insert(folder, path.clone());
                path
            }
        };
        if let Some(settings) = self.letters.get(&path) {
            return Ok(Arc::clone(settings));
        }
        let file = path.as_deref().map(ConfigFile::read).transpose()?;
        let settings = Arc::new(LetterSettings::resolve(self.arguments, file.as_ref(), self.pack)?);
        self.letters.insert(path, Arc::clone(&settings));
        Ok(settings)
    }
}

/// The settings of the run.
pub(super) fn of_run(arguments: &SettingArguments, choice: &ConfigChoice) -> miette::Result<RunSettings> {
    let file = choice.file_for(Path::new(""))?;
    let file = file.as_deref().map(ConfigFile::read).transpose()?;
    Ok(RunSettings::resolve(arguments, file.as_ref()))
}

impl ConfigChoice {
    /// The configuration file of the letters in `folder`.
    fn file_for(&self, folder: &Path) -> miette::Result<Option<PathBuf>> {
        if self.no_config {
            return Ok(None);
        }
        if let Some(file) = &self.config {
            return Ok(Some(file.clone()));
        }
        let here = std::env::current_dir()
            .into_diagnostic()
            .wrap_err("the current folder is not known")?;
        Ok(
            ConfigFile::find(&here.join(folder)).map(|path| match path.strip_prefix(&here) {
                Ok(below) => below.to_owned(),
                Err(_) => path,
            }),
        )
    }
}
