//! Puts a letter together: a patient, a layout, one to four items, and in every third letter one defect that the letter
//! is known to have.

use fastrand::Rng;
use serde::Serialize;

use crate::cases::{self, Case};

/// A letter, and what is wrong in it.
#[derive(Debug)]
pub(crate) struct Letter {
    /// The text.
    pub(crate) text: String,
    /// What is wrong.
    #[allow(dead_code, reason = "benches need the text only")]
    pub(crate) planted: Vec<Planted>,
}

/// A defect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Planted {
    /// Its code.
    pub(crate) code: &'static str,
    /// The determination, from 1.
    pub(crate) determination: Option<usize>,
}

/// The person that a letter is about.
#[derive(Debug, Clone)]
pub(crate) struct Patient {
    pub(crate) age: u32,
    pub(crate) female: bool,
    pub(crate) injured: (u16, u8, u8),
    /// The year of the visits, after the injury and before the decision.
    pub(crate) year: u16,
    pub(crate) region: &'static str,
}

impl Patient {
    pub(crate) fn he(&self) -> &'static str {
        if self.female { "she" } else { "he" }
    }

    fn noun(&self) -> &'static str {
        if self.female { "female" } else { "male" }
    }
}

/// How a letter is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    Final,
    FinalNumbered,
    Decisions2013,
    Notice2013,
}

/// Letters of which the second has a rationale of the first: two in so many.
const RECYCLED_EVERY: u64 = 97;

/// The letter at a place of the batch of this seed.
pub(crate) fn letter(seed: u64, index: u64) -> Letter {
    let mut draft = Draft::new(seed, index);
    let place = index % RECYCLED_EVERY;
    if place < 2 {
        let first = Draft::new(seed, index - place);
        let case = first.cases[0].clone();
        draft.planted = vec![Planted {
            code: "RAT004",
            determination: Some(1),
        }];
        if place == 1 {
            // The same request for another person, argued with the first one's facts.
            draft.patient.female = first.patient.female;
            draft.patient.age = if first.patient.age > 45 {
                first.patient.age - 9
            } else {
                first.patient.age + 9
            };
            draft.patient.year = first.patient.year;
            draft.patient.region = first.patient.region;
            draft.layout = first.layout;
            draft.decided = first.decided;
            draft.cases = vec![case];
        }
    }
    draft.write()
}

struct Draft {
    chance: Rng,
    index: u64,
    patient: Patient,
    layout: Layout,
    decided: u16,
    cases: Vec<Case>,
    planted: Vec<Planted>,
}

