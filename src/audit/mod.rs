//! Batches: a year of letters in, and out come one row a letter ([`AuditedLetter`]), the counts that people ask for
//! ([`Summary`]) and the rationales that were used again for other patients ([`recycled`]). It is its own room because a
//! single letter knows nothing of the others; everything here works on rows, and the reports get the finished [`Batch`].

mod batch;
pub mod recycled;
mod row;
pub mod runner;
mod spool;
pub mod summary;
mod tally;

pub use batch::Batch;
pub use row::{AuditedDetermination, AuditedLetter, Context};
pub use spool::Spool;
pub use summary::Summary;
pub use tally::Tally;
