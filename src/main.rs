//! The `imrlint` program. Everything it does is in [`imrlint::cli`].

use std::process::ExitCode;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    imrlint::cli::run()
}
