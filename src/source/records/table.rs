//! A letter a row of comma- or tab-separated values.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder};

use super::{Fields, Step, step};
use crate::source::inputs::Located;
use crate::source::unreadable::Amount;
use crate::source::{Limits, Unreadable};

pub(super) fn steps(name: String, mut reader: BufReader<Box<dyn Read + Send>>, fields: Fields, limits: Limits) -> Step {
    let delimiter = reader.fill_buf().map_or(b',', delimiter);
    let since = Arc::new(AtomicU64::new(0));
    let bounded = Bounded {
        inner: reader,
        since: Arc::clone(&since),
        most: limits.file_bytes,
    };
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(bounded);
    let headers = match reader.byte_headers() {
        Ok(headers) => headers,
        Err(error) => return Step::Found(Located::nowhere(name, why(&error, &limits))),
    };
    let column = |field: &str| {
        headers
            .iter()
            .position(|header| header.trim_ascii() == field.as_bytes())
    };
    let Some(text) = column(&fields.text) else {
        return Step::Found(Located::nowhere(name, Unreadable::NoField(fields.text)));
    };
    let id = fields.id.as_deref().and_then(column);
    Step::Within(Box::new(Rows {
        name,
        reader,
        since,
        fields,
        limits,
        text,
        id,
        number: 0,
        ended: false,
    }))
}

/// What stands most often between the names of the first line.
fn delimiter(head: &[u8]) -> u8 {
    let first_line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let count = |delimiter| first_line.iter().filter(|&&byte| byte == delimiter).count();
    // The last of equals is taken: the comma.
    [b';', b'\t', b',']
        .into_iter()
        .max_by_key(|&delimiter| count(delimiter))
        .unwrap_or(b',')
}

fn why(error: &csv::Error, limits: &Limits) -> Unreadable {
    match error.kind() {
        ErrorKind::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => Unreadable::TooLarge {
            size: Amount::Bytes(limits.file_bytes.saturating_add(1)),
            limit: Amount::Bytes(limits.file_bytes),
            name: "file_bytes",
        },
        ErrorKind::Io(error) => Unreadable::from_listed(error),
        _ => Unreadable::Damaged {
            what: "table",
            why: error.to_string(),
        },
    }
}

struct Rows {
    name: String,
    reader: Reader<Bounded>,
    since: Arc<AtomicU64>,
    fields: Fields,
    limits: Limits,
    text: usize,
    id: Option<usize>,
    number: u64,
    ended: bool,
}

impl Iterator for Rows {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        if self.ended {
            return None;
        }
        let mut row = ByteRecord::new();
        self.since.store(0, Ordering::Relaxed);
        match self.reader.read_byte_record(&mut row) {
            Ok(true) => {}
            Ok(false) => {
                self.ended = true;
                return None;
            }
            Err(error) => {
                self.ended = true;
                let name = format!("{}#{}", self.name, self.number + 1);
                return Some(Step::Found(Located::nowhere(name, why(&error, &self.limits))));
            }
        }
        self.number += 1;
        let id = self.id.and_then(|column| row.get(column)).filter(|id| !id.is_empty());
        let id = id.map_or_else(
            || self.number.to_string(),
            |id| String::from_utf8_lossy(id).into_owned(),
        );
        Some(step(
            &self.name,
            &id,
            row.get(self.text).map(<[u8]>::to_vec),
            &self.fields,
        ))
    }
}

/// A reader that fails once a row is longer than the limit: a quote that is never closed would take the rest of the file
/// into memory.
struct Bounded {
    inner: BufReader<Box<dyn Read + Send>>,
    since: Arc<AtomicU64>,
    most: u64,
}

impl Read for Bounded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since.load(Ordering::Relaxed) > self.most {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let count = self.inner.read(buffer)?;
        self.since.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
