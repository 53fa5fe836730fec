//! Gathering the evidence: what the store knows, what a probe meets, what the account answers. And mending on the way what
//! could not have gone on by itself.

use std::sync::Arc;
use std::time::Duration;

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use rusqlite::Connection;
use safelight_protocol::server::Usage;
use safelight_protocol::{RecordId, route};

use super::address::kind_of;
use super::evidence::{AccountAnswer, DelayedFiles, Evidence, Left, OtherPhones, Raised, Repaired};
use super::through::{self, ThroughRemote};
use super::{Diagnosis, diagnose, history, mending};
use crate::account::SessionError;
use crate::cloud::{Authority, Body, CloudError};
use crate::gate::{Errand, Withdrawn, room};
use crate::home::{HomeError, PHOTO_SCHEME};
use crate::policy::{Class, Inputs, Intent, Standing, Verdict, decide};
use crate::ports::{Met, Method, Place, Probe, ProbeRequest, Prober, RemoteError, Scheme, random};
use crate::reasons::{Hold, WorkClass};
use crate::safelight::{Safelight, SignIn};
use crate::store::{StoreError, findings, lease, meta, records, sources, work};

/// How long the way to the server may take, and then the account: together with all that is local less than five seconds.
const PROBE_TIME: Duration = Duration::from_millis(3000);
const ACCOUNT_TIME: Duration = Duration::from_millis(1200);
/// Nothing local takes longer, or it is not waited for.
const MENDING_TIME: Duration = Duration::from_millis(500);

/// Sizes that are tried where large bodies did not pass: below and above the limits that proxies come with.
const BODIES: &[u64] = &[256 << 10, 1_200_000, 9_000_000];

/// What a look may move beside large bodies: answers and proof, each over a connection of its own.
const MOST_BYTES: u64 = 32 * 1024;

/// Somebody who wanted to sign in with another account wants it no more after so long.
const OTHER_ACCOUNT_FOR: jiff::SignedDuration = jiff::SignedDuration::from_hours(7 * 24);

/// How many files are named.
const NAMES: usize = 3;

/// How far to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DiagnoseScope {
    /// As far as the server, where the network may be used.
    #[default]
    Everything,
    /// Only what this device knows by itself: nothing is sent.
    Offline,
}

/// What to look for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DiagnoseRequest {
    /// How far to look.
    pub scope: DiagnoseScope,
    /// Whether the person says that another phone has the same account.
    pub expects_other_phone: bool,
}

impl Safelight {
    /// Finds out why photos wait, and gives the true cause first; see [`crate::diagnosis`]. An answer comes within five
    /// seconds, whatever the network does.
    ///
    /// It is a person's act: it asks the server although sync is off, paused or out of its hours. It sends not a byte
    /// where the network must not be used.
    pub async fn diagnose(&self, request: DiagnoseRequest) -> Result<Diagnosis, HomeError> {
        let mut evidence = self.evidence(request).await?;
        let diagnosis = diagnose(&evidence);
        if !diagnosis.findings.iter().any(|finding| finding.code == "eng.unknown_stall") {
            return Ok(diagnosis);
        }
        evidence.repaired.extend(self.repair().await?);
        Ok(diagnose(&evidence))
    }

    /// All that a diagnosis looks at, as it is now.
    pub async fn evidence(&self, request: DiagnoseRequest) -> Result<Evidence, HomeError> {
        let repaired = self.mend().await?;
        let known = match self.known().await {
            Err(error) if error.code() == "eng.database" => None,
            known => Some(known?),
        };
        let inputs = self.inputs(Intent::Pocket).await?;
        let Some(known) = known else { return Ok(Evidence { damaged: true, ..Evidence::calm(inputs) }) };
        let wanted = self.situation(Intent::Pocket).await?.wanted;
        let mut evidence = Evidence { repaired, inputs, account: AccountAnswer::Unasked, ..known };
        evidence.left.ahead = wanted.contains(&Class::Prefetch);
        evidence.others.expected = request.expects_other_phone;
        evidence.others.words = self.compare_words().await.unwrap_or_default();
        evidence.unprobed = match request.scope {
            DiagnoseScope::Offline => Some("offline".to_owned()),
            DiagnoseScope::Everything => forbidden(&evidence.inputs),
        };
        if evidence.unprobed.is_none() {
            self.ask(&mut evidence).await?;
        }
        Ok(evidence)
    }

