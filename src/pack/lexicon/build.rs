//! From names as packs write them to the indexes that find them. Classes come before the treatments that belong to them;
//! every fault of a name is told with its place in the entry, and what has no fault is taken in all the same.

use std::collections::HashMap;

use super::super::Id;
use super::super::names::{Index, Pattern, Vocabulary};
use super::super::written;
use super::{Conversion, Lexicon, Meaning, Mixture, Treatment, UnitWord};

/// What is wrong with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameFault {
    /// The field of the entry that holds the name.
    pub field: &'static str,
    /// The name's place in the field's list; in `also`, the place of the group of names.
    pub index: usize,
    /// What is wrong.
    pub message: String,
}

/// Takes in the names of packs, one entry after another.
#[derive(Debug, Default)]
pub struct LexiconBuilder {
    vocabulary: Vocabulary,
    treatments: HashMap<Id, Treatment>,
    classes: HashMap<Id, Option<Id>>,
    regions: HashMap<Id, Option<Id>>,
    felt_in: HashMap<Id, Vec<Id>>,
    treatment_names: Index<Meaning>,
    region_names: Index<Id>,
    unit_names: Index<UnitWord>,
    conversions: Vec<Conversion>,
    compounds: Vec<(written::Compound, Mixture)>,
}

impl LexiconBuilder {
    /// Takes in the mixtures first: they decide which treatments may be parts of one. `treatments` are all treatments, among
    /// which is what each mixture is.
    pub fn compounds<'a>(
        &mut self,
        compounds: impl IntoIterator<Item = &'a written::Compound>,
        treatments: impl Iterator<Item = &'a written::Treatment> + Clone,
    ) {
        for compound in compounds {
            let known = treatments.clone().find(|treatment| treatment.id == compound.treatment);
            let mixture = Mixture {
                id: compound.treatment.clone(),
                class: known.and_then(|treatment| treatment.class.clone()),
                unit: known.and_then(|treatment| treatment.unit.clone()),
            };
            self.compounds.push((compound.clone(), mixture));
        }
    }

    /// Takes in a class.
    pub fn class(&mut self, class: &written::Class) -> Vec<NameFault> {
        self.classes.insert(class.id.clone(), class.unit.clone());
        let meaning = Meaning::Treatment {
            id: class.id.clone(),
            class: Some(class.id.clone()),
            unit: class.unit.clone(),
            part_of: None,
        };
        let mut faults = Vec::new();
        self.treatment_names("names", &class.names, &meaning, false, &mut faults);
        faults
    }

    /// Takes in a treatment.
    pub fn treatment(&mut self, treatment: &written::Treatment) -> Vec<NameFault> {
        let of_class = treatment
            .class
            .as_ref()
            .and_then(|class| self.classes.get(class).cloned().flatten());
        let unit = treatment.unit.clone().or(of_class);
        let id = &treatment.id;
        let part_of = self.mixture_of(treatment);
        let meaning = |unit: Option<Id>| Meaning::Treatment {
            id: id.clone(),
            class: treatment.class.clone(),
            unit,
            part_of: part_of.clone(),
        };
        let mut faults = Vec::new();
        let own = meaning(unit.clone());
        let in_words = id.as_str().replace('-', " ");
        let title = treatment.names.first().and_then(|name| Pattern::read(name).ok());
        // Where the id is an abbreviation that counts in capitals only ("tens"), its letters alone name nothing.
        if !treatment
            .abbreviations
            .iter()
            .any(|short| short.eq_ignore_ascii_case(&in_words))
        {
            // The id in words may be another treatment's name by right; then that name stands.
            let _ = self.treatment_names.add(&mut self.vocabulary, &in_words, &own, false);
        }
        self.treatment_names("names", &treatment.names, &own, false, &mut faults);
        self.treatment_names("abbreviations", &treatment.abbreviations, &own, true, &mut faults);
        for (index, also) in treatment.also.iter().enumerate() {
            let mut inner = Vec::new();
            self.treatment_names(
                "also",
                &also.names,
                &meaning(Some(also.unit.clone())),
                false,
                &mut inner,
            );
            faults.extend(inner.into_iter().map(|fault| NameFault { index, ..fault }));
        }
        let compiled = Treatment {
            id: id.clone(),
            class: treatment.class.clone(),
            unit,
            title: title.map_or(in_words, |title| title.plain()),
        };
        self.treatments.insert(id.clone(), compiled);
        faults
    }

    fn mixture_of(&self, treatment: &written::Treatment) -> Option<Mixture> {
        let found = self.compounds.iter().find(|(compound, _)| {
            compound.treatments.contains(&treatment.id)
                || treatment
                    .class
                    .as_ref()
                    .is_some_and(|class| compound.classes.contains(class))
                || compound.treatment == treatment.id
        });
        found.map(|(_, mixture)| mixture.clone())
    }

    /// Takes in the parts of a compound, after all treatments: a drug that is a treatment too stays one.
    pub fn compound(&mut self, compound: &written::Compound) -> Vec<NameFault> {
        let mut faults = Vec::new();
        let known = self
            .compounds
            .iter()
            .find(|(known, _)| known.treatment == compound.treatment);
        let Some(mixture) = known.map(|(_, mixture)| mixture.clone()) else {
            return faults;
        };
        let ingredient = Meaning::Ingredient(mixture.clone());
        self.treatment_names("ingredients", &compound.ingredients, &ingredient, false, &mut faults);
        self.treatment_names("forms", &compound.forms, &Meaning::Form(mixture), false, &mut faults);
        self.treatment_names("between", &compound.between, &Meaning::Between, false, &mut faults);
        faults
    }

    /// Takes in a phrase that contains a treatment's name and means none.
    pub fn no_treatment(&mut self, phrase: &str) -> Vec<NameFault> {
        let mut faults = Vec::new();
        let phrases = [phrase.to_owned()];
        self.treatment_names("no-treatments", &phrases, &Meaning::Nothing, false, &mut faults);
        faults
    }

    /// Takes in a word of everyday language that is one letter away from a name.
    pub fn everyday_word(&mut self, word: &str) {
        self.vocabulary.learn_everyday(word);
    }

    /// Takes in what a quality of a request makes of its treatments.
    pub fn conversion(&mut self, conversion: &written::Conversion) {
        self.conversions.push(Conversion {
            mark: conversion.mark,
            from: conversion.from.clone(),
            becomes: conversion.becomes.clone(),
        });
    }

    /// Takes in a unit.
    pub fn unit(&mut self, unit: &written::Unit) -> Vec<NameFault> {
        let meaning = UnitWord {
            id: unit.id.clone(),
            general: unit.general,
        };
        add_all(
            &mut self.unit_names,
            &mut self.vocabulary,
            "names",
            &unit.names,
            &meaning,
            false,
            &|holder| format!("the unit `{}`", holder.id),
        )
    }

    /// Takes in a region of the body.
    pub fn body_part(&mut self, part: &written::BodyPart) -> Vec<NameFault> {
        self.regions.insert(part.id.clone(), part.part_of.clone());
        self.felt_in.insert(part.id.clone(), part.felt_in.clone());
        add_all(
            &mut self.region_names,
            &mut self.vocabulary,
            "names",
            &part.names,
            &part.id,
            false,
            &|holder| format!("the region `{holder}`"),
        )
    }

    /// The lexicon of everything taken in.
    #[must_use]
    pub fn finish(self) -> Lexicon {
        Lexicon {
            vocabulary: self.vocabulary,
            treatments: self.treatments,
            classes: self.classes,
            regions: self.regions,
            felt_in: self.felt_in,
            treatment_names: self.treatment_names,
            region_names: self.region_names,
            unit_names: self.unit_names,
            conversions: self.conversions,
            mixtures: self.compounds.into_iter().map(|(_, mixture)| mixture.id).collect(),
        }
    }

    fn treatment_names(
        &mut self,
        field: &'static str,
        names: &[String],
        meaning: &Meaning,
        capitals: bool,
        faults: &mut Vec<NameFault>,
    ) {
        faults.extend(add_all(
            &mut self.treatment_names,
            &mut self.vocabulary,
            field,
            names,
            meaning,
            capitals,
            &described,
        ));
    }
}

