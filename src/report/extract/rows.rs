//! Determinations as rows: how a record reads when it has one line, and the CSV of such lines.

use std::io::{self, Write};

use serde::Serialize;

use super::LetterPrinter;
use super::record::{BasisRecord, DeterminationRecord, LetterRecord, QuantityRecord, whole};

/// A determination in one line, with the letter's own facts beside it.
#[derive(Debug, Serialize)]
struct Row<'a> {
    path: &'a str,
    case_number: Option<&'a str>,
    layout: String,
    decision_date: Option<&'a str>,
    injury_date: Option<&'a str>,
    age: Option<u32>,
    sex: String,
    index: usize,
    item: &'a str,
    treatments: String,
    count: String,
    unit: String,
    per_week: String,
    weeks: String,
    strength: &'a str,
    refills: String,
    side: String,
    body_parts: String,
    outcome: String,
    conclusion: String,
    reviewer_citation: String,
    claims_citation: String,
    line: Option<usize>,
    column: Option<usize>,
    rationale: &'a str,
}

impl<'a> Row<'a> {
    fn new(letter: &'a LetterRecord, determination: &'a DeterminationRecord) -> Self {
        let quantity = determination.quantity.as_ref();
        let amount =
            |value: fn(&QuantityRecord) -> Option<f64>| quantity.and_then(value).map_or_else(String::new, number);
        Self {
            path: &letter.path,
            case_number: letter.header.case_number.as_deref(),
            layout: id_of(letter.layout),
            decision_date: letter.header.decision_date.as_deref(),
            injury_date: letter
                .header
                .injury_date
                .as_deref()
                .or(letter.patient.injury_date.as_deref()),
            age: letter.patient.age,
            sex: id_of(letter.patient.sex),
            index: determination.index,
            item: &determination.item,
            treatments: treatments(determination, str::to_owned),
            count: amount(|quantity| quantity.count),
            unit: quantity
                .and_then(|quantity| quantity.unit.as_ref())
                .map_or_else(String::new, ToString::to_string),
            per_week: amount(|quantity| quantity.per_week),
            weeks: amount(|quantity| quantity.weeks),
            strength: quantity
                .and_then(|quantity| quantity.strength.as_deref())
                .unwrap_or_default(),
            refills: amount(|quantity| quantity.refills),
            side: id_of(determination.side),
            body_parts: joined(&determination.body_parts),
            outcome: id_of(determination.outcome),
            conclusion: conclusion(determination),
            reviewer_citation: citations(determination.reviewer_basis.as_ref(), str::to_owned),
            claims_citation: citations(determination.claims_basis.as_ref(), str::to_owned),
            line: determination.span.map(|place| place.line),
            column: determination.span.map(|place| place.column),
            rationale: determination
                .rationale
                .as_ref()
                .map_or("", |rationale| rationale.text.as_str()),
        }
    }
}

/// The treatments, "naproxen, omeprazole".
pub(super) fn treatments(determination: &DeterminationRecord, spell: Spelling) -> String {
    let names = determination
        .treatments
        .iter()
        .map(|treatment| spell(treatment.id.as_str()));
    names.collect::<Vec<_>>().join(", ")
}

/// How an id is spelt in a row.
pub(super) type Spelling = fn(&str) -> String;

/// "12 visit", "90 tablet 350mg".
pub(super) fn quantity(determination: &DeterminationRecord) -> String {
    let Some(quantity) = &determination.quantity else {
        return String::new();
    };
    let parts = [
        quantity.count.map(number),
        quantity.unit.as_ref().map(ToString::to_string),
        quantity.strength.clone(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// What the rationale concludes.
pub(super) fn conclusion(determination: &DeterminationRecord) -> String {
    id_of(
        determination
            .rationale
            .as_ref()
            .and_then(|rationale| rationale.conclusion),
    )
}

/// "mtus-chronic-pain muscle-relaxants 63-66; odg".
pub(super) fn citations(basis: Option<&BasisRecord>, spell: Spelling) -> String {
    let Some(basis) = basis else { return String::new() };
    let sources: Vec<String> = basis
        .citations
        .iter()
        .map(|citation| {
            let source = citation
                .guideline
                .as_ref()
                .map_or_else(|| citation.as_written.clone(), |id| spell(id.as_str()));
            let topics: Vec<String> = citation.topics.iter().map(|id| spell(id.as_str())).collect();
            let pages: Vec<String> = citation.pages.iter().map(pages).collect();
            [source, topics.join(", "), pages.join(", ")]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    sources.join("; ")
}

fn pages(&(first, last): &(u32, u32)) -> String {
    if first == last {
        first.to_string()
    } else {
        format!("{first}-{last}")
    }
}

fn joined(ids: &[crate::pack::Id]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// The word that JSON has for a choice; nothing for none.
pub(super) fn id_of(choice: impl Serialize) -> String {
    match serde_json::to_value(choice) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// A number as a person writes it: "90", "7.5".
fn number(number: f64) -> String {
    whole(number).map_or_else(|| number.to_string(), |whole| whole.to_string())
}

/// A row per determination.
#[derive(Debug, Default)]
pub(super) struct Csv {
    has_header: bool,
}

impl LetterPrinter for Csv {
    fn letter(&mut self, letter: &LetterRecord, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::WriterBuilder::new().has_headers(!self.has_header).from_writer(out);
        for determination in &letter.determinations {
            writer
                .serialize(Row::new(letter, determination))
                .map_err(io::Error::from)?;
            self.has_header = true;
        }
        writer.flush()
    }
}
