//! Packs as written, to rules ready for use: names are resolved, figures parsed, messages compiled. Whatever is wrong is
//! noted with its place; a rule with a problem is left out, and the load as a whole then fails with all of them.

mod body;
mod names;
mod rule;
mod term;
mod validate;
mod vocabulary;

pub(crate) use names::Names;
pub(crate) use rule::{Context, compile};
pub(crate) use validate::{validate, validate_examples};
pub(crate) use vocabulary::{guidelines, lexicon};