/// Spells out `names` and gives each its meaning; `described` words the holder of a name that is taken.
fn add_all<M: Clone + PartialEq>(
    index: &mut Index<M>,
    vocabulary: &mut Vocabulary,
    field: &'static str,
    names: &[String],
    meaning: &M,
    capitals: bool,
    described: &dyn Fn(&M) -> String,
) -> Vec<NameFault> {
    let mut faults = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let mut fault = |message: String| {
            faults.push(NameFault {
                field,
                index: at,
                message,
            });
        };
        match index.add(vocabulary, name, meaning, capitals) {
            Err(error) => fault(format!("`{name}` is no name: {error}")),
            Ok(clashes) => {
                for clash in clashes {
                    let holder = described(&clash.holder);
                    fault(format!(
                        "`{}` is a name of {holder} already; a name means one thing",
                        clash.name
                    ));
                }
            }
        }
    }
    faults
}

fn described(meaning: &Meaning) -> String {
    match meaning {
        Meaning::Treatment { id, .. } => format!("`{id}`"),
        Meaning::Ingredient(mixture) | Meaning::Form(mixture) => format!("a part of `{}`", mixture.id),
        Meaning::Between => "what stands between the parts of a mixture".to_owned(),
        Meaning::Nothing => "what is no treatment".to_owned(),
    }
}
