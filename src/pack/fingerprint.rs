//! The fingerprint of a pack's files: the same packs give the same findings. The build script has this file too: it takes
//! the fingerprints of the bundled packs.

use sha2::{Digest, Sha256};

/// The fingerprint of files, each a path with `/` between folders and its text, in their order.
pub(crate) fn sha256<'file>(files: impl Iterator<Item = (&'file str, &'file str)>) -> String {
    let mut hash = Sha256::new();
    for (path, text) in files {
        // The file's own name and not its folder: a copied pack is the same pack.
        let name = path.rsplit('/').next().unwrap_or_default();
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text.as_bytes());
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
