//! The letters in a zip archive: listed by its directory, each expanded by whichever thread reads it.

use std::io::{self, Read, Seek, SeekFrom};

use zip::ZipArchive;

use super::store::StoreReader;
use super::{Context, read_member};
use crate::source::inputs::{Located, Place, Step};
use crate::source::selection::ByName;
use crate::source::sniff::{Content, HEAD};
use crate::source::{Limits, Unreadable, file};

/// A member of a zip archive that is not yet expanded.
#[derive(Debug)]
pub(in crate::source) struct ZipMember {
    archive: ZipArchive<StoreReader>,
    index: usize,
}

impl ZipMember {
    /// Expands the member. No more is read than its directory entry declares.
    pub(in crate::source) fn read(mut self, limits: &Limits) -> Result<Vec<u8>, Unreadable> {
        let damaged = |error: &dyn std::error::Error| Unreadable::Damaged {
            what: "archive member",
            why: error.to_string(),
        };
        let member = self.archive.by_index(self.index).map_err(|error| damaged(&error))?;
        let size = member.size();
        file::within(size, limits)?;
        let mut bytes = Vec::new();
        // One more byte than declared tells a member that is larger than it says.
        member
            .take(size.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(&error))?;
        if bytes.len() as u64 > size {
            let why = "it expands to more than it declares".to_owned();
            return Err(Unreadable::Damaged {
                what: "archive member",
                why,
            });
        }
        Ok(bytes)
    }
}

/// The letters in the archive. Nothing where it is an Office document or a program, which are zip archives in form only.
pub(super) fn steps(mut reader: StoreReader, context: &Context) -> Option<Step> {
    let refused = |why| Some(Step::Found(Located::nowhere(&*context.name, why)));
    match declared_members(&mut reader) {
        Ok(members) => {
            if let Err(why) = context.budget.count_members(members) {
                return refused(why);
            }
        }
        Err(error) => return refused(Unreadable::from_listed(&error)),
    }
    let archive = match ZipArchive::new(reader) {
        Ok(archive) => archive,
        Err(error) => return Some(context.refused("zip archive", &error)),
    };
    if !is_of_files(&archive) {
        return None;
    }
    Some(Step::Within(Box::new(ZipSteps {
        archive,
        next: 0,
        context: context.clone(),
    })))
}

/// Whether the zip archive holds files that somebody put there, and not the parts of a document.
pub(super) fn holds_files(reader: StoreReader) -> bool {
    ZipArchive::new(reader).map_or(true, |archive| is_of_files(&archive))
}

fn is_of_files(archive: &ZipArchive<StoreReader>) -> bool {
    ["[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"]
        .iter()
        .all(|part| archive.index_for_name(part).is_none())
}

/// How many members the archive's last record declares, read before the whole directory is.
fn declared_members(reader: &mut StoreReader) -> io::Result<u64> {
    let end = reader.seek(SeekFrom::End(0))?;
    reader.seek(SeekFrom::Start(end.saturating_sub(66_000)))?;
    let mut tail = Vec::new();
    reader.read_to_end(&mut tail)?;
    reader.seek(SeekFrom::Start(0))?;
    let record = |mark: &[u8; 4]| {
        let at = tail.windows(4).rposition(|window| window == mark)?;
        tail.get(at..)
    };
    let small = record(b"PK\x05\x06").and_then(|record| Some(u16::from_le_bytes(record.get(10..12)?.try_into().ok()?)));
    let large = record(b"PK\x06\x06").and_then(|record| Some(u64::from_le_bytes(record.get(32..40)?.try_into().ok()?)));
    Ok(match (small, large) {
        (Some(u16::MAX), Some(members)) => members,
        (small, _) => small.map_or(0, u64::from),
    })
}

struct ZipSteps {
    archive: ZipArchive<StoreReader>,
    next: usize,
    context: Context,
}

/// What the directory says of a member.
struct Entry {
    path: String,
    size: u64,
    encrypted: bool,
}

impl ZipSteps {
    /// The member's entry in the directory, if it is a file.
    fn entry(&self, index: usize) -> Option<Entry> {
        let entry = self.archive.by_index_data(index).ok()?;
        entry.is_file().then(|| Entry {
            path: entry
                .name()
                .map_or_else(|_| String::from_utf8_lossy(entry.name_raw()).into_owned(), Into::into),
            size: entry.size(),
            encrypted: entry.encrypted(),
        })
    }

    fn step(&mut self, index: usize) -> Option<Step> {
        let Entry { path, size, encrypted } = self.entry(index)?;
        let by_name = self.context.by_name(&path);
        if by_name == ByName::No {
            return None;
        }
        let name = self.context.member_name(&path);
        let nowhere = |why| Some(Step::Found(Located::nowhere(&*name, why)));
        if encrypted {
            return nowhere(Unreadable::Encrypted("archive member"));
        }
        let content = match self.head(index) {
            Ok(head) => Content::of(&head),
            Err(error) => {
                return nowhere(Unreadable::Damaged {
                    what: "archive member",
                    why: error.to_string(),
                });
            }
        };
        if by_name == ByName::AskContent && content == Content::Other {
            return None;
        }
        if let Err(why) = file::within(size, &self.context.choice.limits) {
            return nowhere(why);
        }
        if let Err(why) = self.context.budget.count_bytes(size) {
            self.next = self.archive.len();
            return Some(Step::Found(Located::nowhere(&*self.context.name, why)));
        }
        if !content.is_archive() && !self.context.holds_records(&path) {
            let archive = self.archive.clone();
            return Some(Step::Found(Located::new(
                name,
                Place::Member(ZipMember { archive, index }),
            )));
        }
        match self
            .archive
            .by_index(index)
            .map(|member| read_member(member, &self.context))
        {
            Ok(Ok(bytes)) => self.context.member(&path, bytes),
            Ok(Err(why)) => nowhere(why),
            Err(error) => nowhere(Unreadable::Damaged {
                what: "archive member",
                why: error.to_string(),
            }),
        }
    }

    fn head(&mut self, index: usize) -> io::Result<Vec<u8>> {
        let mut head = Vec::with_capacity(HEAD);
        let member = self.archive.by_index(index).map_err(io::Error::other)?;
        member.take(HEAD as u64).read_to_end(&mut head)?;
        Ok(head)
    }
}

impl Iterator for ZipSteps {
    type Item = Step;

    fn next(&mut self) -> Option<Step> {
        while self.next < self.archive.len() {
            let index = self.next;
            self.next += 1;
            if let Some(step) = self.step(index) {
                return Some(step);
            }
        }
        None
    }
}
