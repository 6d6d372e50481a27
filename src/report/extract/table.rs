//! Determinations as a table for people, as wide as the terminal.

use std::io::{self, Write};

use comfy_table::presets::UTF8_HORIZONTAL_ONLY;
use comfy_table::{ColumnConstraint, ContentArrangement, Width};

use super::LetterPrinter;
use super::record::LetterRecord;
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
                "treatment",
                "quantity",
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
                file_name(&letter.path).to_owned(),
                determination.index.to_string(),
                determination.item.clone(),
                rows::treatments(determination),
                rows::quantity(determination),
                rows::id_of(determination.outcome),
                rows::conclusion(determination),
                rows::citations(determination.reviewer_basis.as_ref()),
            ]);
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        // Words that a reader looks for in every row must not be broken over two lines.
        for (column, width) in [(1, 2), (5, 10), (6, 13)] {
            if let Some(column) = self.table.column_mut(column) {
                column
                    .set_padding((0, 1))
                    .set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width + 1)));
            }
        }
        writeln!(out, "{}", self.table)
    }
}

/// The letter's own name, without the folders above it.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}
