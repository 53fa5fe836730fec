//! Records: the commit and the ways to read.

use std::collections::BTreeSet;

use axum::extract::State;
use safelight_protocol::record::{
    Backfill, BackfillQuery, Change, ChangesQuery, Commit, Committed, FetchRecords, Fetched, LibraryDigest, Listing,
    ListingQuery, Page,
};
use safelight_protocol::{MAX_PARTS, MAX_RECORD_BYTES, MAX_RECORDS, codes};

use super::body::{Json, Query};
use super::who::Member;
use crate::app::App;
use crate::refusal::Refusal;
use crate::store::{CommitOutcome, OffLog};

impl From<OffLog> for Refusal {
    fn from(_: OffLog) -> Self {
        Self::new(codes::EPOCH)
    }
}

pub(super) async fn commit(
    member: Member,
    State(app): State<App>,
    Json(request): Json<Commit>,
) -> Result<Json<Committed>, Refusal> {
    check(&request.changes).map_err(|rule| Refusal::because(codes::INVALID, rule))?;
    match app.records().commit(member.library, request, app.now_ms()).await? {
        CommitOutcome::Done(committed) => {
            app.announcer().announce(member.library, committed.head);
            Ok(Json(committed))
        }
        CommitOutcome::OffLog => Err(OffLog.into()),
        CommitOutcome::MutationReused => {
            Err(Refusal::because(codes::INVALID, "A mutation id was used before for another record."))
        }
    }
}

/// The rules that a commit must keep before anything is looked at.
fn check(changes: &[Change]) -> Result<(), &'static str> {
    if changes.len() > MAX_RECORDS {
        return Err("A commit has too many changes.");
    }
    let records: BTreeSet<_> = changes.iter().map(|change| change.record).collect();
    let mutations: BTreeSet<_> = changes.iter().map(|change| change.mutation).collect();
    if records.len() < changes.len() || mutations.len() < changes.len() {
        return Err("A commit names a record or a mutation twice.");
    }
    if changes.iter().any(|change| change.body.0.len() > MAX_RECORD_BYTES) {
        return Err("A sealed body is too long.");
    }
    if changes.iter().any(|change| change.parts.len() > MAX_PARTS) {
        return Err("A record names too many parts.");
    }
    if changes.iter().any(|change| change.tombstone && !change.parts.is_empty()) {
        return Err("A tombstone names parts.");
    }
    Ok(())
}

pub(super) async fn changes(
    member: Member,
    State(app): State<App>,
    Query(query): Query<ChangesQuery>,
) -> Result<Json<Page>, Refusal> {
    Ok(Json(app.records().changes(member.library, query).await??))
}

pub(super) async fn backfill(
    member: Member,
    State(app): State<App>,
    Query(query): Query<BackfillQuery>,
) -> Result<Json<Backfill>, Refusal> {
    Ok(Json(app.records().backfill(member.library, query).await??))
}

pub(super) async fn digest(member: Member, State(app): State<App>) -> Result<Json<LibraryDigest>, Refusal> {
    Ok(Json(app.records().digest(member.library).await?))
}

pub(super) async fn listing(
    member: Member,
    State(app): State<App>,
    Query(query): Query<ListingQuery>,
) -> Result<Json<Listing>, Refusal> {
    Ok(Json(app.records().listing(member.library, query).await?))
}

pub(super) async fn fetch(
    member: Member,
    State(app): State<App>,
    Json(request): Json<FetchRecords>,
) -> Result<Json<Fetched>, Refusal> {
    if request.records.len() > MAX_RECORDS {
        return Err(Refusal::because(codes::INVALID, "Too many records are asked for."));
    }
    Ok(Json(app.records().fetch(member.library, request.records).await?))
}
