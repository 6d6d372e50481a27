//! The verdict on each determination and the argument of every rule that was tried, for a reviewer who checks it against
//! the letter line by line, and as data. Silence is explained as readily as an alarm.

use std::fmt::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use crate::check::{Code, Standing, Step, Trial, TrialResult, Verdict};
use crate::engine::Audit;
use crate::letter::Outcome;
use crate::pack::Id;
use crate::source::Location;

/// How one letter was judged.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExplainedLetter {
    /// The path or name.
    pub path: String,
    /// The date by which the rules were chosen.
    #[schemars(with = "Option<String>")]
    pub date: Option<jiff::civil::Date>,
    /// Its determinations, in order.
    pub determinations: Vec<ExplainedDetermination>,
}

/// How one determination was judged.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExplainedDetermination {
    /// Its place, from 1.
    pub index: usize,
    /// Its heading.
    pub item: String,
    /// What was decided.
    pub outcome: Option<Outcome>,
    /// The verdict.
    pub standing: Standing,
    /// Where it stands.
    pub span: Option<Location>,
    /// The rules that were tried.
    pub trials: Vec<TrialRecord>,
}

/// One rule, held against one determination.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TrialRecord {
    /// The pack's id.
    pub pack: Id,
    /// The rule's id.
    pub rule: Id,
    /// The code that it answered for.
    pub code: Code,
    /// The rule's title.
    pub title: String,
    /// Whether the rule is a guideline's.
    pub of_guideline: bool,
    /// What came of it.
    pub result: TrialResult,
    /// What it says, where it spoke.
    pub message: Option<String>,
    /// Its argument.
    pub steps: Vec<StepRecord>,
}

/// One fact of an argument.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StepRecord {
    /// What the fact is.
    pub label: String,
    /// Its value.
    pub value: String,
    /// Where the letter says so.
    pub span: Option<Location>,
}

impl ExplainedLetter {
    /// The record of an audit; of one determination only, where `only` gives its place.
    #[must_use]
    pub fn new(audit: &Audit, only: Option<usize>) -> Self {
        let wanted = |verdict: &&Verdict| only.is_none_or(|only| verdict.determination == only);
        Self {
            path: audit.reading.document.name().to_owned(),
            date: audit.date,
            determinations: audit
                .verdicts
                .iter()
                .filter(wanted)
                .filter_map(|verdict| explained(audit, verdict))
                .collect(),
        }
    }
}

fn explained(audit: &Audit, verdict: &Verdict) -> Option<ExplainedDetermination> {
    let determination = audit
        .reading
        .letter
        .determinations
        .get(verdict.determination.checked_sub(1)?)?;
    Some(ExplainedDetermination {
        index: verdict.determination,
        item: determination.request.as_written.clone(),
        outcome: determination.outcome.map(|(outcome, _)| outcome),
        standing: verdict.standing,
        span: determination.span.map(|span| audit.reading.locate(span)),
        trials: verdict
            .tried
            .iter()
            .map(|trial| trial_record(audit, verdict.determination, trial))
            .collect(),
    })
}

fn trial_record(audit: &Audit, determination: usize, trial: &Trial) -> TrialRecord {
    let finding = audit.findings.iter().find(|finding| {
        finding.determination == Some(determination) && finding.code == trial.code && finding.rule.id == trial.rule
    });
    let step = |step: &Step| StepRecord {
        label: step.label.clone(),
        value: step.value.clone(),
        span: step.span.map(|span| audit.reading.locate(span)),
    };
    TrialRecord {
        pack: trial.pack.clone(),
        rule: trial.rule.clone(),
        code: trial.code,
        title: trial.title.clone(),
        of_guideline: trial.of_guideline,
        result: trial.result,
        message: finding.map(|finding| finding.message.clone()),
        steps: trial.steps.iter().map(step).collect(),
    }
}

/// Which rules a printed explanation shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Those that had something to say about the request.
    Applied,
    /// Those that did not concern it as well.
    Every,
}

/// Writes the explanation for a person, no line wider than `width` columns.
///
/// # Errors
///
/// The writer's own.
pub fn write_text(out: &mut impl Write, letter: &ExplainedLetter, detail: Detail, width: usize) -> fmt::Result {
    writeln!(out, "{}", letter.path)?;
    match letter.date {
        Some(date) => writeln!(out, "rules in force on {date}")?,
        None => writeln!(out, "the letter tells no date: every rule was tried")?,
    }
    for determination in &letter.determinations {
        writeln!(out)?;
        write_determination(out, determination, detail, width)?;
    }
    Ok(())
}

fn write_determination(
    out: &mut impl Write,
    determination: &ExplainedDetermination,
    detail: Detail,
    width: usize,
) -> fmt::Result {
    let outcome = determination.outcome.map_or("no outcome", outcome_word);
    let place = determination
        .span
        .map(|span| format!(" (line {})", span.line))
        .unwrap_or_default();
    let heading = format!("{}. {}: {outcome}{place}", determination.index, determination.item);
    write_wrapped(out, &heading, "", "   ", width)?;
    writeln!(out, "   {}", standing_words(determination.standing))?;
    let shown = determination
        .trials
        .iter()
        .filter(|trial| detail == Detail::Every || trial.result != TrialResult::NotApplicable);
    for trial in shown {
        let result = result_words(trial.result);
        let line = format!(
            "{result}: {} [{}, rule {} of pack {}]",
            trial.title,
            trial.code.id(),
            trial.rule,
            trial.pack
        );
        write_wrapped(out, &line, "   - ", "     ", width)?;
        if let Some(message) = &trial.message {
            write_wrapped(out, message, "     ", "     ", width)?;
        }
        for step in &trial.steps {
            let place = step
                .span
                .map(|span| format!(" (line {})", span.line))
                .unwrap_or_default();
            let line = format!("{}: {}{place}", step.label, step.value);
            write_wrapped(out, &line, "       ", "         ", width)?;
        }
    }
    Ok(())
}

fn write_wrapped(out: &mut impl Write, text: &str, first: &str, rest: &str, width: usize) -> fmt::Result {
    let options = textwrap::Options::new(width.max(40))
        .initial_indent(first)
        .subsequent_indent(rest);
    for line in textwrap::wrap(text, options) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Upheld => "Upheld",
        Outcome::Overturned => "Overturned",
        Outcome::Modified => "Modified",
    }
}

fn standing_words(standing: Standing) -> &'static str {
    match standing {
        Standing::Consistent => "consistent: a guideline rule was applied and held",
        Standing::Inconsistent => "inconsistent: the letter disagrees with a rule or with itself",
        Standing::NotCheckable => "not checkable: no guideline rule could be applied",
    }
}

fn result_words(result: TrialResult) -> &'static str {
    match result {
        TrialResult::Held => "held",
        TrialResult::Spoke(_) => "DISAGREES",
        TrialResult::Excused => "excused",
        TrialResult::CannotTell => "cannot tell",
        TrialResult::NotApplicable => "does not apply",
    }
}
