//! The names of all packs, taken into the lexicon and the guidelines; whatever is wrong with a name is noted at its place.

use super::super::gather::{Cursor, Item, WrittenPack};
use super::super::problem::Problems;
use super::super::{Guidelines, GuidelinesBuilder, Lexicon, LexiconBuilder, NameFault};

/// The lexicon of all packs.
pub(crate) fn lexicon(packs: &[WrittenPack], problems: &mut Problems) -> Lexicon {
    let mut builder = LexiconBuilder::default();
    builder.compounds(
        packs
            .iter()
            .flat_map(|pack| &pack.compounds)
            .map(|entry| &entry.written),
        packs
            .iter()
            .flat_map(|pack| &pack.treatments)
            .map(|entry| &entry.written),
    );
    for class in packs.iter().flat_map(|pack| &pack.classes) {
        note(&builder.class(&class.written), class.at(), problems);
    }
    for treatment in packs.iter().flat_map(|pack| &pack.treatments) {
        note(&builder.treatment(&treatment.written), treatment.at(), problems);
    }
    for pack in packs {
        for compound in &pack.compounds {
            note(&builder.compound(&compound.written), compound.at(), problems);
        }
        for phrase in &pack.no_treatments {
            note_entry(&builder.no_treatment(&phrase.written), phrase, problems);
        }
        for word in &pack.everyday_words {
            builder.everyday_word(&word.written);
        }
        for conversion in &pack.conversions {
            builder.conversion(&conversion.written);
        }
        for unit in &pack.units {
            note(&builder.unit(&unit.written), unit.at(), problems);
        }
        for part in &pack.body_parts {
            note(&builder.body_part(&part.written), part.at(), problems);
        }
    }
    builder.finish()
}

/// The guidelines of all packs.
pub(crate) fn guidelines(packs: &[WrittenPack], problems: &mut Problems) -> Guidelines {
    let mut builder = GuidelinesBuilder::default();
    for guideline in packs.iter().flat_map(|pack| &pack.guidelines) {
        note(&builder.guideline(&guideline.written), guideline.at(), problems);
    }
    for pack in packs {
        for topic in &pack.topics {
            note(&builder.topic(&topic.written), topic.at(), problems);
        }
        for entry in &pack.not_addressed {
            builder.not_addressed(&entry.written);
        }
    }
    builder.finish()
}

fn note(faults: &[NameFault], at: Cursor<'_>, problems: &mut Problems) {
    for fault in faults {
        problems.note(&at.field(fault.field).index(fault.index).place(), fault.message.clone());
    }
}

fn note_entry(faults: &[NameFault], phrase: &Item<String>, problems: &mut Problems) {
    for fault in faults {
        problems.note(&phrase.at().place(), fault.message.clone());
    }
}
