//! What a check sees: one letter with its evidence, the pack, and the date that selects the rules; and what a check gives
//! back: a [`Ruling`] with its argument, from which findings are worded by the rule's own templates.

use jiff::civil::Date;

use crate::engine::Reading;
use crate::evidence::{Role, Section, Sentence};
use crate::letter::{Determination, Outcome};
use crate::pack::{Id, Pack};
use crate::text::Span;

use super::Severity;
use super::finding::{Related, Suggestion};
use super::verdict::{Step, TrialResult};

/// The concept of words that name a guideline or a place in it.
pub(super) const GUIDELINE_NAMED: &str = "guideline-named";

/// The concept of a treatment that a sentence is about, with the words that say so.
pub(super) const TREATMENT_WEIGHED: &str = "treatment-weighed";

/// The concept of words for the current request, behind which its amount stands.
pub(super) const REQUEST_RESTATED: &str = "request-restated";

/// The concept of words that speak of the patient, the records or those who treat the patient.
pub(super) const REFERENCE_TO_CASE: &str = "reference-to-case";

/// One letter under check.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The letter.
    pub reading: &'a Reading,
    /// The packs.
    pub pack: &'a Pack,
    /// The decision date, or the latest date in the letter; `None` where it has none.
    pub date: Option<Date>,
}

impl<'a> Case<'a> {
    /// The words at `span`.
    pub(super) fn words(&self, span: Span) -> &'a str {
        self.reading.flow.slice(span)
    }

    /// The sentences of the case summary.
    pub(super) fn summary(&self) -> impl Iterator<Item = &'a Sentence> + use<'a> {
        self.reading.evidence.of(Section::Summary)
    }

    /// The sentences of this determination's rationale.
    pub(super) fn rationale(&self, determination: &Determination) -> impl Iterator<Item = &'a Sentence> + use<'a> {
        self.reading.evidence.of(Section::Rationale(determination.index - 1))
    }

    /// The sentences in which the letter speaks of this patient or weighs the case: those of the summary and of this
    /// rationale, without restated guidelines and the claims administrator's view.
    pub(super) fn of_patient(&self, determination: &Determination) -> impl Iterator<Item = &'a Sentence> + use<'a> {
        self.summary()
            .chain(self.rationale(determination))
            .filter(|sentence| !sentence.is_restated() && sentence.role != Role::ClaimsAdministrator)
    }

    /// Whether the determination was decided as `outcome`.
    pub(super) fn is(determination: &Determination, outcome: Outcome) -> bool {
        determination.outcome.is_some_and(|(decided, _)| decided == outcome)
    }

    /// The words that a finding about the heading points at.
    pub(super) fn heading(determination: &Determination) -> Span {
        let request = determination.request.span;
        match (request, determination.outcome) {
            (Some(request), Some((_, outcome))) if outcome.start >= request.end => request.join(outcome),
            (Some(request), _) => request,
            (None, Some((_, outcome))) => outcome,
            (None, None) => determination.span.unwrap_or(Span::new(0, 0)),
        }
    }

    /// The clause of the rationale that concludes last, if one does.
    pub(super) fn approval(&self, determination: &Determination) -> Option<Span> {
        let conclusions = self.reading.evidence.conclusions.get(determination.index - 1)?;
        conclusions.clauses.last().map(|clause| clause.span)
    }

    /// The ids of the requested treatments.
    pub(super) fn requested(determination: &'a Determination) -> impl Iterator<Item = &'a Id> {
        determination.request.treatments.iter().map(|treatment| &treatment.id)
    }
}

/// What one check says of one determination, or of the letter.
#[derive(Debug)]
pub(super) struct Ruling {
    pub(super) result: Outline,
    pub(super) steps: Vec<Step>,
}

/// The result of a check, before wording.
#[derive(Debug)]
pub(super) enum Outline {
    /// Silent, for this reason.
    Silent(TrialResult),
    /// A disagreement.
    Found(Box<Draft>),
}

impl Ruling {
    /// The rule was applied and held.
    pub(super) fn held() -> Self {
        Self::silent(TrialResult::Held)
    }

    /// The rule does not concern this request or this outcome.
    pub(super) fn not_applicable() -> Self {
        Self::silent(TrialResult::NotApplicable)
    }

    /// A fact that the rule needs is missing: `what`.
    pub(super) fn cannot_tell(what: &str) -> Self {
        Self::silent(TrialResult::CannotTell).step("missing", what, None)
    }

    /// A stated exception, or room that the letter leaves: `why`, at `span`.
    pub(super) fn excused(why: impl Into<String>, span: Option<Span>) -> Self {
        Self::silent(TrialResult::Excused).step("exception", why, span)
    }

    pub(super) fn found(draft: Draft) -> Self {
        Self {
            result: Outline::Found(Box::new(draft)),
            steps: Vec::new(),
        }
    }

    fn silent(result: TrialResult) -> Self {
        Self {
            result: Outline::Silent(result),
            steps: Vec::new(),
        }
    }

    /// Adds a fact to the argument.
    pub(super) fn step(mut self, label: &str, value: impl Into<String>, span: Option<Span>) -> Self {
        self.steps.push(Step {
            label: label.to_owned(),
            value: value.into(),
            span,
        });
        self
    }

    /// Puts facts gathered before the result in front of the argument.
    pub(super) fn after(mut self, mut steps: Vec<Step>) -> Self {
        steps.append(&mut self.steps);
        self.steps = steps;
        self
    }
}

/// A disagreement, before the rule's template words it.
#[derive(Debug)]
pub(super) struct Draft {
    pub(super) span: Span,
    pub(super) values: Vec<(&'static str, String)>,
    pub(super) related: Vec<Related>,
    pub(super) suggestion: Option<Suggestion>,
    /// A severity below the rule's own, where the draft tells of less.
    pub(super) severity: Option<Severity>,
}

impl Draft {
    /// A disagreement whose telling words stand at `span`.
    pub(super) fn at(span: Span) -> Self {
        Self {
            span,
            values: Vec::new(),
            related: Vec::new(),
            suggestion: None,
            severity: None,
        }
    }

    /// Gives the template a value.
    pub(super) fn value(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.push((name, value.into()));
        self
    }

    /// Adds a further place. A place inside the telling words shows nothing new and is left out.
    pub(super) fn related(mut self, span: Option<Span>, label: impl Into<String>) -> Self {
        if let Some(span) = span.filter(|span| !span.is_empty() && *span != self.span) {
            self.related.push(Related {
                span,
                label: label.into(),
            });
        }
        self
    }

    /// Adds further places of one kind, the first few: more of them show nothing new.
    pub(super) fn all_related(self, spans: impl IntoIterator<Item = Span>, label: &str) -> Self {
        const FEW: usize = 5;
        let mut spans: Vec<_> = spans.into_iter().filter(|span| *span != self.span).collect();
        spans.sort_unstable();
        spans.dedup();
        let shown = spans.into_iter().take(FEW);
        shown.fold(self, |draft, span| draft.related(Some(span), label))
    }

    /// Adds a correction.
    pub(super) fn suggest(mut self, span: Span, replacement: impl Into<String>) -> Self {
        self.suggestion = Some(Suggestion {
            span,
            replacement: replacement.into(),
        });
        self
    }
}

impl From<Draft> for Ruling {
    fn from(draft: Draft) -> Self {
        Self::found(draft)
    }
}
