//! What can be wrong with a pack, each with its place in the pack's own YAML, and the list in which one run gathers all of it.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use miette::{Diagnostic, NamedSource, SourceSpan};

/// Why packs cannot be used: every problem that was found.
#[derive(Debug, thiserror::Error, Diagnostic)]
#[error("{}", summary(.problems))]
pub struct PackError {
    /// The problems, in the order of files and places.
    #[related]
    pub problems: Vec<Problem>,
}

fn summary(problems: &[Problem]) -> String {
    match problems {
        [problem] => format!("{}: {}", problem.yaml.name(), problem.message),
        _ => format!("the rule packs have {} problems", problems.len()),
    }
}

impl PackError {
    /// The error of a pack that cannot even be read.
    pub(crate) fn unreadable(name: &str, message: impl Into<String>) -> Self {
        Self::of_whole(name, message.into(), None)
    }

    /// The error of a pack that is not there.
    pub(crate) fn missing(name: &str) -> Self {
        let help = "packs are folders or files named by --pack, or by `packs` in imrlint.toml; paths there count from that file";
        Self::of_whole(name, "there is no such rule pack".to_owned(), Some(help.to_owned()))
    }

    fn of_whole(name: &str, message: String, help: Option<String>) -> Self {
        let file = SourceFile::new(name, String::new());
        Self {
            problems: vec![Problem::new(&file, 0..0, message, help)],
        }
    }
}

/// One problem of a pack.
#[derive(Debug, Clone, thiserror::Error, Diagnostic)]
#[error("{message}")]
pub struct Problem {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    #[help]
    pub help: Option<String>,
    /// The file.
    #[source_code]
    pub yaml: NamedSource<Arc<Cow<'static, str>>>,
    /// The words that are wrong; none for a problem of the whole file.
    #[label("here")]
    pub span: Option<SourceSpan>,
    /// The earlier place with which it clashes.
    #[label("first here")]
    pub earlier: Option<SourceSpan>,
}

impl Problem {
    fn new(file: &SourceFile, span: Range<usize>, message: String, help: Option<String>) -> Self {
        let whole = span.start == 0 && span.end == 0;
        Self {
            message,
            help,
            yaml: NamedSource::new(&file.name, Arc::clone(&file.text)),
            span: (!whole).then(|| span.into()),
            earlier: None,
        }
    }

    /// The name of the file.
    #[must_use]
    pub fn file(&self) -> &str {
        self.yaml.name()
    }

    /// The line, counted from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        let at = self.span.map_or(0, |span| span.offset());
        line_of(self.yaml.inner(), at)
    }
}

/// The line on which a byte stands, counted from 1.
pub(crate) fn line_of(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or(text.as_bytes());
    1 + before.iter().filter(|byte| **byte == b'\n').count()
}

/// One file of a pack, as read.
#[derive(Debug, Clone)]
pub(crate) struct SourceFile {
    /// Its path: of an embedded pack from the folder of packs down, else as the user named it.
    pub(crate) name: Arc<str>,
    pub(crate) text: Arc<Cow<'static, str>>,
}

impl SourceFile {
    pub(crate) fn new(name: impl AsRef<str>, text: impl Into<Cow<'static, str>>) -> Self {
        Self {
            name: name.as_ref().replace('\\', "/").into(),
            text: Arc::new(text.into()),
        }
    }
}

impl AsRef<str> for SourceFile {
    fn as_ref(&self) -> &str {
        &self.name
    }
}

/// Words of a pack's YAML.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) file: SourceFile,
    pub(crate) span: Range<usize>,
}

impl Place {
    /// The line, counted from 1.
    pub(crate) fn line(&self) -> usize {
        line_of(&self.file.text, self.span.start)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.file.name, self.line())
    }
}

/// The problems found so far.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    found: Vec<Problem>,
}

impl Problems {
    /// Notes a problem.
    pub(crate) fn note(&mut self, place: &Place, message: impl Into<String>) {
        self.found
            .push(Problem::new(&place.file, place.span.clone(), message.into(), None));
    }

    /// Notes a problem with advice.
    pub(crate) fn note_with_help(&mut self, place: &Place, message: impl Into<String>, help: impl Into<String>) {
        self.found.push(Problem::new(
            &place.file,
            place.span.clone(),
            message.into(),
            Some(help.into()),
        ));
    }

    /// Notes a clash between two places: the later one is marked, the earlier one shown beside it, or named where it
    /// stands in another file.
    pub(crate) fn note_clash(&mut self, place: &Place, earlier: &Place, message: impl Into<String>) {
        let mut problem = Problem::new(&place.file, place.span.clone(), message.into(), None);
        if place.file.name == earlier.file.name {
            problem.earlier = Some(earlier.span.clone().into());
        } else {
            problem.help = Some(format!("the first stands at {earlier}"));
        }
        self.found.push(problem);
    }

    /// Takes in what was noted elsewhere.
    pub(crate) fn append(&mut self, mut others: Self) {
        self.found.append(&mut others.found);
    }

    /// Nothing, or all that was found.
    ///
    /// # Errors
    ///
    /// At least one problem was noted.
    pub(crate) fn into_result(mut self) -> Result<(), PackError> {
        if self.found.is_empty() {
            return Ok(());
        }
        self.found.sort_by(|left, right| {
            let key = |problem: &Problem| problem.span.map_or(0, |span| span.offset());
            left.file().cmp(right.file()).then(key(left).cmp(&key(right)))
        });
        Err(PackError { problems: self.found })
    }
}
