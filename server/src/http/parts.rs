//! Parts: plan, put, get, prove.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{ACCEPT_RANGES, CACHE_CONTROL, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use safelight_protocol::part::{
    Challenge, FetchParts, PartState, Plan, Planned, PlannedPart, Proof, ProvenPart, Put, Release, frames,
};
use safelight_protocol::record::PartRef;
use safelight_protocol::{Digest, MAX_BATCH_BYTES, MAX_PARTS, MAX_SEALED_PART_BYTES, PartId, codes};

use super::body::{Json, Raw};
use super::permits::Writer;
use super::who::{Member, PathPart};
use crate::app::App;
use crate::digest::sha256;
use crate::mutants::{mutant, remembered};
use crate::refusal::Refusal;
use crate::store::PlanOutcome;

#[expect(clippy::cast_possible_truncation, reason = "8 MiB")]
const MOST_PART: usize = MAX_SEALED_PART_BYTES as usize;
#[expect(clippy::cast_possible_truncation, reason = "8 MiB")]
const MOST_BATCH: usize = MAX_BATCH_BYTES as usize;
const MOST_PROVEN_BYTES: u64 = 256 * 1024 * 1024;
const OCTETS: HeaderValue = HeaderValue::from_static("application/octet-stream");

fn check_count(parts: usize) -> Result<(), Refusal> {
    if parts > MAX_PARTS {
        return Err(Refusal::because(codes::INVALID, "Too many parts are named."));
    }
    Ok(())
}

pub(super) async fn plan(
    member: Member,
    State(app): State<App>,
    Json(request): Json<Plan>,
) -> Result<Json<Planned>, Refusal> {
    check_count(request.parts.len())?;
    if request.parts.iter().any(|part| !(1..=MAX_SEALED_PART_BYTES).contains(&part.bytes)) {
        return Err(Refusal::because(codes::INVALID, "A part is empty or longer than a part may be."));
    }
    let reserved_until_ms = app.parts().reserved_until_ms();
    match app.records().plan(member.library, request.parts.clone(), reserved_until_ms).await? {
        PlanOutcome::Planned(states) => {
            let to_send = request.parts.iter().zip(&states).filter(|(_, state)| **state == PartState::Send);
            app.check_disk(to_send.map(|(part, _)| part.bytes).sum()).await?;
            let parts = request.parts.iter().zip(states).map(|(part, state)| PlannedPart { id: part.id, state });
            Ok(Json(Planned { parts: parts.collect(), reserved_until_ms }))
        }
        PlanOutcome::Full(short) => Err(short.into()),
        PlanOutcome::WrongSize(_) => Err(Refusal::because(codes::INVALID, "A part has another size.")),
    }
}

