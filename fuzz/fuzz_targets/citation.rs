//! Any text as a guideline line.

#![no_main]

use std::sync::LazyLock;

use imrlint::citation;
use imrlint::pack::Pack;
use libfuzzer_sys::fuzz_target;

static PACK: LazyLock<Pack> = LazyLock::new(|| Pack::embedded().expect("the bundled packs are sound"));

fuzz_target!(|text: &str| {
    citation::read(text, 0, PACK.guidelines());
});
