//! How it stands: in a sentence, in bytes, whether this device may be erased, whether its home is whole.

use safelight_core::{DoctorReport, Forecast, Status, StatusState, UsageReport};
use serde_json::json;

use crate::answer::{Answer, Ending, Failure};
use crate::document;
use crate::home::Phone;
use crate::table::{Table, local_time, size};

pub(crate) async fn status(phone: &Phone<'_>) -> Result<Answer, Failure> {
    let status = phone.engine.status().await?;
    let confirmed = phone.engine.words_confirmed().await?;
    let sentences = &phone.console.sentences;
    let summary = status.sentence(sentences);
    let next = next(phone, &status);
    let findings = status.findings.iter().map(|finding| document::finding(finding, sentences));
    let document = json!({
        "state": status.state,
        "summary": summary,
        "last_success": status.last_success,
        "pending": document::pending(&status.pending),
        "holds": document::holds(&status.holds, sentences),
        "findings": findings.collect::<Vec<_>>(),
        "next": { "not_before": status.next, "when": next, "wake": phone.engine.wake_plan().await? },
        "words_confirmed": confirmed,
    });
    let mut words = format!("{summary}\n");
    for hold in &status.holds {
        let sentence = hold.sentence(sentences);
        // What the summary says already is not said again; what ends it is.
        let said = if summary.contains(&sentence) { String::new() } else { format!("{sentence} ") };
        words.push_str(&format!("  {said}{}\n", hold.lifts(sentences)));
    }
    let told = |code: &str| status.holds.iter().any(|hold| !hold.names_a_file() && hold.code == code);
    for finding in status.findings.iter().filter(|finding| !told(&finding.code)) {
        let reason = finding.reason();
        words.push_str(&format!("  {} {}\n", reason.sentence(sentences), reason.lifts(sentences)));
    }
    if let Some(last) = status.last_success {
        words.push_str(&phone.console.text("cli-status-last", [("when", local_time(last, &phone.zone()).into())]));
        words.push('\n');
    }
    if status.state != StatusState::SignedOut {
        words.push_str(&format!("{next}\n"));
    }
    if !confirmed {
        words.push_str(&format!("{}\n", phone.console.text("cli-words-later", [])));
    }
    Ok(Answer::done(document, words))
}

fn next(phone: &Phone<'_>, status: &Status) -> String {
    match status.next {
        Some(next) => phone.console.text("cli-status-next", [("when", local_time(next, &phone.zone()).into())]),
        None => phone.console.text("status-next-now", []),
    }
}

pub(crate) async fn usage(phone: &Phone<'_>) -> Result<Answer, Failure> {
    let usage = phone.engine.usage().await?;
    let document = json!(usage);
    Ok(Answer::done(document, usage_in_words(phone, &usage)))
}

fn usage_in_words(phone: &Phone<'_>, usage: &UsageReport) -> String {
    let text = |id: &str| phone.console.text(id, []);
    let known = |bytes: Option<u64>| bytes.map_or_else(|| text("cli-usage-unknown"), size);
    let (cloud, device) = (&usage.cloud, &usage.device);
    let mut table = Table::default();
    table.row(vec![text("cli-usage-cloud")]);
    let mut row = |head: &str, bytes: String| table.row(vec![format!("  {}", text(head)), bytes]);
    row("cli-usage-quota", known(cloud.quota));
    row("cli-usage-used", known(cloud.used));
    row("cli-usage-reserved", known(cloud.reserved));
    row("cli-usage-photos", size(cloud.photos));
    row("cli-usage-videos", size(cloud.videos));
    row("cli-usage-derivatives", size(cloud.derivatives));
    row("cli-usage-deleted", size(cloud.recently_deleted));
    row("cli-usage-pending", size(cloud.pending));
    row("cli-usage-pending-elsewhere", size(cloud.pending_elsewhere));
    table.row(vec![text("cli-usage-device")]);
    let mut row = |head: &str, bytes: String| table.row(vec![format!("  {}", text(head)), bytes]);
    row("cli-usage-free", known(device.free));
    row("cli-usage-photos", size(device.photos));
    row("cli-usage-videos", size(device.videos));
    row("cli-usage-borrowed", size(device.borrowed));
    row("cli-usage-only-here", size(device.only_here));
    row("cli-usage-could-leave", size(device.could_leave));
    row("cli-usage-derivatives", size(device.derivatives));
    row("cli-usage-database", size(device.database));
    row("cli-usage-spool", size(device.spool));
    match &cloud.forecast {
        Some(forecast) => format!("{table}{}\n", forecast_in_words(phone, forecast)),
        None => table.to_string(),
    }
}

fn forecast_in_words(phone: &Phone<'_>, forecast: &Forecast) -> String {
    let days = forecast.full_in_days.map_or_else(|| "never".into(), |days| days.max(1).into());
    let fits = if forecast.fits { "yes" } else { "no" };
    let numbers = [("fits", fits.into()), ("days", days), ("size", size(forecast.still_to_go).into())];
    phone.console.text("cli-usage-forecast", numbers)
}

pub(crate) async fn erase_check(phone: &Phone<'_>) -> Result<Answer, Failure> {
    let check = phone.engine.erase_check().await?;
    let lost = check.lost_if_erased.len();
    let numbers = [("proven", check.proven.into()), ("of", check.of.into()), ("lost", lost.into())];
    let mut words = phone.console.text(if check.ready { "cli-erase-ready" } else { "cli-erase-not-ready" }, numbers);
    for id in &check.lost_if_erased {
        words.push_str(&format!("\n  {id}"));
    }
    Ok(Answer::done(json!(check), words).ending(Ending::waiting_if(!check.ready)))
}

pub(crate) async fn doctor(phone: &Phone<'_>) -> Result<Answer, Failure> {
    let report = phone.engine.doctor().await?;
    let ending = if report.broken.is_empty() { Ending::Done } else { Ending::Failed };
    Ok(Answer::done(json!(report), doctor_in_words(phone, &report)).ending(ending))
}

fn doctor_in_words(phone: &Phone<'_>, report: &DoctorReport) -> String {
    let mut words = phone.console.text("cli-doctor-checked", [("count", report.checked.len().into())]);
    words.push('\n');
    for mended in &report.mended {
        let id = format!("cli-doctor-{}", mended.check);
        words.push_str(&phone.console.text(&id, [("count", mended.count.into())]));
        words.push('\n');
    }
    if !report.broken.is_empty() {
        words.push_str(&phone.console.text("cli-doctor-broken", []));
    } else if report.mended.is_empty() {
        words.push_str(&phone.console.text("cli-doctor-well", []));
    }
    words
}
