//! No byte without leave: what each situation lets through, what cuts a transfer, and that budgets count every byte.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use jiff::SignedDuration;
use safelight_core::ports::{Method, RemoteRequest, RemoteResponse};
use safelight_core::{SafetyState, SyncOutcome, WorkClass};
use safelight_tests::in_process::{Failure, Fate, Fates, TestDevice, TestServer};
use safelight_tests::phone::{Phone, photo};
use safelight_tests::processes::{noise, video};
use tokio::sync::mpsc;
use tokio::time::Instant;

const EMAIL: &str = "iris@example.org";
const MIB: usize = 1024 * 1024;

/// A phone whose requests are written down before their fate is decided.
struct Watched {
    phone: Phone,
    server: TestServer,
    seen: Arc<Mutex<Vec<String>>>,
    bytes: Arc<Mutex<u64>>,
}

impl Watched {
    async fn new(fate: impl Fn(&RemoteRequest) -> Fate + Send + Sync + 'static) -> Result<Self, Failure> {
        let server = TestServer::start().await?;
        let phone = Phone::signed_up(&server, EMAIL, "Iris’ phone").await?;
        phone.sync().await?;
        let (seen, bytes) = (Arc::<Mutex<Vec<String>>>::default(), Arc::<Mutex<u64>>::default());
        let (names, sum) = (Arc::clone(&seen), Arc::clone(&bytes));
        let fates: Fates = Arc::new(move |request| {
            names.lock().unwrap().push(kind_of(request));
            let head: usize = request.headers.iter().map(|(name, value)| name.len() + value.len() + 4).sum();
            *sum.lock().unwrap() += u64::try_from(request.body.len() + head + request.url.len()).unwrap();
            fate(request)
        });
        let device = TestDevice { ..phone.device.with_fates(fates) };
        Ok(Self { phone: phone.reopened(device).await?, server, seen, bytes })
    }

    /// What was asked since the last look, each kind once.
    fn seen(&self) -> Vec<String> {
        let mut seen = std::mem::take(&mut *self.seen.lock().unwrap());
        seen.sort();
        seen.dedup();
        // The server proves itself before anything is said to it. Alone, that would be a request too many.
        if seen.len() > 1 {
            seen.retain(|kind| kind != "proof");
        }
        seen
    }

    fn bytes(&self) -> u64 {
        std::mem::take(&mut *self.bytes.lock().unwrap())
    }
}

/// What a request is about, without ids.
fn kind_of(request: &RemoteRequest) -> String {
    let path = request.url.split_once("/v1/").map_or("", |(_, path)| path);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let name = match request.method {
        Method::Put if path.contains("/parts/") => "part",
        Method::Get if path.contains("/parts/") => "get part",
        _ => path.rsplit('/').next().unwrap_or_default(),
    };
    name.to_owned()
}

fn codes(outcome: &SyncOutcome) -> Vec<&str> {
    outcome.holds.iter().map(|hold| hold.code.as_str()).collect()
}

/// So large that it goes in three parts.
fn large(seed: u64) -> Vec<u8> {
    noise(seed, 20 * MIB)
}

/// A sync whose second part gets stuck on its way, and the moment when it does.
async fn stuck_in_a_part() -> Result<(Watched, mpsc::UnboundedReceiver<()>), Failure> {
    let (send, stuck) = mpsc::unbounded_channel();
    let parts = Mutex::new(0);
    let watched = Watched::new(move |request| {
        if kind_of(request) != "part" {
            return Fate::Delivered;
        }
        let mut parts = parts.lock().unwrap();
        *parts += 1;
        if *parts != 2 {
            return Fate::Delivered;
        }
        let _ = send.send(());
        Fate::Stuck
    })
    .await?;
    watched.phone.import("clip.heic", &large(1)).await?;
    Ok((watched, stuck))
}

