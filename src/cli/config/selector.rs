//! How findings are named in `--select`, `--ignore` and `accepted`: by code, prefix, rule, treatment, class or severity.

use std::fmt;

use crate::check::{Code, Severity};
use crate::pack::{Id, Pack};
use crate::report::record::FindingRecord;

use super::file::nearest;

/// A name of findings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum Selector {
    /// All of one severity.
    Severity(Severity),
    /// A code, or all that begin so ("CIT").
    Prefix(String),
    /// A rule of a pack.
    Rule(Id),
    /// A treatment, or a class of treatments.
    Treatment(Id),
}

/// A name that names nothing.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("`{name}` is no code, prefix of codes, rule, treatment, class of treatments or severity")]
pub(in crate::cli) struct UnknownSelector {
    name: String,
    #[help]
    pub(super) help: Option<String>,
}

impl Selector {
    /// Reads a name; the packs know the rules and treatments.
    pub(in crate::cli) fn parse(name: &str, pack: &Pack) -> Result<Self, UnknownSelector> {
        let severity = SEVERITIES.into_iter().find(|severity| severity.word() == name);
        if let Some(severity) = severity {
            return Ok(Self::Severity(severity));
        }
        if let Some(code) = Code::ALL.iter().find(|code| code.name() == name) {
            return Ok(Self::Prefix(code.id().to_owned()));
        }
        if !name.is_empty() && Code::ALL.iter().any(|code| code.id().starts_with(name)) {
            return Ok(Self::Prefix(name.to_owned()));
        }
        if pack.rules().iter().any(|rule| rule.origin.id == *name) {
            return Ok(Self::Rule(name.into()));
        }
        if pack.lexicon().treatment(name).is_some() || is_class(name, pack) {
            return Ok(Self::Treatment(name.into()));
        }
        Err(unknown(name, pack))
    }

    /// Whether this names `finding`, which concerns these treatments and classes.
    pub(in crate::cli) fn names(&self, finding: &FindingRecord, treatments: &[Id]) -> bool {
        match self {
            Self::Severity(severity) => finding.severity == *severity,
            Self::Prefix(prefix) => finding.code.id().starts_with(prefix.as_str()),
            Self::Rule(rule) => finding.rule.id == *rule,
            Self::Treatment(id) => treatments.contains(id),
        }
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Severity(severity) => formatter.write_str(severity.word()),
            Self::Prefix(prefix) => formatter.write_str(prefix),
            Self::Rule(id) | Self::Treatment(id) => id.fmt(formatter),
        }
    }
}

const SEVERITIES: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Advice];

/// Whether a rule of the packs is about a class of this name.
fn is_class(name: &str, pack: &Pack) -> bool {
    pack.rules()
        .iter()
        .any(|rule| rule.scope.classes.iter().any(|class| *class == *name))
}

fn unknown(name: &str, pack: &Pack) -> UnknownSelector {
    let mut names: Vec<&str> = SEVERITIES.into_iter().map(Severity::word).collect();
    names.extend(Code::ALL.iter().flat_map(|code| [code.id(), code.name()]));
    for rule in pack.rules() {
        let scope = rule.scope.classes.iter().chain(&rule.scope.treatments);
        names.extend(scope.chain([&rule.origin.id]).map(Id::as_str));
    }
    UnknownSelector {
        name: name.to_owned(),
        help: nearest(name, names).map(|name| format!("did you mean `{name}`?")),
    }
}
