//! Follows what a page draws, as far as it draws text: each piece of text with the place where it stands.

use std::collections::HashMap;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::damaged;
use super::font::Font;
use super::lines::Run;
use crate::source::unreadable::Amount;
use crate::source::{Limits, Unreadable};

/// Drawings inside drawings, and states saved inside states, beyond which nothing is followed.
const DEEPEST: usize = 12;
const MOST_SAVED: usize = 256;

/// Operations of one document.
const MOST_OPERATIONS: usize = 8_000_000;

/// Why a page cannot be followed.
#[derive(Debug)]
pub(super) enum Broken {
    /// The crate that takes the PDF apart says so.
    Parts(lopdf::Error),
    /// It draws more than any page does.
    TooMuch,
    /// Nobody waits for it any more.
    Abandoned,
}

impl From<lopdf::Error> for Broken {
    fn from(error: lopdf::Error) -> Self {
        Self::Parts(error)
    }
}

impl Broken {
    pub(super) fn on_page(self, page: usize, limits: &Limits) -> Unreadable {
        match self {
            Self::Parts(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }))
            | Self::TooMuch => Unreadable::TooMuchDrawn {
                page,
                limit: Amount::Bytes(limits.text_bytes),
            },
            Self::Parts(error) => damaged(&format!("page {page}: {error}")),
            Self::Abandoned => Unreadable::TooSlow(limits.pdf_time.as_secs()),
        }
    }
}

/// From the coordinates of what is drawn to those of what it is drawn on: x' = a x + c y + e, y' = b x + d y + f.
#[derive(Debug, Clone, Copy)]
struct Matrix([f64; 6]);

impl Matrix {
    const SAME: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First `self`, then `next`.
    fn then(self, next: Self) -> Self {
        let ([a, b, c, d, e, f], [a2, b2, c2, d2, e2, f2]) = (self.0, next.0);
        Self([
            a * a2 + b * c2,
            a * b2 + b * d2,
            c * a2 + d * c2,
            c * b2 + d * d2,
            e * a2 + f * c2 + e2,
            e * b2 + f * d2 + f2,
        ])
    }

    fn moved(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    fn of(operands: &[Object]) -> Option<Self> {
        let mut numbers = [0.0; 6];
        for (number, operand) in numbers.iter_mut().zip(operands.get(..6)?) {
            *number = operand.as_float().ok()?.into();
        }
        Some(Self(numbers))
    }

    /// How a page that is shown turned is turned upright.
    fn upright(turn: i64) -> Self {
        match turn.rem_euclid(360) {
            90 => Self([0.0, -1.0, 1.0, 0.0, 0.0, 0.0]),
            180 => Self([-1.0, 0.0, 0.0, -1.0, 0.0, 0.0]),
            270 => Self([0.0, 1.0, -1.0, 0.0, 0.0, 0.0]),
            _ => Self::SAME,
        }
    }
}

/// What an operation leaves behind for the next.
#[derive(Debug, Clone)]
struct State<'a> {
    page: Matrix,
    font: Option<Rc<Font<'a>>>,
    size: f64,
    spacing: f64,
    word_spacing: f64,
    stretch: f64,
    leading: f64,
    rise: f64,
}

/// Goes through the pages of a document.
pub(super) struct Pages<'a> {
    document: &'a Document,
    most: usize,
    abandoned: &'a AtomicBool,
    fonts: HashMap<*const Dictionary, Rc<Font<'a>>>,
    operations: usize,
    has_pictures: bool,
    runs: Vec<Run>,
}

impl<'a> Pages<'a> {
    pub(super) fn new(document: &'a Document, limits: &Limits, abandoned: &'a AtomicBool) -> Self {
        Self {
            document,
            most: usize::try_from(limits.text_bytes).unwrap_or(usize::MAX),
            abandoned,
            fonts: HashMap::new(),
            operations: 0,
            has_pictures: false,
            runs: Vec::new(),
        }
    }

    /// Whether a page so far drew a picture.
    pub(super) const fn has_pictures(&self) -> bool {
        self.has_pictures
    }

