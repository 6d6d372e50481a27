//! The known name that a misspelt one most likely means.

/// The known name nearest to `found`, if one is near enough to be meant.
pub(crate) fn nearest<'known>(found: &str, known: impl Iterator<Item = &'known str>) -> Option<&'known str> {
    known
        .map(|name| (strsim::damerau_levenshtein(found, name), name))
        .filter(|(distance, name)| *distance <= 1 + name.len().min(found.len()) / 4)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
