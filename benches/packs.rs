//! How long the packs take to load: parsed, validated and compiled. Every run of the program pays for it once.

use imrlint::pack::Pack;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

#[divan::bench]
fn embedded() -> usize {
    Pack::embedded().map_or(0, |pack| pack.rules().len())
}
