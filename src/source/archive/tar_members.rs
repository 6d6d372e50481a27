//! The letters in a tar archive, which can only be read from its start to its end: a thread of its own goes through it and
//! hands the letters over in batches, so that expanding and reading go on at the same time.

use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use tar::{Archive, Entry, EntryType};

use super::{Context, read_member};
use crate::source::inputs::{Located, Step};
use crate::source::selection::ByName;
use crate::source::sniff::{Content, HEAD};
use crate::source::{Unreadable, file};

/// Bytes of letters handed over together, and batches that may wait: what an archive keeps in memory.
const BATCH_BYTES: usize = 1 << 20;
const BATCHES_WAITING: usize = 2;

/// Bytes that a member's headers may have; without a bound, a header that gives a name of gigabytes is read whole.
const HEADER_BYTES: u64 = 1 << 20;

/// The letters in the tar archive that `reader` gives.
pub(super) fn steps(reader: Box<dyn Read + Send>, context: &Context) -> Step {
    let (sender, receiver) = sync_channel(BATCHES_WAITING);
    let members = Members {
        sender,
        batch: Vec::new(),
        held: 0,
        context: context.clone(),
    };
    let thread = std::thread::Builder::new().name("tar".to_owned());
    match thread.spawn(move || members.go(reader)) {
        Ok(_) => Step::Within(Box::new(Batches {
            receiver,
            batch: Vec::new().into_iter(),
        })),
        Err(error) => Step::Found(Located::nowhere(&*context.name, Unreadable::Refused(error.to_string()))),
    }
}

/// The receiving end: steps in the archive's order.
struct Batches {
    receiver: Receiver<Vec<Step>>,
    batch: std::vec::IntoIter<Step>,
}

impl Iterator for Batches {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        loop {
            if let Some(step) = self.batch.next() {
                return Some(step);
            }
            self.batch = self.receiver.recv().ok()?.into_iter();
        }
    }
}

/// Nobody wants the rest.
struct Unwanted;

/// The sending end.
struct Members {
    sender: SyncSender<Vec<Step>>,
    batch: Vec<Step>,
    held: usize,
    context: Context,
}

impl Members {
    fn go(mut self, reader: Box<dyn Read + Send>) {
        let left = Arc::new(AtomicU64::new(HEADER_BYTES));
        let mut archive = Archive::new(Fused {
            inner: reader,
            left: Arc::clone(&left),
        });
        let ended = match archive.entries() {
            Ok(entries) => self.entries(entries, &left),
            Err(error) => self.send(self.context.refused("tar archive", &error)),
        };
        if ended.is_ok() {
            // A receiver that is gone wants nothing.
            let _ = self.sender.send(self.batch);
        }
    }

    fn entries(&mut self, entries: tar::Entries<'_, Fused>, left: &AtomicU64) -> Result<(), Unwanted> {
        for entry in entries {
            let mut entry = match entry {
                Ok(entry) => entry,
                Err(error) => return self.send(self.context.refused("tar archive", &error)),
            };
            if let Err(why) = self.context.budget.count_members(1) {
                return self.send(Step::Found(Located::nowhere(&*self.context.name, why)));
            }
            left.store(u64::MAX, Ordering::Relaxed);
            if let Some(step) = self.step(&mut entry) {
                self.send(step)?;
            }
            // The rest of a member is passed over here, since what follows it is a header again.
            if let Err(error) = io::copy(&mut entry, &mut io::sink()) {
                return self.send(self.context.refused("tar archive", &error));
            }
            left.store(HEADER_BYTES, Ordering::Relaxed);
        }
        Ok(())
    }

    fn step(&self, entry: &mut Entry<'_, Fused>) -> Option<Step> {
        if !matches!(
            entry.header().entry_type(),
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse
        ) {
            return None;
        }
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let by_name = self.context.by_name(&path);
        if by_name == ByName::No {
            return None;
        }
        let nowhere = |why| Some(Step::Found(Located::nowhere(self.context.member_name(&path), why)));
        let mut head = Vec::with_capacity(HEAD);
        if let Err(error) = entry.take(HEAD as u64).read_to_end(&mut head) {
            return nowhere(self.context.damaged("archive member", &error));
        }
        if by_name == ByName::AskContent && Content::of(&head) == Content::Other {
            return None;
        }
        let size = entry.size();
        if let Err(why) = file::within(size, &self.context.choice.limits) {
            return nowhere(why);
        }
        match read_member(io::Cursor::new(head).chain(entry), &self.context) {
            Ok(bytes) if (bytes.len() as u64) < size => {
                nowhere(self.context.damaged("archive member", &"it is cut short"))
            }
            Ok(bytes) => self.context.member(&path, bytes),
            Err(why) => nowhere(why),
        }
    }

    fn send(&mut self, step: Step) -> Result<(), Unwanted> {
        self.held += match &step {
            Step::Found(located) => located.held() + Path::new(located.name()).as_os_str().len(),
            Step::Within(_) => BATCH_BYTES,
        };
        self.batch.push(step);
        if self.held < BATCH_BYTES {
            return Ok(());
        }
        self.held = 0;
        self.sender.send(std::mem::take(&mut self.batch)).map_err(|_| Unwanted)
    }
}

/// A reader that gives no more than a number of bytes that somebody else sets.
struct Fused {
    inner: Box<dyn Read + Send>,
    left: Arc<AtomicU64>,
}

impl Read for Fused {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.load(Ordering::Relaxed);
        if left == 0 {
            return Err(io::Error::other("the header of a member is too long"));
        }
        let most = usize::try_from(left).map_or(buffer.len(), |left| left.min(buffer.len()));
        let count = self.inner.read(&mut buffer[..most])?;
        if left != u64::MAX {
            self.left.store(left - count as u64, Ordering::Relaxed);
        }
        Ok(count)
    }
}
