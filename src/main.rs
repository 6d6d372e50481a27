//! The `imrlint` program. Everything it does is in [`imrlint::cli`].

use std::process::ExitCode;

fn main() -> ExitCode {
    imrlint::cli::run()
}
