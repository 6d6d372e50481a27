//! Finds a pack's files, reads them and compiles them.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};

use jiff::civil::Date;

use crate::check::Code;

use super::written::PackFile;
use super::{Guidelines, Id, Lexicon, Rule};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/rules");

/// Packs compiled for use.
#[derive(Debug)]
pub struct Pack {
    lexicon: Lexicon,
    guidelines: Guidelines,
    rules: Vec<Rule>,
    concepts: BTreeMap<Id, String>,
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
        let mut concepts = BTreeMap::new();
        for entry in EMBEDDED.find("**/*.yaml").into_iter().flatten() {
            if let Some(file) = entry.as_file() {
                let text = file.contents_utf8().unwrap_or_default();
                let file: PackFile = serde_yaml::from_str(text).map_err(|error| PackError {
                    file: file.path().display().to_string(),
                    message: error.to_string(),
                })?;
                concepts.extend(file.concepts.into_iter().map(|concept| (concept.id, concept.title)));
            }
        }
        Ok(Self {
            lexicon: Lexicon::default(),
            guidelines: Guidelines::default(),
            rules: Vec::new(),
            concepts,
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

    /// Every rule of the packs in use, whatever its dates.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The id of a concept, if the packs have it.
    #[must_use]
    pub fn concept(&self, id: &str) -> Option<&Id> {
        self.concepts.get_key_value(id).map(|(id, _)| id)
    }

    /// What a concept means, in a line; its id where the packs do not know it.
    #[must_use]
    pub fn concept_title(&self, id: &Id) -> String {
        self.concepts.get(id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// The rules that were in force on `date`, in the packs' order; all of them where a letter tells no date.
    pub fn rules_in_force(&self, date: Option<Date>) -> impl Iterator<Item = &Rule> {
        self.rules
            .iter()
            .filter(move |rule| date.is_none_or(|date| rule.in_force.holds_on(date)))
    }

    /// The rules that report `code` and were in force on `date`. A letter that tells no date at all is held against every
    /// rule: whoever chose the packs meant them for it.
    pub fn rules_on(&self, date: Option<Date>, code: Code) -> impl Iterator<Item = &Rule> {
        self.rules
            .iter()
            .filter(move |rule| date.is_none_or(|date| rule.in_force.holds_on(date)) && rule.report(code).is_some())
    }
}
