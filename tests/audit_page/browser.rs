//! A headless Chromium, driven through its `DevTools` protocol: real clicks and keys, and every error that it reports.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

/// How long the browser may take for anything.
const PATIENCE: Duration = Duration::from_secs(60);

/// A browser that shows one page.
pub(crate) struct Browser {
    process: Child,
    socket: WebSocket<TcpStream>,
    last_id: u64,
    errors: Vec<String>,
    events: Vec<String>,
}

impl Browser {
    /// Starts the browser with a fresh profile and waits until the file is shown.
    pub(crate) fn open(file: &Path, profile: &Path) -> Self {
        let process = Command::new(program())
            .args([
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-sync",
            ])
            .args([
                "--disable-background-networking",
                "--disable-component-update",
                "--window-size=1200,900",
            ])
            .args(["--remote-debugging-port=0", "--remote-allow-origins=*"])
            .arg(format!("--user-data-dir={}", profile.display()))
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let port = port(&profile.join("DevToolsActivePort"));
        let target = target(port);
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let (socket, _) = tungstenite::client(target.as_str(), stream).unwrap();
        let mut browser = Self {
            process,
            socket,
            last_id: 0,
            errors: Vec::new(),
            events: Vec::new(),
        };
        for domain in ["Page", "Runtime", "Log"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        let url = format!("file://{}", fs::canonicalize(file).unwrap().display());
        browser.events.clear();
        browser.call("Page.navigate", json!({ "url": url }));
        browser.wait_for("Page.loadEventFired");
        browser
    }

    /// The value of an expression in the page.
    pub(crate) fn evaluate(&mut self, expression: &str) -> Value {
        let result = self.call(
            "Runtime.evaluate",
            json!({ "expression": expression, "returnByValue": true }),
        );
        assert!(result.get("exceptionDetails").is_none(), "{expression}: {result}");
        result["result"]["value"].clone()
    }

    /// Clicks in the middle of the element that an expression gives.
    pub(crate) fn click(&mut self, element: &str) {
        let place = self.evaluate(&format!(
            "(() => {{ const element = {element}; element.scrollIntoView({{ block: 'center' }}); \
             const box = element.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }})()"
        ));
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", event);
        }
    }

    /// Types where the focus is.
    pub(crate) fn type_text(&mut self, text: &str) {
        self.call("Input.insertText", json!({ "text": text }));
    }

    /// Presses and releases a key.
    pub(crate) fn press(&mut self, key: &str) {
        for kind in ["keyDown", "keyUp"] {
            let event = json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": 13, "text": "\r" });
            self.call("Input.dispatchKeyEvent", event);
        }
    }

    /// Chooses an option of a list, by focus and by typing its name, as keyboards do.
    pub(crate) fn choose(&mut self, list: &str, option: &str) {
        self.evaluate(&format!("{list}.focus()"));
        for character in option.chars() {
            let text = character.to_string();
            self.call(
                "Input.dispatchKeyEvent",
                json!({ "type": "keyDown", "key": text, "text": text }),
            );
            self.call("Input.dispatchKeyEvent", json!({ "type": "keyUp", "key": text }));
        }
        assert_eq!(self.evaluate(&format!("{list}.value")), json!(option));
    }

    /// Makes the window this wide and high, as on a phone.
    pub(crate) fn resize(&mut self, width: u32, height: u32) {
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 2, "mobile": true });
        self.call("Emulation.setDeviceMetricsOverride", size);
    }

    /// Fails if the page has thrown, logged an error or failed to load something.
    pub(crate) fn assert_no_errors(&mut self) {
        // A round trip: whatever was logged before has arrived after it.
        self.evaluate("0");
        assert!(self.errors.is_empty(), "{:#?}", self.errors);
    }

    fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.last_id += 1;
        let id = self.last_id;
        let message = json!({ "id": id, "method": method, "params": parameters });
        self.socket.send(Message::text(message.to_string())).unwrap();
        loop {
            let answer = self.read();
            if answer["id"] == json!(id) {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].clone();
            }
        }
    }

    fn wait_for(&mut self, event: &str) {
        while !self.events.iter().any(|seen| seen == event) {
            self.read();
        }
    }

    fn read(&mut self) -> Value {
        loop {
            let Message::Text(text) = self.socket.read().unwrap() else {
                continue;
            };
            let message: Value = serde_json::from_str(&text).unwrap();
            if let Some(event) = message["method"].as_str() {
                self.note(event, &message["params"]);
                self.events.push(event.to_owned());
            }
            return message;
        }
    }

    fn note(&mut self, event: &str, parameters: &Value) {
        let is_error = match event {
            "Runtime.exceptionThrown" => true,
            "Runtime.consoleAPICalled" => matches!(parameters["type"].as_str(), Some("error" | "warning" | "assert")),
            "Log.entryAdded" => matches!(parameters["entry"]["level"].as_str(), Some("error" | "warning")),
            _ => false,
        };
        if is_error {
            self.errors.push(parameters.to_string());
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A test that has failed already has its reason; one that has passed does not need the browser any more.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn program() -> &'static str {
    let is_there = |name: &&str| {
        Command::new(name)
            .arg("--version")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok()
    };
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(is_there)
        .expect("this test needs Chromium: apt-get install chromium")
}

/// The port that the browser writes down once it listens.
fn port(file: &Path) -> u16 {
    let start = Instant::now();
    loop {
        let written = fs::read_to_string(file).unwrap_or_default();
        if let Some(port) = written.lines().next().and_then(|line| line.parse().ok()) {
            return port;
        }
        assert!(start.elapsed() < PATIENCE, "the browser does not listen");
        thread::sleep(Duration::from_millis(50));
    }
}

/// The address of the page's own connection, which the browser tells over plain HTTP.
fn target(port: u16) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(stream, "GET /json/list HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n").unwrap();
    let mut reader = BufReader::new(stream);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        match line.trim().split_once(':') {
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().unwrap()
            }
            None if line.trim().is_empty() => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let targets: Value = serde_json::from_slice(&body).unwrap();
    let page = targets
        .as_array()
        .unwrap()
        .iter()
        .find(|target| target["type"] == "page")
        .unwrap();
    page["webSocketDebuggerUrl"].as_str().unwrap().to_owned()
}
