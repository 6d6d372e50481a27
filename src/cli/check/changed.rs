//! `--changed-since REV`: the letters that git says changed, and new ones that it does not know yet.

use std::io;
use std::path::PathBuf;
use std::process::Command;

use miette::{IntoDiagnostic, WrapErr};

/// The files below `paths` that differ from `revision`, seen from the current folder. Deleted ones are left out.
pub(super) fn since(revision: &str, paths: &[PathBuf]) -> miette::Result<Vec<PathBuf>> {
    if revision.starts_with('-') {
        miette::bail!("--changed-since {revision}: a revision does not begin with a hyphen");
    }
    let mut changed = git(
        &["diff", "--name-only", "--relative", "-z", "--diff-filter=d", revision],
        paths,
    )?;
    changed.extend(git(&["ls-files", "--others", "--exclude-standard", "-z"], paths)?);
    changed.sort();
    changed.dedup();
    Ok(changed)
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
