//! Writes realistic letters, any number of them, the same for the same seed, with what is wrong in them beside them:
//!
//! ```text
//! cargo run --release --example letters -- --count 100000 --seed 7 --out /tmp/letters
//! ```
//!
//! The folder gets `letters/00/000000.txt` and so on, and `expected.jsonl` with a line for each letter; with `--jsonl`, one
//! file `letters.jsonl` of records in place of the letters' files.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::Parser;

mod cases;
mod generator;

/// Writes realistic letters and what is wrong in them.
#[derive(Debug, Parser)]
struct Arguments {
    /// How many letters.
    #[arg(long, default_value_t = 1000)]
    count: u64,
    /// The same seed gives the same letters.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The folder to write to.
    #[arg(long)]
    out: PathBuf,
    /// Write records (`id`, `text`) into one file in place of a file for each letter.
    #[arg(long)]
    jsonl: bool,
}

fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    fs::create_dir_all(&arguments.out)?;
    let mut expected = BufWriter::new(File::create(arguments.out.join("expected.jsonl"))?);
    let mut records = match arguments.jsonl {
        true => Some(BufWriter::new(File::create(arguments.out.join("letters.jsonl"))?)),
        false => None,
    };
    for index in 0..arguments.count {
        let letter = generator::letter(arguments.seed, index);
        let name = format!("letters/{:02}/{index:06}.txt", index % 100);
        if let Some(records) = &mut records {
            let record = serde_json::json!({ "id": format!("{index:06}"), "text": letter.text });
            writeln!(records, "{record}")?;
        } else {
            let path = arguments.out.join(&name);
            if index < 100 {
                fs::create_dir_all(path.parent().unwrap_or(&arguments.out))?;
            }
            fs::write(path, &letter.text)?;
        }
        let line = serde_json::json!({ "path": name, "findings": letter.planted });
        writeln!(expected, "{line}")?;
    }
    expected.flush()?;
    records.map_or(Ok(()), |mut records| records.flush())
}
