//! What happened, what it cost, why something is not here, what deserves to disturb, and how another phone stands.

use jiff::{SignedDuration, Timestamp, Zoned};
use safelight_core::history::{Expected, Month, Traffic};
use safelight_core::why::Hop;
use safelight_core::{Alert, DeviceCard, Fix, Hold, Told, Why, WorkClass, explain as explain_card};
use serde_json::{Value, json};

use crate::answer::{Answer, Failure};
use crate::document;
use crate::home::Phone;
use crate::table::{Table, plain, size};

/// How far back a timeline goes unless it is told.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(7 * 24);

pub(crate) async fn timeline(phone: &Phone<'_>, since: Option<Timestamp>) -> Result<Answer, Failure> {
    let now = here(phone);
    let since = since.unwrap_or_else(|| now.timestamp() - LOOK_BACK);
    let (history, entries) = phone.engine.timeline(since).await?;
    let told: Vec<String> = entries.iter().map(|entry| sentence(phone, &entry.told, &now)).collect();
    let listed = entries.iter().zip(&told).map(|(entry, sentence)| {
        json!({ "from": entry.from, "until": entry.until, "code": entry.code, "sentence": sentence })
    });
    let document = json!({
        "windows": history.windows,
        "decisions": history.decisions,
        "entries": listed.collect::<Vec<_>>(),
        "sentences": told,
    });
    let words = if told.is_empty() { phone.console.text("cli-timeline-none", []) } else { told.join("\n") };
    Ok(Answer::done(document, plain_lines(&words)))
}

pub(crate) async fn receipts(phone: &Phone<'_>, month: Option<String>) -> Result<Answer, Failure> {
    let months = phone.engine.receipts(month).await?;
    Ok(Answer::done(json!({ "months": months }), receipts_in_words(phone, &months)))
}

fn receipts_in_words(phone: &Phone<'_>, months: &[Month]) -> String {
    if months.is_empty() {
        return phone.console.text("cli-receipts-none", []);
    }
    let heading = ["cli-head-month", "cli-head-wifi", "cli-head-cellular", "cli-head-other-networks", "cli-head-saved"];
    let mut table = Table::new(&heading.map(|id| phone.console.text(id, [])));
    let both = |traffic: Traffic| traffic.sent.saturating_add(traffic.received);
    for month in months {
        let other = both(month.ethernet).saturating_add(both(month.unknown));
        let carried = [both(month.wifi), both(month.cellular), other, month.saved];
        table.row([month.month.clone()].into_iter().chain(carried.map(size)).collect());
    }
    table.to_string()
}

pub(crate) async fn why(phone: &Phone<'_>, id: &str) -> Result<Answer, Failure> {
    let asked = phone.engine.why(document::id(id)?).await?;
    let unknown = || Failure::new("item.unknown", format!("no photo or video has the id {id}"));
    Ok(answer(phone, &asked.ok_or_else(unknown)?))
}

pub(crate) async fn why_from(phone: &Phone<'_>, device: &str, since: Option<Timestamp>) -> Result<Answer, Failure> {
    let card = card(phone, device).await?;
    Ok(answer(phone, &phone.engine.why_from(&card, since).await?))
}

fn answer(phone: &Phone<'_>, why: &Why) -> Answer {
    let sentence = sentence(phone, &why.told, &here(phone));
    let document = json!({
        "hops": why.hops.iter().map(|hop| of_hop(phone, hop)).collect::<Vec<_>>(),
        "expected": why.expected.map(|Expected { from, to }| json!({ "from": from, "to": to })),
        "sentence": sentence,
        "photos": why.photos,
    });
    Answer::done(document, plain_lines(&sentence))
}

fn of_hop(phone: &Phone<'_>, hop: &Hop) -> Value {
    json!({
        "what": hop.what,
        "where": hop.place,
        "phones": hop.phones,
        "state": hop.state,
        "holds": document::holds(&hop.holds, &phone.console.sentences),
        "as_of": hop.as_of,
    })
}

pub(crate) async fn alerts(phone: &Phone<'_>) -> Result<Answer, Failure> {
    let alerts = phone.engine.alerts().await?;
    let now = here(phone);
    let words: Vec<String> = alerts.iter().map(|alert| sentence(phone, &alert.told, &now)).collect();
    let listed = alerts.iter().zip(&words).map(|(alert, title)| of_alert(phone, alert, title));
    let document = json!({ "alerts": listed.collect::<Vec<_>>() });
    let words = if words.is_empty() { phone.console.text("cli-alerts-none", []) } else { words.join("\n") };
    Ok(Answer::done(document, plain_lines(&words)))
}

fn of_alert(phone: &Phone<'_>, alert: &Alert, title: &str) -> Value {
    let sentences = &phone.console.sentences;
    let reason =
        Hold { evidence: alert.evidence.clone(), ..Hold::new(&alert.code, WorkClass::Everything, alert.since) };
    json!({
        "code": alert.code,
        "severity": alert.severity(),
        "title": title,
        "evidence": reason.sentence(sentences),
        "fix": Fix::of(&alert.code, sentences),
        "since": alert.since,
        "device": alert.device,
        "new": alert.new,
    })
}

pub(crate) async fn explain(phone: &Phone<'_>, device: &str) -> Result<Answer, Failure> {
    let card = card(phone, device).await?;
    let explanation = explain_card(&card, phone.now());
    let sentence = sentence(phone, &explanation.told, &here(phone));
    let document = json!({
        "sentence": sentence,
        "holds": document::holds(&explanation.holds, &phone.console.sentences),
        "as_of": explanation.as_of,
        "past": explanation.past,
        "battery": card.battery,
        "backlog": card.backlog,
    });
    Ok(Answer::done(document, plain_lines(&sentence)))
}

/// A phone's card by id or name.
async fn card(phone: &Phone<'_>, device: &str) -> Result<DeviceCard, Failure> {
    let unknown = || Failure::new("acct.device_unknown", format!("no one device of this account is called {device}"));
    phone.engine.card_of(device).await?.ok_or_else(unknown)
}

fn here(phone: &Phone<'_>) -> Zoned {
    phone.now().to_zoned(phone.zone())
}

fn sentence(phone: &Phone<'_>, told: &Told, now: &Zoned) -> String {
    told.sentence(&phone.console.sentences, now)
}

/// Lines for a terminal, which names from other phones can't disturb.
fn plain_lines(text: &str) -> String {
    text.lines().map(plain).collect::<Vec<_>>().join("\n")
}
