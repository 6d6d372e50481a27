//! An archive's own bytes, in a file or in memory, for any number of readers at once: each member of a zip archive is read
//! by whichever thread comes to it.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::Arc;

/// The bytes of an archive.
#[derive(Debug, Clone)]
pub(super) struct Store {
    place: StorePlace,
    len: u64,
}

#[derive(Debug, Clone)]
enum StorePlace {
    File(Arc<File>),
    Bytes(Arc<Vec<u8>>),
}

/// A place in a [`Store`].
#[derive(Debug, Clone)]
pub(in crate::source) struct StoreReader {
    store: Store,
    at: u64,
}

impl Store {
    pub(super) fn of_file(file: File, len: u64) -> Self {
        Self {
            place: StorePlace::File(Arc::new(file)),
            len,
        }
    }

    pub(super) fn of_bytes(bytes: Vec<u8>) -> Self {
        Self {
            len: bytes.len().try_into().unwrap_or(u64::MAX),
            place: StorePlace::Bytes(Arc::new(bytes)),
        }
    }

    pub(super) const fn len(&self) -> u64 {
        self.len
    }

    pub(super) fn reader(&self) -> StoreReader {
        StoreReader {
            store: self.clone(),
            at: 0,
        }
    }

    /// The bytes, where they are in memory.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        match self.place {
            StorePlace::File(_) => Vec::new(),
            StorePlace::Bytes(bytes) => Arc::unwrap_or_clone(bytes),
        }
    }
}

impl Read for StoreReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = match &self.store.place {
            StorePlace::File(file) => read_at(file, buffer, self.at)?,
            StorePlace::Bytes(bytes) => {
                let rest = usize::try_from(self.at).ok().and_then(|at| bytes.get(at..));
                rest.unwrap_or_default().read(buffer)?
            }
        };
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for StoreReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.store.len.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}
