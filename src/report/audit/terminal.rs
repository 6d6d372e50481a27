//! The tables of a batch for a terminal or a pipe, as wide as the screen and no wider.

use std::io::{self, Write};

use comfy_table::{CellAlignment, Color, ContentArrangement, TableStyle, presets};

use super::tables::{Cell, Table, grouped, tables};
use crate::audit::Batch;
use crate::report::Screen;

/// How many rows of a long table are shown; the files have them all.
const MOST_ROWS: usize = 15;

/// From this width on there is room between the columns.
const ROOMY: usize = 100;

/// Prints the tables that have rows.
///
/// # Errors
///
/// The output cannot be written.
pub fn print(batch: &Batch, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    if !batch.summary.complete {
        writeln!(
            out,
            "INCOMPLETE: the run was interrupted; these are the letters done so far.\n"
        )?;
    }
    for table in tables(&batch.summary) {
        // Hundreds of rules are for the files.
        if !table.rows.is_empty() && table.id != "rules" {
            print_table(&table, screen, out)?;
        }
    }
    Ok(())
}

fn print_table(table: &Table, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    if screen.narrated {
        return tell_table(table, out);
    }
    let style = match screen.unicode {
        true => presets::UTF8_HORIZONTAL_ONLY,
        false => presets::ASCII_HORIZONTAL_ONLY,
    };
    let mut drawn = comfy_table::Table::new();
    drawn
        .load_style(TableStyle {
            row_separator: presets::NOTHING.row_separator,
            ..style
        })
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(screen.width).unwrap_or(u16::MAX))
        .set_header(&table.columns);
    match screen.colour {
        true => drawn.enforce_styling(),
        false => drawn.force_no_tty(),
    };
    for row in table.rows.iter().take(MOST_ROWS) {
        drawn.add_row(row.iter().map(cell));
    }
    for (at, column) in drawn.column_iter_mut().enumerate() {
        let numbers = table
            .rows
            .first()
            .and_then(|row| row.get(at))
            .is_some_and(Cell::is_number);
        if numbers {
            column.set_cell_alignment(CellAlignment::Right);
        }
        // Every letter counts where names would be broken otherwise.
        if screen.width < ROOMY {
            column.set_padding((0, u16::from(!numbers)));
        }
    }
    writeln!(out, "{}\n{drawn}", table.title)?;
    if table.rows.len() > MOST_ROWS {
        writeln!(
            out,
            "and {} more rows (--report FILE has them all)",
            grouped(table.rows.len() - MOST_ROWS)
        )?;
    }
    writeln!(out)
}

fn cell(cell: &Cell) -> comfy_table::Cell {
    let drawn = comfy_table::Cell::new(printable(&cell.display()));
    match cell {
        Cell::Text(text) if text == "error" => drawn.fg(Color::Red),
        Cell::Text(text) if text == "warning" => drawn.fg(Color::Yellow),
        Cell::Text(text) if text == "advice" => drawn.fg(Color::Cyan),
        _ => drawn,
    }
}

/// The table in sentences, for a screen reader.
fn tell_table(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}. {}", table.title, table.note)?;
    for row in table.rows.iter().take(MOST_ROWS) {
        let values = table
            .columns
            .iter()
            .zip(row)
            .map(|(column, cell)| format!("{column}: {}", printable(&cell.display())));
        writeln!(out, "{}.", values.collect::<Vec<_>>().join(", "))?;
    }
    writeln!(out)
}

/// A letter may hold anything; a terminal must not obey it.
fn printable(text: &str) -> String {
    text.replace(char::is_control, " ")
}