impl Draft {
    fn new(seed: u64, index: u64) -> Self {
        let mut chance = Rng::with_seed(seed ^ index.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let layout = match chance.u32(0..10) {
            0 => Layout::Notice2013,
            1 => Layout::Decisions2013,
            2 => Layout::FinalNumbered,
            _ => Layout::Final,
        };
        let decided = match layout {
            Layout::Notice2013 | Layout::Decisions2013 => 2013,
            Layout::FinalNumbered => 2014,
            Layout::Final => chance.u16(2014..=2015),
        };
        let patient = Patient {
            age: chance.u32(24..=64),
            female: chance.bool(),
            injured: (chance.u16(2005..=2011), chance.u8(1..=12), chance.u8(1..=28)),
            year: decided - 1,
            region: cases::pick(&mut chance, &["lumbar spine", "cervical spine"]),
        };
        let mut kinds: Vec<usize> = (0..cases::KINDS).collect();
        chance.shuffle(&mut kinds);
        let count = 1 + chance.usize(0..4).min(chance.usize(0..4));
        let mut cases: Vec<Case> = kinds[..count]
            .iter()
            .map(|&kind| cases::case(kind, &patient, &mut chance))
            .collect();
        let mut planted = Vec::new();
        if index.is_multiple_of(3) && index % RECYCLED_EVERY > 1 {
            let at = chance.usize(0..cases.len());
            if let Some(code) = cases::spoil(&mut cases[at], &patient, &mut chance) {
                planted.push(Planted {
                    code,
                    determination: Some(at + 1),
                });
            }
        }
        Self {
            chance,
            index,
            patient,
            layout,
            decided,
            cases,
            planted,
        }
    }

    fn write(mut self) -> Letter {
        let paragraphs = match self.layout {
            Layout::Notice2013 => self.notice(),
            Layout::Final | Layout::FinalNumbered | Layout::Decisions2013 => self.determination(),
        };
        let spread = self.chance.bool();
        Letter {
            text: wrap(&paragraphs, spread, &mut self.chance),
            planted: self.planted,
        }
    }

    fn case_number(&self) -> String {
        format!("CM{}-{:07}", self.decided % 100, self.index)
    }

    fn date(&mut self, months: std::ops::RangeInclusive<u8>) -> String {
        let month = self.chance.u8(months);
        format!("{month:02}/{:02}/{}", self.chance.u8(1..=28), self.decided)
    }

    fn summary(&mut self) -> String {
        let patient = self.patient.clone();
        let (year, month, day) = patient.injured;
        let cause = cases::pick(
            &mut self.chance,
            &[
                "lifting a crate",
                "a fall from a ladder",
                "a motor vehicle accident",
                "slipping on a wet floor",
                "repetitive lifting",
            ],
        );
        let mut summary = format!(
            "The patient is a {}-year-old {} with a date of injury of {month:02}/{day:02}/{year}. The mechanism of injury was {cause}. \
             The diagnosis is {} sprain with chronic myofascial pain. ",
            patient.age,
            patient.noun(),
            patient.region,
        );
        for case in &self.cases {
            summary.push_str(&case.summary);
            summary.push(' ');
        }
        summary
    }

    fn determination(&mut self) -> Vec<String> {
        let (year, month, day) = self.patient.injured;
        let mut paragraphs = Vec::new();
        if self.chance.bool() {
            let [assigned, decided] = [self.date(7..=8), self.date(11..=12)];
            let [denied, received] = [self.date(4..=4), self.date(5..=6)];
            paragraphs.push(format!(
                "Case Number: {}   Date Assigned: {assigned}",
                self.case_number()
            ));
            paragraphs.push(format!(
                "Date of Injury: {month:02}/{day:02}/{year}   Decision Date: {decided}"
            ));
            paragraphs.push(format!(
                "UR Denial Date: {denied}   UR Application Received: {received}"
            ));
            paragraphs.push(format!("Priority: Standard   Application Received: {received}"));
        }
        let reviewer = if self.layout == Layout::Decisions2013 {
            "physician reviewer"
        } else {
            "expert reviewer"
        };
        let specialty = specialty(&mut self.chance);
        paragraphs.push("HOW THE IMR FINAL DETERMINATION WAS MADE".to_owned());
        paragraphs.push(format!(
            "MAXIMUS Federal Services sent the complete case file to {reviewer_article} {reviewer}. He/she has no affiliation with the \
             employer, employee, providers or the claims administrator. The {reviewer} is Board Certified in {specialty} and is \
             licensed to practice in California. He/she has been in active clinical practice for more than five years and is \
             currently working at least 24 hours a week in active practice. The {reviewer} was selected based on his/her clinical \
             experience, education, background, and expertise in the same or similar specialties that evaluate and/or treat the \
             medical condition and disputed items/services. He/she is familiar with governing laws and regulations, including the \
             strength of evidence hierarchy that applies to Independent Medical Review determinations.",
            reviewer_article = if reviewer.starts_with('e') { "an" } else { "a" },
        ));
        if self.layout == Layout::Decisions2013 {
            paragraphs.push("DOCUMENTS REVIEWED".to_owned());
            paragraphs.push(
                "The following relevant documents received from the interested parties and the documents provided with the \
                 application were reviewed and considered. These documents included: the application for Independent Medical \
                 Review, the utilization review determination, and the medical records."
                    .to_owned(),
            );
        }
        paragraphs.push("CLINICAL CASE SUMMARY".to_owned());
        paragraphs.push(format!(
            "The {reviewer} developed the following clinical case summary based on a review of the case file, including all \
             medical records:"
        ));
        paragraphs.push(self.summary());
        paragraphs.push(
            if self.layout == Layout::Decisions2013 {
                "IMR DECISION(S) AND RATIONALE(S)"
            } else {
                "IMR ISSUES, DECISIONS AND RATIONALES"
            }
            .to_owned(),
        );
        paragraphs.push(
            "The Final Determination was based on decisions for the disputed items/services set forth below:"
                .to_owned(),
        );
        for (place, case) in self.cases.iter().enumerate() {
            paragraphs.extend(item(self.layout, place + 1, case));
        }
        paragraphs
    }

    fn notice(&mut self) -> Vec<String> {
        let (year, month, day) = self.patient.injured;
        let [dated, denied, received] = [self.date(11..=12), self.date(6..=6), self.date(7..=8)];
        let mut paragraphs = vec![
            "MAXIMUS FEDERAL SERVICES, INC.".to_owned(),
            "Notice of Independent Medical Review Determination".to_owned(),
            format!("Dated: {dated}"),
            format!("Date of UR Decision: {denied}"),
            format!("Date of Injury: {month}/{day}/{year}"),
            format!("IMR Application Received: {received}"),
            format!("MAXIMUS Case Number: {}", self.case_number()),
        ];
        let decisions: Vec<String> = self
            .cases
            .iter()
            .enumerate()
            .map(|(place, case)| {
                let request = lower_first(&case.item);
                let not = if case.upheld { "not " } else { "" };
                format!(
                    "{}) MAXIMUS Federal Services, Inc. has determined the request for {request} is {not}medically necessary and \
                     appropriate.",
                    place + 1
                )
            })
            .collect();
        paragraphs.extend(decisions.clone());
        paragraphs.push("INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE".to_owned());
        paragraphs.push(format!(
            "An application for Independent Medical Review was filed on {received} disputing the Utilization Review Denial dated \
             {denied}. A decision has been made for each of the treatment and/or services that were in dispute:"
        ));
        paragraphs.extend(decisions);
        paragraphs.push("Medical Qualifications of the Expert Reviewer:".to_owned());
        let specialty = specialty(&mut self.chance);
        paragraphs.push(format!(
            "The independent Medical Doctor who made the decision has no affiliation with the employer, employee, providers or the \
             claims administrator. The physician reviewer is Board Certified in {specialty}, and is licensed to practice in \
             California. He/she has been in active clinical practice for more than five years and is currently working at least \
             24 hours a week in active practice."
        ));
        paragraphs.push("Case Summary:".to_owned());
        paragraphs.push(self.summary());
        paragraphs.push("Documents Reviewed for Determination:".to_owned());
        paragraphs.push(
            "The following relevant documents received from the interested parties and the documents provided with the application \
             were reviewed and considered. These documents included: Application for Independent Medical Review; Utilization Review \
             Determination from Claims Administrator; Employee medical records from Claims Administrator; Medical Treatment \
             Utilization Schedule (MTUS)."
                .to_owned(),
        );
        for (place, case) in self.cases.iter().enumerate() {
            paragraphs.extend(notice_item(place + 1, case));
        }
        paragraphs
    }
}

fn specialty(chance: &mut Rng) -> &'static str {
    cases::pick(
        chance,
        &[
            "Physical Medicine and Rehabilitation",
            "Occupational Medicine",
            "Family Practice",
            "Internal Medicine",
            "Orthopedic Surgery",
            "Anesthesiology",
            "Pain Management",
        ],
    )
}

