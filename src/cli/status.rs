//! How a run ended, and the only place that turns it into the number that the shell sees.

use std::io;
use std::process::ExitCode;

use miette::{GraphicalReportHandler, NarratableReportHandler};

use crate::report::{self, Screen, Tally};

use super::config::FailOn;
use super::screen;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Nothing at or above `--fail-on` was found.
    Clean,
    /// Something at or above `--fail-on` was found.
    Found,
    /// The run itself failed.
    Failed,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(match status {
            Status::Clean => 0,
            Status::Found => 1,
            Status::Failed => 2,
        })
    }
}

/// How a run ended that found what `tally` counts.
pub(super) fn of_findings(tally: &Tally, fail_on: FailOn) -> Status {
    match fail_on.severity() {
        Some(least) if tally.at_least(least) > 0 => Status::Found,
        _ => Status::Clean,
    }
}

/// Tells the user why a run failed. A reader that closed the pipe knows what it did: that ends quietly.
pub(super) fn of_failure(failure: &miette::Report) -> Status {
    if is_closed_pipe(failure) {
        return Status::Clean;
    }
    anstream::eprint!("imrlint: {}", told(failure, screen::of_stderr()));
    Status::Failed
}

/// A failure in words, with a code frame where it has one.
fn told(failure: &miette::Report, screen: Screen) -> String {
    let mut message = String::new();
    let rendered = if screen.narrated {
        NarratableReportHandler::new().render_report(&mut message, failure.as_ref())
    } else {
        GraphicalReportHandler::new_themed(report::theme(screen))
            .with_width(screen.width)
            .render_report(&mut message, failure.as_ref())
    };
    match rendered {
        Ok(()) => message.trim_start().to_owned(),
        Err(_) => format!("{failure}\n"),
    }
}

/// Whether the reader of the output has gone.
fn is_closed_pipe(failure: &miette::Report) -> bool {
    failure.chain().any(|cause| match cause.downcast_ref::<io::Error>() {
        Some(error) => error.kind() == io::ErrorKind::BrokenPipe,
        // An error made a diagnostic on the way has lost its type and kept its words.
        None => cause.to_string().to_lowercase().starts_with("broken pipe"),
    })
}
