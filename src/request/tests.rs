use proptest::prelude::*;

use super::{Mark, Quantity, Request, Side, amounts, read};
use crate::pack::Pack;

/// Compiled once for all tests.
static PACK: std::sync::LazyLock<Pack> =
    std::sync::LazyLock::new(|| Pack::embedded().unwrap_or_else(|error| panic!("{error}")));

fn request(pack: &Pack, text: &str) -> Request {
    read(text, 0, pack.lexicon())
}

/// Count and unit, frequency, weeks, strength and refills, as a line that a reader can compare.
fn told(quantity: &Quantity) -> String {
    let mut parts = Vec::new();
    if let (Some(count), Some(unit)) = (quantity.count, &quantity.unit) {
        parts.push(format!("{count} {unit}"));
    }
    parts.extend(quantity.per_week.map(|times| format!("{times}/week")));
    parts.extend(quantity.weeks.map(|weeks| format!("{weeks} weeks")));
    parts.extend(quantity.strength.as_ref().map(|(strength, _)| strength.clone()));
    parts.extend(quantity.refills.map(|refills| format!("{refills} refills")));
    parts.join(", ")
}

#[test]
fn amounts_are_read_in_every_written_form() {
    let pack = &PACK;
    let rows = [
        // Courses of visits.
        (
            "Physical therapy 2 times 6 weeks of the lumbar spine",
            "12 visit, 2/week, 6 weeks",
        ),
        ("PHYSICAL THERAPY X6", "6 visit"),
        ("Norco 10/325, 120", "120 tablet, 10/325"),
        ("Lidoderm 5% patches, thirty.", "30 patch, 5%"),
        ("Norco 10/325mg, one hundred and twenty tablets", "120 tablet, 10/325mg"),
        ("PT 2x/wk x 6 wks", "12 visit, 2/week, 6 weeks"),
        ("Physical Therapy 2x6", "12 visit, 2/week, 6 weeks"),
        ("POST-OPERATIVE PHYSICAL THERAPY 3 X 8", "24 visit, 3/week, 8 weeks"),
        (
            "Aquatic therapy 2 times per week times 6 weeks",
            "12 visit, 2/week, 6 weeks",
        ),
        ("Physical therapy 2xWk x 6Wks", "12 visit, 2/week, 6 weeks"),
        ("Physical therapy, 2 x wk x 3 wks", "6 visit, 2/week, 3 weeks"),
        ("Physical therapy 3 times a week x 4", "12 visit, 3/week, 4 weeks"),
        (
            "Physical therapy twice weekly for six weeks",
            "12 visit, 2/week, 6 weeks",
        ),
        ("Psychotherapy once a week for 6 weeks", "6 visit, 1/week, 6 weeks"),
        (
            "Physical therapy three (3) times a week for four (4) weeks",
            "12 visit, 3/week, 4 weeks",
        ),
        ("Chiropractic 2-3 times a week for 4 weeks", "12 visit, 3/week, 4 weeks"),
        ("Chiropractic once a month for 6 months", "6 visit"),
        ("Twelve (12) sessions of acupuncture", "12 visit"),
        ("Physical therapy, eight sessions, for the cervical spine", "8 visit"),
        ("Acupuncture QTY: 6", "6 visit"),
        ("8 post-operative physical therapy visits, left shoulder", "8 visit"),
        ("Occupational therapy 24 visits over 16 weeks", "24 visit, 16 weeks"),
        ("Massage therapy, 6 sessions", "6 visit"),
        ("Cognitive behavioral therapy x 4 sessions", "4 visit"),
        // A stated total is the total, whatever frequency and duration make.
        (
            "Additional physical therapy for 8 sessions, 2 times a week for 6 weeks",
            "8 visit, 2/week, 6 weeks",
        ),
        // Drugs.
        ("Norco 10/325mg #120", "120 tablet, 10/325mg"),
        ("Norco 10/325 #120", "120 tablet, 10/325"),
        (
            "Hydrocodone/APAP 10/325 mg, #60 with 2 refills",
            "60 tablet, 10/325mg, 2 refills",
        ),
        ("1 prescription of Tramadol ER 150mg #30", "30 tablet, 150mg"),
        ("Ultracet 37.5/325 mg #60", "60 tablet, 37.5/325mg"),
        ("12-panel urine drug screen", ""),
        ("Omeprazole 20mg #60 (DOS 8/1/14)", "60 tablet, 20mg"),
        ("Cyclobenzaprine 7.5MG  # 60", "60 tablet, 7.5MG"),
        ("Ambien 10mg   QTY 30.00", "30 tablet, 10mg"),
        ("Motrin 600mg, count 90", "90 tablet, 600mg"),
        ("Topamax 50mg, 60 tabs", "60 tablet, 50mg"),
        ("Elavil 25mg, thirty tablets", "30 tablet, 25mg"),
        ("Lidoderm patch 5% x 30", "30 patch, 5%"),
        ("Lidoderm 5% patch, QTY: 30", "30 patch, 5%"),
        ("Butrans 10mcg/hr patch #4", "4 patch, 10mcg/hr"),
        ("Voltaren 1% gel 300 gm", "300 gram, 1%"),
        ("Soma 350mg 1 tab tid #90 refills 2", "90 tablet, 350mg, 2 refills"),
        ("Tylenol #3 #60", "60 tablet"),
        ("Flurbiprofen 20% / Tramadol 20% cream 210 gm", "210 gram"),
        // Everything else.
        ("Right stellate ganglion block, series of 3", "3 injection"),
        (
            "One (1) repeat left C6-C7 interlaminar epidural steroid injection",
            "1 injection",
        ),
        ("L4-5, L5-S1 facet injections x2", "2 injection"),
        ("C5-6 epidural steroid injection", ""),
        ("Synvisc-One injection to the right knee", ""),
        ("1 urine drug screen", "1 test"),
        (
            "Home health aide 3 hours a day, 5 days a week for 6 weeks",
            "90 hour, 5/week, 6 weeks",
        ),
        ("Home health aide 12 hours a week for 6 weeks", "72 hour, 6 weeks"),
        ("functional restoration program, 10 days (80 hours)", "10 day"),
        ("Functional restoration program x 160 hours", "160 hour"),
        ("20 day functional restoration program", "20 day"),
        ("H-wave unit 30 day rental", "30 day"),
        ("Gym membership for 6 months", "6 month"),
        ("Gym membership x 1 year", "12 month"),
        ("Right knee brace, hinged x 1", "1 unit"),
        // What is not said is absent.
        ("TENS unit purchase", ""),
        ("KETOPROFEN", ""),
        ("MRI of the lumbar spine without contrast", ""),
    ];
    for (text, wanted) in rows {
        assert_eq!(told(&request(pack, text).quantity), wanted, "{text}");
    }
}

