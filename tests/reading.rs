//! However a letter is wrapped, spaced and paged, the same is read from it, and every value stands where its span says.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use imrlint::report::extract::LetterRecord;
use imrlint::source::Document;
use imrlint::text::Span;
use imrlint::{Engine, Reading};
use proptest::prelude::*;
use serde_json::Value;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::embedded().unwrap());
static LETTERS: LazyLock<Vec<(String, String)>> = LazyLock::new(bundled_letters);

fn bundled_letters() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters");
    let mut paths: Vec<PathBuf> = ["real", "made"]
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

fn read(text: &str) -> Reading {
    ENGINE.read(Document::from_text("letter.txt", text))
}

/// How a letter is set on its pages.
#[derive(Debug, Clone)]
struct Setting {
    width: usize,
    blank_between_lines: usize,
    blank_between_paragraphs: usize,
    line_end: &'static str,
    lines_a_page: usize,
    page_break: PageBreak,
    first_page: usize,
    trailing: &'static str,
    indent: &'static str,
}

/// What stands between two pages: text before, the page's number in words, text behind.
#[derive(Debug, Clone, Copy)]
struct PageBreak {
    before: &'static str,
    number: fn(usize) -> String,
    behind: &'static str,
}

const fn page_break(before: &'static str, number: fn(usize) -> String, behind: &'static str) -> PageBreak {
    PageBreak { before, number, behind }
}

/// Page breaks as exports leave them.
fn page_breaks() -> Vec<PageBreak> {
    vec![
        page_break("\n\n", |_| String::new(), ""),
        page_break("\n\n\n\n", |_| String::new(), ""),
        page_break("\x0c", |_| String::new(), ""),
        page_break("\n", |_| String::new(), "\x0c\n"),
        page_break("\n\n", |page| page.to_string(), "\n\x0c"),
        page_break("\n", |page| page.to_string(), "\n\x0c\n"),
        page_break("\x0c", |page| page.to_string(), "\n\n"),
        page_break("\n\n\n\n", |page| page.to_string(), "\n\n"),
        page_break("\n\n", |page| page.to_string(), "\n\n\n\n"),
        page_break("\n\n", |page| format!("- {page} -"), "\n\x0c\n"),
        page_break("\n\n", |page| format!("Page {page} of 19"), "\n\n\n"),
        page_break("\n\n\n", |page| format!("Page {page}"), "\n\n\n\n"),
    ]
}

fn settings() -> impl Strategy<Value = Setting> {
    (
        40..=120_usize,
        0..=1_usize,
        0..=2_usize,
        prop::sample::select(vec!["\n", "\r\n", "\r"]),
        12..60_usize,
        (prop::sample::select(page_breaks()), 1..4_usize),
        (
            prop::sample::select(vec!["", " ", "\u{a0}", "  ", "\t"]),
            prop::sample::select(vec!["", "", "  ", "\t"]),
        ),
    )
        .prop_map(
            |(width, blank_between_lines, blank_between_paragraphs, line_end, lines_a_page, pages, margins)| Setting {
                width,
                blank_between_lines,
                blank_between_paragraphs,
                line_end,
                lines_a_page,
                page_break: pages.0,
                first_page: pages.1,
                trailing: margins.0,
                indent: margins.1,
            },
        )
}

/// A letter on its pages.
struct Pages {
    text: String,
    /// Where the words stand that belong to the pages.
    furniture: Vec<Range<usize>>,
}

impl Pages {
    /// The words of the letter in a range of the text.
    fn words(&self, range: Range<usize>) -> String {
        let kept = self.text[range.clone()]
            .char_indices()
            .filter(|(at, _)| !self.furniture.iter().any(|page| page.contains(&(range.start + at))));
        kept.map(|(_, character)| character).collect()
    }
}

/// Sets paragraphs, one a line of `running`, on pages.
fn set(running: &str, setting: &Setting) -> Pages {
    let broken = |text: &str| text.replace('\n', setting.line_end);
    let mut text = String::new();
    let mut furniture = Vec::new();
    let mut lines = 0;
    for paragraph in running.lines() {
        let wrapped = textwrap::wrap(
            paragraph,
            textwrap::Options::new(setting.width)
                .break_words(false)
                .word_separator(textwrap::WordSeparator::AsciiSpace)
                .word_splitter(textwrap::WordSplitter::NoHyphenation)
                .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit),
        );
        for line in wrapped {
            text.push_str(setting.indent);
            text.push_str(&line);
            text.push_str(setting.trailing);
            text.push_str(&setting.line_end.repeat(1 + setting.blank_between_lines));
            lines += 1;
            if lines % setting.lines_a_page == 0 {
                let page = setting.first_page + lines / setting.lines_a_page - 1;
                text.push_str(&broken(setting.page_break.before));
                let number = (setting.page_break.number)(page);
                furniture.push(text.len()..text.len() + number.len());
                text.push_str(&number);
                text.push_str(&broken(setting.page_break.behind));
            }
        }
        text.push_str(&setting.line_end.repeat(setting.blank_between_paragraphs));
    }
    Pages { text, furniture }
}

