//! The text of a PDF, page by page, laid out in the lines that a reader sees. The crate that takes a PDF apart is run in a
//! thread of its own: a file made to do harm may make it panic or keep it busy, and the run goes on without that file.

mod content;
mod font;
mod lines;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};

use lopdf::{LoadOptions, Object, ObjectId};

use super::document::Layout;
use super::unreadable::Amount;
use super::{Document, Kind, Limits, Unreadable};
use content::{Broken, Pages};
use lines::Page;

/// The stack of the thread: a PDF may hold lists in lists, which are read by recursion.
const STACK: usize = 64 << 20;

/// Letters on a page below which a page of pictures counts as a picture of a page: a scanner's stamp is no letter.
const STAMP: usize = 40;

/// The letter in the PDF `bytes`.
pub(super) fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Document, Unreadable> {
    let (bytes, limits_there) = (bytes.to_vec(), *limits);
    let abandoned = Arc::new(AtomicBool::new(false));
    let abandoned_there = Arc::clone(&abandoned);
    let (sender, receiver) = sync_channel(1);
    let thread = std::thread::Builder::new().name("pdf".to_owned()).stack_size(STACK);
    thread
        .spawn(move || {
            // Nobody waits any more where it took too long.
            let _ = sender.send(text(&bytes, &limits_there, &abandoned_there));
        })
        .map_err(|error| Unreadable::Refused(error.to_string()))?;
    let text = match receiver.recv_timeout(limits.pdf_time) {
        Ok(text) => text?,
        Err(RecvTimeoutError::Timeout) => {
            abandoned.store(true, Ordering::Relaxed);
            return Err(Unreadable::TooSlow(limits.pdf_time.as_secs()));
        }
        // The thread panicked, in code that is not ours, on a file that no program wrote so.
        Err(RecvTimeoutError::Disconnected) => return Err(damaged(&"its objects contradict each other")),
    };
    let (text, layout) = text;
    Ok(Document::from_extracted_within(name, Kind::Pdf, text, limits)?.with_layout(layout))
}

fn damaged(why: &impl ToString) -> Unreadable {
    Unreadable::Damaged {
        what: "PDF",
        why: why.to_string(),
    }
}

/// The text of all pages, a form feed after each.
fn text(bytes: &[u8], limits: &Limits, abandoned: &AtomicBool) -> Result<(String, Layout), Unreadable> {
    let document = load(bytes, limits)?;
    let ids: Vec<ObjectId> = document.page_iter().take(limits.pages.saturating_add(1)).collect();
    if ids.is_empty() {
        return Err(damaged(&"it has no pages"));
    }
    if ids.len() > limits.pages {
        let amount = |pages: usize| Amount::Pages(pages.try_into().unwrap_or(u64::MAX));
        return Err(Unreadable::TooLarge {
            size: amount(document.get_pages().len()),
            limit: amount(limits.pages),
            name: "pages",
        });
    }
    let mut pages = Pages::new(&document, limits, abandoned);
    let mut read = Vec::with_capacity(ids.len());
    let mut len = 0;
    for (at, &id) in ids.iter().enumerate() {
        let runs = pages.runs(id).map_err(|why| why.on_page(at + 1, limits))?;
        let page = Page::new(runs);
        len += page.len();
        read.push(page);
        if len as u64 > limits.text_bytes {
            return Err(Broken::TooMuch.on_page(at + 1, limits));
        }
    }
    let (text, layout) = lines::text(&read);
    let letters = text.chars().filter(|character| character.is_alphanumeric()).count();
    let unknown = text
        .chars()
        .filter(|&character| character == char::REPLACEMENT_CHARACTER)
        .count();
    if pages.has_pictures() && letters < STAMP * ids.len() {
        return Err(Unreadable::ImageOnly);
    }
    if unknown > letters {
        return Err(damaged(&"its fonts do not say which characters they draw"));
    }
    Ok((text, layout))
}

fn load(bytes: &[u8], limits: &Limits) -> Result<lopdf::Document, Unreadable> {
    let start = bytes.windows(5).position(|window| window == b"%PDF-").unwrap_or(0);
    let options = LoadOptions {
        max_decompressed_size: usize::try_from(limits.text_bytes).ok(),
        ..LoadOptions::default()
    };
    let mut document = match lopdf::Document::load_mem_with_options(&bytes[start..], options) {
        Ok(document) => document,
        Err(
            lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) | lopdf::Error::UnsupportedSecurityHandler(_),
        ) => {
            return Err(Unreadable::Encrypted("PDF"));
        }
        Err(error) => return Err(damaged(&error)),
    };
    if document.is_encrypted() {
        return Err(Unreadable::Encrypted("PDF"));
    }
    prefer_unicode(&mut document);
    Ok(document)
}

/// Where a font says itself which characters it draws, that goes before the names of its glyphs, which may be made up.
fn prefer_unicode(document: &mut lopdf::Document) {
    let is_stream = |object: &Object| match object {
        Object::Reference(id) => document.get_object(*id).is_ok_and(|object| object.as_stream().is_ok()),
        _ => false,
    };
    let fonts: Vec<ObjectId> = document
        .objects
        .iter()
        .filter(|(_, object)| {
            object
                .as_dict()
                .is_ok_and(|font| font.has_type(b"Font") && font.get(b"ToUnicode").is_ok_and(is_stream))
        })
        .map(|(&id, _)| id)
        .collect();
    for id in fonts {
        if let Ok(font) = document.get_dictionary_mut(id) {
            font.remove(b"Encoding");
        }
    }
}

#[cfg(test)]
mod tests;
