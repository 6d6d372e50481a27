//! What the documents show is what the program does: each `console` block is run in the root of the repository and its output
//! compared. `TRYCMD=overwrite cargo test --test documents` writes what the program prints today.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

#[test]
fn consoles_show_what_the_program_prints() {
    trycmd::TestCases::new()
        .env("COLUMNS", "80")
        .env("LC_ALL", "C.UTF-8")
        .case("README.md")
        .case("docs/*.md");
}

/// The examples of a configuration are ones that the program takes.
#[test]
fn configurations_are_valid() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for document in ["README.md", "docs/ci.md"] {
        let text = std::fs::read_to_string(root.join(document)).unwrap();
        for block in text.split("```toml\n").skip(1) {
            let toml = block.split("```").next().unwrap_or_default();
            let folder = tempfile::tempdir().unwrap();
            // What the example names need not be there.
            let toml: String = toml
                .lines()
                .filter(|line| !line.starts_with("packs"))
                .map(|line| format!("{line}\n"))
                .collect();
            std::fs::write(folder.path().join("imrlint.toml"), toml).unwrap();
            assert_cmd::cargo::cargo_bin_cmd!("imrlint")
                .current_dir(folder.path())
                .args(["config", "show"])
                .assert()
                .code(0);
            seen += 1;
        }
    }
    assert!(seen >= 2, "{seen} configurations");
}
