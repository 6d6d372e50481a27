//! What the summary says was asked for and denied. A list that was only asked for counts as denied as soon as a later
//! sentence denies "all three", "the request" or "these". What was certified is in nobody's dispute and left out.

use pest::iterators::Pair;

use super::DisputedItem;
use super::formulas::{Formulas, parsed, span_of};
use super::grammar::Rule;
use super::memory::Memory;
use super::read::trimmed;
use crate::pack::Pack;
use crate::text::{Flow, Span};

/// The items listed in `stretch`, the last sentences of the summary.
pub(super) fn read(flow: &Flow, stretch: Span, memory: &Memory, pack: &Pack) -> Vec<DisputedItem> {
    let mut asked: Vec<Entry> = Vec::new();
    let mut denied: Vec<Entry> = Vec::new();
    for sentence in sentences(flow, stretch) {
        let mut has_actor = false;
        for clause in clauses(flow, sentence) {
            match Clause::read(flow, clause, &mut has_actor) {
                Clause::Denies(list) => denied.extend(list),
                Clause::DeniesAsked => denied.append(&mut asked),
                Clause::Asks(list) => asked.extend(list),
                Clause::Other => {}
            }
        }
    }
    let item = |Entry { span, numbered }: Entry, denied: bool| DisputedItem {
        request: memory.request(flow, span, pack),
        span,
        denied,
        numbered,
    };
    let mut items: Vec<DisputedItem> = denied
        .into_iter()
        .map(|entry| item(entry, true))
        .chain(asked.into_iter().map(|entry| item(entry, false)))
        .collect();
    items.sort_by_key(|item| item.span);
    items
}

/// An entry of a list.
#[derive(Debug, Clone, Copy)]
struct Entry {
    span: Span,
    /// Whether the list gives it a number.
    numbered: bool,
}

/// What a clause says of requests.
enum Clause {
    /// It denies these items.
    Denies(Vec<Entry>),
    /// It denies what was asked for before.
    DeniesAsked,
    /// It asks for these.
    Asks(Vec<Entry>),
    /// Nothing.
    Other,
}

impl Clause {
    fn read(flow: &Flow, clause: Span, has_actor: &mut bool) -> Self {
        let marks: Vec<(Rule, Span)> = Formulas::DISPUTE
            .find(flow, clause)
            .map(|(mark, from)| (mark.as_rule(), span_of(&mark, from)))
            .collect();
        for (at, &(rule, span)) in marks.iter().enumerate() {
            match rule {
                Rule::actor => *has_actor = true,
                // "The items not certified on 6/24/2014, and now in dispute, are ..."
                Rule::not_certified if is_in_dispute(span, &marks[at + 1..]) => {}
                Rule::in_dispute | Rule::not_certified => return Self::denial(flow, clause, &marks, at),
                Rule::was_denied => return Self::before(flow, clause, &marks, at),
                // "denied the requests that are now in dispute: (1) ..."
                Rule::denied | Rule::asked if is_in_dispute(span, &marks[at + 1..]) => {}
                Rule::denied if *has_actor => return Self::denial(flow, clause, &marks, at),
                Rule::denied if trimmed(flow, Span::new(span.end, clause.end)).len() <= 1 => {
                    return Self::before(flow, clause, &marks, at);
                }
                Rule::asked => return Self::asking(flow, clause, &marks, at),
                _ => {}
            }
        }
        Self::Other
    }

    /// What stands behind the denying words; where nothing does, what stands before them.
    fn denial(flow: &Flow, clause: Span, marks: &[(Rule, Span)], at: usize) -> Self {
        let list = behind(flow, clause, marks, at);
        if !list.is_empty() {
            return Self::Denies(list);
        }
        let refers_back = marks[at + 1..].first().is_some_and(|(rule, _)| *rule == Rule::anaphora);
        if refers_back {
            Self::DeniesAsked
        } else {
            Self::before(flow, clause, marks, at)
        }
    }

    /// What stands before "were denied".
    fn before(flow: &Flow, clause: Span, marks: &[(Rule, Span)], at: usize) -> Self {
        let refers_back = marks[..at].iter().any(|(rule, _)| *rule == Rule::anaphora);
        if marks[..at].iter().any(|(rule, _)| *rule == Rule::announced) {
            let denials = marks[at..].iter().take_while(|(rule, _)| is_denial(*rule)).count();
            return Self::Denies(behind(flow, clause, marks, at + denials - 1));
        }
        let asks = marks[..at].iter().position(|(rule, _)| *rule == Rule::asked);
        if let Some(asks) = asks {
            return Self::Denies(behind(flow, clause, marks, asks));
        }
        if refers_back {
            return Self::DeniesAsked;
        }
        let start = marks[..at]
            .iter()
            .rfind(|(rule, _)| matches!(rule, Rule::approved | Rule::was_approved | Rule::actor))
            .map_or(clause.start, |(_, span)| span.end);
        let list = items(flow, Span::new(start, marks[at].1.start));
        if list.is_empty() {
            Self::DeniesAsked
        } else {
            Self::Denies(list)
        }
    }

