//! Typed values out of the tree. A field that the type does not know is noted and left out; a value of the wrong kind is
//! noted and left out, and the rest is tried again: so one run reports every problem of an entry.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;
use std::ops::Range;

use serde::de::Error as _;
use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::node::{Entry, Node, NodeValue, YamlProblem};
use crate::pack::nearest;

/// What came of decoding: the value where one could be made, and what was wrong on the way.
pub(crate) struct Decoded<T> {
    pub(crate) value: Option<T>,
    pub(crate) problems: Vec<YamlProblem>,
}

/// Decodes `node`, noting every problem.
pub(crate) fn decode<T: de::DeserializeOwned>(node: &Node) -> Decoded<T> {
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

#[derive(Default)]
struct Notes {
    problems: Vec<YamlProblem>,
    noted: HashSet<(usize, usize)>,
    left_out: HashSet<(usize, usize)>,
}

impl Notes {
    /// Notes a problem once, however often its place is tried.
    fn note(&mut self, span: Range<usize>, message: String) {
        if self.noted.insert((span.start, span.end)) {
            self.problems.push(YamlProblem { span, message });
        }
    }
}

/// Why a value could not be made.
#[derive(Debug)]
struct DecodeError {
    span: Option<Range<usize>>,
    message: String,
    missing: bool,
}

impl DecodeError {
    fn at(mut self, node: &Node) -> Self {
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

#[derive(Clone, Copy)]
struct NodeDeserializer<'node> {
    node: &'node Node,
    notes: &'node RefCell<Notes>,
}

impl<'node> NodeDeserializer<'node> {
    fn scalar(self, wanted: &str) -> Result<&'node str, DecodeError> {
        match &self.node.value {
            NodeValue::Scalar(text) => Ok(text),
            _ => Err(self.wrong(wanted)),
        }
    }

    fn wrong(self, wanted: &str) -> DecodeError {
        let error: DecodeError = de::Error::custom(format!("{} stands here; wanted is {wanted}", self.node.kind()));
        error.at(self.node)
    }

    fn parse<T: std::str::FromStr>(self, wanted: &str) -> Result<T, DecodeError> {
        let text = self.scalar(wanted)?;
        text.parse().map_err(|_| {
            let error: DecodeError = de::Error::custom(format!("`{text}` stands here; wanted is {wanted}"));
            error.at(self.node)
        })
    }

    fn is_nothing(self) -> bool {
        matches!(&self.node.value, NodeValue::Nothing)
    }

    fn left_out(self, node: &Node) -> bool {
        self.notes.borrow().left_out.contains(&(node.span.start, node.span.end))
    }

    fn map<V: Visitor<'node>>(
        self,
        fields: Option<&'static [&'static str]>,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        let NodeValue::Map(entries) = &self.node.value else {
            return Err(self.wrong("a group of fields"));
        };
        let mut known = Vec::with_capacity(entries.len());
        for entry in entries {
            match fields {
                Some(fields) if !fields.contains(&entry.key.as_str()) => {
                    let message = unknown("field", &entry.key, fields);
                    self.notes.borrow_mut().note(entry.key_span.clone(), message);
                }
                _ if self.left_out(&entry.value) => {}
                _ => known.push(entry),
            }
        }
        visitor
            .visit_map(Entries {
                rest: known.into_iter(),
                value: None,
                notes: self.notes,
            })
            .map_err(|error| error.at(self.node))
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $wanted:literal;)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
            visitor.$visit(self.parse($wanted)?).map_err(|error: DecodeError| error.at(self.node))
        })+
    };
}

