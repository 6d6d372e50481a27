//! The text of Rich Text Format. The crates for it refuse what Word and clinical systems write, or read headers and
//! deleted text as the letter's; the text alone needs a stack of groups and a few control words.

use encoding_rs::Encoding;

use super::{Document, Kind, Limits, Unreadable};

/// Groups inside groups beyond this are damage.
const DEEPEST: usize = 1000;

/// The letter in `bytes`, which begin with `{\rtf`.
pub(super) fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Document, Unreadable> {
    let mut reader = Reader {
        bytes,
        at: 0,
        group: Group::default(),
        stack: Vec::new(),
        encoding: encoding_rs::WINDOWS_1252,
        legacy: Vec::new(),
        skip: 0,
        high: None,
        text: String::new(),
    };
    reader.all()?;
    Document::from_extracted_within(name, Kind::RichText, reader.text, limits)
}

/// What a group hands down to the groups in it.
#[derive(Debug, Clone, Copy)]
struct Group {
    /// Its text is no part of the letter: a font table, a header, deleted text.
    aside: bool,
    /// Its text is hidden.
    hidden: bool,
    /// How many characters follow a Unicode character for programs that know none.
    fallback: usize,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            aside: false,
            hidden: false,
            fallback: 1,
        }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    group: Group,
    stack: Vec<Group>,
    encoding: &'static Encoding,
    /// Bytes of the legacy encoding not yet decoded: a character may have two.
    legacy: Vec<u8>,
    /// Fallback characters still to be passed over.
    skip: usize,
    /// The first half of a character beyond the basic plane.
    high: Option<u16>,
    text: String,
}

impl<'a> Reader<'a> {
    fn all(&mut self) -> Result<(), Unreadable> {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => self.open()?,
                b'}' => {
                    self.decode();
                    self.skip = 0;
                    self.group = self.stack.pop().unwrap_or_default();
                    if self.stack.is_empty() {
                        return Ok(());
                    }
                }
                b'\\' => self.control(),
                b'\r' | b'\n' | b'\0' => {}
                _ => self.byte(byte),
            }
        }
        self.decode();
        Ok(())
    }

    fn open(&mut self) -> Result<(), Unreadable> {
        self.decode();
        self.skip = 0;
        self.stack.push(self.group);
        if self.stack.len() <= DEEPEST {
            return Ok(());
        }
        Err(Unreadable::Damaged {
            what: "rich text",
            why: "its groups stand too deep in each other".to_owned(),
        })
    }

    /// One byte of text.
    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if !self.is_silent() {
            self.legacy.push(byte);
        }
    }

    fn is_silent(&self) -> bool {
        self.group.aside || self.group.hidden
    }

    fn decode(&mut self) {
        if !self.legacy.is_empty() {
            let (text, _) = self.encoding.decode_without_bom_handling(&self.legacy);
            self.text.push_str(&text);
            self.legacy.clear();
        }
    }

    /// Characters that a control word stands for.
    fn put(&mut self, text: &str) {
        self.decode();
        if !self.is_silent() {
            self.text.push_str(text);
        }
    }

    fn control(&mut self) {
        let Some(&first) = self.bytes.get(self.at) else {
            return;
        };
        if first.is_ascii_alphabetic() {
            let (word, number) = self.word();
            return self.obey(word, number);
        }
        self.at += 1;
        match first {
            b'\'' => {
                let digits = self.bytes.get(self.at..self.at + 2).unwrap_or_default();
                self.at += digits.len();
                let digits = std::str::from_utf8(digits).ok();
                if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                    self.byte(byte);
                }
            }
            b'*' => self.group.aside = true,
            b'~' => self.put("\u{A0}"),
            b'-' => self.put("\u{AD}"),
            b'_' => self.put("-"),
            b'\r' | b'\n' => self.put("\n"),
            b'\\' | b'{' | b'}' => self.byte(first),
            _ => {}
        }
    }

    /// The word after a backslash, its number, and the space that ends it.
    fn word(&mut self) -> (&'a [u8], Option<i32>) {
        let rest = &self.bytes[self.at..];
        let letters = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let sign = usize::from(rest.get(letters) == Some(&b'-'));
        let digits = rest[letters + sign..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let end = match digits {
            0 => letters,
            _ => letters + sign + digits,
        };
        self.at += end + usize::from(rest.get(end) == Some(&b' '));
        let (word, number) = rest[..end].split_at(letters);
        let number = std::str::from_utf8(number).ok().and_then(|digits| digits.parse().ok());
        (word, number)
    }

    fn obey(&mut self, word: &[u8], number: Option<i32>) {
        let on = number != Some(0);
        match word {
            b"par" | b"line" | b"sect" | b"row" | b"nestrow" => self.put("\n"),
            b"page" => self.put("\n\x0c"),
            b"tab" => self.put("\t"),
            b"cell" | b"nestcell" => self.put("   "),
            b"emdash" => self.put("—"),
            b"endash" => self.put("–"),
            b"bullet" => self.put("•"),
            b"lquote" => self.put("‘"),
            b"rquote" => self.put("’"),
            b"ldblquote" => self.put("“"),
            b"rdblquote" => self.put("”"),
            b"v" | b"deleted" => self.group.hidden = on,
            b"plain" => self.group.hidden = false,
            b"uc" => self.group.fallback = number.and_then(|count| count.try_into().ok()).unwrap_or(1),
            b"u" => self.unicode(number.unwrap_or_default()),
            b"ansicpg" => self.encoding = code_page(number.unwrap_or_default()),
            b"mac" => self.encoding = encoding_rs::MACINTOSH,
            b"bin" => {
                self.at = self
                    .at
                    .saturating_add(number.and_then(|count| count.try_into().ok()).unwrap_or(0))
            }
            _ if ASIDE.contains(&word) => self.group.aside = true,
            _ => {}
        }
    }

    /// A character by its UTF-16 number, negative from 32,768 on, with its fallback after it.
    fn unicode(&mut self, number: i32) {
        self.skip = self.group.fallback;
        let unit = u16::try_from(number & 0xFFFF).unwrap_or(0xFFFD);
        let units: Vec<u16> = self.high.take().into_iter().chain([unit]).collect();
        if let (1, 0xD800..0xDC00) = (units.len(), unit) {
            self.high = Some(unit);
            return;
        }
        self.put(&String::from_utf16_lossy(&units));
    }
}

