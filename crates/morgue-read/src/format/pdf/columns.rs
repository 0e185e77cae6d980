//! The order in which a page set in columns is read: the page is cut along its white gutters into regions, and each
//! region is read down before the next one (recursive XY cut, Nagy and Seth 1984). Cut only between prose, never between
//! the cells of a table. Knows nothing about PDF files.

use super::reading::PdfPiece;
use std::ops::RangeInclusive;

/// Fewest lines on each side of a gutter.
const LEAST_LINES: usize = 4;

/// Narrowest gutter, in sizes of the type.
const NARROWEST_GUTTER: f32 = 0.7;

/// Average characters that the lines of a column have at least; cells of tables have fewer.
const LEAST_CHARS: usize = 15;

/// Places across a page at which a gutter may be.
const PLACES: usize = 512;

/// Most pieces and most lines of a page; beyond, it is a drawing.
const MOST_PIECES: usize = 50_000;
const MOST_LINES: usize = 4_000;

/// Gutters in gutters.
const DEEPEST: usize = 12;

/// The text of a page that has columns, each line of a column on a line; `None` if it has none, or if its letters do not
/// run from left to right.
pub(super) fn in_columns(pieces: &[PdfPiece]) -> Option<String> {
    let is_readable = |piece: &PdfPiece| {
        [piece.left, piece.right, piece.y, piece.size].iter().all(|number| number.is_finite()) && piece.size > 0.0
    };
    if pieces.len() > MOST_PIECES || !pieces.iter().all(is_readable) || pieces.iter().any(is_other_direction) {
        return None;
    }
    let rows = rows(pieces.iter().filter(|piece| !piece.text.trim().is_empty()).collect());
    if rows.len() > MOST_LINES {
        return None;
    }
    let mut regions = Vec::new();
    cut(rows, 0, &mut regions);
    let join = |mut text: String, region: &Vec<Row>| {
        let column = text_of(region);
        // A sentence goes on at the top of the next column.
        text.push_str(if column.starts_with(char::is_lowercase) { "\n" } else { "\n\n" });
        text + &column
    };
    (regions.len() > 1).then(|| regions.iter().fold(String::new(), join).trim_start().to_owned())
}

/// Turned pieces, and letters of Hebrew, Arabic and their kind.
fn is_other_direction(piece: &PdfPiece) -> bool {
    piece.turned || piece.text.chars().any(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fefc}'))
}

/// Pieces on one base line, from left to right.
#[derive(Debug)]
struct Row<'a> {
    y: f32,
    size: f32,
    pieces: Vec<&'a PdfPiece>,
}

/// From top to bottom.
fn rows(mut pieces: Vec<&PdfPiece>) -> Vec<Row<'_>> {
    pieces.sort_by(|a, b| b.y.total_cmp(&a.y).then(a.left.total_cmp(&b.left)));
    let mut rows: Vec<Row> = Vec::new();
    for piece in pieces {
        match rows.last_mut() {
            Some(row) if row.y - piece.y <= 0.4 * row.size.min(piece.size) => {
                row.size = row.size.max(piece.size);
                row.pieces.push(piece);
            }
            _ => rows.push(Row { y: piece.y, size: piece.size, pieces: vec![piece] }),
        }
    }
    rows.iter_mut().for_each(|row| row.pieces.sort_by(|a, b| a.left.total_cmp(&b.left)));
    rows
}

/// Rows of a region that a gutter divides, and where it is.
struct Gutter {
    first: usize,
    last: usize,
    at: f32,
    height: f32,
}

/// Cuts a region and adds its parts in the order of reading: what is above the columns, each column, what is below.
fn cut<'a>(rows: Vec<Row<'a>>, depth: usize, regions: &mut Vec<Vec<Row<'a>>>) {
    let Some(gutter) = (depth < DEEPEST).then(|| gutter(&rows)).flatten() else {
        regions.extend((!rows.is_empty()).then_some(rows));
        return;
    };
    let mut above = rows;
    let below = above.split_off(gutter.last + 1);
    let (left, right) = sides(&above.split_off(gutter.first), gutter.at);
    [above, left, right, below].into_iter().for_each(|rows| cut(rows, depth + 1, regions));
}

