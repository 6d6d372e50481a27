use proptest::prelude::*;

use super::{Basis, read};
use crate::pack::Pack;

/// Compiled once for all tests.
static PACK: std::sync::LazyLock<Pack> =
    std::sync::LazyLock::new(|| Pack::embedded().unwrap_or_else(|error| panic!("{error}")));

fn basis(pack: &Pack, text: &str) -> Basis {
    read(text, 0, pack.guidelines())
}

/// Each citation as guideline, topics, chapters and pages, as a line that a reader can compare.
fn told(basis: &Basis) -> Vec<String> {
    let citations = basis.citations.iter().map(|citation| {
        let mut parts = vec![
            citation
                .guideline
                .as_ref()
                .map_or_else(|| "unknown".to_owned(), ToString::to_string),
        ];
        parts.extend(citation.topics.iter().map(|topic| topic.id.to_string()));
        parts.extend(citation.chapters.iter().map(|(number, _)| format!("chapter {number}")));
        parts.extend(
            citation
                .pages
                .iter()
                .map(|range| format!("{}-{}", range.first, range.last)),
        );
        parts.join(" ")
    });
    citations.collect()
}

#[test]
fn guideline_lines_are_read_in_every_written_form() {
    let pack = &PACK;
    let rows: &[(&str, Option<bool>, &[&str])] = &[
        (
            "Decision based on MTUS Chronic Pain Treatment Guidelines Muscle relaxants Page(s): 63-66.",
            Some(true),
            &["mtus-chronic-pain muscle-relaxants 63-66"],
        ),
        (
            "Decision based on MTUS Chronic Pain Medical Treatment 2009, Section(s): Muscle relaxants (for pain).",
            Some(true),
            &["mtus-chronic-pain muscle-relaxants"],
        ),
        (
            "Decision based on MTUS Chronic Pain Treatment Guidelines Medications for chronic pain; Criteria for use of opioids \
             Page(s): 60, 61; 76-78; 88-89.",
            Some(true),
            &["mtus-chronic-pain medications-chronic-pain opioids 60-60 61-61 76-78 88-89"],
        ),
        (
            "Decision based on MTUS Chronic Pain Treatment Guidelines NSAIDs, GI symptoms & cardiovascular risk Page(s): 68–69.",
            Some(true),
            &["mtus-chronic-pain nsaids-gi-and-heart 68-69"],
        ),
        // Backwards, and kept so.
        (
            "Decision based on MTUS Chronic Pain Treatment Guidelines Muscle relaxants,Cyclobenzaprine Page(s): 63-34, 41-42.",
            Some(true),
            &["mtus-chronic-pain muscle-relaxants cyclobenzaprine 63-34 41-42"],
        ),
        (
            "Decision based on MTUS ACOEM Chapter 12 Low Back Complaints,Chronic Pain Treatment Guidelines Physical medicine. \
             Decision based on Non- MTUS Citation Official Disability Guidelines (ODG) Physical therapy guidelines",
            Some(true),
            &[
                "mtus-acoem-2004 chapter 12",
                "mtus-chronic-pain physical-medicine",
                "odg",
            ],
        ),
        // A paragraph that a short line broke.
        (
            "Decision based on MTUS Chronic Pain Treatment Guidelines Drug testing Page(s):\n43.",
            Some(true),
            &["mtus-chronic-pain drug-testing 43-43"],
        ),
        (
            "The Expert Reviewer did not base their decision on the MTUS. Decision based on Non-MTUS Citation Official Disability \
             Guidelines (ODG) Pain Chapter, Lidoderm (lidocaine patch).",
            Some(false),
            &["odg"],
        ),
        (
            "The Expert Reviewer did not base their decision on the MTUS. Decision based on Non-MTUS Citation ACOEM, 2nd Edition, \
             (2004); Chapter 7 page 127",
            Some(false),
            &["mtus-acoem-2004 chapter 7 127-127"],
        ),
        (
            "The Claims Administrator did not cite any medical evidence for its decision.",
            None,
            &[],
        ),
        (
            "The Expert Reviewer based his or her decision on the MTUS Chronic Pain Medical Treatment Guidelines, Epidural steroid \
             injections (ESIs), page 46, which is part of the MTUS.",
            Some(true),
            &["mtus-chronic-pain epidural-steroid-injections 46-46"],
        ),
        (
            "The Physician Reviewer based his/her decision on the MTUS Chronic Pain Medical Treatment Guidelines, Drug testing, page \
             43, and Opioids, page 78, which is part of the MTUS.",
            Some(true),
            &["mtus-chronic-pain drug-testing opioids 43-43 78-78"],
        ),
        (
            "The Physician Reviewer based his/her decision on the MTUS Chronic Pain Medical Treatment Guidelines, Benzodiazapines, \
             page 24, which is part of the MTUS.",
            Some(true),
            &["mtus-chronic-pain benzodiazepines 24-24"],
        ),
        (
            "The Claims Administrator based its decision on the Official Disability Guidelines, which is not part of the MTUS.",
            Some(false),
            &["odg"],
        ),
        (
            "The Expert Reviewer based his or her decision on the MTUS. Decision based on Non-MTUS Citation Official Disability \
             Guidelines (ODG), Mental Illness & Stress, Eszopicolone (Lunesta).",
            Some(true),
            &["odg"],
        ),
        (
            "Decision based on MTUS Postsurgical Treatment Guidelines Page(s): 26-27.",
            Some(true),
            &["mtus-postsurgical 26-27"],
        ),
        (
            "Decision based on MTUS Acupuncture Treatment Guidelines.",
            Some(true),
            &["mtus-acupuncture"],
        ),
        ("", None, &[]),
    ];
    for (text, mtus, citations) in rows {
        let basis = basis(pack, text);
        assert_eq!(told(&basis), *citations, "{text}");
        assert_eq!(basis.mtus, *mtus, "{text}");
    }
}

