//! The tables of a batch, once for every format.

use crate::audit::Summary;
use crate::audit::summary::{GroupCount, Outcomes};
use crate::pack::Id;
use crate::report::writing::pages;

/// A table.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// A short name for links.
    pub(super) id: &'static str,
    /// The heading.
    pub(super) title: &'static str,
    /// What the table shows, in a sentence.
    pub(super) note: &'static str,
    /// The headings of the columns.
    pub(super) columns: Vec<&'static str>,
    /// The rows.
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A value in a table.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Words.
    Text(String),
    /// A number of things.
    Count(usize),
    /// A share, from 0 to 1.
    Share(f64),
}

impl Cell {
    /// The value as people read it.
    pub(super) fn display(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Count(count) => grouped(*count),
            Self::Share(share) => format!("{:.1}%", share * 100.0),
        }
    }

    /// Whether it stands to the right.
    pub(super) const fn is_number(&self) -> bool {
        !matches!(self, Self::Text(_))
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Self {
        Self::Count(count)
    }
}

/// A count with its thousands parted: "260,889".
pub(super) fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// All tables, in the order of reading.
pub(super) fn tables(summary: &Summary) -> Vec<Table> {
    let classes =
        "A determination about several classes counts in each. Inconsistent: an error or a warning was found.";
    let specialties = "A determination by a reviewer of several specialties counts in each.";
    vec![
        overview(summary),
        codes(summary),
        groups(
            "classes",
            "Outcomes by class of treatment",
            classes,
            "Class",
            &summary.classes,
        ),
        groups(
            "specialties",
            "Outcomes by the reviewer's specialty",
            specialties,
            "Specialty",
            &summary.specialties,
        ),
        worst(summary),
        coverage(summary),
        without_rule(summary),
        recycled(summary),
        rules(summary),
    ]
}

fn overview(summary: &Summary) -> Table {
    let Outcomes {
        upheld,
        overturned,
        modified,
        unknown,
    } = summary.outcomes;
    let mut counts = vec![
        ("Letters", summary.letters),
        ("Letters that could not be read", summary.unreadable),
        ("Determinations", summary.determinations),
        ("Upheld", upheld),
        ("Overturned", overturned),
        ("Modified", modified),
        ("No outcome read", unknown),
        ("Errors", summary.errors),
        ("Warnings", summary.warnings),
        ("Advice", summary.advice),
    ];
    if summary.accepted > 0 {
        counts.push(("Accepted, and not counted above", summary.accepted));
    }
    Table {
        id: "overview",
        title: "Overview",
        note: "Letters, the items that they decide, and what was found in them.",
        columns: vec!["What", "Number"],
        rows: counts
            .into_iter()
            .map(|(what, count)| vec![what.into(), count.into()])
            .collect(),
    }
}

fn codes(summary: &Summary) -> Table {
    let rows = summary.codes.iter().map(|count| {
        vec![
            count.code.id().into(),
            count.name.into(),
            count.severity.word().into(),
            count.findings.into(),
            count.letters.into(),
        ]
    });
    Table {
        id: "codes",
        title: "Findings by code",
        note: "How often each kind of disagreement was found, and in how many letters.",
        columns: vec!["Code", "Name", "Severity", "Findings", "Letters"],
        rows: rows.collect(),
    }
}

fn groups(
    id: &'static str,
    title: &'static str,
    note: &'static str,
    name: &'static str,
    groups: &[GroupCount],
) -> Table {
    let rows = groups.iter().map(|group| {
        vec![
            Cell::Text(group.name.clone()),
            group.requested.into(),
            group.outcomes.upheld.into(),
            group.outcomes.overturned.into(),
            group.outcomes.modified.into(),
            group.inconsistent.into(),
            Cell::Share(group.share_inconsistent),
        ]
    });
    Table {
        id,
        title,
        note,
        columns: vec![
            name,
            "Requested",
            "Upheld",
            "Overturned",
            "Modified",
            "Inconsistent",
            "Share",
        ],
        rows: rows.collect(),
    }
}

