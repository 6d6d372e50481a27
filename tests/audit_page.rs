//! The page of `imrlint audit` in a real browser: it loads without an error, and a person can sort, filter and open a
//! finding, by mouse and by keyboard. Needs Chromium (Debian: `apt-get install chromium`).

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

#[path = "audit_page/browser.rs"]
mod browser;

use std::path::Path;

use assert_cmd::Command;
use browser::Browser;
use serde_json::json;

/// A browser that shows the audit of the bundled letters.
fn page() -> (tempfile::TempDir, Browser) {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("audit.html");
    let letters = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters");
    let mut command = Command::cargo_bin("imrlint").unwrap();
    command
        .current_dir(letters)
        .args(["audit", "made", "real", "--quiet", "--fail-on", "never", "--report"]);
    command.arg(&report).assert().success();
    let browser = Browser::open(&report, &folder.path().join("profile"));
    (folder, browser)
}

const FINDINGS: &str = "document.querySelector('section[aria-labelledby=findings]')";

/// What stands in a column of the findings that are shown.
fn shown(browser: &mut Browser, column: usize) -> Vec<String> {
    let script = format!(
        "[...{FINDINGS}.querySelectorAll('tbody tr')].filter(row => row.offsetParent).map(row => row.cells[{column}].textContent.trim())"
    );
    serde_json::from_value(browser.evaluate(&script)).unwrap()
}

#[test]
fn the_page_loads_without_an_error_and_asks_for_nothing() {
    let (_folder, mut browser) = page();
    assert_eq!(browser.evaluate("document.title"), json!("Audit of 57 IMR letters"));
    assert!(!shown(&mut browser, 0).is_empty());
    let requests = browser
        .evaluate("performance.getEntriesByType('resource').filter(entry => !entry.name.startsWith('data:')).length");
    assert_eq!(requests, json!(0));
    browser.assert_no_errors();
}

#[test]
fn a_click_on_a_heading_sorts_and_another_turns_it_round() {
    let (_folder, mut browser) = page();
    let heading = format!("{FINDINGS}.querySelectorAll('thead th')[3]");
    let lines =
        |browser: &mut Browser| -> Vec<u64> { shown(browser, 3).iter().map(|line| line.parse().unwrap()).collect() };
    browser.click(&format!("{heading}.querySelector('button')"));
    assert_eq!(
        browser.evaluate(&format!("{heading}.getAttribute('aria-sort')")),
        json!("ascending")
    );
    let ascending = lines(&mut browser);
    assert!(ascending.is_sorted(), "{ascending:?}");
    assert!(ascending.first() < ascending.last());
    browser.click(&format!("{heading}.querySelector('button')"));
    assert_eq!(
        browser.evaluate(&format!("{heading}.getAttribute('aria-sort')")),
        json!("descending")
    );
    assert!(lines(&mut browser).iter().rev().is_sorted());
    browser.assert_no_errors();
}

#[test]
fn filters_narrow_the_findings_and_say_how_many_are_left() {
    let (_folder, mut browser) = page();
    let all = shown(&mut browser, 0).len();
    browser.choose(&format!("{FINDINGS}.querySelector('[data-filter=severity]')"), "error");
    let severities = shown(&mut browser, 1);
    assert!(!severities.is_empty() && severities.len() < all);
    assert!(severities.iter().all(|severity| severity == "error"));
    let status = browser.evaluate(&format!("{FINDINGS}.querySelector('[role=status]').textContent"));
    assert_eq!(status, json!(format!("{} of {all} rows", severities.len())));
    browser.click(&format!("{FINDINGS}.querySelector('input[type=search]')"));
    browser.type_text("no finding has these words");
    assert!(shown(&mut browser, 0).is_empty());
    browser.assert_no_errors();
}

#[test]
fn a_finding_opens_by_click_and_by_key_and_shows_its_words() {
    let (_folder, mut browser) = page();
    let with_words = format!("[...{FINDINGS}.querySelectorAll('details')].find(one => one.querySelector('mark'))");
    let visible = format!("{with_words}.querySelector('mark').checkVisibility()");
    assert_eq!(browser.evaluate(&visible), json!(false));
    browser.click(&format!("{with_words}.querySelector('summary')"));
    assert_eq!(browser.evaluate(&visible), json!(true));
    let words = browser.evaluate(&format!("{with_words}.querySelector('mark').textContent"));
    assert!(!words.as_str().unwrap().is_empty());
    // The summary has the focus now: the key closes what the click opened.
    browser.press("Enter");
    assert_eq!(browser.evaluate(&visible), json!(false));
    browser.assert_no_errors();
}

#[test]
fn a_finding_leads_to_its_determination_even_where_a_filter_hides_it() {
    let (_folder, mut browser) = page();
    let link = format!("{FINDINGS}.querySelector('tbody a')");
    let target = browser.evaluate(&format!("{link}.getAttribute('href').slice(1)"));
    let target = target.as_str().unwrap();
    let determinations = "document.querySelector('section[aria-labelledby=determinations]')";
    browser.click(&format!("{determinations}.querySelector('input[type=search]')"));
    browser.type_text("no determination has these words");
    let visible = format!("document.getElementById('{target}').checkVisibility()");
    assert_eq!(browser.evaluate(&visible), json!(false));
    browser.click(&link);
    // The browser tells the page of its new address when it has a moment.
    let shown = (0..50).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(100));
        browser.evaluate(&visible) == json!(true)
    });
    assert!(shown, "the link leads to a row that is seen");
    browser.assert_no_errors();
}

#[test]
fn the_page_fits_a_phone() {
    let (_folder, mut browser) = page();
    browser.resize(390, 800);
    let wider = browser.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assert_eq!(wider, json!(0), "nothing but a table scrolls sideways");
    browser.assert_no_errors();
}
