//! A probe through the engine's own way to the cloud: for every [`Remote`] that has no prober of its own. It tells the
//! steps apart as far as the way itself does.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use safelight_protocol::{route, version};

use super::address::kind_of;
use super::answer::Heard;
use crate::ports::{
    Behind, BodyLimit, Clock, Met, Method, Probe, ProbeRequest, Prober, Remote, RemoteError, RemoteRequest,
    RemoteResponse, TlsFault,
};

/// The most bytes of an answer that are looked at.
pub(super) const MOST_ANSWER: usize = 64 * 1024;

pub(super) struct ThroughRemote {
    pub(super) remote: Arc<dyn Remote>,
    pub(super) clock: Arc<dyn Clock>,
}

#[async_trait]
impl Prober for ThroughRemote {
    async fn probe(&self, request: &ProbeRequest) -> Probe {
        let mut probe = Probe::of(kind_of(&request.server), Met::Unanswered);
        let look = async {
            match self.remote.send(question(request, Method::Get, Bytes::new())).await {
                Ok(answer) => {
                    let heard = heard(&answer);
                    probe.met = heard.met(&request.server);
                    probe.clock_offset_s = heard.clock_offset_s(request.now);
                }
                Err(error) => probe.met = met(&error),
            }
            if matches!(probe.met, Met::Server { .. }) && !request.bodies.is_empty() {
                probe.body_limit = Some(self.body_limit(request).await);
            }
        };
        tokio::select! {
            biased;
            () = look => {}
            () = self.clock.sleep(request.time) => {}
        }
        probe
    }
}

impl ThroughRemote {
    async fn body_limit(&self, request: &ProbeRequest) -> BodyLimit {
        let mut limit = BodyLimit { passed: 0, refused: None };
        for &bytes in &request.bodies {
            let body = vec![0; usize::try_from(bytes).unwrap_or(0)].into();
            let answer = self.remote.send(question(request, Method::Post, body)).await;
            if answer.is_ok_and(|answer| heard(&answer).spoken()) {
                limit.passed = bytes;
            } else {
                limit.refused = Some(bytes);
                break;
            }
        }
        limit
    }
}

fn heard(answer: &RemoteResponse) -> Heard<'_> {
    Heard { status: answer.status, headers: &answer.headers, body: &answer.body }
}

/// What is asked: what this server is. With a body the same route only answers that it takes none.
fn question(request: &ProbeRequest, method: Method, body: Bytes) -> RemoteRequest {
    RemoteRequest {
        method,
        url: url(request),
        headers: headers(request),
        body,
        max_answer: MOST_ANSWER,
        idle_timeout: request.time,
        transferred: None,
        authority: request.authority.clone(),
        unchanged: None,
    }
}

pub(super) fn url(request: &ProbeRequest) -> String {
    format!("{}{}?probe={}", request.server.trim().trim_end_matches('/'), route::SERVER, request.nonce)
}

pub(super) fn headers(request: &ProbeRequest) -> Vec<(&'static str, String)> {
    vec![
        (version::PROTOCOL_HEADER, version::PROTOCOL.to_string()),
        (version::CLIENT_HEADER, request.client.clone()),
        ("cache-control", "no-cache".to_owned()),
    ]
}

fn met(error: &RemoteError) -> Met {
    match error {
        RemoteError::BadAddress => Met::BadAddress,
        RemoteError::Offline => Met::NoNetwork,
        RemoteError::Resolve => Met::NameUnknown,
        RemoteError::Connect => Met::Unreachable,
        RemoteError::Tls => Met::Tls { fault: TlsFault::Untrusted, behind: Behind::Nobody },
        // What may not leave gets no answer, and why is told by the policy.
        RemoteError::Timeout | RemoteError::Held(_) => Met::Unanswered,
        RemoteError::Interrupted | RemoteError::Rerouted => Met::Reset,
        RemoteError::TooLarge => Met::Page,
    }
}
