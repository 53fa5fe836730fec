//! `kill -9` in the middle of everything: nothing lost, nothing doubled, nothing sent twice.

use std::collections::{BTreeMap, BTreeSet};

use safelight_tests::processes::{Cloud, Exchange, Phone, Seeded, Way, noise, photo, sha256, video};
use serde_json::Value;

const ROUNDS: u64 = 50;
const KIBI: usize = 1024;

/// Who dies, and in what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Death {
    PhoneSending,
    ServerWhilePhoneSends,
    PhoneFetching,
    ServerWhilePhoneFetches,
}

impl Death {
    fn at_random(seeded: &mut Seeded) -> Self {
        match seeded.below(6) {
            0 | 1 => Self::PhoneSending,
            2 | 3 => Self::ServerWhilePhoneSends,
            4 => Self::PhoneFetching,
            _ => Self::ServerWhilePhoneFetches,
        }
    }
}

/// Files of one round: their ids on the phone and their hashes.
fn take_in(phone: &Phone, round: u64, seeded: &mut Seeded) -> Vec<(String, String)> {
    let seed = u32::try_from(round).unwrap_or(0);
    let size = 200 * KIBI + usize::try_from(seeded.below(900 * 1024)).unwrap_or(0);
    let mut files = vec![
        (format!("IMG_{round:04}.jpg"), photo(10_000 + seed)),
        (format!("RAW_{round:04}.bin"), noise(10_000 + round, size)),
    ];
    if round % 10 == 3 {
        // Three parts: what was acknowledged of them before the end must not be sent again.
        files.push((format!("MOV_{round:04}.mp4"), video(20_000 + round, 18 * 1024 * KIBI)));
    }
    let paths: Vec<String> =
        files.iter().map(|(name, bytes)| phone.file(name, bytes).to_string_lossy().into_owned()).collect();
    let mut arguments = vec!["import"];
    arguments.extend(paths.iter().map(String::as_str));
    let report = phone.done(&arguments);
    let ids = report["imported"].as_array().expect("a list").iter().filter_map(Value::as_str);
    ids.map(str::to_owned).zip(files.iter().map(|(_, bytes)| sha256(bytes))).collect()
}

/// Starts a command, and ends phone or server when so many bytes have passed on the phone's wire. Returns whether that
/// was in its middle.
fn killed_after(cloud: &mut Cloud, phone: &Phone, arguments: &[&str], way: Way, bytes: u64, server: bool) -> bool {
    let end = phone.wire.bytes(way) + bytes;
    let mut running = phone.start(arguments);
    phone.wire.wait_for_bytes(way, end, || running.is_over());
    let in_the_middle = !running.is_over();
    if server {
        cloud.kill();
        let ran = running.end();
        assert!(ran.code.is_some(), "the phone died with the server: {ran:?}");
        cloud.start_again();
    } else {
        running.kill();
    }
    in_the_middle
}

#[test]
fn fifty_deaths_lose_nothing_double_nothing_and_send_nothing_twice() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    let b = cloud.sign_in("anna@example.org", "B");
    b.sync();
    let mut seeded = Seeded::new(0x5afe_1197);
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    let mut in_the_middle = 0;
    for round in 0..ROUNDS {
        let death = Death::at_random(&mut seeded);
        let new = take_in(&a, round, &mut seeded);
        all.extend(new.iter().cloned());
        let bytes = seeded.below(if new.len() > 2 { 18_000_000 } else { 700_000 });
        in_the_middle += u64::from(match death {
            Death::PhoneSending => killed_after(&mut cloud, &a, &["sync"], Way::Up, bytes, false),
            Death::ServerWhilePhoneSends => killed_after(&mut cloud, &a, &["sync"], Way::Up, bytes, true),
            Death::PhoneFetching | Death::ServerWhilePhoneFetches => {
                a.sync();
                let server = death == Death::ServerWhilePhoneFetches;
                killed_after(&mut cloud, &b, &["sync"], Way::Down, seeded.below(20_000), server);
                b.sync();
                let (id, _) = new.last().expect("a file");
                let target = b.folder().join("half").to_string_lossy().into_owned();
                killed_after(&mut cloud, &b, &["get", id, "-o", &target], Way::Down, bytes, server)
            }
        });
        a.sync();
        if round % 5 == 4 {
            b.sync();
            for (id, hash) in &new {
                assert_eq!(&b.get(id), hash, "round {round}, {death:?}");
            }
        }
        nothing_sent_twice(&[&a, &b], round, death);
    }
    assert!(in_the_middle >= ROUNDS / 2, "only {in_the_middle} deaths came in the middle of something");
    b.sync();
    everything_is_there(&cloud, &[&a, &b], &all);
}

/// What the cloud has acknowledged is not sent again, by nobody.
fn nothing_sent_twice(phones: &[&Phone], round: u64, death: Death) {
    let mut acknowledged = BTreeSet::new();
    for phone in phones {
        for exchange in phone.wire.exchanges() {
            for part in &exchange.parts {
                assert!(!acknowledged.contains(part), "round {round}, {death:?}: {part} is sent again in {exchange:?}");
            }
            if exchange.status.is_some_and(|status| status < 300) {
                acknowledged.extend(exchange.parts);
            }
        }
    }
}

fn everything_is_there(cloud: &Cloud, phones: &[&Phone], all: &BTreeMap<String, String>) {
    for phone in phones {
        let listed: Vec<String> =
            phone.list(&[]).iter().filter_map(|asset| asset["id"].as_str().map(str::to_owned)).collect();
        assert_eq!(listed.len(), all.len(), "doubled or lost");
        assert!(listed.iter().all(|id| all.contains_key(id)));
        assert!(phone.list(&[]).iter().all(|asset| asset["state"] == "safe"));
        assert_eq!(phone.done(&["status"])["state"], "up_to_date");
        assert_eq!(phone.done(&["doctor"])["broken"], Value::Array(Vec::new()));
    }
    for (id, hash) in all {
        assert_eq!(&phones[1].get(id), hash);
    }
    assert_eq!(phones[0].done(&["erase-check"])["ready"], true);
    let verified = cloud.admin(&["verify"]);
    assert_eq!((&verified["missing"], &verified["damaged"]), (&Value::Array(Vec::new()), &Value::Array(Vec::new())));
}

#[test]
fn a_cut_wire_goes_on_at_the_part_where_it_was() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.sign_up("anna@example.org", "A");
    a.sync();
    let film = video(1, 40 * 1024 * KIBI);
    let id = a.import(&a.file("film.mp4", &film));
    for part in 1..=4_u64 {
        let end = a.wire.bytes(Way::Up) + 9_000_000;
        let mut running = a.start(&["sync"]);
        a.wire.wait_for_bytes(Way::Up, end, || running.is_over());
        a.wire.cut();
        let ran = running.end();
        assert!(part == 4 || ran.code == Some(3), "{ran:?}");
    }
    a.sync();
    let puts = |exchange: &Exchange| exchange.method == "PUT" && exchange.path.contains("/parts/");
    let acknowledged: Vec<Exchange> =
        a.wire.exchanges().into_iter().filter(|exchange| puts(exchange) && exchange.status == Some(204)).collect();
    assert_eq!(acknowledged.len(), 5, "five parts, each acknowledged once");
    assert_eq!(a.show(&id)["state"], "safe");
}
