//! Why do photos not arrive? Beyond the holds: what only a probe or a history can tell, and which cause is the true one.
//!
//! [`diagnose`] is a pure function of [`Evidence`]. It promises that **the first finding is the true cause**: what
//! explains another is told and the other is not, and what stops everything stands before what stops some of it. A phone
//! without a network is not told that the server is down; behind a portal's page nobody is told about certificates. What
//! could not be looked at is listed with the reason, and never guessed. Nothing wrong: no finding at all.
//!
//! [`Safelight::diagnose`](crate::Safelight::diagnose) gathers the evidence: it asks the network only what the policy
//! lets a person's own request ask, within five seconds, and mends on its way what could not have gone on by itself.
//! [`support_bundle`] is the same evidence without anything that names a person, a place, a file or a server, and
//! [`replay`] comes from it to the same end.

mod address;
mod answer;
mod bundle;
#[cfg(feature = "http")]
mod certificate;
mod compare;
mod evidence;
mod gather;
mod history;
mod looked;
mod mending;
mod rank;
mod reach;
#[cfg(feature = "http")]
mod sockets;
mod through;
mod told;
mod watchdog;

use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use serde_json::{Map, Value};

pub use bundle::{Replay, ReplayError, SupportBundle, replay, support_bundle};
pub use evidence::{AccountAnswer, DelayedFiles, Evidence, History, Left, OtherPhones, Raised, Repaired};
pub use gather::{DiagnoseRequest, DiagnoseScope};
pub(crate) use history::{note_other_account, note_run};
#[cfg(feature = "http")]
pub use sockets::SocketProber;
pub(crate) use watchdog::Watched;

use crate::facts::{Bucket, Facts, PhotoAccess};
use crate::policy::{Class, Held, Mend, Scope, decide, too_little_left};
use crate::reasons::{Severity, Stops, reason};

/// One line of a diagnosis.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The code in the shared vocabulary.
    pub code: String,
    /// How bad it is.
    pub severity: Severity,
    /// How much it stops.
    pub scope: Scope,
    /// The id of the sentence that says what was observed; none where the code says it all.
    pub observed: Option<&'static str>,
    /// Arguments for its sentences.
    pub evidence: Map<String, Value>,
    /// Since when, where that is known.
    pub since: Option<Timestamp>,
    /// Names of the first few files that it is about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    #[serde(skip)]
    rank: (bool, (Scope, Mend, usize)),
}

/// Something that was not looked at, with the code of why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unchecked {
    /// A name for programs.
    pub name: &'static str,
    /// Why not.
    pub code: String,
}

/// What a diagnosis says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Diagnosis {
    /// What is wrong, the true cause first; empty when nothing is.
    pub findings: Vec<Finding>,
    /// Names of what was looked at.
    pub checked: Vec<&'static str>,
    /// What was not looked at, and why: nothing is said about it.
    pub unchecked: Vec<Unchecked>,
    /// What was mended just now.
    pub repaired: Vec<Repaired>,
    /// When a run last ended with nothing left to do.
    pub last_success: Option<Timestamp>,
    /// When put-off work is tried again.
    pub next: Option<Timestamp>,
}

/// Nothing has run for so long although there is work: the system gave no window.
const NO_WINDOW: SignedDuration = SignedDuration::from_hours(3 * 24);
/// So many slots in a row whose time was up are no accident.
const CUT_SHORT: u32 = 2;
/// A network that moves fewer bytes of files a second is slow, where what waits takes longer than so many seconds.
const SLOW: u64 = 32 * 1024;
const SLOW_FOR_S: u64 = 1800;
/// So many runs in a row that moved nothing and were held up by nothing are no accident.
const FRUITLESS: u32 = 2;
/// After so many repairs that changed nothing the phone itself is to be restarted.
const REPAIRS_BEFORE_RESTART: u32 = 2;
/// What is said then.
const STALL_AFTER_REPAIRS: &str = "observed-stall_restart";

/// Known causes that leave nothing to be learnt from a probe or a run that failed.
const NO_WAY: &[&str] = &[
    "net.offline",
    "net.captive",
    "net.app_cell_denied",
    "net.roaming",
    "net.data_saver",
    "net.wifi_required",
    "net.expensive",
    "net.vpn_metered",
    "net.budget",
    "net.lan_denied",
    "net.unvalidated",
];

/// What a failed connection looks like: no cause where a known one explains it.
fn is_of_the_way(code: &str) -> bool {
    code.starts_with("net.") || matches!(code, "srv.outage" | "srv.foreign" | "srv.cert_expired" | "eng.backoff")
}

