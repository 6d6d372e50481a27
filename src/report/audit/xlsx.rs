//! A batch as a workbook: Summary, Findings, Determinations, Rules. Rows are written as they come, so that memory does not
//! grow with the batch; a sheet takes a million rows, and says so where there are more.

use std::io::{self, Write};

use jiff::civil::Date;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Url, Workbook, Worksheet, XlsxError};

use super::columns::{self, Column, DETERMINATIONS, FINDING_DETERMINATION, FINDINGS, Field};
use super::tables::{Cell, Table, grouped, tables};
use crate::audit::Batch;

/// Rows that a sheet can hold below its header.
const MOST_ROWS: usize = 1_048_575;

/// Links that a sheet can hold.
const MOST_LINKS: usize = 65_530;

/// How values look.
struct Formats {
    title: Format,
    header: Format,
    count: Format,
    share: Format,
    date: Format,
    link: Format,
}

/// Writes the workbook.
pub(super) fn write(batch: &Batch, out: &mut (dyn Write + Send)) -> io::Result<()> {
    let mut workbook = Workbook::new();
    fill(&mut workbook, batch)?;
    workbook.save_to_writer(out).map_err(io::Error::other)
}

fn fill(workbook: &mut Workbook, batch: &Batch) -> io::Result<()> {
    let formats = Formats::new();
    let bad = io::Error::other::<XlsxError>;
    // The same batch gives the same file: no clock.
    let epoch = ExcelDateTime::from_ymd(2000, 1, 1).map_err(bad)?;
    workbook.set_properties(
        &DocProperties::new()
            .set_title("Audit of IMR letters")
            .set_creation_datetime(&epoch),
    );
    let (rules, shown): (Vec<Table>, Vec<Table>) = tables(&batch.summary)
        .into_iter()
        .partition(|table| table.id == "rules");
    write_summary(sheet(workbook, "Summary")?, batch, &shown, &formats).map_err(bad)?;
    write_findings(sheet(workbook, "Findings")?, batch, &formats)?;
    write_determinations(sheet(workbook, "Determinations")?, batch, &formats)?;
    let sheet = sheet(workbook, "Rules")?;
    for table in &rules {
        write_rules(sheet, table, &formats).map_err(bad)?;
    }
    Ok(())
}

fn sheet<'a>(workbook: &'a mut Workbook, name: &str) -> io::Result<&'a mut Worksheet> {
    let sheet = workbook
        .add_worksheet_with_constant_memory()
        .map_err(io::Error::other)?;
    sheet.set_name(name).map_err(io::Error::other)
}

impl Formats {
    fn new() -> Self {
        Self {
            title: Format::new().set_bold().set_font_size(13),
            header: Format::new()
                .set_bold()
                .set_align(FormatAlign::Top)
                .set_background_color("#DDE5EE"),
            count: Format::new().set_num_format("#,##0"),
            share: Format::new().set_num_format("0.0%"),
            date: Format::new().set_num_format("yyyy-mm-dd"),
            link: Format::new().set_hyperlink(),
        }
    }
}

/// All tables below one another.
fn write_summary(sheet: &mut Worksheet, batch: &Batch, tables: &[Table], formats: &Formats) -> Result<(), XlsxError> {
    for (column, width) in [46.0, 30.0, 14.0, 14.0, 14.0, 14.0, 10.0].into_iter().enumerate() {
        sheet.set_column_width(narrow(column), width)?;
    }
    let mut row = 0;
    if !batch.summary.complete {
        sheet.write_string(
            row,
            0,
            "INCOMPLETE: the run was interrupted; these are the letters done so far.",
        )?;
        row += 2;
    }
    let findings = batch.summary.errors + batch.summary.warnings + batch.summary.advice;
    for (what, count) in [("findings", findings), ("determinations", batch.summary.determinations)] {
        if count > MOST_ROWS {
            let note = format!(
                "Of {} {what} the sheet holds the first {}.",
                grouped(count),
                grouped(MOST_ROWS)
            );
            sheet.write_string(row, 0, note)?;
            row += 2;
        }
    }
    for table in tables {
        sheet.write_string_with_format(row, 0, table.title, &formats.title)?;
        sheet.write_string(row + 1, 0, table.note)?;
        row = write_table(sheet, row + 2, table, formats)? + 1;
    }
    Ok(())
}

/// Header and rows of a table, from `row` on; gives the row after the last.
fn write_table(sheet: &mut Worksheet, mut row: u32, table: &Table, formats: &Formats) -> Result<u32, XlsxError> {
    for (column, name) in table.columns.iter().enumerate() {
        sheet.write_string_with_format(row, narrow(column), *name, &formats.header)?;
    }
    for cells in &table.rows {
        row += 1;
        for (column, cell) in cells.iter().enumerate() {
            let column = narrow(column);
            match cell {
                Cell::Text(text) => sheet.write_string(row, column, bounded(text))?,
                Cell::Count(count) => sheet.write_number_with_format(row, column, wide(*count), &formats.count)?,
                Cell::Share(share) => sheet.write_number_with_format(row, column, *share, &formats.share)?,
            };
        }
    }
    Ok(row + 1)
}

