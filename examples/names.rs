//! Prints every name of the bundled packs (treatments, classes, regions, guidelines, topics) as a pattern, one a line: the
//! patterns of the comparison with ripgrep in `docs/audits.md`.
//!
//! ```text
//! cargo run --release --example names > names.txt
//! ```

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use imrlint::pack::written::PackFile;

fn main() -> Result<(), Box<dyn Error>> {
    let mut names = BTreeSet::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"), &mut names)?;
    let mut out = std::io::stdout().lock();
    for name in names {
        writeln!(out, "{}", pattern(&name))?;
    }
    Ok(())
}

fn collect(folder: &Path, names: &mut BTreeSet<String>) -> Result<(), Box<dyn Error>> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, names)?;
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            let file: PackFile = serde_yaml::from_str(&fs::read_to_string(&path)?)?;
            names.extend(file.classes.into_iter().flat_map(|class| class.names));
            names.extend(file.treatments.into_iter().flat_map(|treatment| treatment.names));
            names.extend(file.body_parts.into_iter().flat_map(|part| part.names));
            names.extend(file.guidelines.into_iter().flat_map(|guideline| guideline.names));
            names.extend(file.topics.into_iter().flat_map(|topic| topic.names));
        }
    }
    Ok(())
}

/// A name as a regular expression, in capitals or not: in packs, `(a|b)` may stand there and one of `[a|b]` must.
fn pattern(name: &str) -> String {
    let mut out = String::from(r"(?i)\b");
    let mut before = ' ';
    let mut rest = name.chars().peekable();
    while let Some(character) = rest.next() {
        let beside_bracket = "()[]|".contains(before) || rest.peek().is_some_and(|next| "()[]|".contains(*next));
        match character {
            '(' | '[' => out.push_str("(?:"),
            ')' => out.push_str(")?"),
            ']' => out.push(')'),
            '|' => out.push('|'),
            ' ' if beside_bracket => out.push_str(" ?"),
            _ => out.push_str(&regex::escape(&character.to_string())),
        }
        before = character;
    }
    if name.ends_with(char::is_alphanumeric) {
        out.push_str(r"\b");
    }
    out
}
