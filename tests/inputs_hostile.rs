//! Any bytes, and any damage to a real letter, give a reading or a finding: never a panic, and never a place outside the
//! input.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::path::PathBuf;
use std::sync::LazyLock;

use imrlint::Engine;
use imrlint::report::LetterReport;
use imrlint::source::{Document, Input, Limits, Location};
use proptest::prelude::*;
use proptest::sample::{Index, select};

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::embedded().unwrap());

static LETTERS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| files(&["tests/letters/real", "tests/letters/made"], "txt"));

static DOCUMENTS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut documents = files(&["tests/inputs/letters/word"], "docx");
    documents.truncate(8);
    let mut pdfs = files(
        &["tests/inputs/letters/libreoffice", "tests/inputs/letters/chromium"],
        "pdf",
    );
    pdfs.truncate(4);
    documents.extend(pdfs);
    documents.push(br"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\pard Soma 350mg #90:\tab Upheld\par \u8220?x\'94}".to_vec());
    documents
});

fn files(folders: &[&str], ending: &str) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> = folders
        .iter()
        .flat_map(|folder| std::fs::read_dir(folder).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|found| found == ending))
        .collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// One thing that may have happened to a letter on its way.
#[derive(Debug, Clone)]
enum Damage {
    CutEnd(Index),
    CutStart(Index),
    DoubleLines(Index, Index),
    DeleteLines(Index, Index),
    SwapLines(Index, Index),
    SwapPages,
    DeleteHeadings,
    JoinLines,
    Insert(Index, Vec<u8>),
    Utf16,
}

fn damage() -> impl Strategy<Value = Damage> {
    let place = any::<Index>;
    prop_oneof![
        place().prop_map(Damage::CutEnd),
        place().prop_map(Damage::CutStart),
        (place(), place()).prop_map(|(from, to)| Damage::DoubleLines(from, to)),
        (place(), place()).prop_map(|(from, to)| Damage::DeleteLines(from, to)),
        (place(), place()).prop_map(|(one, other)| Damage::SwapLines(one, other)),
        Just(Damage::SwapPages),
        Just(Damage::DeleteHeadings),
        Just(Damage::JoinLines),
        (place(), proptest::collection::vec(any::<u8>(), 0..40)).prop_map(|(at, bytes)| Damage::Insert(at, bytes)),
        Just(Damage::Utf16),
    ]
}

impl Damage {
    fn done_to(&self, letter: Vec<u8>) -> Vec<u8> {
        if letter.is_empty() {
            return letter;
        }
        let mut lines: Vec<Vec<u8>> = letter
            .split_inclusive(|&byte| byte == b'\n')
            .map(<[u8]>::to_vec)
            .collect();
        let range = |from: &Index, to: &Index| {
            let (one, other) = (from.index(lines.len()), to.index(lines.len()));
            one.min(other)..one.max(other) + 1
        };
        match self {
            Self::CutEnd(at) => return letter[..at.index(letter.len())].to_vec(),
            Self::CutStart(at) => return letter[at.index(letter.len())..].to_vec(),
            Self::DoubleLines(from, to) => {
                let doubled = lines[range(from, to)].to_vec();
                let at = range(from, to).end;
                lines.splice(at..at, doubled);
            }
            Self::DeleteLines(from, to) => {
                lines.drain(range(from, to));
            }
            Self::SwapLines(one, other) => {
                let len = lines.len();
                lines.swap(one.index(len), other.index(len));
            }
            Self::SwapPages => {
                let half = lines.len() / 2;
                lines.rotate_left(half);
                lines.insert(half, b"\x0c".to_vec());
            }
            Self::DeleteHeadings => lines.retain(|line| line.iter().any(u8::is_ascii_lowercase)),
            Self::JoinLines => {
                return letter
                    .iter()
                    .map(|&byte| if byte == b'\n' { b' ' } else { byte })
                    .collect();
            }
            Self::Insert(at, bytes) => {
                let at = at.index(letter.len());
                return [&letter[..at], bytes, &letter[at..]].concat();
            }
            Self::Utf16 => {
                let text = String::from_utf8_lossy(&letter);
                let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
                return units.flat_map(u16::to_le_bytes).collect();
            }
        }
        lines.concat()
    }
}

/// Reads and checks the bytes; every place of every finding must be in them, as long as they are text.
fn judge(bytes: &[u8]) -> Result<(), TestCaseError> {
    let outcome = Document::from_bytes("letter", bytes, &Limits::DEFAULT);
    let is_text = outcome.as_ref().is_ok_and(|document| !document.kind().is_extracted());
    let is_read = outcome.is_ok();
    let input = Input {
        name: "letter".to_owned(),
        outcome,
    };
    let report = LetterReport::of_input(input, &ENGINE);
    prop_assert!(
        is_read || !report.findings.is_empty(),
        "what cannot be read is a finding"
    );
    for finding in &report.findings {
        let inside = |place: &Location| place.start <= place.end && (!is_text || place.end <= bytes.len());
        prop_assert!(inside(&finding.record.span), "{:?}", finding.record);
        prop_assert!(
            finding.record.related.iter().all(|related| inside(&related.span)),
            "{:?}",
            finding.record
        );
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn any_damage_to_a_letter_gives_a_reading_or_a_finding(
        letter in select(LETTERS.clone()),
        damages in proptest::collection::vec(damage(), 1..5),
    ) {
        judge(&damages.iter().fold(letter, |letter, damage| damage.done_to(letter)))?;
    }

    #[test]
    fn any_bytes_give_a_reading_or_a_finding(bytes in proptest::collection::vec(any::<u8>(), 0..3000)) {
        judge(&bytes)?;
    }

    #[test]
    fn any_text_gives_a_reading_or_a_finding(text in "(\\PC|[\n\r\x0c\t:#.0-9]){0,400}") {
        judge(text.as_bytes())?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_damage_to_a_document_gives_a_reading_or_a_finding(
        document in select(DOCUMENTS.clone()),
        changes in proptest::collection::vec((any::<Index>(), any::<u8>()), 1..30),
        cut in proptest::option::of(any::<Index>()),
    ) {
        let mut document = document;
        for (at, byte) in changes {
            let at = at.index(document.len());
            document[at] = byte;
        }
        if let Some(cut) = cut {
            document.truncate(cut.index(document.len()));
        }
        judge(&document)?;
    }
}
