//! How many bytes a request is on the wire, as far as can be known above the socket.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::ports::{RemoteRequest, RemoteResponse};

/// What the HTTP client adds to a head: host, length, what it accepts.
const ADDED: u64 = 200;
/// One connection's TLS handshake, certificates included.
const HANDSHAKE: u64 = 6 * 1024;
/// Of so many bytes one is TLS's own.
const TLS_SHARE: u64 = 500;
/// A connection that was idle so long is made anew.
const IDLE: Duration = Duration::from_secs(8);

/// When a request last went over the wire.
#[derive(Debug, Clone, Default)]
pub(super) struct LastUsed(Arc<AtomicU64>);

impl LastUsed {
    /// What a request is apart from its body, now.
    pub(super) fn head(&self, request: &RemoteRequest, now: Duration) -> u64 {
        let fields = request.headers.iter().map(|(name, value)| name.len() + value.len() + 4).sum::<usize>();
        let line = request.method.as_str().len() + request.url.len() + 12;
        let plain = count(fields + line).saturating_add(ADDED);
        let now_ms = u64::try_from(now.as_millis()).unwrap_or(u64::MAX);
        let before = self.0.swap(now_ms, Ordering::Relaxed);
        if !request.url.starts_with("https:") {
            return plain;
        }
        let fresh = before == 0 || now_ms.saturating_sub(before) > u64::try_from(IDLE.as_millis()).unwrap_or(u64::MAX);
        let share = count(request.body.len()) / TLS_SHARE + 64;
        plain + share + if fresh { HANDSHAKE } else { 0 }
    }
}

/// What an answer is apart from its body.
pub(super) fn head_of(answer: &RemoteResponse, url: &str) -> u64 {
    let fields = answer.headers.iter().map(|(name, value)| name.len() + value.len() + 4).sum::<usize>();
    let share = if url.starts_with("https:") { count(answer.body.len()) / TLS_SHARE + 64 } else { 0 };
    count(fields) + 40 + share
}

fn count(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}
