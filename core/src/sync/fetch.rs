//! Fetching: thumbnails for the grid, originals when somebody wants one.
//!
//! Every part is opened and checked by itself, and a resource counts as here only when the content id of the whole is the
//! one that the record names. A fetch that was cut off goes on at the part where it stopped.

use std::io::{self, Cursor as Bytes, Read};

use safelight_protocol::part::{FetchParts, frames};
use safelight_protocol::{ContentId, PartId, RecordId, route};

use super::{Engine, SyncError};
use crate::account::SessionError;
use crate::cloud::Body;
use crate::gate::Errand;
use crate::home::{Home, HomeError, file_code};
use crate::keys::LibrarySecrets;
use crate::ports::{Method, Transferred};
use crate::reasons::codes;
use crate::record::{Resource, ResourceKind, SealedParts, Stored};
use crate::seal::PartPlace;
use crate::store::files::{self, LocalFile, Owner};
use crate::store::lease::Lease;
use crate::store::records::{self, Record};
use crate::store::room;
use crate::store::work::{self, Class, Direction, Pick, Work};

/// Why a file could not be had.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// No such photo, or it has no such file.
    #[error("no photo or video has this id, or it has no such file")]
    NotFound,
    /// Only another phone has it.
    #[error("the file is only on another phone")]
    Elsewhere {
        /// The names of the phones that have it.
        devices: Vec<String>,
    },
    /// It is nowhere any more.
    #[error("the file is not in the cloud any more")]
    Lost,
    /// What the cloud gave is not the file.
    #[error("what the cloud gave does not match the photo")]
    Damaged,
    /// This device is signed out.
    #[error("this device is signed out")]
    SignedOut,
    /// The cloud could not be used.
    #[error(transparent)]
    Session(#[from] SessionError),
    /// The home could not be used.
    #[error(transparent)]
    Home(#[from] HomeError),
}

impl FetchError {
    /// The cause's code in the shared vocabulary.
    pub fn code(&self) -> &str {
        match self {
            Self::NotFound => "item.unknown",
            Self::Elsewhere { .. } => "item.elsewhere",
            Self::Lost => super::push::LOST,
            Self::Damaged => "item.hash_mismatch",
            Self::SignedOut => "acct.signed_out",
            Self::Session(error) => error.code(),
            Self::Home(error) => error.code(),
        }
    }
}

impl From<io::Error> for FetchError {
    fn from(error: io::Error) -> Self {
        Self::Home(error.into())
    }
}

/// How many thumbnails are asked for at a time.
const THUMBNAILS: usize = 100;

/// What an answer has around its bytes, and around each part.
const ANSWER_HEAD: u64 = 2 * 1024;
const PER_PART: u64 = 128;

/// Thumbnails that arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Arrived {
    pub(super) parts: u64,
    pub(super) bytes: u64,
    pub(super) tried: u64,
}

impl Arrived {
    pub(super) fn add(&mut self, other: Self) {
        self.parts += other.parts;
        self.bytes += other.bytes;
        self.tried += other.tried;
    }
}

/// A thumbnail to fetch.
struct Wanted {
    work: Work,
    content: ContentId,
    parts: SealedParts,
}

