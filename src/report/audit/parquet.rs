//! Findings and determinations as Parquet, typed, a file for each, for `DuckDB`, Polars and Spark. Written column by column
//! in groups of rows, so that memory does not grow with the batch.

use std::io::{self, Write};
use std::sync::Arc;

use jiff::civil::{Date, date};
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};

use super::columns::{self, Column, DETERMINATIONS, FINDINGS, Field, Kind};
use crate::audit::Batch;

/// Rows in a group.
const GROUP: usize = 32_768;

/// The findings.
pub(super) fn findings(batch: &Batch, out: &mut (dyn Write + Send)) -> io::Result<()> {
    let mut table = Table::new("findings", &FINDINGS, out).map_err(io::Error::other)?;
    for row in batch.letters()? {
        let row = row?;
        for finding in &row.findings {
            table.push(columns::finding(&row, finding)).map_err(io::Error::other)?;
        }
    }
    table.close().map_err(io::Error::other)
}

/// The determinations.
pub(super) fn determinations(batch: &Batch, out: &mut (dyn Write + Send)) -> io::Result<()> {
    let mut table = Table::new("determinations", &DETERMINATIONS, out).map_err(io::Error::other)?;
    for row in batch.letters()? {
        let row = row?;
        for determination in &row.determinations {
            table
                .push(columns::determination(&row, determination))
                .map_err(io::Error::other)?;
        }
    }
    table.close().map_err(io::Error::other)
}

/// A table under way: the columns of the present group.
struct Table<'a> {
    writer: SerializedFileWriter<&'a mut (dyn Write + Send)>,
    columns: Vec<Values>,
    rows: usize,
}

/// The values of one column; absent ones are only in `present`.
struct Values {
    of: OfKind,
    present: Vec<i16>,
}

enum OfKind {
    Text(Vec<ByteArray>),
    Whole(Vec<i64>),
    Real(Vec<f64>),
    Date(Vec<i32>),
}

impl<'a> Table<'a> {
    fn new(name: &str, columns: &[Column], out: &'a mut (dyn Write + Send)) -> Result<Self, ParquetError> {
        let fields = columns.iter().map(field).collect::<Result<Vec<TypePtr>, _>>()?;
        let schema = Type::group_type_builder(name).with_fields(fields).build()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(concat!(env!("CARGO_PKG_NAME"), " version ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        Ok(Self {
            writer: SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?,
            columns: columns.iter().map(|column| Values::new(column.kind)).collect(),
            rows: 0,
        })
    }

    fn push<const N: usize>(&mut self, fields: [Field; N]) -> Result<(), ParquetError> {
        for (values, field) in self.columns.iter_mut().zip(fields) {
            values.push(field);
        }
        self.rows += 1;
        match self.rows < GROUP {
            true => Ok(()),
            false => self.write_group(),
        }
    }

    fn write_group(&mut self) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for values in &mut self.columns {
            if let Some(mut column) = group.next_column()? {
                let present = Some(&*values.present);
                match &values.of {
                    OfKind::Text(values) => column.typed::<ByteArrayType>().write_batch(values, present, None)?,
                    OfKind::Whole(values) => column.typed::<Int64Type>().write_batch(values, present, None)?,
                    OfKind::Real(values) => column.typed::<DoubleType>().write_batch(values, present, None)?,
                    OfKind::Date(values) => column.typed::<Int32Type>().write_batch(values, present, None)?,
                };
                column.close()?;
            }
            values.clear();
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }

    fn close(mut self) -> Result<(), ParquetError> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.writer.close().map(drop)
    }
}

fn field(column: &Column) -> Result<TypePtr, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Whole => (Physical::INT64, None),
        Kind::Real => (Physical::DOUBLE, None),
        Kind::Date => (Physical::INT32, Some(LogicalType::Date)),
    };
    let field = Type::primitive_type_builder(column.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()?;
    Ok(Arc::new(field))
}

impl Values {
    fn new(kind: Kind) -> Self {
        let of = match kind {
            Kind::Text => OfKind::Text(Vec::new()),
            Kind::Whole => OfKind::Whole(Vec::new()),
            Kind::Real => OfKind::Real(Vec::new()),
            Kind::Date => OfKind::Date(Vec::new()),
        };
        Self {
            of,
            present: Vec::new(),
        }
    }

    fn push(&mut self, field: Field) {
        let present = match (&mut self.of, field) {
            (OfKind::Text(values), Field::Text(text)) => {
                keep(values, text.map(|text| ByteArray::from(text.into_bytes())))
            }
            (OfKind::Whole(values), Field::Whole(number)) => keep(values, number),
            (OfKind::Real(values), Field::Real(number)) => keep(values, number),
            (OfKind::Date(values), Field::Date(date)) => keep(values, date.map(days)),
            // A field is of its column's kind; the test over the columns holds that.
            _ => false,
        };
        self.present.push(i16::from(present));
    }

    fn clear(&mut self) {
        match &mut self.of {
            OfKind::Text(values) => values.clear(),
            OfKind::Whole(values) => values.clear(),
            OfKind::Real(values) => values.clear(),
            OfKind::Date(values) => values.clear(),
        }
        self.present.clear();
    }
}

fn keep<T>(values: &mut Vec<T>, value: Option<T>) -> bool {
    let present = value.is_some();
    values.extend(value);
    present
}

/// Days since 1970, as the format counts them.
fn days(day: Date) -> i32 {
    (day - date(1970, 1, 1)).get_days()
}
