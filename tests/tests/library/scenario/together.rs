//! Several causes at once, over the whole vocabulary and the whole engine: whoever mends what the phone tells first, asks
//! again, and so on, sees the photo arrive with the last one and never before.
//!
//! The pure machines are tried with all twos and threes where they live (`policy/tests/properties.rs`,
//! `diagnosis/tests.rs`), and the engine with all twos that facts and settings tell (`order.rs`). Here the account, the
//! server and the way there come in. `SAFELIGHT_COMBINATIONS` says how many are played; the same ones each time. `all` plays
//! every two of them, each once: the soak's part.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use safelight_core::UnsentChoice;
use safelight_core::ports::RemoteResponse;
use safelight_protocol::{Problem, version};
use safelight_server::admin::Command;
use safelight_tests::in_process::{Failure, Fate, TestServer};
use safelight_tests::processes::Seeded;

use super::said::SAID;
use super::stage::{EMAIL, Hand, Stage};

/// So many are played where nobody says otherwise.
const COMBINATIONS: usize = 80;
const QUOTA: u64 = 10 << 30;

/// What is brought about, or mended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Deed {
    /// Facts and settings.
    Say(&'static str),
    /// What is on the way to the server.
    Sky(Sky),
    SignOut,
    SignIn,
    /// The other phone removes this one.
    Remove,
    /// The cloud's room.
    Quota(u64),
    /// The server is in maintenance, or not.
    Maintenance(bool),
    /// A dead extension holds the lock; whoever asks has mended it.
    Lock,
    Nothing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sky {
    Clear,
    Lost,
    Unresolved,
    Says(u16),
    Refuses(&'static str),
}

impl Sky {
    pub(super) fn fate(self) -> Fate {
        match self {
            Self::Clear => Fate::Delivered,
            Self::Lost => Fate::RequestLost,
            Self::Unresolved => Fate::Unresolved,
            Self::Says(status) => Fate::Answered(RemoteResponse {
                status,
                headers: BTreeMap::new(),
                body: Bytes::from_static(b"<html>Welcome</html>"),
            }),
            Self::Refuses(code) => {
                let problem = Problem::new(code);
                let headers = [
                    (version::PROTOCOL_HEADER.to_owned(), version::PROTOCOL.to_string()),
                    ("content-type".to_owned(), safelight_protocol::problem::MEDIA_TYPE.to_owned()),
                ];
                Fate::Answered(RemoteResponse {
                    status: problem.status,
                    headers: headers.into_iter().collect(),
                    body: serde_json::to_vec(&problem).unwrap_or_default().into(),
                })
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cause {
    code: &'static str,
    happens: Deed,
    mended: Deed,
}

#[rustfmt::skip]
const UNSAID: &[Cause] = &[
    Cause { code: "srv.outage", happens: Deed::Sky(Sky::Lost), mended: Deed::Sky(Sky::Clear) },
    Cause { code: "net.dns", happens: Deed::Sky(Sky::Unresolved), mended: Deed::Sky(Sky::Clear) },
    Cause { code: "net.captive", happens: Deed::Sky(Sky::Says(200)), mended: Deed::Sky(Sky::Clear) },
    Cause { code: "srv.outage", happens: Deed::Sky(Sky::Says(502)), mended: Deed::Sky(Sky::Clear) },
    Cause { code: "srv.5xx", happens: Deed::Sky(Sky::Says(500)), mended: Deed::Sky(Sky::Clear) },
    Cause { code: "srv.429", happens: Deed::Sky(Sky::Says(429)), mended: Deed::Sky(Sky::Clear) },
    Cause { code: "net.blocked", happens: Deed::Sky(Sky::Says(403)), mended: Deed::Sky(Sky::Clear) },
    Cause { code: "srv.foreign", happens: Deed::Sky(Sky::Says(404)), mended: Deed::Sky(Sky::Clear) },
    Cause { code: "ver.server_old", happens: Deed::Sky(Sky::Refuses("ver.server_old")), mended: Deed::Sky(Sky::Clear) },
    Cause { code: "ver.client_old", happens: Deed::Sky(Sky::Refuses("ver.client_old")), mended: Deed::Sky(Sky::Clear) },
    Cause { code: "acct.payment", happens: Deed::Sky(Sky::Refuses("acct.payment")), mended: Deed::Sky(Sky::Clear) },
    Cause { code: "acct.terms", happens: Deed::Sky(Sky::Refuses("acct.terms")), mended: Deed::Sky(Sky::Clear) },
    Cause { code: "disk.server", happens: Deed::Sky(Sky::Refuses("disk.server")), mended: Deed::Sky(Sky::Clear) },
    Cause { code: "srv.maintenance", happens: Deed::Maintenance(true), mended: Deed::Maintenance(false) },
    Cause { code: "quota.full", happens: Deed::Quota(1), mended: Deed::Quota(QUOTA) },
    Cause { code: "acct.signed_out", happens: Deed::SignOut, mended: Deed::SignIn },
    Cause { code: "acct.revoked", happens: Deed::Remove, mended: Deed::SignIn },
    Cause { code: "eng.lock", happens: Deed::Lock, mended: Deed::Nothing },
];

/// Every cause once, each mended by what mends no other.
fn causes() -> Vec<Cause> {
    let said = SAID.iter().filter_map(|row| {
        let mended = if row.happens.contains("fact.system=") { "fact.system=none" } else { row.mended };
        let alone = !mended.contains("app_state");
        alone.then_some(Cause { code: row.code, happens: Deed::Say(row.happens), mended: Deed::Say(mended) })
    });
    let mut known = BTreeSet::new();
    said.filter(|cause| known.insert(cause.code)).chain(UNSAID.iter().copied()).collect()
}

/// Whether two causes can be so at once, and can be told apart.
fn agree(one: &Cause, other: &Cause) -> bool {
    let (a, b) = (one.happens, other.happens);
    let sky = |deed| matches!(deed, Deed::Sky(_) | Deed::Maintenance(_));
    let account = |deed| matches!(deed, Deed::SignOut | Deed::Remove);
    match (a, b) {
        _ if one.code == other.code => false,
        _ if sky(a) && sky(b) => false,
        // Nobody is signed in to a server that does not answer: the person tries, and is told then.
        _ if account(a) && (account(b) || sky(b)) || account(b) && sky(a) => false,
        (Deed::Say(a), Deed::Say(b)) => values(a).all(|(key, value)| values(b).all(|(k, v)| k != key || v == value)),
        _ => true,
    }
}

fn values(changes: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    changes.split_whitespace().filter_map(|change| change.split_once('='))
}

/// Twos and threes in which at least one cause is not a fact, the same ones each time.
fn combinations(wanted: usize) -> Vec<Vec<Cause>> {
    let (all, mut seeded, mut found) = (causes(), Seeded::new(5), BTreeSet::new());
    let pick = |end: usize, seeded: &mut Seeded| usize::try_from(seeded.below(end as u64)).unwrap_or(0);
    let mut tries = 0;
    while found.len() < wanted && tries < wanted * 200 {
        tries += 1;
        let mut some = vec![UNSAID[pick(UNSAID.len(), &mut seeded)]];
        for _ in 0..1 + seeded.below(2) {
            let next = all[pick(all.len(), &mut seeded)];
            if some.iter().all(|cause| agree(cause, &next)) {
                some.push(next);
            }
        }
        if some.len() > 1 {
            some.sort_unstable();
            found.insert(some);
        }
    }
    found.into_iter().collect()
}

/// Every two of which at least one is not a fact.
fn all_pairs() -> Vec<Vec<Cause>> {
    let all = causes();
    let pairs = all.iter().enumerate().flat_map(|(place, one)| all[place + 1..].iter().map(move |other| (one, other)));
    let unsaid = |cause: &Cause| !matches!(cause.happens, Deed::Say(_));
    pairs
        .filter(|(one, other)| (unsaid(one) || unsaid(other)) && agree(one, other))
        .map(|(a, b)| vec![*a, *b])
        .collect()
}

/// A phone under a sky.
struct Weather {
    stage: Stage,
    sky: Arc<Mutex<Sky>>,
}

impl Weather {
    async fn new() -> Result<Self, Failure> {
        let server = TestServer::start().await?;
        let sky = Arc::new(Mutex::new(Sky::Clear));
        let over = Arc::clone(&sky);
        let here = Hand::new(&server, "Iris’ phone").await?;
        let remote = here.set_up.device.remote.with_fates(Arc::new(move |_| {
            let sky = *over.lock().unwrap_or_else(PoisonError::into_inner);
            sky.fate()
        }));
        let in_process = |set_up: &mut super::stage::SetUp| {
            (set_up.socket, set_up.server) = (false, Some("https://localhost".to_owned()));
        };
        let here = here
            .reopened(|set_up| {
                in_process(set_up);
                set_up.device.remote = remote;
            })
            .await?;
        here.sign_up(EMAIL).await?;
        let there = Hand::new(&server, "The tablet").await?.reopened(in_process).await?;
        there.sign_in().await?;
        let stage = Stage { server, here, there };
        stage.come_to_rest().await?;
        Ok(Self { stage, sky })
    }

    async fn act(&self, deed: Deed) -> Result<(), Failure> {
        let Stage { server, here, there } = &self.stage;
        match deed {
            Deed::Say(changes) => here.say(changes).await?,
            Deed::Sky(sky) => *self.sky.lock().unwrap_or_else(PoisonError::into_inner) = sky,
            Deed::SignOut => drop(here.library.sign_out(UnsentChoice::Leave).await?),
            Deed::SignIn => here.sign_in().await?,
            Deed::Remove => {
                let devices = there.library.devices().await?;
                for (device, _) in devices.iter().filter(|(device, _)| !device.current) {
                    there.library.revoke_device(device.device).await?;
                }
            }
            Deed::Quota(bytes) => server.set_quota(EMAIL, bytes).await?,
            Deed::Maintenance(on) => self.stage.admin(Command::Maintenance { on }).await?,
            Deed::Lock => {
                let db = rusqlite::Connection::open(here.home().join("library.db"))?;
                db.execute(
                    "INSERT INTO lease (name, holder, generation, boot, until_ms) VALUES ('engine', 'dead@1', 7, ?1, ?2) \
                     ON CONFLICT (name) DO UPDATE SET holder = 'dead@1', generation = generation + 1, boot = ?1, until_ms = ?2",
                    rusqlite::params!["the one boot of this test", 1_000_000_000_000_000_i64],
                )?;
            }
            Deed::Nothing => {}
        }
        Ok(())
    }

    /// Takes a photo, brings the causes about and mends what is told, one after another.
    async fn play(&self, number: usize, causes: &[Cause]) -> Result<(), Failure> {
        let Stage { here, .. } = &self.stage;
        let codes: Vec<&str> = causes.iter().map(|cause| cause.code).collect();
        let id =
            here.import(&format!("{number}.heic"), &safelight_tests::processes::noise(number as u64, 200_000)).await?;
        for cause in causes {
            self.act(cause.happens).await?;
        }
        let mut left = causes.to_vec();
        self.stage.pass(super::stage::Side::Here).await?;
        for _ in 0..=causes.len() {
            assert!(left.is_empty() || !self.is_safe(id).await?, "{codes:?}: it arrived with {left:?} left");
            // Whoever asks takes a dead lock off, and is told: that is no cause any more.
            let diagnosis = here.diagnose().await?;
            if diagnosis.repaired.iter().any(|repaired| repaired.what == "lock") {
                left.retain(|cause| cause.code != "eng.lock");
                self.stage.pass(super::stage::Side::Here).await?;
                continue;
            }
            let Some(told) = diagnosis.findings.first().map(|finding| finding.code.clone()) else { break };
            let place = left.iter().position(|cause| cause.code == told);
            let place = place.ok_or_else(|| format!("{told} is told of {codes:?} with {left:?} left"))?;
            let cause = left.remove(place);
            self.act(cause.mended).await.map_err(|error| format!("{codes:?}: {told} can't be mended: {error}"))?;
            self.stage.pass(super::stage::Side::Here).await?;
        }
        assert!(self.is_safe(id).await?, "{codes:?}: nothing is told any more, and it did not arrive; {left:?} left");
        let found = here.found().await?;
        assert!(found.is_empty(), "{codes:?}: {found:?}");
        here.library.clear_facts().await?;
        here.library.reset_settings().await?;
        for cause in &left {
            self.act(cause.mended).await?;
        }
        Ok(())
    }

    /// Whether the other phone could open it.
    async fn is_safe(&self, id: safelight_protocol::RecordId) -> Result<bool, Failure> {
        let there = self.stage.there.library.details(id).await?;
        Ok(there.is_some_and(|details| details.asset.original == safelight_core::OriginalPlace::Cloud))
    }
}

#[tokio::test]
#[expect(clippy::print_stdout, reason = "a soak wants to know how much it played")]
async fn several_causes_are_mended_one_after_another_and_the_photo_arrives_with_the_last() -> Result<(), Failure> {
    let combinations = match std::env::var("SAFELIGHT_COMBINATIONS").as_deref() {
        Ok("all") => all_pairs(),
        said => {
            let wanted = said.ok().and_then(|text| text.parse().ok()).unwrap_or(COMBINATIONS);
            let combinations = combinations(wanted);
            assert_eq!(combinations.len(), wanted, "there are not so many");
            combinations
        }
    };
    let mut weather = Weather::new().await?;
    for (number, causes) in combinations.iter().enumerate() {
        if number % 40 == 39 {
            // Each removal leaves a phone behind, and each sign-in makes one.
            weather = Weather::new().await?;
        }
        weather.play(number, causes).await?;
    }
    let met: BTreeSet<&str> = combinations.iter().flatten().map(|cause| cause.code).collect();
    println!("{} combinations of {} codes", combinations.len(), met.len());
    assert!(met.len() > 40, "only {} codes", met.len());
    Ok(())
}
