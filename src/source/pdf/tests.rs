use std::fmt::Write as _;
use std::time::{Duration, Instant};

use super::*;

/// A PDF of these objects, the first of which is its catalog.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (at, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", bytes.len()).expect("a string takes all");
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", at + 1).bytes());
    }
    let start = bytes.len();
    let end = format!(
        "trailer\n<< /Root 1 0 R /Size {} >>\nstartxref\n{start}\n%%EOF\n",
        objects.len() + 1
    );
    bytes.extend(table.bytes().chain(end.bytes()));
    bytes
}

/// A PDF with a page for each of these contents, drawn in Helvetica.
fn pages(contents: &[&str]) -> Vec<u8> {
    let kids: String = (0..contents.len())
        .map(|page| format!("{} 0 R ", 5 + 2 * page))
        .collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", contents.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\n\
         stream\n0\nendstream"
            .to_owned(),
    ];
    for (page, content) in contents.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {} 0 R \
             /Resources << /Font << /F1 3 0 R >> /XObject << /Im1 4 0 R >> >> >>",
            6 + 2 * page
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    pdf(&objects)
}

fn read_with(bytes: &[u8], limits: &Limits) -> Result<String, Unreadable> {
    read("a.pdf", bytes, limits).map(|document| document.text().to_owned())
}

fn read_default(bytes: &[u8]) -> Result<String, Unreadable> {
    read_with(bytes, &Limits::DEFAULT)
}

#[test]
fn lines_are_what_stands_side_by_side() {
    let content = "BT /F1 12 Tf 1 0 0 1 72 700 Tm (Soma 350mg) Tj 0 -14 Td (Norco) Tj ET \
                   BT /F1 12 Tf 300 700 Td (Upheld) Tj ET BT /F1 12 Tf 72 640 Td (Next) Tj ET";
    assert_eq!(
        read_default(&pages(&[content])),
        Ok("Soma 350mg   Upheld\nNorco\nNext\n\x0c".to_owned())
    );
}

#[test]
fn a_gap_is_a_space_and_a_kern_is_none() {
    let content = "BT /F1 10 Tf 72 700 Td [(Up) 30 (held) -400 (by) -20 ( the)] TJ ET";
    assert_eq!(read_default(&pages(&[content])), Ok("Upheld by the\n\x0c".to_owned()));
}

#[test]
fn the_encoding_of_the_font_is_read() {
    let content = "BT /F1 10 Tf 72 700 Td (patient\\222s \\223Soma\\224) Tj ET";
    assert_eq!(
        read_default(&pages(&[content])),
        Ok("patient’s “Soma”\n\x0c".to_owned())
    );
}

#[test]
fn pages_are_known() {
    let page = |text: &str| format!("BT /F1 12 Tf 72 700 Td ({text}) Tj ET");
    let bytes = pages(&[&page("one"), &page("two"), &page("three")]);
    let document = read("a.pdf", &bytes, &Limits::DEFAULT).expect("this is a PDF");
    assert_eq!(document.pages(), Some(3));
    let at = document.text().find("three").expect("the word is there");
    let location = document.locate(at..at + 5);
    assert_eq!((location.page, location.line), (Some(3), 3));
}

#[test]
fn pictures_of_pages_are_no_text() {
    let page = "q 612 0 0 792 0 0 cm /Im1 Do Q BT /F1 8 Tf 10 10 Td (Scanned 0001) Tj ET";
    assert_eq!(read_default(&pages(&[page])), Err(Unreadable::ImageOnly));
    assert_eq!(read_default(&pages(&["BT ET"])), Err(Unreadable::Empty));
}

#[test]
fn what_is_encrypted_says_so_and_what_is_only_restricted_is_read() {
    let encrypted = include_bytes!("../../../tests/inputs/hostile/encrypted.pdf");
    assert_eq!(read_default(encrypted), Err(Unreadable::Encrypted("PDF")));
    let restricted = include_bytes!("../../../tests/inputs/hostile/restricted.pdf");
    assert!(read_default(restricted).is_ok_and(|text| text.contains("CLINICAL CASE SUMMARY")));
}

#[test]
fn every_cut_of_a_pdf_ends() {
    let whole = include_bytes!("../../../tests/inputs/letters/libreoffice/r3.pdf");
    for part in 1..20 {
        let cut = &whole[..whole.len() * part / 20];
        if let Err(why) = read_default(cut) {
            assert!(
                matches!(why, Unreadable::Damaged { what: "PDF", .. } | Unreadable::Empty),
                "{why:?}"
            );
        }
    }
}

#[test]
fn limits_on_pages_text_and_time_have_messages() {
    let page = "BT /F1 12 Tf 72 700 Td (Soma) Tj ET";
    let bytes = pages(&[page; 4]);
    let message = |limits| read_with(&bytes, &limits).expect_err("beyond the limit").to_string();
    let pages = Limits {
        pages: 3,
        ..Limits::DEFAULT
    };
    assert_eq!(message(pages), "it has 4 pages, more than the limit of 3 pages (pages)");
    let text = Limits {
        text_bytes: 20,
        ..Limits::DEFAULT
    };
    assert_eq!(message(text), "page 1 draws more than 20 bytes of text (text_bytes)");
    let time = Limits {
        pdf_time: Duration::ZERO,
        ..Limits::DEFAULT
    };
    assert_eq!(message(time), "reading it took longer than 0 s (pdf_time)");
}

#[test]
fn drawings_that_draw_each_other_end() {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /XObject << /A 5 0 R >> >> >>",
        "<< /Length 5 >>\nstream\n/A Do\nendstream",
        "<< /Type /XObject /Subtype /Form /Resources << /XObject << /A 5 0 R >> >> /Length 23 >>\n\
         stream\n/A Do /A Do /A Do /A Do\nendstream",
    ];
    let started = Instant::now();
    assert!(read_default(&pdf(&objects.map(str::to_owned))).is_err());
    assert!(started.elapsed() <= Limits::DEFAULT.pdf_time + Duration::from_secs(2));
}

#[test]
fn a_page_that_is_its_own_parent_ends() {
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [2 0 R 3 0 R 3 0 R] /Parent 3 0 R /Count 9 >>",
        "<< /Type /Page /Parent 2 0 R >>",
    ];
    assert!(read_default(&pdf(&objects.map(str::to_owned))).is_err());
}

#[test]
fn a_line_at_the_top_of_a_page_goes_on_with_the_paragraph_below_the_page_before() {
    let line = "(The patient was seen in March and has had six visits of therapy.) Tj 0 -14 Td ";
    let page = |last: &str| format!("BT /F1 12 Tf 1 0 0 1 72 700 Tm {}{last} ET", line.repeat(8));
    let (full, short) = (page(line), page("(It helped.) Tj"));
    let goes_on = |first: &str| {
        let document = read("a.pdf", &pages(&[first, &full]), &Limits::DEFAULT).expect("it is a PDF");
        let second_page = document.text().find('\x0c').expect("there are two pages") + 1;
        document.goes_on(second_page)
    };
    assert_eq!(goes_on(&full), Some(true));
    assert_eq!(goes_on(&short), None);
}
