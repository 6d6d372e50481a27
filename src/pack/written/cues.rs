//! Cues: the words by which a sentence tells who speaks, how a concept is asserted and what is concluded. Written in the
//! same phrase language as concepts.

use serde::Deserialize;

use super::Lines;

/// Cues that decide how the concepts in their scope are asserted.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct AssertionCues {
    /// What they say of the concepts in their scope.
    pub says: Said,
    /// Where their scope lies.
    pub scope: Scope,
    /// How many words the scope holds at most; without it, up to the end of the clause.
    #[serde(default)]
    pub reach: Option<usize>,
    /// The cues.
    pub cues: Lines,
}

/// What a cue says of the concepts in its scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Said {
    /// Not so.
    Denied,
    /// Missing from the records.
    NotDocumented,
    /// A verb of recording ("is mentioned"): a denied concept in its scope is one that is missing from the records.
    Recorded,
    /// A verb of doing ("was tried"): a denied concept in its scope was left undone, whatever the records hold.
    Done,
    /// Supposed, required, planned or asked for.
    Hypothetical,
    /// Of an earlier time, and no longer so.
    Historical,
    /// Of an earlier time, which for some concepts is as good as the present ("history of").
    Past,
    /// In a year alone ("in 2010"): of an earlier time, if that year is not one of the latest in the letter.
    InYear,
    /// Of somebody else.
    OtherPerson,
    /// The reason of a request: so, and not asked for.
    Reason,
    /// So, whatever weaker cues say ("not without").
    Affirmed,
    /// The words of a cue that is none here ("no doubt", "not only").
    Nothing,
}

/// Where the scope of a cue lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// From the cue towards the end of the clause.
    Forward,
    /// From the cue back to the beginning of the clause.
    Backward,
    /// Both ways.
    Both,
    /// The whole sentence.
    Sentence,
    /// The words of the cue itself.
    Inside,
}

/// Words that end a scope.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ScopeEnds {
    /// What the scopes say that end here; without it, all.
    #[serde(default)]
    pub of: Vec<Said>,
    /// Whether they end only scopes that come from before them ("no pain after the operation": the operation is not denied,
    /// but "pain after the operation is not mentioned" reaches back beyond it).
    #[serde(default)]
    pub before: bool,
    /// The words.
    pub cues: Lines,
}

/// Cues that speak for a role of the sentence. The weights of all cues in a sentence are summed by role; the heaviest
/// role wins.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RoleCues {
    /// The role: `patient-fact`, `guideline`, `request`, `claims-administrator`, `conclusion`, `judgement`.
    pub role: SpokenRole,
    /// How strongly they speak for it; negative against it.
    pub weight: i32,
    /// Where in the sentence they count.
    #[serde(default)]
    pub at: Position,
    /// In which section they count.
    #[serde(default)]
    pub section: InSection,
    /// The cues.
    pub cues: Lines,
}

/// The role for which a cue speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SpokenRole {
    /// Reports on this patient.
    PatientFact,
    /// Restates or quotes a guideline.
    Guideline,
    /// Restates what is requested.
    Request,
    /// Reports the claims administrator's view.
    ClaimsAdministrator,
    /// Says whether the request is medically necessary.
    Conclusion,
    /// Weighs.
    Judgement,
}

/// Where in the sentence a cue counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Position {
    /// Anywhere.
    #[default]
    Anywhere,
    /// At its beginning only.
    Start,
    /// In the sentence before it.
    Before,
    /// Nowhere: the weight counts, once, where none of the cues stands in the sentence.
    Nowhere,
}

/// In which section a cue counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum InSection {
    /// In both.
    #[default]
    Both,
    /// In the case summary.
    Summary,
    /// In a rationale.
    Rationale,
}

/// Words that say whether something is medically necessary.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ConclusionCues {
    /// What they conclude.
    pub concludes: Concludes,
    /// The words.
    pub cues: Lines,
}

/// What words conclude.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Concludes {
    /// Medically necessary.
    Necessary,
    /// Not medically necessary.
    NotNecessary,
    /// Necessary in a stated part, in so many words ("partially certified").
    Partly,
    /// Necessary, less surely: an argument that counts where nothing plainer is said.
    LeansNecessary,
    /// Not necessary, less surely.
    LeansNotNecessary,
    /// A remainder is meant ("the remaining 30 tablets"): with it the conclusion is of a part.
    Remainder,
    /// The words speak of something else ("whether", "other item"); the clause concludes nothing.
    Nothing,
}

/// Words that mean a person.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PersonWords {
    /// Whom they mean.
    pub who: Who,
    /// The sex that they tell.
    #[serde(default)]
    pub sex: Option<ToldSex>,
    /// The words.
    pub words: Lines,
}

/// Whom a word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Who {
    /// The patient.
    Patient,
    /// Somebody else.
    Other,
    /// Whoever was named last.
    Pronoun,
    /// Nobody in particular ("his/her").
    Nobody,
}

/// The sex that a word tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ToldSex {
    /// A woman.
    Female,
    /// A man.
    Male,
}

/// Words that give a fact beside its number.
#[derive(Debug, Clone, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FactPhrases {
    /// The fact.
    pub fact: FactPhrase,
    /// The phrases.
    pub phrases: Lines,
}

/// Facts that are read by phrases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FactPhrase {
    /// An age of the patient; the number is in years.
    Age,
    /// How long something has lasted; number and unit, or words.
    Duration,
    /// Opens a date since which something lasts.
    Since,
    /// A pain score of ten; the first number.
    PainScore,
    /// Says that an amount was already received.
    Received,
    /// Says that an amount was not received, but asked for, allowed or planned.
    NotReceived,
    /// The left side.
    Left,
    /// The right side.
    Right,
    /// Both sides.
    Bilateral,
    /// A level of the spine.
    Level,
}
