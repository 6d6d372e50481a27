use super::*;

fn line_and_column(document: &Document, word: &str) -> (usize, usize) {
    let at = document.text().find(word).expect("the word is there");
    let location = document.locate(at..at + word.len());
    (location.line, location.column)
}

#[test]
fn every_line_end_ends_a_line() {
    let document = Document::from_text("a", "one\ntwo\r\nthree\rfour\n\nsix");
    for (word, line) in [("one", 1), ("two", 2), ("three", 3), ("four", 4), ("six", 6)] {
        assert_eq!(line_and_column(&document, word), (line, 1), "{word}");
        let range = document.line_range(line).expect("the line is there");
        assert_eq!(&document.text()[range], word);
    }
    assert_eq!(document.line_range(0), None);
    assert_eq!(document.line_range(7), None);
}

#[test]
fn columns_count_characters() {
    let document = Document::from_text("a", "first\nthe patient’s “Soma” is Upheld");
    assert_eq!(line_and_column(&document, "Upheld"), (2, 25));
}

#[test]
fn columns_count_characters_far_into_a_long_line() {
    let text = format!("{}Upheld", "é ".repeat(50_000));
    let document = Document::from_text("a", text);
    assert_eq!(line_and_column(&document, "Upheld"), (1, 100_001));
}

#[test]
fn form_feeds_end_pages() {
    let document = Document::from_text("a", "one\n\x0ctwo\n\x0cthree\n\x0c\n");
    assert_eq!(document.pages(), Some(3));
    for (word, page) in [("one", 1), ("two", 2), ("three", 3)] {
        let at = document.text().find(word).expect("the word is there");
        assert_eq!(document.page(at), Some(page));
    }
    assert_eq!(Document::from_text("a", "one\n").pages(), None);
    assert_eq!(Document::from_text("a", "one\n").locate(0..3).page, None);
}

#[test]
fn a_pdf_of_one_page_has_a_page() {
    let document = Document::from_extracted("a.pdf", Kind::Pdf, "one\n\x0c");
    assert_eq!(document.locate(0..3).page, Some(1));
    assert!(document.kind().is_extracted());
}

#[test]
fn places_are_those_of_the_original_bytes() {
    let bytes = b"\xEF\xBB\xBFSoma:\r\nUpheld";
    let document = Document::from_bytes("a", bytes, &Limits::DEFAULT).expect("this is text");
    let location = document.locate(7..13);
    assert_eq!(&bytes[location.start..location.end], b"Upheld");
    assert_eq!((location.line, location.column), (2, 1));
}

#[test]
fn a_place_outside_the_text_is_its_end() {
    let document = Document::from_text("a", "Soma\n");
    let location = document.locate(99..120);
    assert_eq!((location.start, location.end, location.line), (5, 5, 2));
}
