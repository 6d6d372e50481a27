//! Runs every rule in force over a letter: which check answers for which code, which rules concern which request, and how
//! a draft becomes a finding in the rule's words.

use std::collections::BTreeSet;

use crate::letter::Determination;
use crate::pack::{Id, Report, Rule, RuleKind};
use crate::request::TreatmentMention;

use super::case::{Case, Draft, Outline, Ruling};
use super::documented::diagnosed;
use super::facts::DateConcepts;
use super::verdict::{Standing, Trial, TrialResult, Verdict};
use super::{Code, Finding, Severity};
use super::{
    citations, coverage, facts, letter, limits, misquoted, outcome, quantities, rationale, requirements, wording,
};

/// Findings and verdicts of one letter.
#[derive(Debug, Default)]
pub struct Judgement {
    /// What was found, by place, then code.
    pub findings: Vec<Finding>,
    /// A verdict for each determination, in their order.
    pub verdicts: Vec<Verdict>,
}

/// Holds a letter against the rules in force on its date.
#[must_use]
pub fn judge(case: &Case<'_>) -> Judgement {
    let mut findings = Vec::new();
    let rules: Vec<&Rule> = case.pack.rules_in_force(case.date).collect();
    if let Some(draft) = letter::unreadable_letter(case) {
        // Nothing else can be said of a text that is no letter.
        for (rule, report) in reporting(&rules, Code::LET002) {
            findings.push(finding(case, rule, report, None, &draft));
        }
        return Judgement {
            findings,
            verdicts: Vec::new(),
        };
    }
    for rule in &rules {
        for report in &rule.reports {
            for (determination, draft) in of_letter(case, report.code) {
                findings.push(finding(case, rule, report, determination, &draft));
            }
        }
    }
    let mut verdicts = Vec::new();
    for determination in &case.reading.letter.determinations {
        let tried = try_rules(case, &rules, determination, &mut findings);
        verdicts.push(Verdict {
            determination: determination.index,
            standing: Standing::NotCheckable,
            tried,
        });
    }
    settle(&mut findings);
    for verdict in &mut verdicts {
        verdict.standing = standing(verdict, &findings);
    }
    Judgement { findings, verdicts }
}

fn reporting<'a>(rules: &'a [&'a Rule], code: Code) -> impl Iterator<Item = (&'a Rule, &'a Report)> {
    rules.iter().filter_map(move |rule| Some((*rule, rule.report(code)?)))
}

/// The checks that look at the letter as a whole.
fn of_letter(case: &Case<'_>, code: Code) -> Vec<(Option<usize>, Draft)> {
    match code {
        Code::LET001 => letter::section_missing(case),
        Code::FAC001 => facts::impossible_date(case, DateConcepts::of(case.pack)),
        Code::COV001 => coverage::disputed_item_undecided(case)
            .into_iter()
            .map(|draft| (None, draft))
            .collect(),
        _ => Vec::new(),
    }
}

fn try_rules(
    case: &Case<'_>,
    rules: &[&Rule],
    determination: &Determination,
    findings: &mut Vec<Finding>,
) -> Vec<Trial> {
    let mut tried = Vec::new();
    for rule in rules {
        let Some(treatment) = concerns(case, rule, determination) else {
            continue;
        };
        for report in &rule.reports {
            let Some(ruling) = of_determination(case, rules, rule, report.code, determination, treatment) else {
                continue;
            };
            let result = match ruling.result {
                Outline::Silent(result) => result,
                Outline::Found(draft) => {
                    findings.push(finding(case, rule, report, Some(determination.index), &draft));
                    TrialResult::Spoke(report.code)
                }
            };
            tried.push(Trial {
                pack: rule.origin.pack.clone(),
                rule: rule.origin.id.clone(),
                code: report.code,
                title: rule.title.clone(),
                of_guideline: !matches!(rule.kind, RuleKind::Letter { .. }),
                result,
                steps: ruling.steps,
            });
        }
    }
    tried
}

