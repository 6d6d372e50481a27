//! One letter of a batch as a row: what reports, counts and a later `--resume` need of it, and nothing that grows with
//! the letter's length.

use std::ops::Range;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::recycled::Fingerprint;
use crate::check::{Code, Severity, Standing, TrialResult, Verdict};
use crate::engine::{Audit, Engine, Reading};
use crate::evidence::{Role, Section, Stance};
use crate::letter::{Determination, Found, Layout, Outcome, Sex};
use crate::pack::{Id, Pack};
use crate::report::record::{FindingRecord, LetterLine, LetterStatus};
use crate::report::{Fate, LetterReport};
use crate::request::Request;
use crate::source::{Input, Location};
use crate::text::Span;

/// A letter of a batch: a line of results.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AuditedLetter {
    /// The letter.
    pub letter: LetterLine,
    /// Its findings, by place, then code.
    pub findings: Vec<FindingRecord>,
    /// The words around each finding's excerpt, in the order of the findings.
    pub contexts: Vec<Context>,
    /// Its layout.
    pub layout: Option<Layout>,
    /// When it was decided.
    pub decision_date: Option<Date>,
    /// When the patient was injured.
    pub injury_date: Option<Date>,
    /// The patient's age.
    pub age: Option<u32>,
    /// The patient's sex.
    pub sex: Option<Sex>,
    /// The reviewer's specialties, as written.
    pub specialties: Vec<String>,
    /// What it decides.
    pub determinations: Vec<AuditedDetermination>,
    /// Findings that somebody has accepted, and that are left out.
    #[serde(default)]
    pub accepted: usize,
    /// The program and the packs that checked it; a later run takes over the rows of its own kind only.
    pub checked_by: String,
}

/// A finding's excerpt with the words around it, white space folded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// The words before.
    pub before: String,
    /// The telling words.
    pub words: String,
    /// The words after.
    pub after: String,
}

/// One decided item of a letter.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AuditedDetermination {
    /// Its place in the letter, from 1.
    pub index: usize,
    /// The heading as written.
    pub item: String,
    /// The treatments' ids.
    pub treatments: Vec<Id>,
    /// Their classes, each once; a treatment without a class stands for itself.
    pub classes: Vec<Id>,
    /// The amount requested.
    pub count: Option<f64>,
    /// What the amount counts.
    pub unit: Option<Id>,
    /// The strength, as written.
    pub strength: Option<String>,
    /// What was decided.
    pub outcome: Option<Outcome>,
    /// What the rationale concludes.
    pub conclusion: Option<Stance>,
    /// Whether it agrees with the rules and with itself.
    pub standing: Standing,
    /// The rules of a guideline that were applied, whether they spoke or not.
    pub rules_applied: Vec<Id>,
    /// Whether the packs have a rule for the treatment at all, whatever the outcome.
    pub rule_exists: bool,
    /// Where it stands.
    pub span: Location,
    /// Where its rationale stands.
    pub rationale: Option<Location>,
    /// How its rationale begins.
    pub rationale_opening: Option<String>,
    /// What tells a recycled rationale.
    pub fingerprint: Option<Fingerprint>,
}

/// How many characters of context a finding keeps on each side.
const CONTEXT: usize = 180;

impl AuditedLetter {
    /// Reads and checks an input; one that cannot be read gives a row with a finding that says why. `choose` gives each
    /// finding, with the treatments that it concerns, the severity that it is to have, and says what becomes of it.
    #[must_use]
    pub fn of_input(
        input: Input,
        engine: &Engine,
        checked_by: &str,
        choose: impl FnMut(&mut FindingRecord, &[Id]) -> Fate,
    ) -> Self {
        match input.outcome {
            Ok(document) => Self::of_audit(engine.audit(document), engine.pack(), checked_by, choose),
            Err(_) => Self::of_nothing(checked_by).with(LetterReport::of_input(input, engine), choose),
        }
    }