/// What the policy itself says today if it still is so.
fn is_decided_today(code: &str, evidence: &Evidence) -> bool {
    match code {
        "quota.full" => evidence.inputs.account.room.is_some(),
        "disk.device" => evidence.inputs.facts.free_bytes.value().is_some(),
        "acct.sync_off" | "eng.paused" | "eng.hours" | "heat" | "bg.refresh_off" | "bg.disabled" => true,
        code => code.starts_with("pwr."),
    }
}

/// Why the system gave no slot, as far as the phone can tell.
fn no_slot(facts: &Facts) -> &'static str {
    if facts.battery_optimised.is(&true) {
        "bg.optimised"
    } else if facts.bucket.is(&Bucket::Rare) || facts.bucket.is(&Bucket::Restricted) {
        "bg.bucket"
    } else {
        "bg.no_window"
    }
}

/// What a run that ended may have met by chance: the next one tells.
fn is_by_chance(code: &str) -> bool {
    matches!(code, "eng.interrupted" | "eng.lock" | "eng.backoff")
}

/// Comes to the findings that the evidence bears out.
///
/// ```
/// use safelight_core::diagnosis::{Evidence, diagnose};
/// use safelight_core::policy::Inputs;
///
/// let inputs = Inputs::calm("2026-05-01T21:04:00+02:00[Europe/Berlin]".parse()?);
/// let mut evidence = Evidence::calm(inputs);
/// assert!(diagnose(&evidence).findings.is_empty());
///
/// evidence.inputs.facts.set("network", "none", evidence.now())?;
/// assert_eq!(diagnose(&evidence).findings[0].code, "net.offline");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn diagnose(evidence: &Evidence) -> Diagnosis {
    let mut found = Found::default();
    found.holds(evidence);
    found.way(evidence);
    found.account(evidence);
    found.last_run(evidence);
    found.clock(evidence);
    found.device(evidence);
    found.files(evidence);
    found.others(evidence);
    if !found.is_explained() {
        found.pace(evidence);
    }
    if !found.is_explained() {
        found.unexplained(evidence);
    }
    found.asides(evidence);
    let mut findings = found.0;
    findings.sort_by_key(|finding| finding.rank);
    Diagnosis {
        findings,
        checked: looked::checked(evidence),
        unchecked: looked::unchecked(evidence),
        repaired: evidence.repaired.clone(),
        last_success: evidence.history.last_success,
        next: evidence.next,
    }
}

/// The findings so far, each code once.
#[derive(Default)]
struct Found(Vec<Finding>);

impl Found {
    fn add(&mut self, finding: Finding) {
        if !self.names(&finding.code) {
            self.0.push(finding);
        }
    }

    fn names(&self, code: &str) -> bool {
        self.0.iter().any(|finding| finding.code == code)
    }

    /// Whether something is known that leaves nothing to be learnt from the way to the server.
    fn no_way(&self) -> bool {
        self.0.iter().any(|finding| finding.scope == Scope::Everything && NO_WAY.contains(&finding.code.as_str()))
    }

    /// Whether something is told that explains why work waits. A single file never does.
    fn is_explained(&self) -> bool {
        self.0.iter().any(|finding| !finding.rank.0 && finding.code != "net.clock")
    }

    /// What the policy holds up: all that stops everything, and what stops the work that there is.
    fn holds(&mut self, evidence: &Evidence) {
        let mut inputs = evidence.inputs.clone();
        // Who asks the server today needs no memory of yesterday's refusal.
        inputs.account.refusal = None;
        let verdicts = decide(&inputs);
        let waiting = &inputs.backlog;
        let waits = |class: &Class| match class {
            Class::Records => evidence.left.records > 0,
            Class::Thumbnails => waiting.thumbnails.count > 0,
            Class::Photos => waiting.photos.count > 0,
            Class::Videos => waiting.videos.count > 0,
            Class::Prefetch => evidence.left.ahead,
            Class::OnDemand | Class::Housekeeping => false,
        };
        // One code may hold classes up in different ways: those of the work that there is are told.
        let waiting: Vec<Class> = Class::ALL.iter().copied().filter(waits).collect();
        let everything = verdicts.holds(Class::ALL).into_iter().filter(|held| held.scope == Scope::Everything);
        let unread = verdicts.unread(&inputs).cloned();
        let short = too_little_left(&inputs).into_iter().filter(|_| evidence.left.originals > 0);
        let held = verdicts.holds(&waiting).into_iter().chain(everything).chain(unread).chain(short);
        let held: Vec<Held> = held.collect();
        for held in held {
            self.add(Finding::held(&held, evidence.now()));
        }
    }

    /// What was met on the way to the server.
    fn way(&mut self, evidence: &Evidence) {
        let Some(reached) = reach::unreached(evidence) else { return };
        if self.no_way() && is_of_the_way(&reached.code) {
            return;
        }
        let since = Self::since(&reached.code, evidence);
        let finding = Finding::new(&reached.code, Scope::Everything).observed(reached.observed);
        self.add(Finding { evidence: reached.evidence, since, ..finding });
    }

