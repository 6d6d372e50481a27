use super::Lexicon;
use crate::pack::Pack;

/// Compiled once for all tests.
static PACK: std::sync::LazyLock<Pack> =
    std::sync::LazyLock::new(|| Pack::embedded().unwrap_or_else(|error| panic!("{error}")));

fn named(lexicon: &Lexicon, text: &str) -> Vec<String> {
    let mut ids: Vec<String> = lexicon
        .treatments(text)
        .iter()
        .map(|mention| mention.id.to_string())
        .collect();
    ids.dedup();
    ids
}

#[test]
fn names_lead_to_treatments() {
    let pack = &PACK;
    let rows: &[(&str, &[&str])] = &[
        // Brands, generic names, abbreviations.
        ("Soma 350mg #90", &["carisoprodol"]),
        ("Hydrocodone/APAP 10/325 mg", &["hydrocodone-apap"]),
        ("hydrocodone with acetaminophen", &["hydrocodone-apap"]),
        ("Tylenol #3", &["codeine-apap"]),
        ("Tylenol 500mg", &["acetaminophen"]),
        ("UDS", &["urine-drug-testing"]),
        ("home H-wave device", &["h-wave"]),
        ("Hwave", &["h-wave"]),
        ("MBB at L4-5", &["facet-injection"]),
        // Capitals and hyphens do not matter, nor does the plural.
        ("CYCLOBENZAPRINE", &["cyclobenzaprine"]),
        ("epidural-steroid injections", &["epidural-steroid-injection"]),
        ("TENS", &["tens"]),
        ("tens of visits", &[]),
        // PT is physical therapy, pt a patient.
        ("PT 2x6", &["physical-therapy"]),
        ("the pt denies spasm", &[]),
        // Misspelt names of six letters or more.
        ("Msucle relaxants", &["muscle-relaxant"]),
        ("Prove genetic testing", &["genetic-testing"]),
        ("Flexaril", &["cyclobenzaprine"]),
        ("Tizanadine", &["tizanidine"]),
        ("Hydrocodon", &["hydrocodone-apap"]),
        ("Soms", &[]),
        // The longest name wins.
        ("aquatic therapy", &["aquatic-therapy"]),
        ("aquatic physical therapy", &["aquatic-therapy"]),
        ("post-operative physical therapy", &["postoperative-therapy"]),
        ("spine surgery consultation", &["consultation"]),
        ("psych consult", &["psychological-evaluation"]),
        ("functional capacity evaluation", &["functional-capacity-evaluation"]),
        ("pool membership", &["gym-membership"]),
        ("cold therapy unit", &["surgical-adjunct"]),
        ("manipulation under anesthesia", &["surgery"]),
        ("tramadol extended release", &["tramadol"]),
        ("failed back surgery syndrome", &[]),
        // A form of its own is another treatment than the tablets of that name.
        ("Voltaren 75mg", &["diclofenac"]),
        ("Voltaren 1% gel", &["diclofenac-gel"]),
        ("Voltaren gel 1%", &["diclofenac-gel"]),
        ("Butrans 10 mcg/hr patch", &["buprenorphine"]),
        // Several treatments.
        ("Ultram,Fexmid", &["tramadol", "cyclobenzaprine"]),
        (
            "Naproxen 550mg #60 and omeprazole 20mg #60",
            &["naproxen", "omeprazole"],
        ),
        // Mixtures.
        ("Flurbiprofen 20% / Tramadol 20% cream", &["compounded-topical"]),
        ("Compounded cream of ketoprofen and lidocaine", &["compounded-topical"]),
        (
            "Gabapentin 10%, Amitriptyline 10%, Bupivacaine 5% 240gm",
            &["compounded-topical"],
        ),
        ("Ketoprofen 20% cream", &["compounded-topical"]),
        (
            "Norco, Flexeril and topical creams",
            &["hydrocodone-apap", "cyclobenzaprine", "topical"],
        ),
    ];
    for (text, ids) in rows {
        assert_eq!(named(pack.lexicon(), text), *ids, "{text}");
    }
}

#[test]
fn a_name_is_counted_in_its_own_unit() {
    let pack = &PACK;
    let rows = [
        ("Norco", "tablet"),
        ("Duragesic", "patch"),
        ("Actiq", "tablet"),
        ("Butrans", "patch"),
        ("Suboxone", "tablet"),
        ("Terocin patches", "patch"),
        ("Terocin lotion", "gram"),
        ("physical therapy", "visit"),
        ("home health aide", "hour"),
    ];
    for (text, unit) in rows {
        let mentions = pack.lexicon().treatments(text);
        assert_eq!(
            mentions[0].unit.as_ref().map(|unit| unit.as_str()),
            Some(unit),
            "{text}"
        );
    }
}

#[test]
fn spans_are_the_words_of_the_text() {
    let pack = &PACK;
    let text = "He takes Norco daily; urine drug screens were done.";
    let words: Vec<&str> = pack
        .lexicon()
        .treatments(text)
        .iter()
        .map(|mention| &text[mention.span.range()])
        .collect();
    assert_eq!(words, ["Norco", "urine drug screens"]);
}

#[test]
fn regions_are_found_and_nest() {
    let pack = &PACK;
    let lexicon = pack.lexicon();
    let rows: &[(&str, &[&str])] = &[
        ("lumbar spine", &["low-back"]),
        ("L4-L5 and L5-S1", &["low-back", "low-back"]),
        ("C5-6", &["neck"]),
        ("bilateral knees", &["knee"]),
        ("right carpal tunnel", &["wrist"]),
        ("BLE", &["lower-extremity"]),
        ("cervical spine and right shoulder", &["neck", "shoulder"]),
    ];
    for (text, ids) in rows {
        let found: Vec<String> = lexicon
            .body_parts(text)
            .iter()
            .map(|part| part.id.to_string())
            .collect();
        assert_eq!(found, *ids, "{text}");
    }
    assert!(lexicon.same_region(&"hand".into(), &"upper-extremity".into()));
    assert!(lexicon.same_region(&"knee".into(), &"knee".into()));
    assert!(!lexicon.same_region(&"knee".into(), &"ankle".into()));
}
