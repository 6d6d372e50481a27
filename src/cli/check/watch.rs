//! `--watch`: checks once, then stays and checks again whatever changes, until interrupted.

use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;

use miette::{IntoDiagnostic, WrapErr};
use notify::{EventKind, RecursiveMode, Watcher};

use crate::cli::Status;

use super::{Run, run};

/// How long after a change no other may come before letters are checked: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(150);

/// Checks, and checks again what changes. Ends when the watching itself fails.
pub(super) fn watch(run: Run<'_>) -> miette::Result<Status> {
    let paths = &run.arguments.inputs.paths;
    if paths.iter().any(|path| path.as_os_str() == "-") {
        miette::bail!("--watch needs files or folders: standard input does not change");
    }
    let (sender, events) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event| {
        // The receiver lives as long as the watcher.
        let _ = sender.send(event);
    })
    .into_diagnostic()
    .wrap_err("the system offers no watching of files")?;
    for path in paths {
        watcher
            .watch(path, RecursiveMode::Recursive)
            .into_diagnostic()
            .wrap_err_with(|| format!("{} cannot be watched", path.display()))?;
    }
    report(run, paths.clone());
    loop {
        let changed = next_changes(&events)?;
        if !changed.is_empty() {
            report(run, changed);
        }
    }
}

/// A run inside the watch: what is wrong with it is said, and the watch goes on.
fn report(run: Run<'_>, paths: Vec<PathBuf>) {
    if let Err(failure) = run::check(run, paths, None) {
        crate::cli::status::of_failure(&failure);
    }
}

/// The files that changed, once they have come to rest.
fn next_changes(events: &mpsc::Receiver<notify::Result<notify::Event>>) -> miette::Result<Vec<PathBuf>> {
    let mut changed = Vec::new();
    let mut event = events
        .recv()
        .into_diagnostic()
        .wrap_err("the watching of files has ended")?;
    loop {
        let event_now = event.into_diagnostic().wrap_err("a change could not be seen")?;
        if matches!(event_now.kind, EventKind::Create(_) | EventKind::Modify(_)) {
            changed.extend(event_now.paths.into_iter().filter(|path| path.is_file()));
        }
        match events.recv_timeout(QUIET) {
            Ok(next) => event = next,
            Err(_) => break,
        }
    }
    changed.sort();
    changed.dedup();
    Ok(changed)
}
