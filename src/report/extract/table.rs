//! Determinations as a table for people, as wide as the terminal.

use std::io::{self, Write};

use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{ColumnConstraint, ContentArrangement, Width};

use super::LetterPrinter;
use super::record::{DeterminationRecord, LetterRecord};
use super::rows;

/// Gathers rows and prints them at the end, when the columns' widths are known.
#[derive(Debug)]
pub(super) struct Table {
    table: comfy_table::Table,
}

impl Table {
    pub(super) fn new(width: Option<u16>) -> Self {
        let mut table = comfy_table::Table::new();
        table
            .load_style(UTF8_HORIZONTAL_ONLY)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_header([
                "letter",
                "#",
                "item",
                "treatment, quantity",
                "outcome",
                "conclusion",
                "reviewer cites",
            ]);
        if let Some(width) = width {
            table.set_width(width);
        }
        Self { table }
    }
}

impl LetterPrinter for Table {
    fn letter(&mut self, letter: &LetterRecord, _out: &mut dyn Write) -> io::Result<()> {
        for determination in &letter.determinations {
            self.table.add_row([
                name(&letter.path).to_owned(),
                determination.index.to_string(),
                determination.item.clone(),
                treatment(determination),
                rows::id_of(determination.outcome),
                in_words(&rows::conclusion(determination)),
                rows::citations(determination.reviewer_basis.as_ref(), in_words),
            ]);
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        for column in self.table.column_iter_mut() {
            column.set_padding((0, 1));
        }
        // Words that a reader looks for in every row must not be broken over two lines.
        for (column, width) in [(1, 2), (2, 16), (4, 10), (5, 10)] {
            if let Some(column) = self.table.column_mut(column) {
                column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width + 1)));
            }
        }
        writeln!(out, "{}", self.table)
    }
}

/// The treatments on one line, their quantity on the next.
fn treatment(determination: &DeterminationRecord) -> String {
    let lines = [rows::treatments(determination, in_words), rows::quantity(determination)];
    lines
        .into_iter()
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

/// An id as words, which wrap better.
fn in_words(id: &str) -> String {
    id.replace('-', " ")
}

/// The letter's own name, without the folders above it and the ending behind it.
fn name(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.')
        .map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
}
