//! Any text as a file of a rule pack, beside a sound manifest.

#![no_main]

use std::fs;
use std::sync::LazyLock;

use imrlint::pack::Pack;
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("there is room for a file");
    fs::write(folder.path().join("pack.yaml"), include_str!("../../rules/core/pack.yaml")).expect("the file is written");
    folder
});

fuzz_target!(|text: &str| {
    fs::write(FOLDER.path().join("rules.yaml"), text).expect("the file is written");
    let _ = Pack::validate(&[FOLDER.path()]);
});
