use jiff::Zoned;
use jiff::civil::date;
use jiff::tz::TimeZone;

use super::cause::order;
use super::*;
use crate::facts::Facts;
use crate::reasons::reason;
use crate::sentences::Sentences;

mod page;
mod properties;
mod situations;

/// A Friday evening.
fn evening() -> Zoned {
    date(2026, 5, 1).at(21, 4, 0, 0).to_zoned(TimeZone::fixed(jiff::tz::offset(2))).unwrap()
}

/// One way in which one cause comes about.
#[derive(Debug, Clone)]
struct Witness {
    code: &'static str,
    /// The page leaves out the second way of the same cause.
    shown: bool,
    /// Facts and settings: `fact.KEY=VALUE` and `setting.KEY=VALUE`.
    changes: &'static str,
    more: fn(&mut Inputs),
}

impl Witness {
    fn bring_about(&self, inputs: &mut Inputs) {
        for change in self.changes.split_whitespace() {
            inputs.apply(&Change::parse(change).unwrap()).unwrap();
        }
        (self.more)(inputs);
    }

    fn keys(&self) -> Vec<&'static str> {
        self.changes.split_whitespace().filter_map(|change| change.split_once('=')).map(|(key, _)| key).collect()
    }

    fn conflicts(&self, other: &Self) -> bool {
        let (mine, theirs) = (self.changes.split_whitespace(), other.changes);
        let pairs = mine.filter_map(|change| change.split_once('='));
        let differs = |(key, value): (&str, &str)| {
            let same_key =
                theirs.split_whitespace().filter_map(|change| change.split_once('=')).find(|(k, _)| *k == key);
            same_key.is_some_and(|(_, other)| other != value)
        };
        let same_standing = |code: &str| code.starts_with("acct.") && code != "acct.sync_off";
        let same_refusal =
            |code: &str| code.starts_with("srv.") || code.starts_with("ver.") || REFUSALS.contains(&code);
        self.code == other.code
            || pairs.into_iter().any(differs)
            || (same_standing(self.code) && same_standing(other.code))
            || (same_refusal(self.code) && same_refusal(other.code))
    }
}

const REFUSALS: &[&str] = &["eng.backoff", "net.dns", "net.tls_untrusted", "disk.server"];

fn witness(code: &'static str, changes: &'static str) -> Witness {
    Witness { code, shown: true, changes, more: |_| {} }
}

fn again(code: &'static str, changes: &'static str) -> Witness {
    Witness { shown: false, ..witness(code, changes) }
}

fn with(code: &'static str, more: fn(&mut Inputs)) -> Witness {
    Witness { more, ..witness(code, "") }
}

fn refused(inputs: &mut Inputs, code: &str) {
    let until = inputs.now.timestamp() + jiff::SignedDuration::from_mins(10);
    let until = (!code.starts_with("ver.")).then_some(until);
    inputs.account.refusal = Some(Refusal { code: code.to_owned(), since: None, until });
}

macro_rules! by_server {
    ($($code:literal),*) => { vec![$(with($code, |inputs| refused(inputs, $code))),*] };
}

macro_rules! by_account {
    ($($code:literal),*) => { vec![$(with($code, |inputs| inputs.account.standing = Standing::Ended($code.into()))),*] };
}

macro_rules! in_the_background {
    ($($code:literal),*) => { vec![$(witness($code, concat!("fact.app_state=background fact.system=", $code))),*] };
}

fn spend(inputs: &mut Inputs) {
    inputs.ledger = Ledger { records: 50, photos: 60, videos: 5, ..Ledger::default() };
}