impl Engine {
    /// Fetches the next thumbnails, many to a request: what somebody looks at, else the newest. `left`: how many bytes may still
    /// be moved for them.
    pub(super) async fn fetch_thumbnails(&self, lease: &Lease, left: u64) -> Result<Arrived, SyncError> {
        let now = self.home.now();
        let pick = Pick { limit: THUMBNAILS, most: u64::MAX };
        let looked_at = self.live.looked_at();
        let wanted = self
            .home
            .read(move |db| {
                let mut next = work::thumbnails_of(db, &looked_at, now)?;
                next.truncate(THUMBNAILS);
                if next.is_empty() {
                    next = work::next(db, Direction::Fetch, (Class::Thumbnail, Class::Thumbnail), now, pick)?;
                }
                let mut wanted = Vec::new();
                for work in next {
                    let base = records::load(db, &work.record)?.and_then(|record| record.base_asset());
                    let resource = base.as_ref().and_then(|base| base.resource(work.resource));
                    if let Some((content, parts)) =
                        resource.and_then(|found| Some((found.content_id, found.parts.clone()?)))
                    {
                        wanted.push(Wanted { work, content, parts });
                    }
                }
                Ok(wanted)
            })
            .await?;
        let (wanted, answer) = fitting(wanted, left);
        let ids: Vec<PartId> = wanted.iter().flat_map(|wanted| &wanted.parts.list).map(|part| part.id).collect();
        if ids.is_empty() {
            return Ok(Arrived::default());
        }
        let body = Body::json(&FetchParts { parts: ids });
        let route = self.route("parts/fetch");
        let errand = Errand::current().expecting(answer);
        let bytes = errand.run(self.session.transfer(Method::Post, &route, body, None)).await?;
        let mut arrived = Arrived { bytes: u64::try_from(bytes.len()).unwrap_or(0), ..Arrived::default() };
        let (secrets, lease) = (self.secrets.clone(), lease.clone());
        let outcomes = self.home.blocking(move |home| unpack(home, &secrets, wanted, &bytes)).await?;
        let outcomes = match outcomes {
            Err(HomeError::File(error)) if file_code(&error) == codes::DISK_DEVICE => {
                return Err(self.short_of_room(arrived.bytes).await?.into());
            }
            outcomes => outcomes?,
        };
        arrived.tried = u64::try_from(outcomes.len()).unwrap_or(0);
        arrived.parts = u64::try_from(outcomes.iter().filter(|(_, file)| file.is_some()).count()).unwrap_or(0);
        let now = self.home.now();
        self.write(&lease, move |db| {
            for (work, file) in outcomes {
                match file {
                    Some(file) => {
                        files::save(db, &file)?;
                        if let Some(record) = records::load(db, &work.record)? {
                            records::save(db, &record, now)?;
                        }
                    }
                    None => work::set_aside(db, Direction::Fetch, &work, "item.hash_mismatch")?,
                }
            }
            Ok(())
        })
        .await?;
        Ok(arrived)
    }

    /// A file of an asset, fetched if it is not here.
    pub(crate) async fn resource(
        &self,
        id: RecordId,
        kind: ResourceKind,
        transferred: Option<Transferred>,
    ) -> Result<LocalFile, FetchError> {
        let (resource, local) = find(&self.home, id, kind).await?;
        if let Some(file) = local {
            // Somebody may have deleted it in the phone's own gallery a moment ago.
            if file.in_gallery().is_none() || !self.end_stale_note(id, &file).await? {
                return Ok(file);
            }
        }
        if resource.stored == Stored::Lost {
            return Err(FetchError::Lost);
        }
        let Some(parts) = resource.parts.clone() else {
            return Err(FetchError::Elsewhere { devices: names_of(&self.home, &resource).await? });
        };
        let file = self.whole(kind, &resource, &parts, transferred).await?;
        let (saved, now) = (file.clone(), self.home.now());
        self.home
            .write_quietly(move |db| {
                files::save(db, &saved)?;
                room::note_used(db, &saved.content, now.as_millisecond())?;
                match records::load(db, &id)? {
                    Some(record) => records::save(db, &record, now),
                    None => Ok(()),
                }
            })
            .await?;
        Ok(file)
    }

    /// A whole file from the cloud, under a name that no row has yet. Where it does not fit: what is missing, and what would
    /// make room.
    pub(crate) async fn whole(
        &self,
        kind: ResourceKind,
        resource: &Resource,
        parts: &SealedParts,
        transferred: Option<Transferred>,
    ) -> Result<LocalFile, FetchError> {
        let need = resource.bytes.saturating_mul(crate::room::WHILE_FETCHED);
        match self.joined(kind, resource, parts, transferred).await {
            Err(FetchError::Home(HomeError::File(error))) if file_code(&error) == codes::DISK_DEVICE => {
                Err(self.short_of_room(need).await?.into())
            }
            other => other,
        }
    }

    /// What a disk that is too full for so many bytes says: what is free, and what could make room.
    async fn short_of_room(&self, need: u64) -> Result<HomeError, HomeError> {
        let tell = move |home: &Home| {
            let free = home.ports.disk.space(&home.root).map_or(0, |space| space.free);
            crate::room::shortage(home, need, free)
        };
        self.home.blocking(tell).await
    }

