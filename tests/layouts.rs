//! Odd layouts: what line breaks, page breaks and missing marks do to a letter, and what is read from it all the same.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::sync::LazyLock;

use imrlint::Engine;
use imrlint::report::extract::LetterRecord;
use imrlint::source::Document;
use serde_json::{Value, json};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::embedded().unwrap());

fn extract(text: &str) -> Value {
    let reading = ENGINE.read(Document::from_text("letter.txt", text));
    serde_json::to_value(LetterRecord::new(&reading)).unwrap()
}

/// A final determination with this summary and these decisions.
fn final_determination(summary: &str, decisions: &str) -> String {
    format!(
        "CLINICAL CASE SUMMARY\n\
         The expert reviewer developed the following clinical case summary based on a review of the\n\
         case file, including all medical records:\n\
         \n\
         {summary}\n\
         \n\
         IMR ISSUES, DECISIONS AND RATIONALES\n\
         The Final Determination was based on decisions for the disputed items/services set forth below:\n\
         \n\
         {decisions}\n"
    )
}

const THERAPY: &str = "\
Physical therapy 2 times a week for 4 weeks: Upheld
Claims Administrator guideline: The Claims Administrator did not cite any medical evidence for its decision.
MAXIMUS guideline: Decision based on MTUS Chronic Pain Treatment Guidelines Physical Medicine Page(s): 98-99.
Decision rationale: Twelve visits brought no gain. The request is not medically necessary.";

const SUMMARY: &str = "The patient is a 44-year-old male with a date of injury of 3/4/2012 and pain in the low back.";

fn with_summary(summary: &str) -> Value {
    extract(&final_determination(summary, THERAPY))
}

fn with_decisions(decisions: &str) -> Value {
    extract(&final_determination(SUMMARY, decisions))
}

fn items(letter: &Value) -> Vec<(&str, &str)> {
    let determinations = letter["determinations"].as_array().unwrap();
    determinations
        .iter()
        .map(|determination| {
            (
                determination["item"].as_str().unwrap(),
                determination["outcome"].as_str().unwrap_or("none"),
            )
        })
        .collect()
}

fn pages(letter: &Value, at: usize) -> &Value {
    &letter["determinations"][at]["reviewer_basis"]["citations"][0]["pages"]
}

#[test]
fn pages_on_the_line_after_their_label_are_read() {
    for (written, read) in [
        ("Page(s):\n43.", json!([[43, 43]])),
        ("Page(s):\n43", json!([[43, 43]])),
        ("Page(s):\n75-80.", json!([[75, 80]])),
        ("Page(s):\n\n75-\n\n80.", json!([[75, 80]])),
        ("Page(s): 75-\n80", json!([[75, 80]])),
        ("Page(s):\n16,\n18-\n19.", json!([[16, 16], [18, 19]])),
        ("pages\n68-\n69.", json!([[68, 69]])),
        (", page\n46", json!([[46, 46]])),
    ] {
        let letter = with_decisions(&format!(
            "Norco 10/325mg #90: Upheld\n\
             Claims Administrator guideline: The Claims Administrator did not cite any medical evidence for its decision.\n\
             MAXIMUS guideline: Decision based on MTUS Chronic Pain Treatment Guidelines Opioids {written}\n\
             Decision rationale: There is no gain in function. The request is not medically necessary."
        ));
        assert_eq!(*pages(&letter, 0), read, "{written:?}");
        let rationale = letter["determinations"][0]["rationale"]["text"].as_str().unwrap();
        assert!(rationale.starts_with("There is no gain"), "{written:?}: {rationale}");
    }
}

