//! From what the user names (a path, a folder, an archive, standard input) to [`Document`]s: decoded text, where each
//! line and page begins, and the way back from the decoded text to the bytes that the user has.

mod decode;
mod document;
mod limits;
mod marks;
mod unreadable;

pub use document::{Document, Kind, Location};
pub use limits::Limits;
pub use unreadable::{Amount, Unreadable};