    /// The row of a letter that was read and checked.
    #[must_use]
    pub fn of_audit(
        audit: Audit,
        pack: &Pack,
        checked_by: &str,
        choose: impl FnMut(&mut FindingRecord, &[Id]) -> Fate,
    ) -> Self {
        let letter = &audit.reading.letter;
        let injury_date = letter
            .patient
            .injury_date
            .as_ref()
            .or(letter.header.injury_date.as_ref());
        let row = Self {
            layout: letter.layout,
            decision_date: value(letter.header.decision_date.as_ref()),
            injury_date: value(injury_date),
            age: value(letter.patient.age.as_ref()),
            sex: value(letter.patient.sex.as_ref()),
            specialties: letter
                .reviewer
                .specialties
                .iter()
                .map(|(name, _)| name.clone())
                .collect(),
            determinations: letter
                .determinations
                .iter()
                .map(|determination| row_of(&audit, determination, pack))
                .collect(),
            ..Self::of_nothing(checked_by)
        };
        let verdicts = audit.verdicts.clone();
        row.with(LetterReport::of_audit(audit), choose)
            .with_standings(&verdicts)
    }

    fn of_nothing(checked_by: &str) -> Self {
        Self {
            letter: LetterLine {
                path: String::new(),
                case_number: None,
                status: LetterStatus::Unreadable,
                determinations: 0,
            },
            findings: Vec::new(),
            contexts: Vec::new(),
            layout: None,
            decision_date: None,
            injury_date: None,
            age: None,
            sex: None,
            specialties: Vec::new(),
            determinations: Vec::new(),
            accepted: 0,
            checked_by: checked_by.to_owned(),
        }
    }

    /// The row with those records of its report that are chosen.
    fn with(self, mut report: LetterReport, mut choose: impl FnMut(&mut FindingRecord, &[Id]) -> Fate) -> Self {
        let mut accepted = 0;
        report.findings.retain_mut(|finding| {
            let fate = choose(&mut finding.record, &finding.treatments);
            accepted += usize::from(fate == Fate::Accepted);
            fate == Fate::Reported
        });
        let text = report.document.as_ref().map_or("", |document| document.text());
        let contexts = report
            .findings
            .iter()
            .map(|finding| context(text, &finding.primary))
            .collect();
        Self {
            letter: report.letter,
            contexts,
            findings: report.findings.into_iter().map(|finding| finding.record).collect(),
            accepted,
            ..self
        }
    }

    /// The row with each determination's standing by the findings that were chosen, with the severity that they have now.
    fn with_standings(mut self, verdicts: &[Verdict]) -> Self {
        for verdict in verdicts {
            let mut findings = self.findings.iter();
            let disagrees = findings.any(|finding| {
                finding.determination == Some(verdict.determination) && finding.severity > Severity::Advice
            });
            let mut determinations = self.determinations.iter_mut();
            if let Some(determination) = determinations.find(|row| row.index == verdict.determination) {
                determination.standing = verdict.standing_where(disagrees);
            }
        }
        self
    }

    /// The row without the findings that a batch added to it: another batch finds its own.
    #[must_use]
    pub fn without_batch_findings(mut self) -> Self {
        let mut own = self
            .findings
            .iter()
            .map(|finding| finding.code != Code::RAT004)
            .collect::<Vec<_>>()
            .into_iter();
        self.contexts.retain(|_| own.next().unwrap_or(true));
        self.findings.retain(|finding| finding.code != Code::RAT004);
        self
    }
}

fn value<T: Copy>(found: Option<&Found<T>>) -> Option<T> {
    found.map(|&(value, _)| value)
}