#[test]
fn a_number_alone_on_a_line_is_text() {
    for spacing in ["\n", "\n\n"] {
        let letter = with_decisions(
            &"Norco 10/325mg #90: Upheld\n\
              Claims Administrator guideline: Decision based on MTUS Chronic Pain Treatment Guidelines.\n\
              MAXIMUS guideline: Decision based on MTUS Chronic Pain Treatment Guidelines Opioids Page(s): 78.\n\
              Decision rationale: The last screen is of April\n\
              12\n\
              2014\n\
              and the pain is still at\n\
              8.\n\
              He is treated by the same provider since\n\
              2009.\n\
              The request is not medically necessary."
                .replace('\n', spacing),
        );
        let rationale = letter["determinations"][0]["rationale"]["text"]
            .as_str()
            .unwrap()
            .replace('\n', " ");
        assert!(
            rationale.contains("April 12 2014 and the pain is still at 8. He is treated"),
            "{rationale}"
        );
        assert!(rationale.contains("since 2009. The request"), "{rationale}");
    }
}

#[test]
fn a_number_at_a_page_break_is_the_page_s() {
    let broken_by = |breaks: [&str; 2]| {
        let [first, second] = breaks;
        with_decisions(&format!(
            "Norco 10/325mg #90: Upheld\n\n\
             Claims Administrator guideline: Decision based on MTUS Chronic Pain Treatment Guidelines.\n\n\
             MAXIMUS guideline: Decision based on MTUS Chronic Pain Treatment Guidelines Opioids{first}Page(s): 78.\n\n\
             Decision rationale: The screen of April 12, 2014 agrees with what was prescribed, and the\n\n\
             pain is still at 8. He is{second}treated by the same provider. The request is not medically\n\n\
             necessary."
        ))
    };
    for breaks in [
        ["\n\n1\n\x0c\n", "\n\n2\n\x0c"],
        ["\n\x0c1\n\n", "\n\x0c\n2\n\n"],
        ["\n\n\n\n3\n\n", "\n\n\n\n4\n\n"],
        ["\n\n3\n\n\n\n", "\n\n4\n\n\n\n"],
        ["\n\nPage 1 of 3\n\n", "\n\nPage 2 of 3\n\n"],
        ["\n\nPage 1\n\n\n", "\n\nPage 2\n\n\n"],
        ["\n\n- 1 -\n\n\n", "\n\n- 2 -\n\n\n"],
        [
            "\n\nFinal Determination Letter for IMR Case Number CM14-0012345 3\n\n",
            "\n\nFinal Determination Letter for IMR Case Number CM14-0012345 4\n\n",
        ],
    ] {
        let letter = broken_by(breaks);
        assert_eq!(*pages(&letter, 0), json!([[78, 78]]), "{breaks:?}");
        let rationale = letter["determinations"][0]["rationale"]["text"].as_str().unwrap();
        assert!(
            rationale.contains("He is treated by the same"),
            "{breaks:?}: {rationale}"
        );
    }
}

#[test]
fn an_outcome_on_the_next_line_keeps_its_heading_out_of_the_rationale_above() {
    // The rationale's last line is as full as any.
    let letter = with_decisions(
        "Norco 10/325mg #90: Upheld\n\
         Claims Administrator guideline: Decision based on MTUS Chronic Pain Treatment Guidelines.\n\
         MAXIMUS guideline: Decision based on MTUS Chronic Pain Treatment Guidelines Opioids Page(s): 78.\n\
         Decision rationale: There is no gain in function, no agreement and no screen in the file that was\n\
         sent to the reviewer, although the drug was prescribed for years and at this very dose and for all\n\
         that the pain is the same as before it was begun. The request for Norco is not medically necessary.\n\
         Omeprazole 20mg #60\n\
         Overturned\n\
         Claims Administrator guideline: Decision based on MTUS Chronic Pain Treatment Guidelines.\n\
         MAXIMUS guideline: Decision based on MTUS Chronic Pain Treatment Guidelines NSAIDs Page(s): 68.\n\
         Decision rationale: He is seventy and takes naproxen every day, by the note of May 2014, and so the\n\
         risk is intermediate by the guideline, which supports it. The request is medically necessary\n\
         Left L4-L5 and L5-S1 transforaminal\n\
         epidural steroid injection under\n\
         fluoroscopy :\n\
         Upheld\n\
         Claims Administrator guideline: Decision based on MTUS Chronic Pain Treatment Guidelines.\n\
         MAXIMUS guideline: Decision based on MTUS Chronic Pain Treatment Guidelines Page(s): 46.\n\
         Decision rationale: Nothing on examination tells of a radiculopathy. The request is not medically necessary.",
    );
    assert_eq!(
        items(&letter),
        [
            ("Norco 10/325mg #90", "upheld"),
            ("Omeprazole 20mg #60", "overturned"),
            (
                "Left L4-L5 and L5-S1 transforaminal epidural steroid injection under fluoroscopy",
                "upheld"
            ),
        ]
    );
    let rationale = |at: usize| letter["determinations"][at]["rationale"]["text"].as_str().unwrap();
    assert!(rationale(0).ends_with("for Norco is not medically necessary."));
    assert!(rationale(1).ends_with("The request is medically necessary"));
}

