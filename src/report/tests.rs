use insta::assert_snapshot;

use super::Format;
use super::sample::print;

#[test]
fn pretty_draws_frames_on_the_letter() {
    assert_snapshot!(print(Format::Pretty, |_| {}));
}

#[test]
fn pretty_in_ascii_and_narrow() {
    assert_snapshot!(print(Format::Pretty, |options| {
        options.screen.unicode = false;
        options.screen.width = 60;
    }));
}

#[test]
fn narrated_tells_in_sentences() {
    assert_snapshot!(print(Format::Pretty, |options| options.screen.narrated = true));
}

#[test]
fn short() {
    assert_snapshot!(print(Format::Short, |_| {}));
}

#[test]
fn json() {
    assert_snapshot!(print(Format::Json, |_| {}));
}

#[test]
fn json_lines() {
    assert_snapshot!(print(Format::Jsonl, |_| {}));
}

#[test]
fn sarif() {
    let version = format!("\"{}\"", env!("CARGO_PKG_VERSION"));
    assert_snapshot!(print(Format::Sarif, |_| {}).replace(&version, "\"VERSION\""));
}

#[test]
fn junit() {
    assert_snapshot!(print(Format::Junit, |_| {}));
}

#[test]
fn github() {
    assert_snapshot!(print(Format::Github, |_| {}));
}

#[test]
fn csv() {
    assert_snapshot!(print(Format::Csv, |_| {}));
}