/// The pieces of rows on either side of a place.
fn sides<'a>(rows: &[Row<'a>], at: f32) -> (Vec<Row<'a>>, Vec<Row<'a>>) {
    let side = |is_left: bool| {
        let of_row = |row: &Row<'a>| {
            let here = |piece: &&&'a PdfPiece| (piece.left < at) == is_left;
            let pieces: Vec<&PdfPiece> = row.pieces.iter().filter(here).copied().collect();
            Some(Row { y: pieces.first()?.y, size: pieces.iter().map(|piece| piece.size).fold(0.0, f32::max), pieces })
        };
        rows.iter().filter_map(of_row).collect()
    };
    (side(true), side(false))
}

/// The places across a region.
struct Across {
    left: f32,
    step: f32,
}

impl Across {
    fn of(rows: &[Row]) -> Option<Self> {
        let pieces = || rows.iter().flat_map(|row| &row.pieces);
        let left = pieces().map(|piece| piece.left).fold(f32::MAX, f32::min);
        let right = pieces().map(|piece| piece.right).fold(f32::MIN, f32::max);
        let step = (right - left) / PLACES as f32;
        (step.is_finite() && step > 0.0).then_some(Self { left, step })
    }

    fn place(&self, x: f32) -> usize {
        (((x - self.left) / self.step) as usize).min(PLACES - 1)
    }

    fn places(&self, piece: &PdfPiece) -> RangeInclusive<usize> {
        self.place(piece.left)..=self.place(piece.right)
    }
}

/// The highest gutter with prose on both sides; of several as high as that, the one farthest left.
fn gutter(rows: &[Row]) -> Option<Gutter> {
    let across = Across::of(rows)?;
    let mut sizes: Vec<f32> = rows.iter().map(|row| row.size).collect();
    sizes.sort_by(f32::total_cmp);
    let least_width = NARROWEST_GUTTER * sizes.get(sizes.len() / 2)?;
    if rows.len() < LEAST_LINES {
        return None;
    }
    let mut runs: Vec<(usize, usize, usize)> = Vec::new();
    let mut since = vec![0_usize; PLACES];
    for (nth, row) in rows.iter().enumerate() {
        for piece in &row.pieces {
            for at in across.places(piece) {
                runs.extend((since[at] + LEAST_LINES <= nth).then(|| (at, since[at], nth - 1)));
                since[at] = nth + 1;
            }
        }
    }
    runs.extend(
        (0..PLACES).filter(|&at| since[at] + LEAST_LINES <= rows.len()).map(|at| (at, since[at], rows.len() - 1)),
    );
    // Places beside each other with the same rows are one gutter.
    runs.sort_unstable_by_key(|&(at, first, last)| (first, last, at));
    let neighbours = |a: &(usize, usize, usize), b: &(usize, usize, usize)| (b.0, b.1, b.2) == (a.0 + 1, a.1, a.2);
    let mut gutters: Vec<Gutter> = runs
        .chunk_by(neighbours)
        .filter(|run| run.len() as f32 * across.step >= least_width)
        .map(|run| {
            let (at, first, last) = run[run.len() / 2];
            Gutter {
                first,
                last,
                at: across.left + (at as f32 + 0.5) * across.step,
                height: rows[first].y - rows[last].y,
            }
        })
        .collect();
    gutters.sort_by(|a, b| b.height.total_cmp(&a.height).then(a.at.total_cmp(&b.at)));
    gutters.into_iter().find(|gutter| {
        let (left, right) = sides(&rows[gutter.first..=gutter.last], gutter.at);
        is_prose(&left) && is_prose(&right)
    })
}

