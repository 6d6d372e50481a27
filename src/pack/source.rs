//! Where packs come from: the ones embedded in the program, and folders or single files that the user names.

use std::path::Path;

use ignore::WalkBuilder;

use super::fingerprint::sha256;
use super::problem::{PackError, SourceFile};
use super::yaml::{LARGEST_FILE, Node, YamlProblem, parse};

/// A bundled pack, as the build script found it.
struct EmbeddedPack {
    sha256: &'static str,
    files: &'static [EmbeddedFile],
}

/// A file of a bundled pack.
struct EmbeddedFile {
    name: &'static str,
    text: &'static str,
    /// Its tree, written down; empty where the file is no YAML.
    tree: &'static [u8],
}

/// The bundled packs, each with its files in the order of their names.
static EMBEDDED: &[EmbeddedPack] = include!(concat!(env!("OUT_DIR"), "/packs.rs"));

/// The most files that one pack has.
const MOST_FILES: usize = 500;

/// The files of one pack, in the order of their names.
#[derive(Debug, Clone)]
pub(crate) struct PackSource {
    pub(crate) files: Vec<PackFile>,
    /// The fingerprint of the files.
    pub(crate) sha256: String,
}

/// One file of a pack.
#[derive(Debug, Clone)]
pub(crate) struct PackFile {
    pub(crate) source: SourceFile,
    /// The tree of a bundled file, as the build script wrote it down.
    tree: Option<&'static [u8]>,
}

impl PackFile {
    fn new(source: SourceFile) -> Self {
        Self { source, tree: None }
    }

    /// The file's tree.
    pub(crate) fn tree(&self) -> Result<Node<'static>, YamlProblem> {
        let written = self.tree.and_then(|bytes| postcard::from_bytes(bytes).ok());
        written.map_or_else(|| parse(&self.source.text), Ok)
    }
}

impl From<&EmbeddedFile> for PackFile {
    fn from(file: &EmbeddedFile) -> Self {
        Self {
            source: SourceFile::new(file.name, file.text),
            tree: Some(file.tree),
        }
    }
}

impl PackSource {
    /// The packs that come with the program, each in a folder of its own.
    pub(crate) fn embedded() -> Vec<Self> {
        let packs = EMBEDDED.iter();
        packs
            .map(|pack| Self {
                files: pack.files.iter().map(PackFile::from).collect(),
                sha256: pack.sha256.to_owned(),
            })
            .collect()
    }

    /// The pack in a folder or in a single file.
    pub(crate) fn at(path: &Path) -> Result<Self, PackError> {
        let shown = path.display().to_string();
        if !path.exists() {
            return Err(PackError::missing(&shown));
        }
        if path.is_dir() {
            Self::in_folder(path)
        } else {
            Ok(Self::of(vec![PackFile::new(SourceFile::new(shown, read(path)?))]))
        }
    }

    fn in_folder(folder: &Path) -> Result<Self, PackError> {
        let shown = folder.display().to_string();
        let mut files = Vec::new();
        let walk = WalkBuilder::new(folder)
            .standard_filters(false)
            .max_depth(Some(8))
            .build();
        for entry in walk {
            let entry = entry.map_err(|error| PackError::unreadable(&shown, error.to_string()))?;
            if !is_yaml(entry.path()) || !entry.path().is_file() {
                continue;
            }
            if files.len() == MOST_FILES {
                let message = format!("the folder has more than {MOST_FILES} YAML files; is it a rule pack?");
                return Err(PackError::unreadable(&shown, message));
            }
            let name = entry.path().display().to_string();
            files.push(PackFile::new(SourceFile::new(name, read(entry.path())?)));
        }
        if files.is_empty() {
            return Err(PackError::unreadable(&shown, "the folder has no YAML file"));
        }
        Ok(Self::of(files))
    }

    fn of(mut files: Vec<PackFile>) -> Self {
        files.sort_by(|left, right| left.source.name.cmp(&right.source.name));
        let sha256 = sha256(
            files
                .iter()
                .map(|file| (&*file.source.name, file.source.text.as_ref().as_ref())),
        );
        Self { files, sha256 }
    }
}

fn is_yaml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension == "yaml" || extension == "yml")
}

/// Reads a file of bounded size.
fn read(path: &Path) -> Result<String, PackError> {
    use std::io::Read as _;
    let fail = |error: String| PackError::unreadable(&path.display().to_string(), error);
    let file = std::fs::File::open(path).map_err(|error| fail(error.to_string()))?;
    let mut bytes = Vec::new();
    // One byte more than is allowed shows that the file is too large.
    let most = LARGEST_FILE as u64 + 1;
    file.take(most)
        .read_to_end(&mut bytes)
        .map_err(|error| fail(error.to_string()))?;
    String::from_utf8(bytes).map_err(|_| fail("the file is no UTF-8 text".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_trees_written_down_are_those_of_the_files() {
        for file in EMBEDDED.iter().flat_map(|pack| pack.files) {
            let written: Node = postcard::from_bytes(file.tree).unwrap();
            assert_eq!(written, parse(file.text).unwrap(), "{}", file.name);
        }
    }

    #[test]
    fn the_fingerprints_written_down_are_those_of_the_files() {
        for pack in EMBEDDED {
            let files: Vec<PackFile> = pack.files.iter().map(PackFile::from).collect();
            assert_eq!(PackSource::of(files).sha256, pack.sha256);
        }
    }
}