#[test]
fn stated_total_stands_apart_from_frequency_and_duration() {
    let pack = &PACK;
    let text = "Physical therapy, 8 sessions, 2 times a week for 6 weeks";
    let quantity = request(pack, text).quantity;
    let (total, span) = quantity.stated_total.unwrap();
    assert_eq!((total, &text[span.range()]), (8.0, "8 sessions"));
    assert_eq!(
        &text[quantity.frequency_span.unwrap().range()],
        "2 times a week for 6 weeks"
    );
}

#[test]
fn sides_are_read_in_every_written_form() {
    let pack = &PACK;
    let rows = [
        ("Left L5-S1 transforaminal epidural steroid injection", Some(Side::Left)),
        ("MRI of the RIGHT knee", Some(Side::Right)),
        ("EMG/NCV of the bilateral upper extremities", Some(Side::Bilateral)),
        ("EMG/NCV BLE", Some(Side::Bilateral)),
        ("EMG of RUE", Some(Side::Right)),
        ("R knee MRI", Some(Side::Right)),
        ("MRI (L) shoulder", Some(Side::Left)),
        ("MRI of the left and right knee", Some(Side::Bilateral)),
        ("L4-L5 facet injection", None),
        ("MRI of the lumbar spine", None),
    ];
    for (text, side) in rows {
        assert_eq!(request(pack, text).side.map(|(side, _)| side), side, "{text}");
    }
}

