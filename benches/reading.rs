//! How the time of reading grows with a letter's length, from 2 KB to 2 MB: set on pages, without line breaks, and a list of
//! numbers that could all be page numbers. The figures a line are bytes a second; they stay level.
//!
//! ```text
//! cargo bench --bench reading
//! ```

use divan::Bencher;
use divan::counter::BytesCount;
use imrlint::Engine;
use imrlint::source::Document;

#[path = "../examples/letters/cases.rs"]
mod cases;
#[path = "../examples/letters/generator.rs"]
mod generator;

const SIZES: [usize; 4] = [2 << 10, 20 << 10, 200 << 10, 2 << 20];

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// One letter of at least `bytes`: its items over and over.
fn letter(bytes: usize) -> String {
    let text = generator::letter(7, 5).text;
    let (head, items) = text.split_at(text.find("IMR ISSUES").unwrap_or(0));
    let mut long = head.to_owned();
    while long.len() < bytes {
        long.push_str(items);
    }
    long
}

fn read(bencher: Bencher, text: String) {
    let engine = match Engine::embedded() {
        Ok(engine) => engine,
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(2)
        }
    };
    let letter = Document::from_text("letter.txt", text);
    bencher
        .counter(BytesCount::new(letter.text().len()))
        .bench_local(|| engine.read(letter.clone()).letter.determinations.len());
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn on_pages(bencher: Bencher, bytes: usize) {
    read(bencher, letter(bytes));
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn without_line_breaks(bencher: Bencher, bytes: usize) {
    read(bencher, letter(bytes).split_whitespace().collect::<Vec<_>>().join(" "));
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn nothing_but_numbers(bencher: Bencher, bytes: usize) {
    let lines = (0..bytes / 5).map(|line| format!("{:03}\n\n", line % 1000));
    read(bencher, letter(2048) + &lines.collect::<String>());
}
