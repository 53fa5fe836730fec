//! What goes on now.

use serde_json::{Value, json};

use super::rfc3339;
use crate::app::App;
use crate::traffic::{Asked, Slow};

impl App {
    /// Requests in flight, rates, and what was slow: by route, of nobody.
    pub(super) fn top(&self) -> Value {
        let (traffic, now_ms) = (self.traffic(), self.now_ms());
        let minutes = traffic.minutes(now_ms);
        let sum = |take: fn(&(u64, u64)) -> u64| minutes.iter().map(take).sum::<u64>();
        let (bytes_in, bytes_out) = traffic.bytes();
        json!({
            "time": rfc3339(now_ms),
            "connections": traffic.connections(),
            "streams": self.announcer().streams(),
            "in_flight": traffic.in_flight().iter().map(|asked| asked_line(asked, now_ms)).collect::<Vec<_>>(),
            "last_minute": minutes.first().map_or(0, |(answers, _)| *answers),
            "last_5_minutes": { "answers": sum(|minute| minute.0), "failures": sum(|minute| minute.1) },
            "bytes": { "received": bytes_in, "sent": bytes_out },
            "slow": traffic.slow().iter().map(slow_line).collect::<Vec<_>>(),
        })
    }
}

fn asked_line(asked: &Asked, now_ms: i64) -> Value {
    let since_ms = now_ms.saturating_sub(asked.begun_ms);
    json!({ "method": asked.method, "route": asked.route, "request": asked.name, "since_ms": since_ms })
}

fn slow_line(slow: &Slow) -> Value {
    json!({
        "method": slow.asked.method,
        "route": slow.asked.route,
        "request": slow.asked.name,
        "at": rfc3339(slow.asked.begun_ms),
        "status": slow.status,
        "took_ms": slow.took_ms,
    })
}