#[test]
fn a_heading_goes_on_with_a_strength_or_a_number_sign() {
    let letter = with_decisions(
        "Physical therapy: Upheld\n\
         The Claims Administrator did not cite any medical evidence for its decision.\n\
         The Expert Reviewer based his or her decision on the MTUS Chronic Pain Medical Treatment Guidelines, page 98.\n\
         The Expert Reviewer's decision rationale:\n\
         He has had twelve visits. The request is not medically necessary and appropriate\n\
         2. Hydrocodone/Acetaminophen (Norco)\n\
         10/325mg, one by mouth every\n\
         six hours as needed,\n\
         #120; Modified\n\
         The Claims Administrator did not cite any medical evidence for its decision.\n\
         The Expert Reviewer based his or her decision on the MTUS Chronic Pain Medical Treatment Guidelines, page 78.\n\
         The Expert Reviewer's decision rationale:\n\
         A taper is due. The request for #120 is not medically necessary; #60 for weaning is medically necessary.",
    );
    assert_eq!(
        items(&letter),
        [
            ("Physical therapy", "upheld"),
            (
                "Hydrocodone/Acetaminophen (Norco) 10/325mg, one by mouth every six hours as needed, #120",
                "modified"
            ),
        ]
    );
}

#[test]
fn age_and_sex_are_read_in_every_spelling() {
    for (written, age, sex) in [
        ("The patient is a 38 y/o F who fell at work.", 38, "female"),
        ("38yo F with low back pain.", 38, "female"),
        ("This is a 38 yo M with neck pain.", 38, "male"),
        ("A 58 y.o. male, hurt at work.", 58, "male"),
        ("58 Y/O MALE, hurt at work.", 58, "male"),
        ("The claimant, age 38, is a woman who slipped.", 38, "female"),
        ("The claimant (age: 38) is a man who slipped.", 38, "male"),
        ("The injured worker is a 38-year old woman.", 38, "female"),
        ("The patient is a female, 49 years of age, who fell.", 49, "female"),
        ("The patient is a 41 yr. old right-handed gentleman.", 41, "male"),
        ("The patient is a 41year-old male.", 41, "male"),
        ("The patient is a fifty-two year old lady.", 52, "female"),
        ("The employee is a 61 year-old (M) carpenter.", 61, "male"),
    ] {
        let letter = with_summary(written);
        assert_eq!(letter["patient"]["age"], age, "{written}");
        assert_eq!(letter["patient"]["sex"], sex, "{written}");
    }
    let letter = with_summary("The patient is a 38 y/o with a temperature of 99 F and a factor V mutation.");
    assert_eq!(letter["patient"]["sex"], Value::Null);
}