/// Lines that are long enough, mostly letters, and mostly as wide as their column; it may be several columns.
fn is_prose(rows: &[Row]) -> bool {
    let mut lines = lines_of_columns(rows);
    lines.sort_by(|a, b| a.width.total_cmp(&b.width));
    let (chars, letters) =
        lines.iter().fold((0, 0), |(chars, letters), line| (chars + line.chars, letters + line.letters));
    let at = |tenths: usize| lines.get(lines.len() * tenths / 10).map_or(0.0, |line| line.width);
    rows.len() >= LEAST_LINES && chars >= LEAST_CHARS * lines.len() && letters * 3 >= chars * 2 && at(5) >= 0.6 * at(8)
}

/// What one column has of one row.
#[derive(Default)]
struct ColumnLine {
    left: f32,
    width: f32,
    chars: usize,
    letters: usize,
}

/// Columns are divided by places that hardly a row covers: words may be far apart in a justified line.
fn lines_of_columns(rows: &[Row]) -> Vec<ColumnLine> {
    let Some(across) = Across::of(rows) else { return Vec::new() };
    let mut covered = vec![0_usize; PLACES];
    let pieces = rows.iter().flat_map(|row| &row.pieces);
    pieces.flat_map(|piece| across.places(piece)).for_each(|at| covered[at] += 1);
    let is_white = |at: usize| covered[at] * 10 <= rows.len();
    let mut column_of = vec![0_usize; PLACES];
    for at in 1..PLACES {
        column_of[at] = column_of[at - 1] + usize::from(is_white(at) && !is_white(at - 1));
    }
    let mut lines = Vec::new();
    for row in rows {
        let column = |piece: &&PdfPiece| column_of[across.place(piece.left)];
        for pieces in row.pieces.chunk_by(|a, b| column(a) == column(b)) {
            let mut line = ColumnLine { left: pieces[0].left, ..ColumnLine::default() };
            for piece in pieces {
                line.width = line.width.max(piece.right - line.left);
                line.chars += piece.text.trim().chars().count();
                line.letters += piece.text.chars().filter(|c| c.is_alphabetic()).count();
            }
            lines.push(line);
        }
    }
    lines
}

