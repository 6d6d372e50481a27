//! A small but complete letter around an example's parts, in the layout of 2014 on.

use std::fmt::Write as _;

use crate::letter::Outcome;
use crate::pack::written::{Example, OtherItem};

/// What a letter says of the patient where the example says nothing: no diagnosis, no treatment, no amount.
const SUMMARY: &str = "The patient is a 45-year-old female who reported an injury on 07/11/2012. The progress report of \
    08/12/2014 was reviewed.";

/// The reviewer's line where the example gives none.
const BASIS: &str = "Decision based on MTUS Chronic Pain Treatment Guidelines.";

/// The letter.
pub(super) fn letter(example: &Example) -> String {
    if let Some(letter) = &example.letter {
        return letter.clone();
    }
    let decided = example
        .decided
        .map_or_else(|| "11/03/2014".to_owned(), |date| date.strftime("%m/%d/%Y").to_string());
    let mut letter = format!(
        "Case Number: CM14-0000001 Date Assigned: 10/06/2014\n\
         Date of Injury: 07/11/2012 Decision Date: {decided}\n\
         UR Denial Date: 09/09/2014 UR Application Received: 09/16/2014\n\
         Priority: Standard Application Received: 09/16/2014\n\n\
         HOW THE IMR FINAL DETERMINATION WAS MADE\n\n\
         MAXIMUS Federal Services sent the complete case file to an expert reviewer. The expert reviewer is Board \
         Certified in Family Practice and is licensed to practice in California.\n\n\
         CLINICAL CASE SUMMARY\n\n\
         The expert reviewer developed the following clinical case summary based on a review of the case file, including \
         all medical records:\n\n{}\n\n\
         IMR ISSUES, DECISIONS AND RATIONALES\n\n\
         The Final Determination was based on decisions for the disputed items/services set forth below:\n",
        example.summary.as_deref().unwrap_or(SUMMARY).trim(),
    );
    let first = OtherItem {
        request: example.request.clone(),
        outcome: example.outcome,
        reviewer_basis: example.reviewer_basis.clone(),
        rationale: example.rationale.clone(),
    };
    for item in std::iter::once(&first).chain(&example.others) {
        determination(&mut letter, item);
    }
    letter
}

fn determination(letter: &mut String, item: &OtherItem) {
    let outcome = item.outcome.map_or("", outcome);
    let basis = item.reviewer_basis.as_deref().unwrap_or(BASIS).trim();
    let rationale = item.rationale.as_deref().unwrap_or_default().trim();
    let reviewer = if basis.is_empty() {
        String::new()
    } else {
        format!("MAXIMUS guideline: {basis}\n\n")
    };
    // Writing to a string cannot fail.
    let _ = write!(
        letter,
        "\n{}: {outcome}\n\n\
         Claims Administrator guideline: Decision based on MTUS Chronic Pain Treatment Guidelines.\n\n\
         {reviewer}Decision rationale: {rationale}\n",
        item.request.trim(),
    );
}

const fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Upheld => "Upheld",
        Outcome::Overturned => "Overturned",
        Outcome::Modified => "Modified",
    }
}
