//! Packs, compiled: what reading and checking see of them.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use jiff::civil::Date;

use super::compile::{self, Context, Names};
use super::gather::{self, Item, WrittenPack, gather};
use super::problem::{PackError, Problems};
use super::source::PackSource;
use super::written::{Example, Extension, InForce, RuleExamples};
use super::{Cues, Guidelines, Id, Lexicon, Period, Rule};
use crate::check::Code;

/// Packs compiled for use.
#[derive(Debug)]
pub struct Pack {
    lexicon: Lexicon,
    guidelines: Guidelines,
    rules: Vec<Rule>,
    concepts: BTreeMap<Id, String>,
    cues: Cues,
    editions: Vec<Edition>,
    switched_off: Vec<SwitchedOff>,
}

/// One of the packs in use.
#[derive(Debug, Clone)]
pub struct Edition {
    /// The pack's id.
    pub id: Id,
    /// What it covers, in a line.
    pub title: String,
    /// Its version.
    pub version: String,
    /// The fingerprint of its files.
    pub sha256: String,
    /// The guideline that it encodes, by the name that its editions share.
    pub guideline: Option<Id>,
    /// When it was in force.
    pub in_force: Period,
}

/// A rule that a pack switches off.
#[derive(Debug, Clone)]
pub struct SwitchedOff {
    /// The rule's id.
    pub rule: Id,
    /// The pack that switches it off.
    pub pack: Id,
    /// Why.
    pub reason: String,
}

/// The examples of a rule, with where they are written.
#[derive(Debug, Clone)]
pub struct Examples {
    /// The rule's id.
    pub rule: Id,
    /// The file.
    pub file: String,
    /// Parts of letters that the rule must flag, each with its line.
    pub flags: Vec<(Example, usize)>,
    /// Parts of letters that it must pass.
    pub passes: Vec<(Example, usize)>,
}

impl Examples {
    fn of(item: &Item<RuleExamples>) -> Self {
        let placed = |field: &str, examples: &[Example]| {
            let at = item.at().field(field);
            let examples = examples.iter().enumerate();
            examples
                .map(|(index, example)| (example.clone(), at.index(index).place().line()))
                .collect()
        };
        let entry = &item.written;
        Self {
            rule: entry.rule.clone(),
            file: item.at().place().file.name.to_string(),
            flags: placed("flags", &entry.flags),
            passes: placed("passes", &entry.passes),
        }
    }
}

impl Pack {
    /// The packs that come with the program.
    ///
    /// # Errors
    ///
    /// Every problem of a bundled pack; the tests hold that there is none.
    pub fn embedded() -> Result<Self, PackError> {
        Self::with::<&Path>(&[])
    }

    /// The packs that come with the program, and those in the folders or files at `paths`. A pack that has the id of a bundled
    /// one takes its place.
    ///
    /// # Errors
    ///
    /// Every problem of every pack.
    pub fn with<P: AsRef<Path>>(paths: &[P]) -> Result<Self, PackError> {
        let mut problems = Problems::default();
        let packs = written(paths, gather::Reading::Rules, &mut problems)?;
        Self::compile(&packs, problems)
    }

    /// Finds every problem of the packs in use, those of their examples included.
    ///
    /// # Errors
    ///
    /// Every problem of every pack.
    pub fn validate<P: AsRef<Path>>(paths: &[P]) -> Result<Self, PackError> {
        let mut problems = Problems::default();
        let packs = written(paths, gather::Reading::RulesAndExamples, &mut problems)?;
        let names = Names::of(&packs, &mut Problems::default());
        compile::validate_examples(&packs, &names, &mut problems);
        Self::compile(&packs, problems)
    }

    /// The examples of all rules of the packs in use, in the packs' order.
    ///
    /// # Errors
    ///
    /// Every problem in how the packs are written.
    pub fn examples<P: AsRef<Path>>(paths: &[P]) -> Result<Vec<Examples>, PackError> {
        let mut problems = Problems::default();
        let packs = written(paths, gather::Reading::RulesAndExamples, &mut problems)?;
        problems.into_result()?;
        let examples = packs.iter().flat_map(|pack| &pack.examples);
        Ok(examples.map(Examples::of).collect())
    }

    fn compile(packs: &[WrittenPack], mut problems: Problems) -> Result<Self, PackError> {
        let names = Names::of(packs, &mut problems);
        let guidelines = packs.iter().flat_map(|pack| &pack.guidelines);
        let last_pages: HashMap<Id, u32> = guidelines
            .filter_map(|guideline| Some((guideline.written.id.clone(), guideline.written.last_page()?)))
            .collect();
        compile::validate(packs, &names, &last_pages, &mut problems);
        // Side by side: who checks one letter waits for this more than for anything else.
        let mut problems_of_cues = Problems::default();
        let (cues, (rules, lexicon, guidelines)) = rayon::join(
            || Cues::compile(packs, &mut problems_of_cues),
            || {
                (
                    rules(packs, &names, &last_pages, &mut problems),
                    compile::lexicon(packs, &mut problems),
                    compile::guidelines(packs, &mut problems),
                )
            },
        );
        problems.append(problems_of_cues);
        problems.into_result()?;
        Ok(Self {
            lexicon,
            guidelines,
            rules,
            concepts: packs
                .iter()
                .flat_map(|pack| &pack.concepts)
                .map(|concept| (concept.written.id.clone(), concept.written.title.clone()))
                .collect(),
            cues,
            editions: packs.iter().map(edition).collect(),
            switched_off: changes(packs).filter_map(switched_off).collect(),
        })
    }

    /// The names of treatments, classes, units and regions of the body.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Concepts and cues.
    #[must_use]
    pub fn cues(&self) -> &Cues {
        &self.cues
    }