    async fn ask(&self, evidence: &mut Evidence) -> Result<(), HomeError> {
        let Some(identity) = self.state().identity else { return Ok(()) };
        let known = self.known_server().await?;
        let key = known.key();
        let authority = known.authority.map(Arc::new);
        let mut addresses = vec![identity.server];
        for offered in known.addresses {
            if !addresses.contains(&offered.url) {
                addresses.push(offered.url);
            }
        }
        // All at once: a silent one must not take the time of the others.
        let looks = addresses.into_iter().map(|address| self.look(address, authority.clone(), key, evidence));
        let looks = futures_util::future::join_all(looks).await;
        let probes = match looks.into_iter().collect::<Result<Vec<_>, _>>() {
            Ok(probes) => probes,
            Err(code) => {
                evidence.unprobed = Some(code);
                return Ok(());
            }
        };
        let reached = probes.iter().any(|probe| matches!(probe.met, Met::Server { refused: None, .. }));
        evidence.probes = probes;
        if reached {
            self.ask_account(evidence).await?;
        }
        Ok(())
    }

    /// Looks at the way to one address: with leave of the gate, and booked like everything that leaves.
    ///
    /// # Errors
    /// The code of why nothing may leave now, or may not any more.
    async fn look(
        &self,
        server: String,
        authority: Option<Arc<Authority>>,
        identity: Option<[u8; 32]>,
        evidence: &Evidence,
    ) -> Result<Probe, String> {
        let kind = kind_of(&server);
        if kind.scheme == Scheme::Http && kind.place != Place::ThisDevice {
            // The engine sends nothing there, and neither does whoever asks why.
            return Ok(Probe::of(kind, Met::NotSecure));
        }
        let ports = &self.home().ports;
        let through = ThroughRemote { remote: Arc::clone(&ports.remote), clock: Arc::clone(&ports.clock) };
        let prober: Arc<dyn Prober> = ports.remote.prober().unwrap_or_else(|| Arc::new(through));
        let limited = evidence.delayed.iter().any(|delayed| delayed.code == "net.proxy_limit");
        let mut request = ProbeRequest {
            server,
            authority,
            client: self.client().to_owned(),
            nonce: HEXLOWER.encode(&random::<8>(ports.rng.as_ref())),
            now: self.home().now(),
            identity,
            challenge: random::<32>(ports.rng.as_ref()),
            transferred: Arc::new(|_, _| {}),
            bodies: if limited && may_try_bodies(evidence) { BODIES.to_vec() } else { Vec::new() },
            time: PROBE_TIME,
        };
        let bodies: u64 = request.bodies.iter().sum();
        let errand = Errand::LOOK.expecting(MOST_BYTES + bodies);
        loop {
            let pass = self.gate().admit(errand, &through::first_question(&request)).await.map_err(held)?;
            if pass.is_stale() {
                // Something was said while leave was being given.
                pass.give_back().await;
                continue;
            }
            let moved = pass.moved();
            request.transferred = Arc::new(move |sent, received| moved.add(sent, received));
            let looked = tokio::select! {
                biased;
                probe = prober.probe(&request) => Ok(probe),
                why = pass.withdrawn() => Err(why),
            };
            pass.settle().await;
            match looked {
                Ok(probe) => return Ok(probe),
                Err(Withdrawn::Held(code)) => return Err(code),
                // Another network: what was met says nothing of it.
                Err(Withdrawn::Rerouted) => {}
            }
        }
    }

    /// Asks the account in this device's name: how it stands with it, how much room there is, who else is in it.
    async fn ask_account(&self, evidence: &mut Evidence) -> Result<(), HomeError> {
        if !matches!(self.sign_in_state().await, SignIn::Active(_)) {
            return Ok(());
        }
        let Ok(engine) = self.engine_or_signed_out() else { return Ok(()) };
        let session = &engine.session;
        let expected = evidence.others.expected;
        let asked = async {
            let usage: Usage = session.call(Method::Get, route::USAGE, Body::None).await?;
            let devices = if expected { session.devices().await.ok() } else { None };
            Ok::<_, SessionError>((usage, devices))
        };
        let answer = tokio::select! {
            biased;
            answer = asked => answer,
            () = self.home().ports.clock.sleep(ACCOUNT_TIME) => {
                evidence.account = AccountAnswer::Refused { code: "srv.outage".to_owned() };
                return Ok(());
            }
        };
        match answer {
            Ok((usage, devices)) => {
                evidence.account = AccountAnswer::Fine;
                evidence.inputs.account.room = Some(room(usage, &evidence.inputs.backlog));
                let others = devices.map(|devices| devices.iter().filter(|device| !device.current).count());
                evidence.others.known = others.map(|count| u64::try_from(count).unwrap_or(u64::MAX));
            }
            Err(error) => evidence.account = AccountAnswer::Refused { code: code_of(&error) },
        }
        Ok(())
    }

