//! Exports in Parquet: if the program was built with them, typed columns that read back as the hits; else a message.

use super::support::{desk, run, stderr};

#[cfg(not(feature = "parquet"))]
#[test]
fn a_program_without_parquet_says_how_to_get_it() {
    let desk = desk();
    let refused = run(desk.path(), &["export", "--in", "sample_corpus", "Starlink", "-o", "list.parquet"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("--features parquet"), "{}", stderr(&refused));
    assert!(!desk.path().join("list.parquet").exists());
    super::support::skipped("parquet: columns are read back in builds with the feature `parquet`");
}

#[cfg(feature = "parquet")]
fn rows_date(row: &serde_json::Value) -> Option<String> {
    row["date"].as_str().and_then(|date| date.get(..10)).map(str::to_owned)
}

#[cfg(feature = "parquet")]
#[test]
fn columns_read_back_as_the_hits() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;
    let desk = desk();
    let (table, lines) = ("list.parquet", "list.jsonl");
    for file in [table, lines] {
        let written = run(desk.path(), &["export", "--in", "sample_corpus", "*", "-o", file]);
        assert_eq!(written.status.code(), Some(0), "{}", stderr(&written));
    }
    let want: Vec<serde_json::Value> = std::fs::read_to_string(desk.path().join(lines))
        .expect("read")
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let file = std::fs::File::open(desk.path().join(table)).expect("opened");
    let reader = SerializedFileReader::new(file).expect("a Parquet file");
    let rows: Vec<_> = reader.get_row_iter(None).expect("rows").map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), want.len());
    assert!(rows.len() > 70);
    let mut days = 0;
    for (row, want) in rows.iter().zip(&want) {
        let want_row = want;
        for (name, field) in row.get_column_iter() {
            let want = &want_row[name.as_str()];
            match field {
                Field::Null => assert!(want.is_null(), "{name}: {want}"),
                Field::Long(number) => assert_eq!(Some(*number), want.as_i64(), "{name}"),
                Field::Double(number) => assert_eq!(Some(*number), want.as_f64(), "{name}"),
                Field::Str(text) if want.is_string() => assert_eq!(Some(text.as_str()), want.as_str(), "{name}"),
                Field::Str(text) => {
                    assert_eq!(&serde_json::from_str::<serde_json::Value>(text).expect("JSON"), want, "{name}");
                }
                Field::ListInternal(list) => {
                    let items: Vec<String> = list
                        .elements()
                        .iter()
                        .map(|item| match item {
                            Field::Str(text) => text.clone(),
                            other => panic!("{other:?}"),
                        })
                        .collect();
                    assert_eq!(serde_json::json!(items), *want, "{name}");
                }
                Field::Date(day) => {
                    assert_eq!(name, "day");
                    let stated = rows_date(want_row);
                    let days_of = jiff::civil::date(1970, 1, 1) + jiff::Span::new().days(*day);
                    assert_eq!(Some(days_of.to_string()), stated, "{name}");
                    days += 1;
                }
                other => panic!("{name}: {other:?}"),
            }
        }
    }
    assert!(days > 50);
}
