//! Rule packs: guideline knowledge as data. YAML as written ([`written`]) is checked as a whole and compiled once into a
//! [`Pack`], which is all that reading and checking ever see. What loads cannot fail later.

mod id;
mod load;
pub mod written;

pub use id::Id;
pub use load::{Pack, PackError};
