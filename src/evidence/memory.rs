//! What the packs' words and names say in a sentence by itself: its phrases, treatments, regions and amounts. Letters repeat
//! each other, by formulas, quoted guidelines and whole rationales, so a sentence that was looked up before is remembered
//! with what was found, as many of them as fit in a bounded memory. Phrases, which cost the most, are remembered by the
//! sentence's outline: a formula holds the same ones whatever dates and figures were filled in. What is found depends on
//! nothing but the words.

use std::convert::Infallible;
use std::ops::Range;
use std::sync::Arc;

use quick_cache::sync::Cache;

use crate::pack::Pack;
use crate::pack::phrase::{Tag, Words};
use crate::request::{BodyPartMention, Quantity, TreatmentMention, amounts};
use crate::text::Span;

use super::found::Found;
use super::read::span_of;

/// Sentences remembered: with about a kilobyte each, some tens of megabytes.
const MOST_SENTENCES: usize = 16_384;
/// Bytes of the longest sentence that is remembered; longer ones hardly come again.
const LONGEST_REMEMBERED: usize = 600;

/// Entries of the longest outline that is remembered, of a sentence of about as many bytes.
const LONGEST_OUTLINE: usize = LONGEST_REMEMBERED / 4;

/// What was found in a sentence by its words alone. Words and bytes count from its beginning.
#[derive(Debug)]
pub(super) struct Looked {
    words: usize,
    pub(super) found: Arc<Found>,
    pub(super) treatments: Vec<TreatmentMention>,
    pub(super) body_parts: Vec<BodyPartMention>,
    pub(super) amounts: Vec<(Quantity, Span)>,
}

/// The sentences looked up before, with one set of packs.
#[derive(Debug)]
pub struct Memory {
    sentences: Cache<String, Arc<Looked>>,
    /// Phrases by the outline of a sentence; words count from its beginning.
    phrases: Cache<Vec<u32>, Arc<Found>>,
}

impl Default for Memory {
    fn default() -> Self {
        Self::with_room_for(MOST_SENTENCES)
    }
}

impl Memory {
    /// Room for so many sentences.
    pub(super) fn with_room_for(sentences: usize) -> Self {
        Self {
            sentences: Cache::new(sentences),
            phrases: Cache::new(sentences),
        }
    }

    /// What is found in the sentence that the words of `range` make in `text`.
    pub(super) fn look_up(&self, text: &str, words: &Words, range: Range<usize>, pack: &Pack) -> Arc<Looked> {
        let sentence = &text[span_of(words, (range.start, range.end)).range()];
        let read = || Arc::new(self.read(sentence, words, range.clone(), pack));
        if sentence.len() > LONGEST_REMEMBERED {
            return read();
        }
        let Ok(looked) = self
            .sentences
            .get_or_insert_with(sentence, || Ok::<_, Infallible>(read()));
        // The same letters may be cut into other words by what stands beside them.
        if looked.words == range.len() { looked } else { read() }
    }

    fn read(&self, sentence: &str, words: &Words, range: Range<usize>, pack: &Pack) -> Looked {
        let named = pack.lexicon().mentions(sentence);
        let first = range.start;
        let tags = tags(&named.treatments, words, words.all()[first].span.start);
        Looked {
            words: range.len(),
            amounts: amounts(sentence, &named),
            found: self.phrases(words, range, &tags, pack),
            treatments: named.treatments,
            body_parts: named.body_parts,
        }
    }

    fn phrases(&self, words: &Words, range: Range<usize>, tags: &[Tag<'_>], pack: &Pack) -> Arc<Found> {
        let first = range.start.cast_signed();
        let outline = pack.cues().phrases().outline(words, range.clone(), tags);
        let look_up = || Arc::new(Found::look_up(pack.cues(), words, range.clone(), tags).shifted(-first));
        if outline.len() > LONGEST_OUTLINE {
            return look_up();
        }
        let Ok(found) = self
            .phrases
            .get_or_insert_with(outline.as_slice(), || Ok::<_, Infallible>(look_up()));
        found
    }
}

/// Treatments as phrases name them: `@id`, `@class` and `@any`. Their spans count from the byte `from` of the words.
fn tags<'a>(treatments: &'a [TreatmentMention], words: &Words, from: usize) -> Vec<Tag<'a>> {
    let mut tags = Vec::with_capacity(treatments.len() * 3);
    for treatment in treatments {
        let start = words.at_byte(from + treatment.span.start);
        let end = words.at_byte(from + treatment.span.end).max(start + 1);
        let class = treatment.class.as_ref().filter(|class| **class != treatment.id);
        let names = [
            Some(treatment.id.as_str()),
            class.map(|class| class.as_str()),
            Some("any"),
        ];
        tags.extend(names.into_iter().flatten().map(|name| Tag { start, end, name }));
    }
    tags
}
