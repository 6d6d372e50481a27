//! What can be wrong among entries that are each right in themselves: references, names that two treatments claim, pages past
//! a guideline's end, dates that overlap, changes of rules that are not there, rules with too few examples.

use std::collections::HashMap;

use super::super::gather::{Cursor, Item, WrittenPack};
use super::super::problem::Problems;
use super::super::written::{Extension, Rule};
use super::super::{Id, Period};
use super::names::{Kind, Names};
use super::rule::period;
use super::term::page_range;

/// The fewest examples on either side that prove a rule.
const FEWEST_EXAMPLES: usize = 2;

/// Holds the packs against each other.
pub(crate) fn validate(packs: &[WrittenPack], names: &Names, last_pages: &HashMap<Id, u32>, problems: &mut Problems) {
    for pack in packs {
        treatments(pack, names, problems);
        topics(pack, names, last_pages, problems);
        references(pack, names, problems);
        for change in &pack.extends {
            extension(change, packs, names, problems);
        }
    }
    editions(packs, problems);
}

fn treatments(pack: &WrittenPack, names: &Names, problems: &mut Problems) {
    for treatment in &pack.treatments {
        if let Some(class) = &treatment.written.class {
            names.check(Kind::Class, class, treatment.at().field("class"), problems);
        }
        if let Some(unit) = &treatment.written.unit {
            names.check(Kind::Unit, unit, treatment.at().field("unit"), problems);
        }
    }
    for class in &pack.classes {
        if let Some(unit) = &class.written.unit {
            names.check(Kind::Unit, unit, class.at().field("unit"), problems);
        }
    }
}

fn topics(pack: &WrittenPack, names: &Names, last_pages: &HashMap<Id, u32>, problems: &mut Problems) {
    for topic in &pack.topics {
        let at = topic.at();
        let guideline = &topic.written.guideline;
        names.check(Kind::Guideline, guideline, at.field("guideline"), problems);
        for (index, pages) in topic.written.pages.iter().enumerate() {
            let at = at.field("pages").index(index);
            page_range(pages, last_pages.get(guideline).copied(), at, problems);
        }
        treatments_or_classes(&topic.written.treatments, at.field("treatments"), names, problems);
        for (index, part) in topic.written.body_parts.iter().enumerate() {
            names.check(Kind::BodyPart, part, at.field("body-parts").index(index), problems);
        }
    }
}

/// What the smaller entries of the lexicon refer to.
fn references(pack: &WrittenPack, names: &Names, problems: &mut Problems) {
    for entry in &pack.not_addressed {
        names.check(
            Kind::Guideline,
            &entry.written.guideline,
            entry.at().field("guideline"),
            problems,
        );
        treatments_or_classes(
            &entry.written.treatments,
            entry.at().field("treatments"),
            names,
            problems,
        );
    }
    for entry in &pack.compounds {
        let (written, at) = (&entry.written, entry.at());
        names.check(Kind::Treatment, &written.treatment, at.field("treatment"), problems);
        treatments_or_classes(&written.treatments, at.field("treatments"), names, problems);
        treatments_or_classes(&written.classes, at.field("classes"), names, problems);
    }
    for entry in &pack.conversions {
        let (written, at) = (&entry.written, entry.at());
        names.check(Kind::Treatment, &written.becomes, at.field("becomes"), problems);
        treatments_or_classes(&written.from, at.field("from"), names, problems);
    }
    for part in &pack.body_parts {
        if let Some(whole) = &part.written.part_of {
            names.check(Kind::BodyPart, whole, part.at().field("part-of"), problems);
        }
        for felt in &part.written.felt_in {
            names.check(Kind::BodyPart, felt, part.at().field("felt-in"), problems);
        }
    }
}

fn treatments_or_classes(ids: &[Id], at: Cursor<'_>, names: &Names, problems: &mut Problems) {
    for (index, id) in ids.iter().enumerate() {
        names.check_any(&[Kind::Treatment, Kind::Class], id, at.index(index), problems);
    }
}

