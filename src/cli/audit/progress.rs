//! How far a batch is: a bar on the terminal, and nothing anywhere else. How many letters there are is not known at the
//! start; a second walk over the same folders counts them beside the run.

use std::io::{self, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use indicatif::{ProgressBar, ProgressStyle};

use crate::source::Inputs;

/// The bar, where there is one.
#[derive(Debug)]
pub(super) struct Progress {
    bar: ProgressBar,
    over: Arc<AtomicBool>,
}

impl Progress {
    /// Shows the bar if standard error is a terminal.
    pub(super) fn start(inputs: &Inputs, most: Option<usize>, stop: &Arc<AtomicBool>) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        if !io::stderr().is_terminal() {
            return Self {
                bar: ProgressBar::hidden(),
                over,
            };
        }
        let bar = ProgressBar::new_spinner();
        bar.set_style(style("{spinner} {human_pos} letters, {per_sec}, {elapsed}"));
        if !inputs.reads_stdin() {
            count(inputs, most, bar.clone(), [Arc::clone(stop), Arc::clone(&over)]);
        }
        Self { bar, over }
    }

    /// So many letters are done.
    pub(super) fn at(&self, done: usize) {
        self.bar.set_position(done as u64);
    }

    /// Takes the bar away.
    pub(super) fn finish(self) {
        self.over.store(true, Ordering::Relaxed);
        self.bar.finish_and_clear();
    }
}

/// Counts the letters, and tells the bar.
fn count(inputs: &Inputs, most: Option<usize>, bar: ProgressBar, ends: [Arc<AtomicBool>; 2]) {
    let letters = inputs.locate().take(most.unwrap_or(usize::MAX));
    thread::spawn(move || {
        let is_over = || ends.iter().any(|end| end.load(Ordering::Relaxed));
        let total = letters.take_while(|_| !is_over()).count();
        if !is_over() {
            bar.set_length(total as u64);
            bar.set_style(style(
                "{bar:30} {human_pos} of {human_len} letters, {per_sec}, {eta} left",
            ));
        }
    });
}

/// A style whose template is written here and known to be good; the default, if not.
fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}
