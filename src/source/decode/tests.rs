use proptest::prelude::*;

use super::*;

fn read(bytes: &[u8]) -> Decoded {
    decode(bytes, &Limits::DEFAULT).expect("this is text")
}

/// The bytes of the input at which `word` of the decoded text stands.
fn place(decoded: &Decoded, word: &str) -> usize {
    let at = decoded.text.find(word).expect("the word is there");
    decoded.marks.original(&decoded.text, at)
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

#[test]
fn utf8_with_a_mark_counts_the_mark() {
    let decoded = read(b"\xEF\xBB\xBFSoma: Upheld");
    assert_eq!(decoded.text, "Soma: Upheld");
    assert_eq!(place(&decoded, "Upheld"), 9);
}

#[test]
fn windows_1252_is_read_byte_for_character() {
    let decoded = read(b"the patient\x92s \x93Soma\x94 \x96 Upheld");
    assert_eq!(decoded.text, "the patient’s “Soma” – Upheld");
    assert_eq!(place(&decoded, "Upheld"), 23);
}

#[test]
fn a_letter_from_two_sources_is_read_whole() {
    let mut bytes = "patient’s Soma, ".as_bytes().to_vec();
    bytes.extend(b"patient\x92s Norco, ");
    bytes.extend("patient’s Xanax".as_bytes());
    let decoded = read(&bytes);
    assert_eq!(decoded.text, "patient’s Soma, patient’s Norco, patient’s Xanax");
    for word in ["Soma", "Norco", "Xanax"] {
        let at = place(&decoded, word);
        assert_eq!(&bytes[at..at + word.len()], word.as_bytes());
    }
}

#[test]
fn utf16_is_read_with_and_without_its_mark() {
    let text = "The patient’s Norco 🙂 is Upheld.";
    for (mark, to_bytes) in [
        ("\u{FEFF}", u16::to_le_bytes as fn(u16) -> [u8; 2]),
        ("\u{FEFF}", u16::to_be_bytes),
        ("", u16::to_le_bytes),
        ("", u16::to_be_bytes),
    ] {
        let bytes = utf16(&format!("{mark}{text}"), to_bytes);
        let decoded = read(&bytes);
        assert_eq!(decoded.text, text);
        let at = place(&decoded, "Upheld");
        assert_eq!(bytes[at..], utf16("Upheld.", to_bytes));
    }
}

#[test]
fn half_a_character_at_the_end_of_utf16_stays_inside_the_input() {
    let mut bytes = utf16("\u{FEFF}Soma Upheld", u16::to_le_bytes);
    bytes.push(b'x');
    let decoded = read(&bytes);
    assert_eq!(decoded.marks.original(&decoded.text, decoded.text.len()), bytes.len());
}

#[test]
fn stray_zero_bytes_are_borne() {
    let mut bytes = b"Soma 350mg #90: \0Upheld. The request is not medically necessary.".to_vec();
    bytes.extend([0; 4096]);
    assert!(read(&bytes).text.contains("Upheld"));
}

#[test]
fn what_is_no_text_says_what_it_is() {
    let refuse = |bytes: &[u8]| decode(bytes, &Limits::DEFAULT).expect_err("this is no text");
    let noise: Vec<u8> = (0..4000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    assert_eq!(refuse(&noise), Unreadable::Binary("binary data"));
    assert_eq!(
        refuse(&[b"\x89PNG\r\n\x1a\n".as_slice(), &noise].concat()),
        Unreadable::Binary("a PNG picture")
    );
    assert_eq!(refuse(b""), Unreadable::Empty);
    assert_eq!(refuse(b" \r\n\x0c\0"), Unreadable::Empty);
    assert_eq!(refuse(b"\xFF\xFE"), Unreadable::Empty);
}

#[test]
fn a_text_beyond_the_limit_names_the_limit() {
    let limits = Limits {
        text_bytes: 10,
        ..Limits::DEFAULT
    };
    let message = decode(b"twelve bytes", &limits).expect_err("too long").to_string();
    assert_eq!(message, "it has 12 bytes, more than the limit of 10 bytes (text_bytes)");
}

proptest! {
    #[test]
    fn any_bytes_are_decoded_and_places_rise(bytes in proptest::collection::vec(any::<u8>(), 0..6000)) {
        if let Ok(decoded) = decode(&bytes, &Limits::DEFAULT) {
            let mut last = 0;
            for (at, _) in decoded.text.char_indices() {
                let original = decoded.marks.original(&decoded.text, at);
                prop_assert!(original >= last && original <= bytes.len());
                last = original;
            }
        }
    }

    #[test]
    fn every_place_in_mixed_text_is_that_of_its_bytes(pieces in proptest::collection::vec(
        prop_oneof!["[a-z ]{0,40}".prop_map(String::into_bytes), "[é’ﬁ🙂]{1,3}".prop_map(String::into_bytes), Just(vec![0x92]), Just(vec![0xE9])],
        0..200,
    )) {
        let mut bytes = b"start ".to_vec();
        for piece in pieces {
            bytes.extend(piece);
            bytes.push(b' ');
        }
        let decoded = read(&bytes);
        for (at, character) in decoded.text.char_indices().filter(|(_, character)| character.is_ascii()) {
            let original = decoded.marks.original(&decoded.text, at);
            prop_assert_eq!(char::from(bytes[original]), character);
        }
        for (count, (at, _)) in decoded.text.char_indices().enumerate() {
            prop_assert_eq!(decoded.marks.characters(&decoded.text, at), count);
        }
    }
}
