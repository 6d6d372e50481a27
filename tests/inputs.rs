//! What a path, a folder, a list or standard input gives, in which order, and how each thing that cannot be read ends.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::path::Path;

use imrlint::source::{Inputs, Limits, Unreadable};
use tempfile::TempDir;

const LETTER: &str = "IMR ISSUES, DECISIONS AND RATIONALES\nSoma 350mg #90: Upheld\n";

/// A folder with these files; a name that ends in a slash is a folder.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// The names that were found, below the folder.
fn names(inputs: &Inputs, below: &Path) -> Vec<String> {
    let below = format!("{}/", below.display());
    inputs
        .locate()
        .map(|located| located.name().replace(&below, ""))
        .collect()
}

/// Why the one input could not be read.
fn refusal(inputs: &Inputs) -> Unreadable {
    let mut all = inputs.read();
    let only = all.next().unwrap();
    assert!(all.next().is_none());
    only.outcome.unwrap_err()
}

#[test]
fn a_folder_gives_its_letters_by_name_and_leaves_out_what_ripgrep_does() {
    let folder = folder(&[
        ("b.txt", LETTER),
        ("a/2.TXT", LETTER),
        ("a/10.txt", LETTER),
        (".hidden.txt", LETTER),
        ("notes.md", LETTER),
        (".ignore", "drafts/\n"),
        ("drafts/d.txt", LETTER),
        ("letter.pdf", "%PDF-1.4"),
        ("export.dat", "{\\rtf1 Soma}"),
    ]);
    let found = names(&Inputs::new([folder.path()]), folder.path());
    assert_eq!(found, ["a/10.txt", "a/2.TXT", "b.txt", "export.dat", "letter.pdf"]);
}

#[test]
fn globs_choose_instead_of_content() {
    let folder = folder(&[("a.txt", LETTER), ("b.md", LETTER), ("c.md", LETTER)]);
    let choose = |globs: &[&str]| {
        let globs: Vec<String> = globs.iter().map(ToString::to_string).collect();
        names(&Inputs::new([folder.path()]).globs(&globs).unwrap(), folder.path())
    };
    assert_eq!(choose(&["*.md"]), ["b.md", "c.md"]);
    assert_eq!(choose(&["*.md", "!c*"]), ["b.md"]);
    assert_eq!(choose(&["!a*"]), [""; 0]);
    assert!(Inputs::new(["."]).globs(&["a{".to_owned()]).is_err());
}

#[test]
fn arguments_keep_their_order_and_a_missing_one_is_named() {
    let folder = folder(&[("a.txt", LETTER), ("b.txt", LETTER)]);
    let paths = ["b.txt", "missing.txt", "a.txt"].map(|name| folder.path().join(name));
    let inputs = Inputs::new(paths);
    assert_eq!(names(&inputs, folder.path()), ["b.txt", "missing.txt", "a.txt"]);
    let outcomes: Vec<_> = inputs
        .read()
        .map(|input| input.outcome.map(|letter| letter.text().len()))
        .collect();
    assert_eq!(outcomes, [Ok(LETTER.len()), Err(Unreadable::Missing), Ok(LETTER.len())]);
}

#[test]
fn a_list_names_files_by_line_or_by_zero_byte() {
    let folder = folder(&[("a.txt", LETTER), ("b c.txt", LETTER)]);
    let paths = ["b c.txt", "a.txt"].map(|name| folder.path().join(name).display().to_string());
    for list in [paths.join("\n"), paths.join("\r\n") + "\r\n", paths.join("\0")] {
        let list_path = folder.path().join("list");
        fs::write(&list_path, list).unwrap();
        let inputs = Inputs::new([""; 0]).files_from(list_path);
        assert_eq!(names(&inputs, folder.path()), ["b c.txt", "a.txt"]);
    }
}

#[test]
fn a_file_that_vanishes_after_it_was_listed_says_so() {
    let folder = folder(&[("a.txt", LETTER)]);
    let located = Inputs::new([folder.path()]).locate().next().unwrap();
    fs::remove_file(folder.path().join("a.txt")).unwrap();
    assert_eq!(
        located.read(&Limits::DEFAULT).outcome.unwrap_err(),
        Unreadable::Vanished
    );
}

#[test]
fn a_file_of_two_gigabytes_is_refused_unread() {
    let folder = folder(&[("a.txt", "")]);
    let path = folder.path().join("a.txt");
    fs::File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_len(2 << 30)
        .unwrap();
    assert_eq!(
        refusal(&Inputs::new([path])).to_string(),
        "it has 2 GiB, more than the limit of 64 MiB (file_bytes)"
    );
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Command;

    use super::*;

    #[test]
    fn a_pipe_is_refused_and_not_waited_for() {
        let folder = folder(&[]);
        let path = folder.path().join("pipe.txt");
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        assert_eq!(refusal(&Inputs::new([&path])), Unreadable::NotAFile("a pipe"));
        assert_eq!(refusal(&Inputs::new([folder.path()])), Unreadable::NotAFile("a pipe"));
    }

    #[test]
    fn a_device_is_refused() {
        assert_eq!(refusal(&Inputs::new(["/dev/zero"])), Unreadable::NotAFile("a device"));
    }

    #[test]
    fn a_loop_of_links_ends() {
        let folder = folder(&[("a/letter.txt", LETTER)]);
        symlink(folder.path(), folder.path().join("a/up")).unwrap();
        let inputs = Inputs::new([folder.path()]);
        assert_eq!(names(&inputs, folder.path()), ["a/letter.txt"]);
        let outcomes: Vec<_> = inputs
            .follow_links(true)
            .read()
            .map(|input| input.outcome.err())
            .collect();
        assert_eq!(outcomes, [None, Some(Unreadable::Loop)]);
    }

    #[test]
    fn a_link_that_leads_to_itself_is_missing_its_file() {
        let folder = folder(&[]);
        let path = folder.path().join("self.txt");
        symlink(&path, &path).unwrap();
        assert!(matches!(refusal(&Inputs::new([path])), Unreadable::Refused(_)));
    }

    #[test]
    fn an_unreadable_folder_is_named_and_the_others_are_read() {
        let folder = folder(&[("a/letter.txt", LETTER), ("b/letter.txt", LETTER)]);
        let closed = folder.path().join("a");
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
        let found: Vec<_> = Inputs::new([folder.path()]).read().collect();
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
        // The superuser reads every folder.
        if found.iter().all(|input| input.outcome.is_ok()) {
            assert_eq!(found.len(), 2);
        } else {
            assert_eq!(found[0].name, closed.display().to_string());
            assert_eq!(
                found[0].outcome.as_ref().unwrap_err().to_string(),
                "it cannot be read: permission denied"
            );
            assert!(found[1].outcome.is_ok());
        }
    }
}

#[test]
fn a_web_page_is_refused_and_says_what_to_do_instead() {
    let page = format!("<!DOCTYPE html>\n<html><body><pre>{LETTER}</pre></body></html>");
    let folder = folder(&[("letter.html", &page), ("named.txt", &page)]);
    for name in ["letter.html", "named.txt"] {
        let why = refusal(&Inputs::new([folder.path().join(name)])).to_string();
        assert!(
            why.starts_with("it is not text but a web page: print it to a PDF"),
            "{why}"
        );
    }
    // In a folder it is not passed over in silence.
    assert_eq!(
        names(&Inputs::new([folder.path()]), folder.path()),
        ["letter.html", "named.txt"]
    );
}
