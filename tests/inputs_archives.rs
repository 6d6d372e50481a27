//! What archives give, and how those end that were made to do harm.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs::File;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use imrlint::source::{Fields, Inputs, Limits, Unreadable};
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const LETTER: &str = "IMR ISSUES, DECISIONS AND RATIONALES\nSoma 350mg #90: Upheld\n";

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        // Written by hand: the builder refuses the paths that a hostile archive has.
        header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// A file of these bytes in a folder of its own.
fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

/// The names below the archive's own, each with its text or why there is none.
fn read_with(path: &Path, inputs: Inputs) -> Vec<(String, Result<String, Unreadable>)> {
    let own = path.display().to_string();
    let read = inputs.read().map(|input| {
        let name = input.name.replace(&own, "");
        (name, input.outcome.map(|letter| letter.text().to_owned()))
    });
    read.collect()
}

fn read(path: &Path) -> Vec<(String, Result<String, Unreadable>)> {
    read_with(path, Inputs::new([path]))
}

fn read_within(bytes: &[u8], limits: Limits) -> Vec<(String, Result<String, Unreadable>)> {
    let (_folder, path) = file("archive", bytes);
    read_with(&path, Inputs::new([&path]).limits(limits))
}

fn good(name: &str) -> (String, Result<String, Unreadable>) {
    (name.to_owned(), Ok(LETTER.to_owned()))
}

#[test]
fn every_kind_of_archive_gives_its_letters_by_content() {
    let members: [(&str, &[u8]); 5] = [
        ("2014/b.txt", LETTER.as_bytes()),
        ("2014/notes.md", LETTER.as_bytes()),
        ("a.txt", LETTER.as_bytes()),
        ("__MACOSX/._a.txt", b"\0\x05\x16\x07"),
        (".hidden/c.txt", LETTER.as_bytes()),
    ];
    for bytes in [zip(&members), tar(&members), gzip(&tar(&members)), zstd(&tar(&members))] {
        let (_folder, path) = file("letters.any", &bytes);
        assert_eq!(read(&path), [good("/2014/b.txt"), good("/a.txt")]);
    }
}

#[test]
fn an_archive_in_a_folder_is_gone_into() {
    let (folder, path) = file("letters.tgz", &gzip(&tar(&[("a.txt", LETTER.as_bytes())])));
    assert_eq!(read_with(&path, Inputs::new([folder.path()])), [good("/a.txt")]);
}

#[test]
fn a_compressed_letter_is_a_letter() {
    for bytes in [gzip(LETTER.as_bytes()), zstd(LETTER.as_bytes())] {
        let (folder, path) = file("a.txt.gz", &bytes);
        assert_eq!(read(&path), [good("")]);
        assert_eq!(read_with(&path, Inputs::new([folder.path()])), [good("")]);
    }
    let (folder, path) = file("server.log.gz", &gzip(LETTER.as_bytes()));
    assert_eq!(read_with(&path, Inputs::new([folder.path()])), []);
}

#[test]
fn zstd_frames_follow_each_other() {
    let letter = tar(&[("a.txt", LETTER.as_bytes())]);
    let (first, second) = letter.split_at(700);
    let note = b"\x50\x2A\x4D\x18\x03\0\0\0abc";
    let (_folder, path) = file("a.tar.zst", &[&zstd(first), note.as_slice(), &zstd(second)].concat());
    assert_eq!(read(&path), [good("/a.txt")]);
}

#[test]
fn globs_choose_among_members() {
    let (_folder, path) = file(
        "a.zip",
        &zip(&[("x/a.md", LETTER.as_bytes()), ("b.txt", LETTER.as_bytes())]),
    );
    let inputs = Inputs::new([&path]).globs(&["*.md".to_owned()]).unwrap();
    assert_eq!(read_with(&path, inputs), [good("/x/a.md")]);
}

#[test]
fn records_in_an_archive_are_letters() {
    let lines = b"{\"id\": \"a\", \"text\": \"Soma\"}\n{\"id\": \"b\", \"text\": \"Norco\"}\n";
    let fields = Fields {
        text: "text".to_owned(),
        id: Some("id".to_owned()),
    };
    for (name, bytes, inner) in [
        ("year.zip", zip(&[("year.jsonl", lines)]), "/year.jsonl"),
        ("year.tar", tar(&[("year.jsonl", lines)]), "/year.jsonl"),
        ("year.jsonl.gz", gzip(lines), ""),
    ] {
        let (_folder, path) = file(name, &bytes);
        let read = read_with(&path, Inputs::new([&path]).records(fields.clone()));
        assert_eq!(
            read,
            [
                (format!("{inner}#a"), Ok("Soma".to_owned())),
                (format!("{inner}#b"), Ok("Norco".to_owned()))
            ]
        );
    }
}

#[test]
fn a_path_that_leads_out_is_a_name_and_nothing_is_written() {
    let members: [(&str, &[u8]); 2] = [
        ("../../escaped.txt", LETTER.as_bytes()),
        ("/tmp/\x1b[2Jescaped.txt", LETTER.as_bytes()),
    ];
    for bytes in [zip(&members), tar(&members)] {
        let (folder, path) = file("a", &bytes);
        let before = std::fs::read_dir(folder.path()).unwrap().count();
        assert_eq!(
            read(&path),
            [good("/../../escaped.txt"), good("//tmp/\u{FFFD}[2Jescaped.txt")]
        );
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), before);
    }
}

