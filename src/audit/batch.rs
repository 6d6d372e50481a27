//! A batch that is done: the rows with what only the whole batch could show added to them, and the counts.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io;

use super::recycled::{self, Member};
use super::runner::Rows;
use super::summary::{RecycledGroup, RecycledMember};
use super::{AuditedDetermination, AuditedLetter, Context, Spool, Summary};
use crate::check::Code;
use crate::pack::{Id, Pack, Report, Rule, RuleKind};
use crate::report::record::{FindingRecord, RuleRecord};
use crate::report::{Fate, Notice, RunRecord};

/// A batch, for the reports.
#[derive(Debug)]
pub struct Batch {
    /// The program and its packs.
    pub run: RunRecord,
    /// The counts.
    pub summary: Summary,
    /// What the user should know of the run itself.
    pub notices: Vec<Notice>,
    spool: Spool,
    recycled: BTreeMap<usize, Vec<(FindingRecord, Context)>>,
}

/// How many places of one recycled rationale the summary names.
const MOST_MEMBERS: usize = 20;

impl Batch {
    /// Looks for recycled rationales and draws up the counts. `choose` gives each finding on one, with the treatments that
    /// it concerns, the severity that it is to have, and says what becomes of it.
    ///
    /// # Errors
    ///
    /// The rows cannot be read back, or `choose` fails.
    pub fn finish(
        rows: Rows,
        run: RunRecord,
        pack: &Pack,
        mut choose: impl FnMut(&mut FindingRecord, &[Id]) -> io::Result<Fate>,
    ) -> io::Result<Self> {
        let Rows {
            spool,
            mut tally,
            signed,
            complete,
        } = rows;
        let rule = pack
            .rules()
            .iter()
            .find_map(|rule| Some((rule, rule.report(Code::RAT004)?)));
        let groups = match rule {
            Some((rule, _)) => recycled::groups(&signed, settings(rule)),
            None => Vec::new(),
        };
        drop(signed);
        let mut added: BTreeMap<usize, Vec<(FindingRecord, Context)>> = BTreeMap::new();
        let mut summaries = Vec::new();
        for (group, (rule, report)) in groups.iter().zip(rule.into_iter().cycle()) {
            let mut told = RecycledGroup {
                members: Vec::new(),
                size: 0,
            };
            // Most members of a group name the same other letter.
            let mut names: BTreeMap<u32, String> = BTreeMap::new();
            for member in &group.members {
                let at = member.letter as usize;
                let row = spool.letter(at)?;
                let Some(determination) = find(&row, *member) else {
                    continue;
                };
                let other = match names.entry(member.other) {
                    Entry::Occupied(name) => name.into_mut(),
                    Entry::Vacant(name) => name.insert(spool.letter(member.other as usize)?.letter.path),
                };
                let mut finding = finding(&row, determination, rule, report, other, member.share);
                let concerned: Vec<Id> = determination
                    .treatments
                    .iter()
                    .chain(&determination.classes)
                    .cloned()
                    .collect();
                match choose(&mut finding, &concerned)? {
                    Fate::Reported => {}
                    Fate::NotChosen => continue,
                    Fate::Accepted => {
                        tally.add_accepted();
                        continue;
                    }
                }
                told.size += 1;
                if told.members.len() < MOST_MEMBERS {
                    told.members.push(RecycledMember {
                        path: row.letter.path.clone(),
                        determination: determination.index,
                        item: determination.item.clone(),
                        share: member.share,
                    });
                }
                let known = added.entry(at).or_default();
                let before: Vec<&FindingRecord> = row
                    .findings
                    .iter()
                    .chain(known.iter().map(|(finding, _)| finding))
                    .collect();
                tally.add_finding(at, &before, &finding);
                let context = Context {
                    words: determination.rationale_opening.clone().unwrap_or_default(),
                    ..Context::default()
                };
                known.push((finding, context));
            }
            if told.size > 0 {
                summaries.push(told);
            }
        }
        let summary = tally.finish(complete, summaries, pack.rules(), |at| {
            spool.letter(at).map(|row| row.letter.path)
        })?;
        Ok(Self {
            run,
            summary,
            notices: Vec::new(),
            spool,
            recycled: added,
        })
    }

    /// The letters, in the order of the input, each with all of its findings.
    ///
    /// # Errors
    ///
    /// The rows cannot be read back.
    pub fn letters(&self) -> io::Result<impl Iterator<Item = io::Result<AuditedLetter>>> {
        Ok(self.spool.letters()?.enumerate().map(|(at, row)| {
            let mut row = row?;
            for (finding, context) in self.recycled.get(&at).into_iter().flatten() {
                let place = row.findings.partition_point(|earlier| {
                    (earlier.span.start, earlier.code) <= (finding.span.start, finding.code)
                });
                row.findings.insert(place, finding.clone());
                row.contexts.insert(place.min(row.contexts.len()), context.clone());
            }
            Ok(row)
        }))
    }
}

/// When a rationale counts as recycled, where the rule does not say: nine tenths, as for copies within a letter.
fn settings(rule: &Rule) -> recycled::Settings {
    let RuleKind::Letter { settings } = &rule.kind else {
        return recycled::Settings::default();
    };
    let defaults = recycled::Settings::default();
    recycled::Settings {
        least_share: settings.get("share").copied().unwrap_or(defaults.least_share),
        least_fact_words: settings
            .get("patient-words")
            .map_or(defaults.least_fact_words, |words| whole(*words)),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from f64 saturates, and beyond its range every number of words is as good as another"
)]
const fn whole(words: f64) -> u16 {
    words as u16
}

fn find(row: &AuditedLetter, member: Member) -> Option<&AuditedDetermination> {
    row.determinations
        .iter()
        .find(|determination| determination.index == usize::from(member.determination))
}

/// The finding on a recycled rationale, in the words of its rule.
fn finding(
    row: &AuditedLetter,
    determination: &AuditedDetermination,
    rule: &Rule,
    report: &Report,
    other: &str,
    share: f64,
) -> FindingRecord {
    let value = |name: &str| match name {
        "item" => Some(determination.item.clone()),
        "treatment" => determination.treatments.first().map(Id::to_string),
        "outcome" => determination.outcome.map(|outcome| outcome.word().to_owned()),
        "title" => Some(rule.title.clone()),
        "other" => Some(other.to_owned()),
        "share" => Some(format!("{:.0}%", share * 100.0)),
        _ => None,
    };
    FindingRecord {
        code: report.code,
        name: report.code.name().to_owned(),
        severity: report.severity,
        path: row.letter.path.clone(),
        determination: Some(determination.index),
        item: Some(determination.item.clone()),
        message: report.message.render(value),
        help: report.help.render(value),
        source: None,
        span: determination.rationale.unwrap_or(determination.span),
        excerpt: determination.rationale_opening.clone().unwrap_or_default(),
        related: Vec::new(),
        rule: RuleRecord {
            pack: rule.origin.pack.clone(),
            id: rule.origin.id.clone(),
            file: rule.origin.file.clone(),
            line: rule.origin.line,
        },
        suggestion: None,
    }
}
