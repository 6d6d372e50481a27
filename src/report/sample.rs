//! A made letter with made findings, for the tests of the reports: double-spaced, with a place that runs over lines, a
//! repeated finding, places far apart, and characters that the formats must escape.

use crate::check::{Code, Severity};
use crate::source::Document;

use super::fingerprint::fingerprints;
use super::letter::{LetterReport, PlacedFinding};
use super::record::{
    FindingRecord, LetterLine, LetterStatus, RelatedRecord, RuleRecord, SourceRecord, SuggestionRecord,
};
use super::reporter::{Format, Notice, NoticeKind, Options, PackRecord, RunRecord, Screen, ToolRecord, reporter};
use super::tally::Tally;

/// The made letter.
pub(super) const TEXT: &str = "Case Number: CM14-0000001\n\
\n\
The patient is a 44-year-old man, “José”, with low back pain. He completed 10 visits of therapy.\n\
\n\
\n\
Physical therapy 2 times a week for 6 weeks of the lumbar spine, for the treatment of the low\n\
\n\
back, outpatient:  Overturned\n\
\n\
MAXIMUS guideline: Decision based on MTUS Chronic Pain Treatment Guidelines Page(s): 99-98.\n\
\n\
Decision rationale: The guideline allows for fading of treatment frequency, plus active self-directed\n\
\n\
home physical medicine. The patient has 50% relief, and the\u{1b}[31m records show progress. Therefore,\n\
\n\
the request for 12 visits of physical therapy is medically necessary and appropriate, as the\n\
\n\
treating physician has asked for it, and nothing in the records speaks against it.\n\
\n\
Soma 350mg #90:  Upheld\n\
\n\
MAXIMUS guideline: Decision based on MTUS Chronic Pain Treatment Guidelines Page(s): 63-29.\n";

/// The second letter has no findings, and the third cannot be read.
pub(super) fn reports() -> Vec<LetterReport> {
    vec![letter(), clean(), unreadable()]
}

fn letter() -> LetterReport {
    let document = Document::from_text("letters/a, b: 100%.txt", TEXT);
    let place = |words: &str| {
        let start = TEXT.find(words).expect("the sample letter has these words");
        start..start + words.len()
    };
    let mut beyond = finding(&document, Code::LIM001, place("12 visits"), Some(1));
    beyond.related = vec![place("completed 10 visits of therapy"), place("Overturned")];
    beyond.record.related = vec![
        related(&document, &beyond.related[0], "already received"),
        related(&document, &beyond.related[1], "the outcome"),
    ];
    beyond.record.message = "22 visits in all, with 10 already received, exceed the limit of 9-10 visits over 8 weeks: 50% more, or so\nit seems".to_owned();
    let words = "home physical medicine";
    let end = "speaks against it.";
    let long = place(words).start..place(end).end;
    let mut copied = finding(&document, Code::RAT002, long, Some(1));
    copied.record.severity = Severity::Advice;
    copied.record.message = "the rationale is that of another determination".to_owned();
    let mut pages = finding(&document, Code::CIT001, place("99-98"), Some(1));
    pages.record.suggestion = Some(SuggestionRecord {
        span: pages.record.span,
        replacement: "98-99".to_owned(),
    });
    let again = finding(&document, Code::CIT001, place("63-29"), Some(2));
    let mut findings = vec![pages, copied, beyond, again];
    let marks = fingerprints(findings.iter().map(|finding| &finding.record));
    for (finding, mark) in findings.iter_mut().zip(marks) {
        finding.fingerprint = mark;
    }
    LetterReport {
        letter: LetterLine {
            path: document.name().to_owned(),
            case_number: Some("CM14-0000001".to_owned()),
            status: LetterStatus::Checked,
            determinations: 2,
        },
        findings,
        uncovered: 1,
        document: Some(document),
    }
}

fn clean() -> LetterReport {
    LetterReport {
        letter: LetterLine {
            path: "letters/clean.txt".to_owned(),
            case_number: None,
            status: LetterStatus::Checked,
            determinations: 1,
        },
        findings: Vec::new(),
        uncovered: 0,
        document: Some(Document::from_text("letters/clean.txt", "Upheld")),
    }
}

fn unreadable() -> LetterReport {
    let document = Document::from_text("letters/scan.pdf", "");
    let mut finding = finding(&document, Code::LET002, 0..0, None);
    finding.record.message = "the letter cannot be read: the PDF has pictures of pages and no text".to_owned();
    LetterReport {
        letter: LetterLine {
            path: "letters/scan.pdf".to_owned(),
            case_number: None,
            status: LetterStatus::Unreadable,
            determinations: 0,
        },
        findings: vec![finding],
        uncovered: 0,
        document: None,
    }
}

fn finding(
    document: &Document,
    code: Code,
    place: std::ops::Range<usize>,
    determination: Option<usize>,
) -> PlacedFinding {
    let words = document.text().get(place.clone()).unwrap_or_default();
    let record = FindingRecord {
        code,
        name: code.name().to_owned(),
        severity: code.severity(),
        path: document.name().to_owned(),
        determination,
        item: determination.map(|index| {
            [
                "Physical therapy 2 times a week for 6 weeks of the lumbar spine",
                "Soma 350mg #90",
            ][index - 1]
                .to_owned()
        }),
        message: format!("the pages {words} run backwards"),
        help: "Correct the pages; see \"Page(s)\" <of the guideline> & its index.".to_owned(),
        source: determination.map(|_| SourceRecord {
            guideline: "mtus-chronic-pain".into(),
            topic: Some("physical-medicine".into()),
            pages: vec![(98, 99), (12, 12)],
        }),
        span: document.locate(place.clone()),
        excerpt: words.split_whitespace().collect::<Vec<_>>().join(" "),
        related: Vec::new(),
        rule: RuleRecord {
            pack: "mtus-2009".into(),
            id: code.name().into(),
            file: "mtus-2009/rules.yaml".to_owned(),
            line: 12,
        },
        suggestion: None,
    };
    let fingerprint = fingerprints([&record]).remove(0);
    PlacedFinding {
        record,
        fingerprint,
        treatments: Vec::new(),
        primary: place,
        related: Vec::new(),
    }
}

fn related(document: &Document, place: &std::ops::Range<usize>, label: &str) -> RelatedRecord {
    RelatedRecord {
        span: document.locate(place.clone()),
        label: label.to_owned(),
    }
}

/// The made letters in a format, for a plain screen of 100 characters.
pub(super) fn print(format: Format, change: impl FnOnce(&mut Options)) -> String {
    let mut options = Options {
        screen: Screen {
            colour: false,
            unicode: true,
            width: 100,
            narrated: false,
        },
        quiet: false,
        fail_on: Some(Severity::Warning),
    };
    change(&mut options);
    let run = RunRecord {
        tool: ToolRecord {
            name: "imrlint",
            version: "0.0.0",
        },
        packs: vec![PackRecord {
            id: "mtus-2009".to_owned(),
            version: "1.0".to_owned(),
            sha256: "0123".to_owned(),
        }],
    };
    let notices = [Notice {
        kind: NoticeKind::BaselineGone,
        message: "letters/clean.txt: CIT001 is in the baseline and no longer found".to_owned(),
    }];
    let mut tally = Tally::default();
    let mut out = Vec::new();
    let mut reporter = reporter(format, options);
    reporter.begin(&run, &mut out).expect("memory can be written");
    for report in reports() {
        tally.add(&report);
        reporter.letter(&report, &mut out).expect("memory can be written");
    }
    reporter
        .finish(&tally, &notices, &mut out)
        .expect("memory can be written");
    String::from_utf8(out).expect("reports are text")
}
