//! `--changed-since REV`: the letters that git says changed, and new ones that it does not know yet.

use std::collections::HashSet;
use std::io;
use std::path::PathBuf;
use std::process::Command;

use miette::{IntoDiagnostic, WrapErr};

/// The files that git says changed.
#[derive(Debug)]
pub(super) struct Changed(HashSet<PathBuf>);

impl Changed {
    /// Whether the letter of this name has changed: it, the archive that it is in, or the table whose record it is.
    pub(super) fn has(&self, letter: &str) -> bool {
        let file = letter.rsplit_once('#').map(|(file, _)| file);
        std::iter::once(letter).chain(file).any(|name| {
            let path = std::path::absolute(name).unwrap_or_else(|_| name.into());
            path.ancestors().any(|path| self.0.contains(path))
        })
    }
}

/// The files below `paths` that differ from `revision` or are new to git. Deleted ones are left out.
pub(super) fn since(revision: &str, paths: &[PathBuf]) -> miette::Result<Changed> {
    if revision.starts_with('-') {
        miette::bail!("--changed-since {revision}: a revision does not begin with a hyphen");
    }
    let diff = ["diff", "--name-only", "--relative", "-z", "--diff-filter=d", revision];
    let changed = git(&diff, paths)?;
    let new = git(&["ls-files", "--others", "--exclude-standard", "-z"], paths)?;
    let files: io::Result<_> = changed.into_iter().chain(new).map(std::path::absolute).collect();
    Ok(Changed(files.into_diagnostic()?))
}

fn git(arguments: &[&str], paths: &[PathBuf]) -> miette::Result<Vec<PathBuf>> {
    let output = Command::new("git").args(arguments).arg("--").args(paths).output();
    let output = match output {
        Ok(output) => output,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            miette::bail!(
                help = "install git, or name the letters",
                "--changed-since needs the program git, and there is none"
            );
        }
        Err(error) => return Err(error).into_diagnostic().wrap_err("git could not be run"),
    };
    if !output.status.success() {
        miette::bail!(
            "git does not say what changed: {}",
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(output
        .stdout
        .split(|&byte| byte == 0)
        .filter(|name| !name.is_empty())
        .map(path_of)
        .collect())
}

#[cfg(unix)]
fn path_of(name: &[u8]) -> PathBuf {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(name))
}

#[cfg(not(unix))]
fn path_of(name: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(name).into_owned())
}
