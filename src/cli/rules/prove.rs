//! `imrlint rules test`: every example becomes a letter, goes the ordinary way of a letter, and is held against what the rule
//! says of it.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::io::Write as _;
use std::path::PathBuf;

use clap::Args;
use miette::IntoDiagnostic as _;

use super::{Status, compose};
use crate::check::{Code, TrialResult};
use crate::cli::config::ConfigChoice;
use crate::engine::{Audit, Engine};
use crate::pack::written::Example;
use crate::pack::{Examples, Id, Pack, Rule};
use crate::source::Document;

/// Runs every rule's examples and says which failed, and how.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  imrlint rules test                            the packs of the program, and those of imrlint.toml
  imrlint rules test house-rules                a pack of one's own, together with them
  imrlint rules test --rule carisoprodol        one rule
  imrlint rules test --rule carisoprodol --show print the letters made of its examples")]
pub(super) struct TestArguments {
    /// Packs to test together with those of the program: folders or files.
    #[arg(value_name = "PACK")]
    packs: Vec<PathBuf>,
    #[command(flatten)]
    choice: ConfigChoice,
    /// Only this rule.
    #[arg(long, value_name = "ID")]
    rule: Option<String>,
    /// Also print the letter of each example.
    #[arg(long)]
    show: bool,
    /// Also print the examples that passed.
    #[arg(long)]
    verbose: bool,
}

/// What came of an example.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    /// As the rule says.
    Proved,
    /// The rule kept silent where it must speak.
    Miss,
    /// The rule spoke where it must keep silent.
    FalseAlarm(String),
    /// The rule spoke under other codes.
    WrongCode(Vec<Code>),
    /// The message lacks words that it must hold.
    WrongWords(String),
    /// No determination could be read in the letter.
    Unreadable,
}

impl fmt::Display for Outcome {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Proved => formatter.write_str("proved"),
            Self::Miss => formatter.write_str("miss: the rule keeps silent"),
            Self::FalseAlarm(message) => write!(formatter, "false alarm: {message}"),
            Self::WrongCode(codes) => {
                let codes: Vec<&str> = codes.iter().map(|code| code.id()).collect();
                write!(formatter, "wrong code: the rule reports {}", codes.join(", "))
            }
            Self::WrongWords(message) => write!(formatter, "wrong words: {message}"),
            Self::Unreadable => formatter.write_str("unreadable: no determination was found in the letter"),
        }
    }
}

pub(super) fn run(arguments: &TestArguments) -> miette::Result<Status> {
    let packs = arguments.choice.packs(&arguments.packs)?;
    let examples = Pack::examples(&packs)?;
    let engine = Engine::new(Pack::with(&packs)?);
    let wanted = |id: &Id| arguments.rule.as_ref().is_none_or(|rule| *id == rule.as_str());
    let rules: HashMap<&Id, &Rule> = engine
        .pack()
        .rules()
        .iter()
        .map(|rule| (&rule.origin.id, rule))
        .collect();
    let mut tested = HashSet::new();
    let mut tally = Tally::default();
    let mut out = anstream::stdout();
    for set in examples.iter().filter(|set| wanted(&set.rule)) {
        let off = engine.pack().switched_off().iter().any(|off| off.rule == set.rule);
        match rules.get(&set.rule) {
            Some(rule) => {
                tested.insert(&set.rule);
                prove(&engine, rule, set, arguments, &mut tally, &mut out).into_diagnostic()?;
            }
            None if off => {}
            None => {
                tally.failed += 1;
                writeln!(out, "{}: no rule has the id `{}`", set.file, set.rule).into_diagnostic()?;
            }
        }
    }
    for rule in engine.pack().rules() {
        let id = &rule.origin.id;
        let of_batch = rule.reports.iter().all(|report| report.code.is_of_batch());
        if wanted(id) && !tested.contains(id) && !of_batch {
            tally.failed += 1;
            let place = (&rule.origin.file, rule.origin.line);
            writeln!(out, "{}:{}: `{id}` has no example", place.0, place.1).into_diagnostic()?;
        }
    }
    if tally.proved + tally.failed == 0 {
        return Err(miette::miette!("there is no such rule"));
    }
    writeln!(out, "{} examples proved, {} failed", tally.proved, tally.failed).into_diagnostic()?;
    Ok(if tally.failed == 0 {
        Status::Clean
    } else {
        Status::Found
    })
}

