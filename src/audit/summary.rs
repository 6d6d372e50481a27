//! The counts of a batch: a [`Tally`] takes one row after the other and forgets it; [`Summary`] is what reports show.
//! Which letters are worst and which rationales are recycled is known at the end only, so their names are filled in last.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{AuditedDetermination, AuditedLetter};
use crate::check::{Code, Severity, Standing};
use crate::letter::Outcome;
use crate::pack::{Id, Rule};
use crate::report::record::{FindingRecord, LetterStatus};

/// What a batch comes to.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// Whether every letter was read; no after an interruption.
    pub complete: bool,
    /// Letters.
    pub letters: usize,
    /// Letters of which nothing could be read.
    pub unreadable: usize,
    /// Decided items.
    pub determinations: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are advice.
    pub advice: usize,
    /// What was decided.
    pub outcomes: Outcomes,
    /// Findings by code, in the order of the catalogue.
    pub codes: Vec<CodeCount>,
    /// Determinations by class of treatment, the most frequent first.
    pub classes: Vec<GroupCount>,
    /// Determinations by the reviewer's specialty, the most frequent first.
    pub specialties: Vec<GroupCount>,
    /// The letters with the most serious findings, the worst first.
    pub worst: Vec<WorstLetter>,
    /// What the rules could say.
    pub coverage: Coverage,
    /// Rationales used again for other patients.
    pub recycled: Vec<RecycledGroup>,
    /// The rules of the packs.
    pub rules: Vec<RuleCount>,
}

/// Determinations by outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Outcomes {
    /// The denial stands.
    pub upheld: usize,
    /// The denial is reversed.
    pub overturned: usize,
    /// Necessary in part.
    pub modified: usize,
    /// No outcome could be read.
    pub unknown: usize,
}

/// How often a code was reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeCount {
    /// The code.
    pub code: Code,
    /// Its name.
    pub name: &'static str,
    /// Its gravest severity in this batch.
    pub severity: Severity,
    /// Findings.
    pub findings: usize,
    /// Letters with at least one.
    pub letters: usize,
}

/// Determinations of one class of treatment, or of one specialty.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupCount {
    /// The class's id, or the specialty as written.
    pub name: String,
    /// Determinations.
    pub requested: usize,
    /// What was decided.
    #[serde(flatten)]
    pub outcomes: Outcomes,
    /// Determinations that disagree with the rules or with themselves.
    pub inconsistent: usize,
    /// Their share, from 0 to 1.
    pub share_inconsistent: f64,
}

/// A letter with serious findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorstLetter {
    /// The letter.
    pub path: String,
    /// Its errors.
    pub errors: u32,
    /// Its warnings.
    pub warnings: u32,
    /// Its advice.
    pub advice: u32,
}

/// What the rules could say of the determinations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Determinations that agree with the rules.
    pub consistent: usize,
    /// Determinations that disagree.
    pub inconsistent: usize,
    /// Determinations to which no rule of a guideline could be applied.
    pub not_checkable: usize,
    /// Determinations whose treatment the lexicon does not know.
    pub treatment_unknown: usize,
    /// Treatments for which no rule exists, the most frequent first.
    pub without_rule: Vec<WithoutRule>,
}

/// A treatment for which no rule exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WithoutRule {
    /// The treatment's id.
    pub treatment: Id,
    /// Determinations about it.
    pub determinations: usize,
}

/// A rule of the packs, and what it did in this batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleCount {
    /// Its pack.
    pub pack: Id,
    /// Its id.
    pub id: Id,
    /// What it demands.
    pub title: String,
    /// The codes that it reports.
    pub codes: Vec<Code>,
    /// The guideline that it comes from.
    pub guideline: Option<Id>,
    /// The guideline's topic.
    pub topic: Option<Id>,
    /// The guideline's pages, first and last.
    pub pages: Vec<(u32, u32)>,
    /// Where it is written.
    pub file: String,
    /// The line there.
    pub line: usize,
    /// Determinations to which it was applied; counted for rules of a guideline only.
    pub applied: usize,
    /// Findings that it made.
    pub findings: usize,
}

/// The same rationale in letters of different patients.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecycledGroup {
    /// Where it stands; of a large group the first few.
    pub members: Vec<RecycledMember>,
    /// How often it stands in all.
    pub size: usize,
}

/// One place of a recycled rationale.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecycledMember {
    /// The letter.
    pub path: String,
    /// The determination, from 1.
    pub determination: usize,
    /// Its heading.
    pub item: String,
    /// How much of it stands in the first letter of another patient, from 0 to 1.
    pub share: f64,
}

/// The name under which determinations stand whose treatment, or whose reviewer's specialty, is not known.
pub const UNKNOWN: &str = "(not recognised)";

/// Counts of the rows so far.
#[derive(Debug, Default)]
pub struct Tally {
    unreadable: usize,
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

    /// All of them.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.upheld + self.overturned + self.modified + self.unknown
    }
}

impl Tally {
    /// Takes in the next row.
    pub fn add(&mut self, row: &AuditedLetter) {
        self.letters.push(Severities::default());
        if row.letter.status == LetterStatus::Unreadable {
            self.unreadable += 1;
        }
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
