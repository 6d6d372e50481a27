//! What is kept of a rationale so that its copies can be told: 32 bins of the whole and 64 of the patient facts, in place
//! of a thousand words. From the share of equal bins follows the share of
//! each rationale that stands in the other too.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Bins of the whole rationale.
const WHOLE: usize = 32;
/// Bins of the sentences on the patient.
const FACTS: usize = 64;
/// Words in a shingle.
const SHINGLE: usize = 4;
/// Bins of the patient facts that make a band: two rationales meet where all bins of a band are equal. The whole has no
/// bands, since thousands of rationales share the words of a guideline.
const BAND: usize = 4;

/// The fingerprint of one rationale.
#[derive(Clone, PartialEq, Eq)]
pub struct Fingerprint {
    whole: [u16; WHOLE],
    facts: [u16; FACTS],
    fact_words: u16,
}

impl Fingerprint {
    /// The fingerprint of a rationale and of its sentences on the patient; nothing where either has too few words for
    /// a single shingle.
    pub fn new<'a>(whole: &str, facts: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let (whole, _) = bins::<WHOLE>([whole])?;
        let (facts, fact_words) = bins::<FACTS>(facts)?;
        Some(Self {
            whole,
            facts,
            fact_words: u16::try_from(fact_words).unwrap_or(u16::MAX),
        })
    }

    /// How many words the rationale has on the patient.
    #[must_use]
    pub const fn fact_words(&self) -> u16 {
        self.fact_words
    }

    /// How much of the two rationales is the same, from 0 to 1: the lesser share of the whole and of the patient facts.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> f64 {
        share(&self.whole, &other.whole).min(share(&self.facts, &other.facts))
    }

    /// How many bands there are.
    pub(super) const BANDS: usize = FACTS / BAND;

    /// The key of one band.
    pub(super) fn band(&self, band: usize) -> u64 {
        self.facts[band * BAND..(band + 1) * BAND]
            .iter()
            .fold(0, |key, &bin| key << 16 | u64::from(bin))
    }
}

#[expect(clippy::cast_precision_loss, reason = "at most 64 bins")]
fn share(one: &[u16], other: &[u16]) -> f64 {
    let equal = one.iter().zip(other).filter(|(one, other)| one == other).count();
    let resemblance = equal as f64 / one.len() as f64;
    // Equal bins estimate common shingles over all shingles; a reader asks how much of one text stands in the other.
    2.0 * resemblance / (1.0 + resemblance)
}

/// The smallest hash of the shingles that fall into each bin, and the number of words. A shingle does not reach from
/// one text into the next.
fn bins<'a, const N: usize>(texts: impl IntoIterator<Item = &'a str>) -> Option<([u16; N], usize)> {
    let mut least = [u64::MAX; N];
    let mut words = 0;
    let mut shingles = 0_usize;
    for text in texts {
        let mut window = [0_u64; SHINGLE];
        for (at, word) in word_hashes(text).enumerate() {
            words += 1;
            window.rotate_left(1);
            window[SHINGLE - 1] = word;
            if at + 1 >= SHINGLE {
                let hash = mix(window.iter().fold(0, |hash, &word| mix(hash ^ word)));
                let bin = usize::try_from(hash >> 32).unwrap_or(0) % N;
                least[bin] = least[bin].min(hash.rotate_right(32));
                shingles += 1;
            }
        }
    }
    (shingles > 0).then(|| (filled(&least), words))
}

/// Bins as 16 bits each. An empty bin borrows from the next full one, so that short texts compare as well (Shrivastava
/// and Li, 2014).
fn filled<const N: usize>(least: &[u64; N]) -> [u16; N] {
    std::array::from_fn(|bin| {
        let distance = (0..N)
            .find(|distance| least[(bin + distance) % N] != u64::MAX)
            .unwrap_or(0);
        let borrowed = least[(bin + distance) % N].wrapping_add(distance as u64);
        u16::try_from(mix(borrowed) >> 48).unwrap_or(0)
    })
}

