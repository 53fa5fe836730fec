//! What happened on a phone, in sentences, and what it cost.

use axum::routing::get;
use axum::{Json, Router};
use jiff::SignedDuration;
use safelight_core::history::Traffic;
use safelight_core::ports::{Clock, SystemClock};
use serde_json::{Value, json};

use super::{OnPhone, Refusal, Shared};
use crate::view;
use crate::words::{catalogue, say_with, size};

/// How far back a timeline goes.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(14 * 24);

/// The most lines, the latest ones.
const LINES: usize = 60;

pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/api/phones/{n}/timeline", get(timeline))
}

async fn timeline(OnPhone(phone): OnPhone) -> Result<Json<Value>, Refusal> {
    let now = phone.clock.now().to_zoned(SystemClock.zone());
    let since = now.timestamp().saturating_sub(LOOK_BACK).unwrap_or_default();
    let (_, entries) = phone.safelight().timeline(since).await?;
    let lines = entries.iter().rev().take(LINES).map(|entry| {
        let from = entry.from.to_zoned(now.time_zone().clone());
        json!({
            "at": format!("{}, {}", catalogue().day(from.date()), view::clock(&from)),
            "code": entry.code,
            "goes_on": entry.until.is_none(),
            "sentence": entry.told.sentence(catalogue(), &now),
        })
    });
    let lines: Vec<Value> = lines.collect();
    let months = phone.safelight().receipts(None).await?;
    let both = |traffic: Traffic| traffic.sent.saturating_add(traffic.received);
    let receipts = months.iter().map(|month| {
        let arguments = [
            ("month", month.month.clone().into()),
            ("wifi", size(both(month.wifi)).into()),
            ("cellular", size(both(month.cellular)).into()),
            ("saved", size(month.saved).into()),
        ];
        say_with("receipt", arguments)
    });
    Ok(Json(json!({ "lines": lines, "receipts": receipts.collect::<Vec<_>>() })))
}
