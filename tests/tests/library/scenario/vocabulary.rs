//! The vocabulary against the scenes: each code is brought about end to end here, or stands in a short list with why not.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use safelight_core::reasons::{Confirmed, Stops, reason, reasons};

use super::{files, said, scenes, silence};

/// Why a code has no scene.
#[derive(Debug, Clone, Copy)]
enum Instead {
    /// No app can see it.
    Unobservable,
    /// It stops no photo on its way: a command, or the screen, tells it, as this file shows by these words.
    Told(&'static str, &'static str),
    /// Nothing tells it, on purpose: this is why.
    Never(&'static str),
    /// It is told, and no test brings it about: this is why.
    Untried(&'static str),
}
use Instead::{Never, Told, Unobservable, Untried};

/// What the tips bring about beside what the other scenes do.
const TIPS: &[&str] = &["acct.mismatch", "quota.full", "eng.lock"];

const ACCOUNT: &str = "tests/tests/phones/account.rs";
const CONTRACT: &str = "tests/tests/phones/contract.rs";
const TOLD: &str = "tests/tests/phones/told.rs";
const RESTORED: &str = "tests/tests/phones/restored.rs";
const AUTHORITY: &str = "tests/tests/phones/authority.rs";
const HOMES: &str = "tests/tests/phones/homes.rs";
const ROOM: &str = "tests/tests/library/room.rs";
const KEYS: &str = "tests/tests/account.rs";
const HYGIENE: &str = "server/tests/api/hygiene.rs";
const SESSIONS: &str = "server/tests/api/sessions.rs";
const BACKUPS: &str = "server/tests/api/backups.rs";
const PLATFORM: &str = "a platform's photo library tells it of single photos, and no shell hands such a photo over yet";
const NO_SUCH_RULE: &str = "neither server nor phone has such a rule";

#[rustfmt::skip]
const INSTEAD: &[(&str, Instead)] = &[
    ("pwr.stuck_low_power", Unobservable),
    // What stops photos elsewhere, and not here.
    ("acct.scope_empty", Never("what is chosen are folders and the photo library; a phone without any is a viewer, and well")),
    ("ver.os_old", Never("an app that needs a newer system can't be installed; the core knows no oldest system")),
    ("quota.member", Never("an account has one member")),
    ("quota.file_exceeds", Never("a file that is larger than the cloud is told as quota.full, with what it needs")),
    ("eng.backoff", Never("a run is itself the next try; only single files wait for theirs, and name what they met")),
    ("eng.hashing", Never("files are hashed while they are taken in, before anything waits")),
    ("eng.initial", Never("a first sync shows photos from the newest on; nothing waits for its end")),
    ("eng.behind_big_item", Never("a film gives way after each piece: a_photo_that_is_taken_while_a_film_is_sent_goes_before_the_rest_of_the_film")),
    ("srv.processing", Never("what the server has acknowledged is there")),
    ("pwr.plugged_not_charging", Never("a charge limit counts as a charger, so it holds nothing up")),
    ("item.too_small", Never(NO_SUCH_RULE)),
    ("item.virus", Never(NO_SUCH_RULE)),
    ("item.dest_denied", Never(NO_SUCH_RULE)),
    ("item.conflict", Never("records merge field by field; a decision is asked for as item.contested")),
    ("item.dup", Never("the report of an import lists duplicates by their photo's id")),
    ("item.live_incomplete", Never(PLATFORM)),
    ("item.shared_album", Never(PLATFORM)),
    ("item.burst_frame", Never(PLATFORM)),
    ("lib.original_in_cloud", Never(PLATFORM)),
    ("lib.restoring", Never(PLATFORM)),
    ("lib.sdcard", Never("a folder that is gone is told as item.missing with its name; which of them are cards only a shell knows")),
    ("lib.rescan", Never("the library is asked for everything in the same moment; nobody waits")),
    ("eng.database", Told(HOMES, "eng.database")),
    ("eng.bug", Told("bindings/src/error/tests.rs", "eng.bug")),
    ("eng.foreign", Told("bindings/src/error/tests.rs", "eng.foreign")),
    ("eng.unknown_stall", Told("tests/tests/library/diagnosis/wedged.rs", "eng.unknown_stall")),
    ("net.tls_required", Told("tests/tests/phones/addresses.rs", "net.tls_required")),
    ("acct.rolled_back", Told(KEYS, "acct.rolled_back")),
    ("item.unsupported", Told("core/src/media/derive/tests.rs", "item.unsupported")),
    ("item.corrupt", Untried("a file that breaks while it is read: no test has such a disk")),
    ("item.ignored_trash", Told("tests/tests/phones/together.rs", "item.ignored_trash")),
    ("item.elsewhere", Told("tests/tests/phones/together.rs", "item.elsewhere")),
    ("item.lost", Told("core/src/why/tests.rs", "item.lost")),
    ("item.unreadable", Untried("a record that a newer version, or a hostile server, wrote")),
    ("cloud.damaged", Told(ROOM, "cloud.damaged")),
    ("eng.seal", Untried("a file that can't be sealed: of more pieces than there are numbers")),
    // What stops nothing.
    ("lib.gallery_choice", Told("tests/tests/library/gallery.rs", "lib.gallery_choice")),
    ("item.declined", Told("tests/tests/library/gallery.rs", "item.declined")),
    ("cloud.backup_old", Told("tests/tests/library/mending.rs", "cloud.backup_old")),
    ("acct.credentials", Told(ACCOUNT, "acct.credentials")),
    ("acct.password_changed", Told(RESTORED, "acct.password_changed")),
    ("acct.words_changed", Untried("its twin acct.password_changed goes the same way and is tried")),
    ("acct.unlock_refused", Untried("a shell's own dialogue: the contract of the port is tried with an unlock that is there and one that is not")),
    ("acct.unlock_unavailable", Told(RESTORED, "acct.unlock_unavailable")),
    ("acct.taken", Told(ACCOUNT, "acct.taken")),
    ("acct.weak_password", Told(ACCOUNT, "acct.weak_password")),
    ("acct.words", Told(TOLD, "acct.words")),
    ("acct.email", Told(ACCOUNT, "acct.email")),
    ("acct.invitation", Told(KEYS, "acct.invitation")),
    ("acct.unasked", Told(TOLD, "acct.unasked")),
    ("acct.device_unknown", Told(ACCOUNT, "acct.device_unknown")),
    ("acct.attempt", Told(SESSIONS, "codes::ATTEMPT")),
    ("acct.generation", Told(SESSIONS, "codes::GENERATION")),
    ("acct.token_expired", Told(SESSIONS, "codes::TOKEN_EXPIRED")),
    ("acct.stretch", Told(KEYS, "acct.stretch")),
    ("net.authority_changed", Told(AUTHORITY, "net.authority_changed")),
    ("net.authority_wrong", Told(AUTHORITY, "net.authority_wrong")),
    ("net.authority_file", Told(AUTHORITY, "net.authority_file")),
    ("bg.silent", Told("tests/tests/library/scenario/month.rs", "bg.silent")),
    ("bg.notif_denied", Told("tests/tests/library/scenario/month.rs", "bg.notif_denied")),
    ("bg.memory", Told("tests/tests/library/scenario/month.rs", "bg.memory")),
    ("lib.not_a_folder", Told(TOLD, "lib.not_a_folder")),
    ("lib.source_unknown", Told(TOLD, "lib.source_unknown")),
    ("quota.near", Told(ROOM, "quota.near")),
    ("disk.low", Untried("the phone's own disk would have to run low under the test")),
    ("item.unknown", Told(CONTRACT, "item.unknown")),
    ("item.date", Told(CONTRACT, "item.date")),
    ("item.unsent", Told(ROOM, "item.unsent")),
    ("item.pinned", Told(ROOM, "item.pinned")),
    ("item.borrowed", Untried("why a borrowed original does not leave; the room tests have borrowed ones stay")),
    ("item.not_here", Untried("why an original that is not here does not leave")),
    ("item.busy", Told(ROOM, "item.busy")),
    ("album.unknown", Told(CONTRACT, "album.unknown")),
    ("album.ambiguous", Told(CONTRACT, "album.ambiguous")),
    ("album.name", Told(CONTRACT, "album.name")),
    ("cloud.not_backed_up", Told(ROOM, "cloud.not_backed_up")),
    ("srv.address", Told(ACCOUNT, "srv.address")),
    ("srv.restored", Told(RESTORED, "srv.restored")),
    ("srv.fell_back", Untried("a record that falls back behind what a phone had: a hostile server's doing")),
    ("sync.epoch", Told("server/tests/api/library.rs", "codes::EPOCH")),
    ("eng.interrupted", Told("tests/tests/phones/live.rs", "eng.interrupted")),
    ("eng.drift", Untried("a phone that differs from the cloud although it followed every change: the simulation's oracle would tell")),
    ("eng.home", Told(HOMES, "eng.home")),
    ("req.usage", Told("tests/tests/phones/language.rs", "req.usage")),
    ("req.invalid", Told("tests/tests/phones/conditions.rs", "req.invalid")),
    ("req.handshake", Told(HYGIENE, "HANDSHAKE")),
    ("req.malformed", Told(HYGIENE, "MALFORMED")),
    ("req.method", Told(HYGIENE, "codes::METHOD")),
    ("req.media_type", Told(HYGIENE, "MEDIA_TYPE")),
    ("req.too_large", Told(HYGIENE, "TOO_LARGE")),
    ("req.not_found", Told("server/tests/api/isolation.rs", "codes::NOT_FOUND")),
    ("req.timeout", Told(HYGIENE, "codes::TIMEOUT")),
    ("admin.no_account", Told("server/tests/process.rs", "admin.no_account")),
    ("admin.quota", Told(TOLD, "admin.quota")),
    ("admin.version", Told(TOLD, "admin.version")),
    ("admin.command", Untried("a newer command for an older server that runs")),
    ("admin.folder", Untried("a data folder that can't be opened at all")),
    ("admin.unreachable", Told(TOLD, "admin.unreachable")),
    ("admin.running", Told(BACKUPS, "admin.running")),
    ("admin.not_empty", Told(BACKUPS, "admin.not_empty")),
    ("admin.no_backup", Told(BACKUPS, "admin.no_backup")),
    ("admin.backup_folder", Told(BACKUPS, "admin.backup_folder")),
    ("admin.backup_in_use", Untried("two backups into one folder at once")),
    ("admin.backup_newer", Told(BACKUPS, "admin.backup_newer")),
    ("admin.backup_damaged", Told(BACKUPS, "admin.backup_damaged")),
    ("admin.backup_unreliable", Untried("a disk that gives back other bytes than it was given")),
];

/// Codes that a scene brings about, end to end.
fn played() -> BTreeSet<&'static str> {
    let said = said::SAID.iter().map(|row| row.code);
    let lists = [scenes::CODES, scenes::MORE, silence::CODES, files::CODES, TIPS];
    said.chain(lists.into_iter().flatten().copied()).collect()
}

#[test]
#[expect(clippy::print_stdout, reason = "how many there are is what one wants to read")]
fn every_code_is_brought_about_or_stands_on_the_list_with_why_not() {
    let (played, instead): (_, BTreeMap<_, _>) = (played(), INSTEAD.iter().copied().collect());
    assert_eq!(instead.len(), INSTEAD.len(), "a code stands twice");
    for code in played.iter().chain(instead.keys()) {
        assert!(reason(code).is_some(), "{code} is not in the vocabulary");
    }
    for code in &played {
        assert!(!instead.contains_key(code), "{code} is played: it belongs on no list");
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut counts = BTreeMap::new();
    for reason in reasons() {
        let Some(why) = instead.get(reason.code) else {
            assert!(played.contains(reason.code), "{} has no scene, and no reason why not", reason.code);
            continue;
        };
        let kind = match why {
            Unobservable => {
                assert_eq!(reason.confirmed_by, [Confirmed::NotObservable], "{}", reason.code);
                "unobservable"
            }
            Told(file, words) => {
                let text = std::fs::read_to_string(root.join(file)).unwrap_or_default();
                assert!(text.contains(words), "{file} says nothing of {}", reason.code);
                "told elsewhere"
            }
            Never(why) | Untried(why) => {
                assert!(!why.is_empty());
                if matches!(instead[reason.code], Never(_)) { "never told" } else { "untried" }
            }
        };
        *counts.entry(kind).or_insert(0) += 1;
    }
    println!("{} codes are played, of {}; {counts:?}", played.len(), reasons().len());
    // What stops all photos is played, but for what can't come about and what no connection brings.
    let exempt = |code: &str| matches!(instead.get(code), Some(Never(_) | Told(..)));
    let missing = reasons().iter().filter(|reason| reason.stops == Stops::Everything);
    let missing: Vec<&str> =
        missing.map(|reason| reason.code).filter(|code| !played.contains(code) && !exempt(code)).collect();
    assert_eq!(missing, [""; 0]);
}
