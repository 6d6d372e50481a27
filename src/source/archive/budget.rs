//! Counts what an archive costs, those inside it included, and ends the reading where a limit is reached: a few kilobytes
//! can be made to expand to more than any disk.

use std::io::{self, Read};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use crate::source::unreadable::Amount;
use crate::source::{Limits, Unreadable};

/// Below this an archive may expand as much as it likes.
const FREE: u64 = 64 << 20;

/// What is left to spend on one archive.
#[derive(Debug)]
pub(super) struct Budget {
    members: AtomicU64,
    bytes: AtomicU64,
    most_members: u64,
    most_bytes: u64,
    most: Unreadable,
    exceeded: OnceLock<Unreadable>,
}

impl Budget {
    /// What an archive of `len` bytes may cost.
    pub(super) fn new(limits: &Limits, len: u64) -> Self {
        let by_size = limits.expansion.saturating_mul(len).max(FREE);
        let (limit, name) = if by_size < limits.archive_bytes {
            (Amount::Times(limits.expansion), "expansion")
        } else {
            (Amount::Bytes(limits.archive_bytes), "archive_bytes")
        };
        Self {
            members: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            most_members: limits.archive_members,
            most_bytes: by_size.min(limits.archive_bytes),
            most: Unreadable::TooMuch { limit, name },
            exceeded: OnceLock::new(),
        }
    }

    /// Counts `members` more.
    pub(super) fn count_members(&self, members: u64) -> Result<(), Unreadable> {
        let before = self.members.fetch_add(members, Ordering::Relaxed);
        if before.saturating_add(members) <= self.most_members {
            return Ok(());
        }
        Err(self.exceed(Unreadable::TooMuch {
            limit: Amount::Members(self.most_members),
            name: "archive_members",
        }))
    }

    /// Counts `bytes` more of expanded data.
    pub(super) fn count_bytes(&self, bytes: u64) -> Result<(), Unreadable> {
        let before = self.bytes.fetch_add(bytes, Ordering::Relaxed);
        if before.saturating_add(bytes) <= self.most_bytes {
            return Ok(());
        }
        Err(self.exceed(self.most.clone()))
    }

    /// The limit that was reached, if one was.
    pub(super) fn exceeded(&self) -> Option<Unreadable> {
        self.exceeded.get().cloned()
    }

    fn exceed(&self, why: Unreadable) -> Unreadable {
        self.exceeded.get_or_init(|| why).clone()
    }
}

/// A reader of expanded data that stops at the limit.
#[derive(Debug)]
pub(super) struct Metered<R> {
    inner: R,
    budget: Arc<Budget>,
}

impl<R> Metered<R> {
    pub(super) const fn new(inner: R, budget: Arc<Budget>) -> Self {
        Self { inner, budget }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.budget
            .count_bytes(count.try_into().unwrap_or(u64::MAX))
            .map_err(io::Error::other)?;
        Ok(count)
    }
}
