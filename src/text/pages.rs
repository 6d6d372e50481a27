//! Which lines belong to the page and not to the text. A number alone on a line is a page's only where a page ends or
//! begins: at a form feed or the letter's end, or beside more blank lines than the letter has between its lines. Everywhere
//! else, and behind the word "page" of a citation, it is a date or a figure that the wrap left alone.

use std::collections::HashSet;

use super::line::Line;

/// No letter has more pages.
const LAST_PAGE: u32 = 999;
/// Pages of a cover that is counted or cut off.
const COVER: u32 = 2;

/// The lines that are text, in order.
pub(super) fn without_furniture(mut lines: Vec<Line>) -> Vec<Line> {
    let mut is_number = page_numbers(&lines).into_iter();
    lines.retain(|line| !is_number.next().unwrap_or(false) && !line.shape.is_furniture);
    lines
}

/// For each line, whether it is a page number.
fn page_numbers(lines: &[Line]) -> Vec<bool> {
    let mut is_number = vec![false; lines.len()];
    let usual = usual_gap(lines);
    let mut page = 1;
    let mut at_breaks = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        page += u32::from(line.begins_page);
        let Some(number) = line.shape.lone_number.filter(|number| *number <= LAST_PAGE) else {
            continue;
        };
        let next = lines.get(at + 1);
        let gap = line.gap.max(next.map_or(0, |next| next.gap));
        let is_at_edge = line.begins_page || next.is_none_or(|next| next.begins_page);
        let is_cited = at > 0 && lines[at - 1].shape.names_page && line.gap <= usual && !is_at_edge;
        if is_cited {
            continue;
        }
        let may_be_this_page = line.shape.says_page || is_at_edge && number.abs_diff(page) <= COVER;
        is_number[at] =
            gap > usual + 1 || gap > usual && (is_at_edge || may_be_this_page) || is_at_edge && may_be_this_page;
        if is_at_edge || gap > usual {
            at_breaks.push((at, number));
        }
    }
    mark_counted(&at_breaks, &mut is_number);
    is_number
}

/// Numbers that count on from one before, or up to one behind.
fn mark_counted(at_breaks: &[(usize, u32)], is_number: &mut [bool]) {
    let mut before = HashSet::new();
    for &(at, number) in at_breaks {
        is_number[at] |= before.contains(&number.wrapping_sub(1));
        before.insert(number);
    }
    let mut behind = HashSet::new();
    for &(at, number) in at_breaks.iter().rev() {
        is_number[at] |= behind.contains(&(number + 1));
        behind.insert(number);
    }
}

/// Blank lines between most lines.
fn usual_gap(lines: &[Line]) -> usize {
    let mut counts = [0_usize; 3];
    for line in lines.iter().skip(1) {
        counts[line.gap.min(2)] += 1;
    }
    (0..counts.len())
        .max_by_key(|&gap| (counts[gap], counts.len() - gap))
        .unwrap_or(0)
}