/// Of several editions of one guideline the letter's date chooses: so their dates do not overlap.
fn editions(packs: &[WrittenPack], problems: &mut Problems) {
    let mut seen: Vec<(&Id, Period, Cursor<'_>)> = Vec::new();
    for pack in packs {
        let at = pack.manifest.at();
        let in_force = pack.manifest.written.in_force.unwrap_or_default();
        let dates = period(in_force, at.field("in-force"), problems);
        let Some(guideline) = &pack.manifest.written.guideline else {
            continue;
        };
        for (other, others_dates, others_at) in &seen {
            if *other == guideline && dates.overlaps(*others_dates) {
                let message = format!("two packs of the guideline `{guideline}` are in force on the same days");
                problems.note_clash(
                    &at.field("in-force").place(),
                    &others_at.field("in-force").place(),
                    message,
                );
            }
        }
        seen.push((guideline, dates, at));
    }
}

fn extension(change: &Item<Extension>, packs: &[WrittenPack], names: &Names, problems: &mut Problems) {
    let at = change.at();
    let entry = &change.written;
    names.check(Kind::Rule, &entry.rule, at.field("rule"), problems);
    if entry.off && entry.reason.is_none() {
        let message = format!("`{}` is switched off without a reason", entry.rule);
        problems.note_with_help(
            &at.field("rule").place(),
            message,
            "add `reason:`, for whoever reads the pack later",
        );
    }
    let rule = packs
        .iter()
        .flat_map(|pack| &pack.rules)
        .find(|rule| rule.written.id == entry.rule);
    if let Some(rule) = rule {
        changed_parts(&rule.written, entry, at, problems);
    }
}

/// A change is of something that the rule has.
fn changed_parts(rule: &Rule, change: &Extension, at: Cursor<'_>, problems: &mut Problems) {
    if change.figures.is_some() && rule.limit.is_none() {
        problems.note(
            &at.key("figures"),
            format!("`{}` has no limit whose figures could change", rule.id),
        );
    }
    if change.most.is_some() && rule.duration.is_none() {
        problems.note(
            &at.key("most"),
            format!("`{}` has no duration that could change", rule.id),
        );
    }
    for (section, code) in change
        .severity
        .keys()
        .map(|code| ("severity", code))
        .chain(change.messages.keys().map(|code| ("messages", code)))
    {
        if !rule.codes.contains(code) {
            let message = format!("`{}` does not report {}", rule.id, code.id());
            problems.note(&at.field(section).key(code.id()), message);
        }
    }
}

/// Every rule is proved by examples, and every example belongs to a rule.
pub(crate) fn validate_examples(packs: &[WrittenPack], names: &Names, problems: &mut Problems) {
    let mut counted: HashMap<&Id, (usize, usize)> = HashMap::new();
    for examples in packs.iter().flat_map(|pack| &pack.examples) {
        let entry = &examples.written;
        names.check(Kind::Rule, &entry.rule, examples.at().field("rule"), problems);
        let (flags, passes) = counted.entry(&entry.rule).or_default();
        *flags += entry.flags.len();
        *passes += entry.passes.len();
    }
    for rule in packs.iter().flat_map(|pack| &pack.rules) {
        let id = &rule.written.id;
        if rule.written.codes.iter().all(|code| code.is_of_batch()) {
            continue;
        }
        let (flags, passes) = counted.get(id).copied().unwrap_or_default();
        if flags < FEWEST_EXAMPLES || passes < FEWEST_EXAMPLES {
            let plural = if flags == 1 { "" } else { "s" };
            let message = format!("`{id}` has {flags} example{plural} that it flags and {passes} that it passes");
            let help = format!(
                "write at least {FEWEST_EXAMPLES} of each in a section `examples`, best in a file `*.examples.yaml`"
            );
            problems.note_with_help(&rule.at().field("id").place(), message, help);
        }
    }
}
