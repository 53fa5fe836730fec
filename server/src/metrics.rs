//! Figures for whoever watches the server: Prometheus' text form, on a listener of its own. Counts and sums only, nothing
//! of any one person, device, library or part.

use std::fmt::Write;
use std::future::Future;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::CONTENT_TYPE;
use tokio::net::TcpListener;

use crate::app::App;
use crate::refusal::Refusal;
use crate::traffic::BUCKETS_MS;

const FORM: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Serves `/metrics` until `stop` is ready.
pub async fn serve_metrics(app: App, listener: TcpListener, stop: impl Future<Output = ()>) {
    let router = Router::new().route("/metrics", get(answer)).with_state(app.clone());
    crate::serve::serve_router(app, router, listener, stop).await;
}

async fn answer(State(app): State<App>) -> Result<Response, Refusal> {
    Ok(([(CONTENT_TYPE, FORM)], text(&app).await?).into_response())
}

async fn text(app: &App) -> Result<String, Refusal> {
    let mut page = Page(String::new());
    requests(app, &mut page);
    let counts = app.records().counts().await?;
    page.one("safelight_accounts", "gauge", "Accounts.", counts.accounts);
    page.one("safelight_devices", "gauge", "Signed-in devices.", counts.devices);
    page.one("safelight_records", "gauge", "Records.", counts.records);
    page.one("safelight_parts", "gauge", "Stored parts.", counts.parts);
    page.one("safelight_parts_bytes", "gauge", "Bytes of stored parts.", counts.bytes);
    page.one("safelight_parts_damaged", "gauge", "Stored parts that were found damaged or gone.", counts.damaged);
    if let Some(free) = app.free_bytes().await {
        page.one("safelight_disk_free_bytes", "gauge", "Free bytes on the disk of the data folder.", free);
    }
    page.one("safelight_disk_floor_bytes", "gauge", "Below this no parts are taken.", app.config().disk_floor);
    let scrub = app.records().scrub().await?;
    for (name, help, at_ms) in [
        ("safelight_last_backup_seconds", "When the last backup was taken.", app.records().last_backup().await?),
        ("safelight_last_scrub_seconds", "When every part had been read again.", scrub.ended_ms),
    ] {
        if let Some(at_ms) = at_ms {
            page.one(name, "gauge", help, u64::try_from(at_ms / 1000).unwrap_or_default());
        }
    }
    page.one("safelight_maintenance", "gauge", "1 in maintenance.", u64::from(app.switches().maintenance));
    page.head("safelight_build_info", "gauge", "The version of the server.");
    page.line("safelight_build_info", &format!("{{version=\"{}\"}}", env!("CARGO_PKG_VERSION")), 1);
    Ok(page.0)
}

fn requests(app: &App, page: &mut Page) {
    let traffic = app.traffic();
    let answers = traffic.answers();
    page.head("safelight_request_duration_milliseconds", "histogram", "Time to the head of the answer, by route.");
    for ((method, route, status), answered) in &answers {
        let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
        for (most, within) in BUCKETS_MS.iter().zip(answered.within) {
            let labels = format!("{{{labels},le=\"{most}\"}}");
            page.line("safelight_request_duration_milliseconds_bucket", &labels, within);
        }
        let all = format!("{{{labels},le=\"+Inf\"}}");
        page.line("safelight_request_duration_milliseconds_bucket", &all, answered.count);
        let labels = format!("{{{labels}}}");
        page.line("safelight_request_duration_milliseconds_sum", &labels, answered.sum_ms);
        page.line("safelight_request_duration_milliseconds_count", &labels, answered.count);
    }
    let (bytes_in, bytes_out) = traffic.bytes();
    page.one("safelight_received_bytes_total", "counter", "Announced bytes of requests.", bytes_in);
    page.one("safelight_sent_bytes_total", "counter", "Announced bytes of answers.", bytes_out);
    let in_flight = u64::try_from(traffic.in_flight().len()).unwrap_or(u64::MAX);
    page.one("safelight_requests_in_flight", "gauge", "Requests that are being answered.", in_flight);
    page.one("safelight_connections", "gauge", "Open connections.", traffic.connections());
    page.one("safelight_event_streams", "gauge", "Open event streams.", app.announcer().streams());
}

/// A page of figures.
struct Page(String);

impl Page {
    fn head(&mut self, name: &str, kind: &str, help: &str) {
        // Writing to a string does not fail.
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn line(&mut self, name: &str, labels: &str, value: u64) {
        let _ = writeln!(self.0, "{name}{labels} {value}");
    }

    fn one(&mut self, name: &str, kind: &str, help: &str, value: u64) {
        self.head(name, kind, help);
        self.line(name, "", value);
    }
}
