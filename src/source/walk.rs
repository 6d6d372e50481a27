//! Goes through a folder as ripgrep does: hidden files and those that a `.gitignore` or `.ignore` names are left out, and
//! each folder's files come by name.

use std::path::PathBuf;

use ignore::{DirEntry, WalkBuilder};

use super::inputs::{Choice, Located, Step, walked_file};
use super::selection::{walk_error, walk_error_path};

/// The letters in a folder.
pub(super) struct Walk {
    root: PathBuf,
    entries: ignore::Walk,
    choice: Choice,
}

impl Walk {
    pub(super) fn new(root: PathBuf, choice: Choice) -> Self {
        let entries = WalkBuilder::new(&root)
            .overrides(choice.selection.globs())
            .follow_links(choice.follow_links)
            .sort_by_file_name(Ord::cmp)
            .build();
        Self { root, entries, choice }
    }

    fn step(&self, entry: Result<DirEntry, ignore::Error>) -> Option<Step> {
        match entry {
            Ok(entry) => {
                let file_type = entry.file_type()?;
                let aside = file_type.is_dir() || file_type.is_symlink();
                (!aside).then(|| walked_file(entry.into_path(), &self.choice))?
            }
            Err(error) => {
                let path = walk_error_path(&error).unwrap_or(&self.root);
                Some(Step::Found(Located::nowhere(
                    path.display().to_string(),
                    walk_error(&error),
                )))
            }
        }
    }
}

impl Iterator for Walk {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        loop {
            let entry = self.entries.next()?;
            if let Some(step) = self.step(entry) {
                return Some(step);
            }
        }
    }
}
