//! imrlint reads Independent Medical Review determination letters and reports where an outcome or a rationale
//! disagrees with the treatment guideline or with the letter itself.
//!
//! Data flows one way: [`source`] turns a path into a [`source::Document`], [`text`] rejoins its lines into a
//! [`text::Flow`], [`letter`] (with [`request`] and [`citation`]) reads the structure, [`evidence`] reads what is said of
//! whom, [`check`] holds both against a [`pack`], and [`report`] prints what was found. No room reaches back up.

pub mod audit;
pub mod check;
pub mod citation;
pub mod cli;
pub mod engine;
pub mod evidence;
pub mod letter;
pub mod pack;
pub mod report;
pub mod request;
pub mod source;
pub mod text;

pub use engine::{Audit, Engine, Reading};
