//! What the command line says of the settings; `None` where it is silent.

use std::path::PathBuf;

use jiff::civil::Date;

use crate::report::Format;

use super::settings::FailOn;

/// Which findings are reported, and by which rules.
#[derive(Debug, Clone, Default, clap::Args)]
pub(in crate::cli) struct FindingArguments {
    /// Report only these findings: codes (CIT001), prefixes (CIT), rule ids, treatments or their classes
    /// (muscle-relaxant), severities (error). Several with commas.
    #[arg(
        long,
        value_name = "NAME",
        value_delimiter = ',',
        help_heading = "Choice of findings"
    )]
    pub(in crate::cli) select: Option<Vec<String>>,

    /// Do not report these findings, named as in --select. What both name is not reported.
    #[arg(
        long,
        value_name = "NAME",
        value_delimiter = ',',
        help_heading = "Choice of findings"
    )]
    pub(in crate::cli) ignore: Option<Vec<String>>,

    /// Report a code with another severity: error, warning or advice.
    #[arg(
        long,
        value_name = "CODE=LEVEL",
        value_delimiter = ',',
        help_heading = "Choice of findings"
    )]
    pub(in crate::cli) severity: Vec<String>,

    /// Hold every letter against the rules in force on DATE (2014-11-03), whatever its own date.
    #[arg(long, value_name = "DATE", value_parser = day, help_heading = "Choice of findings")]
    pub(in crate::cli) as_of: Option<Date>,
}

/// All settings that a file may hold too.
#[derive(Debug, Clone, Default, clap::Args)]
pub(in crate::cli) struct SettingArguments {
    #[command(flatten)]
    pub(in crate::cli) findings: FindingArguments,

    /// How to print findings.
    #[arg(long, short = 'f', value_enum, help_heading = "Output")]
    pub(in crate::cli) format: Option<Format>,

    /// Print at most N findings. All are counted.
    #[arg(long, value_name = "N", help_heading = "Output")]
    pub(in crate::cli) max_findings: Option<usize>,

    /// End with status 1 from this severity on [default: error].
    #[arg(long, value_enum, value_name = "LEVEL", help_heading = "Exit status")]
    pub(in crate::cli) fail_on: Option<FailOn>,

    /// Keep quiet about the findings that FILE holds; see --write-baseline.
    #[arg(long, value_name = "FILE", help_heading = "Known findings")]
    pub(in crate::cli) baseline: Option<PathBuf>,

    /// Also use the rule packs in this folder or file. A pack with the id of one of the program's takes its place.
    #[arg(long = "pack", value_name = "PATH", help_heading = "Configuration")]
    pub(in crate::cli) packs: Option<Vec<PathBuf>>,
}

fn day(text: &str) -> Result<Date, &'static str> {
    text.parse().map_err(|_| "a day is needed, as in 2014-11-03")
}
