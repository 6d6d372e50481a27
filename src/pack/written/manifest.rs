//! What a pack says of itself.

use serde::Deserialize;

use crate::pack::Id;

/// The pack's own entry.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Manifest {
    /// The pack's id.
    pub id: Id,
    /// What the pack covers, in a line.
    pub title: String,
    /// The pack's own version.
    pub version: String,
}
