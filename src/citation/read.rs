//! From phrases and names on a guideline line to the sources that it cites: each basis opens a stretch of text, each
//! guideline named in it a citation, and topics, chapters and pages belong to the citation that they stand behind.

use super::phrases::{Phrase, PhraseKind, phrases};
use super::{Basis, Citation, TopicMention};
use crate::pack::{Guidelines, Id, Source};
use crate::text::Span;

/// Reads a guideline line, or several one after another, without the label. `offset` is where `text` begins in the flow;
/// the spans of the result are the flow's.
#[must_use]
pub fn read(text: &str, offset: usize, guidelines: &Guidelines) -> Basis {
    let phrases = phrases(text);
    let first = |kind: fn(&PhraseKind) -> bool| {
        phrases
            .iter()
            .find(|phrase| kind(&phrase.kind))
            .map(|phrase| phrase.span)
    };
    let denies_mtus = first(|kind| matches!(kind, PhraseKind::DeniesMtus));
    let nothing_cited = first(|kind| matches!(kind, PhraseKind::NothingCited));
    let line = Line {
        text,
        phrases: &phrases,
        guidelines,
    };
    let stretches = stretches(text, &phrases);
    let citations: Vec<Citation> = stretches.iter().flat_map(|stretch| line.citations(stretch)).collect();
    Basis {
        span: Some(Span::new(0, text.len())),
        mtus: mtus(&stretches, denies_mtus.is_some(), &citations),
        denies_mtus,
        nothing_cited: nothing_cited.filter(|_| citations.is_empty()),
        citations,
    }
    .shifted(offset)
}

/// A part of the line that cites on one basis.
#[derive(Debug)]
struct Stretch {
    span: Span,
    /// Whether its opening says that the basis is the MTUS, or that it is not.
    mtus: Option<bool>,
}

/// The stretches of a line; a line without an opening is one, unless it says that there is nothing.
fn stretches(text: &str, phrases: &[Phrase]) -> Vec<Stretch> {
    let breaks = |phrase: &&Phrase| {
        matches!(
            phrase.kind,
            PhraseKind::Basis(_) | PhraseKind::DeniesMtus | PhraseKind::NothingCited
        )
    };
    let marks: Vec<&Phrase> = phrases.iter().filter(breaks).collect();
    if marks.is_empty() {
        let span = Span::new(0, text.len());
        return vec![Stretch { span, mtus: None }];
    }
    let mut found = Vec::new();
    for (index, phrase) in marks.iter().enumerate() {
        if let PhraseKind::Basis(mtus) = phrase.kind {
            let end = marks
                .get(index + 1)
                .map_or(text.len(), |next| sentence_start(text, next.span.start));
            let span = Span::new(phrase.span.end, end.max(phrase.span.end));
            found.push(Stretch { span, mtus });
        }
    }
    found
}

/// The beginning of the sentence in which a phrase stands.
fn sentence_start(text: &str, at: usize) -> usize {
    text.get(..at)
        .and_then(|before| before.rfind(". "))
        .map_or(at, |stop| stop + 1)
}

fn mtus(stretches: &[Stretch], denied: bool, citations: &[Citation]) -> Option<bool> {
    let claimed =
        stretches.iter().any(|stretch| stretch.mtus == Some(true)) || citations.iter().any(|citation| citation.as_mtus);
    let other = stretches.iter().any(|stretch| stretch.mtus == Some(false)) || !citations.is_empty();
    match (denied, claimed, other) {
        (true, _, _) => Some(false),
        (false, true, _) => Some(true),
        (false, false, true) => Some(false),
        (false, false, false) => None,
    }
}

struct Line<'l> {
    text: &'l str,
    phrases: &'l [Phrase],
    guidelines: &'l Guidelines,
}

