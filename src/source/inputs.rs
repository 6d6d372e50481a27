//! What the user named, as a list of letters: cheap to go through, so that the heavy part ([`Located::read`]) can be done
//! by many threads at once. The order is the user's; within a folder it is by name.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::archive::{self, ZipMember};
use super::file;
use super::records::{self, Fields, Record};
use super::selection::{BadGlob, ByName, Selection, has_ending};
use super::sniff::{Content, HEAD};
use super::walk::Walk;
use super::{Document, Limits, Unreadable, word};

/// What to read, as the user named it.
#[derive(Debug, Clone)]
pub struct Inputs {
    named: Vec<Named>,
    choice: Choice,
    stdin_name: String,
}

#[derive(Debug, Clone)]
enum Named {
    Path(PathBuf),
    Stdin,
    List(PathBuf),
}

/// How folders and archives are gone through.
#[derive(Debug, Clone)]
pub(super) struct Choice {
    pub(super) selection: Selection,
    pub(super) follow_links: bool,
    pub(super) fields: Option<Fields>,
    pub(super) limits: Limits,
}

/// A letter that was found and is not yet read.
#[derive(Debug)]
pub struct Located {
    name: String,
    place: Place,
}

/// Where a letter's bytes are to be had.
#[derive(Debug)]
pub(super) enum Place {
    /// A file; whether a folder named it and not the user.
    File { path: PathBuf, listed: bool },
    /// A member of a zip archive.
    Member(ZipMember),
    /// The text of a record.
    Record(Record),
    /// Bytes already read.
    Bytes(Vec<u8>),
    /// Nowhere.
    Nowhere(Unreadable),
}

/// A letter's name, and its text or why there is none.
#[derive(Debug)]
pub struct Input {
    /// The name that reports show.
    pub name: String,
    /// The letter.
    pub outcome: Result<Document, Unreadable>,
}

/// One step of a listing: a letter, or a listing to go through before this one goes on.
pub(super) enum Step {
    /// A letter.
    Found(Located),
    /// A folder, an archive, a file of records.
    Within(Steps),
}

/// A listing.
pub(super) type Steps = Box<dyn Iterator<Item = Step> + Send>;

impl Inputs {
    /// The files and folders at `paths`; `-` is standard input.
    pub fn new<P: Into<PathBuf>>(paths: impl IntoIterator<Item = P>) -> Self {
        let named = paths.into_iter().map(|path| {
            let path = path.into();
            if path == Path::new("-") {
                Named::Stdin
            } else {
                Named::Path(path)
            }
        });
        Self {
            named: named.collect(),
            choice: Choice {
                selection: Selection::letters(),
                follow_links: false,
                fields: None,
                limits: Limits::DEFAULT,
            },
            stdin_name: "<stdin>".to_owned(),
        }
    }

    /// Also the paths that the file at `list` names, one a line or ended by zero bytes; `-` reads the list from standard
    /// input.
    #[must_use]
    pub fn files_from(mut self, list: impl Into<PathBuf>) -> Self {
        self.named.push(Named::List(list.into()));
        self
    }

    /// In folders and archives, what these globs name instead of what looks like a letter; after `!`, what to leave out.
    ///
    /// # Errors
    ///
    /// One of them is no glob.
    pub fn globs(mut self, globs: &[String]) -> Result<Self, BadGlob> {
        self.choice.selection = Selection::new(globs)?;
        Ok(self)
    }

    /// Whether symbolic links inside folders are followed; without, they are left out.
    #[must_use]
    pub fn follow_links(mut self, follow: bool) -> Self {
        self.choice.follow_links = follow;
        self
    }

    /// The name that reports show for standard input.
    #[must_use]
    pub fn stdin_name(mut self, name: impl Into<String>) -> Self {
        self.stdin_name = name.into();
        self
    }

    /// Files of records (JSON Lines, CSV, tab-separated) hold a letter a record, in these fields.
    #[must_use]
    pub fn records(mut self, fields: Fields) -> Self {
        self.choice.fields = Some(fields);
        self
    }