#[test]
fn the_injury_is_dated_where_it_is_told_and_not_where_it_is_treated() {
    for summary in [
        "A 44-year-old male guard sustained an injury to the low back on 1/12/2012. X-rays obtained for this injury on 1/4/2012 were negative.",
        "A 44-year-old male guard was injured on 1/12/2012. The note of 3/4/2012 is brief.",
        "A 44-year-old male guard fell on 1/12/2012. A brace given for this injury on 2/2/2012 was lost.",
    ] {
        assert_eq!(
            with_summary(summary)["patient"]["injury_date"],
            "2012-01-12",
            "{summary}"
        );
    }
}

#[test]
fn denied_items_are_read_however_the_denial_is_put() {
    for (denial, items) in [
        (
            "The items non-certified on 06/24/2014, and now in dispute, are LIST.",
            "biofeedback, Soma, and a cane",
        ),
        (
            "The items non-certified on 06/24/2014 are LIST.",
            "biofeedback, Soma, and a cane",
        ),
        (
            "The claims administrator failed to approve requests for LIST.",
            "(1) biofeedback, (2) Soma, and (3) a cane",
        ),
        ("The carrier refused LIST.", "biofeedback, Soma, and a cane"),
        (
            "The utilization review of 5/6/2014 turned down LIST.",
            "biofeedback, Soma, and a cane",
        ),
        ("Under review are LIST.", "biofeedback, Soma, and a cane"),
        ("Denied by UR 5/6/14: LIST.", "biofeedback, Soma, a cane"),
        (
            "In dispute, following the review of 5/6/2014, are LIST.",
            "biofeedback, Soma, and a cane",
        ),
    ] {
        let summary = format!("A 44-year-old male has back pain. {}", denial.replace("LIST", items));
        let disputed = &with_summary(&summary)["disputed_items"];
        let disputed: Vec<&str> = disputed
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item.as_str().unwrap())
            .collect();
        assert_eq!(disputed, ["biofeedback", "Soma", "a cane"], "{summary}");
    }
    let summary = "A 44-year-old male refused surgery and a cane. The utilization review denied Soma.";
    assert_eq!(with_summary(summary)["disputed_items"], json!(["Soma"]));
}

#[test]
fn headings_are_known_in_their_variants() {
    for heading in [
        "Expert Reviewer Case Summary:",
        "Physician Reviewer's Case Summary:",
        "CLINICAL CASE SUMMARY:",
        "Clinical Case Summary",
        "CLINICAL  CASE   SUMMARY :",
        "Case Summary :",
        "CASE SUMMARY",
        "Clinical Summary:",
    ] {
        let text = final_determination(SUMMARY, THERAPY).replace("CLINICAL CASE SUMMARY", heading);
        assert_eq!(extract(&text)["patient"]["age"], 44, "{heading}");
    }
    for heading in [
        "IMR Issues, Decisions and Rationales",
        "IMR ISSUES, DECISIONS, AND RATIONALES:",
        "IMR ISSUES,DECISIONS & RATIONALES",
        "IMR Issues, Decisions, and Rationales :",
        "IMR ISSUE, DECISION AND RATIONALE",
        "ISSUES, DECISIONS AND RATIONALES",
    ] {
        let text = final_determination(SUMMARY, THERAPY).replace("IMR ISSUES, DECISIONS AND RATIONALES", heading);
        let letter = extract(&text);
        assert_eq!(letter["layout"], "final-determination", "{heading}");
        assert_eq!(
            items(&letter),
            [("Physical therapy 2 times a week for 4 weeks", "upheld")]
        );
    }
}

