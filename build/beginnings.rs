//! With which bytes a rule of a grammar may begin, worked out from the grammar. Most words of a letter begin as no formula
//! does; knowing it from a few bytes, the program passes over them without asking the grammar. No rule of the grammars calls
//! itself, so that each can be followed to its end.

use std::collections::{BTreeSet, HashMap};
use std::error::Error;
use std::fmt::Write as _;

use pest_meta::ast::{Expr, Rule, RuleType};
use pest_meta::parser;

/// Bytes that are looked at.
const LONGEST: usize = 8;
/// What goes on in more ways than this is not followed further: behind the first byte, and behind the second.
const MOST_WAYS: [usize; 2] = [40, 16];
/// Nor is, behind the second byte, what then has more beginnings than this altogether.
const MOST_PREFIXES: usize = 600;
/// The bit in which the two cases of a letter differ. It is set in every byte, here and in the text: a few other
/// characters become equal as well, which costs a word that is tried in vain.
const CASE: u8 = 0x20;

/// Bytes with which something may begin.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Prefix {
    bytes: Vec<u8>,
    /// Whether it is not known how it goes on; else it ends here, and what stands behind it goes on.
    open: bool,
}

type Prefixes = BTreeSet<Prefix>;

fn exactly(text: &str) -> Prefixes {
    let bytes = text.bytes().map(|byte| byte | CASE).collect();
    Prefixes::from([Prefix { bytes, open: false }])
}

fn one_of(bytes: impl Iterator<Item = u8>) -> Prefixes {
    let single = |byte| Prefix {
        bytes: vec![byte | CASE],
        open: false,
    };
    bytes.map(single).collect()
}

fn either(mut one: Prefixes, other: Prefixes) -> Prefixes {
    one.extend(other);
    one
}

/// What begins with `first` and goes on with `next`, white space between them perhaps.
fn sequence(first: &Prefixes, next: &Prefixes, spaced: bool) -> Prefixes {
    let gaps: &[&[u8]] = if spaced { &[b"", b" ", &[b'\n' | CASE]] } else { &[b""] };
    let are_many = |length: usize| match length {
        0 | 1 => next.len() > MOST_WAYS[0],
        _ => next.len() > MOST_WAYS[1] || first.len() * next.len() > MOST_PREFIXES,
    };
    let mut found = Prefixes::new();
    for prefix in first {
        if prefix.bytes.is_empty() {
            found.extend(next.iter().cloned());
        } else if prefix.open || prefix.bytes.len() >= LONGEST || are_many(prefix.bytes.len()) {
            found.insert(Prefix {
                bytes: prefix.bytes.clone(),
                open: true,
            });
        } else {
            for (gap, behind) in gaps.iter().flat_map(|gap| next.iter().map(move |behind| (gap, behind))) {
                // What may be followed by nothing may be followed by anything; the white space too.
                let bytes = [prefix.bytes.as_slice(), gap, &behind.bytes].concat();
                let open = behind.open || !gap.is_empty() && behind.bytes.is_empty();
                found.insert(Prefix { bytes, open });
            }
        }
    }
    without_longer(found)
}

/// Without those that go on from another which may go on in any way.
fn without_longer(prefixes: Prefixes) -> Prefixes {
    let mut kept: Vec<Prefix> = Vec::new();
    for prefix in prefixes {
        // In their order a beginning stands right before those that go on from it.
        let is_covered = |shorter: &Prefix| shorter.open && prefix.bytes.starts_with(&shorter.bytes);
        if !kept.last().is_some_and(is_covered) {
            kept.push(prefix);
        }
    }
    kept.into_iter().collect()
}

/// The rules of a grammar by name.
pub(crate) struct Grammar {
    rules: HashMap<String, Rule>,
}

impl Grammar {
    /// Reads a grammar.
    pub(crate) fn read(text: &str) -> Result<Self, Box<dyn Error>> {
        let pairs = parser::parse(parser::Rule::grammar_rules, text)?;
        let rules = parser::consume_rules(pairs).map_err(|faults| format!("{faults:?}"))?;
        let by_name = |rule: Rule| (rule.name.clone(), rule);
        Ok(Self {
            rules: rules.into_iter().map(by_name).collect(),
        })
    }

