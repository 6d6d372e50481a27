//! How fast letters are read and checked, apart; how the time grows with a letter's length; how long the packs take.
//!
//! ```text
//! cargo bench --bench letters
//! ```

use divan::Bencher;
use divan::counter::BytesCount;
use imrlint::source::Document;
use imrlint::{Engine, Reading};

#[path = "../examples/letters/cases.rs"]
mod cases;
#[path = "../examples/letters/generator.rs"]
mod generator;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// Letters of every layout.
fn letters() -> Vec<Document> {
    (0..64)
        .map(|index| Document::from_text(format!("{index}.txt"), generator::letter(7, index).text))
        .collect()
}

fn bytes(letters: &[Document]) -> BytesCount {
    BytesCount::new(letters.iter().map(|letter| letter.text().len()).sum::<usize>())
}

/// One letter of at least `bytes`: its items over and over.
fn long_letter(bytes: usize) -> Document {
    let text = generator::letter(7, 5).text;
    let (head, items) = text.split_at(text.find("IMR ISSUES").unwrap_or(0));
    let mut long = head.to_owned();
    while long.len() < bytes {
        long.push_str(items);
    }
    Document::from_text("long.txt", long)
}

fn engine() -> Engine {
    match Engine::embedded() {
        Ok(engine) => engine,
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(2)
        }
    }
}

#[divan::bench]
fn load_packs() -> Engine {
    engine()
}

#[divan::bench]
fn read(bencher: Bencher) {
    let (engine, letters) = (engine(), letters());
    bencher
        .counter(bytes(&letters))
        .bench_local(|| -> Vec<Reading> { letters.iter().map(|letter| engine.read(letter.clone())).collect() });
}

#[divan::bench]
fn read_and_check(bencher: Bencher) {
    let (engine, letters) = (engine(), letters());
    bencher.counter(bytes(&letters)).bench_local(|| -> usize {
        letters
            .iter()
            .map(|letter| engine.audit(letter.clone()).findings.len())
            .sum()
    });
}

#[divan::bench(args = [2 << 10, 20 << 10, 200 << 10, 2 << 20], sample_count = 10)]
fn letter_of(bencher: Bencher, size: usize) {
    let (engine, letter) = (engine(), long_letter(size));
    bencher
        .counter(BytesCount::new(letter.text().len()))
        .bench_local(|| engine.audit(letter.clone()).findings.len());
}