#[tokio::test(start_paused = true)]
async fn a_change_to_cellular_cuts_the_part_on_its_way_and_no_further_one_leaves() -> Result<(), Failure> {
    let (watched, mut stuck) = stuck_in_a_part().await?;
    let phone = &watched.phone;
    let change = async {
        stuck.recv().await;
        let began = Instant::now();
        phone.say("fact.network=cellular").await.unwrap();
        began
    };
    let (outcome, began) = tokio::join!(phone.sync(), change);
    let outcome = outcome?;
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    assert_eq!(watched.seen().iter().filter(|kind| *kind == "part").count(), 1);
    assert_eq!(codes(&outcome), ["net.wifi_required"]);
    assert_eq!((outcome.sent.parts, outcome.pending.originals), (1, 1), "{outcome:?}");
    assert_eq!(outcome.cut_short, None);

    phone.sync().await?;
    assert!(!watched.seen().contains(&"part".to_owned()));
    phone.say("fact.network=wifi").await?;
    let outcome = phone.sync().await?;
    assert!(outcome.up_to_date, "{outcome:?}");
    assert_eq!(outcome.sent.parts, 2, "the first one was there already");
    assert_eq!(phone.shown().await?[0].state, SafetyState::Safe);
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn another_process_stops_what_is_on_its_way_within_a_second() -> Result<(), Failure> {
    for change in ["setting.sync=false", "fact.thermal=critical", "fact.network=none", "setting.cellular_photos=off"] {
        let (watched, mut stuck) = stuck_in_a_part().await?;
        let other = watched.phone.other_process().await?;
        let (kind, (key, value)) =
            change.split_once('.').map(|(kind, rest)| (kind, rest.split_once('=').unwrap())).unwrap();
        let said = vec![(key.to_owned(), value.to_owned())];
        let change = async {
            stuck.recv().await;
            if kind == "fact" {
                other.set_facts(said).await.unwrap();
            } else {
                // Forbids nothing on Wi-Fi: the phone must be on cellular for it to count.
                other.set_settings(said).await.unwrap();
                if key == "cellular_photos" {
                    other.set_facts(vec![("network".into(), "cellular".into())]).await.unwrap();
                }
            }
            Instant::now()
        };
        let (outcome, changed) = tokio::join!(watched.phone.sync(), change);
        assert!(changed.elapsed() < Duration::from_secs(1), "{key}: {:?}", changed.elapsed());
        assert!(!outcome?.up_to_date);
        watched.seen();
        watched.phone.sync().await?;
        assert_eq!(watched.seen(), Vec::<String>::new(), "{key}");
    }
    Ok(())
}

/// What is so; what a run with something of everything to do asks the server; the codes that it tells.
#[rustfmt::skip]
const TABLE: &[(&str, &[&str], &[&str])] = &[
    ("setting.sync=false", &[], &["acct.sync_off"]),
    ("setting.pause_until=2100-01-01T00:00:00Z", &[], &["eng.paused"]),
    ("fact.network=none", &[], &["net.offline"]),
    ("fact.captive=true", &[], &["net.captive"]),
    ("fact.validated=false", &[], &["net.unvalidated"]),
    ("fact.network=cellular setting.cellular_photos=off", &[], &["net.wifi_required"]),
    ("fact.network=cellular fact.cellular_allowed=false", &[], &["net.app_cell_denied", "net.wifi_required"]),
    ("fact.network=cellular fact.roaming=true setting.cellular_photos=unlimited setting.cellular_videos=unlimited", &[], &["net.roaming"]),
    ("fact.metered=true fact.data_saver=true fact.app_state=background", &[], &["net.data_saver", "net.expensive"]),
    ("fact.app_state=background fact.background=denied", &[], &["bg.refresh_off"]),
    ("fact.thermal=critical", &[], &["heat"]),
    ("fact.free_bytes=1000", &[], &["disk.device"]),
    ("fact.network=cellular", SMALL, &["net.wifi_required"]),
    ("fact.metered=unknown", SMALL, &["net.expensive"]),
    ("fact.metered=true fact.vpn=true", SMALL, &["net.vpn_metered"]),
    ("fact.constrained=true", SMALL, &["net.low_data"]),
    ("fact.charging=unplugged fact.battery=5", SMALL, &["pwr.low"]),
    ("fact.low_power=true", SMALL, &["pwr.saver"]),
    ("setting.charging_only=true fact.charging=unknown", SMALL, &["pwr.not_charging"]),
    ("setting.hours=01:00-01:01", SMALL, &["eng.hours"]),
    ("fact.thermal=serious", SMALL, &["heat"]),
    ("fact.photo_access=none", &["changes", "commit", "parts", "plan", "server", "usage"], &["lib.denied"]),
    ("fact.network=cellular setting.cellular_photos=unlimited", &["changes", "commit", "part", "parts", "plan", "server", "usage"], &["net.wifi_required"]),
];
/// What records and thumbnails need.
const SMALL: &[&str] = &["changes", "commit", "parts", "plan", "usage"];

#[tokio::test]
async fn each_situation_lets_its_own_requests_through_and_no_others() -> Result<(), Failure> {
    for (changes, asked, told) in TABLE {
        let watched = Watched::new(|_| Fate::Delivered).await?;
        let phone = &watched.phone;
        phone.import("large.heic", &noise(7, MIB)).await?;
        phone.import("clip.mp4", &video(8, MIB)).await?;
        phone.take(1).await?;
        phone.say(changes).await?;
        let outcome = phone.sync().await?;
        assert_eq!(watched.seen(), *asked, "{changes}: {outcome:?}");
        assert_eq!(codes(&outcome), *told, "{changes}");
        assert!(!outcome.up_to_date && outcome.cut_short.is_none(), "{changes}");
        let status = phone.library.status().await?;
        assert_eq!(status.holds, outcome.holds, "{changes}");

        phone.library.reset_settings().await?;
        phone.library.clear_facts().await?;
        assert!(phone.library.status().await?.holds.is_empty(), "status tells what is so now: {changes}");
        assert!(phone.sync().await?.up_to_date, "{changes}");
    }
    Ok(())
}

#[tokio::test]
async fn sync_now_passes_what_is_the_person_s_to_pass_and_says_so() -> Result<(), Failure> {
    let watched = Watched::new(|_| Fate::Delivered).await?;
    let phone = &watched.phone;
    phone.take(1).await?;
    phone.say("fact.low_power=true fact.charging=unplugged fact.battery=5 setting.hours=01:00-01:01").await?;
    assert_eq!(codes(&phone.sync().await?), ["pwr.low", "pwr.saver", "eng.hours"]);
    let outcome = phone.sync_now().await?;
    assert!(outcome.up_to_date, "{outcome:?}");
    assert_eq!(outcome.passed, ["pwr.low", "pwr.saver", "eng.hours"]);

    phone.take(2).await?;
    phone.say("fact.network=cellular setting.cellular_photos=off").await?;
    watched.seen();
    let outcome = phone.sync_now().await?;
    assert_eq!(codes(&outcome).first(), Some(&"net.wifi_required"));
    assert_eq!(watched.seen(), Vec::<String>::new(), "a person who switched it off is taken at their word");
    Ok(())
}

#[tokio::test]
async fn opening_an_original_passes_limits_of_data_but_not_a_network_that_is_off() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let a = Phone::signed_up(&server, EMAIL, "A").await?;
    let b = Phone::signed_in(&server, EMAIL, "B").await?;
    let (one, two) = (a.take(1).await?, a.take(2).await?);
    a.sync().await?;
    b.sync().await?;
    b.say("fact.network=cellular").await?;
    assert_eq!(b.original(one).await?, photo(1));
    b.say("setting.cellular_photos=off").await?;
    let refused = b.library.file(two, safelight_core::ResourceKind::Original, None).await.unwrap_err();
    assert_eq!(refused.code(), "net.wifi_required");
    // Nor can the person sign in, or look at the list of phones, over what they switched off.
    assert_eq!(b.library.devices().await.unwrap_err().code(), "net.wifi_required");
    b.say("setting.cellular_photos=small setting.sync=false fact.charging=unplugged fact.battery=3").await?;
    assert_eq!(b.original(two).await?, photo(2));
    assert_eq!(b.library.devices().await?.len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_phone_that_wants_all_originals_fetches_them_when_it_may() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let a = Phone::signed_up(&server, EMAIL, "A").await?;
    let b = Phone::signed_in(&server, EMAIL, "B").await?;
    let id = a.take(1).await?;
    a.sync().await?;
    b.say("setting.originals=all fact.low_power=true").await?;
    let outcome = b.sync().await?;
    assert_eq!(codes(&outcome), ["pwr.saver"]);
    assert_eq!(outcome.holds[0].class, WorkClass::Prefetch);
    assert!(outcome.up_to_date, "nobody waits for it: {outcome:?}");
    assert!(b.library.local_file(id, safelight_core::ResourceKind::Original).await?.is_none());
    b.say("fact.low_power=false").await?;
    b.sync().await?;
    assert!(b.library.local_file(id, safelight_core::ResourceKind::Original).await?.is_some());
    Ok(())
}

#[tokio::test]
async fn a_budget_counts_retries_and_nothing_crosses_beyond_it() -> Result<(), Failure> {
    const BUDGET: u64 = 3_000_000;
    // A proxy takes every other part and loses it: it has crossed, and must cross again.
    let count = Mutex::new(0);
    let watched = Watched::new(move |request| {
        let mut count = count.lock().unwrap();
        *count += u64::from(kind_of(request) == "part");
        let lost = RemoteResponse { status: 502, headers: BTreeMap::new(), body: Bytes::new() };
        if kind_of(request) == "part" && *count % 2 == 1 { Fate::Answered(lost) } else { Fate::Delivered }
    })
    .await?;
    let phone = &watched.phone;
    for seed in 0..6 {
        phone.import(&format!("{seed}.heic"), &noise(seed, MIB)).await?;
    }
    phone.say(&format!("fact.network=cellular setting.cellular_photos={BUDGET}")).await?;
    watched.bytes();
    for day in 1..=8 {
        let mut last = SyncOutcome::default();
        for _ in 0..12 {
            last = phone.sync().await?;
        }
        let moved = watched.bytes();
        assert!(moved <= BUDGET, "day {day}: {moved}");
        if last.up_to_date {
            assert!(day > 3, "six photos of a mebibyte, most of them twice, do not fit into {day} days");
            return Ok(());
        }
        assert!(moved > BUDGET / 2, "day {day}: only {moved} of what was allowed");
        assert_eq!(codes(&last), ["net.budget"], "day {day}: {last:?}");
        phone.device.clock.pass(SignedDuration::from_hours(24));
    }
    Err("the photos never arrive".into())
}

#[tokio::test]
async fn a_hold_keeps_its_beginning_while_it_lasts() -> Result<(), Failure> {
    let watched = Watched::new(|_| Fate::Delivered).await?;
    let (phone, hour) = (&watched.phone, SignedDuration::from_hours(1));
    phone.take(1).await?;
    phone.say("setting.hours=01:00-01:01").await?;
    let since = phone.library.status().await?.holds[0].since_ms;
    phone.device.clock.pass(hour);
    assert_eq!(phone.sync().await?.holds[0].since_ms, since);
    phone.say("setting.hours=always").await?;
    phone.device.clock.pass(hour);
    phone.say("setting.hours=01:00-01:01").await?;
    let again = phone.library.status().await?.holds[0].since_ms;
    assert_eq!(again - since, 2 * 3600 * 1000);
    Ok(())
}

#[tokio::test]
async fn other_phones_are_told_of_battery_and_first_hold() -> Result<(), Failure> {
    let watched = Watched::new(|_| Fate::Delivered).await?;
    let other = Phone::signed_in(&watched.server, EMAIL, "The tablet").await?;
    watched.phone.take(1).await?;
    watched.phone.say("fact.charging=unplugged fact.battery=18").await?;
    watched.phone.sync().await?;
    other.sync().await?;
    let devices = other.library.devices().await?;
    let card = devices.into_iter().find_map(|(_, card)| card.filter(|card| card.name.starts_with("Iris")));
    let card = card.ok_or("there is a card")?;
    assert_eq!((card.first_hold.as_deref(), card.backlog), (Some("pwr.low"), 1));
    assert_eq!((card.battery.as_deref(), card.charging.as_deref()), (Some("0-19"), Some("unplugged")));
    Ok(())
}
