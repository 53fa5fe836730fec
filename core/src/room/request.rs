//! Room in the phone's own photo library: one request that the system confirms with the person, never by itself.
//!
//! Most originals lie there, and they are not ours to remove. What may be asked for is what may leave by the rules of the
//! evictor: proven to be in the cloud in the act, not pinned, least useful first. All of it goes into one request, with
//! number and size, and with warnings: what leaves the phone's library leaves the system's own cloud too where that is on
//! ([`RoomWarning`]), and the system may give the room back only from its own recently deleted.
//!
//! Before the system is asked, what it is asked for is written down: so a removal that comes after a kill is known as ours,
//! and nobody's deletion. Whatever the system answers, our note of an original ends only when the original is not there.

use safelight_protocol::RecordId;
use serde::Serialize;

use super::leaving;
use super::optimise::{Evicted, Kept, batch, is_enough, left};
use super::proof::{Outcome, Proven};
use crate::home::{Home, HomeError, PHOTO_SCHEME};
use crate::library::{Reason, may_be_asked_for, remove_original};
use crate::ports::Removal;
use crate::reasons::codes;
use crate::store::records;
use crate::store::room::{self as rows, Here};
use crate::store::{StoreError, findings, gallery, sources};
use crate::sync::{Engine, SyncError};

/// What a person must know before they say yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomWarning {
    /// Where iCloud Photos or Google Photos is on, they go from there, too.
    LeavesSystemCloud,
    /// The system keeps them a while in its own recently deleted, and gives the room back only from there.
    RoomComesLater,
}

impl RoomWarning {
    /// All that apply to every request: which of the system's services are on is not ours to know.
    pub const ALL: &'static [Self] = &[Self::LeavesSystemCloud, Self::RoomComesLater];

    /// The id of its sentence in the catalogue.
    pub fn sentence_id(self) -> &'static str {
        match self {
            Self::LeavesSystemCloud => "room-warning-system-cloud",
            Self::RoomComesLater => "room-warning-later",
        }
    }
}

/// An original that the system would be asked to remove from the phone's own photo library.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Askable {
    /// The photo.
    pub id: RecordId,
    /// What its original takes.
    pub bytes: u64,
}

/// What the system would be asked, by what is known here: nothing is proven yet, and nobody was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RoomRequestPlan {
    /// The originals, least useful first.
    pub originals: Vec<Askable>,
    /// What they take together.
    pub bytes: u64,
    /// What the person must know.
    pub warnings: &'static [RoomWarning],
}

/// What became of a request.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct RoomRequested {
    /// What the system was asked to remove; empty where nothing could be proven, and nobody was asked.
    pub requested: Vec<Askable>,
    /// What it removed.
    pub evicted: Vec<Evicted>,
    /// What stays, and why.
    pub kept: Vec<Kept>,
    /// Bytes of what it removed: free now, or when its own recently deleted is emptied.
    pub freed: u64,
    /// Bytes that were asked for; none for as many as possible.
    pub asked: Option<u64>,
}

impl RoomRequested {
    /// Whether as much went as was asked for.
    pub fn is_enough(&self) -> bool {
        is_enough(self.asked, self.freed)
    }

    fn keep(&mut self, id: RecordId, code: &str) {
        self.kept.push(Kept { id, code: code.to_owned() });
    }
}

/// An original that is about to be asked for.
struct Ready {
    id: RecordId,
    bytes: u64,
    proven: Proven,
    /// The system's id.
    item: String,
}

impl Engine {
    /// What could be asked for, without asking anybody.
    pub(crate) async fn room_request_plan(&self, bytes: Option<u64>) -> Result<RoomRequestPlan, HomeError> {
        let mut plan = RoomRequestPlan { originals: Vec::new(), bytes: 0, warnings: RoomWarning::ALL };
        for one in self.askable(&mut RoomRequested::default()).await? {
            if left(bytes, plan.bytes) == 0 {
                break;
            }
            plan.bytes = plan.bytes.saturating_add(one.bytes);
            plan.originals.push(Askable { id: one.id, bytes: one.bytes });
        }
        Ok(plan)
    }