    async fn joined(
        &self,
        kind: ResourceKind,
        resource: &Resource,
        parts: &SealedParts,
        transferred: Option<Transferred>,
    ) -> Result<LocalFile, FetchError> {
        let incoming = self.home.root.join("incoming").join(format!("{}.part", resource.content_id));
        let count = u32::try_from(parts.list.len()).map_err(|_| FetchError::Damaged)?;
        let mut whole = Vec::new();
        for index in 0..count {
            let plain = self.part(resource, parts, index, transferred.clone()).await?;
            whole.push(self.spool(&incoming, index, plain).await?);
        }
        let (secrets, content) = (self.secrets.clone(), resource.content_id);
        self.home.blocking(move |home| assemble(home, &secrets, content, kind, &whole)).await?
    }

    /// One opened part: from the spool if an earlier fetch got that far, else from the cloud.
    pub(super) async fn part(
        &self,
        resource: &Resource,
        parts: &SealedParts,
        index: u32,
        transferred: Option<Transferred>,
    ) -> Result<Vec<u8>, FetchError> {
        let entry = usize::try_from(index).ok().and_then(|index| parts.list.get(index)).ok_or(FetchError::Damaged)?;
        let spooled = self.home.root.join("incoming").join(format!("{}.part.{index}", resource.content_id));
        let (checking, hash) = (self.secrets.clone(), entry.hash);
        let here = self
            .home
            .blocking(move |home| {
                let mut bytes = Vec::new();
                home.ports.disk.open_file(&spooled).ok()?.read_to_end(&mut bytes).ok()?;
                checking.is_part(&bytes, &hash).then_some(bytes)
            })
            .await?;
        match here {
            Some(bytes) => Ok(bytes),
            None => self.part_from_cloud(resource, parts, index, transferred).await,
        }
    }

    /// One part from the cloud, opened and checked.
    pub(crate) async fn part_from_cloud(
        &self,
        resource: &Resource,
        parts: &SealedParts,
        index: u32,
        transferred: Option<Transferred>,
    ) -> Result<Vec<u8>, FetchError> {
        let count = u32::try_from(parts.list.len()).map_err(|_| FetchError::Damaged)?;
        let entry = usize::try_from(index).ok().and_then(|index| parts.list.get(index)).ok_or(FetchError::Damaged)?;
        let route = route::part(&self.library(), &entry.id);
        let (secrets, content, hash) = (self.secrets.clone(), resource.content_id, entry.hash);
        let (generation, suite) = (parts.generation, parts.suite);
        let errand = Errand::current().expecting(entry.bytes + ANSWER_HEAD);
        let sealed = match errand.run(self.session.transfer(Method::Get, &route, Body::None, transferred)).await {
            Ok(sealed) => sealed,
            Err(error) if error.refused_with(safelight_protocol::codes::NOT_FOUND) => return Err(FetchError::Lost),
            Err(error) => return Err(error.into()),
        };
        self.home
            .blocking(move |_| {
                let place = PartPlace { content: &content, index, count };
                secrets.open_part(generation, suite, place, &hash, sealed.to_vec())
            })
            .await?
            .map_err(|_| FetchError::Damaged)
    }

    /// Keeps a part that was fetched for a range, as a fetch of the whole that was cut off would.
    pub(super) async fn keep_part(&self, resource: &Resource, index: u32, plain: Vec<u8>) -> Result<(), FetchError> {
        let incoming = self.home.root.join("incoming").join(format!("{}.part", resource.content_id));
        self.spool(&incoming, index, plain).await.map(drop)
    }

    async fn spool(
        &self,
        incoming: &std::path::Path,
        index: u32,
        plain: Vec<u8>,
    ) -> Result<std::path::PathBuf, FetchError> {
        let path = incoming.with_extension(format!("part.{index}"));
        let target = path.clone();
        self.home.blocking(move |home| home.ports.disk.write_durable(&target, &mut Bytes::new(plain))).await??;
        Ok(path)
    }
}

/// As many thumbnails as a budget has room for, at least one, and the bytes of answer that they make.
fn fitting(wanted: Vec<Wanted>, left: u64) -> (Vec<Wanted>, u64) {
    let (mut fit, mut answer) = (Vec::new(), ANSWER_HEAD);
    for wanted in wanted {
        let bytes: u64 = wanted.parts.list.iter().map(|part| part.bytes + PER_PART).sum();
        if !fit.is_empty() && answer + bytes > left / 2 {
            break;
        }
        answer += bytes;
        fit.push(wanted);
    }
    (fit, answer)
}

