//! `imrlint rules explain`: what a code or a rule means, when it speaks and when not, on what authority, with examples, and
//! how to silence it; for a terminal and as Markdown.

use std::fmt::Write as _;
use std::io::Write as _;

use clap::{Args, ValueEnum};
use miette::{IntoDiagnostic as _, miette};

use super::{Status, shown, words};
use crate::check::Code;
use crate::cli::config::PackChoice;
use crate::pack::{Confidence, Examples, Pack, Rule, nearest};

/// Explains a code or a rule: what, when, when not, source, figures, examples, and how to silence it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  imrlint rules explain LIM001
  imrlint rules explain physical-medicine-visits --format markdown
  imrlint rules explain --all --format markdown")]
pub(super) struct ExplainArguments {
    /// The code, its name, or the id of a rule.
    #[arg(value_name = "CODE|RULE", required_unless_present = "all")]
    name: Option<String>,
    /// Explain every code and every rule.
    #[arg(long, conflicts_with = "name")]
    all: bool,
    #[command(flatten)]
    packs: PackChoice,
    /// How to print it.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal.
    Text,
    /// For a page.
    Markdown,
}

pub(super) fn run(arguments: &ExplainArguments) -> miette::Result<Status> {
    let packs = arguments.packs.paths()?;
    let pack = Pack::with(&packs)?;
    let examples = Pack::examples(&packs)?;
    let book = Book {
        pack: &pack,
        examples: &examples,
        whole: arguments.all,
    };
    let page = match &arguments.name {
        None => book.all(),
        Some(name) => book.entry(name)?,
    };
    let text = match arguments.format {
        Format::Markdown => page,
        Format::Text => in_terminal(&page),
    };
    anstream::stdout().write_all(text.as_bytes()).into_diagnostic()?;
    Ok(Status::Clean)
}

/// The packs as something to read.
struct Book<'pack> {
    pack: &'pack Pack,
    examples: &'pack [Examples],
    /// Whether the page holds every code and rule, so that they link to each other and what holds for all is said once.
    whole: bool,
}

impl Book<'_> {
    /// Every code, and under it the rules that report it first.
    fn all(&self) -> String {
        let mut page = INTRODUCTION.to_owned();
        for code in Code::ALL {
            let row = (code.id(), code.name(), code.severity().word(), code.meaning());
            // Writing to a string cannot fail, here and below.
            let _ = writeln!(
                page,
                "| [{0}](#{1}) | {2} | {3} | {4} |",
                row.0,
                row.0.to_lowercase(),
                row.1,
                row.2,
                row.3
            );
        }
        for code in Code::ALL {
            page.push('\n');
            self.code(*code, &mut page);
            for rule in words::reporting(self.pack, *code) {
                if rule.reports.first().is_some_and(|report| report.code == *code) {
                    page.push('\n');
                    self.rule(rule, "###", &mut page);
                }
            }
        }
        page
    }

    fn entry(&self, name: &str) -> miette::Result<String> {
        let mut page = String::new();
        let code = Code::ALL
            .iter()
            .find(|code| code.id().eq_ignore_ascii_case(name) || code.name() == name);
        let rule = self.pack.rules().iter().find(|rule| rule.origin.id == name);
        match (code, rule) {
            (Some(code), _) => {
                self.code(*code, &mut page);
                if let [rule] = words::reporting(self.pack, *code).as_slice() {
                    page.push('\n');
                    self.rule(rule, "##", &mut page);
                }
            }
            (None, Some(rule)) => self.rule(rule, "##", &mut page),
            (None, None) => return Err(self.unknown(name)),
        }
        Ok(page)
    }

    fn unknown(&self, name: &str) -> miette::Report {
        if let Some(off) = self.pack.switched_off().iter().find(|off| off.rule == name) {
            return miette!(
                "the rule `{name}` is switched off by the pack `{}`: {}",
                off.pack,
                off.reason
            );
        }
        let codes = Code::ALL.iter().flat_map(|code| [code.id(), code.name()]);
        let rules = self.pack.rules().iter().map(|rule| rule.origin.id.as_str());
        let help = nearest(name, codes.chain(rules)).map_or_else(
            || "`imrlint rules list` shows all rules".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        miette!(help = help, "no code and no rule has the name `{name}`")
    }

    fn code(&self, code: Code, page: &mut String) {
        let _ = write!(
            page,
            "## {}\n\n**{}**, {}. {}\n",
            code.id(),
            code.name(),
            code.severity().word(),
            code.meaning()
        );
        let rules = words::reporting(self.pack, code);
        if !rules.is_empty() {
            page.push_str("\nRules:\n\n");
        }
        for rule in rules {
            let id = &rule.origin.id;
            let _ = if self.whole {
                writeln!(page, "- [{id}](#{id}): {}", rule.title)
            } else {
                writeln!(page, "- `{id}`: {}", rule.title)
            };
        }
        if !self.whole {
            let _ = write!(page, "\nTo silence the code: `--ignore {}`.\n", code.id());
        }
    }

    fn rule(&self, rule: &Rule, heading: &str, page: &mut String) {
        let _ = write!(
            page,
            "{heading} {}\n\n**{}.** {}\n\n",
            rule.origin.id,
            rule.title,
            rule.about.trim()
        );
        for report in &rule.reports {
            let own = (report.code.id(), report.code.name(), report.severity.word());
            let _ = writeln!(page, "- Reports {} ({}) as {}.", own.0, own.1, own.2);
        }
        let _ = writeln!(page, "- About: {}.", words::subject_of(rule));
        for bound in words::bounds(self.pack, &rule.scope) {
            let _ = writeln!(page, "- {}.", capital(&bound));
        }
        if let Some(source) = &rule.source {
            let _ = writeln!(page, "- Source: {}.", words::source(self.pack, source));
        }
        let _ = writeln!(page, "- In force: {}.", words::period(rule.in_force));
        let _ = writeln!(page, "- Confidence: {}.", confidence(rule.confidence));
        let demands = words::demands(self.pack, rule);
        list(page, words::demands_label(&rule.kind), &demands);
        list(
            page,
            "Stated as present, these keep it silent:",
            &words::exceptions(self.pack, rule),
        );
        self.examples(rule, page);
        if self.whole {
            return;
        }
        let _ = write!(
            page,
            "\nTo silence the rule: `--ignore {0}`, or in a pack of your own:\n\n```yaml\nextends:\n  - rule: {0}\n    off: true\n    \
             reason: why it does not hold here\n```\n",
            rule.origin.id
        );
    }

    fn examples(&self, rule: &Rule, page: &mut String) {
        for set in self.examples.iter().filter(|set| set.rule == rule.origin.id) {
            for (label, examples) in [("It flags:", &set.flags), ("It passes:", &set.passes)] {
                let shown: Vec<String> = examples
                    .iter()
                    .map(|(example, _)| shown::example(rule, example))
                    .collect();
                list(page, label, &shown);
            }
        }
    }
}

