//! What makes a finding the same finding in the next run: its code, rule, item and words, and not where they stand.

use std::collections::HashMap;
use std::fmt::{self, Write};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::record::FindingRecord;

/// A short digest of a finding that survives shifted lines. Of two findings in one letter that agree in everything the
/// digest sees, the second gets another digest than the first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Fingerprint(String);

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Bytes of the digest that are kept: enough that two findings of one letter never meet by chance.
const KEPT: usize = 10;

/// The fingerprints of one letter's findings, in their order.
#[must_use]
pub fn fingerprints<'a>(findings: impl IntoIterator<Item = &'a FindingRecord>) -> Vec<Fingerprint> {
    let mut seen: HashMap<[u8; 32], u32> = HashMap::new();
    findings
        .into_iter()
        .map(|finding| {
            let content = digest(finding, 0);
            let earlier = seen.entry(content).or_default();
            let whole = if *earlier == 0 {
                content
            } else {
                digest(finding, *earlier)
            };
            *earlier += 1;
            Fingerprint(hexadecimal(&whole[..KEPT]))
        })
        .collect()
}

fn digest(finding: &FindingRecord, earlier: u32) -> [u8; 32] {
    let mut digest = Sha256::new();
    for part in [
        finding.code.id(),
        finding.rule.pack.as_str(),
        finding.rule.id.as_str(),
        &fold(finding.item.as_deref().unwrap_or_default()),
        &fold(&finding.excerpt),
    ] {
        digest.update(part.as_bytes());
        digest.update([0]);
    }
    digest.update(earlier.to_le_bytes());
    digest.finalize().into()
}

/// White space and case say nothing about identity: a letter that is wrapped anew keeps its findings.
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
