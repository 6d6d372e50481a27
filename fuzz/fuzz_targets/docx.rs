//! Any text as the main part of a Word document, and any bytes as the whole of one.

#![no_main]

use std::io::{Cursor, Write};

use imrlint::source::{Document, Limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let whole = match bytes.starts_with(b"PK\x03\x04") {
        true => bytes.to_vec(),
        false => around(bytes),
    };
    let _ = Document::from_bytes("letter.docx", &whole, &Limits::DEFAULT);
});

/// A Word document with this main part.
fn around(part: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    writer.start_file("word/document.xml", options).expect("a part begins");
    writer.write_all(part).expect("memory takes all");
    writer.finish().expect("the archive ends").into_inner()
}
