//! Where a report goes: standard output, or a file that is complete or not there. A file is written under a temporary name
//! beside its place and renamed at the end; an interrupted run takes it away.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::{Mutex, MutexGuard, PoisonError};

use miette::{IntoDiagnostic, WrapErr};
use tempfile::NamedTempFile;

/// The unfinished files, for the handler of interruptions.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Where a report goes.
#[derive(Debug)]
pub(super) enum Output {
    /// Standard output.
    Stdout(BufWriter<io::Stdout>),
    /// Something that is no regular file and cannot be renamed over: a device, a pipe.
    Device(BufWriter<File>, PathBuf),
    /// A file, under its temporary name until it is complete.
    File(BufWriter<NamedTempFile>, PathBuf),
}

impl Output {
    /// Opens `path`, or standard output.
    pub(super) fn open(path: Option<&Path>) -> miette::Result<Self> {
        let Some(path) = path else {
            return Ok(Self::Stdout(BufWriter::new(io::stdout())));
        };
        Self::open_file(path)
            .into_diagnostic()
            .wrap_err_with(|| cannot_write(path))
    }

    fn open_file(path: &Path) -> io::Result<Self> {
        // A link stays a link: its target is replaced.
        let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let before = fs::metadata(&path).ok();
        if before.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        if before.as_ref().is_some_and(|metadata| !metadata.is_file()) {
            let device = OpenOptions::new().write(true).open(&path)?;
            return Ok(Self::Device(BufWriter::new(device), path));
        }
        let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let mut builder = tempfile::Builder::new();
        builder.prefix(".imrlint-").suffix(".part");
        if let Some(permissions) = permissions(before.as_ref()) {
            builder.permissions(permissions);
        }
        let temporary = builder
            .tempfile_in(folder.unwrap_or(Path::new(".")))
            .map_err(without_path)?;
        is_unfinished(temporary.path());
        Ok(Self::File(BufWriter::new(temporary), path))
    }

    /// Whether it is a file or a device, and not standard output.
    pub(super) const fn is_file(&self) -> bool {
        !matches!(self, Self::Stdout(_))
    }

    /// Completes the report.
    pub(super) fn finish(self) -> miette::Result<()> {
        match self {
            Self::Stdout(mut stdout) => stdout
                .flush()
                .into_diagnostic()
                .wrap_err("the report could not be written to standard output"),
            Self::Device(mut device, path) => device.flush().into_diagnostic().wrap_err_with(|| cannot_write(&path)),
            Self::File(buffer, path) => {
                let unfinished = buffer.get_ref().path().to_owned();
                let finished = buffer
                    .into_inner()
                    .map_err(io::IntoInnerError::into_error)
                    .and_then(|temporary| temporary.persist(&path).map_err(|error| error.error));
                held().retain(|path| *path != unfinished);
                finished
                    .map(drop)
                    .into_diagnostic()
                    .wrap_err_with(|| cannot_write(&path))
            }
        }
    }

    /// The message for a report that cannot be written here.
    pub(super) fn cannot_write(&self) -> String {
        match self {
            Self::Stdout(_) => "the report could not be written to standard output".to_owned(),
            Self::Device(_, path) | Self::File(_, path) => cannot_write(path),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(stdout) => stdout.write(bytes),
            Self::Device(device, _) => device.write(bytes),
            Self::File(file, _) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(stdout) => stdout.flush(),
            Self::Device(device, _) => device.flush(),
            Self::File(file, _) => file.flush(),
        }
    }
}

/// Writes a whole file at once, complete or not at all.
pub(super) fn write_file(path: &Path, contents: &[u8]) -> miette::Result<()> {
    let mut output = Output::open(Some(path))?;
    output
        .write_all(contents)
        .into_diagnostic()
        .wrap_err_with(|| cannot_write(path))?;
    output.finish()
}

/// Makes an interruption take the unfinished file away before the program ends.
pub(super) fn clean_up_when_interrupted() -> miette::Result<()> {
    ctrlc::set_handler(|| give_up("interrupted; no report was written")).into_diagnostic()
}

/// Takes the unfinished files away and ends the program.
pub(super) fn give_up(why: &str) -> ! {
    for path in held().drain(..) {
        // Nothing can be done about a file that cannot be removed.
        let _ = fs::remove_file(path);
    }
    eprintln!("imrlint: {why}");
    process::exit(2)
}

/// The file at `path` is to go away with the program, if it does not end by itself.
pub(super) fn is_unfinished(path: &Path) {
    held().push(path.to_owned());
}

fn held() -> MutexGuard<'static, Vec<PathBuf>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The error of the system alone: the temporary name beside it means nothing to the user.
fn without_path(error: io::Error) -> io::Error {
    let system = io::Error::last_os_error();
    if system.kind() == error.kind() {
        system
    } else {
        error.kind().into()
    }
}

fn cannot_write(path: &Path) -> String {
    format!("the report could not be written to {}", path.display())
}

/// Those of the file that is replaced; else what the user's mask leaves of reading and writing.
fn permissions(before: Option<&fs::Metadata>) -> Option<fs::Permissions> {
    #[cfg(unix)]
    let usual = {
        use std::os::unix::fs::PermissionsExt;
        Some(fs::Permissions::from_mode(0o666))
    };
    #[cfg(not(unix))]
    let usual = None;
    before.map(fs::Metadata::permissions).or(usual)
}
