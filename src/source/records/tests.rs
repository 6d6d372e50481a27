use std::io::Cursor;

use super::*;

/// The names and texts that a file of records gives.
fn read(file: &str, id: Option<&str>, limits: &Limits) -> Vec<(String, Result<String, Unreadable>)> {
    let fields = Fields {
        text: "letter.text".to_owned(),
        id: id.map(str::to_owned),
    };
    let reader = Box::new(Cursor::new(file.as_bytes().to_vec()));
    let steps: Vec<Step> = match steps("year.jsonl".to_owned(), reader, &fields, limits) {
        Step::Within(steps) => steps.collect(),
        found => vec![found],
    };
    let letters = steps.into_iter().map(|step| match step {
        Step::Found(located) => located.read(limits),
        Step::Within(_) => unreachable!("a record holds no records"),
    });
    letters
        .map(|letter| (letter.name, letter.outcome.map(|document| document.text().to_owned())))
        .collect()
}

#[test]
fn a_line_of_json_is_a_letter() {
    let file = "\u{feff}{\"id\": 7, \"letter\": {\"text\": \"Soma:\\nUpheld\"}}\n\n{\"id\": \"b\", \"letter.text\": \"Norco\"}";
    let read = read(file, Some("id"), &Limits::DEFAULT);
    assert_eq!(
        read,
        [
            ("year.jsonl#7".to_owned(), Ok("Soma:\nUpheld".to_owned())),
            ("year.jsonl#b".to_owned(), Ok("Norco".to_owned())),
        ]
    );
}

#[test]
fn a_row_is_a_letter_whatever_stands_between_its_fields() {
    for delimiter in [",", ";", "\t"] {
        let file = [
            "id",
            "letter.text\r\n1",
            "\"Soma, #90;\tsaid \"\"Upheld\"\"\nhere\"\r\n2",
            "Norco",
        ]
        .join(delimiter);
        let read = read(&file, None, &Limits::DEFAULT);
        assert_eq!(read[0].1, Ok("Soma, #90;\tsaid \"Upheld\"\nhere".to_owned()));
        assert_eq!(read[1], ("year.jsonl#2".to_owned(), Ok("Norco".to_owned())));
    }
}

#[test]
fn a_bad_record_is_named_and_the_next_is_read() {
    let file = "{\"letter.text\": \"Soma\"}\n{\"letter.text\": \n{\"text\": \"Norco\"}\n{\"letter.text\": \"Xanax\"}\n";
    let read = read(file, None, &Limits::DEFAULT);
    assert_eq!(read.len(), 4);
    assert!(matches!(&read[1], (name, Err(Unreadable::Damaged { what: "record", .. })) if name == "year.jsonl#2"));
    assert_eq!(read[2].1, Err(Unreadable::NoField("letter.text".to_owned())));
    assert_eq!(read[3].1, Ok("Xanax".to_owned()));
}

#[test]
fn a_table_without_the_field_says_so() {
    assert_eq!(
        read("id,text\n1,Soma\n", None, &Limits::DEFAULT),
        [(
            "year.jsonl".to_owned(),
            Err(Unreadable::NoField("letter.text".to_owned()))
        )]
    );
}

#[test]
fn a_record_beyond_the_limit_is_not_taken_into_memory() {
    let limits = Limits {
        file_bytes: 100_000,
        ..Limits::DEFAULT
    };
    let long = "x".repeat(1_000_000);
    let lines = read(
        &format!("{{\"letter.text\": \"{long}\"}}\n{{\"letter.text\": \"Soma\"}}\n"),
        None,
        &limits,
    );
    assert!(matches!(
        lines[0].1,
        Err(Unreadable::TooLarge { name: "file_bytes", .. })
    ));
    assert_eq!(lines[1].1, Ok("Soma".to_owned()));
    let rows = read(&format!("letter.text\nSoma\n\"{long}"), None, &limits);
    assert_eq!(rows[0].1, Ok("Soma".to_owned()));
    assert!(matches!(
        rows[1].1,
        Err(Unreadable::TooLarge { name: "file_bytes", .. })
    ));
}
