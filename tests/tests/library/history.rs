//! What happened while nobody looked, and how one phone explains another.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::{SignedDuration, Timestamp};
use safelight_core::history::Ending;
use safelight_core::why::{HopKind, HopState, Where};
use safelight_core::{RunBudget, Sentences, Told, explain};
use safelight_tests::in_process::{Failure, Fate};
use safelight_tests::phone::{Phone, settle};
use tokio::sync::watch;

use super::two;

async fn say(phone: &Phone, facts: &[(&str, &str)]) -> Result<(), Failure> {
    let said = facts.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    phone.library.set_facts(said).await?;
    Ok(())
}

async fn want(phone: &Phone, settings: &[(&str, &str)]) -> Result<(), Failure> {
    let said = settings.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
    phone.library.set_settings(said).await?;
    Ok(())
}

fn text(phone: &Phone, told: &Told) -> String {
    told.sentence(&Sentences::english(), &phone.device.clock.time().to_zoned(jiff::tz::TimeZone::UTC))
}

async fn told(phone: &Phone) -> Result<Vec<String>, Failure> {
    let (_, entries) = phone.library.timeline(Timestamp::UNIX_EPOCH).await?;
    Ok(entries.iter().map(|entry| text(phone, &entry.told)).collect())
}

#[tokio::test]
async fn a_night_is_told_in_the_morning() -> Result<(), Failure> {
    // The clock begins at 12:26:40.
    let (server, a, _b) = two().await?;
    settle(&[&a]).await?;
    want(&a, &[("charging_only", "true")]).await?;
    say(&a, &[("charging", "unplugged"), ("app_state", "background"), ("lane", "worker")]).await?;
    for seed in 1..=3 {
        a.take(seed).await?;
    }
    server.clock.pass(SignedDuration::from_mins(30));
    a.sync().await?;
    server.clock.pass(SignedDuration::from_mins(150));
    say(&a, &[("charging", "charging")]).await?;
    let (_stop, stopped) = watch::channel(false);
    let budget = RunBudget { task: Some("nightly".into()), ..RunBudget::default() };
    let outcome = a.library.run(budget, stopped).await?;
    assert_eq!(outcome.sent.originals, 3);
    server.clock.pass(SignedDuration::from_mins(10));

    let told = told(&a).await?;
    let waited = "Today between 12:56 and 15:26 photos waited for a charger; nothing was sent.";
    let ran = "Today at 15:26 Safelight ran for less than a minute: 3 photos were sent.";
    assert!(told.iter().any(|text| text == waited), "{told:#?}");
    assert!(told.iter().any(|text| text == ran), "{told:#?}");
    let history = a.library.history(Timestamp::UNIX_EPOCH).await?;
    let last = history.windows.last().ok_or("no window")?;
    assert_eq!((last.lane.as_str(), last.task.as_deref()), ("worker", Some("nightly")));
    assert_eq!((last.ending, last.moved.originals), (Some(Ending::Done), 3));
    assert!(last.photos && last.videos && !last.wish);
    Ok(())
}

#[tokio::test]
async fn receipts_tell_what_was_kept_off_a_network_that_costs_and_what_was_not_sent_again() -> Result<(), Failure> {
    let (server, a, _b) = two().await?;
    settle(&[&a]).await?;
    say(&a, &[("network", "cellular")]).await?;
    a.take(1).await?;
    a.sync().await?;
    let month = a.library.receipts(None).await?.pop().ok_or("no month")?;
    assert!(month.cellular.sent > 0, "the thumbnail went");
    assert_eq!(month.saved, 0, "nothing was saved yet");
    server.clock.pass(SignedDuration::from_mins(5));

    say(&a, &[("network", "wifi")]).await?;
    let sent = a.sync().await?.sent;
    assert_eq!(sent.originals, 1);
    let after = a.library.receipts(Some("2020-09".into())).await?.pop().ok_or("no month")?;
    assert_eq!((after.saved_paid > 0, after.saved_again), (true, 0));
    assert!(after.saved_paid <= sent.bytes, "the preview went with it and is not counted: {after:?}");
    assert_eq!(after.saved, after.saved_paid);
    // A run that does nothing more saves nothing more.
    a.sync().await?;
    assert_eq!(a.library.receipts(None).await?.pop().map(|month| month.saved), Some(after.saved));

    // On Wi-Fi from the beginning: nothing was kept off. The answer to what was sent is lost, so the cloud has it.
    let lost = Arc::new(AtomicBool::new(false));
    let once = Arc::clone(&lost);
    let device = a.device.with_fates(Arc::new(move |request| {
        let is_part = request.url.contains("/parts") && !request.url.contains("fetch");
        let first = is_part && !once.swap(is_part, Ordering::Relaxed);
        if first { Fate::AnswerLost } else { Fate::Delivered }
    }));
    let a = a.reopened(device).await?;
    a.take(2).await?;
    a.sync().await?;
    assert!(lost.load(Ordering::Relaxed));
    settle(&[&a]).await?;
    let again = a.library.receipts(None).await?.pop().ok_or("no month")?;
    assert_eq!(again.saved_paid, after.saved_paid);
    assert!(again.saved_again > 0, "{again:?}");
    assert_eq!(again.saved, again.saved_again + again.saved_paid);
    Ok(())
}