fn write_findings(sheet: &mut Worksheet, batch: &Batch, formats: &Formats) -> io::Result<()> {
    let bad = io::Error::other::<XlsxError>;
    begin(sheet, &FINDINGS, formats).map_err(bad)?;
    let mut row = 0;
    let mut links = 0;
    let mut determinations_before = 0;
    for letter in batch.letters()? {
        let letter = letter?;
        for finding in &letter.findings {
            row += 1;
            if row > MOST_ROWS {
                break;
            }
            let at = rows(row);
            let place = letter
                .determinations
                .iter()
                .position(|one| Some(one.index) == finding.determination);
            let target = place
                .map(|place| determinations_before + place + 2)
                .filter(|&row| row <= MOST_ROWS + 1);
            if let Some(target) = target.filter(|_| links < MOST_LINKS) {
                let link = Url::new(format!("internal:'Determinations'!A{target}")).set_tip("The determination");
                // The number below takes the place of the link's text; the link stays.
                sheet.write_url(at, narrow(FINDING_DETERMINATION), link).map_err(bad)?;
                links += 1;
            }
            write_fields(
                sheet,
                at,
                &columns::finding(&letter, finding),
                formats,
                target.map(|_| FINDING_DETERMINATION),
            )
            .map_err(bad)?;
        }
        determinations_before += letter.determinations.len();
    }
    end(sheet, row, &FINDINGS).map_err(bad)
}

fn write_determinations(sheet: &mut Worksheet, batch: &Batch, formats: &Formats) -> io::Result<()> {
    let bad = io::Error::other::<XlsxError>;
    begin(sheet, &DETERMINATIONS, formats).map_err(bad)?;
    let mut row = 0;
    for letter in batch.letters()? {
        let letter = letter?;
        for determination in &letter.determinations {
            row += 1;
            if row > MOST_ROWS {
                break;
            }
            let fields = columns::determination(&letter, determination);
            write_fields(sheet, rows(row), &fields, formats, None).map_err(bad)?;
        }
    }
    end(sheet, row, &DETERMINATIONS).map_err(bad)
}

fn write_rules(sheet: &mut Worksheet, table: &Table, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    for (column, width) in [14.0, 34.0, 18.0, 60.0, 22.0, 24.0, 12.0, 10.0, 10.0, 34.0]
        .into_iter()
        .enumerate()
    {
        sheet.set_column_width(narrow(column), width)?;
    }
    let after = write_table(sheet, 0, table, formats)?;
    sheet.autofilter(
        0,
        0,
        after.saturating_sub(1),
        narrow(table.columns.len().saturating_sub(1)),
    )?;
    Ok(())
}

fn begin(sheet: &mut Worksheet, columns: &[Column], formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_freeze_panes(1, 0)?;
    for (at, column) in columns.iter().enumerate() {
        sheet.set_column_width(narrow(at), f64::from(column.width))?;
        sheet.write_string_with_format(0, narrow(at), column.name, &formats.header)?;
    }
    Ok(())
}

fn end(sheet: &mut Worksheet, row: usize, columns: &[Column]) -> Result<(), XlsxError> {
    sheet
        .autofilter(0, 0, rows(row.min(MOST_ROWS)), narrow(columns.len() - 1))
        .map(drop)
}

/// A row of typed values; the one at `linked` looks like a link.
fn write_fields(
    sheet: &mut Worksheet,
    row: u32,
    fields: &[Field],
    formats: &Formats,
    linked: Option<usize>,
) -> Result<(), XlsxError> {
    for (at, field) in fields.iter().enumerate() {
        let column = narrow(at);
        match field {
            Field::Text(Some(text)) => sheet.write_string(row, column, bounded(text))?,
            Field::Whole(Some(number)) if linked == Some(at) => {
                sheet.write_number_with_format(row, column, exact(*number), &formats.link)?
            }
            Field::Whole(Some(number)) => sheet.write_number(row, column, exact(*number))?,
            Field::Real(Some(number)) => sheet.write_number(row, column, *number)?,
            Field::Date(Some(date)) => write_date(sheet, row, column, *date, formats)?,
            Field::Text(None) | Field::Whole(None) | Field::Real(None) | Field::Date(None) => sheet,
        };
    }
    Ok(())
}

/// A day as a date, or as words where the format knows no such day.
fn write_date<'a>(
    sheet: &'a mut Worksheet,
    row: u32,
    column: u16,
    date: Date,
    formats: &Formats,
) -> Result<&'a mut Worksheet, XlsxError> {
    let [year, month, day] = [i32::from(date.year()), i32::from(date.month()), i32::from(date.day())];
    let parts = (u16::try_from(year), u8::try_from(month), u8::try_from(day));
    match parts {
        (Ok(year @ 1900..), Ok(month), Ok(day)) => {
            let date = ExcelDateTime::from_ymd(year, month, day)?;
            sheet.write_datetime_with_format(row, column, &date, &formats.date)
        }
        _ => sheet.write_string(row, column, date.to_string()),
    }
}

/// The text as far as a cell holds it.
fn bounded(text: &str) -> String {
    text.chars().take(32_000).collect()
}

fn rows(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}

fn narrow(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "counts and places are far below 2^52")]
const fn wide(count: usize) -> f64 {
    count as f64
}

#[expect(clippy::cast_precision_loss, reason = "counts and places are far below 2^52")]
const fn exact(number: i64) -> f64 {
    number as f64
}