    fn asking(flow: &Flow, clause: Span, marks: &[(Rule, Span)], at: usize) -> Self {
        let list = behind(flow, clause, marks, at);
        let is_denied = marks[at + 1..].iter().any(|(rule, _)| is_denial(*rule));
        if is_denied {
            Self::Denies(list)
        } else {
            Self::Asks(list)
        }
    }
}

/// Whether the words "in dispute" come so soon behind the word at `span` that no list stands between.
fn is_in_dispute(span: Span, behind: &[(Rule, Span)]) -> bool {
    const NO_LIST: usize = 32;
    let mut behind = behind.iter();
    behind.any(|(rule, dispute)| *rule == Rule::in_dispute && dispute.start <= span.end + NO_LIST)
}

const fn is_denial(mark: Rule) -> bool {
    matches!(
        mark,
        Rule::denied | Rule::was_denied | Rule::not_certified | Rule::in_dispute
    )
}

/// The items from a mark, and from the words that announce them, to the next.
fn behind(flow: &Flow, clause: Span, marks: &[(Rule, Span)], at: usize) -> Vec<Entry> {
    let is_announced = |at: usize| marks.get(at).is_some_and(|(rule, _)| *rule == Rule::announced);
    let at = if is_announced(at + 1) { at + 1 } else { at };
    let end = marks.get(at + 1).map_or(clause.end, |(_, span)| span.start);
    items(flow, Span::new(marks[at].1.end, end))
}

/// The items of a list.
fn items(flow: &Flow, list: Span) -> Vec<Entry> {
    let list = trimmed(flow, list);
    let mut items: Vec<Entry> = Vec::new();
    let Some(parsed) = parsed(Rule::item_list, flow.slice(list)) else {
        return items;
    };
    let numbered = parsed.as_rule() == Rule::numbered_list;
    for entry in parsed.into_inner() {
        let span = tidied(flow, &entry, list);
        let words = flow.slice(span);
        if !words.contains(char::is_alphabetic) && !words.contains(char::is_numeric) {
            continue;
        }
        // "Norco 10/325mg, #120" and "acupuncture, 6 visits, for 3 weeks" are one item each; in "for therapy, and for
        // Norco" each "for" begins another.
        let named = words.strip_prefix("for ").unwrap_or(words);
        let goes_on = !numbered && !named.starts_with(char::is_alphabetic);
        match items.last_mut() {
            Some(last) if goes_on => last.span = last.span.join(span),
            _ => items.push(Entry {
                span: Span::new(span.end - named.len(), span.end),
                numbered,
            }),
        }
    }
    items
}

/// An entry without the punctuation and the "and" around it.
fn tidied(flow: &Flow, entry: &Pair<'_, Rule>, list: Span) -> Span {
    let span = trimmed(flow, span_of(entry, list));
    let words = flow.slice(span);
    let words = words
        .trim_end_matches(" and")
        .trim_end_matches([',', '.', ';', ':', ' ']);
    let words = words.strip_suffix(" and").unwrap_or(words).trim_end_matches([',', ' ']);
    trimmed(flow, Span::new(span.start, span.start + words.len()))
}

/// The sentences of a stretch, by the full stop before a capital.
fn sentences(flow: &Flow, stretch: Span) -> Vec<Span> {
    parts(flow, stretch, |before, after| {
        before.ends_with(['.', '?', '!']) && after.starts_with(|c: char| c.is_uppercase() || c == '"')
    })
}

/// The clauses of a sentence, by semicolons.
fn clauses(flow: &Flow, sentence: Span) -> Vec<Span> {
    parts(flow, sentence, |before, after| {
        before.ends_with(';') && !goes_on_numbering(after)
    })
}

/// Whether a semicolon's next words are the next number of a list: "(1) Norco 10/325mg #120; (2) a lumbar brace".
fn goes_on_numbering(words: &str) -> bool {
    let words = words.strip_prefix("and ").unwrap_or(words);
    let number = words.strip_prefix('(').unwrap_or(words);
    let behind = number.trim_start_matches(|letter: char| letter.is_ascii_digit());
    behind.len() < number.len() && behind.starts_with(')')
}

/// `span` cut at every space or line end where `is_cut` holds for the words before and after it.
fn parts(flow: &Flow, span: Span, is_cut: impl Fn(&str, &str) -> bool) -> Vec<Span> {
    let words = flow.slice(span);
    let mut cuts: Vec<usize> = words
        .match_indices([' ', '\n'])
        .filter(|&(at, _)| is_cut(&words[..at], &words[at + 1..]))
        .map(|(at, _)| at)
        .collect();
    cuts.push(words.len());
    let mut start = 0;
    cuts.into_iter()
        .map(|end| {
            let part = Span::new(span.start + start, span.start + end);
            start = end;
            trimmed(flow, part)
        })
        .collect()
}