impl<'de> Deserializer<'de> for NodeDeserializer<'de> {
    type Error = DecodeError;

    numbers! {
        deserialize_bool visit_bool "true or false";
        deserialize_u8 visit_u8 "a whole number";
        deserialize_u16 visit_u16 "a whole number";
        deserialize_u32 visit_u32 "a whole number";
        deserialize_u64 visit_u64 "a whole number";
        deserialize_i8 visit_i8 "a whole number";
        deserialize_i16 visit_i16 "a whole number";
        deserialize_i32 visit_i32 "a whole number";
        deserialize_i64 visit_i64 "a whole number";
        deserialize_f32 visit_f32 "a number";
        deserialize_f64 visit_f64 "a number";
        deserialize_char visit_char "a single character";
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match &self.node.value {
            NodeValue::List(_) => self.deserialize_seq(visitor),
            NodeValue::Map(_) => self.map(None, visitor),
            NodeValue::Nothing => visitor.visit_unit(),
            NodeValue::Scalar(text) => {
                let value = if let Ok(number) = text.parse::<i64>() {
                    visitor.visit_i64(number)
                } else if let Ok(number) = text.parse::<f64>() {
                    visitor.visit_f64(number)
                } else if let Ok(truth) = text.parse::<bool>() {
                    visitor.visit_bool(truth)
                } else {
                    visitor.visit_borrowed_str(text)
                };
                value.map_err(|error: DecodeError| error.at(self.node))
            }
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor
            .visit_borrowed_str(self.scalar("text")?)
            .map_err(|error: DecodeError| error.at(self.node))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        if self.is_nothing() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        if self.is_nothing() {
            visitor.visit_unit()
        } else {
            Err(self.wrong("nothing"))
        }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        let NodeValue::List(elements) = &self.node.value else {
            if self.is_nothing() {
                return visitor.visit_seq(Elements::of(&[], self));
            }
            return Err(self.wrong("a list"));
        };
        visitor
            .visit_seq(Elements::of(elements, self))
            .map_err(|error: DecodeError| error.at(self.node))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.map(None, visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.map(Some(fields), visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        let (name, value) = match &self.node.value {
            NodeValue::Scalar(text) => (text.as_str(), None),
            NodeValue::Map(entries) => match entries.as_slice() {
                [entry] => (entry.key.as_str(), Some(&entry.value)),
                _ => return Err(self.wrong("one choice")),
            },
            NodeValue::List(_) | NodeValue::Nothing => return Err(self.wrong("one choice")),
        };
        let choice = Choice {
            name,
            value,
            notes: self.notes,
        };
        visitor
            .visit_enum(choice)
            .map_err(|error: DecodeError| error.at(self.node))
    }

    serde::forward_to_deserialize_any! { i128 u128 bytes byte_buf ignored_any }
}

struct Elements<'node> {
    rest: std::slice::Iter<'node, Node>,
    of: NodeDeserializer<'node>,
}

impl<'node> Elements<'node> {
    fn of(elements: &'node [Node], of: NodeDeserializer<'node>) -> Self {
        Self {
            rest: elements.iter(),
            of,
        }
    }
}

impl<'de> SeqAccess<'de> for Elements<'de> {
    type Error = DecodeError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, DecodeError> {
        let of = self.of;
        let Some(node) = self.rest.by_ref().find(|node| !of.left_out(node)) else {
            return Ok(None);
        };
        let notes = of.notes;
        seed.deserialize(NodeDeserializer { node, notes }).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

struct Entries<'node> {
    rest: std::vec::IntoIter<&'node Entry>,
    value: Option<&'node Node>,
    notes: &'node RefCell<Notes>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = DecodeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, DecodeError> {
        let Some(entry) = self.rest.next() else {
            return Ok(None);
        };
        self.value = Some(&entry.value);
        let key: StrDeserializer<'_, DecodeError> = entry.key.as_str().into_deserializer();
        let key = seed.deserialize(key).map_err(|mut error| {
            error.span.get_or_insert_with(|| entry.key_span.clone());
            error
        });
        key.map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, DecodeError> {
        let node = self
            .value
            .take()
            .ok_or_else(|| DecodeError::custom("a value without its key"))?;
        let notes = self.notes;
        seed.deserialize(NodeDeserializer { node, notes })
    }
}

struct Choice<'node> {
    name: &'node str,
    value: Option<&'node Node>,
    notes: &'node RefCell<Notes>,
}

impl<'de> EnumAccess<'de> for Choice<'de> {
    type Error = DecodeError;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), DecodeError> {
        let name: StrDeserializer<'_, DecodeError> = self.name.into_deserializer();
        seed.deserialize(name).map(|variant| (variant, self))
    }
}

impl<'de> VariantAccess<'de> for Choice<'de> {
    type Error = DecodeError;

    fn unit_variant(self) -> Result<(), DecodeError> {
        match self.value {
            None => Ok(()),
            Some(node) => Err(DecodeError::custom(format!("`{}` takes no value", self.name)).at(node)),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, DecodeError> {
        let notes = self.notes;
        match self.value {
            Some(node) => seed.deserialize(NodeDeserializer { node, notes }),
            None => Err(DecodeError::custom(format!("`{}` takes a value", self.name))),
        }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, DecodeError> {
        let notes = self.notes;
        match self.value {
            Some(node) => NodeDeserializer { node, notes }.deserialize_seq(visitor),
            None => Err(DecodeError::custom(format!("`{}` takes a list", self.name))),
        }
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        let notes = self.notes;
        match self.value {
            Some(node) => NodeDeserializer { node, notes }.map(Some(fields), visitor),
            None => Err(DecodeError::custom(format!("`{}` takes fields", self.name))),
        }
    }
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