pub(crate) async fn find(
    home: &Home,
    id: RecordId,
    kind: ResourceKind,
) -> Result<(Resource, Option<LocalFile>), FetchError> {
    home.read(move |db| {
        let Some(record) = records::load(db, &id)?.filter(Record::shown) else { return Ok(None) };
        let Some(shown) = record.asset().and_then(|asset| asset.resource(kind).cloned()) else { return Ok(None) };
        let local = files::load(db, &shown.content_id)?;
        // What the cloud has committed says where the parts are; what is shown may be ahead of it.
        let base = record.base_asset().and_then(|base| base.resource(kind).cloned());
        let resource =
            base.filter(|base| base.content_id == shown.content_id).unwrap_or(Resource { parts: None, ..shown });
        Ok(Some((resource, local)))
    })
    .await?
    .ok_or(FetchError::NotFound)
}

pub(super) async fn names_of(home: &Home, resource: &Resource) -> Result<Vec<String>, FetchError> {
    let holders = resource.holders.clone();
    let names = home.read(crate::library::device_names).await?;
    Ok(holders.iter().filter_map(|device| names.get(device).cloned()).collect())
}

/// Opens thumbnails and writes them. None for one that did not come or is damaged.
fn unpack(
    home: &Home,
    secrets: &LibrarySecrets,
    wanted: Vec<Wanted>,
    body: &[u8],
) -> Result<Vec<(Work, Option<LocalFile>)>, HomeError> {
    let frames: std::collections::BTreeMap<PartId, &[u8]> =
        frames::parse(body).unwrap_or_default().into_iter().collect();
    let cut_short = frames.len() < wanted.len() && !frames.is_empty();
    let mut outcomes = Vec::new();
    for Wanted { work, content, parts } in wanted {
        let [part] = parts.list.as_slice() else {
            outcomes.push((work, None));
            continue;
        };
        let Some(sealed) = frames.get(&part.id) else {
            if !cut_short {
                outcomes.push((work, None));
            }
            continue;
        };
        let place = PartPlace { content: &content, index: 0, count: 1 };
        let plain = secrets.open_part(parts.generation, parts.suite, place, &part.hash, sealed.to_vec());
        let file = match plain {
            Ok(plain) => {
                Some(crate::library::write_derivative(home, secrets, &plain)?).filter(|file| file.content == content)
            }
            Err(_) => None,
        };
        outcomes.push((work, file));
    }
    Ok(outcomes)
}

/// Puts the opened parts together, checks the whole and moves it where it belongs.
fn assemble(
    home: &Home,
    secrets: &LibrarySecrets,
    content: ContentId,
    kind: ResourceKind,
    parts: &[std::path::PathBuf],
) -> Result<LocalFile, FetchError> {
    let path = match kind {
        ResourceKind::Original => home.new_original_path(&content),
        _ => Home::derivative_path(&content),
    };
    let disk = &home.ports.disk;
    let mut source =
        Chain { disk: disk.as_ref(), parts: parts.iter(), current: None, hasher: secrets.content_hasher() };
    let target = home.root.join(&path);
    disk.write_durable(&target, &mut source)?;
    let matches = source.hasher.finish() == content;
    for part in parts {
        disk.remove(part)?;
    }
    if !matches {
        disk.remove(&target)?;
        return Err(FetchError::Damaged);
    }
    Ok(LocalFile { content, owner: Owner::Ours, path, stamp: disk.stamp(&target)? })
}

/// Reads files one after another, hashing what passes.
struct Chain<'a> {
    disk: &'a dyn crate::ports::Disk,
    parts: std::slice::Iter<'a, std::path::PathBuf>,
    current: Option<Box<dyn crate::ports::ReadSeek>>,
    hasher: crate::keys::ContentHasher,
}

impl Read for Chain<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let Some(current) = &mut self.current else {
                let Some(next) = self.parts.next() else { return Ok(0) };
                self.current = Some(self.disk.open_file(next)?);
                continue;
            };
            let read = current.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                self.hasher.update(buffer.get(..read).unwrap_or_default());
                return Ok(read);
            }
            self.current = None;
        }
    }
}
