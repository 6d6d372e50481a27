//! What is worked out once, when the program is built. Of the bundled rule packs: the tree of every YAML file, written down
//! in a compact form beside its text, so that no run has to parse them again; a file that cannot be parsed goes without
//! one, and the program then parses it itself and shows what is wrong. And the fingerprint of each pack. Of the grammars: how their formulas may begin.

mod beginnings;

#[path = "../src/pack/fingerprint.rs"]
mod fingerprint;

#[allow(
    dead_code,
    reason = "the program looks into the trees; here they are only written down"
)]
#[path = "../src/pack/yaml/node.rs"]
mod node;

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=grammar");
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/pack/fingerprint.rs");
    println!("cargo::rerun-if-changed=src/pack/yaml/node.rs");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    write_beginnings(&root.join("grammar"), &out)?;
    write_packs(&root, &out)
}

/// The grammars, and the rules of each that are tried at every word of a text or at every line.
const TRIED: [(&str, &[&str], &[&str]); 2] = [
    (
        "letter",
        &["letter.pest", "summary.pest", "diagnoses.pest"],
        &[
            "line",
            "heading",
            "outcome_alone",
            "outcome",
            "unreadable",
            "decision",
            "conclusion_ends_line",
            "names_page",
            "party_change",
            "cover_fact",
            "qualification",
            "opening_fact",
            "records_fact",
            "dispute_mark",
            "summary_diagnosis",
            "report_fact",
            "lost_break",
        ],
    ),
    ("citation", &["citation.pest"], &["phrase"]),
];

fn write_beginnings(grammars: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    for (name, files, rules) in TRIED {
        let mut text = String::new();
        for file in files {
            text.push_str(&fs::read_to_string(grammars.join(file))?);
        }
        let grammar = beginnings::Grammar::read(&text)?;
        let mut tables = String::new();
        for rule in rules {
            grammar.write(rule, &mut tables)?;
        }
        fs::write(out.join(format!("{name}_beginnings.rs")), tables)?;
    }
    Ok(())
}

fn write_packs(root: &Path, out: &Path) -> Result<(), Box<dyn Error>> {
    let mut packs: Vec<PathBuf> = entries(&root.join("rules"))?;
    packs.retain(|path| path.is_dir());
    let mut listing = String::from("&[\n");
    for (index, pack) in packs.iter().enumerate() {
        let mut paths = Vec::new();
        yaml_files(pack, &mut paths)?;
        let mut files = Vec::new();
        for path in paths {
            let name = path.strip_prefix(root)?.display().to_string().replace('\\', "/");
            files.push((name, fs::read_to_string(&path)?, path));
        }
        files.sort();
        let texts = files.iter().map(|(name, text, _)| (name.as_str(), text.as_str()));
        let sha256 = fingerprint::sha256(texts);
        writeln!(listing, "    EmbeddedPack {{ sha256: {sha256:?}, files: &[")?;
        for (place, (name, text, path)) in files.iter().enumerate() {
            let tree = out.join(format!("{index}-{place}.tree"));
            fs::write(&tree, written_down(text)?)?;
            writeln!(
                listing,
                "        EmbeddedFile {{ name: {name:?}, text: include_str!({path:?}), tree: include_bytes!({tree:?}) }},"
            )?;
        }
        listing.push_str("    ] },\n");
    }
    listing.push_str("]\n");
    fs::write(out.join("packs.rs"), listing)?;
    Ok(())
}

/// The tree of a file in the form that the program reads; nothing where the file has none.
fn written_down(text: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    match node::parse(text) {
        Ok(tree) => Ok(postcard::to_allocvec(&tree)?),
        Err(_) => Ok(Vec::new()),
    }
}

fn yaml_files(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Box<dyn Error>> {
    for path in entries(folder)? {
        if path.is_dir() {
            yaml_files(&path, files)?;
        } else if path
            .extension()
            .is_some_and(|ending| ending == "yaml" || ending == "yml")
        {
            files.push(path);
        }
    }
    Ok(())
}

/// What stands in a folder, in the order of names.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        paths.push(entry?.path());
    }
    paths.sort();
    Ok(paths)
}
