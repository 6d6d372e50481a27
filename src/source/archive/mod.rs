//! Archives as lists of letters, read without unpacking: nothing is ever written, so a member's path is a name and no
//! more. What an archive may cost is counted while it is gone through ([`Budget`]).

mod budget;
mod compressed;
mod store;
mod tar_members;
mod zip_members;

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

pub(super) use zip_members::ZipMember;

use super::inputs::{Choice, Located, Place, Step};
use super::records;
use super::selection::ByName;
use super::sniff::{Content, HEAD};
use super::unreadable::Amount;
use super::{Unreadable, file};
use budget::Budget;
use compressed::Expanded;
use store::Store;

/// What there is to know while going through an archive.
#[derive(Clone)]
struct Context {
    /// The archive's name, before its members'.
    name: String,
    choice: Choice,
    budget: Arc<Budget>,
    /// How many archives this one stands in.
    depth: usize,
}

/// Goes into the archive in `file`. Nothing where the content is an archive in form only, as a Word document is, or where
/// a folder named it and it is no letter.
pub(super) fn steps_of_file(name: &str, file: File, content: Content, listed: bool, choice: &Choice) -> Option<Step> {
    let len = file.metadata().map_or(0, |metadata| metadata.len());
    let context = Context {
        name: name.to_owned(),
        choice: choice.clone(),
        budget: Arc::new(Budget::new(&choice.limits, len)),
        depth: 0,
    };
    enter(Store::of_file(file, len), content, listed, &context)
}

/// Goes into the archive that `bytes` are, or gives them back.
pub(super) fn steps_of_bytes(name: &str, bytes: Vec<u8>, choice: &Choice) -> Result<Step, Vec<u8>> {
    let content = Content::of(&bytes);
    if !content.is_archive() {
        return Err(bytes);
    }
    let store = Store::of_bytes(bytes);
    let context = Context {
        name: name.to_owned(),
        choice: choice.clone(),
        budget: Arc::new(Budget::new(&choice.limits, store.len())),
        depth: 0,
    };
    enter(store.clone(), content, false, &context).ok_or_else(|| store.into_bytes())
}

fn enter(store: Store, content: Content, listed: bool, context: &Context) -> Option<Step> {
    match content {
        Content::Zip => zip_members::steps(store.reader(), context),
        Content::Tar => Some(tar_members::steps(Box::new(store.reader()), context)),
        Content::Gzip => expanded(compressed::gzip(store.reader(), &context.budget), listed, context),
        Content::Zstd => expanded(compressed::zstd(store.reader(), &context.budget), listed, context),
        _ => None,
    }
}

/// What a compressed stream holds: a tar archive, records, or one letter.
fn expanded(mut stream: Expanded, listed: bool, context: &Context) -> Option<Step> {
    let (choice, name) = (&context.choice, &*context.name);
    let mut head = Vec::with_capacity(HEAD);
    if let Err(error) = (&mut stream).take(HEAD as u64).read_to_end(&mut head) {
        return Some(context.refused("compressed file", &error));
    }
    let content = Content::of(&head);
    let inner_name = Path::new(name).with_extension("");
    let whole = std::io::Cursor::new(head).chain(stream);
    if content == Content::Tar {
        return Some(tar_members::steps(Box::new(whole), context));
    }
    if let Some(fields) = choice.fields.as_ref().filter(|_| records::is_named_so(&inner_name)) {
        return Some(records::steps(name.to_owned(), Box::new(whole), fields, &choice.limits));
    }
    let by_name = match listed {
        true => choice.selection.by_name(&inner_name),
        false => ByName::Yes,
    };
    if by_name == ByName::No || (by_name == ByName::AskContent && content == Content::Other) {
        return None;
    }
    let mut bytes = Vec::new();
    match file::read_within(whole, &choice.limits, &mut bytes) {
        Err(why) => Some(Step::Found(Located::nowhere(
            name,
            context.budget.exceeded().unwrap_or(why),
        ))),
        Ok(()) if content.is_archive() => context.nested(name.to_owned(), bytes, content),
        Ok(()) => Some(Step::Found(Located::new(name, Place::Bytes(bytes)))),
    }
}

impl Context {
    /// The name that reports show for a member. A control character in it could write on the user's terminal.
    fn member_name(&self, path: &str) -> String {
        let mut name = format!("{}/", self.name);
        name.extend(path.chars().map(|character| match character.is_control() {
            true => char::REPLACEMENT_CHARACTER,
            false => character,
        }));
        name
    }

    /// Why going on is not possible: a limit, or damage.
    fn refused(&self, what: &'static str, why: &impl ToString) -> Step {
        Step::Found(Located::nowhere(&*self.name, self.damaged(what, why)))
    }

    /// The limit that was reached, or else damage.
    fn damaged(&self, what: &'static str, why: &impl ToString) -> Unreadable {
        self.budget.exceeded().unwrap_or_else(|| Unreadable::Damaged {
            what,
            why: why.to_string(),
        })
    }

    /// Whether the member at `path` is a file of records.
    fn holds_records(&self, path: &str) -> bool {
        self.choice.fields.is_some() && records::is_named_so(Path::new(path))
    }

    /// Whether the member at `path` may be a letter, as far as its name tells.
    fn by_name(&self, path_text: &str) -> ByName {
        let path = Path::new(path_text);
        let hidden = path.components().any(|component| {
            let component = component.as_os_str().as_encoded_bytes();
            (component.starts_with(b".") && component != b"." && component != b"..") || component == b"__MACOSX"
        });
        if hidden {
            return ByName::No;
        }
        if self.holds_records(path_text) {
            return ByName::Yes;
        }
        self.choice.selection.by_name(path)
    }

    /// The step into a member whose bytes are at hand.
    fn member(&self, path: &str, bytes: Vec<u8>) -> Option<Step> {
        let name = self.member_name(path);
        let fields = self.choice.fields.as_ref();
        if let Some(fields) = fields.filter(|_| records::is_named_so(Path::new(path))) {
            let limits = &self.choice.limits;
            return Some(records::steps(
                name,
                Box::new(std::io::Cursor::new(bytes)),
                fields,
                limits,
            ));
        }
        let content = Content::of(&bytes);
        if content.is_archive() {
            return self.nested(name, bytes, content);
        }
        Some(Step::Found(Located::new(name, Place::Bytes(bytes))))
    }

    /// The step into an archive in this one.
    fn nested(&self, name: String, bytes: Vec<u8>, content: Content) -> Option<Step> {
        let store = Store::of_bytes(bytes);
        let inner = Self {
            name,
            depth: self.depth + 1,
            ..self.clone()
        };
        let letter = || Step::Found(Located::new(&*inner.name, Place::Bytes(store.clone().into_bytes())));
        if content == Content::Zip && !zip_members::holds_files(store.reader()) {
            return Some(letter());
        }
        if inner.depth >= self.choice.limits.nesting {
            let limit = Amount::Levels(self.choice.limits.nesting.try_into().unwrap_or(u64::MAX));
            let name = "nesting";
            return Some(Step::Found(Located::nowhere(
                inner.name,
                Unreadable::TooDeep { limit, name },
            )));
        }
        enter(store.clone(), content, true, &inner)
    }
}

/// The bytes of a member of `size`, as far as they are within the limits on one file and on the archive.
fn read_member(reader: impl Read, context: &Context) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    file::read_within(reader, &context.choice.limits, &mut bytes)
        .map_err(|why| context.budget.exceeded().unwrap_or(why))?;
    Ok(bytes)
}
