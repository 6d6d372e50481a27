//! Finds written names in running text: whatever the capitals, hyphens and line of spaces, in the singular or the plural,
//! and with one slip of the pen in names of six letters or more. A [`Vocabulary`] turns text into words once; any number
//! of [`Index`]es then find their names among the words in one pass. Its own room because treatments, units, regions,
//! guidelines and topics are all found the same way.

mod index;
mod pattern;
#[cfg(test)]
mod tests;
mod vocabulary;

pub(crate) use index::{Found, Index};
pub(crate) use pattern::Pattern;
pub(crate) use vocabulary::{Vocabulary, Word};
