//! A letter a line of JSON.

use std::io::{self, BufRead, BufReader, Read};

use serde_json::Value;

use super::{Fields, Step, step};
use crate::source::inputs::Located;
use crate::source::unreadable::Amount;
use crate::source::{Limits, Unreadable};

pub(super) fn steps(name: String, reader: BufReader<Box<dyn Read + Send>>, fields: Fields, limits: Limits) -> Step {
    Step::Within(Box::new(JsonLines {
        name,
        reader,
        fields,
        limits,
        number: 0,
        ended: false,
    }))
}

struct JsonLines {
    name: String,
    reader: BufReader<Box<dyn Read + Send>>,
    fields: Fields,
    limits: Limits,
    number: u64,
    ended: bool,
}

impl JsonLines {
    /// The next line; nothing at the end. A line beyond the limit comes cut, one byte longer than the limit, and its rest
    /// is passed over.
    fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let most = self.limits.file_bytes.saturating_add(1);
        let mut line = Vec::new();
        if (&mut self.reader).take(most).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        if line.len() as u64 == most && line.last() != Some(&b'\n') {
            self.reader.skip_until(b'\n')?;
        }
        Ok(Some(line))
    }

    fn record(&self, line: &[u8]) -> Step {
        let number = self.number.to_string();
        let nowhere = |why| Step::Found(Located::nowhere(format!("{}#{number}", self.name), why));
        if line.len() as u64 > self.limits.file_bytes {
            return nowhere(Unreadable::TooLarge {
                size: Amount::Bytes(line.len() as u64),
                limit: Amount::Bytes(self.limits.file_bytes),
                name: "file_bytes",
            });
        }
        let value: Value = match serde_json::from_slice(line) {
            Ok(value) => value,
            Err(error) => {
                return nowhere(Unreadable::Damaged {
                    what: "record",
                    why: error.to_string(),
                });
            }
        };
        let id = self.fields.id.as_ref().and_then(|field| plain(at(&value, field)?));
        let text = at(&value, &self.fields.text).and_then(Value::as_str);
        step(
            &self.name,
            &id.unwrap_or(number),
            text.map(|text| text.as_bytes().to_vec()),
            &self.fields,
        )
    }
}

impl Iterator for JsonLines {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        while !self.ended {
            match self.line() {
                Ok(Some(line)) => {
                    self.number += 1;
                    let line = line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line);
                    if !line.trim_ascii().is_empty() {
                        return Some(self.record(line));
                    }
                }
                Ok(None) => self.ended = true,
                Err(error) => {
                    self.ended = true;
                    return Some(Step::Found(Located::nowhere(
                        &*self.name,
                        Unreadable::from_listed(&error),
                    )));
                }
            }
        }
        None
    }
}

/// The field of that name, or else the field at that path of names.
fn at<'a>(value: &'a Value, field: &str) -> Option<&'a Value> {
    value
        .get(field)
        .or_else(|| field.split('.').try_fold(value, |value, name| value.get(name)))
}

/// An id as a name: a number is one too.
fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
