//! Opens and reads a file without ever waiting for it: a pipe or a device is refused, and what is larger than the limit
//! is not read.

use std::fs::{File, FileType, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use super::unreadable::Amount;
use super::{Limits, Unreadable};

/// Opens a regular file. `listed` is true when a folder named it and not the user.
pub(super) fn open(path: &Path, listed: bool) -> Result<File, Unreadable> {
    opened(path, listed).map(|(file, _)| file)
}

/// The opened file with its size.
fn opened(path: &Path, listed: bool) -> Result<(File, u64), Unreadable> {
    let refuse = |error: io::Error| match listed {
        true => Unreadable::from_listed(&error),
        false => Unreadable::from_named(&error),
    };
    // Asked before opening, since opening a device may do something; and after, since the file may have been replaced.
    regular(std::fs::metadata(path).map_err(refuse)?.file_type())?;
    let file = options().open(path).map_err(refuse)?;
    let metadata = file.metadata().map_err(refuse)?;
    regular(metadata.file_type())?;
    Ok((file, metadata.len()))
}

/// All of a regular file that is within the limit.
pub(super) fn read(path: &Path, listed: bool, limits: &Limits) -> Result<Vec<u8>, Unreadable> {
    let (file, size) = opened(path, listed)?;
    within(size, limits)?;
    // A byte more, so that the end is seen without more room.
    let mut bytes = Vec::with_capacity(usize::try_from(size).map_or(0, |size| size + 1));
    read_within(file, limits, &mut bytes)?;
    Ok(bytes)
}

/// All that `reader` gives, if it is within the limit on one file.
pub(super) fn read_within(reader: impl Read, limits: &Limits, bytes: &mut Vec<u8>) -> Result<(), Unreadable> {
    reader
        .take(limits.file_bytes.saturating_add(1))
        .read_to_end(bytes)
        .map_err(|error| Unreadable::from_listed(&error))?;
    within(u64::try_from(bytes.len()).unwrap_or(u64::MAX), limits)
}

/// Whether so many bytes may be one file.
pub(super) fn within(size: u64, limits: &Limits) -> Result<(), Unreadable> {
    if size <= limits.file_bytes {
        return Ok(());
    }
    Err(Unreadable::TooLarge {
        size: Amount::Bytes(size),
        limit: Amount::Bytes(limits.file_bytes),
        name: "file_bytes",
    })
}

#[cfg(unix)]
fn options() -> OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    // A file that a pipe has just replaced must not keep the run waiting for somebody to write to it.
    options.read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY);
    options
}

#[cfg(not(unix))]
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true);
    options
}

fn regular(file_type: FileType) -> Result<(), Unreadable> {
    if file_type.is_file() {
        return Ok(());
    }
    Err(Unreadable::NotAFile(special(file_type)))
}

#[cfg(unix)]
fn special(file_type: FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt;
    if file_type.is_dir() {
        "a folder"
    } else if file_type.is_fifo() {
        "a pipe"
    } else if file_type.is_socket() {
        "a socket"
    } else {
        "a device"
    }
}

#[cfg(not(unix))]
fn special(file_type: FileType) -> &'static str {
    if file_type.is_dir() { "a folder" } else { "a device" }
}
