//! The way to the server, and the traps that lie on it.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::UNIX_EPOCH;

use safelight_core::ports::RemoteRequest;
use safelight_protocol::PartId;
use safelight_protocol::part::Challenge;
use tokio::sync::Notify;

use super::{Sha, lock, sha};
use crate::in_process::{Fate, Fates};
use crate::phone::files_in;

/// What is done to a part on the server's disk.
#[derive(Debug, Clone, Copy)]
pub(super) enum Damage {
    Deleted,
    Truncated,
    Flipped,
}

/// What happens at a request.
#[derive(Debug, Clone, Copy)]
pub(super) enum Trap {
    /// The server's disk is struck before it arrives.
    StrikeBefore(PartId, Damage),
    /// The server's disk is struck after it was answered, before the phone hears the answer.
    StrikeAfter(PartId, Damage),
    RequestLost,
    AnswerLost,
    /// The phone's process dies.
    Kill,
    /// The phone's file changes while it waits for the answer.
    Edit(u64),
}

/// A file that was changed behind the phone's back: what it was, and what it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edited {
    pub(super) before: Sha,
    pub(super) after: Sha,
}

/// What the way to the server knows.
pub(super) struct Way {
    pub(super) parts: PathBuf,
    pub(super) originals: PathBuf,
    /// Counts down to the trap.
    pub(super) left: u64,
    pub(super) trap: Option<Trap>,
    /// Parts that the server has read for a proof since the step began.
    pub(super) read: BTreeSet<PartId>,
    /// Parts that were struck, and whether the server had read them for a proof just before.
    pub(super) struck: Vec<(PartId, bool)>,
    pub(super) edited: Vec<(PathBuf, Edited)>,
    pub(super) kill: Arc<Notify>,
}

pub(super) fn part_file(parts: &Path, part: &PartId) -> PathBuf {
    let name = part.to_string();
    parts.join(name.get(..2).unwrap_or_default()).join(name)
}

pub(super) fn is_whole(parts: &Path, part: &PartId) -> bool {
    fs::read(part_file(parts, part)).is_ok_and(|bytes| sha(&bytes) == part.0)
}

pub(super) fn strike(parts: &Path, part: &PartId, damage: Damage) {
    let path = part_file(parts, part);
    let Ok(mut bytes) = fs::read(&path) else { return };
    // A part that is not there any more can't be struck.
    let _ = match damage {
        Damage::Deleted => fs::remove_file(&path),
        Damage::Truncated => fs::write(&path, bytes.split_at(bytes.len() / 2).0),
        Damage::Flipped => {
            if let Some(byte) = bytes.last_mut() {
                *byte ^= 1;
            }
            fs::write(&path, bytes)
        }
    };
}

/// What an edit does to the time of last change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Time {
    Moves,
    /// Set back, so that only the bytes tell.
    SetBack,
}

/// Changes one byte of a file.
pub(super) fn edit_file(path: &Path, time: Time) -> io::Result<Edited> {
    let changed = fs::metadata(path)?.modified().unwrap_or(UNIX_EPOCH);
    let mut bytes = fs::read(path)?;
    let before = sha(&bytes);
    if let Some(byte) = bytes.first_mut() {
        *byte = byte.wrapping_add(1);
    }
    fs::write(path, &bytes)?;
    if time == Time::SetBack {
        fs::File::options().write(true).open(path)?.set_modified(changed)?;
    }
    Ok(Edited { before, after: sha(&bytes) })
}

pub(super) fn read_for_proof(request: &RemoteRequest) -> Vec<PartId> {
    let challenge = request.url.ends_with("/proof").then(|| serde_json::from_slice::<Challenge>(&request.body).ok());
    challenge.flatten().map(|challenge| challenge.parts).unwrap_or_default()
}

/// The way on which traps lie.
pub(super) fn fates(way: &Arc<Mutex<Way>>) -> Fates {
    let way = Arc::clone(way);
    Arc::new(move |request| {
        let mut at = lock(&way);
        let asked = read_for_proof(request);
        at.left = at.left.saturating_sub(1);
        let trap = if at.left == 0 { at.trap.take() } else { None };
        match trap {
            Some(Trap::StrikeBefore(part, damage)) => {
                strike(&at.parts, &part, damage);
                let read = at.read.contains(&part);
                at.struck.push((part, read));
            }
            Some(Trap::RequestLost) => return Fate::RequestLost,
            Some(Trap::AnswerLost) => return Fate::AnswerLost,
            Some(Trap::Kill) => {
                at.kill.notify_one();
                return Fate::RequestLost;
            }
            Some(Trap::Edit(which)) => {
                let files = files_in(&at.originals).unwrap_or_default();
                let index = usize::try_from(which).unwrap_or(0) % files.len().max(1);
                if let Some(path) = files.get(index)
                    && let Ok(edited) = edit_file(path, Time::Moves)
                {
                    at.edited.push((path.clone(), edited));
                }
            }
            _ => {}
        }
        let after = match trap {
            Some(Trap::StrikeAfter(part, damage)) => Some((part, damage)),
            _ => None,
        };
        if asked.is_empty() && after.is_none() {
            return Fate::Delivered;
        }
        let way = Arc::clone(&way);
        Fate::Changed(Arc::new(move |answer| {
            let mut at = lock(&way);
            at.read.extend(asked.iter().copied());
            if let Some((part, damage)) = after {
                strike(&at.parts, &part, damage);
                let read = at.read.contains(&part);
                at.struck.push((part, read));
            }
            answer
        }))
    })
}
