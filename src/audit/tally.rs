//! Counts a batch: a [`Tally`] takes one row after the other and forgets it, and comes to a [`Summary`]. Which letters are
//! worst and which rationales are recycled is known at the end only, so their names are filled in last.

use std::collections::BTreeMap;

use super::summary::{
    CodeCount, Coverage, GroupCount, Outcomes, RecycledGroup, RuleCount, Summary, WithoutRule, WorstLetter,
};
use super::{AuditedDetermination, AuditedLetter};
use crate::check::{Code, Severity, Standing};
use crate::letter::Outcome;
use crate::pack::{Id, Rule};
use crate::report::record::{FindingRecord, LetterStatus};

/// The name under which determinations stand whose treatment, or whose reviewer's specialty, is not known.
const UNKNOWN: &str = "(not recognised)";

/// Counts of the rows so far.
#[derive(Debug, Default)]
pub struct Tally {
    unreadable: usize,
    accepted: usize,
    determinations: usize,
    outcomes: Outcomes,
    codes: BTreeMap<Code, (Severity, usize, usize)>,
    classes: BTreeMap<String, Group>,
    specialties: BTreeMap<String, Group>,
    coverage: Coverage,
    without_rule: BTreeMap<Id, usize>,
    letters: Vec<Severities>,
    rules_applied: BTreeMap<Id, usize>,
    rules_spoke: BTreeMap<(Id, Id), usize>,
}

#[derive(Debug, Default, Clone, Copy)]
struct Group {
    outcomes: Outcomes,
    inconsistent: usize,
}

/// Errors, warnings and advice of one letter.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Severities {
    errors: u32,
    warnings: u32,
    advice: u32,
}

impl Severities {
    fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Advice => self.advice += 1,
        }
    }
}

impl Outcomes {
    fn count(&mut self, outcome: Option<Outcome>) {
        match outcome {
            Some(Outcome::Upheld) => self.upheld += 1,
            Some(Outcome::Overturned) => self.overturned += 1,
            Some(Outcome::Modified) => self.modified += 1,
            None => self.unknown += 1,
        }
    }
}

impl Tally {
    /// Takes in the next row.
    pub fn add(&mut self, row: &AuditedLetter) {
        self.letters.push(Severities::default());
        if row.letter.status == LetterStatus::Unreadable {
            self.unreadable += 1;
        }
        self.accepted += row.accepted;
        let at = self.letters.len() - 1;
        let mut known = Vec::with_capacity(row.findings.len());
        for finding in &row.findings {
            self.add_finding(at, &known, finding);
            known.push(finding);
        }
        for determination in &row.determinations {
            self.add_determination(determination, &row.specialties);
        }
    }

    /// Takes in that somebody has accepted a finding.
    pub fn add_accepted(&mut self) {
        self.accepted += 1;
    }

    /// Takes in a finding of the letter at place `at`, which was known to have those before it.
    pub fn add_finding(&mut self, at: usize, known: &[&FindingRecord], finding: &FindingRecord) {
        let is_first = !known.iter().any(|earlier| earlier.code == finding.code);
        let count = self.codes.entry(finding.code).or_insert((finding.severity, 0, 0));
        count.0 = count.0.max(finding.severity);
        count.1 += 1;
        count.2 += usize::from(is_first);
        let rule = (finding.rule.pack.clone(), finding.rule.id.clone());
        *self.rules_spoke.entry(rule).or_default() += 1;
        if let Some(letter) = self.letters.get_mut(at) {
            letter.count(finding.severity);
        }
    }

    fn add_determination(&mut self, determination: &AuditedDetermination, specialties: &[String]) {
        self.determinations += 1;
        self.outcomes.count(determination.outcome);
        match determination.standing {
            Standing::Consistent => self.coverage.consistent += 1,
            Standing::Inconsistent => self.coverage.inconsistent += 1,
            Standing::NotCheckable => self.coverage.not_checkable += 1,
        }
        if determination.treatments.is_empty() {
            self.coverage.treatment_unknown += 1;
        } else if !determination.rule_exists {
            for treatment in &determination.treatments {
                *self.without_rule.entry(treatment.clone()).or_default() += 1;
            }
        }
        for rule in &determination.rules_applied {
            *self.rules_applied.entry(rule.clone()).or_default() += 1;
        }
        let classes = determination.classes.iter().map(Id::as_str);
        count_in_groups(&mut self.classes, classes, determination);
        count_in_groups(
            &mut self.specialties,
            specialties.iter().map(|name| name.trim()),
            determination,
        );
    }

