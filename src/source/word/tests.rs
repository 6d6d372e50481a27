use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

fn document(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("the part begins");
        writer.write_all(text.as_bytes()).expect("the part is written");
    }
    writer.finish().expect("the archive is written").into_inner()
}

fn body(body: &str) -> String {
    format!(
        "<w:document xmlns:w='{}' xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>\
         <w:body>{body}</w:body></w:document>",
        WORD[0]
    )
}

fn text_with(body_xml: &str, others: &[(&str, &str)]) -> String {
    let body = body(body_xml);
    let parts: Vec<(&str, &str)> = [("word/document.xml", &*body)]
        .into_iter()
        .chain(others.iter().copied())
        .collect();
    let document = read("a.docx", &document(&parts), &Limits::DEFAULT).expect("this is a Word document");
    document.text().to_owned()
}

fn text(body_xml: &str) -> String {
    text_with(body_xml, &[])
}

#[test]
fn paragraphs_are_lines_and_headers_are_left_out() {
    let header = body("<w:p><w:r><w:t>Page 1</w:t></w:r></w:p>");
    let body = "<w:p><w:r><w:t>Soma 350mg </w:t></w:r><w:r><w:t>#90:</w:t><w:tab/><w:t>Upheld</w:t></w:r></w:p>\
                <w:p/><w:p><w:r><w:t>Norco</w:t><w:br/><w:t>10</w:t><w:noBreakHyphen/><w:t>325</w:t></w:r></w:p>";
    assert_eq!(
        text_with(body, &[("word/header1.xml", &header)]),
        "Soma 350mg #90:\tUpheld\n\nNorco\n10-325\n"
    );
}

#[test]
fn tracked_changes_are_accepted() {
    let body = "<w:p><w:r><w:t>Soma: </w:t></w:r><w:del><w:r><w:delText>Upheld</w:delText></w:r></w:del>\
                <w:ins><w:r><w:t>Overturned</w:t></w:r></w:ins></w:p>\
                <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>One </w:t></w:r></w:p>\
                <w:p><w:r><w:t>paragraph</w:t></w:r><w:moveFrom><w:r><w:t> gone</w:t></w:r></w:moveFrom></w:p>\
                <w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>row</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    assert_eq!(text(body), "Soma: Overturned\nOne paragraph\n");
}

#[test]
fn a_table_is_a_line_a_row_unless_it_lays_out_paragraphs() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let row = |cells: &str| format!("<w:tr>{cells}</w:tr>");
    let two = format!(
        "<w:tc><w:p><w:r><w:t>One</w:t></w:r></w:p><w:p><w:r><w:t>Two</w:t></w:r></w:p></w:tc>{}",
        cell("Three")
    );
    let table = format!(
        "<w:tbl>{}{}</w:tbl>",
        row(&(cell("Case Number:") + &cell("CM14-0123456"))),
        row(&two)
    );
    assert_eq!(text(&table), "Case Number:   CM14-0123456\nOne\nTwo\nThree\n");
}

#[test]
fn lists_are_numbered_as_word_numbers_them() {
    let numbering = format!(
        "<w:numbering xmlns:w='{}'><w:abstractNum w:abstractNumId='5'>\
         <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1.'/></w:lvl>\
         <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%1%2)'/></w:lvl>\
         </w:abstractNum><w:num w:numId='2'><w:abstractNumId w:val='5'/></w:num></w:numbering>",
        WORD[0]
    );
    let styles = format!(
        "<w:styles xmlns:w='{}'><w:style w:styleId='Item'><w:pPr><w:numPr><w:numId w:val='2'/></w:numPr></w:pPr></w:style>\
         <w:style w:styleId='SubItem'><w:basedOn w:val='Item'/></w:style></w:styles>",
        WORD[0]
    );
    let item =
        |properties: &str, text: &str| format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>");
    let direct = |level: u32| format!("<w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='2'/></w:numPr>");
    let body = [
        item(&direct(0), "Soma"),
        item(&direct(1), "350mg"),
        item(&direct(1), "#90"),
        item("<w:pStyle w:val='SubItem'/>", "Norco"),
        item(&direct(1), "10/325mg"),
        item(
            "<w:pStyle w:val='Item'/><w:numPr><w:numId w:val='0'/></w:numPr>",
            "plain",
        ),
    ]
    .concat();
    assert_eq!(
        text_with(
            &body,
            &[("word/numbering.xml", &numbering), ("word/styles.xml", &styles)]
        ),
        "1. Soma\n1a) 350mg\n1b) #90\n2. Norco\n2a) 10/325mg\nplain\n"
    );
}

#[test]
fn a_text_box_follows_its_paragraph_and_is_read_once() {
    let text_box = "<w:txbxContent><w:p><w:r><w:t>in the box</w:t></w:r></w:p></w:txbxContent>";
    let body = format!(
        "<w:p><w:r><w:t>before</w:t><mc:AlternateContent><mc:Choice>{text_box}</mc:Choice><mc:Fallback>{text_box}\
         </mc:Fallback></mc:AlternateContent><w:t> after</w:t></w:r></w:p>"
    );
    assert_eq!(text(&body), "before after\nin the box\n");
}

#[test]
fn field_codes_and_hidden_text_are_left_out() {
    let body = "<w:p><w:r><w:instrText>DATE \\@ \"M/d/yyyy\"</w:instrText></w:r><w:r><w:t>11/03/2014</w:t></w:r>\
                <w:r><w:rPr><w:vanish/></w:rPr><w:t> secret</w:t></w:r>\
                <w:hyperlink><w:r><w:t> link</w:t></w:r></w:hyperlink></w:p>";
    assert_eq!(text(body), "11/03/2014 link\n");
}

#[test]
fn what_is_no_word_document_says_what_it_is() {
    let refuse = |parts: &[(&str, &str)]| read("a", &document(parts), &Limits::DEFAULT).expect_err("no Word document");
    assert_eq!(
        refuse(&[("xl/workbook.xml", "<x/>")]),
        Unreadable::Binary("a spreadsheet")
    );
    assert_eq!(refuse(&[("a.txt", "Soma")]), Unreadable::Binary("a zip archive"));
    assert!(matches!(
        refuse(&[("word/document.xml", "<w:document")]),
        Unreadable::Damaged { .. }
    ));
    assert_eq!(refuse(&[("word/document.xml", &body("<w:p/>"))]), Unreadable::Empty);
}

#[test]
fn deep_and_large_documents_end() {
    let deep = "<w:tbl><w:tr><w:tc>".repeat(400) + &"</w:tc></w:tr></w:tbl>".repeat(400);
    let deep = body(&format!("<w:p><w:r><w:t>Soma</w:t></w:r></w:p>{deep}"));
    let outcome = read("a", &document(&[("word/document.xml", &deep)]), &Limits::DEFAULT);
    assert!(matches!(outcome, Ok(_) | Err(Unreadable::Damaged { .. })));
    let large = body(&"<w:p/>".repeat(2_500_000));
    let outcome = read("a", &document(&[("word/document.xml", &large)]), &Limits::DEFAULT);
    assert!(matches!(outcome, Err(Unreadable::Damaged { .. })));
    let limits = Limits {
        text_bytes: 1000,
        ..Limits::DEFAULT
    };
    let outcome = read("a", &document(&[("word/document.xml", &large)]), &limits);
    assert!(matches!(outcome, Err(Unreadable::TooLarge { .. })));
}