    /// Other limits than the default.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.choice.limits = limits;
        self
    }

    /// Whether standard input is among them, which can be read once only.
    #[must_use]
    pub fn reads_stdin(&self) -> bool {
        self.named.iter().any(|named| match named {
            Named::Stdin => true,
            Named::List(list) => list == Path::new("-"),
            Named::Path(_) => false,
        })
    }

    /// The letters, one after another, found as they are asked for.
    #[must_use]
    pub fn locate(&self) -> Locate {
        let (choice, stdin_name) = (self.choice.clone(), self.stdin_name.clone());
        let named = self.named.clone().into_iter();
        Locate {
            stack: vec![Box::new(named.map(move |named| step_into(named, &choice, &stdin_name)))],
        }
    }

    /// The letters, read one after another.
    pub fn read(&self) -> impl Iterator<Item = Input> + use<> {
        let limits = self.choice.limits;
        self.locate().map(move |located| located.read(&limits))
    }
}

/// The letters of [`Inputs`].
pub struct Locate {
    stack: Vec<Steps>,
}

impl std::fmt::Debug for Locate {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Locate")
            .field("depth", &self.stack.len())
            .finish()
    }
}

impl Iterator for Locate {
    type Item = Located;

    fn next(&mut self) -> Option<Located> {
        loop {
            match self.stack.last_mut()?.next() {
                Some(Step::Found(located)) => return Some(located),
                Some(Step::Within(steps)) => self.stack.push(steps),
                None => {
                    self.stack.pop();
                }
            }
        }
    }
}

impl Located {
    pub(super) fn new(name: impl Into<String>, place: Place) -> Self {
        Self {
            name: name.into(),
            place,
        }
    }

    pub(super) fn nowhere(name: impl Into<String>, why: Unreadable) -> Self {
        Self::new(name, Place::Nowhere(why))
    }

    /// The name that reports show.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The file, where the letter is a file of its own.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::File { path, .. } => Some(path),
            _ => None,
        }
    }

    /// How many bytes of the letter are already in memory: who gathers letters into batches bounds this.
    #[must_use]
    pub fn held(&self) -> usize {
        match &self.place {
            Place::Bytes(bytes) => bytes.len(),
            Place::Record(record) => record.held(),
            Place::File { .. } | Place::Member(_) | Place::Nowhere(_) => 0,
        }
    }

    /// Reads the letter: opens, expands, decodes, extracts.
    #[must_use]
    pub fn read(self, limits: &Limits) -> Input {
        let Self { name, place } = self;
        let outcome = match place {
            Place::File { path, listed } => {
                file::read(&path, listed, limits).and_then(|bytes| Document::from_bytes(&*name, &bytes, limits))
            }
            Place::Member(member) => member
                .read(limits)
                .and_then(|bytes| Document::from_bytes(&*name, &bytes, limits)),
            Place::Bytes(bytes) => Document::from_bytes(&*name, &bytes, limits),
            Place::Record(record) => record.read(&name, limits),
            Place::Nowhere(why) => Err(why),
        };
        Input { name, outcome }
    }
}

fn step_into(named: Named, choice: &Choice, stdin_name: &str) -> Step {
    match named {
        Named::Path(path) => named_path(path, choice),
        Named::Stdin => stdin(stdin_name, choice),
        Named::List(list) => listed_paths(&list, choice, stdin_name),
    }
}

/// A path that the user named: whatever it is, it is read or its name is in the report.
fn named_path(path: PathBuf, choice: &Choice) -> Step {
    let name = path.display().to_string();
    match std::fs::metadata(&path) {
        Err(error) => Step::Found(Located::nowhere(name, Unreadable::from_named(&error))),
        Ok(metadata) if metadata.is_dir() => Step::Within(Box::new(Walk::new(path, choice.clone()))),
        Ok(_) => file_step(path, false, choice)
            .unwrap_or_else(|path| Step::Found(Located::new(name, Place::File { path, listed: false }))),
    }
}