/// The lines of a region; a space line where the type changes or the lines are farther apart than most.
fn text_of(rows: &[Row]) -> String {
    let mut steps: Vec<f32> = rows.windows(2).map(|pair| pair[0].y - pair[1].y).collect();
    steps.sort_by(f32::total_cmp);
    let usual = steps.get(steps.len() / 2).copied().unwrap_or(f32::MAX);
    let mut text = String::new();
    for (nth, row) in rows.iter().enumerate() {
        if let Some(above) = nth.checked_sub(1).map(|above| &rows[above]) {
            let is_apart = above.y - row.y > 1.5 * usual;
            let other_type = above.size > 1.15 * row.size || row.size > 1.15 * above.size;
            text.push_str(if is_apart || other_type { "\n\n" } else { "\n" });
        }
        let mut end = f32::MAX;
        for piece in &row.pieces {
            if piece.left - end > 0.12 * row.size && !text.ends_with(' ') {
                text.push(' ');
            }
            text.push_str(&piece.text);
            end = piece.right;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Left edge, line from the top, size, text.
    type Drawn = (f32, f32, f32, String);

    /// A page of pieces: left edge, line from the top, size, text; letters are half as wide as high.
    fn page(pieces: &[(f32, f32, f32, &str)]) -> Vec<PdfPiece> {
        let piece = |&(left, line, size, text): &(f32, f32, f32, &str)| PdfPiece {
            text: text.to_owned(),
            left,
            right: left + text.chars().count() as f32 * size / 2.0,
            y: 800.0 - 10.0 * line,
            size,
            turned: false,
        };
        pieces.iter().map(piece).collect()
    }

    fn column(left: f32, first: f32, name: &str) -> Vec<Drawn> {
        let words = [
            "gates stay shut at night for",
            "now and the boats wait for",
            "the tide of the morning, the",
            "harbour office said so today.",
        ];
        words
            .iter()
            .enumerate()
            .map(|(nth, words)| (left, first + nth as f32, 8.0, format!("{name} {words}")))
            .collect()
    }

    fn read(pieces: &[Drawn]) -> Option<String> {
        let pieces: Vec<_> =
            pieces.iter().map(|(left, line, size, text)| (*left, *line, *size, text.as_str())).collect();
        in_columns(&page(&pieces))
    }

    /// The first word of each line.
    fn order(text: &str) -> Vec<&str> {
        text.lines().filter_map(|line| line.split(' ').next()).filter(|word| !word.is_empty()).collect()
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let head = |left: f32, line: f32, text: &str| vec![(left, line, 16.0, text.to_owned())];
        let cases: [(Vec<Vec<Drawn>>, &str); 4] = [
            // Three columns below a headline over all of them.
            (
                vec![
                    head(40.0, 0.0, "Harbour gates and their boats shut for the third night in a row"),
                    column(40.0, 3.0, "a"),
                    column(190.0, 3.0, "b"),
                    column(340.0, 3.0, "c"),
                ],
                "Harbour a a a a b b b b c c c c",
            ),
            // A headline over two of three columns; the third is another story.
            (
                vec![
                    head(40.0, 0.0, "Harbour gates shut for the third"),
                    column(40.0, 3.0, "a"),
                    column(190.0, 3.0, "b"),
                    column(340.0, 0.0, "c"),
                    column(340.0, 4.0, "d"),
                ],
                "Harbour a a a a b b b b c c c c d d d d",
            ),
            // A line across the page between two rows of columns.
            (
                vec![
                    column(40.0, 0.0, "a"),
                    column(190.0, 0.0, "b"),
                    head(40.0, 6.0, "Weather: more of the rain that came on"),
                    column(40.0, 8.0, "c"),
                    column(190.0, 8.0, "d"),
                ],
                "a a a a b b b b Weather: c c c c d d d d",
            ),
            // Base lines that differ by half a line.
            (vec![column(40.0, 0.0, "a"), column(190.0, 0.5, "b")], "a a a a b b b b"),
        ];
        for (pieces, want) in cases {
            // In the order in which some programs draw them, line by line.
            let mut pieces = pieces.concat();
            pieces.sort_by(|a, b| a.1.total_cmp(&b.1));
            let text = read(&pieces).expect("columns");
            assert_eq!(order(&text).join(" "), want, "{text}");
        }
    }

    #[test]
    fn a_table_a_single_column_and_other_directions_are_left_to_the_reader() {
        let cells = |left: f32, text: &str| -> Vec<_> {
            (0..8).map(|line| (left, line as f32, 8.0, format!("{text} {line}"))).collect()
        };
        assert_eq!(read(&[cells(40.0, "Gate"), cells(120.0, "12.5"), cells(200.0, "North")].concat()), None);
        assert_eq!(read(&[column(40.0, 0.0, "a"), column(40.0, 4.0, "b")].concat()), None);
        assert_eq!(read(&[column(40.0, 0.0, "שער"), column(190.0, 0.0, "b")].concat()), None);
        assert_eq!(read(&[]), None);
    }

    #[test]
    fn pieces_of_a_line_are_joined_and_distances_kept_as_space_lines() {
        let mut pieces = vec![(40.0, -3.0, 8.0, "a Rain and".to_owned()), (84.0, -3.0, 8.0, "wind.".to_owned())];
        pieces.extend([column(40.0, 0.0, "a"), column(190.0, 0.0, "b")].concat());
        let text = read(&pieces).expect("columns");
        assert!(text.starts_with("a Rain and wind.\n\na gates stay"), "{text}");
    }

    #[test]
    fn numbers_that_are_none_and_endless_pages_are_left_to_the_reader() {
        let mut pieces = page(&[(40.0, 0.0, 8.0, "a"), (f32::NAN, 0.0, 8.0, "b")]);
        assert_eq!(in_columns(&pieces), None);
        pieces[1].left = f32::MIN;
        pieces[1].right = f32::MAX;
        assert_eq!(in_columns(&pieces), None);
        let many = vec![pieces[0].clone(); MOST_PIECES + 1];
        assert_eq!(in_columns(&many), None);
    }
}
