//! Parquet, for analysts' tools: one typed column per field. Numbers are numbers, lists are lists, `day` is a date if
//! at least the day is known, and nested values are JSON. Rows are written in groups, so that memory does not grow with
//! the list.

use super::fields::Row;
use super::sheet::{FieldName, Hits, RenderError, Sheet};
use crate::archive::Hit;
use crate::article::Precision;
use parquet::basic::{Compression, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::parser::parse_message_type;
use serde_json::Value;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

/// Number of articles in one group of rows.
const GROUP: usize = 2_000;

/// The column of days, besides the fields.
const DAY: &str = "day";

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Text,
    Number,
    Fraction,
    List,
    /// Nested values, as JSON.
    Nested,
}

/// Writes all hits as one file.
pub fn table(sheet: &Sheet, hits: &mut Hits, out: &mut dyn Write) -> Result<u64, RenderError> {
    let schema = parse_message_type(&schema(sheet.fields)).map_err(failed)?;
    let level = ZstdLevel::try_new(3).map_err(failed)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(level))
        .set_created_by(format!("morgue {}", env!("CARGO_PKG_VERSION")))
        .build();
    // The engine requires a writer that is `Send`: it gets memory, which is drained after every group.
    let memory = Memory::default();
    let mut writer =
        SerializedFileWriter::new(memory.clone(), Arc::new(schema), Arc::new(properties)).map_err(failed)?;
    let mut written = 0;
    loop {
        let group: Vec<Arc<Hit>> = hits.take(GROUP).collect::<Result<_, _>>()?;
        if group.is_empty() {
            break;
        }
        written += group.len() as u64;
        write_group(&mut writer, &group, sheet).map_err(failed)?;
        memory.drain_to(out)?;
    }
    writer.close().map_err(failed)?;
    memory.drain_to(out)?;
    Ok(written)
}

fn failed(error: ParquetError) -> io::Error {
    io::Error::other(error.to_string())
}

/// Bytes on their way from the engine to the file.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Vec<u8>>>);

impl Memory {
    fn drain_to(&self, out: &mut dyn Write) -> io::Result<()> {
        let bytes = std::mem::take(&mut *self.0.lock().map_err(|_| io::Error::other("a writer ended"))?);
        out.write_all(&bytes)
    }
}

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().map_err(|_| io::Error::other("a writer ended"))?.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn column_of(field: FieldName) -> Column {
    match field {
        "rank" | "words" | "hits" => Column::Number,
        "score" => Column::Fraction,
        "authors" | "person" | "org" | "place" | "nation" | "zones" | "captions" | "notes" => Column::List,
        "entities" | "margin" | "passages" | "marks" | "origins" => Column::Nested,
        _ => Column::Text,
    }
}

fn schema(fields: &[FieldName]) -> String {
    let mut schema = String::from("message articles {\n");
    for field in fields {
        // Names of fields consist of letters and `_`.
        let _ = match column_of(field) {
            Column::Text => writeln!(schema, "  optional binary {field} (STRING);"),
            Column::Nested => writeln!(schema, "  optional binary {field} (JSON);"),
            Column::Number => writeln!(schema, "  optional int64 {field};"),
            Column::Fraction => writeln!(schema, "  optional double {field};"),
            Column::List => writeln!(
                schema,
                "  optional group {field} (LIST) {{ repeated group list {{ required binary element (STRING); }} }}"
            ),
        };
    }
    let _ = write!(schema, "  optional int32 {DAY} (DATE);\n}}\n");
    schema
}

fn write_group(
    writer: &mut SerializedFileWriter<Memory>,
    hits: &[Arc<Hit>],
    sheet: &Sheet,
) -> Result<(), ParquetError> {
    let mut group = writer.next_row_group()?;
    let row = Row::of(sheet);
    let mut fields = sheet.fields.iter().enumerate();
    while let Some(mut column) = group.next_column()? {
        match fields.next() {
            Some((nth, field)) => {
                let values = hits.iter().map(|hit| row.content(nth, hit).into());
                write_column(&mut column, column_of(field), values)?;
            }
            None => {
                let days: Vec<Option<i32>> = hits.iter().map(|hit| day(hit)).collect();
                let levels: Vec<i16> = days.iter().map(|day| i16::from(day.is_some())).collect();
                let days: Vec<i32> = days.into_iter().flatten().collect();
                column.typed::<Int32Type>().write_batch(&days, Some(&levels), None)?;
            }
        }
        column.close()?;
    }
    group.close()?;
    Ok(())
}

/// Days since 1970.
fn day(hit: &Hit) -> Option<i32> {
    let published = hit.published.filter(|published| published.precision >= Precision::Day)?;
    let day: jiff::civil::Date = published.day_text().parse().ok()?;
    Some((day - jiff::civil::date(1970, 1, 1)).get_days())
}

fn write_column(
    column: &mut SerializedColumnWriter,
    kind: Column,
    values: impl Iterator<Item = Value>,
) -> Result<(), ParquetError> {
    if kind == Column::List {
        return write_lists(column, values);
    }
    let mut levels = Vec::new();
    let (mut texts, mut numbers, mut fractions) = (Vec::new(), Vec::new(), Vec::new());
    for value in values {
        levels.push(i16::from(!value.is_null()));
        match (kind, value) {
            (_, Value::Null) => {}
            (Column::Number, value) => numbers.push(value.as_i64().unwrap_or_default()),
            (Column::Fraction, value) => fractions.push(value.as_f64().unwrap_or_default()),
            (Column::Text, Value::String(text)) => texts.push(ByteArray::from(text.into_bytes())),
            (_, other) => texts.push(ByteArray::from(other.to_string().into_bytes())),
        }
    }
    match kind {
        Column::Number => column.typed::<Int64Type>().write_batch(&numbers, Some(&levels), None)?,
        Column::Fraction => column.typed::<DoubleType>().write_batch(&fractions, Some(&levels), None)?,
        _ => column.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), None)?,
    };
    Ok(())
}

/// Lists of texts: an empty list exists and has no element (Dremel's levels, Melnik et al. 2010).
fn write_lists(column: &mut SerializedColumnWriter, values: impl Iterator<Item = Value>) -> Result<(), ParquetError> {
    let (mut texts, mut defined, mut repeated) = (Vec::new(), Vec::new(), Vec::new());
    for value in values {
        let Value::Array(items) = value else {
            defined.push(0);
            repeated.push(0);
            continue;
        };
        if items.is_empty() {
            defined.push(1);
            repeated.push(0);
        }
        for (nth, item) in items.into_iter().enumerate() {
            defined.push(2);
            repeated.push(i16::from(nth > 0));
            let text = item.as_str().map_or_else(|| item.to_string(), str::to_owned);
            texts.push(ByteArray::from(text.into_bytes()));
        }
    }
    column.typed::<ByteArrayType>().write_batch(&texts, Some(&defined), Some(&repeated))?;
    Ok(())
}
