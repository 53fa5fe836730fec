//! A probe through the engine's own way to the cloud: for every [`Remote`] that has no prober of its own. It tells the
//! steps apart as far as the way itself does.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use safelight_protocol::identity::{ProveIdentity, normalise_address};
use safelight_protocol::{Blob, codes, route, version};

use super::address::kind_of;
use super::answer::Heard;
use crate::cloud::proves;
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
                    let (met, offset_s) = (heard.met(&request.server), heard.clock_offset_s(request.now));
                    probe.met = if is_to_prove(&met) { self.proven(request).await.unwrap_or(met) } else { met };
                    probe.clock_offset_s = offset_s.filter(|_| probe.met != Met::Impostor);
                }
                Err(error) => probe.met = met(&error),
            }
            if matches!(probe.met, Met::Server { refused: None, .. }) && !request.bodies.is_empty() {
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
    /// What stands against believing the answer: none if whoever gave it has the server's key.
    async fn proven(&self, request: &ProbeRequest) -> Option<Met> {
        let key = request.identity?;
        match self.remote.send(proof_question(request)).await {
            Ok(answer) => not_proven(&heard(&answer), key, request),
            Err(error) => Some(met(&error)),
        }
    }

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

/// Whether an answer is one that has to be proven.
pub(super) fn is_to_prove(met: &Met) -> bool {
    matches!(met, Met::Server { refused: None, .. })
}

/// What an answer to the proof's question shows; none where it proves the key.
pub(super) fn not_proven(heard: &Heard<'_>, key: [u8; 32], request: &ProbeRequest) -> Option<Met> {
    if proves(heard.body, &request.challenge, &request.server, key) {
        return None;
    }
    // A server from before there were proofs says so, and is believed in nothing else.
    let old = matches!(heard.met(&request.server), Met::Server { refused: Some(code), .. } if code == codes::NOT_FOUND);
    Some(if old { Met::Server { refused: Some(codes::SERVER_OLD.to_owned()), protocol: None } } else { Met::Impostor })
}

/// The body with which a machine is asked to prove that it is the server.
pub(super) fn proof_body(request: &ProbeRequest) -> Vec<u8> {
    let address = normalise_address(&request.server);
    // The protocol's types have string keys only and no fallible serialisers, so this can't fail.
    serde_json::to_vec(&ProveIdentity { nonce: Blob(request.challenge.to_vec()), address }).unwrap_or_default()
}

fn proof_question(request: &ProbeRequest) -> RemoteRequest {
    let mut question = question(request, Method::Post, proof_body(request).into());
    question.url = proof_url(request);
    question.headers.push(("content-type", "application/json".to_owned()));
    question
}

pub(super) fn proof_url(request: &ProbeRequest) -> String {
    format!("{}{}", request.server.trim().trim_end_matches('/'), route::SERVER_PROOF)
}

/// The first question as a request, for whoever gives leave for it.
pub(super) fn first_question(request: &ProbeRequest) -> RemoteRequest {
    question(request, Method::Get, Bytes::new())
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
        transferred: Some(Arc::clone(&request.transferred)),
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
