//! The tree of one YAML file. The build script has this file too: it writes down the trees of the bundled packs.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use serde_yaml::options::DuplicateKeyPolicy;
use serde_yaml::{Location, Spanned};

/// The largest file that is read. The largest bundled one is a twentieth of it.
pub(crate) const LARGEST_FILE: usize = 2 << 20;

/// A value with its place. Of a tree that was written down, the words stay in the text that it is read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Node<'text> {
    /// Its bytes in the file. Of a block mapping or sequence, only its first character.
    pub(crate) span: Range<usize>,
    #[serde(borrow)]
    pub(crate) value: NodeValue<'text>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum NodeValue<'text> {
    /// A scalar as written, quotes and folding undone. Its type is for whoever reads it to choose.
    Scalar(#[serde(borrow)] Cow<'text, str>),
    /// Nothing: an empty value, `~` or `null`. Empty quotation marks are a scalar.
    Nothing,
    List(#[serde(borrow)] Vec<Node<'text>>),
    Map(#[serde(borrow)] Vec<Entry<'text>>),
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry<'text> {
    #[serde(borrow)]
    pub(crate) key: Cow<'text, str>,
    pub(crate) key_span: Range<usize>,
    #[serde(borrow)]
    pub(crate) value: Node<'text>,
}

/// What is wrong with a file, and where.
#[derive(Debug)]
pub(crate) struct YamlProblem {
    pub(crate) span: Range<usize>,
    pub(crate) message: String,
}

impl<'text> Node<'text> {
    /// The value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&Entry<'text>> {
        match &self.value {
            NodeValue::Map(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// The element of a list.
    pub(crate) fn element(&self, index: usize) -> Option<&Self> {
        match &self.value {
            NodeValue::List(elements) => elements.get(index),
            _ => None,
        }
    }

    /// What the value is, in words.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.value {
            NodeValue::Scalar(_) => "a single value",
            NodeValue::Nothing => "nothing",
            NodeValue::List(_) => "a list",
            NodeValue::Map(_) => "a group of fields",
        }
    }
}

/// Reads one file. An empty file is an empty mapping.
pub(crate) fn parse(text: &str) -> Result<Node<'static>, YamlProblem> {
    if text.len() > LARGEST_FILE {
        return Err(YamlProblem {
            span: 0..0,
            message: format!(
                "the file has {} bytes; a pack file has at most {LARGEST_FILE}",
                text.len()
            ),
        });
    }
    let written: Option<Written> = serde_yaml::from_str_with_options(text, options()).map_err(|error| YamlProblem {
        span: error.location().map_or(0..0, |location| bytes(location, text)),
        message: plain_message(&error),
    })?;
    Ok(written.map_or_else(
        || Node {
            span: 0..0,
            value: NodeValue::Map(Vec::new()),
        },
        |written| written.into_node(text),
    ))
}

fn options() -> serde_yaml::Options {
    // An alias costs nothing to write and anything to follow: packs do without.
    let budget = serde_yaml::budget! {
        max_depth: 24,
        flow_nesting_limit: 24,
        max_documents: 1,
        max_aliases: 0,
        max_anchors: 0,
        max_nodes: 200_000,
        max_total_scalar_bytes: LARGEST_FILE,
        max_merge_keys: 0,
    };
    serde_yaml::options! {
        budget: budget,
        duplicate_keys: DuplicateKeyPolicy::Error,
        strict_booleans: true,
        with_snippet: false,
    }
}

/// The error's words without the place, which the code frame shows.
fn plain_message(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    let cut = text.find(" at line ").unwrap_or(text.len());
    text.get(..cut).unwrap_or(&text).to_owned()
}

fn bytes(location: Location, text: &str) -> Range<usize> {
    let span = location.span();
    let start = span.byte_offset().unwrap_or_else(|| offset_of(location, text));
    let length = span.byte_len().unwrap_or(0);
    let clip = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
    let mut start = clip(start);
    let mut end = clip(start as u64 + length);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    start..end.max(start)
}

/// The byte of a line and column, for errors that give no other place. At the end of the file, its last word.
fn offset_of(location: Location, text: &str) -> u64 {
    let line = usize::try_from(location.line()).unwrap_or(1).saturating_sub(1);
    let column = usize::try_from(location.column()).unwrap_or(1).saturating_sub(1);
    let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    (before + column).min(text.trim_end().len().saturating_sub(1)) as u64
}

/// The tree as the deserializer hands it over.
struct Written(Spanned<Raw>);

enum Raw {
    Text(String),
    /// Read as a number or a truth value: the words themselves are in the file.
    Plain,
    Nothing,
    List(Vec<Written>),
    Map(Vec<(Spanned<String>, Written)>),
}

impl Written {
    fn into_node(self, text: &str) -> Node<'static> {
        let span = bytes(self.0.referenced, text);
        let value = match self.0.value {
            Raw::Text(value) => NodeValue::Scalar(value.into()),
            Raw::Nothing => NodeValue::Nothing,
            Raw::Plain => NodeValue::Scalar(text.get(span.clone()).unwrap_or_default().trim().to_owned().into()),
            Raw::List(elements) => {
                NodeValue::List(elements.into_iter().map(|element| element.into_node(text)).collect())
            }
            Raw::Map(entries) => NodeValue::Map(
                entries
                    .into_iter()
                    .map(|(key, value)| Entry {
                        key_span: bytes(key.referenced, text),
                        key: key.value.into(),
                        value: value.into_node(text),
                    })
                    .collect(),
            ),
        };
        Node { span, value }
    }
}

impl<'de> Deserialize<'de> for Written {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Spanned::deserialize(deserializer).map(Self)
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Plain)
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Nothing)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Raw, A::Error> {
        let mut elements = Vec::new();
        while let Some(element) = list.next_element()? {
            elements.push(element);
        }
        Ok(Raw::List(elements))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        parse(text).unwrap_err().message
    }

    #[test]
    fn keys_and_values_know_their_bytes() {
        let text = "rules:\n  - id: a-rule # comment\n    title: 'it''s § one'\n    most: 12\n    on: no\n";
        let root = parse(text).unwrap();
        let rule = root.get("rules").unwrap().value.element(0).unwrap();
        let title = rule.get("title").unwrap();
        assert_eq!(&text[title.key_span.clone()], "title");
        assert_eq!(&text[title.value.span.clone()], "'it''s § one'");
        assert!(matches!(&title.value.value, NodeValue::Scalar(value) if value == "it's § one"));
        let most = rule.get("most").unwrap();
        assert!(matches!(&most.value.value, NodeValue::Scalar(value) if value == "12"));
        assert_eq!(&text[most.value.span.clone()], "12");
        assert!(matches!(&rule.get("on").unwrap().value.value, NodeValue::Scalar(value) if value == "no"));
    }

    #[test]
    fn an_empty_file_is_an_empty_mapping() {
        assert!(matches!(parse("").unwrap().value, NodeValue::Map(entries) if entries.is_empty()));
        assert!(matches!(parse("# only a comment\n").unwrap().value, NodeValue::Map(entries) if entries.is_empty()));
    }

    #[test]
    fn hostile_files_are_refused() {
        refused(&"[".repeat(100_000));
        refused(&"{a: ".repeat(100_000));
        refused("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n");
        refused(&format!("a: {}", "x".repeat(LARGEST_FILE)));
        refused(&"- a\n".repeat(300_000));
        refused("a: 1\n---\nb: 2\n");
        let steps: String = (0..2_000).map(|depth| format!("{}- \n", " ".repeat(depth))).collect();
        refused(&steps);
    }
}