    /// The pieces of text on a page, as they are drawn.
    pub(super) fn runs(&mut self, page: ObjectId) -> Result<Vec<Run>, Broken> {
        self.runs.clear();
        let dictionary = self.document.get_dictionary(page)?;
        let turn = self
            .inherited(dictionary, b"Rotate")
            .and_then(|turn| turn.as_i64().ok());
        let resources = self
            .inherited(dictionary, b"Resources")
            .and_then(|resources| resources.as_dict().ok());
        let bytes = self.document.get_page_content_with_limit(page, self.most)?;
        let state = State {
            page: Matrix::upright(turn.unwrap_or(0)),
            font: None,
            size: 1.0,
            spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        self.follow(&bytes, resources, state, 0)?;
        Ok(std::mem::take(&mut self.runs))
    }

    /// What a page has, or else the first of the nodes above it that does.
    fn inherited(&self, page: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        let mut node = page;
        for _ in 0..64 {
            if let Ok(found) = node.get_deref(key, self.document) {
                return Some(found);
            }
            node = node
                .get_deref(b"Parent", self.document)
                .and_then(Object::as_dict)
                .ok()?;
        }
        None
    }

    fn follow(
        &mut self,
        bytes: &[u8],
        resources: Option<&'a Dictionary>,
        state: State<'a>,
        depth: usize,
    ) -> Result<(), Broken> {
        let content = Content::decode(bytes)?;
        self.operations += content.operations.len();
        if self.operations > MOST_OPERATIONS {
            return Err(Broken::TooMuch);
        }
        let mut drawing = Drawing {
            resources,
            state,
            saved: Vec::new(),
            line: Matrix::SAME,
            text: Matrix::SAME,
        };
        for (count, operation) in content.operations.iter().enumerate() {
            if count % 1024 == 0 && self.abandoned.load(Ordering::Relaxed) {
                return Err(Broken::Abandoned);
            }
            match operation.operator.as_str() {
                "Do" => self.draw(operation, &drawing, depth)?,
                "BI" => self.has_pictures = true,
                "Tf" => drawing.state.font = self.font(operation, resources)?.or(drawing.state.font),
                _ => {}
            }
            drawing.obey(operation, &mut self.runs);
            if self.runs.len() > MOST_OPERATIONS / 8 {
                return Err(Broken::TooMuch);
            }
        }
        Ok(())
    }

    fn font(
        &mut self,
        operation: &Operation,
        resources: Option<&'a Dictionary>,
    ) -> Result<Option<Rc<Font<'a>>>, Broken> {
        let Some(font) = self
            .resource(operation, resources, b"Font")
            .and_then(|font| font.as_dict().ok())
        else {
            return Ok(None);
        };
        let key = std::ptr::from_ref(font);
        if let Some(known) = self.fonts.get(&key) {
            return Ok(Some(Rc::clone(known)));
        }
        let font = Rc::new(Font::new(font, self.document, self.most)?);
        self.fonts.insert(key, Rc::clone(&font));
        Ok(Some(font))
    }

    /// The resource of a kind that an operation names.
    fn resource(&self, operation: &Operation, resources: Option<&'a Dictionary>, kind: &[u8]) -> Option<&'a Object> {
        let name = operation.operands.first()?.as_name().ok()?;
        let kind = resources?
            .get_deref(kind, self.document)
            .and_then(Object::as_dict)
            .ok()?;
        kind.get_deref(name, self.document).ok()
    }

    /// Follows a drawing that is drawn as a whole, and notes a picture.
    fn draw(&mut self, operation: &Operation, drawing: &Drawing<'a>, depth: usize) -> Result<(), Broken> {
        let drawn = self.resource(operation, drawing.resources, b"XObject");
        let Some(stream) = drawn.and_then(|drawn| drawn.as_stream().ok()) else {
            return Ok(());
        };
        match stream.dict.get(b"Subtype").and_then(Object::as_name) {
            Ok(b"Image") => self.has_pictures = true,
            Ok(b"Form") if depth < DEEPEST => {
                let own = stream
                    .dict
                    .get_deref(b"Resources", self.document)
                    .and_then(Object::as_dict)
                    .ok();
                let matrix = stream
                    .dict
                    .get_deref(b"Matrix", self.document)
                    .and_then(Object::as_array);
                let matrix = matrix
                    .ok()
                    .and_then(|matrix| Matrix::of(matrix))
                    .unwrap_or(Matrix::SAME);
                let bytes = stream.get_plain_content_with_limit(self.most)?;
                // What is drawn a thousand times costs its bytes each time.
                self.operations += bytes.len() / 16 + 1;
                let mut state = drawing.state.clone();
                state.page = matrix.then(state.page);
                self.follow(&bytes, own.or(drawing.resources), state, depth + 1)?;
            }
            _ => {}
        }
        Ok(())
    }
}

/// One stream of operations as far as it is followed.
struct Drawing<'a> {
    resources: Option<&'a Dictionary>,
    state: State<'a>,
    saved: Vec<State<'a>>,
    line: Matrix,
    text: Matrix,
}

