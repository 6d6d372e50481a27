//! Reads the bundled rule packs once, when the program is built: the tree of every YAML file is written down in a compact
//! form beside its text, so that no run has to parse them again. A file that cannot be parsed goes without a tree; the
//! program then parses it itself and shows what is wrong.

#[allow(
    dead_code,
    reason = "the program looks into the trees; here they are only written down"
)]
#[path = "src/pack/yaml/node.rs"]
mod node;

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/pack/yaml/node.rs");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let mut packs: Vec<PathBuf> = entries(&root.join("rules"))?;
    packs.retain(|path| path.is_dir());
    let mut listing = String::from("&[\n");
    for (index, pack) in packs.iter().enumerate() {
        listing.push_str("    &[\n");
        let mut files = Vec::new();
        yaml_files(pack, &mut files)?;
        for (place, file) in files.iter().enumerate() {
            let tree = out.join(format!("{index}-{place}.tree"));
            let text = fs::read_to_string(file)?;
            fs::write(&tree, written_down(&text)?)?;
            let name = file.strip_prefix(&root)?.display().to_string().replace('\\', "/");
            writeln!(
                listing,
                "        EmbeddedFile {{ name: {name:?}, text: include_str!({file:?}), tree: include_bytes!({tree:?}) }},"
            )?;
        }
        listing.push_str("    ],\n");
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