#[test]
fn qualities_and_purposes_decide_what_is_asked_for() {
    let pack = &PACK;
    let rows: &[(&str, &str, &[Mark])] = &[
        (
            "Associated surgical service: physical therapy 2x6",
            "surgical-adjunct",
            &[Mark::SurgicalService],
        ),
        (
            "Physical therapy, post-op, 12 visits",
            "postoperative-therapy",
            &[Mark::Postoperative],
        ),
        ("Pre-operative clearance for lumbar fusion", "surgical-adjunct", &[]),
        (
            "Psychological evaluation for spinal cord stimulator trial",
            "psychological-evaluation",
            &[Mark::Initial],
        ),
        ("Additional acupuncture x 6", "acupuncture", &[Mark::Additional]),
        (
            "Retrospective request for Lidoderm 5% patch #30",
            "lidocaine-patch",
            &[Mark::Retrospective],
        ),
        ("TENS unit (purchase)", "tens", &[Mark::Purchase]),
        ("H-wave unit 30 day rental", "h-wave", &[Mark::Rental]),
        ("additional pt x6", "physical-therapy", &[Mark::Additional]),
        ("Muscle relaxant: Flexeril", "cyclobenzaprine", &[]),
        (
            "Left shoulder arthroscopy with rotator cuff repair and subacromial decompression",
            "surgery",
            &[],
        ),
    ];
    for (text, treatment, marks) in rows {
        let request = request(pack, text);
        let mut ids: Vec<&str> = request.treatments.iter().map(|mention| mention.id.as_str()).collect();
        ids.dedup();
        assert_eq!(ids, [*treatment], "{text}");
        assert_eq!(
            request.marks.iter().map(|(mark, _)| *mark).collect::<Vec<_>>(),
            *marks,
            "{text}"
        );
    }
}

#[test]
fn running_text_states_amounts() {
    let pack = &PACK;
    let rows: &[(&str, &[&str])] = &[
        (
            "The current request is for 12 sessions of physical therapy.",
            &["12 visit"],
        ),
        ("He was prescribed cyclobenzaprine 7.5mg #60.", &["60 tablet, 7.5mg"]),
        ("She completed 24 therapy visits in 2013.", &["24 visit"]),
        (
            "Norco 10/325mg #120 and Soma 350mg #60 were denied.",
            &["120 tablet, 10/325mg", "60 tablet, 350mg"],
        ),
        (
            "Physical therapy twice a week for 6 weeks is requested.",
            &["12 visit, 2/week, 6 weeks"],
        ),
        (
            "He asks for Fioricet #60, one session of Botox and Nucynta 75mg #90.",
            &["60 tablet", "1 injection", "90 tablet, 75mg"],
        ),
        ("He has completed 16 chiropractic visits.", &["16 visit"]),
        (
            "6 chiropractic visits over 2 weeks in August 2014",
            &["6 visit, 2 weeks"],
        ),
        ("MTUS recommends 9-10 visits over 8 weeks.", &["10 visit, 8 weeks"]),
        ("She takes tramadol 50 mg twice a day.", &["50mg"]),
        (
            "He had two lumbar epidural steroid injections in 2013.",
            &["2 injection"],
        ),
        ("Pain has lasted for 6 months; blood pressure is 120/80.", &[]),
        ("He is a 52 year old man injured on 10/06/2012 with pain 7/10.", &[]),
    ];
    for (text, wanted) in rows {
        let found: Vec<String> = amounts(text, &pack.lexicon().mentions(text))
            .iter()
            .map(|(quantity, _)| told(quantity))
            .collect();
        assert_eq!(found, *wanted, "{text}");
    }
}

#[test]
fn spans_count_from_the_start_of_the_flow() {
    let pack = &PACK;
    let flow = "Item: Norco 10/325mg #120";
    let request = read(&flow[6..], 6, pack.lexicon());
    assert_eq!(&flow[request.treatments[0].span.range()], "Norco");
    assert_eq!(&flow[request.quantity.span.unwrap().range()], "#120");
    assert_eq!(&flow[request.quantity.strength.unwrap().1.range()], "10/325mg");
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        let pack = &PACK;
        let request = request(pack, &text);
        for mention in &request.treatments {
            prop_assert!(text.get(mention.span.range()).is_some());
        }
        for (_, span) in amounts(&text, &pack.lexicon().mentions(&text)) {
            prop_assert!(text.get(span.range()).is_some());
        }
    }

    #[test]
    fn frequency_times_duration_is_the_count(times in 1_u32..8, weeks in 1_u32..53) {
        let pack = &PACK;
        for text in [
            format!("Physical therapy {times} times a week for {weeks} weeks"),
            format!("PT {times}x{weeks}"),
            format!("Acupuncture {times}x/wk x {weeks} wks"),
        ] {
            prop_assert_eq!(request(pack, &text).quantity.count, Some(f64::from(times * weeks)), "{}", text);
        }
    }
}
