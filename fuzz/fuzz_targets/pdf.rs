//! Any bytes behind the beginning of a PDF.

#![no_main]

use imrlint::source::{Document, Limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let bytes = match bytes.starts_with(b"%PDF-") {
        true => bytes.to_vec(),
        false => [b"%PDF-1.7\n", bytes].concat(),
    };
    let _ = Document::from_bytes("letter.pdf", &bytes, &Limits::DEFAULT);
});