/// The head of the page of all checks.
const INTRODUCTION: &str = "# The checks

Generated by `imrlint rules explain --all --format markdown`.

A code is a contract and keeps its meaning; a rule is one instance of it in one pack. Each rule stands below the first code
that it reports. The examples under a rule are parts of letters: the heading of a request with its outcome, and as far as they
matter the case summary, the reviewer's guideline line and the rationale.

To silence a code or a rule, name it behind `--ignore`, as in `--ignore LIM003` or `--ignore massage-visits`; or switch the rule
off in a pack of your own, and say why:

```yaml
extends:
  - rule: massage-visits
    off: true
    reason: why it does not hold here
```

| code | name | severity | reported when |
|---|---|---|---|
";

fn list(page: &mut String, label: &str, rows: &[String]) {
    if rows.is_empty() {
        return;
    }
    let _ = write!(page, "\n{label}\n\n");
    for row in rows {
        let _ = writeln!(page, "- {row}");
    }
}

const fn confidence(confidence: Confidence) -> &'static str {
    match confidence {
        Confidence::High => "high, read in the regulation or the statute or quoted in published letters",
        Confidence::Medium => "medium, well known and unambiguous",
        Confidence::Low => "low, to be checked; the rule reports advice at most",
    }
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// The page without its marks, wrapped at the terminal's width.
fn in_terminal(page: &str) -> String {
    let width = textwrap::termwidth().min(100);
    let mut text = String::new();
    let lines = page.lines().filter(|line| !line.starts_with("```"));
    for line in lines {
        if let Some(heading) = line.strip_prefix("## ").or_else(|| line.strip_prefix("### ")) {
            let _ = writeln!(text, "{heading}\n{}", "─".repeat(heading.chars().count()));
            continue;
        }
        let plain = line.replace("**", "").replace('`', "");
        let indent = if plain.starts_with("- ") { "  " } else { "" };
        // "9-10 visits" and `physical-medicine` stay in one piece.
        let options = textwrap::Options::new(width)
            .subsequent_indent(indent)
            .word_splitter(textwrap::WordSplitter::NoHyphenation)
            .word_separator(textwrap::WordSeparator::AsciiSpace);
        text.push_str(&textwrap::fill(&plain, options));
        text.push('\n');
    }
    text
}
