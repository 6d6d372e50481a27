//! What gzip and Zstandard streams expand to, counted against the archive's budget.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::budget::{Budget, Metered};

/// The expanded bytes of a stream.
pub(super) type Expanded = Metered<Box<dyn Read + Send>>;

/// Bytes read at once.
const BUFFER: usize = 64 << 10;

/// What a gzip stream of any number of members expands to.
pub(super) fn gzip(reader: impl Read + Send + 'static, budget: &Arc<Budget>) -> Expanded {
    let decoder = MultiGzDecoder::new(BufReader::with_capacity(BUFFER, reader));
    Metered::new(Box::new(decoder), Arc::clone(budget))
}

/// What a Zstandard stream of any number of frames expands to.
pub(super) fn zstd(reader: impl Read + Send + 'static, budget: &Arc<Budget>) -> Expanded {
    let frames = Frames {
        reader: BufReader::with_capacity(BUFFER, reader),
        decoder: FrameDecoder::new(),
        within: false,
    };
    Metered::new(Box::new(frames), Arc::clone(budget))
}

/// The frames of a Zstandard stream, one after another; the decoder itself knows only one.
struct Frames<R> {
    reader: BufReader<R>,
    decoder: FrameDecoder,
    within: bool,
}

impl<R: Read> Frames<R> {
    /// Enters the next frame, passing over those that hold other programs' notes. False at the stream's end.
    fn enter(&mut self) -> io::Result<bool> {
        while !self.reader.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.reader) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    io::copy(&mut (&mut self.reader).take(length.into()), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(false)
    }
}

impl<R: Read> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.within && !self.enter()? {
                return Ok(0);
            }
            self.within = true;
            if self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder
                    .decode_blocks(&mut self.reader, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(io::Error::other)?;
            }
            let count = self.decoder.read(buffer)?;
            if count > 0 {
                return Ok(count);
            }
            self.within = !self.decoder.is_finished();
        }
    }
}