pub(super) async fn release(
    member: Member,
    State(app): State<App>,
    Json(request): Json<Release>,
) -> Result<StatusCode, Refusal> {
    check_count(request.parts.len())?;
    app.records().release(member.library, request.parts).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn put_one(
    writer: Writer,
    PathPart(part): PathPart,
    State(app): State<App>,
    Raw(bytes): Raw<MOST_PART>,
) -> Result<StatusCode, Refusal> {
    writer.check(bytes.len())?;
    app.check_disk(bytes.len().try_into().unwrap_or(u64::MAX)).await?;
    app.parts().put(writer.library, vec![(part, bytes)]).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn put_many(
    member: Member,
    State(app): State<App>,
    Raw(body): Raw<MOST_BATCH>,
) -> Result<Json<Put>, Refusal> {
    let framed = frames::parse(&body).map_err(|error| Refusal::because(codes::MALFORMED, &format!("{error}.")))?;
    check_count(framed.len())?;
    let parts: Vec<(PartId, Bytes)> = framed.into_iter().map(|(part, bytes)| (part, body.slice_ref(bytes))).collect();
    let ids = parts.iter().map(|(part, _)| *part).collect();
    app.check_disk(body.len().try_into().unwrap_or(u64::MAX)).await?;
    app.parts().put(member.library, parts).await?;
    Ok(Json(Put { parts: ids }))
}

pub(super) async fn fetch(
    member: Member,
    State(app): State<App>,
    Json(request): Json<FetchParts>,
) -> Result<Response, Refusal> {
    check_count(request.parts.len())?;
    let mut body = Vec::new();
    for part in request.parts {
        let Some(stored) = app.records().stored_part(member.library, part).await? else { continue };
        let small = stored.bytes <= safelight_protocol::SMALL_PART_BYTES;
        let length = usize::try_from(stored.bytes).unwrap_or(usize::MAX);
        if !small {
            continue;
        }
        if body.len() + frames::HEADER_BYTES + length > MOST_BATCH {
            break;
        }
        if let Some(bytes) = app.parts().read(member.library, part).await? {
            frames::push(&mut body, &part, &bytes);
        }
    }
    Ok(([(CONTENT_TYPE, OCTETS)], body).into_response())
}

pub(super) async fn get_one(
    member: Member,
    PathPart(part): PathPart,
    State(app): State<App>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let bytes = app.parts().read(member.library, part).await?.ok_or_else(Refusal::not_found)?;
    let fixed = [
        (CONTENT_TYPE, OCTETS),
        (ACCEPT_RANGES, HeaderValue::from_static("bytes")),
        (CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    let range = headers.get(RANGE).and_then(|range| single_range(range.to_str().ok()?, bytes.len()));
    match range {
        None => {
            let digest = format!("sha-256=:{}:", data_encoding::BASE64.encode(part.as_bytes()));
            Ok((fixed, [(HeaderName::from_static("content-digest"), digest)], bytes).into_response())
        }
        Some(Span::Unsatisfiable) => {
            let refusal = Refusal::because(codes::INVALID, "The range lies beyond the part.");
            let mut response = refusal.into_response();
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            if let Ok(total) = HeaderValue::from_str(&format!("bytes */{}", bytes.len())) {
                response.headers_mut().insert(CONTENT_RANGE, total);
            }
            Ok(response)
        }
        Some(Span::Bytes { first, last }) => {
            let range = format!("bytes {first}-{last}/{}", bytes.len());
            let body = bytes.slice(first..=last);
            Ok((StatusCode::PARTIAL_CONTENT, fixed, [(CONTENT_RANGE, range)], body).into_response())
        }
    }
}

/// The bytes that a `Range` header asks for, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Span {
    Bytes { first: usize, last: usize },
    Unsatisfiable,
}

/// One range of bytes; none where the header asks for something else, and the whole is the answer.
fn single_range(header: &str, length: usize) -> Option<Span> {
    let (first, last) = header.strip_prefix("bytes=")?.split_once('-')?;
    let end = length.checked_sub(1)?;
    let span = match (first, last) {
        ("", suffix) => {
            let suffix: usize = suffix.parse().ok()?;
            Some((length.saturating_sub(suffix), end)).filter(|_| suffix > 0)
        }
        (first, "") => Some((first.parse().ok()?, end)),
        (first, last) => {
            let (first, last): (usize, usize) = (first.parse().ok()?, last.parse().ok()?);
            if last < first {
                return None;
            }
            Some((first, last.min(end)))
        }
    };
    Some(match span {
        Some((first, last)) if first <= last => Span::Bytes { first, last },
        _ => Span::Unsatisfiable,
    })
}

pub(super) async fn proof(
    member: Member,
    State(app): State<App>,
    Json(request): Json<Challenge>,
) -> Result<Json<Proof>, Refusal> {
    check_count(request.parts.len())?;
    if request.nonce.0.len() != 32 {
        return Err(Refusal::because(codes::INVALID, "The nonce has 32 bytes."));
    }
    let mut total = 0u64;
    let mut parts = Vec::with_capacity(request.parts.len());
    for id in &request.parts {
        let stored: Option<PartRef> = app
            .records()
            .stored_part(member.library, *id)
            .await?
            .map(|stored| PartRef { id: *id, bytes: stored.bytes });
        total = total.saturating_add(stored.map_or(0, |part| part.bytes));
        if total > MOST_PROVEN_BYTES {
            return Err(Refusal::because(codes::INVALID, "A proof covers 256 MiB at most."));
        }
        let bytes = match remembered(*id).filter(|_| mutant("proof_from_memory")) {
            Some(bytes) => Some(bytes),
            None => app.parts().read(member.library, *id).await?,
        };
        let digest = bytes.map(|bytes| Digest(sha256(&[&request.nonce.0, &bytes])));
        parts.push(ProvenPart { id: *id, digest });
    }
    let reach = app.records().reach(member.library).await?;
    Ok(Json(Proof {
        epoch: app.epoch(),
        backed_up_to: reach.map(|reach| reach.sequence),
        backed_up_at_ms: reach.map(|reach| reach.at_ms),
        parts,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_single_range_is_read_as_rfc_9110_says() {
        let bytes = |first, last| Some(Span::Bytes { first, last });
        for (header, expected) in [
            ("bytes=0-0", bytes(0, 0)),
            ("bytes=2-5", bytes(2, 5)),
            ("bytes=8-99", bytes(8, 9)),
            ("bytes=4-", bytes(4, 9)),
            ("bytes=-3", bytes(7, 9)),
            ("bytes=-99", bytes(0, 9)),
            ("bytes=10-", Some(Span::Unsatisfiable)),
            ("bytes=-0", Some(Span::Unsatisfiable)),
            ("bytes=5-2", None),
            ("bytes=0-1,4-5", None),
            ("lines=0-1", None),
            ("bytes=-", None),
            ("bytes=99999999999999999999-", None),
        ] {
            assert_eq!(single_range(header, 10), expected, "{header}");
        }
    }
}
