//! What the codes of a font stand for and how wide they are.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Encoding, Object};

/// A font, as far as text needs it.
#[derive(Debug)]
pub(super) struct Font<'a> {
    encoding: Option<Encoding<'a>>,
    /// Bytes of a code.
    code_len: usize,
    widths: HashMap<u32, f64>,
    default_width: f64,
}

/// A character that a font draws and does not name.
const UNKNOWN: &str = "\u{FFFD}";

/// Codes that a range of equal widths may name.
const MOST_CODES: i64 = 65_536;

impl<'a> Font<'a> {
    /// The font of a dictionary, its tables expanded to no more than `most` bytes.
    pub(super) fn new(font: &'a Dictionary, document: &'a Document, most: usize) -> Result<Self, lopdf::Error> {
        let composite = font
            .get(b"Subtype")
            .and_then(Object::as_name)
            .is_ok_and(|subtype| subtype == b"Type0");
        let encoding = match font.get_font_encoding_with_limit(document, most) {
            Ok(encoding) => Some(encoding),
            Err(error @ lopdf::Error::Decompress(_)) => return Err(error),
            Err(_) => None,
        };
        // A composite font without a table of its own has codes that mean glyphs and nothing else.
        let names_characters =
            !composite || font.has(b"ToUnicode") || matches!(encoding, Some(Encoding::SimpleEncoding(_)));
        let (widths, default_width) = match composite {
            true => composite_widths(font, document),
            false => (simple_widths(font, document), 500.0),
        };
        Ok(Self {
            encoding: encoding.filter(|_| names_characters),
            code_len: if composite { 2 } else { 1 },
            widths,
            default_width,
        })
    }

    /// The text of a string.
    pub(super) fn text(&self, codes: &[u8]) -> String {
        let text = self.encoding.as_ref().map(|encoding| encoding.bytes_to_string(codes));
        text.and_then(Result::ok)
            .unwrap_or_else(|| UNKNOWN.repeat(codes.len() / self.code_len))
    }

    /// How far each code of a string moves on, in units of the font's size; `spacing` is added for each code and
    /// `word_spacing` for each space.
    pub(super) fn advances(
        &self,
        codes: &[u8],
        size: f64,
        spacing: f64,
        word_spacing: f64,
    ) -> impl Iterator<Item = f64> {
        codes.chunks(self.code_len).map(move |code| {
            let number = code.iter().fold(0, |number, &byte| number << 8 | u32::from(byte));
            let width = self.widths.get(&number).copied().unwrap_or(self.default_width);
            let space = if code == b" " { word_spacing } else { 0.0 };
            width / 1000.0 * size + spacing + space
        })
    }
}

fn number(object: &Object) -> Option<f64> {
    object.as_float().ok().map(f64::from)
}

fn array<'a>(dictionary: &'a Dictionary, key: &[u8], document: &'a Document) -> &'a [Object] {
    dictionary
        .get_deref(key, document)
        .and_then(Object::as_array)
        .map_or(&[], Vec::as_slice)
}

fn simple_widths(font: &Dictionary, document: &Document) -> HashMap<u32, f64> {
    let first = font.get(b"FirstChar").and_then(Object::as_i64).ok();
    let first = first.and_then(|first| u32::try_from(first).ok()).unwrap_or(0);
    (first..)
        .zip(array(font, b"Widths", document).iter().take(256))
        .filter_map(|(code, width)| Some((code, number(width)?)))
        .collect()
}

fn composite_widths(font: &Dictionary, document: &Document) -> (HashMap<u32, f64>, f64) {
    let descendant = array(font, b"DescendantFonts", document)
        .first()
        .and_then(|object| document.dereference(object).ok())
        .and_then(|(_, object)| object.as_dict().ok());
    let Some(descendant) = descendant else {
        return (HashMap::new(), 1000.0);
    };
    let default = descendant.get(b"DW").ok().and_then(number).unwrap_or(1000.0);
    let mut widths = HashMap::new();
    let mut rest = array(descendant, b"W", document);
    while let [first, second, after @ ..] = rest {
        let Some(first) = first.as_i64().ok().and_then(|first| u32::try_from(first).ok()) else {
            break;
        };
        let list = document
            .dereference(second)
            .ok()
            .and_then(|(_, list)| list.as_array().ok());
        if let Some(list) = list {
            let list = list.iter().filter_map(number);
            widths.extend((first..).zip(list.take(MOST_CODES as usize)));
            rest = after;
        } else if let ([width, after @ ..], Ok(last)) = (after, second.as_i64()) {
            let last = u32::try_from(last.min(MOST_CODES)).unwrap_or(0);
            let width = number(width).unwrap_or(default);
            widths.extend((first..=last).map(|code| (code, width)));
            rest = after;
        } else {
            break;
        }
        if widths.len() > MOST_CODES as usize {
            break;
        }
    }
    (widths, default)
}
