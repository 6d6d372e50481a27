//! Runs a batch: chunks of letters through all threads, rows out in the order of the input. While the threads check one
//! chunk, one of them writes the rows of the chunk before and finds the letters of the next, so memory holds three
//! chunks and no more, and the result does not depend on the number of threads.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::recycled::{Patient, Signed};
use super::{AuditedLetter, Spool, Tally};
use crate::source::Located;

/// The most letters in a chunk.
const CHUNK_LETTERS: usize = 256;
/// The most bytes of letters already in memory in a chunk.
const CHUNK_BYTES: usize = 16 << 20;

/// How a batch is run. What ends it early is an `E`, and so is a disk that cannot keep the rows.
pub struct Run<'a, E> {
    /// Reads and checks one letter.
    pub check: &'a (dyn Fn(Located) -> Result<AuditedLetter, E> + Sync),
    /// Set when the run is to end with what is done.
    pub stop: &'a AtomicBool,
    /// Is told after each chunk how many letters are done.
    pub progress: &'a (dyn Fn(usize) + Sync),
}

impl<E> Clone for Run<'_, E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for Run<'_, E> {}

impl<E> std::fmt::Debug for Run<'_, E> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Run").finish_non_exhaustive()
    }
}

/// The rows of a batch and what was counted over them.
#[derive(Debug)]
pub struct Rows {
    /// The rows.
    pub spool: Spool,
    /// The counts.
    pub tally: Tally,
    /// The rationales, for the search of recycled ones.
    pub signed: Vec<Signed>,
    /// Whether every letter was read.
    pub complete: bool,
}

/// A row with its line of JSON, which the threads write so that the one that collects need not.
struct Encoded {
    row: AuditedLetter,
    line: Vec<u8>,
}

impl<E: From<io::Error> + Send> Run<'_, E> {
    /// Takes all letters through the threads of the current pool, and their rows into the empty `spool`.
    ///
    /// # Errors
    ///
    /// The rows cannot be kept on disk, or a letter ends the run.
    pub fn rows(self, spool: Spool, mut letters: impl Iterator<Item = Located> + Send) -> Result<Rows, E> {
        let mut rows = Rows {
            spool,
            tally: Tally::default(),
            signed: Vec::new(),
            complete: true,
        };
        let mut chunk = gather(&mut letters);
        let mut done: Vec<Encoded> = Vec::new();
        while rows.complete && !(chunk.is_empty() && done.is_empty()) {
            let asked = chunk.len();
            let (checked, next) = rayon::join(
                || self.check_all(chunk),
                || rows.take_in(std::mem::take(&mut done)).map(|()| gather(&mut letters)),
            );
            chunk = next?;
            done = checked?;
            (self.progress)(rows.spool.len());
            rows.complete = done.len() == asked;
        }
        rows.take_in(done)?;
        rows.spool.flush()?;
        (self.progress)(rows.spool.len());
        Ok(rows)
    }

    /// The rows of a chunk, or of its beginning where the run was stopped.
    fn check_all(self, chunk: Vec<Located>) -> Result<Vec<Encoded>, E> {
        let check = |letter| Ok(encode((self.check)(letter)?)?);
        let rows: Vec<Option<Result<Encoded, E>>> = chunk
            .into_par_iter()
            .with_max_len(8)
            .map(|letter| (!self.stop.load(Ordering::Relaxed)).then(|| check(letter)))
            .collect();
        rows.into_iter().map_while(|row| row).collect()
    }
}

fn encode(row: AuditedLetter) -> io::Result<Encoded> {
    let mut line = serde_json::to_vec(&row)?;
    line.push(b'\n');
    Ok(Encoded { row, line })
}

impl Rows {
    fn take_in(&mut self, rows: Vec<Encoded>) -> io::Result<()> {
        for Encoded { mut row, line } in rows {
            let letter = u32::try_from(self.spool.len()).map_err(|_| io::ErrorKind::FileTooLarge)?;
            self.spool.push(&line)?;
            self.tally.add(&row);
            let patient = Patient::of(&row);
            for determination in &mut row.determinations {
                if let Some(fingerprint) = determination.fingerprint.take() {
                    self.signed.push(Signed {
                        letter,
                        determination: u16::try_from(determination.index).unwrap_or(u16::MAX),
                        patient,
                        fingerprint,
                    });
                }
            }
        }
        Ok(())
    }
}

/// The next letters, within the bounds of a chunk.
fn gather(letters: &mut impl Iterator<Item = Located>) -> Vec<Located> {
    let mut chunk = Vec::with_capacity(CHUNK_LETTERS);
    let mut held = 0;
    while chunk.len() < CHUNK_LETTERS && held < CHUNK_BYTES {
        let Some(letter) = letters.next() else { break };
        held += letter.held();
        chunk.push(letter);
    }
    chunk
}

/// `most` letters by chance, the same for the same seed, in the order of the input: Vitter's reservoir.
pub fn sample(letters: impl Iterator<Item = Located>, most: usize, seed: u64) -> impl Iterator<Item = Located> {
    let mut chance = fastrand::Rng::with_seed(seed);
    let mut chosen: Vec<(usize, Located)> = Vec::with_capacity(most.min(1 << 16));
    for (place, letter) in letters.enumerate() {
        if chosen.len() < most {
            chosen.push((place, letter));
        } else if let Some(slot) = chosen.get_mut(chance.usize(..=place)) {
            *slot = (place, letter);
        }
    }
    chosen.sort_unstable_by_key(|&(place, _)| place);
    chosen.into_iter().map(|(_, letter)| letter)
}
