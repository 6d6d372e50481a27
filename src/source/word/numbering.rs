//! The numbers of lists, which a Word document does not write but counts: "1." before the item that is to be decided is
//! in the numbering part, or in that of the paragraph's style.

use std::collections::HashMap;

use roxmltree::{Document as Xml, Node};

use super::{attribute, child, tag, value};

/// Levels of a list.
const LEVELS: usize = 9;

/// How the paragraphs of a document are numbered, and how far the counting is.
#[derive(Debug, Default)]
pub(super) struct Numbering<'a> {
    lists: HashMap<&'a str, List<'a>>,
    styles: HashMap<&'a str, Style<'a>>,
    counts: HashMap<&'a str, [Option<u32>; LEVELS]>,
}

/// A list as paragraphs name it: which definition it follows.
#[derive(Debug, Default)]
struct List<'a> {
    definition: &'a str,
    levels: HashMap<usize, Level<'a>>,
}

#[derive(Debug, Clone)]
struct Level<'a> {
    format: &'a str,
    pattern: &'a str,
    start: u32,
}

#[derive(Debug, Default)]
struct Style<'a> {
    list: Option<&'a str>,
    level: Option<usize>,
    parent: Option<&'a str>,
}

impl<'a> Numbering<'a> {
    /// The numbering of a document by its numbering part and its styles.
    pub(super) fn new(numbers: Option<&'a Xml<'_>>, styles: Option<&'a Xml<'_>>) -> Self {
        let mut numbering = Self::default();
        if let Some(root) = numbers.map(Xml::root_element) {
            let definitions: HashMap<&str, Node<'_, '_>> = root
                .children()
                .filter(|node| tag(node) == Some("abstractNum"))
                .filter_map(|node| Some((attribute(node, "abstractNumId")?, node)))
                .collect();
            for node in root.children().filter(|node| tag(node) == Some("num")) {
                let definition = value(node, "abstractNumId").unwrap_or_default();
                let mut levels = definitions
                    .get(definition)
                    .map_or_else(HashMap::new, |&node| levels_of(node));
                for changed in node.children().filter(|node| tag(node) == Some("lvlOverride")) {
                    override_level(changed, &mut levels);
                }
                if let Some(id) = attribute(node, "numId") {
                    numbering.lists.insert(id, List { definition, levels });
                }
            }
        }
        if let Some(root) = styles.map(Xml::root_element) {
            for node in root.children().filter(|node| tag(node) == Some("style")) {
                if let Some(id) = attribute(node, "styleId") {
                    numbering.styles.insert(id, style(node));
                }
            }
        }
        numbering
    }

    /// The number before a paragraph with these properties, and counts it.
    pub(super) fn next(&mut self, properties: Node<'a, '_>) -> Option<String> {
        let own = child(properties, "numPr");
        let (styled_list, styled_level) = value(properties, "pStyle").map_or((None, None), |id| self.of_style(id));
        let list = own.and_then(|own| value(own, "numId")).or(styled_list)?;
        let level = own
            .and_then(|own| level_number(value(own, "ilvl")))
            .or(styled_level)
            .unwrap_or(0);
        let List { definition, levels } = self.lists.get(list)?;
        let counts = self.counts.entry(definition).or_insert([None; LEVELS]);
        let start = |level: usize| levels.get(&level).map_or(1, |level| level.start);
        let slot = counts.get_mut(level)?;
        *slot = Some(slot.map_or_else(|| start(level), |count| count.saturating_add(1)));
        counts.iter_mut().skip(level + 1).for_each(|deeper| *deeper = None);
        let shape = levels.get(&level)?;
        if shape.format == "bullet" {
            return Some("•".to_owned());
        }
        let mut text = shape.pattern.to_owned();
        for at in (0..=level).rev() {
            let count = counts[at].unwrap_or_else(|| start(at));
            let format = levels.get(&at).map_or("decimal", |level| level.format);
            text = text.replace(&format!("%{}", at + 1), &written(count, format));
        }
        (!text.trim().is_empty()).then_some(text)
    }

    /// The list and level that a style or one of those it is based on gives. The count of steps ends a circle.
    fn of_style(&self, id: &'a str) -> (Option<&'a str>, Option<usize>) {
        let (mut list, mut level, mut next) = (None, None, Some(id));
        for _ in 0..16 {
            let Some(style) = next.and_then(|id| self.styles.get(id)) else {
                break;
            };
            list = list.or(style.list);
            level = level.or(style.level);
            next = style.parent;
        }
        (list, level)
    }
}

fn levels_of<'a>(definition: Node<'a, '_>) -> HashMap<usize, Level<'a>> {
    definition
        .children()
        .filter(|node| tag(node) == Some("lvl"))
        .filter_map(|node| Some((level_number(attribute(node, "ilvl"))?, level(node))))
        .collect()
}

fn level<'a>(node: Node<'a, '_>) -> Level<'a> {
    Level {
        format: value(node, "numFmt").unwrap_or("decimal"),
        pattern: value(node, "lvlText").unwrap_or_default(),
        start: value(node, "start").and_then(|start| start.parse().ok()).unwrap_or(1),
    }
}

fn override_level<'a>(node: Node<'a, '_>, levels: &mut HashMap<usize, Level<'a>>) {
    let Some(number) = level_number(attribute(node, "ilvl")) else {
        return;
    };
    if let Some(changed) = child(node, "lvl") {
        levels.insert(number, level(changed));
    }
    let start = value(node, "startOverride").and_then(|start| start.parse().ok());
    if let (Some(start), Some(level)) = (start, levels.get_mut(&number)) {
        level.start = start;
    }
}

fn style<'a>(node: Node<'a, '_>) -> Style<'a> {
    let numbered = child(node, "pPr").and_then(|properties| child(properties, "numPr"));
    Style {
        list: numbered.and_then(|numbered| value(numbered, "numId")),
        level: numbered.and_then(|numbered| level_number(value(numbered, "ilvl"))),
        parent: value(node, "basedOn"),
    }
}

fn level_number(written: Option<&str>) -> Option<usize> {
    written?.parse().ok().filter(|&level| level < LEVELS)
}

/// A count in the format of its level.
fn written(count: u32, format: &str) -> String {
    match format {
        "lowerLetter" => letters(count),
        "upperLetter" => letters(count).to_uppercase(),
        "lowerRoman" => roman(count),
        "upperRoman" => roman(count).to_uppercase(),
        "decimalZero" => format!("{count:02}"),
        "none" => String::new(),
        _ => count.to_string(),
    }
}

/// a to z, then aa to zz, as Word counts.
fn letters(count: u32) -> String {
    let place = count.saturating_sub(1);
    let letter = char::from_u32(u32::from('a') + place % 26).unwrap_or('a');
    let times = (place / 26 + 1).min(8) as usize;
    std::iter::repeat_n(letter, times).collect()
}

fn roman(count: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if count > 4999 {
        return count.to_string();
    }
    let mut rest = count;
    let mut written = String::new();
    for (worth, sign) in SIGNS {
        while rest >= worth {
            written.push_str(sign);
            rest -= worth;
        }
    }
    written
}