/// What was read, without the places.
fn values(reading: &Reading) -> Value {
    fn tidy(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.remove("span");
                fields.values_mut().for_each(tidy);
            }
            Value::Array(values) => values.iter_mut().for_each(tidy),
            Value::String(words) => *words = words.split_whitespace().collect::<Vec<_>>().join(" "),
            _ => {}
        }
    }
    let mut values = serde_json::to_value(LetterRecord::new(reading)).unwrap();
    tidy(&mut values);
    values
}

/// The places of what was read, with the words that should stand there.
fn places(reading: &Reading) -> Vec<Span> {
    let letter = &reading.letter;
    let mut spans: Vec<Span> = letter.summary.into_iter().collect();
    spans.extend(letter.header.case_number.iter().map(|(_, span)| *span));
    spans.extend(letter.header.decision_date.iter().map(|(_, span)| *span));
    spans.extend(letter.patient.age.iter().map(|(_, span)| *span));
    spans.extend(letter.patient.injury_date.iter().map(|(_, span)| *span));
    spans.extend(letter.reviewer.specialties.iter().map(|(_, span)| *span));
    spans.extend(letter.patient.sex.iter().map(|(_, span)| *span));
    spans.extend(letter.diagnoses(&reading.flow).iter().map(|(_, span)| *span));
    spans.extend(letter.report_dates(&reading.flow).iter().map(|(_, span)| *span));
    spans.extend(reading.evidence.earlier_treatment().map(|earlier| earlier.span));
    spans.extend(letter.disputed_items.iter().map(|item| item.span));
    for determination in &letter.determinations {
        spans.extend(determination.request.span);
        spans.extend(determination.outcome.map(|(_, span)| span));
        spans.extend(determination.rationale);
        spans.extend(determination.span);
    }
    spans
}

fn without_space(words: &str) -> String {
    words.chars().filter(|character| !character.is_whitespace()).collect()
}

