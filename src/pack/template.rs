//! Message templates: the pack's words with named values of the letter. Which values a code offers is listed here once;
//! a template that names another is refused when the pack is read, so rendering cannot fail.

use std::fmt::Write as _;

use crate::check::Code;

/// A message compiled: text and values in turn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Template {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Value(String),
    /// Left out where a value in it is absent.
    Optional(Vec<Piece>),
}

/// What is wrong with a template, and at which byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateProblem {
    /// The byte in the template's text.
    pub at: usize,
    /// How many bytes of it are wrong.
    pub length: usize,
    /// What is wrong.
    pub message: String,
}

/// A value that templates may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValueName {
    /// The name.
    pub name: &'static str,
    /// What it stands for.
    pub meaning: &'static str,
}

const fn value(name: &'static str, meaning: &'static str) -> ValueName {
    ValueName { name, meaning }
}

/// The values that every template may name.
const COMMON: &[ValueName] = &[
    value("item", "the request's heading"),
    value("treatment", "the treatment, in the letter's words"),
    value("outcome", "what was decided, in words"),
    value("title", "the rule's title"),
    value("guideline", "the name of the rule's guideline"),
    value("pages", "the rule's pages: \"page 24\", \"pages 63-66\""),
];

/// The values that templates of `code` may name, besides those of every code.
fn own_values(code: Code) -> &'static [ValueName] {
    match code {
        Code::OUT001 | Code::OUT002 | Code::OUT004 => {
            const {
                &[
                    value("conclusion", "the concluding words of the rationale"),
                    value("other", "the opposite concluding words"),
                ]
            }
        }
        Code::OUT003 => const { &[value("found", "what stands in the outcome's place")] },
        Code::LIM001 | Code::LIM002 => {
            const {
                &[
                    value("requested", "the amount requested, with its unit: \"12 visits\""),
                    value("earlier", "the amount already received, with its unit"),
                    value("total", "both together, with their unit"),
                    value(
                        "limit",
                        "the limit that applies, in words: \"9-10 visits over 8 weeks\"",
                    ),
                    value("condition", "the condition that the limit is for"),
                ]
            }
        }
        Code::LIM003 => {
            const {
                &[
                    value("quoted", "the figure that the rationale ascribes to the guideline"),
                    value("limit", "the guideline's own figures, in words"),
                ]
            }
        }
        Code::LIM004 => {
            const {
                &[
                    value("used", "how long, or since when, the letter says it has been used"),
                    value("limit", "the longest use, in words"),
                ]
            }
        }
        Code::LIM005 => const { &[value("indication", "what the guideline recommends it for, in words")] },
        Code::REQ001 => {
            const {
                &[
                    value("missing", "the missing elements, listed"),
                    value("documented", "the documented elements, listed"),
                ]
            }
        }
        Code::REQ002 => {
            const {
                &[
                    value("element", "the element said to be missing"),
                    value("found", "the words that document it"),
                ]
            }
        }
        Code::QTY001 => {
            const {
                &[
                    value("stated", "the stated total"),
                    value("frequency", "frequency and duration, in the letter's words"),
                    value("product", "what they multiply to"),
                ]
            }
        }
        Code::QTY002 => {
            const {
                &[
                    value("requested", "the heading's amount or strength"),
                    value("stated", "what the text says instead"),
                ]
            }
        }
        Code::QTY003 => const { &[value("unit", "what the treatment is counted in")] },
        Code::CIT001 | Code::CIT002 | Code::CIT003 | Code::CIT004 | Code::CIT005 | Code::CIT007 => {
            const {
                &[
                    value("cited", "what is cited, in the letter's words"),
                    value("expected", "the topics and pages on the requested treatment"),
                    value("last", "the guideline's last page"),
                    value("reason", "what is wrong with the pages"),
                ]
            }
        }
        Code::CIT006 => {
            const {
                &[
                    value("cited", "what is cited, in the letter's words"),
                    value("date", "the date that decides"),
                    value("from", "the guideline's first day in force"),
                    value("to", "its last day in force"),
                ]
            }
        }
        Code::RAT001 => const { &[value("argued", "what the rationale argues about")] },
        Code::RAT002 | Code::RAT004 => {
            const {
                &[
                    value("other", "the other request, or the other letter"),
                    value("share", "how much of the rationale is the same"),
                ]
            }
        }
        Code::RAT003 => &[],
        Code::FAC001 => {
            const {
                &[
                    value("date", "the date"),
                    value("other", "the date that it cannot stand with"),
                    value("reason", "why it is impossible"),
                ]
            }
        }
        Code::FAC002 | Code::FAC003 | Code::FAC004 | Code::FAC005 => {
            const {
                &[
                    value("stated", "what the letter states"),
                    value("found", "what contradicts it"),
                ]
            }
        }
        Code::FAC006 => {
            const {
                &[
                    value("date", "the record's date"),
                    value("from", "the first day of the records reviewed"),
                    value("to", "their last day"),
                ]
            }
        }
        Code::COV001 => const { &[value("listed", "the item as the letter lists it")] },
        Code::COV002 => const { &[value("other", "the other decision")] },
        Code::COV003 => const { &[value("surgery", "the item that was upheld")] },
        Code::LET001 => const { &[value("section", "the section that is missing")] },
        Code::LET002 => const { &[value("reason", "why nothing could be read")] },
    }
}

/// The values that templates of `code` may name.
pub fn values_of(code: Code) -> impl Iterator<Item = ValueName> {
    COMMON.iter().chain(own_values(code)).copied()
}