    /// What the store knows.
    async fn known(&self) -> Result<Evidence, HomeError> {
        let (holder, clock) = (self.holder().to_owned(), Arc::clone(&self.home().ports.clock));
        let inputs = Inputs::calm(self.home().now().to_zoned(clock.zone()));
        let now = self.home().now();
        self.home()
            .read(move |db| {
                let backlog = work::backlog(db)?;
                let busy = mending::held(db, clock.as_ref())?;
                let holds: Vec<Hold> = meta::load(db, meta::HOLDS)?.unwrap_or_default();
                let next = work::next_attempt(db, now)?;
                let tried = history::other_account(db)?;
                Ok(Evidence {
                    left: Left {
                        records: records::count_dirty(db)?,
                        thumbnails: backlog.thumbnails,
                        originals: backlog.originals,
                        ahead: false,
                    },
                    last_holds: holds.into_iter().filter(|hold| hold.class == WorkClass::Everything).collect(),
                    delayed: delayed(db)?,
                    raised: raised(db)?,
                    others: OtherPhones {
                        other_account: tried.filter(|tried| now.duration_since(*tried) < OTHER_ACCOUNT_FOR),
                        ..OtherPhones::default()
                    },
                    history: history::load(db)?,
                    busy: busy.iter().any(|lock| lock.name == lease::ENGINE && !lock.ended && lock.holder != holder),
                    next: next.and_then(|next| Timestamp::from_millisecond(next).ok()),
                    ..Evidence::calm(inputs)
                })
            })
            .await
    }

    /// Mends rows that could not have gone on. What takes too long is not waited for.
    async fn mend(&self) -> Result<Vec<Repaired>, HomeError> {
        let mut repaired = tokio::select! {
            biased;
            mended = self.home().blocking(mending::mend) => match mended? {
                // A damaged database is a finding, and not mended here.
                Err(error) if error.code() == "eng.database" => Vec::new(),
                mended => mended?,
            },
            () = self.home().ports.clock.sleep(MENDING_TIME) => Vec::new(),
        };
        let ended = self.ended_transfers();
        if ended > 0 {
            repaired.push(Repaired { what: "transfer".to_owned(), count: ended });
        }
        Ok(repaired)
    }

    /// Where nothing explains a stall: does everything again that could have been done wrong.
    async fn repair(&self) -> Result<Vec<Repaired>, HomeError> {
        let report = self.doctor().await?;
        self.home()
            .write(|db| {
                work::retry_now(db)?;
                meta::remove(db, meta::DIGEST_CHECKED)?;
                history::note_repair(db)
            })
            .await?;
        // What the engine remembers of account and keys is read anew.
        let restarted = self.unlock().await.is_ok();
        let mended = report.mended.iter().map(|mended| mended.count).sum();
        let told = [("retry", 1), ("digest", 1), ("engine", u64::from(restarted)), ("library", mended)];
        let told = told.into_iter().filter(|(_, count)| *count > 0);
        Ok(told.map(|(what, count)| Repaired { what: what.to_owned(), count }).collect())
    }
}

/// Why nothing may be asked of the network, not even at a person's own wish; none if it may.
fn forbidden(inputs: &Inputs) -> Option<String> {
    if inputs.account.standing == Standing::SignedOut {
        // There is no server to ask.
        return Some("acct.signed_out".to_owned());
    }
    Errand::LOOK.ruling(inputs).err()
}

/// Leave that was not given: the code of why.
fn held(error: RemoteError) -> String {
    if let RemoteError::Held(code) = error { code } else { "eng.interrupted".to_owned() }
}

/// Large bodies are tried only where photos may go anyhow, without a limit.
fn may_try_bodies(evidence: &Evidence) -> bool {
    matches!(&decide(&evidence.inputs).photos, Verdict::Run { limits, .. } if limits.bytes.is_none())
}

/// A proxy that refuses in the middle of a session is no other than one that refuses at once.
fn code_of(error: &SessionError) -> String {
    match error {
        SessionError::Cloud(CloudError::Foreign { status }) => super::reach::code_of_status(*status).to_owned(),
        error => error.code().to_owned(),
    }
}

fn delayed(db: &Connection) -> Result<Vec<DelayedFiles>, StoreError> {
    let time = |ms: i64| Timestamp::from_millisecond(ms).ok();
    let mut delayed = Vec::new();
    for group in work::delayed(db, None)? {
        let ids = records_delayed_by(db, &group.code)?;
        let names = ids.iter().filter_map(|id| name(db, id).transpose()).collect::<Result<_, _>>()?;
        let work::Delayed { code, count, set_aside, since_ms, .. } = group;
        delayed.push(DelayedFiles { code, count, set_aside, since: time(since_ms), names });
    }
    Ok(delayed)
}

