//! The parts of a Word document in its zip archive, each read within the limits.

use std::io::{Cursor, Read, Seek};

use zip::ZipArchive;

use super::damaged;
use crate::source::unreadable::Amount;
use crate::source::{Limits, Unreadable};

const MAIN: &str = "word/document.xml";

/// The parts of one document.
pub(super) struct Parts<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    folder: String,
    main: String,
    /// Bytes that one part may expand to.
    most: u64,
}

/// Whether the zip archive is a Word document.
pub(in crate::source) fn is_word(reader: impl Read + Seek) -> bool {
    ZipArchive::new(reader).is_ok_and(|archive| archive.index_for_name(MAIN).is_some())
}

impl<'a> Parts<'a> {
    pub(super) fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, Unreadable> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
        let mut parts = Self {
            archive,
            folder: "word/".to_owned(),
            main: MAIN.to_owned(),
            most: limits.text_bytes.saturating_mul(8),
        };
        if let Some(main) = parts.named_main()? {
            parts.folder = main.rfind('/').map_or(String::new(), |slash| main[..=slash].to_owned());
            parts.main = main;
        }
        if parts.archive.index_for_name(&parts.main).is_none() {
            return Err(Unreadable::Binary(parts.other_than_word()));
        }
        Ok(parts)
    }

    /// The part that holds the letter.
    pub(super) fn main(&mut self) -> Result<String, Unreadable> {
        let main = self.main.clone();
        self.part(&main)?.ok_or_else(|| damaged(&"its text is missing"))
    }

    /// A part beside the main one, if it is there.
    pub(super) fn optional(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        self.part(&format!("{}{name}", self.folder))
    }

    /// The main part as the package names it, where it is not at its usual place.
    fn named_main(&mut self) -> Result<Option<String>, Unreadable> {
        let Some(relations) = self.part("_rels/.rels")? else {
            return Ok(None);
        };
        let relations = super::parse(&relations)?;
        let main = relations.descendants().find(|node| {
            node.attribute("Type")
                .is_some_and(|kind| kind.ends_with("/officeDocument"))
        });
        let target = main.and_then(|node| node.attribute("Target"));
        Ok(target
            .map(|target| target.trim_start_matches('/').to_owned())
            .filter(|target| target.ends_with(".xml") && target.contains("document")))
    }

    fn part(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        let Some(index) = self.archive.index_for_name(name) else {
            return Ok(None);
        };
        let member = self.archive.by_index(index).map_err(|error| damaged(&error))?;
        let mut bytes = Vec::new();
        member
            .take(self.most.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| damaged(&error))?;
        if bytes.len() as u64 > self.most {
            return Err(Unreadable::TooLarge {
                size: Amount::Bytes(bytes.len() as u64),
                limit: Amount::Bytes(self.most),
                name: "eight times text_bytes, in a part of the document",
            });
        }
        let (text, _) = encoding_rs::UTF_8.decode_with_bom_removal(&bytes);
        Ok(Some(text.into_owned()))
    }

    /// What a zip archive is that is no Word document.
    fn other_than_word(&self) -> &'static str {
        let has = |name| self.archive.index_for_name(name).is_some();
        if has("xl/workbook.xml") {
            "a spreadsheet"
        } else if has("ppt/presentation.xml") {
            "a presentation"
        } else if has("mimetype") && has("content.xml") {
            "an OpenDocument file: save it as .docx or .pdf"
        } else {
            "a zip archive"
        }
    }
}