    /// How many errors, warnings and advice there are.
    fn severities(&self) -> (usize, usize, usize) {
        let sum = |of: fn(&Severities) -> u32| self.letters.iter().map(|letter| of(letter) as usize).sum();
        (
            sum(|letter| letter.errors),
            sum(|letter| letter.warnings),
            sum(|letter| letter.advice),
        )
    }

    /// The places of the letters with the most serious findings, the worst first, and their counts; letters without
    /// errors and warnings are none of them.
    fn worst(&self, most: usize) -> Vec<(usize, Severities)> {
        let mut worst: Vec<(usize, Severities)> = self
            .letters
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, counts)| counts.errors + counts.warnings > 0)
            .collect();
        worst.sort_by_key(|&(at, counts)| (std::cmp::Reverse(counts), at));
        worst.truncate(most);
        worst
    }

    /// The counts as reports show them. `path` names the letter at a place.
    ///
    /// # Errors
    ///
    /// Those of `path`.
    pub fn finish<E>(
        self,
        complete: bool,
        recycled: Vec<RecycledGroup>,
        rules: &[Rule],
        path: impl Fn(usize) -> Result<String, E>,
    ) -> Result<Summary, E> {
        let (errors, warnings, advice) = self.severities();
        let worst = self
            .worst(MOST_WORST)
            .into_iter()
            .map(|(at, counts)| {
                Ok(WorstLetter {
                    path: path(at)?,
                    errors: counts.errors,
                    warnings: counts.warnings,
                    advice: counts.advice,
                })
            })
            .collect::<Result<_, E>>()?;
        let rules = rules.iter().map(|rule| self.rule_count(rule)).collect();
        let mut without_rule: Vec<WithoutRule> = self
            .without_rule
            .into_iter()
            .map(|(treatment, determinations)| WithoutRule {
                treatment,
                determinations,
            })
            .collect();
        without_rule.sort_by_key(|row| std::cmp::Reverse(row.determinations));
        Ok(Summary {
            complete,
            letters: self.letters.len(),
            unreadable: self.unreadable,
            determinations: self.determinations,
            errors,
            warnings,
            advice,
            accepted: self.accepted,
            outcomes: self.outcomes,
            codes: self
                .codes
                .into_iter()
                .map(|(code, (severity, findings, letters))| CodeCount {
                    code,
                    name: code.name(),
                    severity,
                    findings,
                    letters,
                })
                .collect(),
            classes: group_counts(self.classes),
            specialties: group_counts(self.specialties),
            worst,
            coverage: Coverage {
                without_rule,
                ..self.coverage
            },
            recycled,
            rules,
        })
    }

    fn rule_count(&self, rule: &Rule) -> RuleCount {
        let origin = &rule.origin;
        let source = rule.source.as_ref();
        let spoke = (origin.pack.clone(), origin.id.clone());
        RuleCount {
            pack: origin.pack.clone(),
            id: origin.id.clone(),
            title: rule.title.clone(),
            codes: rule.reports.iter().map(|report| report.code).collect(),
            guideline: source.map(|source| source.guideline.clone()),
            topic: source.and_then(|source| source.topic.clone()),
            pages: source.map(|source| source.pages.clone()).unwrap_or_default(),
            file: origin.file.clone(),
            line: origin.line,
            applied: self.rules_applied.get(&origin.id).copied().unwrap_or(0),
            findings: self.rules_spoke.get(&spoke).copied().unwrap_or(0),
        }
    }
}

/// How many letters the list of the worst names.
const MOST_WORST: usize = 20;

fn count_in_groups<'a>(
    groups: &mut BTreeMap<String, Group>,
    names: impl Iterator<Item = &'a str>,
    determination: &AuditedDetermination,
) {
    let mut names = names.peekable();
    let unknown = names.peek().is_none().then_some(UNKNOWN);
    for name in names.chain(unknown) {
        if !groups.contains_key(name) {
            groups.insert(name.to_owned(), Group::default());
        }
        if let Some(group) = groups.get_mut(name) {
            group.outcomes.count(determination.outcome);
            group.inconsistent += usize::from(determination.standing == Standing::Inconsistent);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of determinations are far below 2^52")]
fn group_counts(groups: BTreeMap<String, Group>) -> Vec<GroupCount> {
    let mut counts: Vec<GroupCount> = groups
        .into_iter()
        .map(|(name, group)| {
            let requested = group.outcomes.total();
            GroupCount {
                name,
                requested,
                outcomes: group.outcomes,
                inconsistent: group.inconsistent,
                share_inconsistent: group.inconsistent as f64 / requested.max(1) as f64,
            }
        })
        .collect();
    counts.sort_by_key(|count| std::cmp::Reverse(count.requested));
    counts
}
