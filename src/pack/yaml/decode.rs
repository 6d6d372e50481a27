//! Typed values out of the tree. A field that the type does not know is noted and left out; a value of the wrong kind is
//! noted and left out, and the rest is tried again: so one run reports every problem of an entry.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use serde::de;

use super::deserializer::NodeDeserializer;
use super::node::{Node, YamlProblem};
use crate::pack::nearest;

/// What came of decoding: the value where one could be made, and what was wrong on the way.
pub(crate) struct Decoded<T> {
    pub(crate) value: Option<T>,
    pub(crate) problems: Vec<YamlProblem>,
}

/// Decodes `node`, noting every problem.
pub(crate) fn decode<T: de::DeserializeOwned>(node: &Node<'_>) -> Decoded<T> {
    let notes = RefCell::new(Notes::default());
    loop {
        let result = T::deserialize(NodeDeserializer { node, notes: &notes });
        let mut held = notes.borrow_mut();
        match result {
            Ok(value) => {
                let problems = std::mem::take(&mut held.problems);
                return Decoded {
                    value: Some(value),
                    problems,
                };
            }
            Err(error) => {
                let span = error.span.unwrap_or_else(|| node.span.clone());
                let follows = !held.left_out.is_empty() && error.missing;
                if !follows {
                    held.note(span.clone(), error.message);
                }
                // A part that was left out already, or the whole: nothing more to learn here.
                if error.missing || span == node.span || !held.left_out.insert((span.start, span.end)) {
                    let problems = std::mem::take(&mut held.problems);
                    return Decoded { value: None, problems };
                }
            }
        }
    }
}

/// What was noted so far, and the parts that are left out because they cannot be read.
#[derive(Default)]
pub(super) struct Notes {
    problems: Vec<YamlProblem>,
    noted: HashSet<(usize, usize)>,
    pub(super) left_out: HashSet<(usize, usize)>,
}

impl Notes {
    /// Notes a problem once, however often its place is tried.
    pub(super) fn note(&mut self, span: Range<usize>, message: String) {
        if self.noted.insert((span.start, span.end)) {
            self.problems.push(YamlProblem { span, message });
        }
    }
}

/// Why a value could not be made.
#[derive(Debug)]
pub(super) struct DecodeError {
    pub(super) span: Option<Range<usize>>,
    message: String,
    missing: bool,
}

impl DecodeError {
    pub(super) fn at(mut self, node: &Node<'_>) -> Self {
        self.span.get_or_insert_with(|| node.span.clone());
        self
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for DecodeError {}

impl de::Error for DecodeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self {
            span: None,
            message: message.to_string(),
            missing: false,
        }
    }

    fn missing_field(field: &'static str) -> Self {
        Self {
            span: None,
            message: format!("the field `{field}` is missing"),
            missing: true,
        }
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::custom(unknown("value", variant, expected))
    }

    fn invalid_type(unexpected: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::custom(format!("{unexpected} stands here; wanted is {expected}"))
    }
}

/// "unknown field `limits`; did you mean `limit`?", or the list of what is known.
pub(crate) fn unknown(what: &str, found: &str, known: &[&str]) -> String {
    nearest(found, known.iter().copied()).map_or_else(
        || format!("unknown {what} `{found}`; known are {}", known.join(", ")),
        |near| format!("unknown {what} `{found}`; did you mean `{near}`?"),
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;
    use crate::check::Code;
    use crate::pack::yaml::parse;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields, rename_all = "kebab-case")]
    struct Entry {
        id: String,
        #[serde(default)]
        most: Option<f64>,
        #[serde(default)]
        codes: Vec<Code>,
        #[serde(default)]
        words: BTreeMap<Code, String>,
    }

    fn decoded(text: &str) -> (Option<Entry>, Vec<(String, String)>) {
        let decoded = decode::<Entry>(&parse(text).unwrap());
        let problems = decoded.problems.into_iter();
        let problems = problems.map(|problem| (text[problem.span].to_owned(), problem.message));
        (decoded.value, problems.collect())
    }

    #[test]
    fn every_problem_of_an_entry_is_found_in_one_run() {
        let text = "id: x\nmots: 4\nmost: many\ncodes: [LIM001, LIM009, FOO]\nwords: {LIM001: a}\n";
        let (entry, problems) = decoded(text);
        let entry = entry.unwrap();
        assert_eq!(entry.codes, [Code::LIM001]);
        assert_eq!(entry.most, None);
        assert_eq!(entry.words[&Code::LIM001], "a");
        let places: Vec<&str> = problems.iter().map(|(place, _)| place.as_str()).collect();
        assert_eq!(places, ["mots", "many", "LIM009", "FOO"]);
        assert_eq!(problems[0].1, "unknown field `mots`; did you mean `most`?");
        assert!(problems[2].1.contains("did you mean `LIM00"), "{}", problems[2].1);
    }

    #[test]
    fn a_missing_field_is_said_once() {
        let (entry, problems) = decoded("most: 4\n");
        assert!(entry.is_none());
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].1, "the field `id` is missing");
    }

    #[test]
    fn an_unquoted_number_or_truth_value_is_text_where_text_is_wanted() {
        assert_eq!(decoded("id: 1.0\n").0.unwrap().id, "1.0");
        assert_eq!(decoded("id: true\n").0.unwrap().id, "true");
    }
}
