//! Keeping in step with the cloud: once, or until told to stop.

use std::time::Duration;

use safelight_core::policy::{Class, Intent};
use safelight_core::ports::{Clock, SystemClock};
use safelight_core::{Hold, SyncOutcome, SyncRequest, WatchEvent};
use serde_json::{Value, json};
use tokio::sync::watch;

use crate::answer::{Answer, Ending, Failure};
use crate::arguments::Sync;
use crate::console::{print, print_line};
use crate::document;
use crate::home::Phone;
use crate::intake;
use crate::table::size;

/// How often the line that says how far it is is drawn anew, at most.
const REDRAW: Duration = Duration::from_millis(200);

pub(crate) async fn carry_out(phone: &Phone<'_>, arguments: Sync) -> Result<Answer, Failure> {
    let stop = stop_on_signal()?;
    if arguments.watch {
        return Box::pin(stay_in_step(phone, stop)).await;
    }
    let request = SyncRequest {
        now: arguments.now,
        time: arguments.seconds.map(Duration::from_secs),
        bytes: arguments.max_bytes,
    };
    let outcome = tokio::select! {
        outcome = phone.engine.sync(request, stop.subscribe()) => outcome?,
        failure = show_progress(phone) => return Err(failure),
    };
    let ending = Ending::waiting_if(!outcome.up_to_date);
    let words = passed(phone, &outcome).await? + &in_words(phone, &outcome);
    Ok(Answer::done(of(phone, &outcome), words).ending(ending))
}

/// Which limits the person's wish passed, in words.
async fn passed(phone: &Phone<'_>, outcome: &SyncOutcome) -> Result<String, Failure> {
    if outcome.passed.is_empty() {
        return Ok(String::new());
    }
    let holds = phone.engine.verdicts(Intent::Pocket).await?.holds(Class::ALL);
    let passed = holds.iter().filter(|held| outcome.passed.contains(&held.code()));
    let sentences: Vec<String> = passed.map(|held| held.told(phone.now()).sentence(&phone.console.sentences)).collect();
    Ok(phone.console.text("cli-sync-passed", [("reasons", sentences.join(" ").into())]) + "\n")
}

/// Runs until a signal, or until this phone is no longer part of the account.
async fn stay_in_step(phone: &Phone<'_>, stop: watch::Sender<bool>) -> Result<Answer, Failure> {
    let mut last_told = Vec::new();
    let mut ending = Ending::Done;
    let told = |event| {
        let WatchEvent::Ran(outcome) = event;
        let reasons: Vec<String> = outcome.holds.iter().map(|hold| hold.code.clone()).collect();
        let interrupted = *stop.borrow();
        let news = outcome.did_something() || !outcome.imported.imported.is_empty();
        if news || (reasons != last_told && !interrupted) {
            let printed = if phone.console.for_programs() {
                print_line(&of(phone, &outcome))
            } else {
                print(&in_words(phone, &outcome))
            };
            if printed.is_err() {
                // Nobody reads any more.
                stop.send_replace(true);
            }
        }
        if outcome.holds.iter().any(is_out) {
            ending = Ending::Waiting;
            stop.send_replace(true);
        }
        last_told = reasons;
    };
    phone.engine.watch(stop.subscribe(), told).await?;
    Ok(Answer::silent().ending(ending))
}

/// Whether only a sign-in can lift it.
fn is_out(hold: &Hold) -> bool {
    ["acct.signed_out", "acct.reauth", "acct.revoked", "acct.deleted", "acct.key_missing"].contains(&hold.code.as_str())
}

/// Becomes true at SIGINT or SIGTERM.
fn stop_on_signal() -> Result<watch::Sender<bool>, Failure> {
    let stop = watch::Sender::new(false);
    let told = stop.clone();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};

        let failed = |error: std::io::Error| Failure::new("eng.interrupted", error.to_string());
        let mut terminate = signal(SignalKind::terminate()).map_err(failed)?;
        let mut interrupt = signal(SignalKind::interrupt()).map_err(failed)?;
        tokio::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            told.send_replace(true);
        });
    }
    #[cfg(not(unix))]
    tokio::spawn(async move {
        // Where no signal can be had, the process is ended from outside, which is safe at any point.
        if tokio::signal::ctrl_c().await.is_ok() {
            told.send_replace(true);
        }
    });
    Ok(stop)
}

/// Draws how far it is, for ever: whoever waits for the run drops this.
async fn show_progress(phone: &Phone<'_>) -> Failure {
    let line = phone.console.spinner();
    if line.is_hidden() {
        return std::future::pending().await;
    }
    let mut changes = phone.engine.changes();
    loop {
        match phone.engine.status().await {
            Ok(status) => {
                let (sent, received) = phone.engine.bytes_moved();
                let numbers = [
                    ("originals", status.pending.originals.into()),
                    ("left", size(status.pending.bytes).into()),
                    ("sent", size(sent).into()),
                    ("received", size(received).into()),
                ];
                line.set_message(phone.console.text("cli-sync-progress", numbers));
                line.tick();
            }
            Err(error) => return error.into(),
        }
        SystemClock.sleep(REDRAW).await;
        // Bytes move without a change of the library: look again after a second at the latest.
        tokio::select! {
            _ = changes.changed() => {}
            () = SystemClock.sleep(REDRAW * 5) => {}
        }
    }
}

fn of(phone: &Phone<'_>, outcome: &SyncOutcome) -> Value {
    json!({
        "sent": outcome.sent,
        "received": outcome.received,
        "pending": document::pending(&outcome.pending),
        "holds": document::holds(&outcome.holds, &phone.console.sentences),
        "passed": outcome.passed,
        "imported": intake::of(&outcome.imported),
        "up_to_date": outcome.up_to_date,
    })
}

fn in_words(phone: &Phone<'_>, outcome: &SyncOutcome) -> String {
    let moved = [
        ("sent", outcome.sent.records.into()),
        ("sentsize", size(outcome.sent.bytes).into()),
        ("received", outcome.received.records.into()),
        ("receivedsize", size(outcome.received.bytes).into()),
    ];
    let mut words = phone.console.text("cli-sync-done", moved);
    words.push('\n');
    words.push_str(&intake::failures_in_words(phone, &outcome.imported.failed));
    if outcome.up_to_date {
        words.push_str(&phone.console.text("cli-sync-up-to-date", []));
    } else {
        let left = [
            ("originals", outcome.pending.originals.into()),
            ("records", outcome.pending.records.into()),
            ("size", size(outcome.pending.bytes).into()),
        ];
        words.push_str(&phone.console.text("cli-sync-left", left));
    }
    words.push('\n');
    for hold in &outcome.holds {
        let sentences = &phone.console.sentences;
        words.push_str(&format!("{} {}\n", hold.sentence(sentences), hold.lifts(sentences)));
    }
    words
}