/// Plain quotation marks and dashes, as the running text has them.
fn plain(words: &str) -> String {
    words
        .chars()
        .map(|character| match character {
            '\u{201c}' | '\u{201d}' => '"',
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{2013}' => '-',
            other => other,
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_same_is_read_however_the_letter_is_set(at in 0..LETTERS.len(), setting in settings()) {
        let (name, text) = &LETTERS[at];
        let original = read(text);
        let pages = set(original.flow.text(), &setting);
        let reset = read(&pages.text);
        prop_assert_eq!(values(&original), values(&reset), "{}", name);
        for (one, other) in places(&original).into_iter().zip(places(&reset)) {
            let words = without_space(reset.flow.slice(other));
            prop_assert_eq!(without_space(original.flow.slice(one)), &words[..]);
            prop_assert_eq!(without_space(&plain(&pages.words(reset.flow.origin(other)))), words);
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_lines_gives_a_letter(at in 0..LETTERS.len(), seed in any::<u64>()) {
        let mut lines: Vec<&str> = LETTERS[at].1.lines().collect();
        let count = lines.len() as u64;
        let mut state = seed;
        for line in 0..lines.len() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            lines.swap(line, usize::try_from((state >> 33) % count).unwrap());
        }
        read(&lines.join("\n"));
    }

    #[test]
    fn any_text_gives_a_letter(text in any::<String>(), from in any::<prop::sample::Index>(), at in 0..LETTERS.len()) {
        let letter = &LETTERS[at].1;
        let cut = letter.floor_char_boundary(from.index(letter.len()));
        read(&format!("{}{text}{}", &letter[cut..], &letter[..cut]));
        read(&text);
    }
}

/// A letter in outline: each value with its line and column in the file, and the ends of each longer part.
fn outline(name: &str) -> String {
    let (_, text) = LETTERS.iter().find(|(found, _)| found == name).unwrap();
    let reading = read(text);
    let letter = &reading.letter;
    let mut lines = vec![format!("layout {:?}", letter.layout)];
    let mut line = |label: &str, value: String, span: Span| {
        let place = reading.locate(span);
        lines.push(format!("{}:{} {label}: {value}", place.line, place.column));
    };
    let header = &letter.header;
    for (label, found) in [("case number", &header.case_number), ("priority", &header.priority)] {
        if let Some((words, span)) = found {
            line(label, words.clone(), *span);
        }
    }
    for (label, found) in [
        ("assigned", header.date_assigned),
        ("injury", header.injury_date),
        ("decided", header.decision_date),
        ("denied", header.ur_denial_date),
        ("received", header.application_received),
        ("injury in the summary", letter.patient.injury_date),
        ("records from", letter.records.from),
        ("records to", letter.records.to),
    ] {
        if let Some((date, span)) = found {
            line(label, date.to_string(), span);
        }
    }
    if let Some((age, span)) = letter.patient.age {
        line("age", age.to_string(), span);
    }
    if let Some((sex, span)) = letter.patient.sex {
        line("sex", format!("{sex:?}"), span);
    }
    for (label, found) in [
        ("specialty", &letter.reviewer.specialties),
        ("licensed in", &letter.reviewer.licensed_in),
    ] {
        found.iter().for_each(|(words, span)| line(label, words.clone(), *span));
    }
    for (kind, span) in &letter.sections {
        line("section", format!("{kind:?}"), *span);
    }
    for item in &letter.disputed_items {
        let label = if item.denied { "denied" } else { "asked for" };
        line(label, reading.flow.slice(item.span).to_owned(), item.span);
    }
    let ends = |span: Span| {
        let words: Vec<&str> = reading.flow.slice(span).split_whitespace().collect();
        match words.as_slice() {
            [] => "nothing".to_owned(),
            words if words.len() < 8 => words.join(" "),
            [first, second, third, .., before, last] => format!("{first} {second} {third} ... {before} {last}"),
            _ => unreachable!("eight words are more than five"),
        }
    };
    if let Some(span) = letter.summary {
        line("summary", ends(span), span);
    }
    for determination in &letter.determinations {
        let request = &determination.request;
        line(
            &format!("item {}", determination.index),
            request.as_written.clone(),
            request.span.unwrap(),
        );
        match determination.outcome {
            Some((outcome, span)) => line("  outcome", format!("{outcome:?}"), span),
            None => line("  outcome", "none".to_owned(), request.span.unwrap()),
        }
        let claims = determination.claims_basis.as_ref().and_then(|basis| basis.span);
        let reviewer = determination.reviewer_basis.as_ref().and_then(|basis| basis.span);
        for (label, part) in [
            ("  claims administrator", claims),
            ("  reviewer", reviewer),
            ("  rationale", determination.rationale),
        ] {
            if let Some(span) = part {
                line(label, ends(span), span);
            }
        }
    }
    lines.join("\n")
}

#[test]
fn a_final_determination_without_its_cover() {
    insta::assert_snapshot!(outline("r1.txt"));
}

#[test]
fn a_final_determination_with_numbered_items_one_without_an_outcome() {
    insta::assert_snapshot!(outline("d05.txt"));
}

#[test]
fn a_final_determination_without_a_summary() {
    insta::assert_snapshot!(outline("g14.txt"));
}

#[test]
fn decisions_in_words() {
    insta::assert_snapshot!(outline("g12.txt"));
}

#[test]
fn a_notice_of_2013() {
    insta::assert_snapshot!(outline("e07.txt"));
}

#[test]
fn a_numbered_list_of_a_rationale_is_no_heading() {
    let letter = &read(
        "IMR ISSUES, DECISIONS AND RATIONALES\n\n\
         The Final Determination was based on decisions for the disputed items/services set forth below:\n\n\
         Protonix 40mg #30: Overturned\n\n\
         Claims Administrator guideline: Decision based on MTUS Chronic Pain Treatment Guidelines.\n\n\
         MAXIMUS guideline: Decision based on MTUS Chronic Pain Treatment Guidelines.\n\n\
         Decision rationale: The risk for gastrointestinal events is determined by:\n\
         (1) age > 65 years; (2) history of peptic ulcer. As such, Protonix 40mg #30 is medically necessary and\n\
         appropriate.\n",
    )
    .letter;
    assert_eq!(letter.determinations.len(), 1);
}

#[test]
fn a_drug_is_no_title() {
    let letter = &read(
        "CLINICAL CASE SUMMARY\n\nThe claimant was hurt on 08/14/2009 when a pallet pinned him. MS Contin was given up \
         in 2012.\n\nIMR ISSUES, DECISIONS AND RATIONALES\n\nSoma 350mg #90: Upheld\n",
    )
    .letter;
    assert_eq!(letter.patient.sex.map(|(sex, _)| sex), Some(imrlint::letter::Sex::Male));
}
