//! `imrlint rules try`: shows a rule writer how a sentence is read.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;

use miette::{IntoDiagnostic, WrapErr};
use serde::{Deserialize, Serialize};

use super::Status;
use super::config::PackChoice;
use crate::evidence::{Assertion, Mention, Role, Section, Sentence, read_passage};
use crate::pack::Pack;
use crate::pack::written::ConceptKind;
use crate::text::Span;

/// Shows how a sentence is read: its role, each concept with its words, how it is asserted and the cue that decided it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  imrlint rules try \"There is no documentation of functional improvement.\"
  imrlint rules try --section summary --before \"Norco was refilled.\" \"Denies constipation.\"
  imrlint rules try --jsonl sentences.jsonl --format jsonl")]
pub(super) struct TryArguments {
    /// The sentence, or several.
    #[arg(required_unless_present = "jsonl")]
    text: Option<String>,
    /// The section in which it stands.
    #[arg(long, value_enum, default_value_t = InSection::Rationale)]
    section: InSection,
    /// The sentence before it.
    #[arg(long, value_name = "TEXT")]
    before: Option<String>,
    /// Read objects with `id`, `text`, and optionally `section` and `before` from this file, one a line.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["text", "before"])]
    jsonl: Option<PathBuf>,
    #[command(flatten)]
    packs: PackChoice,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Pretty)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "kebab-case")]
enum InSection {
    /// The clinical case summary.
    Summary,
    /// A rationale.
    Rationale,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For a terminal.
    Pretty,
    /// One object a line.
    Jsonl,
}

/// What is to be read.
#[derive(Debug, Deserialize)]
struct Passage {
    #[serde(default)]
    id: serde_json::Value,
    text: String,
    section: Option<InSection>,
    before: Option<String>,
}

/// As wide as sentences are shown.
const WIDTH: usize = 96;

/// How it was read.
#[derive(Debug, Serialize)]
struct PassageRead<'a> {
    id: &'a serde_json::Value,
    role: Role,
    mentions: Vec<MentionRead<'a>>,
    others: Vec<MentionRead<'a>>,
}

#[derive(Debug, Serialize)]
struct MentionRead<'a> {
    concept: &'a str,
    start: usize,
    end: usize,
    assertion: Assertion,
    cue: Option<&'a str>,
    treatments: Vec<&'a str>,
}

/// Reads the passages and prints how.
pub(super) fn run(arguments: &TryArguments) -> miette::Result<Status> {
    let pack = Pack::with(&arguments.packs.paths()?)?;
    let passages = passages(arguments)?;
    let mut output = String::new();
    for passage in &passages {
        let section = match passage.section.unwrap_or(arguments.section) {
            InSection::Summary => Section::Summary,
            InSection::Rationale => Section::Rationale(0),
        };
        let before = passage.before.as_deref().filter(|before| !before.is_empty());
        let sentences = read_passage(&passage.text, section, before, &pack);
        match arguments.format {
            Format::Pretty => show(&mut output, &passage.text, &sentences, &pack),
            Format::Jsonl => {
                let line = serde_json::to_string(&in_one(passage, &sentences, &pack)).into_diagnostic()?;
                output.push_str(&line);
                output.push('\n');
            }
        }
    }
    io::stdout().write_all(output.as_bytes()).into_diagnostic()?;
    Ok(Status::Clean)
}

fn passages(arguments: &TryArguments) -> miette::Result<Vec<Passage>> {
    let Some(path) = &arguments.jsonl else {
        let text = arguments.text.clone().unwrap_or_default();
        let before = arguments.before.clone();
        return Ok(vec![Passage {
            id: serde_json::Value::Null,
            text,
            section: None,
            before,
        }]);
    };
    let text = fs::read_to_string(path)
        .into_diagnostic()
        .wrap_err_with(|| format!("{} could not be read", path.display()))?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_str(line)
                .into_diagnostic()
                .wrap_err_with(|| format!("{}:{} is no object with a `text`", path.display(), number + 1))
        })
        .collect()
}

/// All sentences of a passage together, under the role of the longest.
fn in_one<'a>(passage: &'a Passage, sentences: &'a [Sentence], pack: &Pack) -> PassageRead<'a> {
    let longest = sentences.iter().max_by_key(|sentence| sentence.span.len());
    let all = sentences.iter().flat_map(|sentence| &sentence.mentions);
    let (evidence, others): (Vec<&Mention>, Vec<&Mention>) =
        all.partition(|mention| pack.cues().kind_of(&mention.concept) == Some(ConceptKind::Evidence));
    let read = |mentions: Vec<&'a Mention>| {
        mentions
            .into_iter()
            .map(|mention| read_mention(passage, mention))
            .collect()
    };
    PassageRead {
        id: &passage.id,
        role: longest.map_or(Role::PatientFact, |sentence| sentence.role),
        mentions: read(evidence),
        others: read(others),
    }
}

fn read_mention<'a>(passage: &'a Passage, mention: &'a Mention) -> MentionRead<'a> {
    MentionRead {
        concept: mention.concept.as_str(),
        start: mention.span.start,
        end: mention.span.end,
        assertion: mention.assertion,
        cue: mention.cue.map(|cue| slice(&passage.text, cue)),
        treatments: mention.treatments.iter().map(crate::pack::Id::as_str).collect(),
    }
}

fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or_default()
}

/// The id of a role or an assertion, as the packs spell it.
fn spelled(value: impl Serialize) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// Prints for a terminal: the sentence wrapped, its role, and its concepts as a table.
fn show(output: &mut String, text: &str, sentences: &[Sentence], pack: &Pack) {
    for sentence in sentences {
        let indented = textwrap::Options::new(WIDTH)
            .initial_indent("  ")
            .subsequent_indent("  ");
        let words = textwrap::fill(slice(text, sentence.span), indented);
        let by = sentence.role_cue.map(|cue| format!("  (by \"{}\")", slice(text, cue)));
        let role = spelled(sentence.role);
        // Writing to a string cannot fail.
        let _ = writeln!(output, "{role}{}\n{words}\n", by.unwrap_or_default());
        if !sentence.mentions.is_empty() {
            let _ = writeln!(output, "{}\n", table(text, sentence, pack));
        }
    }
}

fn table(text: &str, sentence: &Sentence, pack: &Pack) -> comfy_table::Table {
    let mut table = comfy_table::Table::new();
    table
        .load_style(comfy_table::presets::NOTHING)
        .set_content_arrangement(comfy_table::ContentArrangement::Dynamic)
        .set_header(["  concept", "words", "assertion", "cue", "treatments"]);
    for mention in &sentence.mentions {
        let kind = match pack.cues().kind_of(&mention.concept) {
            Some(ConceptKind::Condition) => " (condition)",
            Some(ConceptKind::Element) => " (element)",
            Some(ConceptKind::Evidence) | None => "",
        };
        let treatments: Vec<&str> = mention.treatments.iter().map(crate::pack::Id::as_str).collect();
        table.add_row([
            format!("  {}{kind}", mention.concept),
            format!("\"{}\"", slice(text, mention.span)),
            spelled(mention.assertion),
            mention
                .cue
                .map(|cue| format!("\"{}\"", slice(text, cue)))
                .unwrap_or_default(),
            treatments.join(", "),
        ]);
    }
    table
}
