//! What a phone is told of itself, what the person wants of it, and what would be if they wanted something else.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::{Query, State};
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::SignedDuration;
use safelight_core::ConditionsError;
use safelight_core::policy::Change;
use safelight_core::ports::Clock;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Answer, OnPhone, Refusal, Shared};
use crate::link::Speed;
use crate::phone::Phone;
use crate::simulator::Simulator;
use crate::words::say_with;

/// The choices at the cellular switch.
const CHOICES: &[&str] = &["off", "small", "50000000", "200000000", "1000000000", "unlimited"];

pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/phones/{n}/link", post(set_link))
        .route("/api/phones/{n}/facts", post(set_facts))
        .route("/api/phones/{n}/settings", post(set_settings))
        .route("/api/phones/{n}/pause", post(pause))
        .route("/api/phones/{n}/boost", post(boost))
        .route("/api/phones/{n}/what-if", get(what_if))
}

#[derive(Deserialize)]
struct NewSpeed {
    speed: Speed,
}

async fn set_link(
    State(simulator): State<Arc<Simulator>>,
    OnPhone(phone): OnPhone,
    Json(new): Json<NewSpeed>,
) -> Answer {
    simulator.story.uncover(phone.n, "network");
    phone.connect(new.speed).await?;
    tell_link(&simulator, &phone);
    Ok(Json(json!({})))
}

fn tell_link(simulator: &Simulator, phone: &Phone) {
    let speed = phone.link.speed();
    if speed == Speed::Off {
        simulator.tell(phone, "log-unplugged", []);
    } else {
        let name = crate::view::link(speed).name;
        simulator.tell(phone, "log-plugged", [("speed", name.into())]);
    }
}

async fn set_facts(
    State(simulator): State<Arc<Simulator>>,
    OnPhone(phone): OnPhone,
    Json(said): Json<BTreeMap<String, String>>,
) -> Answer {
    let before = phone.link.speed();
    if let Some(version) = said.get("app_version") {
        phone.update_to(version).await?;
    }
    let facts: Vec<(&str, &str)> = said.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    phone.make_so(&facts).await?;
    for key in said.keys() {
        simulator.story.uncover(phone.n, key);
    }
    if phone.link.speed() != before {
        tell_link(&simulator, &phone);
    }
    Ok(Json(json!({})))
}

async fn set_settings(
    State(simulator): State<Arc<Simulator>>,
    OnPhone(phone): OnPhone,
    Json(said): Json<BTreeMap<String, String>>,
) -> Answer {
    for key in said.keys() {
        simulator.story.uncover(phone.n, key);
    }
    phone.safelight().set_settings(said.into_iter().collect()).await?;
    phone.forget_diagnosis();
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Long {
    hours: u32,
}

/// Pauses for some hours; for none, goes on.
async fn pause(OnPhone(phone): OnPhone, Json(Long { hours }): Json<Long>) -> Answer {
    set_until(&phone, ["pause_until", "boost_until"], hours).await
}

/// Sync now, whatever the limits of time and power say, for some hours; for none, not any more.
async fn boost(OnPhone(phone): OnPhone, Json(Long { hours }): Json<Long>) -> Answer {
    let answer = set_until(&phone, ["boost_until", "pause_until"], hours).await?;
    phone.nudge();
    Ok(answer)
}

/// Whoever wants one of the two does not want the other any more.
async fn set_until(phone: &Phone, [wanted, other]: [&str; 2], hours: u32) -> Answer {
    let until = phone.clock.now().saturating_add(SignedDuration::from_hours(i64::from(hours))).unwrap_or_default();
    let value = if hours == 0 { "none".to_owned() } else { until.to_string() };
    let said = vec![(wanted.to_owned(), value), (other.to_owned(), "none".to_owned())];
    phone.safelight().set_settings(said).await?;
    phone.forget_diagnosis();
    Ok(Json(json!({})))
}

#[derive(Deserialize)]
struct Which {
    setting: String,
}

/// What would go today over cellular data, for each choice at the switch.
async fn what_if(OnPhone(phone): OnPhone, Query(Which { setting }): Query<Which>) -> Result<Json<Value>, Refusal> {
    let videos = setting == "cellular_videos";
    let mut choices = Vec::new();
    for choice in CHOICES.iter().filter(|choice| !videos || **choice != "small") {
        let cellular = Change::Fact { key: "network".to_owned(), value: "cellular".to_owned() };
        let wanted = Change::Setting { key: setting.clone(), value: (*choice).to_owned() };
        let then = phone.safelight().what_if(&[cellular, wanted]).await?.then;
        let going = if videos { then.videos } else { then.photos };
        let id = if videos { "what-if-videos" } else { "what-if" };
        choices.push(json!({ "value": choice, "sentence": say_with(id, [("count", going.into())]) }));
    }
    Ok(Json(json!({ "choices": choices })))
}

impl From<safelight_core::facts::FactError> for Refusal {
    fn from(error: safelight_core::facts::FactError) -> Self {
        ConditionsError::Fact(error).into()
    }
}
