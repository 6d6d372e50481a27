//! Figures and dates in figures, where a text has them: words and amounts are cut alike.

/// Where the figures end that begin at byte `start`; there itself, if none do.
#[must_use]
pub fn figures_end(text: &[u8], start: usize) -> usize {
    let figures = text[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    start + figures
}

/// Where a date in figures that begins at byte `start` ends ("4/2/13", "2014-03-11").
#[must_use]
pub fn date_end(text: &[u8], start: usize) -> Option<usize> {
    let first = figures_end(text, start);
    let separator = *text.get(first).filter(|byte| matches!(byte, b'/' | b'-'))?;
    let second = figures_end(text, first + 1);
    if second == first + 1 || text.get(second) != Some(&separator) {
        return None;
    }
    let third = figures_end(text, second + 1);
    let lengths = [first - start, second - first - 1, third - second - 1];
    matches!(lengths, [1 | 2, 1 | 2, 2 | 4] | [4, 1 | 2, 1 | 2]).then_some(third)
}
