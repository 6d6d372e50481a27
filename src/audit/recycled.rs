//! Recycled rationales: the same reasoning, patient facts and all, in the letters of different patients. Rationales come
//! in as fingerprints (`MinHash` over word shingles by one permutation, Li and others, 2012) and go out as groups. Guideline
//! text repeats by right, so the sentences on the patient have a fingerprint of their own, and both must agree.

mod fingerprint;
mod group;

pub use fingerprint::Fingerprint;
pub use group::{Group, Member, Patient, Settings, Signed, groups};