    /// Proves originals until they make `bytes`, asks the system once, and notes what is gone.
    pub(crate) async fn request_room(&self, bytes: Option<u64>) -> Result<RoomRequested, SyncError> {
        let mut requested = RoomRequested { asked: bytes, ..RoomRequested::default() };
        let askable = self.askable(&mut requested).await?;
        let mut ready: Vec<Ready> = Vec::new();
        let mut rest = askable.as_slice();
        loop {
            let missing = left(bytes, ready.iter().map(|one| one.bytes).sum());
            if missing == 0 || rest.is_empty() {
                break;
            }
            let (next, after) = rest.split_at(batch(rest, missing));
            self.prove_for_request(next, &mut ready, &mut requested).await?;
            rest = after;
        }
        let ready = self.note_asked(ready, &mut requested).await?;
        if ready.is_empty() {
            return Ok(requested);
        }
        requested.requested = ready.iter().map(|one| Askable { id: one.id, bytes: one.bytes }).collect();
        let items: Vec<String> = ready.iter().map(|one| one.item.clone()).collect();
        let answers = match self.home.ports.photos.request_removal(&items).await {
            Ok(answers) => answers,
            Err(error) => {
                ready.iter().for_each(|one| requested.keep(one.id, error.code()));
                return Ok(requested);
            }
        };
        let asked: Vec<(Ready, Removal)> = ready
            .into_iter()
            .enumerate()
            .map(|(at, one)| (one, answers.get(at).copied().unwrap_or(Removal::Failed)))
            .collect();
        let gone = self.home.blocking(move |home| note_answers(home, asked)).await??;
        for (one, gone, answer) in gone {
            if gone {
                requested.evicted.push(Evicted { id: one.id, bytes: one.bytes });
                requested.freed = requested.freed.saturating_add(one.bytes);
            } else {
                let declined = answer == Removal::Declined;
                requested.keep(one.id, if declined { codes::ITEM_DECLINED } else { codes::ITEM_BUSY });
            }
        }
        self.home.tell_changed();
        Ok(requested)
    }

    /// Borrowed originals that may be asked for, in the order in which they leave. What is not looked at is kept.
    async fn askable(&self, requested: &mut RoomRequested) -> Result<Vec<Here>, HomeError> {
        let now_ms = self.home.now().as_millisecond();
        let mut askable = Vec::new();
        for one in self.home.read(rows::in_gallery).await? {
            if !one.in_cloud {
                requested.keep(one.id, codes::ITEM_UNSENT);
            } else if one.pinned {
                requested.keep(one.id, codes::ITEM_PINNED);
            } else {
                askable.push(one);
            }
        }
        leaving::order(&mut askable, now_ms);
        Ok(askable)
    }

    async fn prove_for_request(
        &self,
        next: &[Here],
        ready: &mut Vec<Ready>,
        requested: &mut RoomRequested,
    ) -> Result<(), SyncError> {
        let outcomes = self.prove_all(next.iter().map(|one| one.id).collect()).await?;
        for (one, (id, outcome)) in next.iter().zip(outcomes) {
            let code = outcome.code().unwrap_or(codes::ITEM_BUSY);
            let Outcome::Proven(proven) = outcome else {
                requested.keep(id, code);
                continue;
            };
            match proven.file.in_gallery() {
                Some(item) => ready.push(Ready { id, bytes: one.bytes, item, proven: *proven }),
                None => requested.keep(id, codes::ITEM_BUSY),
            }
        }
        Ok(())
    }

    /// Writes down what the system is about to be asked for: those for which the proof still holds.
    async fn note_asked(&self, ready: Vec<Ready>, requested: &mut RoomRequested) -> Result<Vec<Ready>, HomeError> {
        let noted = self
            .home
            .blocking(move |home| -> Result<Vec<(Ready, bool)>, HomeError> {
                let now_ms = home.now().as_millisecond();
                Ok(home.store().write(|db| {
                    let mut noted = Vec::new();
                    for one in ready {
                        let may = may_be_asked_for(home, db, &one.proven)?;
                        if may {
                            gallery::note_asked(db, &one.item, &one.id, now_ms)?;
                        }
                        noted.push((one, may));
                    }
                    Ok(noted)
                })?)
            })
            .await??;
        let mut ready = Vec::new();
        for (one, may) in noted {
            if may {
                ready.push(one);
            } else {
                requested.keep(one.id, codes::ITEM_BUSY);
            }
        }
        Ok(ready)
    }
}

/// Ends our notes of originals that are not there any more, whatever the system said of them. True for those.
fn note_answers(home: &Home, asked: Vec<(Ready, Removal)>) -> Result<Vec<(Ready, bool, Removal)>, HomeError> {
    let mut answered = Vec::new();
    for (one, answer) in asked {
        let gone = home.stamp_local(&one.proven.file).is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound);
        let forgotten = gone && remove_original(home, &one.id, &one.proven.file.content, Reason::GoneThere)?;
        home.store().write(|db| note_answer(home, db, &one, answer, gone, forgotten))?;
        answered.push((one, gone, answer));
    }
    Ok(answered)
}

fn note_answer(
    home: &Home,
    db: &rusqlite::Transaction<'_>,
    one: &Ready,
    answer: Removal,
    gone: bool,
    forgotten: bool,
) -> Result<(), StoreError> {
    let now = home.now();
    if gone && let Some(source) = sources::find(db, PHOTO_SCHEME)? {
        sources::forget_file(db, source, &one.item)?;
    }
    if gone || answer == Removal::Declined {
        gallery::answered(db, &one.item)?;
    }
    if let Some(record) = records::load(db, &one.id)?.filter(|_| gone) {
        if !forgotten {
            // The cloud was found to lack it after all: between the proof and the system's deed nobody could help it.
            let name = record.asset().map(|asset| asset.file_name).unwrap_or_default();
            let evidence = serde_json::json!({ "name": name, "count": 1 }).to_string();
            findings::raise(db, codes::ITEM_MISSING, &one.id.to_string(), &evidence, now.as_millisecond())?;
        }
        records::save(db, &record, now)?;
    }
    Ok(())
}
