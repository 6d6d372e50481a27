//! How much of anything is read before the run goes on without it. Every limit has a message of its own, and a default
//! that no real letter comes near.

use std::time::Duration;

/// The limits on what is read. Change the fields that matter and leave the rest to [`Limits::default`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file or archive member that is to be read as a letter, a PDF with its pictures included.
    pub file_bytes: u64,
    /// Bytes of text in one letter. A letter of thirty pages has about 100 KB.
    pub text_bytes: u64,
    /// Pages of one PDF.
    pub pages: usize,
    /// Time that one PDF may take.
    pub pdf_time: Duration,
    /// Members of one archive, those of archives inside it included.
    pub archive_members: u64,
    /// Bytes that one archive may expand to, archives inside it included.
    pub archive_bytes: u64,
    /// How many times its own size an archive may expand to, once past 64 MiB.
    pub expansion: u64,
    /// How deep archives may stand inside archives: 1 reads the letters of an archive, 2 also those of an archive in it.
    pub nesting: usize,
}

impl Limits {
    /// The default limits, for a constant.
    pub const DEFAULT: Self = Self {
        file_bytes: 64 << 20,
        text_bytes: 8 << 20,
        pages: 500,
        pdf_time: Duration::from_secs(10),
        archive_members: 500_000,
        archive_bytes: 64 << 30,
        expansion: 500,
        nesting: 2,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
