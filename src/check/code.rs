//! The catalogue of codes: each a contract that keeps its meaning whatever the pack. Rules are instances of codes.

use serde::{Deserialize, Serialize};

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth a look.
    Advice,
    /// A defect in documentation or citation that a reviewer must mend before the letter goes out.
    Warning,
    /// The outcome or the rationale disagrees with the rules or with the letter itself.
    Error,
}

impl Severity {
    /// The word that reports use.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Advice => "advice",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl Code {
    /// Whether the code compares letters of a batch, and no example of one letter can show it.
    #[must_use]
    pub const fn is_of_batch(self) -> bool {
        matches!(self, Self::RAT004)
    }
}

macro_rules! catalogue {
    ($($(#[doc = $meaning:literal])+ $id:ident $name:literal $severity:ident;)+) => {
        /// What kind of disagreement a finding reports.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
        #[allow(clippy::upper_case_acronyms)] // The ids are the contract's own spelling.
        pub enum Code {
            $($(#[doc = $meaning])+ $id,)+
        }

        impl Code {
            /// Every code, in the order of the catalogue.
            pub const ALL: &'static [Self] = &[$(Self::$id,)+];

            /// The id, as reports print it ("LIM001").
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$id => stringify!($id),)+ }
            }

            /// The name in words ("overturned-beyond-limit").
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$id => $name,)+ }
            }

            /// The severity where no pack and no configuration says otherwise.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$id => Severity::$severity,)+ }
            }

            /// When the code is reported.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$id => concat!($($meaning,)+).trim_start(),)+ }
            }
        }
    };
}

catalogue! {
    /// The conclusion says the opposite of the outcome: Upheld with "is medically necessary", Overturned with "is not medically necessary", Modified with an unqualified conclusion either way.
    OUT001 "conclusion-contradicts-outcome" Error;
    /// The rationale nowhere says whether the request is medically necessary, established, supported, warranted, appropriate or certified.
    OUT002 "no-conclusion" Warning;
    /// A request is there, but no recognisable outcome: it is missing, or neither upheld, overturned nor modified.
    OUT003 "outcome-unreadable" Error;
    /// The rationale concludes both ways about the same request, without a stated part.
    OUT004 "two-conclusions" Warning;
    /// Overturned, and the amount requested, with the amount already received, exceeds every limit that could apply to the documented diagnosis; no exception is stated.
    LIM001 "overturned-beyond-limit" Error;
    /// Upheld because the request exceeds the guideline, while the requested amount with the documented earlier amount is within the limit that applies.
    LIM002 "upheld-within-limit" Error;
    /// The rationale says that the guideline recommends a number that is none of its limits for this treatment.
    LIM003 "limit-misquoted" Warning;
    /// Overturned for a treatment that the guideline restricts to short-term use, while the letter documents use beyond that time; no exception is stated.
    LIM004 "overturned-long-term-use" Error;
    /// Overturned for a treatment that the guideline does not recommend; no exception is stated.
    LIM005 "overturned-not-recommended" Error;
    /// Overturned, and one or more elements that the guideline requires for this treatment are not documented in the letter.
    REQ001 "approved-without-documentation" Error;
    /// Upheld because an element is missing, while the letter elsewhere documents that very element for this treatment.
    REQ002 "documentation-overlooked" Warning;
    /// A stated total differs from frequency times duration in the same request or sentence.
    QTY001 "frequency-does-not-multiply" Error;
    /// The rationale, or the summary's account of the current request, gives the requested item another amount, frequency or strength than the heading.
    QTY002 "rationale-amount-differs" Error;
    /// A request for a drug or a course of visits names no amount at all.
    QTY003 "amount-missing" Advice;
    /// A page range runs backwards, is zero, or lies past the guideline's last page.
    CIT001 "malformed-pages" Warning;
    /// The reviewer cites pages of a known guideline, and none of them is on a topic of the requested treatment.
    CIT002 "pages-off-topic" Warning;
    /// The reviewer's guideline line is missing or empty, or says that no guideline or medical evidence was cited.
    CIT003 "no-authority" Warning;
    /// The reviewer's line says that the decision was not based on the MTUS and then cites the MTUS as its basis, or says that it was and cites only other sources.
    CIT004 "basis-contradiction" Warning;
    /// The reviewer's line names topics of a known guideline, and none is a topic of the requested treatment.
    CIT005 "topic-of-another-treatment" Warning;
    /// A cited guideline was not in force on the decision date.
    CIT006 "guideline-not-in-force" Warning;
    /// The reviewer relies only on other guidelines for a treatment that the MTUS addresses.
    CIT007 "mtus-passed-over" Advice;
    /// The rationale names neither the requested treatment, nor a synonym, its class, or a topic of it, and argues about another treatment.
    RAT001 "rationale-off-topic" Error;
    /// The rationale is word for word that of another determination in the letter whose request is for a different treatment.
    RAT002 "rationale-copied" Warning;
    /// The rationale refers to no fact of this patient: no finding, document, history or date.
    RAT003 "rationale-without-findings" Advice;
    /// Across a batch, the same rationale, patient facts and all, stands in letters of different patients.
    RAT004 "rationale-recycled" Advice;
    /// A date does not exist, or the order of dates is impossible.
    FAC001 "impossible-date" Warning;
    /// Pronouns or nouns for the patient contradict the sex that the summary states.
    FAC002 "sex-contradicted" Error;
    /// The request is for one side, and the rationale argues for the other side only.
    FAC003 "side-contradicted" Error;
    /// The request is for one body region, and the rationale argues about another region only.
    FAC004 "body-part-contradicted" Warning;
    /// Two stated ages of the patient differ by more than one year.
    FAC005 "age-contradicted" Warning;
    /// The rationale relies on a dated record outside the span of records that the letter says were reviewed.
    FAC006 "outside-records" Advice;
    /// The letter lists an item as denied and in dispute, and no determination decides it.
    COV001 "disputed-item-undecided" Error;
    /// The same item, same amount, is decided twice with different outcomes.
    COV002 "conflicting-decisions" Error;
    /// An item that depends on a surgery or procedure is overturned while that surgery is upheld in the same letter.
    COV003 "dependent-item-overturned" Error;
    /// A section that every letter of its layout has is missing: summary, decisions, a rationale.
    LET001 "section-missing" Warning;
    /// The file is no determination letter, or nothing in it could be read; the run goes on with the others.
    LET002 "unreadable-letter" Error;
}