impl Drawing<'_> {
    fn obey(&mut self, operation: &Operation, runs: &mut Vec<Run>) {
        let operands = &operation.operands;
        let number = |at: usize| {
            let operand = operands.get(at).and_then(|operand| operand.as_float().ok());
            f64::from(operand.unwrap_or_default())
        };
        match operation.operator.as_str() {
            "q" if self.saved.len() < MOST_SAVED => self.saved.push(self.state.clone()),
            "Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            "cm" => {
                if let Some(matrix) = Matrix::of(operands) {
                    self.state.page = matrix.then(self.state.page);
                }
            }
            "BT" => self.start_at(Matrix::SAME),
            "Tm" => self.start_at(Matrix::of(operands).unwrap_or(Matrix::SAME)),
            "Td" => self.move_line(number(0), number(1)),
            "TD" => {
                self.state.leading = -number(1);
                self.move_line(number(0), number(1));
            }
            "T*" => self.move_line(0.0, -self.state.leading),
            "Tf" => self.state.size = number(1),
            "Tc" => self.state.spacing = number(0),
            "Tw" => self.state.word_spacing = number(0),
            "Tz" => self.state.stretch = number(0) / 100.0,
            "TL" => self.state.leading = number(0),
            "Ts" => self.state.rise = number(0),
            "Tj" => self.show(operands, runs),
            "TJ" => {
                let list = operands.first().and_then(|list| list.as_array().ok());
                self.show(list.map_or(&[], Vec::as_slice), runs);
            }
            "'" => {
                self.move_line(0.0, -self.state.leading);
                self.show(operands, runs);
            }
            "\"" => {
                (self.state.word_spacing, self.state.spacing) = (number(0), number(1));
                self.move_line(0.0, -self.state.leading);
                self.show(operands.get(2..).unwrap_or_default(), runs);
            }
            _ => {}
        }
    }

    fn start_at(&mut self, matrix: Matrix) {
        self.line = matrix;
        self.text = matrix;
    }

    fn move_line(&mut self, x: f64, y: f64) {
        self.start_at(Matrix::moved(x, y).then(self.line));
    }

    /// Shows strings, and moves back by the numbers between them.
    fn show(&mut self, pieces: &[Object], runs: &mut Vec<Run>) {
        let Some(font) = self.state.font.clone() else {
            return;
        };
        for piece in pieces {
            if let Ok(codes) = piece.as_str() {
                let state = &self.state;
                let advances = font.advances(codes, state.size, state.spacing, state.word_spacing);
                let advances: Vec<f64> = advances.map(|advance| advance * state.stretch).collect();
                let advance: f64 = advances.iter().sum();
                let start = Matrix::moved(0.0, state.rise).then(self.text.then(state.page));
                runs.extend(Run::new(start.0, &advances, state.size, font.text(codes)));
                self.text = Matrix::moved(advance, 0.0).then(self.text);
            } else if let Ok(back) = piece.as_float() {
                let back = f64::from(back) / 1000.0 * self.state.size * self.state.stretch;
                self.text = Matrix::moved(-back, 0.0).then(self.text);
            }
        }
    }
}