#[test]
fn diagnoses_are_read_from_every_kind_of_list() {
    for (written, diagnoses) in [
        (
            "The patient's diagnoses include lumbar radiculopathy, left knee internal derangement, and insomnia. She was seen.",
            vec!["lumbar radiculopathy", "left knee internal derangement", "insomnia"],
        ),
        (
            "Diagnosis: left rotator cuff tear; chronic pain syndrome. The patient had six visits.",
            vec!["left rotator cuff tear", "chronic pain syndrome"],
        ),
        (
            "She was diagnosed with cervical sprain/strain, right shoulder impingement syndrome and carpal tunnel syndrome.",
            vec![
                "cervical sprain/strain",
                "right shoulder impingement syndrome",
                "carpal tunnel syndrome",
            ],
        ),
        (
            "The diagnoses are: 1.                Failed back syndrome, lumbar2.                Dizziness3.     Pain at L4-5. He was seen.",
            vec!["Failed back syndrome, lumbar", "Dizziness", "Pain at L4-5"],
        ),
        (
            "Diagnoses: (1) Lumbar radiculopathy. (2) Status post fusion at L4-5. (3) Depression. Treatment has been naproxen.",
            vec!["Lumbar radiculopathy", "Status post fusion at L4-5", "Depression"],
        ),
        (
            "DIAGNOSES:\n1. Lumbar strain\n2. Myalgia and myositis\n\nShe takes naproxen.",
            vec!["Lumbar strain", "Myalgia and myositis"],
        ),
        (
            "He was diagnosed as having a lumbar sprain and strain and has been off work since.",
            vec!["lumbar sprain and strain"],
        ),
        (
            "The diagnosis is right knee osteoarthritis, and he was given naproxen.",
            vec!["right knee osteoarthritis"],
        ),
        (
            "Diagnoses are 1. Cervical strain2.       Carpal tunnel syndrome, bilateral According to this report, he has pain.",
            vec!["Cervical strain", "Carpal tunnel syndrome, bilateral"],
        ),
        (
            "The diagnoses are cervical and lumbar sprain/strain, complex regional pain syndrome, type I, of the left hand, and he works.",
            vec![
                "cervical and lumbar sprain/strain",
                "complex regional pain syndrome, type I, of the left hand",
            ],
        ),
        (
            "He carries diagnoses of lumbar disc disease with radiculopathy.",
            vec!["lumbar disc disease with radiculopathy"],
        ),
        (
            "There is no diagnosis of depression. She was not diagnosed with neuropathy.",
            vec![],
        ),
        ("The diagnosis was discussed with the patient.", vec![]),
    ] {
        let letter = with_summary(&format!("{SUMMARY} {written}"));
        assert_eq!(letter["diagnoses"], json!(diagnoses), "{written}");
    }
}

#[test]
fn dates_of_reports_and_earlier_treatment_are_read_from_the_summary() {
    for (written, earlier) in [
        (
            "She had two months of relief, and 12 visits of physical therapy were completed.",
            json!([{"treatment": "physical-therapy", "count": 12, "unit": "visit", "as_written": "12 visits"}]),
        ),
        (
            "She has completed 24 visits of physical therapy, 12 of chiropractic and 6 of acupuncture.",
            json!([
                {"treatment": "physical-therapy", "count": 24, "unit": "visit", "as_written": "24 visits"},
                {"treatment": "chiropractic", "count": 12, "unit": "visit", "as_written": "12 of chiropractic"},
                {"treatment": "acupuncture", "count": 6, "unit": "visit", "as_written": "6 of acupuncture"},
            ]),
        ),
        (
            "On July 17, 2014 Tramadol ER was taken, six Norco a day had been completed.",
            json!([]),
        ),
    ] {
        let letter = with_summary(&format!("{SUMMARY} {written}"));
        assert_eq!(letter["earlier_treatment"], earlier, "{written}");
    }
    let letter = with_summary(
        "The patient is a 44-year-old male injured on 3/4/2012. A progress report dated 11/25/2013 notes pain at 8. The\n\
         note of January 6, 2014 is alike. He has completed 16 sessions of chiropractic and was seen on 2/3/14 and 3/3/14.\n\
         On 4/1/2014 the provider asks for 8 visits of physical therapy.",
    );
    assert_eq!(
        letter["report_dates"],
        json!(["2013-11-25", "2014-01-06", "2014-02-03", "2014-03-03", "2014-04-01"])
    );
    assert_eq!(
        letter["earlier_treatment"],
        json!([{"treatment": "chiropractic", "count": 16, "unit": "visit", "as_written": "16 sessions"}])
    );
}

