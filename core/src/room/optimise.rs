//! Making room on this phone: originals that the cloud has just proven to hold leave, least useful first.

use safelight_protocol::RecordId;
use serde::Serialize;

use super::leaving;
use super::proof::Outcome;
use crate::home::HomeError;
use crate::library::{Reason, remove_original};
use crate::reasons::codes;
use crate::store::files::{self, Owner};
use crate::store::room::{self as rows, Here};
use crate::sync::{Engine, SyncError};

/// What was opened so recently is in somebody's hands: the phone does not take it away by itself.
const IN_HAND_MS: i64 = 2 * 60 * 1000;
/// How many originals are proven and removed at a time, at most.
const AT_A_TIME: usize = 50;
const AT_A_TIME_BYTES: u64 = 64 * 1024 * 1024;

/// An original that left this device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Evicted {
    /// The photo.
    pub id: RecordId,
    /// What its file had.
    pub bytes: u64,
}

/// An original that stays, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// The photo.
    pub id: RecordId,
    /// The code of why.
    pub code: String,
}

/// What left this device and what stays.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct RoomMade {
    /// What left.
    pub evicted: Vec<Evicted>,
    /// What stays although it was its turn.
    pub kept: Vec<Kept>,
    /// Bytes that are free now and were not before: of originals, and of previews where those had to go.
    pub freed: u64,
    /// Bytes that were asked for; none for as many as possible.
    pub asked: Option<u64>,
}

impl RoomMade {
    /// Whether as much is free as was asked for.
    pub fn is_enough(&self) -> bool {
        is_enough(self.asked, self.freed)
    }

    fn left(&self) -> u64 {
        left(self.asked, self.freed)
    }

    fn keep(&mut self, id: RecordId, code: &str) {
        self.kept.push(Kept { id, code: code.to_owned() });
    }
}

pub(super) fn is_enough(asked: Option<u64>, freed: u64) -> bool {
    asked.is_none_or(|asked| freed >= asked)
}

/// How many bytes are still to go.
pub(super) fn left(asked: Option<u64>, freed: u64) -> u64 {
    asked.map_or(u64::MAX, |asked| asked.saturating_sub(freed))
}

/// Whose wish it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    /// The person's.
    ByPerson,
    /// The phone's own, by its setting.
    BySetting,
}

impl Engine {
    /// Makes `bytes` of room, or as much as can be made.
    pub(crate) async fn make_room(&self, bytes: Option<u64>, asked: Asked) -> Result<RoomMade, SyncError> {
        let now_ms = self.home.now().as_millisecond();
        let mut made = RoomMade { asked: bytes, ..RoomMade::default() };
        let here = self.home.read(rows::here).await?;
        let mut leaving = Vec::new();
        for one in here {
            match stays(&one, asked, now_ms) {
                Some(code) => made.keep(one.id, code),
                None => leaving.push(one),
            }
        }
        leaving::order(&mut leaving, now_ms);
        let mut rest = leaving.as_slice();
        while made.left() > 0 && !rest.is_empty() {
            let (batch, after) = rest.split_at(batch(rest, made.left()));
            self.prove_and_remove(batch, &mut made).await?;
            rest = after;
        }
        if made.asked.is_some() && made.left() > 0 {
            made.freed += self.remove_previews(made.left()).await?;
        }
        Ok(made)
    }

    async fn prove_and_remove(&self, batch: &[Here], made: &mut RoomMade) -> Result<(), SyncError> {
        let outcomes = self.prove_all(batch.iter().map(|one| one.id).collect()).await?;
        for (one, (id, outcome)) in batch.iter().zip(outcomes) {
            let (code, proven) = match outcome {
                Outcome::Proven(proven) => (None, Some(proven)),
                other => (other.code(), None),
            };
            let (content, bytes) = (one.content, one.bytes);
            let removed = match proven {
                Some(proven) => {
                    let remove =
                        move |home: &crate::home::Home| remove_original(home, &id, &content, Reason::Proven(&proven));
                    self.home.blocking(remove).await??
                }
                None => false,
            };
            if removed {
                made.evicted.push(Evicted { id, bytes });
                made.freed = made.freed.saturating_add(bytes);
            } else {
                made.keep(id, code.unwrap_or(codes::ITEM_BUSY));
            }
        }
        self.home.tell_changed();
        Ok(())
    }

    /// The last resort: previews, which can be fetched or drawn again. Thumbnails never go.
    async fn remove_previews(&self, bytes: u64) -> Result<u64, HomeError> {
        self.home
            .blocking(move |home| {
                let mut freed = 0_u64;
                for file in home.store().read(rows::previews)? {
                    if freed >= bytes {
                        break;
                    }
                    home.store().write(|db| files::forget(db, &file.content))?;
                    home.ports.disk.remove(&home.path_of(&file))?;
                    freed = freed.saturating_add(file.stamp.bytes);
                }
                Ok(freed)
            })
            .await?
    }
}

/// Why an original is not looked at further; none where it may leave if it is proven.
fn stays(one: &Here, asked: Asked, now_ms: i64) -> Option<&'static str> {
    let in_hand = asked == Asked::BySetting && one.used_ms > now_ms.saturating_sub(IN_HAND_MS);
    if one.owner == Owner::Borrowed {
        Some(codes::ITEM_BORROWED)
    } else if !one.in_cloud {
        Some(codes::ITEM_UNSENT)
    } else if one.pinned {
        Some(codes::ITEM_PINNED)
    } else if in_hand {
        Some(codes::ITEM_BUSY)
    } else {
        None
    }
}

/// How many of the next originals are needed, and no more than are proven at a time.
pub(super) fn batch(next: &[Here], wanted: u64) -> usize {
    let (mut count, mut bytes) = (0, 0_u64);
    for one in next.iter().take(AT_A_TIME) {
        if count > 0 && (bytes >= wanted || bytes >= AT_A_TIME_BYTES) {
            break;
        }
        count += 1;
        bytes = bytes.saturating_add(one.bytes);
    }
    count
}