#[derive(Debug, Default)]
struct Tally {
    proved: usize,
    failed: usize,
}

fn prove(
    engine: &Engine,
    rule: &Rule,
    set: &Examples,
    arguments: &TestArguments,
    tally: &mut Tally,
    out: &mut impl std::io::Write,
) -> std::io::Result<()> {
    let flags = set.flags.iter().map(|example| (example, true));
    let passes = set.passes.iter().map(|example| (example, false));
    for ((example, line), flag) in flags.chain(passes) {
        let letter = compose::letter(example);
        let audit = engine.audit(Document::from_text(&*set.file, &*letter));
        let outcome = if flag {
            of_flag(&audit, rule, example)
        } else {
            of_pass(&audit, rule, example)
        };
        let proved = outcome == Outcome::Proved;
        if proved {
            tally.proved += 1;
        } else {
            tally.failed += 1;
        }
        if !proved || arguments.verbose || arguments.show {
            writeln!(out, "{}:{line}: {}: {outcome}", set.file, set.rule)?;
        }
        if arguments.show {
            writeln!(out, "\n{letter}")?;
        }
    }
    Ok(())
}

fn of_flag(audit: &Audit, rule: &Rule, example: &Example) -> Outcome {
    let Some(code) = example.code.or_else(|| rule.reports.first().map(|report| report.code)) else {
        return Outcome::Miss;
    };
    let spoken = spoken(audit, rule);
    if spoken.iter().any(|(found, _)| *found == code) {
        let says = example.says.as_deref().unwrap_or_default();
        let lacking = spoken
            .iter()
            .filter_map(|(found, message)| (*found == code).then_some(message.as_ref()?));
        let lacking: Vec<&String> = lacking.filter(|message| !message.contains(says)).collect();
        return lacking
            .first()
            .map_or(Outcome::Proved, |message| Outcome::WrongWords((*message).clone()));
    }
    if !spoken.is_empty() {
        return Outcome::WrongCode(spoken.into_iter().map(|(code, _)| code).collect());
    }
    if example.letter.is_none() && audit.reading.letter.determinations.is_empty() {
        return Outcome::Unreadable;
    }
    Outcome::Miss
}

fn of_pass(audit: &Audit, rule: &Rule, example: &Example) -> Outcome {
    if example.letter.is_none() && audit.reading.letter.determinations.is_empty() {
        return Outcome::Unreadable;
    }
    let spoken = spoken(audit, rule).into_iter();
    let mut alarms = spoken.filter(|(code, _)| example.code.is_none_or(|wanted| wanted == *code));
    alarms.next().map_or(Outcome::Proved, |(code, message)| {
        Outcome::FalseAlarm(message.unwrap_or_else(|| code.id().to_owned()))
    })
}

/// Where the rule spoke: under which codes, with which words. Of several rules that find the same, one alone is reported; the
/// others spoke all the same.
fn spoken(audit: &Audit, rule: &Rule) -> Vec<(Code, Option<String>)> {
    let reported = audit
        .findings
        .iter()
        .filter(|finding| finding.rule.id == rule.origin.id);
    let mut spoken: Vec<_> = reported
        .map(|finding| (finding.code, Some(finding.message.clone())))
        .collect();
    let tried = audit.verdicts.iter().flat_map(|verdict| &verdict.tried);
    for trial in tried.filter(|trial| trial.rule == rule.origin.id) {
        if let TrialResult::Spoke(code) = trial.result
            && !spoken.iter().any(|(found, _)| *found == code)
        {
            spoken.push((code, None));
        }
    }
    spoken
}