#[test]
fn a_denial_and_its_opposite_are_both_kept() {
    let pack = &PACK;
    let text = "The Expert Reviewer did not base their decision on the MTUS. Decision based on MTUS Chronic Pain Medical Treatment \
                2009, Section(s): Opioids, criteria for use.";
    let basis = basis(pack, text);
    assert_eq!(
        &text[basis.denies_mtus.unwrap().range()],
        "did not base their decision on the MTUS"
    );
    assert!(basis.citations[0].as_mtus);
}

#[test]
fn nothing_cited_is_told() {
    let pack = &PACK;
    for text in [
        "The Expert Reviewer did not cite any medical evidence for the decision.",
        "No medical evidence was cited.",
        "The Claims Administrator cited no guidelines.",
    ] {
        let basis = basis(pack, text);
        assert!(basis.nothing_cited.is_some(), "{text}");
        assert!(basis.citations.is_empty(), "{text}");
    }
}

#[test]
fn words_and_pages_stand_where_their_spans_say() {
    let pack = &PACK;
    let flow = "MAXIMUS guideline: Decision based on MTUS Chronic Pain Treatment Guidelines TENS, chronic pain Page(s): 114-116.";
    let basis = read(&flow[19..], 19, pack.guidelines());
    let citation = &basis.citations[0];
    assert_eq!(&flow[citation.span.unwrap().range()], citation.as_written);
    assert_eq!(
        citation.as_written,
        "MTUS Chronic Pain Treatment Guidelines TENS, chronic pain Page(s): 114-116"
    );
    assert_eq!(&flow[citation.pages[0].span.range()], "114-116");
    assert_eq!(&flow[citation.topics[0].span.range()], "TENS, chronic pain");
}

proptest! {
    #[test]
    fn any_text_is_read(text in "(\\PC{0,40}|Decision based on |MTUS |page |63-66|, |which is part of the MTUS){0,8}") {
        let pack = &PACK;
        for citation in &basis(pack, &text).citations {
            prop_assert!(citation.span.is_none_or(|span| text.get(span.range()).is_some()));
        }
    }
}
