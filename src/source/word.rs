//! The text of a Word document as it reads with all its changes accepted: paragraphs, tables, the numbers of lists and
//! text boxes. Headers, footers, notes and comments are no part of the letter and are left where they are.

mod numbering;
mod parts;
mod story;

use roxmltree::Document as Xml;

use super::{Document, Kind, Limits, Unreadable};
use numbering::Numbering;
use parts::Parts;
pub(super) use parts::is_word;

/// The namespace of everything that is read here; documents saved as "strict" have the second.
const WORD: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// The letter in the zip archive `bytes`, if it is a Word document.
pub(super) fn read(name: &str, bytes: &[u8], limits: &Limits) -> Result<Document, Unreadable> {
    let mut parts = Parts::open(bytes, limits)?;
    let body = parts.main()?;
    let body = parse(&body)?;
    let styles = parts.optional("styles.xml")?;
    let numbers = parts.optional("numbering.xml")?;
    // A letter can be read without its styles; only the numbers of its lists are lost.
    let styles = styles.as_deref().and_then(|part| parse(part).ok());
    let numbers = numbers.as_deref().and_then(|part| parse(part).ok());
    let mut numbering = Numbering::new(numbers.as_ref(), styles.as_ref());
    let text = story::text(&body, &mut numbering);
    Document::from_extracted_within(name, Kind::Word, text, limits)
}

fn parse(part: &str) -> Result<Xml<'_>, Unreadable> {
    let options = roxmltree::ParsingOptions {
        nodes_limit: 2_000_000,
        ..Default::default()
    };
    Xml::parse_with_options(part, options).map_err(|error| damaged(&error))
}

fn damaged(why: &impl ToString) -> Unreadable {
    Unreadable::Damaged {
        what: "Word document",
        why: why.to_string(),
    }
}

/// The node's name, where it is one of Word's own.
fn tag<'a>(node: &roxmltree::Node<'a, '_>) -> Option<&'a str> {
    let name = node.tag_name();
    name.namespace()
        .is_some_and(|namespace| WORD.contains(&namespace))
        .then(|| name.name())
}

/// The child of that name.
fn child<'a, 'input>(node: roxmltree::Node<'a, 'input>, name: &str) -> Option<roxmltree::Node<'a, 'input>> {
    node.children().find(|child| tag(child) == Some(name))
}

/// Word's own attribute of that name.
fn attribute<'a>(node: roxmltree::Node<'a, '_>, name: &str) -> Option<&'a str> {
    WORD.iter().find_map(|&namespace| node.attribute((namespace, name)))
}

/// The value of a child that has nothing else: `<w:numId w:val="3"/>`.
fn value<'a>(node: roxmltree::Node<'a, '_>, name: &str) -> Option<&'a str> {
    attribute(child(node, name)?, "val")
}

/// Whether a child that switches something is there and is not switched off.
fn is_on(node: roxmltree::Node<'_, '_>, name: &str) -> bool {
    child(node, name).is_some_and(|switch| !matches!(attribute(switch, "val"), Some("0" | "false" | "off")))
}

#[cfg(test)]
mod tests;
