//! Any text as the heading of a disputed item.

#![no_main]

use std::sync::LazyLock;

use imrlint::pack::Pack;
use imrlint::request;
use libfuzzer_sys::fuzz_target;

static PACK: LazyLock<Pack> = LazyLock::new(|| Pack::embedded().expect("the bundled packs are sound"));

fuzz_target!(|text: &str| {
    request::read(text, 0, PACK.lexicon());
    request::amounts(text, &PACK.lexicon().mentions(text));
});
