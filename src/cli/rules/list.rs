//! `imrlint rules list`: the rules in use, as a table or as data.

use std::io::Write as _;

use clap::{Args, ValueEnum};
use comfy_table::{ColumnConstraint, ContentArrangement, Table, presets};
use miette::{IntoDiagnostic as _, miette};
use serde::Serialize;

use super::{Status, words};
use crate::check::Code;
use crate::cli::config::PackChoice;
use crate::cli::screen;
use crate::pack::{Confidence, Id, Pack, Rule, nearest};

/// Lists the rules in use.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  imrlint rules list --code LIM001
  imrlint rules list --treatment carisoprodol
  imrlint rules list --pack-id mtus-2009 --format json")]
pub(super) struct ListArguments {
    #[command(flatten)]
    packs: PackChoice,
    /// Only rules that report this code, or codes that begin so ("LIM").
    #[arg(long, value_name = "CODE")]
    code: Option<String>,
    /// Only rules about this treatment or class: its id, or a name that letters use ("Soma").
    #[arg(long, value_name = "NAME")]
    treatment: Option<String>,
    /// Only rules of this pack.
    #[arg(long, value_name = "ID")]
    pack_id: Option<String>,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a person.
    Table,
    /// For a program.
    Json,
}

/// A rule in the list.
#[derive(Debug, Serialize)]
struct Row<'pack> {
    id: &'pack Id,
    pack: &'pack Id,
    codes: Vec<Code>,
    title: &'pack str,
    applies_to: String,
    confidence: Confidence,
    in_force: InForce,
    file: &'pack str,
    line: usize,
}

#[derive(Debug, Serialize)]
struct InForce {
    from: Option<jiff::civil::Date>,
    to: Option<jiff::civil::Date>,
}

pub(super) fn run(arguments: &ListArguments) -> miette::Result<Status> {
    let pack = Pack::with(&arguments.packs.paths()?)?;
    check_names(arguments, &pack)?;
    let about = arguments
        .treatment
        .as_deref()
        .map(|name| treatment(&pack, name))
        .transpose()?;
    let rules: Vec<&Rule> = pack
        .rules()
        .iter()
        .filter(|rule| wanted(arguments, about.as_ref(), &pack, rule))
        .collect();
    let mut out = anstream::stdout();
    match arguments.format {
        Format::Table if rules.is_empty() => writeln!(out, "no rule is about all of that").into_diagnostic()?,
        Format::Table => writeln!(out, "{}", table(&rules)).into_diagnostic()?,
        Format::Json => {
            let rows: Vec<Row<'_>> = rules.iter().map(|rule| row(rule)).collect();
            writeln!(out, "{}", serde_json::to_string_pretty(&rows).into_diagnostic()?).into_diagnostic()?;
        }
    }
    Ok(Status::Clean)
}

/// A filter that names nothing is a slip of the pen, and no empty list.
fn check_names(arguments: &ListArguments, pack: &Pack) -> miette::Result<()> {
    if let Some(code) = &arguments.code
        && !Code::ALL.iter().any(|known| is_code(*known, code))
    {
        return Err(unknown("code", code, Code::ALL.iter().map(|known| known.id())));
    }
    if let Some(id) = &arguments.pack_id
        && !pack.editions().iter().any(|edition| edition.id == id.as_str())
    {
        return Err(unknown(
            "pack",
            id,
            pack.editions().iter().map(|edition| edition.id.as_str()),
        ));
    }
    Ok(())
}

/// The treatment or class that a name of the command line means.
fn treatment(pack: &Pack, name: &str) -> miette::Result<Id> {
    let lexicon = pack.lexicon();
    if lexicon.treatment(name).is_some() || lexicon.has_class(name) {
        return Ok(Id::from(name));
    }
    if let [mention] = lexicon.treatments(name).as_slice() {
        return Ok(mention.id.clone());
    }
    let known = lexicon.all_treatments().map(|treatment| treatment.id.as_str());
    Err(unknown("treatment", name, known))
}

fn unknown<'known>(what: &str, found: &str, known: impl Iterator<Item = &'known str>) -> miette::Report {
    match nearest(found, known) {
        Some(near) => miette!(help = format!("did you mean `{near}`?"), "there is no {what} `{found}`"),
        None => miette!("there is no {what} `{found}`"),
    }
}

fn is_code(code: Code, wanted: &str) -> bool {
    code.id().starts_with(&wanted.to_uppercase()) || code.name() == wanted
}

fn wanted(arguments: &ListArguments, treatment: Option<&Id>, pack: &Pack, rule: &Rule) -> bool {
    let code = arguments.code.as_ref();
    let by_code = code.is_none_or(|code| rule.reports.iter().any(|report| is_code(report.code, code)));
    let by_pack = arguments
        .pack_id
        .as_ref()
        .is_none_or(|id| rule.origin.pack == id.as_str());
    let by_treatment = treatment.is_none_or(|id| about(pack, rule, id.as_str()));
    by_code && by_pack && by_treatment
}

fn about(pack: &Pack, rule: &Rule, id: &str) -> bool {
    let class = pack
        .lexicon()
        .treatment(id)
        .and_then(|treatment| treatment.class.as_ref());
    let scope = &rule.scope;
    let named = |ids: &[Id]| ids.iter().any(|known| known == id);
    let of_class = class.is_some_and(|class| scope.classes.contains(class)) && !named(&scope.except);
    named(&scope.treatments) || named(&scope.classes) || of_class
}

fn row(rule: &Rule) -> Row<'_> {
    Row {
        id: &rule.origin.id,
        pack: &rule.origin.pack,
        codes: rule.reports.iter().map(|report| report.code).collect(),
        title: &rule.title,
        applies_to: words::subject_of(rule),
        confidence: rule.confidence,
        in_force: InForce {
            from: rule.in_force.from,
            to: rule.in_force.to,
        },
        file: &rule.origin.file,
        line: rule.origin.line,
    }
}

fn table(rules: &[&Rule]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_BORDERS_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(screen::width_of_stdout()).unwrap_or(u16::MAX))
        .set_header(["rule", "codes", "what it demands", "about"])
        // Ids are copied to the command line: they stay in one piece.
        .set_constraints([ColumnConstraint::ContentWidth]);
    for rule in rules {
        table.add_row([
            rule.origin.id.to_string(),
            words::codes(rule),
            rule.title.clone(),
            in_brief(&words::subject_of(rule)),
        ]);
    }
    table
}

/// Most ids that stand in a cell.
const MOST_IDS: usize = 4;

/// A list of ids, its end told as a number where it is long.
fn in_brief(subject: &str) -> String {
    let ids: Vec<&str> = subject.split(", ").collect();
    if ids.len() <= MOST_IDS {
        return subject.to_owned();
    }
    let shown = &ids[..MOST_IDS - 1];
    format!("{} and {} more", shown.join(", "), ids.len() - shown.len())
}