#[tokio::test]
async fn a_photo_that_is_not_here_is_explained_on_either_phone() -> Result<(), Failure> {
    let (server, a, b) = two().await?;
    settle(&[&a, &b]).await?;
    want(&a, &[("charging_only", "true")]).await?;
    say(&a, &[("charging", "unplugged"), ("battery", "18")]).await?;
    let id = a.take(1).await?;
    a.sync().await?;
    a.sync().await?;
    b.sync().await?;

    let here = a.library.why(id).await?.ok_or("no such photo")?;
    let hop = here.hops.iter().find(|hop| hop.what == HopKind::Original).ok_or("no hop")?;
    assert_eq!((hop.place, hop.state), (Where::Here, HopState::Waits));
    assert_eq!(hop.holds.first().map(|hold| hold.code.as_str()), Some("pwr.not_charging"));
    assert_eq!(here.expected, None, "nothing was learnt yet");

    let there = b.library.why(id).await?.ok_or("no such photo")?;
    let hop = there.hops.iter().find(|hop| hop.what == HopKind::Original).ok_or("no hop")?;
    assert_eq!((hop.place, hop.state), (Where::Elsewhere, HopState::Waits));
    assert_eq!(hop.phones, ["Iris’ phone"]);
    let codes: Vec<&str> = hop.holds.iter().map(|hold| hold.code.as_str()).collect();
    assert_eq!(codes, ["pwr.not_charging", "item.elsewhere"]);

    let card = b.library.card_of("iris’ PHONE").await?.ok_or("no card")?;
    let sentence = text(&b, &explain(&card, server.clock.time()).told);
    assert_eq!(sentence, "Iris’ phone waits for a charger (battery under 20%), one photo to go.");
    assert_eq!((card.battery.as_deref(), card.charging.as_deref()), (Some("0-19"), Some("unplugged")));
    let from = b.library.why_from(&card, None).await?;
    assert_eq!(from.photos, 1);
    assert_eq!(from.hops.last().map(|hop| hop.place), Some(Where::Elsewhere));
    // Its file says nothing of when it was taken, so that is when it was written: by a real clock.
    let later = b.library.why_from(&card, Some("2100-01-01T00:00:00Z".parse()?)).await?;
    assert_eq!(later.photos, 0);

    // On its own phone a name finds what would be said now, not what was said last.
    say(&a, &[("charging", "charging")]).await?;
    let own = a.library.card_of("Iris’ phone").await?.ok_or("no card")?;
    assert_eq!((own.first_hold, own.backlog), (None, 1));
    a.sync().await?;
    b.sync().await?;
    let arrived = b.library.why(id).await?.ok_or("no such photo")?;
    assert!(arrived.hops.iter().all(|hop| hop.state == HopState::Arrived), "{arrived:?}");
    Ok(())
}

#[tokio::test]
async fn a_phone_that_goes_silent_is_told_of_once_and_withdrawn_when_it_is_back() -> Result<(), Failure> {
    let (server, a, b) = two().await?;
    want(&a, &[("charging_only", "true")]).await?;
    say(&a, &[("charging", "unplugged")]).await?;
    a.take(1).await?;
    a.sync().await?;
    settle(&[&b]).await?;
    assert_eq!(b.library.alerts().await?, []);
    let mut new = 0;
    for _ in 0..30 {
        server.clock.pass(SignedDuration::from_hours(24));
        b.sync().await?;
        let alerts = b.library.alerts().await?;
        new += alerts.iter().filter(|alert| alert.new).count();
        assert!(alerts.iter().all(|alert| alert.code == "bg.silent" && alert.device.is_some()), "{alerts:?}");
    }
    assert_eq!(new, 1);
    say(&a, &[("charging", "charging")]).await?;
    a.sync().await?;
    b.sync().await?;
    assert_eq!(b.library.alerts().await?, []);
    assert_eq!(a.library.alerts().await?, [], "it told at once that it is back");
    Ok(())
}

#[tokio::test]
async fn a_phone_that_was_removed_is_missed_by_nobody() -> Result<(), Failure> {
    let (server, a, b) = two().await?;
    settle(&[&a, &b]).await?;
    let gone = b.library.card_of("The tablet").await?.ok_or("no card")?.device;
    a.library.revoke_device(gone).await?;
    settle(&[&a]).await?;
    server.clock.pass(SignedDuration::from_hours(30 * 24));
    a.sync().await?;
    assert_eq!(a.library.alerts().await?, []);
    assert_eq!(a.library.card_of("The tablet").await?, None);
    Ok(())
}