fn item(layout: Layout, place: usize, case: &Case) -> Vec<String> {
    let outcome = if case.upheld { "Upheld" } else { "Overturned" };
    let not = if case.upheld { "not " } else { "" };
    let Case {
        item, claims, reviewer, ..
    } = case;
    match layout {
        Layout::Final | Layout::Notice2013 => vec![
            format!("{item}: {outcome}"),
            format!("Claims Administrator guideline: Decision based on {claims}."),
            format!("MAXIMUS guideline: Decision based on {reviewer}."),
            format!("Decision rationale: {}", case.rationale()),
        ],
        Layout::FinalNumbered => vec![
            format!("{place}. {item}: {outcome}"),
            format!("The Claims Administrator based its decision on the {claims}."),
            format!("The Expert Reviewer based his or her decision on the {reviewer}."),
            format!("The Expert Reviewer's decision rationale: {}", case.rationale()),
        ],
        Layout::Decisions2013 => vec![
            format!("{place}. {item} is {not}medically necessary and appropriate."),
            format!("The Claims Administrator based its decision on the {claims}, which is part of the MTUS."),
            format!("The Physician Reviewer based his/her decision on the {reviewer}, which is part of the MTUS."),
            format!("The Physician Reviewer's decision rationale: {}", case.rationale()),
        ],
    }
}

fn notice_item(place: usize, case: &Case) -> Vec<String> {
    vec![
        format!("{place}) Regarding the request for {}:", lower_first(&case.item)),
        "Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert Reviewer to Make His/Her Decision".to_owned(),
        format!(
            "The Claims Administrator based its decision on the {}, which is part of the MTUS. The Expert Reviewer based his/her \
             decision on the {}, which is part of the MTUS.",
            case.claims, case.reviewer
        ),
        "Rationale for the Decision:".to_owned(),
        case.rationale(),
    ]
}

/// The item inside a sentence; names of drugs keep their capital, as letters write them.
fn lower_first(item: &str) -> String {
    match item.split_once(' ') {
        Some(("Physical" | "Acupuncture" | "Urine" | "Chiropractic", _)) => item[..1].to_lowercase() + &item[1..],
        _ => item.to_owned(),
    }
}

/// Lines of some ninety characters as the text of a PDF has them: in half of the letters a blank line after every line,
/// and now and then a page that ends in the middle of a sentence.
fn wrap(paragraphs: &[String], spread: bool, chance: &mut Rng) -> String {
    let mut text = String::new();
    let mut on_page = 0;
    let end = if spread { " \n\n" } else { "\n" };
    for paragraph in paragraphs {
        let mut width = 0;
        for word in paragraph.split_whitespace() {
            if width > 0 && width + word.len() >= 92 {
                text.push_str(end);
                on_page += 1;
                width = 0;
                if on_page > 44 {
                    text.push_str(if chance.bool() { "\u{c}" } else { "\n\n\n" });
                    on_page = 0;
                }
            }
            if width > 0 {
                text.push(' ');
                width += 1;
            }
            text.push_str(word);
            width += word.len();
        }
        text.push_str(end);
        text.push_str(if spread { " \n\n" } else { "\n" });
        on_page += 1;
    }
    text
}
