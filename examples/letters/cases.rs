//! Items as reviewers decide them, each consistent with its guideline and with itself, and the ways to spoil one.

use fastrand::Rng;

use crate::generator::Patient;

/// One item of a letter.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// The heading.
    pub(crate) item: String,
    /// Whether the denial stands.
    pub(crate) upheld: bool,
    /// What the claims administrator cites.
    pub(crate) claims: String,
    /// What the reviewer cites.
    pub(crate) reviewer: String,
    /// What the case summary says for this item.
    pub(crate) summary: String,
    /// The patient's facts in the rationale.
    pub(crate) facts: String,
    /// Guideline and judgement.
    pub(crate) argument: String,
    /// The last sentence.
    pub(crate) conclusion: String,
}

impl Case {
    /// The whole rationale.
    pub(crate) fn rationale(&self) -> String {
        format!("{} {} {}", self.facts, self.argument, self.conclusion)
            .trim()
            .to_owned()
    }
}

/// How many kinds of items there are.
pub(crate) const KINDS: usize = 8;

/// One of `choices`.
pub(crate) fn pick(chance: &mut Rng, choices: &[&'static str]) -> &'static str {
    choices.get(chance.usize(0..choices.len())).copied().unwrap_or_default()
}

const CHRONIC_PAIN: &str = "MTUS Chronic Pain Medical Treatment Guidelines";
const NOT_NECESSARY: &str = "The request is not medically necessary.";
const NECESSARY: &str = "The request is medically necessary.";

/// An item of a kind.
pub(crate) fn case(kind: usize, patient: &Patient, chance: &mut Rng) -> Case {
    match kind % KINDS {
        0 => physical_therapy_beyond(patient, chance),
        1 => physical_therapy_first(patient, chance),
        2 => soma(patient, chance),
        3 => opioid_documented(patient, chance),
        4 => opioid_undocumented(patient, chance),
        5 => naproxen(patient, chance),
        6 => omeprazole(patient, chance),
        _ => drug_test(patient, chance),
    }
}

/// Facts of this patient that hardly any other has, so that only a copy is a copy.
fn facts(patient: &Patient, chance: &mut Rng) -> String {
    let region = if patient.region.starts_with('l') {
        "low back"
    } else {
        "neck"
    };
    let worse = pick(
        chance,
        &[
            "prolonged sitting",
            "standing at the sink",
            "driving to work",
            "climbing stairs",
            "bending to the floor",
        ],
    );
    let better = pick(
        chance,
        &[
            "rest and heat",
            "lying on the side",
            "a short walk",
            "stretching in the morning",
            "ice packs",
        ],
    );
    let gait = pick(
        chance,
        &[
            "a steady gait",
            "an antalgic gait",
            "a cane in the right hand",
            "short slow steps",
        ],
    );
    let finding = pick(
        chance,
        &[
            "tenderness of the paraspinal muscles",
            "guarding on palpation",
            "trigger points with a twitch",
            "limited rotation",
        ],
    );
    format!(
        "On {} the patient rated the {region} pain at {}/10, worse with {worse} and eased by {better}. At the visit of {} \
         {} walked with {gait}, and the examination of {} showed {finding} with flexion of {} degrees and extension of {} degrees.",
        visit(patient, chance),
        chance.u8(5..=8),
        visit(patient, chance),
        patient.he(),
        visit(patient, chance),
        chance.u8(30..=58),
        chance.u8(8..=24),
    )
}

fn visit(patient: &Patient, chance: &mut Rng) -> String {
    format!("{:02}/{:02}/{}", chance.u8(1..=12), chance.u8(1..=28), patient.year)
}

fn physical_therapy_beyond(patient: &Patient, chance: &mut Rng) -> Case {
    let (times, weeks) = (chance.u32(2..=3), chance.u32(6..=8));
    Case {
        item: format!(
            "Physical therapy {times} times a week for {weeks} weeks, {}",
            patient.region
        ),
        upheld: true,
        claims: format!("{CHRONIC_PAIN}, Physical Medicine"),
        reviewer: format!("{CHRONIC_PAIN}, Physical Medicine, pages 98-99"),
        summary: format!("The treating physician requests physical therapy {times} times a week for {weeks} weeks."),
        facts: facts(patient, chance),
        argument: format!(
            "For myalgia and myositis the MTUS, pages 98-99, recommends 9-10 visits over 8 weeks. The {} sessions requested exceed \
             that number, and no reason to exceed it is given.",
            times * weeks
        ),
        conclusion: NOT_NECESSARY.to_owned(),
    }
}

fn physical_therapy_first(patient: &Patient, chance: &mut Rng) -> Case {
    let weeks = chance.u32(3..=4);
    Case {
        item: format!("Physical therapy 2 times a week for {weeks} weeks, {}", patient.region),
        upheld: false,
        claims: format!("{CHRONIC_PAIN}, Physical Medicine"),
        reviewer: format!("{CHRONIC_PAIN}, Physical Medicine, pages 98-99"),
        summary: "No physical therapy has been given for this injury.".to_owned(),
        facts: facts(patient, chance),
        argument: format!(
            "For myalgia and myositis the MTUS, pages 98-99, recommends 9-10 visits over 8 weeks. The {} visits requested are the \
             first course and lie within that number.",
            2 * weeks
        ),
        conclusion: NECESSARY.to_owned(),
    }
}

fn soma(patient: &Patient, chance: &mut Rng) -> Case {
    let count = [30, 60, 90][chance.usize(0..3)];
    Case {
        item: format!("Soma 350mg #{count}"),
        upheld: true,
        claims: format!("{CHRONIC_PAIN}, Muscle relaxants"),
        reviewer: format!("{CHRONIC_PAIN}, Carisoprodol (Soma), page 29, and Muscle relaxants, pages 63-66"),
        summary: format!(
            "The patient has taken Soma 350mg since at least {}.",
            visit(patient, chance)
        ),
        facts: facts(patient, chance),
        argument:
            "The MTUS, page 29, does not recommend carisoprodol and does not support its use beyond 2 to 3 weeks. The \
                   patient has taken it for longer than that."
                .to_owned(),
        conclusion: NOT_NECESSARY.to_owned(),
    }
}

fn opioid_documented(patient: &Patient, chance: &mut Rng) -> Case {
    let count = [60, 90, 120][chance.usize(0..3)];
    let (before, after) = (chance.u8(7..=9), chance.u8(2..=4));
    let task = pick(
        chance,
        &[
            "cook and shop",
            "work four hours a day",
            "drive the children to school",
            "keep the garden",
        ],
    );
    Case {
        item: format!("Norco 10/325mg #{count}"),
        upheld: false,
        claims: format!("{CHRONIC_PAIN}, Opioids"),
        reviewer: format!("{CHRONIC_PAIN}, Opioids, pages 76-80"),
        summary: format!(
            "The patient takes Norco 10/325mg for chronic pain. Norco brings the pain from {before}/10 to {after}/10 and lets {} \
             {task}. {} denies side effects. The urine drug screen of {} was consistent and CURES shows one prescriber.",
            if patient.female { "her" } else { "him" },
            if patient.female { "She" } else { "He" },
            visit(patient, chance),
        ),
        facts: facts(patient, chance),
        argument: format!(
            "The MTUS, pages 78 and 80, asks for the 4 A's. With Norco the pain falls from {before}/10 to {after}/10, {} can {task}, \
             there are no adverse side effects, and the urine drug screen and CURES report show no aberrant behavior.",
            patient.he(),
        ),
        conclusion: NECESSARY.to_owned(),
    }
}

fn opioid_undocumented(patient: &Patient, chance: &mut Rng) -> Case {
    let count = [60, 90, 120][chance.usize(0..3)];
    Case {
        item: format!("Tramadol 50mg #{count}"),
        upheld: true,
        claims: format!("{CHRONIC_PAIN}, Opioids"),
        reviewer: format!("{CHRONIC_PAIN}, Opioids, criteria for use, pages 76-80"),
        summary: format!("The patient has been prescribed Tramadol 50mg since {}.", visit(patient, chance)),
        facts: facts(patient, chance),
        argument: "The MTUS, page 78, requires documentation of analgesia, activities of daily living, adverse side effects and \
                   aberrant behavior. None of the four is documented with regard to Tramadol."
            .to_owned(),
        conclusion: NOT_NECESSARY.to_owned(),
    }
}

fn naproxen(patient: &Patient, chance: &mut Rng) -> Case {
    let relief = chance.u8(3..=6) * 10;
    Case {
        item: "Naproxen 550mg #60".to_owned(),
        upheld: false,
        claims: format!("{CHRONIC_PAIN}, NSAIDs"),
        reviewer: format!("{CHRONIC_PAIN}, NSAIDs, pages 67-68"),
        summary: format!(
            "Naproxen gives {relief}% pain relief and allows {} to walk for half an hour.",
            if patient.female { "her" } else { "him" }
        ),
        facts: facts(patient, chance),
        argument: format!(
            "The MTUS, pages 67-68, supports an NSAID for short-term relief of chronic low back pain. Naproxen gives this patient \
             {relief}% pain relief with better function."
        ),
        conclusion: NECESSARY.to_owned(),
    }
}

fn omeprazole(patient: &Patient, chance: &mut Rng) -> Case {
    Case {
        item: "Omeprazole 20mg #60".to_owned(),
        upheld: true,
        claims: format!("{CHRONIC_PAIN}, NSAIDs, GI symptoms and cardiovascular risk"),
        reviewer: format!("{CHRONIC_PAIN}, NSAIDs, GI symptoms and cardiovascular risk, pages 68-69"),
        summary: "There is no history of peptic ulcer or of bleeding.".to_owned(),
        facts: facts(patient, chance),
        argument: "The MTUS, pages 68-69, supports a proton pump inhibitor where a risk of gastrointestinal events is documented. \
                   None is documented for this patient."
            .to_owned(),
        conclusion: NOT_NECESSARY.to_owned(),
    }
}

fn drug_test(patient: &Patient, chance: &mut Rng) -> Case {
    Case {
        item: "Urine drug screen".to_owned(),
        upheld: false,
        claims: format!("{CHRONIC_PAIN}, Drug testing"),
        reviewer: format!("{CHRONIC_PAIN}, Drug testing, page 43"),
        summary: format!("A urine drug screen is requested to monitor opioid therapy, which was begun on {}.", visit(patient, chance)),
        facts: facts(patient, chance),
        argument: "The MTUS, page 43, recommends drug testing as an option for patients who take opioids. This patient takes an \
                   opioid, and no test has been made in the past year."
            .to_owned(),
        conclusion: NECESSARY.to_owned(),
    }
}

/// Spoils an item in a way that has a code; nothing where the way chosen does not fit it.
pub(crate) fn spoil(case: &mut Case, patient: &Patient, chance: &mut Rng) -> Option<&'static str> {
    match chance.u32(0..5) {
        0 => {
            case.conclusion = if case.upheld { NECESSARY } else { NOT_NECESSARY }.to_owned();
            Some("OUT001")
        }
        1 => {
            case.conclusion = String::new();
            Some("OUT002")
        }
        2 => {
            let (head, pages) = case.reviewer.rsplit_once(' ')?;
            let (first, last) = pages.split_once('-')?;
            case.reviewer = format!("{head} {last}-{first}");
            Some("CIT001")
        }
        3 if case.item.starts_with("Physical therapy 2") && !case.upheld => {
            case.item = format!(
                "Physical therapy 9 sessions, 2 times a week for 3 weeks, {}",
                patient.region
            );
            case.argument =
                "For myalgia and myositis the MTUS, pages 98-99, recommends 9-10 visits over 8 weeks.".to_owned();
            Some("QTY001")
        }
        4 => {
            case.facts.push_str(&format!(
                " {} husband helps with the house, and {} has not returned to work.",
                if patient.female { "His" } else { "Her" },
                if patient.female { "he" } else { "she" },
            ));
            Some("FAC002")
        }
        _ => None,
    }
}
