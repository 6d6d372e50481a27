//! `reports/` shows what an audit of the bundled letters looks like, in every text format, and is what the program writes
//! today. After a change that is meant, write them anew: `UPDATE_REPORTS=1 cargo test --test reports`.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::path::Path;
use std::{env, fs};

use assert_cmd::Command;

/// The reports that are text.
const ENDINGS: [&str; 7] = ["html", "md", "csv", "json", "jsonl", "sarif", "xml"];

#[test]
fn the_reports_of_the_bundled_letters_are_those_of_this_program() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::cargo_bin("imrlint").unwrap();
    command
        .current_dir(project)
        .args(["audit", "tests/letters", "--glob", "*.txt", "--quiet", "--no-config"]);
    command.args(["--fail-on", "never"]);
    for ending in ENDINGS {
        command
            .arg("--report")
            .arg(folder.path().join("audit").with_extension(ending));
    }
    command.assert().success();
    let mut written: Vec<_> = fs::read_dir(folder.path())
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    written.sort();
    let mut drifted = Vec::new();
    for name in written {
        let (new, kept) = (folder.path().join(&name), project.join("reports").join(&name));
        let today = fs::read_to_string(new).unwrap();
        if env::var_os("UPDATE_REPORTS").is_some() {
            fs::create_dir_all(project.join("reports")).unwrap();
            fs::write(&kept, &today).unwrap();
        }
        if fs::read_to_string(&kept).unwrap_or_default() != today {
            drifted.push(kept);
        }
    }
    assert!(
        drifted.is_empty(),
        "these reports are not what the program writes today; if that is meant, UPDATE_REPORTS=1 cargo test --test reports: {drifted:#?}"
    );
}
