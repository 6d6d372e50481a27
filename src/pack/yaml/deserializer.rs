//! A node as serde reads it: what it is, its elements, its fields, its choice. Unknown fields are noted on the way, and parts
//! that were left out before are passed over.

use std::cell::RefCell;

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};

use super::decode::{DecodeError, Notes, unknown};
use super::node::{Entry, Node, NodeValue};

#[derive(Clone, Copy)]
pub(super) struct NodeDeserializer<'node> {
    pub(super) node: &'node Node<'node>,
    pub(super) notes: &'node RefCell<Notes>,
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

    fn left_out(self, node: &Node<'_>) -> bool {
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
                Some(fields) if !fields.contains(&&*entry.key) => {
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
            NodeValue::Scalar(text) => (&**text, None),
            NodeValue::Map(entries) => match entries.as_slice() {
                [entry] => (&*entry.key, Some(&entry.value)),
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
    rest: std::slice::Iter<'node, Node<'node>>,
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
    rest: std::vec::IntoIter<&'node Entry<'node>>,
    value: Option<&'node Node<'node>>,
    notes: &'node RefCell<Notes>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = DecodeError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, DecodeError> {
        let Some(entry) = self.rest.next() else {
            return Ok(None);
        };
        self.value = Some(&entry.value);
        let key: StrDeserializer<'_, DecodeError> = (*entry.key).into_deserializer();
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
    value: Option<&'node Node<'node>>,
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