    /// The guidelines and their topics.
    #[must_use]
    pub fn guidelines(&self) -> &Guidelines {
        &self.guidelines
    }

    /// The packs in use, in the order of their files; those that the user named come last.
    #[must_use]
    pub fn editions(&self) -> &[Edition] {
        &self.editions
    }

    /// The rules that are switched off, with the reasons.
    #[must_use]
    pub fn switched_off(&self) -> &[SwitchedOff] {
        &self.switched_off
    }

    /// Every rule of the packs in use, whatever its dates.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The id of a concept, if the packs have it.
    #[must_use]
    pub fn concept(&self, id: &str) -> Option<&Id> {
        self.concepts.get_key_value(id).map(|(id, _)| id)
    }

    /// What a concept means, in a line; its id where the packs do not know it.
    #[must_use]
    pub fn concept_title(&self, id: &Id) -> String {
        self.concepts.get(id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// What a concept means, as it stands within a sentence: "a new injury", but "TENS has failed".
    #[must_use]
    pub fn concept_in_sentence(&self, id: &Id) -> String {
        let title = self.concept_title(id);
        let mut letters = title.chars();
        match (letters.next(), letters.next()) {
            (Some(first), Some(second)) if !second.is_uppercase() => {
                first.to_lowercase().chain(title.chars().skip(1)).collect()
            }
            _ => title,
        }
    }

    /// The rules that were in force on `date`, in the packs' order; all of them where a letter tells no date.
    pub fn rules_in_force(&self, date: Option<Date>) -> impl Iterator<Item = &Rule> {
        self.rules
            .iter()
            .filter(move |rule| date.is_none_or(|date| rule.in_force.holds_on(date)))
    }

    /// The rules that report `code` and were in force on `date`. A letter that tells no date at all is held against every
    /// rule: whoever chose the packs meant them for it.
    pub fn rules_on(&self, date: Option<Date>, code: Code) -> impl Iterator<Item = &Rule> {
        self.rules
            .iter()
            .filter(move |rule| date.is_none_or(|date| rule.in_force.holds_on(date)) && rule.report(code).is_some())
    }

    /// Whether a pack of some guideline was in force on `date`. Where none was, only the checks that need no guideline run.
    #[must_use]
    pub fn covers(&self, date: Date) -> bool {
        self.editions
            .iter()
            .any(|edition| edition.guideline.is_some() && edition.in_force.holds_on(date))
    }
}

/// Reads the bundled packs and those at `paths`.
fn written<P: AsRef<Path>>(
    paths: &[P],
    reading: gather::Reading,
    problems: &mut Problems,
) -> Result<Vec<WrittenPack>, PackError> {
    let mut packs: Vec<WrittenPack> = Vec::new();
    let bundled = PackSource::embedded();
    let named = paths.iter().map(|path| PackSource::at(path.as_ref()));
    for source in bundled.into_iter().map(Ok).chain(named) {
        let Some(pack) = gather(&source?, reading, problems) else {
            continue;
        };
        let id = &pack.manifest.written.id;
        match packs.iter().position(|earlier| earlier.manifest.written.id == *id) {
            Some(earlier) => packs[earlier] = pack,
            None => packs.push(pack),
        }
    }
    Ok(packs)
}

fn changes(packs: &[WrittenPack]) -> impl Iterator<Item = (&WrittenPack, &Item<Extension>)> {
    packs
        .iter()
        .flat_map(|pack| pack.extends.iter().map(move |change| (pack, change)))
}

fn rules(packs: &[WrittenPack], names: &Names, last_pages: &HashMap<Id, u32>, problems: &mut Problems) -> Vec<Rule> {
    let guidelines = packs.iter().flat_map(|pack| &pack.guidelines);
    let in_force: HashMap<Id, Period> = guidelines
        .filter_map(|guideline| Some((guideline.written.id.clone(), dates(guideline.written.in_force?))))
        .collect();
    // A pack that the user names comes last, and its words first.
    let messages: Vec<_> = packs.iter().rev().flat_map(|pack| &pack.messages).collect();
    let mut rules = Vec::new();
    for pack in packs {
        for rule in &pack.rules {
            let of_rule = |change: &&Item<Extension>| change.written.rule == rule.written.id;
            let changes: Vec<_> = changes(packs).map(|(_, change)| change).filter(of_rule).collect();
            let context = Context {
                names,
                last_pages,
                in_force: &in_force,
                messages: &messages,
                pack: &pack.manifest.written.id,
                pack_in_force: dates(pack.manifest.written.in_force.unwrap_or_default()),
                changes: &changes,
            };
            let compiled = compile::compile(rule, &context, problems);
            if !changes.iter().any(|change| change.written.off) {
                rules.extend(compiled);
            }
        }
    }
    rules
}

fn dates(written: InForce) -> Period {
    Period {
        from: written.from,
        to: written.to,
    }
}

fn edition(pack: &WrittenPack) -> Edition {
    let manifest = &pack.manifest.written;
    Edition {
        id: manifest.id.clone(),
        title: manifest.title.clone(),
        version: manifest.version.clone(),
        sha256: pack.sha256.clone(),
        guideline: manifest.guideline.clone(),
        in_force: dates(manifest.in_force.unwrap_or_default()),
    }
}

fn switched_off((pack, change): (&WrittenPack, &Item<Extension>)) -> Option<SwitchedOff> {
    let entry = &change.written;
    entry.off.then(|| SwitchedOff {
        rule: entry.rule.clone(),
        pack: pack.manifest.written.id.clone(),
        reason: entry.reason.clone().unwrap_or_default(),
    })
}