#[test]
fn archives_nest_as_deep_as_the_limit() {
    let mut bytes = zip(&[("a.txt", LETTER.as_bytes())]);
    for (depth, expected) in [(1, "/in/a.txt"), (2, "/in/in")] {
        bytes = tar(&[("in", &bytes)]);
        let read = read_within(&bytes, Limits::DEFAULT);
        assert_eq!(read.len(), 1);
        assert_eq!(read[0].0, expected, "depth {depth}");
    }
    let message = read_within(&bytes, Limits::DEFAULT)[0]
        .1
        .as_ref()
        .unwrap_err()
        .to_string();
    assert_eq!(message, "it stands deeper than 2 archives inside each other (nesting)");
}

#[test]
fn too_many_members_end_the_archive() {
    let names: Vec<String> = (0..20).map(|number| format!("{number:02}.txt")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, LETTER.as_bytes())).collect();
    let limits = Limits {
        archive_members: 12,
        ..Limits::DEFAULT
    };
    for (bytes, letters) in [(zip(&members), 0), (tar(&members), 12)] {
        let read = read_within(&bytes, limits);
        assert_eq!(read.len(), letters + 1);
        let message = read.last().unwrap().1.as_ref().unwrap_err().to_string();
        assert!(
            message.ends_with("comes to more than 12 members (archive_members)"),
            "{message}"
        );
    }
}

#[test]
fn a_bomb_is_read_no_further_than_the_limit() {
    let zeros = vec![b' '; 50 << 20];
    let members: Vec<(&str, &[u8])> = ["a.txt", "b.txt", "c.txt"].map(|name| (name, &*zeros)).to_vec();
    for bytes in [zip(&members), gzip(&tar(&members))] {
        assert!(bytes.len() < 1 << 20);
        let read = read_within(&bytes, Limits::DEFAULT);
        let message = read.last().unwrap().1.as_ref().unwrap_err().to_string();
        assert!(
            message.ends_with("more than 500 times its own size (expansion)"),
            "{message}"
        );
    }
}

#[test]
fn a_member_beyond_the_limit_is_named_and_the_next_is_read() {
    let large = vec![b'x'; 5000];
    let members: [(&str, &[u8]); 2] = [("a.txt", &large), ("b.txt", LETTER.as_bytes())];
    let limits = Limits {
        file_bytes: 4096,
        ..Limits::DEFAULT
    };
    for bytes in [zip(&members), tar(&members)] {
        let read = read_within(&bytes, limits);
        assert_eq!(read[0].0, "/a.txt");
        assert!(matches!(
            read[0].1,
            Err(Unreadable::TooLarge { name: "file_bytes", .. })
        ));
        assert_eq!(read[1], good("/b.txt"));
    }
}

#[test]
fn a_member_that_is_larger_than_it_declares_is_damaged() {
    let mut bytes = zip(&[("a.txt", LETTER.repeat(20).as_bytes())]);
    let central = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    bytes[central + 24..central + 28].copy_from_slice(&10_u32.to_le_bytes());
    let read = read_within(&bytes, Limits::DEFAULT);
    assert!(
        matches!(
            &read[0].1,
            Err(Unreadable::Damaged {
                what: "archive member",
                ..
            })
        ),
        "{read:?}"
    );
}

#[test]
fn a_header_that_gives_a_name_of_gigabytes_is_not_read() {
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::GNULongName);
    header.set_size(3 << 30);
    header.set_cksum();
    let mut bytes = tar(&[("a.txt", LETTER.as_bytes())]);
    bytes.truncate(1024);
    bytes.extend(header.as_bytes());
    bytes.extend(vec![b'n'; 8 << 20]);
    let read = read_within(&gzip(&bytes), Limits::DEFAULT);
    assert_eq!(read[0], good("/a.txt"));
    assert!(
        matches!(
            &read[1].1,
            Err(Unreadable::Damaged {
                what: "tar archive",
                ..
            })
        ),
        "{read:?}"
    );
}

#[test]
fn a_cut_archive_gives_what_it_has() {
    let bytes = tar(&[("a.txt", LETTER.as_bytes()), ("b.txt", LETTER.as_bytes())]);
    for cut in [gzip(&bytes), zstd(&bytes)] {
        let read = read_within(&cut[..cut.len() / 2], Limits::DEFAULT);
        assert!(read.iter().any(|(_, outcome)| outcome.is_err()), "{read:?}");
    }
    let read = read_within(&bytes[..1560], Limits::DEFAULT);
    assert_eq!(read[0], good("/a.txt"));
    assert!(read[1].1.is_err());
    let zip = zip(&[("a.txt", LETTER.as_bytes())]);
    assert!(matches!(
        &read_within(&zip[..zip.len() - 30], Limits::DEFAULT)[0].1,
        Err(Unreadable::Damaged { .. })
    ));
}

#[test]
fn a_thousand_members_come_in_the_archives_order() {
    let names: Vec<String> = (0..3000)
        .map(|number| format!("{}.txt", number * 7919 % 3000))
        .collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, LETTER.as_bytes())).collect();
    for bytes in [zip(&members), gzip(&tar(&members))] {
        let read = read_within(&bytes, Limits::DEFAULT);
        assert!(
            read.iter()
                .map(|(name, _)| &name[1..])
                .eq(names.iter().map(String::as_str))
        );
    }
}

#[test]
fn who_stops_early_leaves_no_thread_waiting() {
    let names: Vec<String> = (0..2000).map(|number| format!("{number}.txt")).collect();
    let text = LETTER.repeat(100);
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (&**name, text.as_bytes())).collect();
    let (_folder, path) = file("a.tar", &tar(&members));
    let first = Inputs::new([&path]).read().next().unwrap();
    assert!(first.outcome.is_ok());
    drop(File::open(&path).unwrap());
}
