//! Prints readings and findings. Every format receives the same records ([`record`]) and nothing else, so that formats
//! cannot disagree.

pub mod explain;
pub mod extract;
pub mod record;
