#!/usr/bin/env python3
"""Fills fuzz/corpus with the bundled letters, their lines, their documents and the rule packs. Run from the root."""

import json
import pathlib
import shutil
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
CORPUS = ROOT / "fuzz/corpus"


def put(target, name, data):
    """A file of the corpus."""
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)


def main():
    """Fills every target's folder anew."""
    shutil.rmtree(CORPUS, ignore_errors=True)
    for letter in sorted((ROOT / "tests/letters").glob("*/*.txt")):
        put("letter", letter.stem, letter.read_bytes())
    for expected in sorted((ROOT / "tests/letters").glob("*/*.expected.json")):
        text = expected.read_text()
        for number, item in enumerate(values(json.loads(text), "item")):
            put("request", f"{expected.stem}-{number}", item.encode())
        for number, line in enumerate(values(json.loads(text), "as_written")):
            put("citation", f"{expected.stem}-{number}", line.encode())
    for letter in sorted((ROOT / "tests/letters").glob("*/*.txt")):
        for number, line in enumerate(letter.read_text(errors="replace").splitlines()):
            if "ased" in line and "decision" in line:
                put("citation", f"{letter.stem}-line-{number}", line.strip().encode())
    for file in sorted((ROOT / "rules").rglob("*.yaml")):
        put("pack", "-".join(file.relative_to(ROOT / "rules").parts), file.read_bytes())
    for document in sorted((ROOT / "tests/inputs").rglob("*.pdf")):
        put("pdf", f"{document.parent.name}-{document.stem}", document.read_bytes())
    for document in sorted((ROOT / "tests/inputs").rglob("*.docx")):
        put("docx", document.stem, document.read_bytes())
        with zipfile.ZipFile(document) as archive:
            put("docx", f"{document.stem}.xml", archive.read("word/document.xml"))


def values(node, field):
    """Every text in a field of that name, wherever it stands."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == field and isinstance(value, str):
                yield value
            else:
                yield from values(value, field)
    elif isinstance(node, list):
        for value in node:
            yield from values(value, field)


if __name__ == "__main__":
    main()