/// The step into a file, or the path back where its content is no letter's and no archive's.
pub(super) fn file_step(path: PathBuf, listed: bool, choice: &Choice) -> Result<Step, PathBuf> {
    let name = path.display().to_string();
    let nowhere = |why| Ok(Step::Found(Located::nowhere(&*name, why)));
    if has_ending(&path, &["txt"]) {
        return Ok(Step::Found(Located::new(name, Place::File { path, listed })));
    }
    let mut file = match file::open(&path, listed) {
        Ok(file) => file,
        Err(why) => return nowhere(why),
    };
    if let Some(fields) = choice.fields.as_ref().filter(|_| records::is_named_so(&path)) {
        return Ok(records::steps(name, Box::new(file), fields, &choice.limits));
    }
    let mut head = Vec::with_capacity(HEAD);
    if let Err(error) = (&mut file).take(HEAD as u64).read_to_end(&mut head) {
        return nowhere(Unreadable::from_listed(&error));
    }
    match Content::of(&head) {
        Content::Other => Err(path),
        content if content.is_archive() => match archive::steps_of_file(&name, file, content, listed, choice) {
            Some(step) => Ok(step),
            None if listed && !is_word(content, &path) => Err(path),
            None => Ok(Step::Found(Located::new(name, Place::File { path, listed }))),
        },
        _ => Ok(Step::Found(Located::new(name, Place::File { path, listed }))),
    }
}

/// Whether a file that is an archive in form is a Word document.
fn is_word(content: Content, path: &Path) -> bool {
    content == Content::Zip && file::open(path, true).is_ok_and(|file| word::is_word(BufReader::new(file)))
}

fn stdin(name: &str, choice: &Choice) -> Step {
    let stdin = std::io::stdin();
    if let Some(fields) = &choice.fields {
        return records::steps(name.to_owned(), Box::new(stdin), fields, &choice.limits);
    }
    let mut bytes = Vec::new();
    if let Err(why) = file::read_within(stdin.lock(), &choice.limits, &mut bytes) {
        return Step::Found(Located::nowhere(name, why));
    }
    archive::steps_of_bytes(name, bytes, choice)
        .unwrap_or_else(|bytes| Step::Found(Located::new(name, Place::Bytes(bytes))))
}

/// The paths in a list, read as they are asked for, so that the list may be of any length.
fn listed_paths(list: &Path, choice: &Choice, stdin_name: &str) -> Step {
    let mut reader: Box<dyn BufRead + Send> = if list == Path::new("-") {
        Box::new(BufReader::new(std::io::stdin()))
    } else {
        match file::open(list, false) {
            Ok(file) => Box::new(BufReader::new(file)),
            Err(why) => return Step::Found(Located::nowhere(list.display().to_string(), why)),
        }
    };
    let end = match reader.fill_buf() {
        Ok(head) if head.contains(&0) => 0,
        _ => b'\n',
    };
    let (choice, stdin_name, list) = (choice.clone(), stdin_name.to_owned(), list.display().to_string());
    Step::Within(Box::new(reader.split(end).filter_map(move |line| {
        let line = match line {
            Ok(line) => line,
            Err(error) => return Some(Step::Found(Located::nowhere(&*list, Unreadable::from_listed(&error)))),
        };
        let line = line.strip_suffix(b"\r").unwrap_or(&line);
        match line {
            b"" => None,
            b"-" => Some(stdin(&stdin_name, &choice)),
            _ => Some(named_path(path_of(line), &choice)),
        }
    })))
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}

/// Whether a file found in a folder is to be read, and how.
pub(super) fn walked_file(path: PathBuf, choice: &Choice) -> Option<Step> {
    match choice.selection.by_name(&path) {
        ByName::No => None,
        ByName::Yes => Some(file_step(path, true, choice).unwrap_or_else(|path| {
            let name = path.display().to_string();
            Step::Found(Located::new(name, Place::File { path, listed: true }))
        })),
        ByName::AskContent => file_step(path, true, choice).ok(),
    }
}