fn row_of(audit: &Audit, determination: &Determination, pack: &Pack) -> AuditedDetermination {
    let reading = &audit.reading;
    let request = &determination.request;
    let verdict = audit
        .verdicts
        .iter()
        .find(|verdict| verdict.determination == determination.index);
    let mut classes: Vec<Id> = Vec::new();
    for treatment in &request.treatments {
        let class = treatment.class.as_ref().unwrap_or(&treatment.id);
        if !classes.contains(class) {
            classes.push(class.clone());
        }
    }
    let conclusions = reading.evidence.conclusions.get(determination.index.saturating_sub(1));
    AuditedDetermination {
        index: determination.index,
        item: request.as_written.clone(),
        treatments: request
            .treatments
            .iter()
            .map(|treatment| treatment.id.clone())
            .collect(),
        classes,
        count: request.quantity.count,
        unit: request.quantity.unit.clone(),
        strength: request.quantity.strength.as_ref().map(|(strength, _)| strength.clone()),
        outcome: value(determination.outcome.as_ref()),
        conclusion: conclusions.and_then(|conclusions| conclusions.stance()),
        standing: verdict.map_or(Standing::NotCheckable, |verdict| verdict.standing),
        rules_applied: verdict.map(rules_applied).unwrap_or_default(),
        rule_exists: has_rule(pack, request),
        span: reading.locate(determination.span.or(request.span).unwrap_or(Span::new(0, 0))),
        rationale: determination.rationale.map(|span| reading.locate(span)),
        rationale_opening: determination
            .rationale
            .map(|span| first_words(reading.flow.slice(span))),
        fingerprint: fingerprint(reading, determination),
    }
}

fn rules_applied(verdict: &Verdict) -> Vec<Id> {
    let mut rules: Vec<Id> = Vec::new();
    for trial in &verdict.tried {
        let applied = matches!(trial.result, TrialResult::Held | TrialResult::Spoke(_));
        if trial.of_guideline && applied && !rules.contains(&trial.rule) {
            rules.push(trial.rule.clone());
        }
    }
    rules
}

/// Whether the packs have a rule of a guideline for one of the request's treatments.
fn has_rule(pack: &Pack, request: &Request) -> bool {
    pack.rules().iter().any(|rule| {
        let names_treatments = !(rule.scope.treatments.is_empty() && rule.scope.classes.is_empty());
        names_treatments && rule.scope.treatment_of(request).is_some()
    })
}

/// The fingerprint of a rationale, and of its sentences on this patient.
fn fingerprint(reading: &Reading, determination: &Determination) -> Option<Fingerprint> {
    let whole = reading.flow.slice(determination.rationale?);
    let facts = reading
        .evidence
        .of(Section::Rationale(determination.index.checked_sub(1)?))
        .filter(|sentence| sentence.role == Role::PatientFact)
        .map(|sentence| reading.flow.slice(sentence.span));
    Fingerprint::new(whole, facts)
}

/// The telling words with their surroundings, as the letter has them.
fn context(text: &str, words: &Range<usize>) -> Context {
    // White space is folded: some letters have a blank line after every line.
    let start = text.floor_char_boundary(words.start.saturating_sub(4 * CONTEXT));
    let end = text.ceil_char_boundary((words.end + 4 * CONTEXT).min(text.len()));
    let part = |range: Range<usize>| text.get(range).unwrap_or_default();
    Context {
        before: last_words(&folded(part(start..words.start))),
        words: folded(part(words.clone())).trim().to_owned(),
        after: first_words(&folded(part(words.end..end))),
    }
}

/// Every run of white space as one space.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        let is_space = character.is_whitespace();
        if !is_space {
            out.push(character);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// The end of `text`, from a word's beginning, with an ellipsis where it was cut.
fn last_words(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().rev().nth(CONTEXT) else {
        return text.to_owned();
    };
    let tail = &text[cut..];
    format!("… {}", tail.split_once(' ').map_or(tail, |(_, words)| words))
}

/// The beginning of `text`, up to a word's end, with an ellipsis where it was cut.
fn first_words(text: &str) -> String {
    let Some((cut, _)) = text.char_indices().nth(CONTEXT) else {
        return text.to_owned();
    };
    let head = &text[..cut];
    format!("{} …", head.rsplit_once(' ').map_or(head, |(words, _)| words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_is_cut_between_words() {
        let text = "word ".repeat(100);
        let before = last_words(&text);
        assert!(before.starts_with("… word "));
        assert!(before.chars().count() <= CONTEXT + 2);
        let after = first_words(&text);
        assert!(after.ends_with("word …"));
        assert_eq!(first_words("short"), "short");
        assert_eq!(last_words("short"), "short");
    }
}
