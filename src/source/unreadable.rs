//! Why an input has no text to read, in words for whoever named it.

use std::io;

/// Why nothing could be read of an input. The message follows the input's name: "letters/a.pdf: the PDF is encrypted".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The path names nothing.
    #[error("there is no such file or folder")]
    Missing,
    /// The file was listed and then was gone.
    #[error("the file was there and is gone: it was moved or deleted during the run")]
    Vanished,
    /// The system refused to read it; why, in its words.
    #[error("it cannot be read: {0}")]
    Refused(String),
    /// A pipe, a device or a socket, which could keep the run waiting for ever.
    #[error("it is {0}, not a file: to read another program's output, pipe it in and name `-`")]
    NotAFile(&'static str),
    /// A symbolic link that leads back to a folder it stands in.
    #[error("the link leads back to a folder that it stands in")]
    Loop,
    /// Nothing, or nothing but white space.
    #[error("it is empty")]
    Empty,
    /// No text; what it looks like.
    #[error("it is not text but {0}")]
    Binary(&'static str),
    /// Larger than the limit of this name.
    #[error("it has {size}, more than the limit of {limit} ({name})")]
    TooLarge {
        /// What it has.
        size: Amount,
        /// What it may have.
        limit: Amount,
        /// The limit in [`Limits`](super::Limits).
        name: &'static str,
    },
    /// An archive that goes beyond a limit is read up to there.
    #[error("the rest of the archive is not read: it comes to more than {limit} ({name})")]
    TooMuch {
        /// What it may have.
        limit: Amount,
        /// The limit in [`Limits`](super::Limits).
        name: &'static str,
    },
    /// An archive in too many others.
    #[error("it stands deeper than {limit} ({name})")]
    TooDeep {
        /// How deep it may stand.
        limit: Amount,
        /// The limit in [`Limits`](super::Limits).
        name: &'static str,
    },
    /// It took longer than the limit.
    #[error("reading it took longer than {0} s (pdf_time)")]
    TooSlow(u64),
    /// It is encrypted; what it is.
    #[error("the {0} is encrypted: save it without a password")]
    Encrypted(&'static str),
    /// It is damaged; what it is, and what its reader says.
    #[error("the {what} is damaged: {why}")]
    Damaged {
        /// What it is.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// A page of a PDF that draws more than any page of a letter.
    #[error("page {page} draws more than {limit} of text (text_bytes)")]
    TooMuchDrawn {
        /// The page.
        page: usize,
        /// What it may draw.
        limit: Amount,
    },
    /// A PDF whose pages are pictures of text.
    #[error("the PDF has pictures of pages and no text: it needs text recognition (OCR) first")]
    ImageOnly,
    /// A record without the field that should hold the letter.
    #[error("the record has no text in the field `{0}`")]
    NoField(String),
}

impl Unreadable {
    /// What the system's error says about an input that was listed a moment ago.
    #[must_use]
    pub fn from_listed(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Vanished,
            _ => Self::Refused(plain_words(error)),
        }
    }

    /// What the system's error says about an input that the user named.
    #[must_use]
    pub fn from_named(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing,
            _ => Self::Refused(plain_words(error)),
        }
    }
}

/// The system's message without its number, which says nothing to a reader.
fn plain_words(error: &io::Error) -> String {
    let words = error.to_string();
    let end = words.find(" (os error").unwrap_or(words.len());
    let mut words = words[..end].to_owned();
    if let Some(first) = words.get(..1) {
        let first = first.to_ascii_lowercase();
        words.replace_range(..1, &first);
    }
    words
}

/// An amount of something limited, written with its unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// Bytes.
    Bytes(u64),
    /// Pages.
    Pages(u64),
    /// Members of an archive.
    Members(u64),
    /// Archives inside each other.
    Levels(u64),
    /// Times its own size.
    Times(u64),
}

impl std::fmt::Display for Amount {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Self::Bytes(bytes) if bytes >= 1 << 30 => write!(formatter, "{} GiB", bytes >> 30),
            Self::Bytes(bytes) if bytes >= 1 << 20 => write!(formatter, "{} MiB", bytes >> 20),
            Self::Bytes(bytes) if bytes >= 1 << 10 => write!(formatter, "{} KiB", bytes >> 10),
            Self::Bytes(bytes) => write!(formatter, "{bytes} bytes"),
            Self::Pages(pages) => write!(formatter, "{pages} pages"),
            Self::Members(members) => write!(formatter, "{members} members"),
            Self::Levels(levels) => write!(formatter, "{levels} archives inside each other"),
            Self::Times(times) => write!(formatter, "{times} times its own size"),
        }
    }
}