/// Groups whose text is not the letter's.
const ASIDE: [&[u8]; 22] = [
    b"fonttbl",
    b"colortbl",
    b"stylesheet",
    b"listtable",
    b"listoverridetable",
    b"revtbl",
    b"info",
    b"pict",
    b"object",
    b"header",
    b"headerl",
    b"headerr",
    b"headerf",
    b"footer",
    b"footerl",
    b"footerr",
    b"footerf",
    b"footnote",
    b"annotation",
    b"fldinst",
    b"xe",
    b"tc",
];

/// The encoding of a Windows code page.
fn code_page(number: i32) -> &'static Encoding {
    let label = match number {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        65001 => "utf-8".to_owned(),
        10000 => "macintosh".to_owned(),
        _ => format!("windows-{number}"),
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(rtf: &[u8]) -> String {
        read("a.rtf", rtf, &Limits::DEFAULT)
            .expect("this is rich text")
            .text()
            .to_owned()
    }

    #[test]
    fn paragraphs_and_tables_are_lines() {
        let rtf = br"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\pard Soma 350mg #90:\tab Upheld\par
Norco\cell Overturned\cell\row }";
        assert_eq!(text(rtf), "Soma 350mg #90:\tUpheld\nNorco   Overturned   \n");
    }

    #[test]
    fn characters_come_from_the_code_page_and_from_unicode() {
        let rtf = br"{\rtf1\ansi\ansicpg1252\uc1 patient\'92s \u8220?Soma\u8221? \u-10179?\u-8639? \{x\}\~y}";
        assert_eq!(text(rtf), "patient’s “Soma” 🙁 {x}\u{a0}y");
    }

    #[test]
    fn headers_and_deleted_text_are_left_out() {
        let rtf =
            br"{\rtf1{\header Page 1}{\*\generator Word;}Soma: {\deleted Overturned}{\revised Upheld}{\v secret}}";
        assert_eq!(text(rtf), "Soma: Upheld");
    }

    #[test]
    fn a_list_keeps_its_numbers() {
        let rtf = br"{\rtf1{\listtext\f0 1.\tab}Soma\par{\listtext 2.\tab}Norco\par}";
        assert_eq!(text(rtf), "1.\tSoma\n2.\tNorco\n");
    }

    #[test]
    fn broken_groups_end() {
        assert_eq!(text(br"{\rtf1 Soma {\b Upheld"), "Soma Upheld");
        assert!(read("a.rtf", "{\\rtf1 ".repeat(5000).as_bytes(), &Limits::DEFAULT).is_err());
    }
}