    /// Since when the last runs have met it, where they met the same.
    fn since(code: &str, evidence: &Evidence) -> Option<Timestamp> {
        let refusal = evidence.inputs.account.refusal.as_ref().filter(|refusal| refusal.code == code);
        let hold = evidence.last_holds.iter().find(|hold| hold.code == code);
        let held = hold.and_then(|hold| Timestamp::from_millisecond(hold.since_ms).ok());
        refusal.and_then(|refusal| refusal.since).or(held)
    }

    fn account(&mut self, evidence: &Evidence) {
        let AccountAnswer::Refused { code } = &evidence.account else { return };
        if is_of_the_way(code) && self.is_explained() {
            return;
        }
        let since = Self::since(code, evidence);
        let observed = "observed-account_refused";
        self.add(Finding { since, ..Finding::new(code, Scope::Everything).observed(observed) });
    }

    /// What the last run met, as far as nothing newer is known.
    fn last_run(&mut self, evidence: &Evidence) {
        let asked = !evidence.probes.is_empty();
        let refusal = evidence.inputs.account.refusal.as_ref();
        let still = |until: Option<Timestamp>| until.is_none_or(|until| evidence.now() < until);
        let refusal = refusal.filter(|refusal| still(refusal.until)).map(|refusal| (&refusal.code, Map::new()));
        let holds = evidence.last_holds.iter().map(|hold| (&hold.code, hold.evidence.clone()));
        for (code, arguments) in refusal.into_iter().chain(holds) {
            // A server that answers today has taken back what it said of itself, but for mistakes and its own disk:
            // those it makes only when there is work.
            let outdated = asked && !matches!(code.as_str(), "srv.5xx" | "disk.server");
            let about_server = ["net.", "srv.", "acct.", "ver."].iter().any(|family| code.starts_with(family));
            let explained = is_of_the_way(code) && self.no_way();
            if is_by_chance(code) || explained || (outdated && about_server) || is_decided_today(code, evidence) {
                continue;
            }
            let since = Self::since(code, evidence);
            let finding = Finding::new(code, Scope::Everything).observed("observed-last_run");
            self.add(Finding { evidence: arguments, since, ..finding });
        }
        if evidence.busy && evidence.last_holds.iter().any(|hold| hold.code == "eng.lock") {
            let since = Self::since("eng.lock", evidence);
            self.add(Finding { since, ..Finding::new("eng.lock", Scope::Everything) });
        }
    }

    fn clock(&mut self, evidence: &Evidence) {
        let Some(offset_s) = reach::wrong_clock(evidence) else { return };
        let finding = Finding::new("net.clock", Scope::Some).observed("observed-clock").with("offset_s", offset_s);
        let hours = offset_s.unsigned_abs() / 3600;
        self.add(finding.with("hours", hours).with("ahead", if offset_s > 0 { "yes" } else { "no" }));
    }

    fn device(&mut self, evidence: &Evidence) {
        if evidence.damaged {
            self.add(Finding::new("eng.database", Scope::Everything));
        }
    }

    /// Single files: named, and after everything that stops more than them.
    fn files(&mut self, evidence: &Evidence) {
        for delayed in &evidence.delayed {
            // What was set aside for a reason that is not the file's own fails for ever, whatever it was.
            let of_the_file = delayed.code.starts_with("item.") || delayed.code.starts_with("lib.");
            let of_the_way = is_of_the_way(&delayed.code) || delayed.code.starts_with("quota.");
            let code = if of_the_file || of_the_way || !delayed.set_aside { &delayed.code } else { "item.poison" };
            if (of_the_way && delayed.code != "net.proxy_limit" && self.no_way()) || is_decided_today(code, evidence) {
                continue;
            }
            let mut finding = Finding::file(code).with("count", delayed.count).with("met", delayed.code.as_str());
            finding.since = delayed.since;
            finding.names.clone_from(&delayed.names);
            if code == "net.proxy_limit" {
                finding = finding.limited(evidence);
            }
            self.add(finding);
        }
        if evidence.inputs.facts.photo_access.is(&PhotoAccess::Limited) {
            // Those that were selected go; the others the app does not even see.
            self.add(Finding { since: evidence.inputs.facts.photo_access.at(), ..Finding::file("lib.limited") });
        }
        for raised in &evidence.raised {
            let mut finding = Finding::file(&raised.code);
            finding.evidence.clone_from(&raised.evidence);
            finding.since = raised.since;
            finding.names.clone_from(&raised.names);
            self.add(finding.with("count", raised.count));
        }
    }

