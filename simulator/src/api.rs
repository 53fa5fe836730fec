//! What the page and the process say to one another, over HTTP on loopback.
//!
//! | method and address | asks | answers |
//! |---|---|---|
//! | `GET /api/sentences` | | `{"page-…": text}`: all fixed sentences |
//! | `GET /api/state` | | server-sent events `state`, each a [`Snapshot`](crate::state::Snapshot), up to four a second |
//! | `POST /api/words/show` | | `{"words": [24]}`: to write down; new ones where the old were checked |
//! | `POST /api/words/ask` | | `{"asked": ["Word 3", …]}` |
//! | `POST /api/words/answer` | `{"words": [3]}` | `{"right": bool}` |
//! | `GET /api/phones/{n}/photos?view=V&limit=L` | `library`, `favourites`, `trash`, `album:ID` | [`PhotoList`] |
//! | `GET /api/phones/{n}/photos/{id}/thumbnail` (or `preview`, `original`) | | the picture; fetched from the cloud if need be |
//! | `GET /api/phones/{n}/photos/{id}/albums` | | `{"albums": [`[`Membership`]`]}` |
//! | `POST /api/phones/{n}/link` | `{"speed": "wifi" \| "slow" \| "off"}` | `{}` |
//! | `POST /api/phones/{n}/facts` (or `settings`) | `{KEY: text}`, as on the command line | `{}` |
//! | `POST /api/phones/{n}/pause` (or `boost`) | `{"hours": 1}`; 0 ends it | `{}` |
//! | `GET /api/phones/{n}/what-if?setting=KEY` | | `{"choices": [{"value", "sentence"}]}` |
//! | `POST /api/phones/{n}/look` | | `{"reasons": [`[`Reason`]`], "repaired": [text], "unchecked": [text]}` |
//! | `POST /api/phones/{n}/sync` | | `{}` |
//! | `GET /api/phones/{n}/fix/{code}` | | `{"platforms": [{"platform", "form", "sentence", "steps"}]}` |
//! | `POST /api/phones/{n}/fix/{code}` | | `{"sentence", "opens"}`: the button of a reason was pressed |
//! | `POST /api/phones/{n}/sign-out` (or `sign-in`) | | `{}` |
//! | `GET /api/phones/{n}/timeline` | | `{"lines": [{"at", "code", "goes_on", "sentence"}], "receipts": [text]}` |
//! | `POST /api/phones/{n}/make-room` | | `{"sentence"}` |
//! | `GET /api/phones/{n}/free-up` | | `{"videos": {"count", "sentence"}, "deleted": …}` |
//! | `POST /api/phones/{n}/free-up/trash` (or `empty`: for good) | | `{"sentence"}` |
//! | `POST /api/phones/{n}/verify` (or `photos/{id}/proof/now`) | | `{"sentence", "whole"}` |
//! | `POST /api/phones/{n}/photos/{id}/keep/pin` (or `unpin`) | | `{"sentence"}` |
//! | `POST /api/cloud` | `{"quota"?, "door"?, "slow"?, "maintenance"?, "floor"?}` | `{}` |
//! | `POST /api/tip` | `{"tip"}` | `{}`, when it has come about |
//! | `POST /api/surprise` | `{"trouble"?, "phone"?}`; by lot without | `{}`, when it has come about |
//! | `POST /api/reveal`, `calm` | | `{}` |
//! | `POST /api/clock` | `{"hours": 1}` | `{}` |
//! | `POST /api/language` | `{"language": "pl"}` | `{}` |
//! | `POST /api/phones/{n}/photos/take` | | `{"id"}` |
//! | `POST /api/phones/{n}/photos/upload?name=N` | the file's bytes | `{"id", "sentence"}` |
//! | `POST /api/phones/{n}/photos/{id}` | `{"favourite"?: bool, "caption"?: text}` | `{}` |
//! | `POST /api/phones/{n}/photos/{id}/trash` (or `restore`, `delete`: for good) | | `{}` |
//! | `POST /api/phones/{n}/albums` | `{"name"}` | `{"id"}` |
//! | `POST /api/phones/{n}/albums/{id}/add` (or `remove`) | `{"photo": id}` | `{}` |
//! | `POST /api/phones/{n}/albums/{id}/rename` | `{"name"}` | `{}` |
//! | `POST /api/phones/{n}/albums/{id}/delete` | | `{}` |
//!
//! A refusal is `{"error": {"code", "sentence"}}` with a status of 400, 404, 409 or 500. Every request must name a loopback
//! host, and every POST must carry `X-Safelight-Page`: see [`crate::page::guard`].

mod albums;
mod conditions;
mod history;
mod photos;
mod reasons;
mod refusal;
mod room;
mod words;
mod world;

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRef, FromRequestParts, Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::get;
use axum::{Json, Router, middleware};
use futures_util::{Stream, stream};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::page;
use crate::phone::Phone;
use crate::simulator::Simulator;
use crate::words as catalogue;
pub(crate) use refusal::Refusal;

#[cfg(doc)]
use crate::reasons::Reason;
#[cfg(doc)]
use crate::state::{Membership, PhotoList};

/// What the handlers share.
#[derive(Clone)]
pub(crate) struct Shared {
    pub(crate) simulator: Arc<Simulator>,
    pub(crate) snapshots: watch::Receiver<Arc<str>>,
}

impl FromRef<Shared> for Arc<Simulator> {
    fn from_ref(shared: &Shared) -> Self {
        Self::clone(&shared.simulator)
    }
}

impl FromRef<Shared> for watch::Receiver<Arc<str>> {
    fn from_ref(shared: &Shared) -> Self {
        shared.snapshots.clone()
    }
}

/// The answer to an action.
type Answer = Result<Json<Value>, Refusal>;

/// Page and API.
pub(crate) fn router(shared: Shared) -> Router {
    Router::new()
        .route("/api/sentences", get(sentences))
        .route("/api/state", get(snapshots))
        .nest("/api/words", words::routes())
        .merge(conditions::routes())
        .merge(reasons::routes())
        .merge(history::routes())
        .merge(room::routes())
        .merge(world::routes())
        .merge(photos::routes())
        .merge(albums::routes())
        .merge(page::routes())
        .layer(middleware::from_fn(page::guard))
        .with_state(shared)
}

async fn sentences(State(simulator): State<Arc<Simulator>>) -> Json<Value> {
    Json(json!(catalogue::all(simulator.cloud.trash_days)))
}

async fn snapshots(
    State(mut snapshots): State<watch::Receiver<Arc<str>>>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    snapshots.mark_changed();
    let events = stream::unfold(snapshots, async |mut snapshots| {
        loop {
            // The sender goes when the process stops: then the stream ends too.
            snapshots.changed().await.ok()?;
            let snapshot = Arc::clone(&snapshots.borrow_and_update());
            if !snapshot.is_empty() {
                return Some((Ok(Event::default().event("state").data(&*snapshot)), snapshots));
            }
        }
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

/// The phone that an address names.
pub(crate) struct OnPhone(pub(crate) Arc<Phone>);

/// Every address under a phone names it first.
#[derive(Deserialize)]
struct Number {
    n: usize,
}

impl FromRequestParts<Shared> for OnPhone {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, StatusCode> {
        let Path(Number { n }) = Path::from_request_parts(parts, shared).await.map_err(|_| StatusCode::NOT_FOUND)?;
        shared.simulator.phone(n).cloned().map(OnPhone).ok_or(StatusCode::NOT_FOUND)
    }
}