fn records_delayed_by(db: &Connection, code: &str) -> Result<Vec<RecordId>, StoreError> {
    let mut statement =
        db.prepare_cached("SELECT DISTINCT record FROM work WHERE code = ?1 ORDER BY since_ms LIMIT ?2")?;
    let limit = i64::try_from(NAMES).unwrap_or(0);
    let rows = statement.query_map(rusqlite::params![code, limit], |row| row.get::<_, Vec<u8>>(0))?;
    // What is malformed names nobody, and is mended elsewhere.
    Ok(rows.collect::<Result<Vec<_>, _>>()?.iter().filter_map(|id| RecordId::from_slice(id).ok()).collect())
}

/// A photo's file name.
fn name(db: &Connection, id: &RecordId) -> Result<Option<String>, StoreError> {
    Ok(records::load(db, id)?.and_then(|record| record.asset()).map(|asset| asset.file_name))
}

/// What was raised earlier, and files that could not be taken in: one for each code.
fn raised(db: &Connection) -> Result<Vec<Raised>, StoreError> {
    let mut all: Vec<Raised> = Vec::new();
    for stored in findings::list(db)? {
        let named = match stored.subject.parse() {
            Ok(id) => name(db, &id)?,
            Err(_) => Some(stored.subject).filter(|subject| !subject.is_empty() && subject != PHOTO_SCHEME),
        };
        let evidence = serde_json::from_str(&stored.evidence).unwrap_or_default();
        let since = Timestamp::from_millisecond(stored.since_ms).ok();
        add(&mut all, Raised { code: stored.code, count: 1, evidence, since, names: named.into_iter().collect() });
    }
    for (code, path) in sources::failed(db)? {
        let file = std::path::Path::new(&path).file_name().map(|name| name.to_string_lossy().into_owned());
        let names = file.into_iter().collect();
        add(&mut all, Raised { code, count: 1, evidence: serde_json::Map::new(), since: None, names });
    }
    Ok(all)
}

fn add(all: &mut Vec<Raised>, raised: Raised) {
    match all.iter_mut().find(|known| known.code == raised.code) {
        Some(known) => {
            known.count += raised.count;
            let more = NAMES.saturating_sub(known.names.len());
            known.names.extend(raised.names.into_iter().take(more));
        }
        None => all.push(raised),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_who_wants_to_know_passes_sync_off_and_no_limit_of_the_network() {
        let said = |facts: &[(&str, &str)], settings: &[(&str, &str)]| {
            let mut inputs = Inputs::calm("2026-05-01T21:04:00+02:00[Europe/Berlin]".parse().unwrap());
            let now = inputs.now.timestamp();
            facts.iter().for_each(|(key, value)| inputs.facts.set(key, value, now).unwrap());
            settings.iter().for_each(|(key, value)| inputs.settings.set(key, value).unwrap());
            forbidden(&inputs)
        };
        let cellular = ("network", "cellular");
        for (facts, settings, code) in [
            (&[("network", "none")][..], &[][..], "net.offline"),
            (&[cellular, ("cellular_allowed", "false")], &[], "net.app_cell_denied"),
            (&[cellular, ("roaming", "true")], &[], "net.roaming"),
            (&[cellular], &[("cellular_photos", "off")], "net.wifi_required"),
            (&[("metered", "true")], &[("cellular_photos", "off")], "net.expensive"),
            (&[("metered", "true"), ("data_saver", "true"), ("app_state", "background")], &[], "net.data_saver"),
        ] {
            assert_eq!(said(facts, settings).as_deref(), Some(code), "{facts:?} {settings:?}");
        }
        for (facts, settings) in [
            (&[][..], &[][..]),
            (&[cellular], &[]),
            (&[("network", "unknown"), ("metered", "unknown"), ("roaming", "unknown")], &[]),
            (&[("captive", "true")], &[]),
            (&[("validated", "false")], &[]),
            (&[("battery", "3"), ("charging", "unplugged")], &[("charging_only", "true")]),
            (&[], &[("sync", "false"), ("pause_until", "2030-01-01T00:00:00Z")]),
        ] {
            assert_eq!(said(facts, settings), None, "{facts:?} {settings:?}");
        }
        let mut signed_out = Inputs::calm("2026-05-01T21:04:00+02:00[Europe/Berlin]".parse().unwrap());
        signed_out.account.standing = Standing::SignedOut;
        assert_eq!(forbidden(&signed_out).as_deref(), Some("acct.signed_out"));
    }
}
