//! The text of a document's body, a paragraph a line.

use roxmltree::{Document as Xml, Node};

use super::numbering::Numbering;
use super::{attribute, child, is_on, tag};

/// Tables in tables and boxes in boxes beyond this are left out; nobody draws them.
const DEEPEST: usize = 48;

/// The text of the body.
pub(super) fn text<'a>(body: &'a Xml<'_>, numbering: &mut Numbering<'a>) -> String {
    let mut story = Story {
        numbering,
        text: String::new(),
        boxes: Vec::new(),
        joins_next: false,
    };
    story.blocks(body.root_element(), 0);
    story.text
}

struct Story<'a, 'n, 'input> {
    numbering: &'n mut Numbering<'a>,
    text: String,
    /// Text boxes that hang on the paragraph being read: they follow it.
    boxes: Vec<Node<'a, 'input>>,
    /// The last paragraph's end was deleted, so that the next one goes on in it.
    joins_next: bool,
}

impl<'a, 'input> Story<'a, '_, 'input> {
    /// Paragraphs, tables, and what holds them.
    fn blocks(&mut self, parent: Node<'a, 'input>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for node in parent.children() {
            match tag(&node) {
                Some("p") => self.paragraph(node, depth),
                Some("tbl") => self.table(node, depth),
                Some("body" | "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" | "smartTag") => {
                    self.blocks(node, depth + 1);
                }
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, paragraph: Node<'a, 'input>, depth: usize) {
        let properties = child(paragraph, "pPr");
        let start = self.text.len();
        if let Some(number) = properties.and_then(|properties| self.numbering.next(properties))
            && !self.joins_next
        {
            self.text.push_str(&number);
            self.text.push(' ');
        }
        self.joins_next = false;
        self.inline(paragraph, depth);
        let mark = properties.and_then(|properties| child(properties, "rPr"));
        if mark.is_some_and(|mark| child(mark, "del").is_some() || child(mark, "moveFrom").is_some()) {
            self.joins_next = true;
        } else {
            self.end_line(start);
        }
        for text_box in std::mem::take(&mut self.boxes) {
            self.blocks(text_box, depth + 1);
        }
    }

    fn end_line(&mut self, start: usize) {
        let end = self.text.trim_end_matches([' ', '\t']).len().max(start);
        self.text.truncate(end);
        self.text.push('\n');
    }

    /// What stands in a paragraph, with changes accepted: what was inserted is there and what was deleted is not.
    fn inline(&mut self, parent: Node<'a, 'input>, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for node in parent.children() {
            match tag(&node) {
                Some("del" | "moveFrom" | "pPr" | "rPr" | "instrText" | "delText") => {}
                Some("r") if child(node, "rPr").is_some_and(|properties| is_on(properties, "vanish")) => {}
                Some("t") => self.text.push_str(node.text().unwrap_or_default()),
                Some("tab" | "ptab") => self.text.push('\t'),
                Some("br" | "cr") => self.text.push('\n'),
                Some("noBreakHyphen") => self.text.push('-'),
                Some("softHyphen") => self.text.push('\u{AD}'),
                Some("sym") => self.symbol(node),
                Some("txbxContent") => self.boxes.push(node),
                _ if node.tag_name().name() == "AlternateContent" => self.alternative(node, depth),
                _ if node.is_element() => self.inline(node, depth + 1),
                _ => {}
            }
        }
    }

    /// The first of several ways in which a newer and an older Word draw the same thing.
    fn alternative(&mut self, node: Node<'a, 'input>, depth: usize) {
        let ways = |name| node.children().find(|way| way.tag_name().name() == name);
        if let Some(way) = ways("Choice").or_else(|| ways("Fallback")) {
            self.inline(way, depth + 1);
        }
    }

    fn symbol(&mut self, node: Node<'a, 'input>) {
        let code = attribute(node, "char").and_then(|code| u32::from_str_radix(code, 16).ok());
        self.text.extend(code.and_then(char::from_u32));
    }

    /// A table, a row a line. A row whose cells hold several paragraphs lays out a page and is read cell by cell.
    fn table(&mut self, table: Node<'a, 'input>, depth: usize) {
        for row in children_within(table, "tr") {
            if child(row, "trPr").is_some_and(|properties| child(properties, "del").is_some()) {
                continue;
            }
            let cells = children_within(row, "tc");
            let start = self.text.len();
            let mut read = Vec::with_capacity(cells.len());
            for cell in cells {
                let cell_start = self.text.len();
                self.blocks(cell, depth + 1);
                read.push(self.text.split_off(cell_start));
            }
            let one_line = read.iter().all(|cell| cell.trim().lines().count() <= 1);
            if one_line {
                let row: Vec<&str> = read
                    .iter()
                    .map(|cell| cell.trim())
                    .filter(|cell| !cell.is_empty())
                    .collect();
                self.text.push_str(&row.join("   "));
                self.end_line(start);
            } else {
                read.iter().for_each(|cell| self.text.push_str(cell));
            }
        }
    }
}

/// The children of that name, those inside content controls and insertions included.
fn children_within<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Vec<Node<'a, 'input>> {
    let mut found = Vec::new();
    let mut open: Vec<Node<'a, 'input>> = node.children().rev().collect();
    while let Some(next) = open.pop() {
        match tag(&next) {
            Some(tag) if tag == name => found.push(next),
            Some("sdt" | "sdtContent" | "customXml" | "ins") => open.extend(next.children().rev()),
            _ => {}
        }
    }
    found
}
