//! A batch as Markdown: the tables, then the findings by letter, the gravest kept where there are too many to read.

use std::io::{self, Write};

use super::tables::{Cell, Table, grouped, tables};
use super::{Quota, findings};
use crate::audit::{AuditedLetter, Batch, Context};
use crate::report::record::FindingRecord;
use crate::report::writing;

/// How many findings are written out.
const MOST_FINDINGS: usize = 1000;

/// Writes the report.
pub(super) fn write(batch: &Batch, out: &mut (dyn Write + Send)) -> io::Result<()> {
    let summary = &batch.summary;
    writeln!(out, "# Audit of {} letters\n", grouped(summary.letters))?;
    if !summary.complete {
        writeln!(
            out,
            "**Incomplete**: the run was interrupted; these are the letters done so far.\n"
        )?;
    }
    let packs: Vec<String> = batch
        .run
        .packs
        .iter()
        .map(|pack| format!("{} {}", pack.id, pack.version))
        .collect();
    writeln!(
        out,
        "{} {}, rules: {}\n",
        batch.run.tool.name,
        batch.run.tool.version,
        packs.join(", ")
    )?;
    for table in tables(summary) {
        write_table(&table, out)?;
    }
    writeln!(out, "## Findings\n")?;
    let all = summary.errors + summary.warnings + summary.advice;
    if all > MOST_FINDINGS {
        writeln!(
            out,
            "The {} most serious of {}.\n",
            grouped(MOST_FINDINGS),
            grouped(all)
        )?;
    }
    let mut quota = Quota::new(summary, MOST_FINDINGS);
    for row in batch.letters()? {
        write_letter(&row?, &mut quota, out)?;
    }
    Ok(())
}

fn write_table(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## {}\n\n{}\n", table.title, table.note)?;
    if table.rows.is_empty() {
        return writeln!(out, "None.\n");
    }
    writeln!(out, "| {} |", table.columns.join(" | "))?;
    let numbers = table.rows.first().into_iter().flatten().map(Cell::is_number);
    let rule: Vec<&str> = numbers.map(|number| if number { "---:" } else { "---" }).collect();
    writeln!(out, "| {} |", rule.join(" | "))?;
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(|cell| escape(&cell.display())).collect();
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    writeln!(out)
}

fn write_letter(row: &AuditedLetter, quota: &mut Quota, out: &mut dyn Write) -> io::Result<()> {
    let shown: Vec<_> = findings(row)
        .filter(|(finding, _)| quota.take(finding.severity))
        .collect();
    if shown.is_empty() {
        return Ok(());
    }
    writeln!(out, "### {}\n", escape(&row.letter.path))?;
    for (finding, context) in shown {
        write_finding(finding, context, out)?;
    }
    writeln!(out)
}

fn write_finding(finding: &FindingRecord, context: &Context, out: &mut dyn Write) -> io::Result<()> {
    let place = match (finding.determination, &finding.item) {
        (Some(index), Some(item)) => format!(", determination {index} ({})", escape(item)),
        (Some(index), None) => format!(", determination {index}"),
        (None, _) => String::new(),
    };
    writeln!(
        out,
        "- **{}** {} ({}), line {}{place}: {}",
        finding.code.id(),
        finding.name,
        finding.severity.word(),
        finding.span.line,
        escape(&finding.message),
    )?;
    if !context.words.is_empty() {
        let (before, words, after) = (escape(&context.before), escape(&context.words), escape(&context.after));
        writeln!(out, "  > {}**{}**{}", spaced(&before), words.trim(), after)?;
    }
    if let Some(source) = &finding.source {
        writeln!(out, "\n  Source: {}.", writing::source(source))?;
    }
    if !finding.help.is_empty() {
        writeln!(out, "\n  {}", escape(&finding.help))?;
    }
    Ok(())
}

/// Bold begins at a word: what stands before it keeps its space.
fn spaced(before: &str) -> String {
    before.trim_start().to_owned()
}

/// Words of a letter as words, whatever Markdown makes of their characters.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' => out.extend(['\\', character]),
            _ if character.is_control() => out.push(' '),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_letter_stay_words() {
        assert_eq!(escape("Norco *10* | <b>\n#120"), r"Norco \*10\* \| \<b\> \#120");
    }
}
