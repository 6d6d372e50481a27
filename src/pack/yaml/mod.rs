//! YAML with places: the text of one pack file goes in, a tree comes out in which every key and value knows its bytes. Typed
//! values are decoded from the tree ([`decode`]), so that one run can report every problem of a file. Hostile files are
//! refused here, before anything is built from them: packs are small, flat, and use no anchors.

mod decode;
mod deserializer;
mod node;

pub(crate) use decode::{decode, unknown};
pub(crate) use node::{LARGEST_FILE, Node, NodeValue, YamlProblem, parse};
