//! The way from the decoded text back to the bytes of the input, and to columns counted in characters. Text in ASCII
//! needs none; otherwise a mark stands every few kilobytes and wherever the encoding changes.

/// How a stretch of decoded text is encoded in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// As in the decoded text.
    Utf8,
    /// One byte a character.
    Single,
    /// Two bytes a character, four beyond the basic plane.
    Utf16,
}

impl Unit {
    fn original_len(self, text: &str) -> usize {
        match self {
            Self::Utf8 => text.len(),
            Self::Single => text.chars().count(),
            Self::Utf16 => text.encode_utf16().count() * 2,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    text: usize,
    characters: usize,
    original: usize,
    unit: Unit,
}

/// Places of the decoded text whose place in the input is known. Empty where the input is the text and is ASCII.
#[derive(Debug, Clone, Default)]
pub(super) struct Marks {
    marks: Vec<Mark>,
    /// Bytes of the input: no place lies beyond.
    len: usize,
}

/// How far two marks may stand apart, which bounds the work of a look-up.
const STRIDE: usize = 2048;

impl Marks {
    /// The marks of a text all in one encoding that begins `skipped` bytes into an input of `len` bytes.
    pub(super) fn uniform(text: &str, unit: Unit, skipped: usize, len: usize) -> Self {
        let mut marks = Self::new(len);
        if unit != Unit::Utf8 || skipped > 0 || !text.is_ascii() {
            marks.extend(text, 0, unit, skipped);
        }
        marks
    }

    /// No marks yet, for an input of `len` bytes.
    pub(super) const fn new(len: usize) -> Self {
        Self { marks: Vec::new(), len }
    }

    /// Adds the marks of `text` from `start` to its end, which is in `unit` and begins at `original` in the input.
    pub(super) fn extend(&mut self, text: &str, start: usize, unit: Unit, original: usize) {
        let last = self.marks.last().copied().filter(|last| last.unit == unit);
        let mut mark = last.unwrap_or_else(|| {
            let first = Mark {
                text: start,
                characters: self.characters(text, start),
                original,
                unit,
            };
            self.marks.push(first);
            first
        });
        loop {
            let next = text.ceil_char_boundary(mark.text + STRIDE);
            let Some(stretch) = text.get(mark.text..next).filter(|_| next < text.len()) else {
                return;
            };
            mark = Mark {
                text: next,
                characters: mark.characters + stretch.chars().count(),
                original: mark.original + unit.original_len(stretch),
                unit,
            };
            self.marks.push(mark);
        }
    }

    /// How many characters stand before `at`.
    pub(super) fn characters(&self, text: &str, at: usize) -> usize {
        self.before(at).map_or(at, |mark| {
            mark.characters + text.get(mark.text..at).map_or(0, |since| since.chars().count())
        })
    }

    /// Where in the input the byte `at` of the decoded text stands.
    pub(super) fn original(&self, text: &str, at: usize) -> usize {
        self.before(at)
            .map_or(at, |mark| {
                mark.original + text.get(mark.text..at).map_or(0, |since| mark.unit.original_len(since))
            })
            .min(self.len)
    }

    fn before(&self, at: usize) -> Option<&Mark> {
        let next = self.marks.partition_point(|mark| mark.text <= at);
        self.marks.get(next.checked_sub(1)?)
    }
}
