//! From pieces of text and their places to the lines that a reader sees: from top to bottom, from left to right, with a
//! space where there is a gap and an empty line where there is a large one.

/// A piece of text and where it stands; y grows upwards.
#[derive(Debug, Clone)]
pub(super) struct Run {
    x: f64,
    y: f64,
    end: f64,
    /// The height of its letters on the page.
    size: f64,
    text: String,
}

/// Parts of a letter's height: how far two pieces of one line may stand apart in height, from which gap on a space is
/// missing, and from which on the gap is one between columns.
const SAME_LINE: f64 = 0.45;
const SPACE: f64 = 0.15;
const COLUMN: f64 = 1.8;

/// Times the usual distance of lines from which on a line is left empty.
const EMPTY_LINE: f64 = 1.45;

impl Run {
    /// A piece drawn by a matrix, up to `end`; nothing where it stands nowhere or says nothing.
    pub(super) fn new(matrix: [f64; 6], end: f64, size: f64, text: String) -> Option<Self> {
        let [_, _, c, d, x, y] = matrix;
        let size = (size * c.hypot(d)).abs();
        let stands = [x, y, end, size].iter().all(|number| number.is_finite());
        (stands && !text.is_empty()).then_some(Self { x, y, end, size, text })
    }
}

/// The text of a page.
pub(super) fn text(mut runs: Vec<Run>) -> String {
    runs.sort_by(|one, other| other.y.total_cmp(&one.y));
    let lines: Vec<&mut [Run]> = runs
        .chunk_by_mut(|one, other| one.y - other.y <= SAME_LINE * one.size.min(other.size).max(1.0))
        .collect();
    let usual = usual_distance(&lines);
    let mut text = String::new();
    let mut above: Option<f64> = None;
    for line in lines {
        line.sort_by(|one, other| one.x.total_cmp(&other.x));
        let written = written(line);
        if written.is_empty() {
            continue;
        }
        let y = line.first().map_or(0.0, |run| run.y);
        if above.is_some_and(|above| above - y > EMPTY_LINE * usual) {
            text.push('\n');
        }
        above = Some(y);
        text.push_str(&written);
        text.push('\n');
    }
    text
}

/// The distance that most lines have from the next: the median.
fn usual_distance(lines: &[&mut [Run]]) -> f64 {
    let heights: Vec<f64> = lines.iter().filter_map(|line| line.first()).map(|run| run.y).collect();
    let mut distances: Vec<f64> = heights.windows(2).map(|pair| pair[0] - pair[1]).collect();
    distances.sort_by(f64::total_cmp);
    distances.get(distances.len() / 2).copied().unwrap_or(f64::INFINITY)
}

/// The pieces of one line.
fn written(line: &[Run]) -> String {
    let mut text = String::new();
    let mut before: Option<&Run> = None;
    for run in line {
        if let Some(before) = before {
            // Some programs draw bold letters twice, a hair apart.
            if before.text == run.text && (before.x - run.x).abs() < SPACE * run.size {
                continue;
            }
            let gap = run.x - before.end;
            if gap > COLUMN * run.size {
                text.truncate(text.trim_end().len());
                text.push_str("   ");
            } else if gap > SPACE * run.size && !text.ends_with(' ') && !run.text.starts_with(' ') {
                text.push(' ');
            }
        }
        text.push_str(&run.text);
        before = Some(run);
    }
    text.truncate(text.trim_end().len());
    text
}