impl Template {
    /// Compiles the text of a template for `code`.
    ///
    /// # Errors
    ///
    /// A brace or bracket without its partner, or a value that the code does not offer.
    pub fn compile(text: &str, code: Code) -> Result<Self, TemplateProblem> {
        Reader { text, at: 0, code }.pieces(false).map(|pieces| Self { pieces })
    }

    /// The message with its values; a value that is absent is left out, with the bracketed part around it.
    pub fn render(&self, value: impl Fn(&str) -> Option<String>) -> String {
        let mut out = String::new();
        render_pieces(&self.pieces, &value, &mut out);
        out
    }
}

/// Writes the pieces and says whether every value was there.
fn render_pieces(pieces: &[Piece], value: &dyn Fn(&str) -> Option<String>, out: &mut String) -> bool {
    let mut complete = true;
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Value(name) => match value(name) {
                Some(found) => out.push_str(&found),
                None => complete = false,
            },
            Piece::Optional(inner) => {
                let before = out.len();
                if !render_pieces(inner, value, out) {
                    out.truncate(before);
                }
            }
        }
    }
    complete
}

struct Reader<'text> {
    text: &'text str,
    at: usize,
    code: Code,
}

impl Reader<'_> {
    fn pieces(&mut self, bracketed: bool) -> Result<Vec<Piece>, TemplateProblem> {
        let opened = self.at;
        let mut pieces = Vec::new();
        let mut text = String::new();
        while let Some(character) = self.text[self.at..].chars().next() {
            let at = self.at;
            let doubled = self.text[at + character.len_utf8()..].starts_with(character);
            self.at += character.len_utf8();
            match character {
                '{' | '}' | '[' | ']' if doubled => {
                    self.at += 1;
                    text.push(character);
                    continue;
                }
                '{' => {
                    flush(&mut text, &mut pieces);
                    pieces.push(self.value(at)?);
                }
                '[' if bracketed => return Err(problem(at, "a bracket within a bracket")),
                '[' => {
                    flush(&mut text, &mut pieces);
                    pieces.push(Piece::Optional(self.pieces(true)?));
                }
                ']' if bracketed => {
                    flush(&mut text, &mut pieces);
                    return Ok(pieces);
                }
                ']' | '}' => {
                    return Err(problem(
                        at,
                        format!("`{character}` closes nothing; write it twice for the character itself"),
                    ));
                }
                _ => text.push(character),
            }
        }
        if bracketed {
            return Err(problem(opened.saturating_sub(1), "`[` is never closed"));
        }
        flush(&mut text, &mut pieces);
        Ok(pieces)
    }

    fn value(&mut self, opened: usize) -> Result<Piece, TemplateProblem> {
        let Some(length) = self.text[self.at..].find('}') else {
            return Err(problem(opened, "`{` is never closed"));
        };
        let name = &self.text[self.at..self.at + length];
        self.at += length + 1;
        if values_of(self.code).any(|known| known.name == name) {
            return Ok(Piece::Value(name.to_owned()));
        }
        let mut message = format!("{} offers no value `{name}`; it offers", self.code.id());
        for (index, known) in values_of(self.code).enumerate() {
            let comma = if index == 0 { "" } else { "," };
            // Writing to a string cannot fail.
            let _ = write!(message, "{comma} {}", known.name);
        }
        Err(TemplateProblem {
            length: name.len(),
            ..problem(opened + 1, message)
        })
    }
}

fn flush(text: &mut String, pieces: &mut Vec<Piece>) {
    if !text.is_empty() {
        pieces.push(Piece::Text(std::mem::take(text)));
    }
}

fn problem(at: usize, message: impl Into<String>) -> TemplateProblem {
    TemplateProblem {
        at,
        length: 1,
        message: message.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(text: &str, values: &[(&str, &str)]) -> String {
        let template = Template::compile(text, Code::LIM001).unwrap();
        template.render(|name| {
            values
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, found)| (*found).to_owned())
        })
    }

    #[test]
    fn values_stand_where_they_are_named() {
        let message = rendered(
            "{requested} against {limit}",
            &[("requested", "12 visits"), ("limit", "9-10 visits")],
        );
        assert_eq!(message, "12 visits against 9-10 visits");
    }

    #[test]
    fn a_bracketed_part_goes_with_its_absent_value() {
        let text = "{requested}[, after {earlier},] is beyond {limit}";
        let without = rendered(text, &[("requested", "12 visits"), ("limit", "10")]);
        assert_eq!(without, "12 visits is beyond 10");
        let with = rendered(text, &[("requested", "6"), ("earlier", "6"), ("limit", "10")]);
        assert_eq!(with, "6, after 6, is beyond 10");
    }

    #[test]
    fn doubled_characters_stand_for_themselves() {
        assert_eq!(rendered("{{a}} [[b]]", &[]), "{a} [b]");
    }

    #[test]
    fn an_unknown_value_is_refused_at_its_place() {
        let refused = Template::compile("over {limits}", Code::LIM001).unwrap_err();
        assert_eq!(refused.at, 6);
        assert!(refused.message.contains("no value `limits`"), "{}", refused.message);
    }

    #[test]
    fn unpaired_characters_are_refused() {
        for text in ["{requested", "a]", "a}", "[a", "[a [b]]"] {
            assert!(Template::compile(text, Code::LIM001).is_err(), "{text}");
        }
    }
}
