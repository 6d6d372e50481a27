//! Finds a pack's files, reads them and compiles them.

use include_dir::{Dir, include_dir};

use super::written::PackFile;
use super::{Guidelines, Lexicon};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// Packs compiled for use.
#[derive(Debug)]
pub struct Pack {
    lexicon: Lexicon,
    guidelines: Guidelines,
}

/// Why a pack cannot be used.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{file}: {message}")]
pub struct PackError {
    /// The file.
    pub file: String,
    /// What is wrong.
    pub message: String,
}

impl Pack {
    /// The packs that come with the program.
    ///
    /// # Errors
    ///
    /// The first file that is no pack file.
    pub fn embedded() -> Result<Self, PackError> {
        for entry in EMBEDDED.find("**/*.yaml").into_iter().flatten() {
            if let Some(file) = entry.as_file() {
                let text = file.contents_utf8().unwrap_or_default();
                let _: PackFile = serde_yaml::from_str(text).map_err(|error| PackError {
                    file: file.path().display().to_string(),
                    message: error.to_string(),
                })?;
            }
        }
        Ok(Self {
            lexicon: Lexicon::default(),
            guidelines: Guidelines::default(),
        })
    }

    /// The names of treatments, classes, units and regions of the body.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The guidelines and their topics.
    #[must_use]
    pub fn guidelines(&self) -> &Guidelines {
        &self.guidelines
    }
}
