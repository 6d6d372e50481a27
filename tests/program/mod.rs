//! The program under test, the same on every machine: no colours, no settings of the user's.

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::Value;

/// The program, run in the root of the repository.
pub(crate) fn imrlint() -> Command {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("imrlint");
    for variable in ["NO_COLOR", "CLICOLOR_FORCE", "NO_GRAPHICS", "COLUMNS"] {
        command.env_remove(variable);
    }
    command.env("LC_ALL", "C.UTF-8");
    command
}

/// A made letter with two determinations and findings of every severity.
pub(crate) const DRAFT: &str = "tests/check/draft.txt";

/// A folder with a copy of the made letter, named `draft.txt`.
pub(crate) fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(root().join(DRAFT), folder.path().join("draft.txt")).unwrap();
    folder
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What `imrlint check --format json` prints in `folder` with these arguments.
pub(crate) fn findings(folder: &Path, arguments: &[&str]) -> Value {
    let output = imrlint()
        .current_dir(folder)
        .args(["check", "--format", "json"])
        .args(arguments)
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        let said = String::from_utf8_lossy(&output.stderr);
        panic!("no JSON: {error}\n{said}")
    })
}

/// The codes of the findings, in their order.
pub(crate) fn codes(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap();
    findings
        .iter()
        .map(|finding| finding["code"].as_str().unwrap().to_owned())
        .collect()
}
