//! Which files of a folder or members of an archive are letters: those that a glob names, or else those named `.txt` and
//! those whose content is a letter's.

use std::io;
use std::path::Path;

use ignore::Match;
use ignore::overrides::{Override, OverrideBuilder};

use super::Unreadable;

/// A `--glob` that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{glob}` is not a glob: {why}")]
pub struct BadGlob {
    glob: String,
    why: String,
}

/// What the user chose by globs. As in ripgrep, `!` before a glob leaves out what it names, and the last one that fits
/// decides.
#[derive(Debug, Clone)]
pub(super) struct Selection {
    globs: Override,
}

/// Whether a file is a letter, as far as its name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ByName {
    /// It is to be read.
    Yes,
    /// It is not.
    No,
    /// Its content decides.
    AskContent,
}

impl Selection {
    /// Everything that looks like a letter.
    pub(super) fn letters() -> Self {
        Self {
            globs: Override::empty(),
        }
    }

    /// What `globs` name.
    pub(super) fn new(globs: &[String]) -> Result<Self, BadGlob> {
        let mut builder = OverrideBuilder::new(std::env::current_dir().unwrap_or_default());
        let bad = |glob: &str, error: &ignore::Error| BadGlob {
            glob: glob.to_owned(),
            why: error.to_string(),
        };
        for glob in globs {
            builder.add(glob).map_err(|error| bad(glob, &error))?;
        }
        let globs = builder.build().map_err(|error| bad(&globs.join(" "), &error))?;
        Ok(Self { globs })
    }

    /// The globs, for the walker, which leaves out whole folders by them.
    pub(super) fn globs(&self) -> Override {
        self.globs.clone()
    }

    /// Whether the file or member at `path` is to be read.
    pub(super) fn by_name(&self, path: &Path) -> ByName {
        match self.globs.matched(path, false) {
            Match::Whitelist(_) => ByName::Yes,
            Match::Ignore(_) => ByName::No,
            Match::None if self.globs.num_whitelists() > 0 => ByName::No,
            Match::None if has_ending(path, &["txt"]) => ByName::Yes,
            Match::None => ByName::AskContent,
        }
    }
}

/// Whether the name ends in a dot and one of `endings`, in capitals or not.
pub(super) fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension()
        .is_some_and(|found| endings.iter().any(|ending| found.eq_ignore_ascii_case(ending)))
}

/// What a walk could not read, and why, in words.
pub(super) fn walk_error(error: &ignore::Error) -> Unreadable {
    match error {
        ignore::Error::WithPath { err, .. }
        | ignore::Error::WithDepth { err, .. }
        | ignore::Error::WithLineNumber { err, .. } => walk_error(err),
        ignore::Error::Loop { .. } => Unreadable::Loop,
        ignore::Error::Io(error) => Unreadable::from_listed(of_system(error)),
        other => Unreadable::Refused(other.to_string()),
    }
}

/// The system's own error, where a walk put it into one that names the path once more.
fn of_system(error: &io::Error) -> &io::Error {
    let inner = error.get_ref().and_then(|inner| inner.source());
    inner.and_then(|inner| inner.downcast_ref()).unwrap_or(error)
}

/// The path that a walk's error is about.
pub(super) fn walk_error_path(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => walk_error_path(err),
        ignore::Error::Loop { child, .. } => Some(child),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the walker wraps the system's errors.
    #[derive(Debug, thiserror::Error)]
    #[error("IO error for operation on /letters: {source}")]
    struct Walking {
        source: io::Error,
    }

    #[test]
    fn the_system_says_why_a_folder_cannot_be_read() {
        let source = io::Error::from_raw_os_error(13);
        let error = ignore::Error::Io(io::Error::new(source.kind(), Walking { source }));
        assert_eq!(walk_error(&error).to_string(), "it cannot be read: permission denied");
    }
}
