#!/usr/bin/env python3
"""Makes the Word documents and PDFs of tests/inputs/letters from the bundled letters.

Each letter becomes a Word document and a web page with a paragraph for each of its own; LibreOffice prints the one,
Chromium the other. Run from the root of the project, after `cargo build`, with the Debian packages
libreoffice-writer-nogui, chromium and fonts-liberation:

    python3 tests/inputs/make.py
"""

import html
import pathlib
import subprocess
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
MADE = ROOT / "tests/inputs/letters"

TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELATIONS = """<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="word/document.xml"/></Relationships>"""
DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}
<w:sectPr><w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"/></w:sectPr>
</w:body></w:document>"""
PARAGRAPH = (
    '<w:p><w:pPr><w:spacing w:after="120"/></w:pPr><w:r><w:rPr><w:rFonts w:ascii="Liberation Serif"'
    ' w:hAnsi="Liberation Serif"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r></w:p>'
)
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Letter</title>
<style>@page {{ size: letter; margin: 1in }} body {{ font: 12pt "Liberation Serif", serif }} p {{ margin: 0 0 6pt }}</style>
<body>{}</body></html>"""


def paragraphs(letter):
    """The letter's paragraphs, as the program rejoins them."""
    program = ROOT / "target/debug/imrlint"
    text = subprocess.run([program, "text", "--paragraphs", letter], check=True, capture_output=True, text=True).stdout
    return [html.escape(line, quote=False) for line in text.splitlines() if line.strip()]


def write_word(path, lines):
    """A Word document; the same bytes every time."""
    body = "\n".join(PARAGRAPH.format(line) for line in lines)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELATIONS),
            ("word/document.xml", DOCUMENT.format(body)),
        ]:
            archive.writestr(zipfile.ZipInfo(name, (2014, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)


def chromium(page, pdf, profile):
    """Prints a web page."""
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         f"--user-data-dir={profile}", "--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip


def main():
    """Makes every letter anew."""
    for kind in ["word", "libreoffice", "chromium"]:
        (MADE / kind).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for letter in sorted((ROOT / "tests/letters").glob("*/*.txt")):
            lines = paragraphs(letter)
            write_word(MADE / f"word/{letter.stem}.docx", lines)
            page = folder / f"{letter.stem}.html"
            page.write_text(PAGE.format("\n".join(f"<p>{line}</p>" for line in lines)))
            chromium(page, MADE / f"chromium/{letter.stem}.pdf", folder / "profile")
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/office", "--headless", "--convert-to", "pdf",
             "--outdir", MADE / "libreoffice", *sorted((MADE / "word").glob("*.docx"))],
            check=True, capture_output=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
