//! From bytes to text. Byte order marks and the pattern of zero bytes tell UTF-16; everything else is UTF-8 as far as
//! it is valid, and each byte that is not is read as Windows-1252, so that a letter put together from two sources is
//! read whole.

use super::marks::{Marks, Unit};
use super::unreadable::Amount;
use super::{Limits, Unreadable};

/// Text, and the way back to the bytes it was decoded from.
#[derive(Debug)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) marks: Marks,
}

impl Decoded {
    /// Text that is its own input.
    pub(super) fn of_text(text: String) -> Self {
        let marks = Marks::uniform(&text, Unit::Utf8, 0, text.len());
        Self { text, marks }
    }
}

/// The text that `bytes` hold.
pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Decoded, Unreadable> {
    within(bytes.len(), limits)?;
    let decoded = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => utf8(rest, 3),
        [0xFF, 0xFE, ..] => utf16(bytes, encoding_rs::UTF_16LE, 2),
        [0xFE, 0xFF, ..] => utf16(bytes, encoding_rs::UTF_16BE, 2),
        _ => match unmarked_utf16(bytes) {
            Some(encoding) => utf16(bytes, encoding, 0),
            None => utf8(bytes, 0),
        },
    };
    check(&decoded.text, limits)?;
    if is_binary(&decoded.text) {
        return Err(not_text(bytes));
    }
    Ok(decoded)
}

/// Whether the text is within the limit and says anything.
pub(super) fn check(text: &str, limits: &Limits) -> Result<(), Unreadable> {
    within(text.len(), limits)?;
    if text
        .chars()
        .all(|character| character.is_whitespace() || character == '\0')
    {
        return Err(Unreadable::Empty);
    }
    Ok(())
}

fn within(len: usize, limits: &Limits) -> Result<(), Unreadable> {
    let size = u64::try_from(len).unwrap_or(u64::MAX);
    if size <= limits.text_bytes {
        return Ok(());
    }
    Err(Unreadable::TooLarge {
        size: Amount::Bytes(size),
        limit: Amount::Bytes(limits.text_bytes),
        name: "text_bytes",
    })
}

/// UTF-8 after a mark of `skipped` bytes, each invalid byte read as Windows-1252.
fn utf8(bytes: &[u8], skipped: usize) -> Decoded {
    let len = bytes.len() + skipped;
    if let Ok(text) = std::str::from_utf8(bytes) {
        let marks = Marks::uniform(text, Unit::Utf8, skipped, len);
        return Decoded {
            text: text.to_owned(),
            marks,
        };
    }
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut marks = Marks::new(len);
    let mut original = skipped;
    let mut unit = Unit::Single;
    for chunk in bytes.utf8_chunks() {
        let (valid, invalid) = (chunk.valid(), chunk.invalid());
        // ASCII is the same in both encodings, so a wholly Windows-1252 letter needs no mark at every accent.
        if !valid.is_ascii() {
            unit = Unit::Utf8;
        }
        push(&mut text, &mut marks, valid, unit, original);
        original += valid.len();
        if !invalid.is_empty() {
            let (legacy, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(invalid);
            unit = Unit::Single;
            push(&mut text, &mut marks, &legacy, unit, original);
            original += invalid.len();
        }
    }
    Decoded { text, marks }
}

fn push(text: &mut String, marks: &mut Marks, piece: &str, unit: Unit, original: usize) {
    let start = text.len();
    text.push_str(piece);
    marks.extend(text, start, unit, original);
}

fn utf16(bytes: &[u8], encoding: &'static encoding_rs::Encoding, skipped: usize) -> Decoded {
    let (text, _) = encoding.decode_without_bom_handling(&bytes[skipped..]);
    let marks = Marks::uniform(&text, Unit::Utf16, skipped, bytes.len());
    Decoded {
        text: text.into_owned(),
        marks,
    }
}

/// UTF-16 without its mark: letters are mostly ASCII, so every other byte of the beginning is zero and hardly any of
/// those between.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = &bytes[..bytes.len().min(4096)];
    let pairs = head.len() / 2;
    if pairs < 4 || !head.contains(&0) {
        return None;
    }
    let zeros = |at: usize| head.chunks_exact(2).filter(|pair| pair[at] == 0).count();
    let (first, second) = (zeros(0), zeros(1));
    if second * 10 >= pairs * 7 && first * 20 <= pairs {
        Some(encoding_rs::UTF_16LE)
    } else if first * 10 >= pairs * 7 && second * 20 <= pairs {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

/// Whether so much of `text` is control characters that it was never text. A few stray ones, and a tail of zero bytes
/// as a crashed program leaves it, are borne.
fn is_binary(text: &str) -> bool {
    let text = text.trim_end_matches('\0');
    let is_strange = |character: char| {
        let white = matches!(character, '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '\u{85}');
        (character.is_control() && !white) || character == '\u{FFFD}'
    };
    // Nearly every letter is printable ASCII, which is seen without looking at each character.
    if text
        .bytes()
        .all(|byte| matches!(byte, b' '..=b'~' | b'\t' | b'\n' | b'\r'))
    {
        return false;
    }
    let strange = text.chars().filter(|character| is_strange(*character)).count();
    strange > 3 && strange * 20 > text.chars().count()
}

/// Why bytes that are no text cannot be read.
fn not_text(bytes: &[u8]) -> Unreadable {
    // An encrypted Word document is an Office file of the old kind around the encrypted one.
    const ENCRYPTED: &[u8] = b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0";
    if bytes.starts_with(OLD_OFFICE) && bytes.windows(ENCRYPTED.len()).any(|window| window == ENCRYPTED) {
        return Unreadable::Encrypted("Word document");
    }
    Unreadable::Binary(magic(bytes))
}

/// How an Office file of before 2007 begins.
const OLD_OFFICE: &[u8] = b"\xD0\xCF\x11\xE0";

/// What the first bytes of a file that is not text say it is.
fn magic(bytes: &[u8]) -> &'static str {
    const KNOWN: [(&[u8], &str); 12] = [
        (b"\x89PNG", "a PNG picture"),
        (b"\xFF\xD8\xFF", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"II*\0", "a TIFF picture"),
        (b"MM\0*", "a TIFF picture"),
        (
            b"\xD0\xCF\x11\xE0",
            "an Office file of before 2007: save it as .docx or .pdf",
        ),
        (b"\x7FELF", "a program"),
        (b"MZ", "a program"),
        (b"PK\x03\x04", "a zip archive"),
        (b"\x1F\x8B", "a gzip archive"),
        (b"\x28\xB5\x2F\xFD", "a zstd archive"),
        (b"SQLite format 3", "a database"),
    ];
    KNOWN
        .iter()
        .find(|(start, _)| bytes.starts_with(start))
        .map_or("binary data", |&(_, what)| what)
}

#[cfg(test)]
mod tests;
