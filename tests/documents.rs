//! Runs every command that the documents show and holds what it prints against the document. `[..]` and `...` in a
//! document stand for what may vary.

#[test]
fn documents_show_what_the_program_prints() {
    trycmd::TestCases::new().case("README.md").case("docs/*.md");
}
