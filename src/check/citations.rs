//! The reviewer's guideline line: codes CIT001 to CIT007.

use crate::citation::{Basis, Citation, PageRange};
use crate::letter::Determination;
use crate::pack::{Confidence, Guideline, Topic};
use crate::text::Span;

use super::Severity;
use super::case::{Case, Draft, Ruling};
use super::wording;

/// CIT001: a page range runs backwards, is zero, or lies past the guideline's last page.
pub(super) fn malformed_pages(case: &Case<'_>, determination: &Determination) -> Ruling {
    let mut read = None;
    for (citation, range) in pages(determination) {
        let last_page = guideline(case, citation).and_then(|guideline| guideline.last_page);
        let reason = if range.first == 0 || range.last == 0 {
            "there is no page zero".to_owned()
        } else if range.last < range.first {
            "the range runs backwards".to_owned()
        } else if let Some(last) = last_page.filter(|last| range.last > *last) {
            format!("the guideline ends on page {last}")
        } else {
            read = read.or(Some(range.span));
            continue;
        };
        let mut draft = Draft::at(range.span)
            .value("cited", case.words(range.span))
            .value("reason", reason);
        if let Some(last) = last_page {
            draft = draft.value("last", last.to_string());
        }
        // A last page that the pack is not sure of raises a question and no more.
        let unsure = guideline(case, citation).is_some_and(|guideline| guideline.confidence == Confidence::Low);
        if unsure && range.first > 0 && range.first <= range.last {
            draft.severity = Some(Severity::Advice);
        }
        return draft.value("expected", expected(case, determination)).into();
    }
    match read {
        Some(span) => Ruling::held().step("pages", case.words(span), Some(span)),
        None => Ruling::not_applicable(),
    }
}

/// CIT002: pages of a known guideline are cited, and none of them is on a topic of the requested treatment.
pub(super) fn pages_off_topic(case: &Case<'_>, determination: &Determination) -> Ruling {
    let mut off_topic = None;
    for (citation, range) in pages(determination) {
        let on_guideline = topics_of_request(case, determination)
            .filter(|topic| Some(&topic.guideline) == citation.guideline.as_ref());
        let known: Vec<_> = on_guideline.filter(|topic| !topic.pages.is_empty()).collect();
        // A guideline that says nothing of the treatment, or whose pages are not known, leaves room.
        if known.is_empty() || !guideline(case, citation).is_some_and(|guideline| guideline.pages_complete) {
            return Ruling::cannot_tell("the guideline's pages on the requested treatment");
        }
        if known
            .iter()
            .any(|topic| topic.pages.iter().any(|pages| is_on(topic, *pages, range)))
        {
            return Ruling::held().step("pages", case.words(range.span), Some(range.span));
        }
        off_topic = off_topic.or(Some(range.span));
    }
    match off_topic {
        Some(span) => Draft::at(span)
            .value("cited", case.words(span))
            .value("expected", expected(case, determination))
            .related(Some(Case::heading(determination)), "the request")
            .into(),
        None => Ruling::not_applicable(),
    }
}

/// Whether a cited range is on a topic. One that every drug may be cited by must be meant, and not only touched by the last
/// page of another topic.
fn is_on(topic: &Topic, pages: (u32, u32), range: PageRange) -> bool {
    meets(pages, range) && (!topic.general || range.first.min(range.last) >= pages.0)
}

/// Whether a cited range touches the pages of a topic. A range that runs backwards is read either way round here:
/// that it does is CIT001's to say.
fn meets((first, last): (u32, u32), range: PageRange) -> bool {
    range.first.min(range.last) <= last && first <= range.first.max(range.last)
}

/// CIT003: the reviewer's line is missing or empty, or says that nothing was cited.
pub(super) fn no_authority(case: &Case<'_>, determination: &Determination) -> Ruling {
    let Some(basis) = &determination.reviewer_basis else {
        return Draft::at(Case::heading(determination)).value("cited", "nothing").into();
    };
    if let Some(span) = basis.nothing_cited {
        return Draft::at(span)
            .value("cited", case.words(span))
            .related(Some(Case::heading(determination)), "the request")
            .into();
    }
    match basis.citations.first() {
        Some(citation) => Ruling::held().step("cites", citation.as_written.clone(), citation.span),
        None if basis.mtus == Some(true) => Ruling::held().step("cites", "the MTUS", basis.span),
        None => Draft::at(basis.span.unwrap_or_else(|| Case::heading(determination)))
            .value("cited", "nothing")
            .into(),
    }
}

/// CIT004: the line denies an MTUS basis and cites the MTUS, or claims one and cites only other sources.
pub(super) fn basis_contradiction(case: &Case<'_>, determination: &Determination) -> Ruling {
    let Some(basis) = &determination.reviewer_basis else {
        return Ruling::not_applicable();
    };
    let contradiction = match basis.denies_mtus {
        Some(denial) => basis
            .citations
            .iter()
            .find(|citation| citation.as_mtus)
            .map(|citation| (denial, citation)),
        None => claims_without_source(case, basis),
    };
    match contradiction {
        Some((said, citation)) => Draft::at(said)
            .value("cited", citation.as_written.clone())
            .related(citation.span, "what is cited")
            .into(),
        None => Ruling::held(),
    }
}

fn claims_without_source<'a>(case: &Case<'_>, basis: &'a Basis) -> Option<(Span, &'a Citation)> {
    let other = |citation: &Citation| guideline(case, citation).is_some_and(|guideline| !guideline.mtus);
    let claims = basis.mtus == Some(true) && !basis.citations.is_empty() && basis.citations.iter().all(other);
    let first = basis.citations.first().filter(|_| claims)?;
    Some((basis.span?, first))
}

