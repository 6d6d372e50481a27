//! From what the user names (a path, a folder, an archive, standard input) to [`Document`]s: decoded text, where each
//! line and page begins, and the way back from the decoded text to the bytes that the user has.

mod archive;
mod decode;
mod document;
mod file;
mod inputs;
mod limits;
mod marks;
mod pdf;
mod records;
mod rich_text;
mod selection;
mod sniff;
mod unreadable;
mod walk;
mod word;

pub use document::{Document, Kind, Location};
pub use inputs::{Input, Inputs, Locate, Located};
pub use limits::Limits;
pub use records::Fields;
pub use selection::BadGlob;
pub use unreadable::{Amount, Unreadable};