fn notice(body: &str) -> String {
    format!(
        "MAXIMUS FEDERAL SERVICES, INC.\n\
         Notice of Independent Medical Review Determination\n\
         Dated: 11/4/2013\n\
         Date of UR Decision: 7/22/2013\n\
         MAXIMUS Case Number: CM13-0009999\n\
         \n\
         1) MAXIMUS Federal Services, Inc. has determined the request for physical\n   \
         therapy two (2) times a week for six (6) weeks for the left shoulder is not medically necessary and\n   \
         appropriate.\n\
         2) MAXIMUS Federal Services, Inc. has determined the request for one urine drug screen is medically necessary and appropriate.\n\
         \n\
         INDEPENDENT MEDICAL REVIEW DECISION AND RATIONALE\n\
         An application for Independent Medical Review was filed on 7/30/2013 disputing the Utilization Review Denial. A\n\
         decision has been made for each of the treatment and/or services that were in dispute:\n\
         \n\
         1) MAXIMUS Federal Services, Inc. has determined the request for physical\n   \
         therapy two (2) times a week for six (6) weeks for the left shoulder is not medically necessary and\n   \
         appropriate.\n\
         2) MAXIMUS Federal Services, Inc. has determined the request for one urine drug screen is medically necessary and appropriate.\n\
         \n\
         Expert Reviewer Case Summary:\n\
         The patient is a 58 y.o. male with a date of injury of 5/1/2012.\n\
         \n\
         {body}\
         Effect of the Decision:\n\
         The determination is binding on all parties.\n"
    )
}

const REGARDING_THERAPY: &str = "\
1) Regarding the request for physical therapy two (2) times a week for six (6) weeks for the left shoulder:

Section of the Medical Treatment Utilization Schedule Relied Upon by the Expert Reviewer to Make His/Her Decision
The Claims Administrator based its decision on the Official Disability Guidelines (ODG), not part of the MTUS. The
Expert Reviewer based his/her decision on the Chronic Pain Medical Treatment Guidelines, pages 98-99, which is part of the MTUS.

Rationale for the Decision:
Twelve visits exceed the guideline. The request is not medically necessary and appropriate.

";

#[test]
fn an_item_of_a_notice_s_list_without_a_section_is_decided_without_a_rationale() {
    const THERAPY: &str = "physical therapy two (2) times a week for six (6) weeks for the left shoulder";
    let letter = extract(&notice(REGARDING_THERAPY));
    assert_eq!(
        items(&letter),
        [(THERAPY, "upheld"), ("one urine drug screen", "overturned")]
    );
    let [first, second] = [0, 1].map(|at| &letter["determinations"][at]);
    assert_eq!(first["claims_basis"]["mtus"], false);
    assert_eq!(*pages(&letter, 0), json!([[98, 99]]));
    assert_eq!(second["rationale"], Value::Null);
    assert_eq!(second["reviewer_basis"], Value::Null);
    assert_eq!(second["treatments"][0]["id"], "urine-drug-testing");

    let letter = extract(&notice(""));
    assert_eq!(letter["layout"], "notice-2013");
    assert_eq!(
        items(&letter),
        [(THERAPY, "upheld"), ("one urine drug screen", "overturned")]
    );
}