/// Whether the rule is about this request: by its treatments, regions, phases and conditions. Gives the treatment; for a
/// rule about every request, the first one named, if any.
fn concerns<'a>(
    case: &Case<'_>,
    rule: &Rule,
    determination: &'a Determination,
) -> Option<Option<&'a TreatmentMention>> {
    let scope = &rule.scope;
    let request = &determination.request;
    let about_all = scope.treatments.is_empty() && scope.classes.is_empty();
    let treatment = scope.treatment_of(request);
    if !about_all && treatment.is_none() {
        return None;
    }
    let in_region = scope.body_parts.is_empty()
        || request.body_parts.iter().any(|part| {
            scope
                .body_parts
                .iter()
                .any(|region| case.pack.lexicon().same_region(region, &part.id))
        });
    let diagnosed = |condition: &Id| diagnosed(case, determination, condition);
    let conditions = (scope.conditions.is_empty() || scope.conditions.iter().any(diagnosed))
        && !scope.except_conditions.iter().any(diagnosed);
    let letter = &case.reading.letter;
    let injury = letter.header.injury_date.or(letter.patient.injury_date);
    let of_law = scope.holds_for_injury(injury.map(|(day, _)| day));
    (in_region && scope.named_in(request) && scope.admits_phase_of(request) && conditions && of_law)
        .then_some(treatment)
}

/// The check that answers for a code, run for one determination; `None` for codes of the letter as a whole.
fn of_determination(
    case: &Case<'_>,
    rules: &[&Rule],
    rule: &Rule,
    code: Code,
    determination: &Determination,
    treatment: Option<&TreatmentMention>,
) -> Option<Ruling> {
    let ruling = match (&rule.kind, code) {
        (RuleKind::Limit(limit), Code::LIM001) => {
            limits::overturned_beyond_limit(case, limit, determination, treatment?)
        }
        (RuleKind::Limit(limit), Code::LIM002) => limits::upheld_within_limit(case, limit, determination, treatment?),
        (_, Code::LIM003) => {
            let related: Vec<_> = rules
                .iter()
                .copied()
                .filter(|other| other.scope.is_akin(&determination.request))
                .collect();
            misquoted::limit_misquoted(case, rule, &related, determination)
        }
        (RuleKind::Duration(duration), Code::LIM004) => limits::overturned_long_term_use(case, duration, determination),
        (RuleKind::NotRecommended(restriction), Code::LIM005) => {
            limits::overturned_not_recommended(case, restriction, determination)
        }
        (RuleKind::Requirement(requirement), Code::REQ001) => {
            requirements::approved_without_documentation(case, requirement, determination)
        }
        (RuleKind::Requirement(requirement), Code::REQ002) => {
            requirements::documentation_overlooked(case, requirement, determination)
        }
        (RuleKind::Dependency(dependency), Code::COV003) => {
            coverage::dependent_item_overturned(case, determination, &dependency.on)
        }
        (RuleKind::Letter { settings }, code) => {
            of_every_letter(case, code, determination, |name| settings.get(name).copied())?
        }
        _ => return None,
    };
    Some(ruling)
}

