//! HTTP/1.1 messages in a stream of bytes, as they pass.

/// A message that has passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Message {
    /// The first line.
    pub(super) start: String,
    /// Its body, if it was asked for.
    pub(super) body: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Head,
    Body { left: usize },
    ChunkSize,
    Chunk { left: usize },
    ChunkEnd,
    Trailer,
}

/// What a piece of the stream brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    /// A message has begun: its first line.
    Begun(String),
    /// A message has passed whole.
    Ended(Message),
}

/// Cuts one direction of a connection into messages.
#[derive(Debug)]
pub(super) struct Messages {
    state: State,
    line: Vec<u8>,
    start: String,
    length: usize,
    chunked: bool,
    body: Vec<u8>,
    keep: fn(&str) -> bool,
}

impl Messages {
    /// Keeps the bodies of the messages of whose first line `keep` says so.
    pub(super) fn new(keep: fn(&str) -> bool) -> Self {
        let state = State::Head;
        Self { state, line: Vec::new(), start: String::new(), length: 0, chunked: false, body: Vec::new(), keep }
    }

    /// Takes the next bytes of the stream.
    pub(super) fn feed(&mut self, mut bytes: &[u8]) -> Vec<Event> {
        let mut events = Vec::new();
        while !bytes.is_empty() {
            match self.state {
                State::Body { left } => {
                    let rest = self.take_body(&mut bytes, left);
                    self.state = State::Body { left: rest };
                    if rest == 0 {
                        self.end(&mut events);
                    }
                }
                State::Chunk { left } => {
                    let rest = self.take_body(&mut bytes, left);
                    self.state = if rest == 0 { State::ChunkEnd } else { State::Chunk { left: rest } };
                }
                State::Head | State::ChunkSize | State::ChunkEnd | State::Trailer => {
                    if let Some(line) = self.take_line(&mut bytes) {
                        self.line(&line, &mut events);
                    }
                }
            }
        }
        events
    }

    fn take_body(&mut self, bytes: &mut &[u8], left: usize) -> usize {
        let (taken, rest) = bytes.split_at(left.min(bytes.len()));
        if (self.keep)(&self.start) {
            self.body.extend_from_slice(taken);
        }
        *bytes = rest;
        left - taken.len()
    }

    fn take_line(&mut self, bytes: &mut &[u8]) -> Option<String> {
        let Some(end) = bytes.iter().position(|byte| *byte == b'\n') else {
            self.line.extend_from_slice(bytes);
            *bytes = &[];
            return None;
        };
        let (taken, rest) = bytes.split_at(end + 1);
        self.line.extend_from_slice(taken);
        *bytes = rest;
        let line = String::from_utf8_lossy(&self.line).trim_end().to_owned();
        self.line.clear();
        Some(line)
    }

    fn line(&mut self, line: &str, events: &mut Vec<Event>) {
        match self.state {
            State::Head if line.is_empty() && self.start.is_empty() => {}
            State::Head if line.is_empty() => {
                if self.chunked {
                    self.state = State::ChunkSize;
                } else if self.length > 0 {
                    self.state = State::Body { left: self.length };
                } else {
                    self.end(events);
                }
            }
            State::Head if self.start.is_empty() => {
                line.clone_into(&mut self.start);
                events.push(Event::Begun(line.to_owned()));
            }
            State::Head => self.header(line),
            State::ChunkSize => {
                let digits = line.split(';').next().unwrap_or_default();
                let left = usize::from_str_radix(digits.trim(), 16).unwrap_or(0);
                self.state = if left == 0 { State::Trailer } else { State::Chunk { left } };
            }
            State::ChunkEnd => self.state = State::ChunkSize,
            State::Trailer if line.is_empty() => self.end(events),
            State::Trailer | State::Body { .. } | State::Chunk { .. } => {}
        }
    }

    fn header(&mut self, line: &str) {
        let Some((name, value)) = line.split_once(':') else { return };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => self.length = value.trim().parse().unwrap_or(0),
            "transfer-encoding" => self.chunked = value.trim().eq_ignore_ascii_case("chunked"),
            _ => {}
        }
    }

    fn end(&mut self, events: &mut Vec<Event>) {
        let message = Message { start: std::mem::take(&mut self.start), body: std::mem::take(&mut self.body) };
        events.push(Event::Ended(message));
        (self.state, self.length, self.chunked) = (State::Head, 0, false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_found_however_the_stream_is_cut() {
        let stream = b"PUT /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nxyzGET /b HTTP/1.1\r\n\r\n\
                       POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n";
        for size in 1..stream.len() {
            let mut messages = Messages::new(|_| true);
            let ended: Vec<Message> = stream
                .chunks(size)
                .flat_map(|piece| messages.feed(piece))
                .filter_map(|event| match event {
                    Event::Ended(message) => Some(message),
                    Event::Begun(_) => None,
                })
                .collect();
            let bodies: Vec<&[u8]> = ended.iter().map(|message| message.body.as_slice()).collect();
            assert_eq!(bodies, [&b"xyz"[..], b"", b"abc"], "in pieces of {size}");
            assert_eq!(ended[1].start, "GET /b HTTP/1.1");
        }
    }
}