/// The letter as one line, as a copied or scraped text has it.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_letter_without_line_breaks_is_parted_at_its_labels() {
    let decisions = format!(
        "{THERAPY}\n\
         Hydrocodone/Acetaminophen (Norco) 10/325mg, #120: Overturned\n\
         Claims Administrator guideline: The Claims Administrator did not base their decision on the MTUS. Decision based on \
         Non-MTUS Citation ODG.\n\
         MAXIMUS guideline: Decision based on MTUS Chronic Pain Treatment Guidelines Opioids Page(s): 78-80.\n\
         Decision rationale: Pain fell from 8 to 4 and he works. The Claims Administrator did not cite the note of May. The \
         request is medically necessary\n\
         TENS unit purchase: Upheld\n\
         Claims Administrator guideline: The Claims Administrator did not cite any medical evidence for its decision.\n\
         MAXIMUS guideline: Decision based on MTUS Chronic Pain Treatment Guidelines TENS Page(s): 114-116.\n\
         Decision rationale: No trial of one month is in the file. The request is not medically necessary."
    );
    let wrapped = extract(&final_determination(SUMMARY, &decisions));
    let unbroken = extract(&on_one_line(&final_determination(SUMMARY, &decisions)));
    assert_eq!(items(&wrapped).len(), 3);
    assert_same(&wrapped, &unbroken);

    let decisions = "\
1. Chiropractic manipulation 2-3 times a week for 4 weeks is not medically necessary and appropriate.
The Claims Administrator based its decision on the MTUS Chronic Pain Medical Treatment Guidelines, which is part of the MTUS.
The Physician Reviewer based his/her decision on the MTUS Chronic Pain Medical Treatment Guidelines, pages 58-59, which is part \
of the MTUS.
The Physician Reviewer's decision rationale:
24 visits were given, and work status is the same. The request for chiropractic manipulation is not medically necessary and \
appropriate.
2. MRI of the right shoulder without contrast is medically necessary and appropriate.
The Claims Administrator did not cite any evidence based criteria for its decision.
The Physician Reviewer based his/her decision on the Chronic Pain Medical Treatment Guidelines, page 8, which is part of the MTUS.
The Physician Reviewer's decision rationale:
There is a positive Neer sign. The request for an MRI is medically necessary and appropriate.";
    let letter = final_determination(SUMMARY, decisions).replace(
        "IMR ISSUES, DECISIONS AND RATIONALES",
        "IMR DECISION(S) AND RATIONALE(S)",
    );
    let wrapped = extract(&letter);
    assert_eq!(wrapped["layout"], "decisions-2013");
    assert_eq!(items(&wrapped).len(), 2);
    assert_same(&wrapped, &extract(&on_one_line(&letter)));

    let letter = notice(REGARDING_THERAPY);
    assert_same(&extract(&letter), &extract(&on_one_line(&letter)));
}

/// Holds that the same was read, places and white space apart.
fn assert_same(one: &Value, other: &Value) {
    fn tidy(value: &Value) -> Value {
        match value {
            Value::Object(fields) => fields
                .iter()
                .filter(|(name, _)| *name != "span")
                .map(|(name, value)| (name.clone(), tidy(value)))
                .collect(),
            Value::Array(values) => values.iter().map(tidy).collect(),
            Value::String(words) => on_one_line(words).into(),
            other => other.clone(),
        }
    }
    let pretty = |value: &Value| serde_json::to_string_pretty(&tidy(value)).unwrap();
    assert_eq!(pretty(one), pretty(other));
}

/// Ten times the text takes about ten times as long, whatever stands in it, and not a hundred times.
#[test]
fn reading_stays_linear_whatever_is_missing() {
    for unit in [
        "A ",
        "12 ",
        "a, bc; ",
        "diagnosed with (1) L4-5 ",
        "The diagnosis is cervical and lumbar, ",
        "Upheld The Claims Administrator based its decision on x. ",
        "Soma #90: Upheld Claims Administrator guideline: none. Decision rationale: It is not medically necessary ",
    ] {
        let text =
            |bytes: usize| final_determination(&unit.repeat(bytes / unit.len()), &unit.repeat(bytes / unit.len()));
        let time = |text: String| {
            let document = Document::from_text("letter.txt", text);
            let start = std::time::Instant::now();
            std::hint::black_box(ENGINE.read(document));
            start.elapsed()
        };
        let (short, long) = (time(text(10_000)), time(text(100_000)));
        assert!(
            long < 30 * short + std::time::Duration::from_secs(1),
            "{unit}: {short:?}, {long:?}"
        );
    }
}