    /// Another account on another phone: only what the server or this home itself bears out.
    fn others(&mut self, evidence: &Evidence) {
        let others = &evidence.others;
        let observed = match (others.expected, others.known, others.other_account) {
            (true, Some(0), _) => "observed-no_other_phone",
            (_, _, Some(_)) => "observed-other_account",
            _ => return,
        };
        let finding = Finding::new("acct.mismatch", Scope::Some).observed(observed);
        self.add(Finding { since: others.other_account, ..finding }.with("words", others.words.join(" ")));
    }

    /// There is work, nothing holds it up, and it does not go on.
    fn unexplained(&mut self, evidence: &Evidence) {
        let (history, now) = (&evidence.history, evidence.now());
        if evidence.left.is_empty() || evidence.busy || !evidence.delayed.is_empty() {
            return;
        }
        let asked = evidence.unprobed.is_none() && evidence.account == AccountAnswer::Fine;
        if asked && history.fruitless >= FRUITLESS {
            let restart = history.repairs >= REPAIRS_BEFORE_RESTART;
            let finding = Finding::new("eng.unknown_stall", Scope::Everything)
                .observed(if restart { STALL_AFTER_REPAIRS } else { "observed-stall" })
                .with("repairs", history.repairs)
                .with("runs", history.fruitless);
            self.add(Finding { since: history.last_progress, ..finding });
            return;
        }
        // Homes from before there was a ledger of windows know only their runs.
        let last = history.last_window.max(history.last_run);
        if let Some(last) = last.filter(|last| now.duration_since(*last) >= NO_WINDOW) {
            let days = now.duration_since(last).as_hours() / 24;
            let finding = Finding::new(no_slot(&evidence.inputs.facts), Scope::Everything);
            self.add(Finding { since: Some(last), ..finding.observed("observed-no_window") }.with("days", days));
        } else if history.expired >= CUT_SHORT {
            let finding = Finding::new("bg.expired", Scope::Some).observed("observed-expired");
            self.add(finding.with("count", history.expired));
        }
    }

    /// The network moves so little that what waits will take long.
    fn pace(&mut self, evidence: &Evidence) {
        let Some(pace) = evidence.history.pace.filter(|pace| *pace < SLOW) else { return };
        let waiting = &evidence.inputs.backlog;
        let bytes = waiting.photos.bytes.saturating_add(waiting.videos.bytes);
        if bytes / pace.max(1) >= SLOW_FOR_S && !evidence.busy {
            let finding = Finding::new("net.poor", Scope::Some).observed("observed-pace");
            self.add(finding.with("pace", pace).with("bytes", bytes));
        }
    }

    /// What the system says without that it stops anything by itself, while there is work.
    fn asides(&mut self, evidence: &Evidence) {
        let Some(given) = evidence.inputs.facts.system.value().filter(|_| !evidence.left.is_empty()) else { return };
        for reason in given.iter().filter(|reason| reason.stops == Stops::Nothing) {
            self.add(Finding { since: evidence.inputs.facts.system.at(), ..Finding::new(reason.code, Scope::Some) });
        }
    }
}

impl Finding {
    fn new(code: &str, scope: Scope) -> Self {
        let rank = rank::rank(code, scope);
        Self {
            code: code.to_owned(),
            severity: severity(code),
            scope,
            observed: None,
            evidence: Map::new(),
            since: None,
            names: Vec::new(),
            rank: (false, rank),
        }
    }

    fn held(held: &Held, now: Timestamp) -> Self {
        // A fact from the future (a clock that was set back) holds since now.
        let since = held.since.map(|since| since.min(now));
        let finding = Self::new(held.code(), held.scope);
        Self { evidence: held.cause.evidence(), since, rank: (false, held.rank()), ..finding }
    }

    /// About single files.
    fn file(code: &str) -> Self {
        let finding = Self::new(code, Scope::Some);
        Self { rank: (true, finding.rank.1), ..finding }
    }

    fn observed(self, observed: &'static str) -> Self {
        Self { observed: Some(observed), ..self }
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.evidence.insert(name.to_owned(), value.into());
        self
    }

    /// With the limit, where it was measured.
    fn limited(self, evidence: &Evidence) -> Self {
        let limit = evidence.probes.iter().find_map(|probe| probe.body_limit);
        match limit.and_then(|limit| Some((limit.passed, limit.refused?))) {
            Some((passed, refused)) => {
                self.observed("observed-body_limit").with("passed", passed).with("refused", refused)
            }
            None => self.observed("observed-body_refused"),
        }
    }
}

/// As the vocabulary says. What a newer server sends is at least worth a look.
fn severity(code: &str) -> Severity {
    reason(code).map_or(Severity::Warning, |reason| reason.severity)
}

#[cfg(test)]
mod tests;
