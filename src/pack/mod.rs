//! Rule packs: guideline knowledge as data. YAML as written ([`written`]) is checked as a whole and compiled once into a
//! [`Pack`], which is all that reading and checking ever see. What loads cannot fail later.

mod guidelines;
mod id;
mod lexicon;
mod load;
pub mod written;

pub use guidelines::Guidelines;
pub use id::Id;
pub use lexicon::Lexicon;
pub use load::{Pack, PackError};