/// CIT005: topics of a known guideline are named, and none is a topic of the requested treatment.
pub(super) fn topic_of_another_treatment(case: &Case<'_>, determination: &Determination) -> Ruling {
    if determination.request.treatments.is_empty() {
        return Ruling::cannot_tell("a known treatment");
    }
    let Some(basis) = &determination.reviewer_basis else {
        return Ruling::not_applicable();
    };
    // A second source without a known topic may be the one on the treatment.
    if basis
        .citations
        .iter()
        .any(|citation| citation.topics.is_empty() && citation.pages.is_empty())
    {
        return Ruling::cannot_tell("the topic of every source cited");
    }
    let own: Vec<_> = topics_of_request(case, determination).collect();
    let mut other = None;
    for citation in &basis.citations {
        // A guideline that the packs tie to no topic of the treatment leaves room.
        if !own
            .iter()
            .any(|topic| Some(&topic.guideline) == citation.guideline.as_ref())
        {
            return Ruling::cannot_tell("the guideline's topics on the requested treatment");
        }
        for named in &citation.topics {
            if own.iter().any(|topic| topic.id == named.id) {
                return Ruling::held().step("topic", case.words(named.span), Some(named.span));
            }
            other = other.or(Some(named.span));
        }
    }
    match other {
        Some(span) => Draft::at(span)
            .value("cited", case.words(span))
            .value("expected", expected(case, determination))
            .related(Some(Case::heading(determination)), "the request")
            .into(),
        None => Ruling::not_applicable(),
    }
}

/// CIT006: a cited guideline was not in force on the date of the decision.
pub(super) fn guideline_not_in_force(case: &Case<'_>, determination: &Determination) -> Ruling {
    let Some(date) = case.date else {
        return Ruling::cannot_tell("a date of the decision");
    };
    for citation in determination.reviewer_basis.iter().flat_map(|basis| &basis.citations) {
        let Some(guideline) = guideline(case, citation) else {
            continue;
        };
        if guideline.in_force.holds_on(date) {
            continue;
        }
        let mut draft = Draft::at(citation.span.unwrap_or_else(|| Case::heading(determination)))
            .value("cited", citation.as_written.clone())
            .value("date", date.to_string())
            .related(
                case.reading.letter.header.decision_date.map(|(_, span)| span),
                "the date of the decision",
            );
        if let Some(from) = guideline.in_force.from {
            draft = draft.value("from", from.to_string());
        }
        if let Some(to) = guideline.in_force.to {
            draft = draft.value("to", to.to_string());
        }
        return draft.into();
    }
    Ruling::held().step("date", date.to_string(), None)
}

/// CIT007: only other guidelines are relied on for a treatment that the MTUS addresses.
pub(super) fn mtus_passed_over(case: &Case<'_>, determination: &Determination) -> Ruling {
    let Some(basis) = determination
        .reviewer_basis
        .as_ref()
        .filter(|basis| basis.nothing_cited.is_none())
    else {
        return Ruling::not_applicable();
    };
    let Some(first) = basis.citations.first() else {
        return Ruling::not_applicable();
    };
    if basis
        .citations
        .iter()
        .any(|citation| citation.as_mtus || guideline(case, citation).is_some_and(|known| known.mtus))
    {
        return Ruling::held().step("cites", "the MTUS", basis.span);
    }
    // A source that the packs do not know may be a part of the MTUS under another name.
    if basis
        .citations
        .iter()
        .all(|citation| guideline(case, citation).is_none())
        && basis.mtus != Some(false)
    {
        return Ruling::cannot_tell("what is cited");
    }
    let request = &determination.request;
    let addressed = request.treatments.iter().any(|treatment| {
        case.pack
            .guidelines()
            .addresses(treatment, &request.body_parts, case.date)
    });
    if !addressed {
        return Ruling::not_applicable();
    }
    Draft::at(first.span.unwrap_or_else(|| Case::heading(determination)))
        .value("cited", first.as_written.clone())
        .value("expected", expected(case, determination))
        .related(Some(Case::heading(determination)), "the request")
        .into()
}

fn pages(determination: &Determination) -> impl Iterator<Item = (&Citation, PageRange)> {
    determination
        .reviewer_basis
        .iter()
        .flat_map(|basis| &basis.citations)
        .flat_map(|citation| citation.pages.iter().map(move |range| (citation, *range)))
}

fn guideline<'a>(case: &Case<'a>, citation: &Citation) -> Option<&'a Guideline> {
    case.pack.guidelines().guideline(citation.guideline.as_ref()?)
}

fn topics_of_request<'a>(case: &Case<'a>, determination: &'a Determination) -> impl Iterator<Item = &'a Topic> {
    let guidelines = case.pack.guidelines();
    determination
        .request
        .treatments
        .iter()
        .flat_map(move |treatment| guidelines.topics_of(treatment))
}

/// What the MTUS has on the requested treatment, in words: "Muscle relaxants (for pain), pages 63-66". General topics
/// that hold for any treatment come last in the packs and are left out where there is a particular one.
fn expected(case: &Case<'_>, determination: &Determination) -> String {
    let topics: Vec<_> = topics_of_request(case, determination).collect();
    let particular: Vec<_> = topics.iter().filter(|topic| !topic.general).copied().collect();
    let named = if particular.is_empty() { topics } else { particular };
    let words: Vec<_> = named
        .iter()
        .map(|topic| match wording::pages_in_words(&topic.pages) {
            Some(pages) => format!("{}, {pages}", topic.title),
            None => topic.title.clone(),
        })
        .collect();
    words.join("; ")
}