    /// Writes down what a rule may begin with, as the program's `Beginnings`: of the first eight bytes which are looked at,
    /// and what they are.
    pub(crate) fn write(&self, name: &str, out: &mut String) -> Result<(), Box<dyn Error>> {
        let mut prefixes: Vec<Vec<u8>> = Vec::new();
        for Prefix { bytes, .. } in self.named(name, false)? {
            let bytes = &bytes[..bytes.len().min(LONGEST)];
            // In their order a beginning stands before those that go on from it, and says as much.
            if !bytes.is_empty() && !prefixes.last().is_some_and(|shorter| bytes.starts_with(shorter)) {
                prefixes.push(bytes.to_vec());
            }
        }
        let constant = name.to_uppercase();
        writeln!(out, "/// How the rule `{name}` may begin.")?;
        writeln!(
            out,
            "pub(super) static {constant}: crate::text::Beginnings = crate::text::Beginnings::new(&["
        )?;
        for bytes in prefixes {
            let word = |of: &dyn Fn(u8) -> u8| {
                let mut padded = [0; LONGEST];
                padded.iter_mut().zip(&bytes).for_each(|(to, from)| *to = of(*from));
                u64::from_le_bytes(padded)
            };
            writeln!(out, "    ({:#x}, {:#x}),", word(&|_| u8::MAX), word(&|byte| byte))?;
        }
        writeln!(out, "]);")?;
        Ok(())
    }

    fn of(&self, expression: &Expr, atomic: bool) -> Result<Prefixes, Box<dyn Error>> {
        Ok(match expression {
            Expr::Str(text) | Expr::Insens(text) => exactly(text),
            Expr::Range(from, to) => range(from, to),
            Expr::Ident(name) => self.named(name, atomic)?,
            Expr::PosPred(_) | Expr::NegPred(_) => exactly(""),
            Expr::Seq(one, other) => sequence(&self.of(one, atomic)?, &self.of(other, atomic)?, !atomic),
            Expr::Choice(one, other) => either(self.of(one, atomic)?, self.of(other, atomic)?),
            Expr::Opt(part) => either(self.of(part, atomic)?, exactly("")),
            Expr::Rep(part) | Expr::RepMax(part, _) => at_least(0, &self.of(part, atomic)?, atomic),
            Expr::RepOnce(part) => at_least(1, &self.of(part, atomic)?, atomic),
            Expr::RepMin(part, least) | Expr::RepMinMax(part, least, _) | Expr::RepExact(part, least) => {
                at_least(*least, &self.of(part, atomic)?, atomic)
            }
            Expr::PeekSlice(..) | Expr::Skip(_) | Expr::Push(_) => {
                return Err(format!("no way to tell how {expression:?} begins").into());
            }
        })
    }

    fn named(&self, name: &str, atomic: bool) -> Result<Prefixes, Box<dyn Error>> {
        if let Some(rule) = self.rules.get(name) {
            let atomic = match rule.ty {
                RuleType::Atomic | RuleType::CompoundAtomic => true,
                RuleType::NonAtomic => false,
                RuleType::Normal | RuleType::Silent => atomic,
            };
            return self.of(&rule.expr, atomic);
        }
        let of_ascii = |is_one: fn(&u8) -> bool| one_of((0..128).filter(is_one));
        Ok(match name {
            "SOI" => exactly(""),
            // Behind the end the program reads zeros.
            "EOI" => one_of([0].into_iter()),
            "ANY" => one_of(0..=u8::MAX),
            "ASCII_DIGIT" => of_ascii(u8::is_ascii_digit),
            "ASCII_ALPHA" => of_ascii(u8::is_ascii_alphabetic),
            "ASCII_ALPHA_UPPER" => of_ascii(u8::is_ascii_uppercase),
            "ASCII_ALPHANUMERIC" => of_ascii(u8::is_ascii_alphanumeric),
            "NEWLINE" => one_of([b'\n', b'\r'].into_iter()),
            other => return Err(format!("no way to tell how {other} begins").into()),
        })
    }
}

/// `part` so many times or more.
fn at_least(least: u32, part: &Prefixes, atomic: bool) -> Prefixes {
    let perhaps_more = either(part.clone(), exactly(""));
    match least {
        0 => either(at_least(1, part, atomic), exactly("")),
        1 => opened(sequence(part, &perhaps_more, !atomic), part),
        _ => opened(sequence(part, part, !atomic), part),
    }
}

/// What came twice may come again.
fn opened(repeated: Prefixes, once: &Prefixes) -> Prefixes {
    let open = |prefix: Prefix| Prefix {
        open: prefix.open || !once.contains(&prefix),
        ..prefix
    };
    repeated.into_iter().map(open).collect()
}

fn range(from: &str, to: &str) -> Prefixes {
    let ends = from.bytes().next().zip(to.bytes().next());
    ends.map_or_else(Prefixes::new, |(from, to)| one_of(from..=to))
}
