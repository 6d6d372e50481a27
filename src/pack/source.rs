//! Where packs come from: the ones embedded in the program, and folders or single files that the user names.

use std::path::Path;

use ignore::WalkBuilder;
use include_dir::{Dir, include_dir};
use sha2::{Digest, Sha256};

use super::problem::{PackError, SourceFile};
use super::yaml::LARGEST_FILE;

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// The most files that one pack has.
const MOST_FILES: usize = 500;

/// The files of one pack, in the order of their names.
#[derive(Debug, Clone)]
pub(crate) struct PackSource {
    pub(crate) files: Vec<SourceFile>,
}

impl PackSource {
    /// The packs that come with the program, each in a folder of its own.
    pub(crate) fn embedded() -> Vec<Self> {
        let mut packs: Vec<Self> = EMBEDDED
            .dirs()
            .map(|folder| {
                let mut files = Vec::new();
                embedded_files(folder, &mut files);
                Self::of(files)
            })
            .collect();
        packs.sort_by(|left, right| left.name().cmp(right.name()));
        packs
    }

    /// The pack in a folder or in a single file.
    pub(crate) fn at(path: &Path) -> Result<Self, PackError> {
        let shown = path.display().to_string();
        if path.is_dir() {
            Self::in_folder(path)
        } else {
            Ok(Self::of(vec![SourceFile::new(shown, read(path)?)]))
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
            files.push(SourceFile::new(name, read(entry.path())?));
        }
        if files.is_empty() {
            return Err(PackError::unreadable(&shown, "the folder has no YAML file"));
        }
        Ok(Self::of(files))
    }

    fn of(mut files: Vec<SourceFile>) -> Self {
        files.sort_by(|left, right| left.name.cmp(&right.name));
        Self { files }
    }

    /// The name of the first file: enough to say which pack is meant.
    pub(crate) fn name(&self) -> &str {
        self.files.first().map_or("", |file| &file.name)
    }

    /// A fingerprint of all files: the same packs give the same findings.
    pub(crate) fn sha256(&self) -> String {
        let mut hash = Sha256::new();
        for file in &self.files {
            // The file's own name and not its folder: a copied pack is the same pack.
            let name = file.name.rsplit('/').next().unwrap_or_default();
            hash.update(name.as_bytes());
            hash.update([0]);
            hash.update((file.text.len() as u64).to_le_bytes());
            hash.update(file.text.as_bytes());
        }
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

fn embedded_files(folder: &'static Dir<'static>, files: &mut Vec<SourceFile>) {
    for file in folder.files() {
        if is_yaml(file.path())
            && let Some(text) = file.contents_utf8()
        {
            files.push(SourceFile::new(format!("rules/{}", file.path().display()), text));
        }
    }
    for inner in folder.dirs() {
        embedded_files(inner, files);
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