/// Every cause that the policy knows, brought about alone.
fn witnesses() -> Vec<Witness> {
    let mut all = vec![
        witness("acct.sync_off", "setting.sync=false"),
        witness("eng.paused", "setting.pause_until=2026-05-02T07:00:00+02:00"),
        witness("net.offline", "fact.network=none"),
        witness("net.captive", "fact.network=wifi fact.captive=true"),
        witness("net.unvalidated", "fact.network=wifi fact.validated=false"),
        witness(
            "net.app_cell_denied",
            "setting.cellular_photos=unlimited setting.cellular_videos=unlimited fact.network=cellular fact.cellular_allowed=false",
        ),
        witness(
            "net.roaming",
            "setting.cellular_photos=unlimited setting.cellular_videos=unlimited fact.network=cellular fact.roaming=true",
        ),
        witness(
            "net.data_saver",
            "setting.cellular_photos=unlimited setting.cellular_videos=unlimited fact.network=cellular fact.data_saver=true",
        ),
        witness("net.wifi_required", "setting.cellular_photos=small fact.network=cellular"),
        again("net.wifi_required", "setting.cellular_photos=off fact.network=cellular"),
        again("net.wifi_required", "fact.network=unknown"),
        witness("net.vpn_metered", "fact.network=wifi fact.vpn=wifi fact.metered=true"),
        witness("net.expensive", "fact.network=wifi fact.vpn=false fact.metered=true"),
        again("net.expensive", "fact.network=wifi fact.vpn=false fact.metered=unknown"),
        Witness {
            more: spend,
            ..witness("net.budget", "setting.cellular_photos=100 setting.cellular_videos=5 fact.network=cellular")
        },
        witness("net.low_data", "fact.network=wifi fact.constrained=true"),
        Witness {
            more: |inputs| inputs.account.place = ServerPlace::LocalNetwork,
            ..witness("net.lan_denied", "fact.network=wifi fact.validated=true fact.lan_allowed=false")
        },
        with("acct.signed_out", |inputs| inputs.account.standing = Standing::SignedOut),
    ];
    all.extend(by_account!("acct.reauth", "acct.revoked", "acct.key_missing", "acct.mismatch", "acct.deleted"));
    all.extend(by_account!("acct.terms", "acct.payment", "acct.locked"));
    all.extend(by_server!("ver.client_old", "ver.server_old", "srv.maintenance", "srv.429", "srv.outage", "srv.5xx"));
    all.extend(by_server!("eng.backoff", "net.dns", "net.tls_untrusted", "disk.server"));
    all.extend([
        witness("disk.device", "fact.free_bytes=1000000"),
        again("disk.device", "fact.free_bytes=500000000"),
        with("quota.full", |inputs| {
            let waiting = Waiting { count: 61, bytes: 610, smallest: 10 };
            inputs.backlog = Backlog { thumbnails: waiting, photos: waiting, videos: waiting, library: false };
            inputs.account.room = Some(CloudRoom { originals: 9, small: 100 });
        }),
        witness("bg.refresh_off", "fact.app_state=background fact.background=denied"),
        witness("bg.disabled", "fact.app_state=background fact.background=restricted"),
        witness("lib.not_asked", "fact.photo_access=not_asked"),
        witness("lib.denied", "fact.photo_access=none"),
        witness("lib.restricted", "fact.photo_access=restricted"),
        witness("pwr.not_charging", "fact.charging=unplugged setting.charging_only=true"),
        witness("pwr.low", "fact.charging=unplugged fact.battery=18"),
        witness("pwr.saver", "fact.low_power=true"),
        witness("eng.hours", "setting.hours=22:00-07:00"),
        witness("net.clock", "fact.clock_offset_s=90000"),
        witness("heat", "fact.thermal=serious"),
        again("heat", "fact.thermal=critical"),
        witness("acct.os_sync_off", "fact.system=acct.os_sync_off"),
        witness("acct.profile_locked", "fact.system=acct.profile_locked"),
        witness("acct.managed", "fact.system=acct.managed"),
        witness("acct.child", "fact.system=acct.child"),
        witness("lib.location_stripped", "fact.system=lib.location_stripped"),
        witness("lib.unavailable", "fact.system=lib.unavailable"),
        witness("net.satellite", "fact.network=cellular setting.cellular_photos=unlimited setting.cellular_videos=unlimited fact.system=net.satellite"),
    ]);
    all.extend(in_the_background!("bg.locked_boot", "bg.force_quit", "bg.hibernated", "bg.oem", "bg.quota", "bg.doze"));
    all.extend(in_the_background!("bg.resources", "bg.fgs_timeout", "bg.ext_off", "bg.job_limit", "load.system"));
    all
}

#[test]
fn every_code_has_a_witness_a_sentence_and_a_fix() {
    let sentences = Sentences::english();
    let all = witnesses();
    for code in order() {
        assert!(all.iter().any(|witness| witness.code == *code), "{code} has no witness");
        let reason = reason(code).unwrap_or_else(|| panic!("{code} is not in the vocabulary"));
        let label = format!("fix-{}", reason.action.name());
        assert!(sentences.has(&label), "there is no {label}");
        assert!(sentences.has(&format!("reason-{}", code.replace('.', "-"))), "{code} has no sentence");
    }
    for witness in &all {
        assert!(order().contains(&witness.code), "{} has no place in the order", witness.code);
        let mut inputs = Inputs::calm(evening());
        witness.bring_about(&mut inputs);
        let holds = decide(&inputs).holds(Class::ALL);
        let codes: Vec<&str> = holds.iter().map(Held::code).collect();
        assert_eq!(codes, [witness.code], "{:?} {:?}", witness.changes, witness.keys());
        for held in &holds {
            let text = held.told(inputs.now.timestamp()).sentence(&sentences);
            assert!(!text.contains('$') && !text.contains('{'), "{text}");
        }
    }
}

#[test]
fn a_calm_phone_does_everything() {
    let verdicts = decide(&Inputs::calm(evening()));
    for class in Class::ALL {
        let Verdict::Run { limits, passed } = verdicts.of(*class) else { panic!("{class:?} waits") };
        assert!(passed.is_empty() && limits.bytes.is_none());
    }
}

#[test]
fn a_phone_that_knows_nothing_gets_an_answer_that_costs_nothing() {
    let mut inputs = Inputs::calm(evening());
    inputs.facts = Facts::unknown();
    let verdicts = decide(&inputs);
    assert!(verdicts.records.runs() && verdicts.thumbnails.runs());
    assert_eq!(verdicts.photos.codes(), ["net.wifi_required"]);
    assert_eq!(verdicts.videos.codes(), ["net.wifi_required"]);
    inputs.settings.set("cellular_photos", "off").unwrap();
    assert!(Class::ALL.iter().all(|class| !decide(&inputs).of(*class).runs()));
}