/// The checks that need no guideline figure.
fn of_every_letter(
    case: &Case<'_>,
    code: Code,
    determination: &Determination,
    setting: impl Fn(&str) -> Option<f64>,
) -> Option<Ruling> {
    Some(match code {
        Code::OUT001 => outcome::conclusion_contradicts_outcome(case, determination),
        Code::OUT002 => outcome::no_conclusion(case, determination),
        Code::OUT003 => outcome::outcome_unreadable(case, determination),
        Code::OUT004 => outcome::two_conclusions(case, determination),
        Code::QTY001 => quantities::frequency_does_not_multiply(case, determination),
        Code::QTY002 => quantities::rationale_amount_differs(case, determination),
        Code::QTY003 => quantities::amount_missing(case, determination),
        Code::CIT001 => citations::malformed_pages(case, determination),
        Code::CIT002 => citations::pages_off_topic(case, determination),
        Code::CIT003 => citations::no_authority(case, determination),
        Code::CIT004 => citations::basis_contradiction(case, determination),
        Code::CIT005 => citations::topic_of_another_treatment(case, determination),
        Code::CIT006 => citations::guideline_not_in_force(case, determination),
        Code::CIT007 => citations::mtus_passed_over(case, determination),
        Code::RAT001 => rationale::rationale_off_topic(case, determination),
        Code::RAT002 => rationale::rationale_copied(case, determination, setting("share").unwrap_or(0.9)),
        Code::RAT003 => rationale::rationale_without_findings(case, determination),
        Code::FAC002 => facts::sex_contradicted(case, determination),
        Code::FAC003 => facts::side_contradicted(case, determination),
        Code::FAC004 => facts::body_part_contradicted(case, determination),
        Code::FAC005 => facts::age_contradicted(case, determination),
        Code::FAC006 => facts::outside_records(case, determination),
        Code::COV002 => coverage::conflicting_decisions(case, determination),
        _ => return None,
    })
}

/// Words a draft by the rule's templates.
fn finding(case: &Case<'_>, rule: &Rule, report: &Report, determination: Option<usize>, draft: &Draft) -> Finding {
    let decided = determination.and_then(|index| case.reading.letter.determinations.get(index - 1));
    let value = |name: &str| {
        let own = draft
            .values
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.clone());
        own.or_else(|| match name {
            "item" => decided.map(|determination| determination.request.as_written.clone()),
            "treatment" => {
                let treatment = decided?.request.treatments.first()?;
                Some(case.words(treatment.span).to_owned())
            }
            "outcome" => decided?
                .outcome
                .map(|(outcome, _)| wording::outcome(outcome).to_owned()),
            "title" => Some(rule.title.clone()),
            "guideline" => case
                .pack
                .guidelines()
                .title(&rule.source.as_ref()?.guideline)
                .map(str::to_owned),
            "pages" => rule
                .source
                .as_ref()
                .and_then(|source| wording::pages_in_words(&source.pages)),
            _ => None,
        })
    };
    Finding {
        code: report.code,
        severity: draft
            .severity
            .map_or(report.severity, |severity| severity.min(report.severity)),
        determination,
        message: report.message.render(value),
        help: report.help.render(value),
        source: rule.source.clone(),
        rule: rule.origin.clone(),
        span: draft.span,
        related: draft.related.clone(),
        suggestion: draft.suggestion.clone(),
    }
}

/// Orders the findings and keeps one for each determination and fact: where two codes tell of the same fact, the graver
/// or the more telling one stays.
fn settle(findings: &mut Vec<Finding>) {
    findings.sort_by(|one, other| (one.span, one.code, &one.rule.id).cmp(&(other.span, other.code, &other.rule.id)));
    let spoken: BTreeSet<_> = findings
        .iter()
        .map(|finding| (finding.determination, finding.code))
        .collect();
    let spoke = |determination, code| spoken.contains(&(determination, code));
    let mut seen = BTreeSet::new();
    findings.retain(|finding| {
        let at = finding.determination;
        let told_already = match finding.code {
            // Two conclusions leave no single one to contradict the outcome.
            Code::OUT001 => spoke(at, Code::OUT004),
            // Naming the wrong topic explains the wrong pages.
            Code::CIT002 => spoke(at, Code::CIT005),
            // Long-term or excessive use is the very fact that the elements of short-term use and of progress miss.
            Code::REQ001 => spoke(at, Code::LIM004) || spoke(at, Code::LIM001) || spoke(at, Code::LIM005),
            _ => false,
        };
        // A check speaks once for each determination, at the most telling place; whole-letter findings each have their own.
        !told_already && (at.is_none() || finding.code == Code::FAC001 || seen.insert((at, finding.code)))
    });
}

fn standing(verdict: &Verdict, findings: &[Finding]) -> Standing {
    let disagrees = findings
        .iter()
        .any(|finding| finding.determination == Some(verdict.determination) && finding.severity > Severity::Advice);
    verdict.standing_where(disagrees)
}
