//! What the first bytes of an input say it is. Names lie; a letter saved as `.txt` may well be a PDF.

/// How many of the first bytes are looked at: enough for a tar header, and for the white space before a web page.
pub(super) const HEAD: usize = 1024;

/// What an input is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// A PDF.
    Pdf,
    /// A zip archive, which a Word document is too.
    Zip,
    /// A gzip stream.
    Gzip,
    /// A Zstandard stream.
    Zstd,
    /// A tar archive.
    Tar,
    /// Rich Text Format.
    RichText,
    /// A web page.
    Html,
    /// None of these: text, if anything.
    Other,
}

impl Content {
    /// What the first [`HEAD`] bytes say.
    pub(super) fn of(head: &[u8]) -> Self {
        let head = &head[..head.len().min(HEAD)];
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            return Self::Zip;
        }
        if head.starts_with(b"\x1F\x8B\x08") {
            return Self::Gzip;
        }
        if head.starts_with(b"\x28\xB5\x2F\xFD") {
            return Self::Zstd;
        }
        if head.get(257..262) == Some(b"ustar") {
            return Self::Tar;
        }
        // A PDF may stand after a few lines of whoever sent it.
        if find(head, b"%PDF-").is_some() {
            return Self::Pdf;
        }
        let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        if text.starts_with(b"{\\rtf") {
            return Self::RichText;
        }
        if is_html(text) {
            return Self::Html;
        }
        Self::Other
    }

    /// Whether it holds other inputs.
    pub(super) const fn is_archive(self) -> bool {
        matches!(self, Self::Zip | Self::Gzip | Self::Zstd | Self::Tar)
    }
}

fn is_html(text: &[u8]) -> bool {
    let start = text[..text.len().min(256)].to_ascii_lowercase();
    start.starts_with(b"<!doctype html")
        || start.starts_with(b"<html")
        || (start.starts_with(b"<?xml") && find(&start, b"html").is_some())
}

fn find(bytes: &[u8], pattern: &[u8]) -> Option<usize> {
    bytes.windows(pattern.len()).position(|window| window == pattern)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_known_by_their_first_bytes() {
        assert_eq!(Content::of(b"%PDF-1.7\n"), Content::Pdf);
        assert_eq!(Content::of(b"X-Scanned: yes\r\n\r\n%PDF-1.4"), Content::Pdf);
        assert_eq!(Content::of(b"PK\x03\x04\x14\0"), Content::Zip);
        assert_eq!(Content::of(b"{\\rtf1\\ansi Soma"), Content::RichText);
        assert_eq!(Content::of(b"\n  <!DOCTYPE html><html>"), Content::Html);
        assert_eq!(Content::of(b"<?xml version='1.0'?><html xmlns='x'>"), Content::Html);
        assert_eq!(Content::of(b"CLINICAL CASE SUMMARY"), Content::Other);
        assert_eq!(Content::of(b""), Content::Other);
    }
}
