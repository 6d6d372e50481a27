//! What stands in quotation marks in a section. A reviewer who quotes a denial in full concludes nothing with its words, and
//! a quotation may go on over several sentences.

use std::ops::Range;

use crate::pack::phrase::Words;
use crate::text::Span;

/// Sentences that anybody quotes at once; a mark that never closes must not silence the rest of a rationale.
const MOST_SENTENCES: usize = 5;

/// The quoted parts of each of `sentences`, whose words the ranges give; spans count as those of `words` do in `text`.
///
/// Marks pair within a sentence. A lone mark pairs with the lone mark of a later sentence that is not far, and all between
/// them is quoted.
pub(super) fn quotations(text: &str, words: &Words, sentences: &[Range<usize>]) -> Vec<Vec<Span>> {
    let mut quoted: Vec<Vec<Span>> = Vec::with_capacity(sentences.len());
    let mut open: Option<(usize, Span)> = None;
    for (at, sentence) in sentences.iter().enumerate() {
        let marks: Vec<Span> = marks(words, sentence.clone()).collect();
        quoted.push(paired(text, &marks));
        let [mark] = marks[..] else { continue };
        match open.take() {
            Some((from, start)) if at - from < MOST_SENTENCES && !opens(text, mark) => {
                for (place, range) in sentences.iter().enumerate().take(at + 1).skip(from) {
                    let part = span_of_words(words, range);
                    quoted[place].push(Span::new(part.start.max(start.start), part.end.min(mark.end)));
                }
            }
            _ => open = Some((at, mark)),
        }
    }
    quoted
}

fn marks(words: &Words, sentence: Range<usize>) -> impl Iterator<Item = Span> + '_ {
    let marks = sentence.filter(|word| words.key(*word) == "\"");
    marks.map(|word| words.all()[word].span)
}

fn paired(text: &str, marks: &[Span]) -> Vec<Span> {
    let mut found = Vec::new();
    let mut open: Option<Span> = None;
    for &mark in marks {
        match open.take() {
            Some(start) if !opens(text, mark) => found.push(start.join(mark)),
            None if &text[mark.range()] == "”" => {}
            Some(_) | None => open = Some(mark),
        }
    }
    found
}

/// Whether a mark can only open a quotation.
fn opens(text: &str, mark: Span) -> bool {
    &text[mark.range()] == "“"
}

fn span_of_words(words: &Words, range: &Range<usize>) -> Span {
    let spans = words.all()[range.clone()].iter().map(|word| word.span);
    spans.reduce(Span::join).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is quoted in each sentence; sentences end at `/`.
    fn quoted(text: &str) -> Vec<Vec<&str>> {
        let words = Words::cut(text);
        let mut start = 0;
        let mut sentences = Vec::new();
        for end in 0..=words.all().len() {
            if end == words.all().len() || words.key(end) == "/" {
                sentences.push(start..end);
                start = end + 1;
            }
        }
        let spans = quotations(text, &words, &sentences);
        let of_sentence = |spans: &Vec<Span>| spans.iter().map(|span| &text[span.range()]).collect();
        spans.iter().map(of_sentence).collect()
    }

    #[test]
    fn a_quotation_stands_in_a_sentence_or_goes_on_over_several() {
        assert_eq!(
            quoted("the \"first line\" of \"it\""),
            [vec!["\"first line\"", "\"it\""]]
        );
        assert_eq!(
            quoted("it reads \"none / none at all / not necessary\" and ends / so"),
            [vec!["\"none"], vec!["none at all"], vec!["not necessary\""], vec![]]
        );
    }

    #[test]
    fn a_mark_that_never_closes_quotes_nothing() {
        assert!(
            quoted("5'10\" tall / able / to / walk / far / and \"more")
                .iter()
                .all(Vec::is_empty)
        );
        assert!(quoted("a “word / and “another").iter().all(Vec::is_empty));
    }
}