impl Line<'_> {
    /// The citations of a stretch, in its order.
    fn citations(&self, stretch: &Stretch) -> Vec<Citation> {
        let inside = |span: Span| stretch.span.contains(span);
        let said_of_mtus = self
            .phrases
            .iter()
            .filter(|phrase| inside(phrase.span))
            .find_map(|phrase| match phrase.kind {
                PhraseKind::PartOfMtus(part) => Some(part),
                _ => None,
            });
        let body = self.text.get(stretch.span.range()).unwrap_or_default();
        let mut citations: Vec<Citation> = Vec::new();
        let mut names = Vec::new();
        for (source, span) in self.guidelines.named(body) {
            let span = span.shifted(stretch.span.start);
            names.push(span);
            self.name(&mut citations, source, span);
        }
        if citations.is_empty() {
            citations.extend(self.unknown(stretch));
        }
        for citation in &mut citations {
            let of_mtus = citation
                .guideline
                .as_ref()
                .and_then(|id| self.guidelines.guideline(id))
                .map(|known| known.mtus);
            citation.as_mtus = said_of_mtus.or(stretch.mtus).or(of_mtus).unwrap_or(false);
        }
        for (ids, span) in self.guidelines.topics_named(body) {
            let span = span.shifted(stretch.span.start);
            if !names.iter().any(|name| name.overlaps(span)) {
                self.topic(&mut citations, ids, span);
            }
        }
        for phrase in self.phrases.iter().filter(|phrase| inside(phrase.span)) {
            attach(&mut citations, phrase);
        }
        self.write_out(&mut citations, stretch);
        citations
    }

    /// Opens a citation for a name, or adds to the one before where the name is of the same guideline.
    fn name(&self, citations: &mut Vec<Citation>, source: &Source, span: Span) {
        let (Source::Guideline(id) | Source::Chapter(id, _)) = source;
        if citations.last().and_then(|last| last.guideline.as_ref()) != Some(id) {
            citations.push(Citation {
                guideline: Some(id.clone()),
                span: Some(span),
                ..Citation::default()
            });
        }
        if let (Source::Chapter(_, number), Some(last)) = (source, citations.last_mut()) {
            add_chapter(last, *number, span);
        }
    }

    /// A source that the packs do not know; nothing where the stretch names none.
    fn unknown(&self, stretch: &Stretch) -> Option<Citation> {
        let body = self.text.get(stretch.span.range()).unwrap_or_default();
        let says_more = body.split(|letter: char| !letter.is_ascii_alphanumeric()).any(|word| {
            word.len() > 2
                && !["MTUS", "the", "which", "part"]
                    .iter()
                    .any(|empty| word.eq_ignore_ascii_case(empty))
        });
        (says_more && (stretch.span.start > 0 || stretch.mtus.is_some())).then(|| Citation {
            span: Some(stretch.span),
            ..Citation::default()
        })
    }

    fn topic(&self, citations: &mut [Citation], ids: &[Id], span: Span) {
        let Some(citation) = before(citations, span) else {
            return;
        };
        let own = ids.iter().find(|id| {
            self.guidelines
                .topic(id)
                .is_some_and(|topic| Some(&topic.guideline) == citation.guideline.as_ref())
        });
        if let Some(id) = own {
            citation.topics.push(TopicMention { id: id.clone(), span });
        }
    }

    /// Gives each citation its words: up to the next, or to the end of the stretch.
    fn write_out(&self, citations: &mut [Citation], stretch: &Stretch) {
        let starts: Vec<usize> = citations
            .iter()
            .filter_map(|citation| Some(citation.span?.start))
            .collect();
        for (index, citation) in citations.iter_mut().enumerate() {
            let (Some(start), end) = (
                starts.get(index).copied(),
                starts.get(index + 1).copied().unwrap_or(stretch.span.end),
            ) else {
                continue;
            };
            let span = trimmed(self.text, Span::new(start, end.max(start)));
            citation.as_written = self.text.get(span.range()).unwrap_or_default().replace('\n', " ");
            citation.span = Some(span);
        }
    }
}

/// The citation that a place stands behind.
fn before(citations: &mut [Citation], span: Span) -> Option<&mut Citation> {
    let place = citations
        .iter()
        .rposition(|citation| citation.span.is_some_and(|own| own.start <= span.start));
    citations.get_mut(place.unwrap_or(0))
}

fn attach(citations: &mut [Citation], phrase: &Phrase) {
    let Some(citation) = before(citations, phrase.span) else {
        return;
    };
    match &phrase.kind {
        PhraseKind::Pages(pages) => citation.pages.extend(pages.iter().copied()),
        PhraseKind::Chapter(number) => add_chapter(citation, *number, phrase.span),
        _ => {}
    }
}

/// "Chapter 12 Low Back Complaints" names one chapter twice.
fn add_chapter(citation: &mut Citation, number: u32, span: Span) {
    if !citation.chapters.iter().any(|(known, _)| *known == number) {
        citation.chapters.push((number, span));
    }
}

/// A stretch without the spaces, commas and full stops around it.
fn trimmed(text: &str, span: Span) -> Span {
    let Some(words) = text.get(span.range()) else {
        return span;
    };
    let is_edge = |letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | '.' | ':' | '-');
    let start = span.start + (words.len() - words.trim_start_matches(is_edge).len());
    let end = span.end - (words.len() - words.trim_end_matches(is_edge).len());
    Span::new(start, end.max(start))
}

impl Basis {
    /// The same basis in the frame of the whole.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        let moved = |span: Option<Span>| span.map(|span| span.shifted(by));
        let citations = self.citations.into_iter().map(|mut citation| {
            for topic in &mut citation.topics {
                topic.span = topic.span.shifted(by);
            }
            for (_, span) in &mut citation.chapters {
                *span = span.shifted(by);
            }
            for pages in &mut citation.pages {
                pages.span = pages.span.shifted(by);
            }
            citation.span = moved(citation.span);
            citation
        });
        Self {
            citations: citations.collect(),
            span: moved(self.span),
            denies_mtus: moved(self.denies_mtus),
            nothing_cited: moved(self.nothing_cited),
            mtus: self.mtus,
        }
    }
}