fn worst(summary: &Summary) -> Table {
    let rows = summary.worst.iter().map(|letter| {
        let counts = [letter.errors, letter.warnings, letter.advice].map(|count| Cell::Count(count as usize));
        std::iter::once(Cell::Text(letter.path.clone())).chain(counts).collect()
    });
    Table {
        id: "worst",
        title: "Letters with the most serious findings",
        note: "By errors, then warnings; at most twenty.",
        columns: vec!["Letter", "Errors", "Warnings", "Advice"],
        rows: rows.collect(),
    }
}

fn coverage(summary: &Summary) -> Table {
    let coverage = &summary.coverage;
    let counts = [
        ("Checked and consistent", coverage.consistent),
        ("Checked and inconsistent", coverage.inconsistent),
        ("Not checkable: no rule of a guideline applied", coverage.not_checkable),
        ("Treatment not recognised", coverage.treatment_unknown),
    ];
    Table {
        id: "coverage",
        title: "Rule coverage",
        note: "What the rules could say of the determinations. The last line is counted in the others too.",
        columns: vec!["Determinations", "Number", "Share"],
        rows: counts
            .map(|(what, count)| vec![what.into(), count.into(), share(count, summary.determinations)])
            .into(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of determinations are far below 2^52")]
fn share(count: usize, of: usize) -> Cell {
    Cell::Share(count as f64 / of.max(1) as f64)
}

fn without_rule(summary: &Summary) -> Table {
    let rows = summary.coverage.without_rule.iter();
    Table {
        id: "without-rule",
        title: "Treatments without a rule",
        note: "Requested treatments for which the packs have no rule.",
        columns: vec!["Treatment", "Determinations"],
        rows: rows
            .map(|row| vec![row.treatment.as_str().into(), row.determinations.into()])
            .collect(),
    }
}

fn recycled(summary: &Summary) -> Table {
    let mut rows = Vec::new();
    for (place, group) in summary.recycled.iter().enumerate() {
        for member in &group.members {
            rows.push(vec![
                Cell::Count(place + 1),
                Cell::Text(member.path.clone()),
                member.determination.into(),
                Cell::Text(member.item.clone()),
                Cell::Share(member.share),
            ]);
        }
        if group.size > group.members.len() {
            let more = format!("and {} more", grouped(group.size - group.members.len()));
            rows.push(vec![
                Cell::Count(place + 1),
                Cell::Text(more),
                "".into(),
                "".into(),
                "".into(),
            ]);
        }
    }
    Table {
        id: "recycled",
        title: "Recycled rationales",
        note: "The same rationale, patient facts and all, in letters of different patients (RAT004), a group for each.",
        columns: vec!["Group", "Letter", "No.", "Item", "Same"],
        rows,
    }
}

fn rules(summary: &Summary) -> Table {
    let rows = summary.rules.iter().map(|rule| {
        let codes: Vec<&str> = rule.codes.iter().map(|code| code.id()).collect();
        let id = |id: Option<&Id>| Cell::Text(id.map(Id::to_string).unwrap_or_default());
        vec![
            rule.pack.as_str().into(),
            rule.id.as_str().into(),
            Cell::Text(codes.join(", ")),
            Cell::Text(rule.title.clone()),
            id(rule.guideline.as_ref()),
            id(rule.topic.as_ref()),
            Cell::Text(pages(&rule.pages)),
            rule.applied.into(),
            rule.findings.into(),
            Cell::Text(format!("{}:{}", rule.file, rule.line)),
        ]
    });
    Table {
        id: "rules",
        title: "Rules",
        note: "The rules of the packs in use. Applied: to how many determinations, for the rules of a guideline.",
        columns: vec![
            "Pack",
            "Rule",
            "Codes",
            "Demands",
            "Guideline",
            "Topic",
            "Pages",
            "Applied",
            "Findings",
            "Written in",
        ],
        rows: rows.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1000), "1,000");
        assert_eq!(grouped(260_889), "260,889");
    }
}