/// The words of a text, folded to lower case, as hashes (FNV-1a).
fn word_hashes(text: &str) -> impl Iterator<Item = u64> + '_ {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            word.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
                (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
            })
        })
}

/// Spreads the bits of a hash (the finalizer of `splitmix64`).
const fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Fingerprint({self})")
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Four digits each, spelled by hand: there are hundreds in every row of a batch.
        let digit = |number: u16, shift: u32| char::from_digit(u32::from(number >> shift & 0xf), 16).unwrap_or('0');
        let numbers = std::iter::once(&self.fact_words).chain(&self.whole).chain(&self.facts);
        let digits: String = numbers
            .flat_map(|&number| [12, 8, 4, 0].map(|shift| digit(number, shift)))
            .collect();
        formatter.write_str(&digits)
    }
}

impl Serialize for Fingerprint {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        parse(&text).ok_or_else(|| de::Error::custom("no fingerprint of a rationale"))
    }
}

fn parse(text: &str) -> Option<Fingerprint> {
    if text.len() != 4 * (1 + WHOLE + FACTS) {
        return None;
    }
    let number = |at: usize| u16::from_str_radix(text.get(4 * at..4 * at + 4)?, 16).ok();
    let mut fingerprint = Fingerprint {
        whole: [0; WHOLE],
        facts: [0; FACTS],
        fact_words: number(0)?,
    };
    for (at, bin) in fingerprint.whole.iter_mut().chain(&mut fingerprint.facts).enumerate() {
        *bin = number(at + 1)?;
    }
    Some(fingerprint)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FACTS_OF_A: &str = "The patient is a 52-year-old warehouse worker with low back pain that radiates to the left \
        leg after lifting a crate. On 03/14/2014 he rated his pain at 7/10 and walked with a cane.";
    const FACTS_OF_B: &str = "The patient is a 38-year-old teacher who tripped over a cable and has neck pain with \
        headaches. On 06/02/2015 she rated her pain at 4/10 and had full motion of both shoulders.";
    const GUIDELINE: &str = "The MTUS Chronic Pain Medical Treatment Guidelines recommend non-sedating muscle relaxants \
        with caution as a second-line option for short-term treatment of acute exacerbations in patients with chronic \
        low back pain. Efficacy appears to diminish over time, and prolonged use of some medications in this class may \
        lead to dependence. Sedation is the most commonly reported adverse effect of muscle relaxant medications.";

    fn rationale(facts: &str) -> Fingerprint {
        Fingerprint::new(&format!("{GUIDELINE} {facts}"), [facts]).unwrap()
    }

    #[test]
    fn a_copy_is_wholly_alike_whatever_its_case_and_line_breaks() {
        let copy = FACTS_OF_A.to_uppercase().replace(' ', "\n ");
        assert!((rationale(FACTS_OF_A).likeness(&rationale(&copy)) - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn the_same_guideline_with_other_patient_facts_is_not_alike() {
        assert!(rationale(FACTS_OF_A).likeness(&rationale(FACTS_OF_B)) < 0.2);
    }

    #[test]
    fn one_word_in_a_long_rationale_changes_little() {
        let other = FACTS_OF_A.replace("crate", "box");
        assert!(rationale(FACTS_OF_A).likeness(&rationale(&other)) > 0.7);
    }

    #[test]
    fn too_few_words_have_no_fingerprint() {
        assert!(Fingerprint::new("Not medically necessary.", ["Not medically necessary."]).is_none());
        assert!(Fingerprint::new(GUIDELINE, []).is_none());
    }

    #[test]
    fn a_fingerprint_survives_the_results_file() {
        let fingerprint = rationale(FACTS_OF_A);
        let line = serde_json::to_string(&fingerprint).unwrap();
        assert_eq!(serde_json::from_str::<Fingerprint>(&line).unwrap(), fingerprint);
        assert!(serde_json::from_str::<Fingerprint>("\"12\"").is_err());
    }
}
