//! Albums: a name, and entries of their own, so that two phones that fill one album never undo one another.

use safelight_protocol::RecordId;

use crate::home::{Home, HomeError};
use crate::keys::LibrarySecrets;
use crate::ports::random;
use crate::record::{Album, AlbumEntry, Document, Kind};
use crate::store::albums::{self, AlbumRow};
use crate::store::records::{self, Record};

use super::Changed;

/// Why something with an album was refused.
#[derive(Debug, thiserror::Error)]
pub enum AlbumError {
    /// No album has this name or id.
    #[error("no album has this name or id")]
    NotFound,
    /// Several albums have this name: use an id.
    #[error("several albums have this name; use the id")]
    Ambiguous,
    /// An album needs a name of 1 to 200 characters.
    #[error("an album's name has 1 to 200 characters")]
    Name,
    /// No such asset.
    #[error("no photo or video has this id")]
    NoAsset(RecordId),
    /// Nobody ever signed in on this device.
    #[error("nobody is signed in on this device")]
    SignedOut,
    /// The home failed.
    #[error(transparent)]
    Home(#[from] HomeError),
}

impl AlbumError {
    /// The cause's code in the shared vocabulary.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "album.unknown",
            Self::Ambiguous => "album.ambiguous",
            Self::Name => "album.name",
            Self::NoAsset(_) => "item.unknown",
            Self::SignedOut => "acct.signed_out",
            Self::Home(error) => error.code(),
        }
    }
}

/// All albums, or the one of this name or id.
pub(crate) async fn list(home: &Home) -> Result<Vec<AlbumRow>, AlbumError> {
    Ok(home.read(|db| albums::list(db, None)).await?)
}

/// The one album of this name or id.
pub(crate) async fn find(home: &Home, name_or_id: &str) -> Result<AlbumRow, AlbumError> {
    let wanted = name_or_id.to_owned();
    let mut found = home.read(move |db| albums::list(db, Some(&wanted))).await?;
    if found.len() > 1 {
        return Err(AlbumError::Ambiguous);
    }
    found.pop().ok_or(AlbumError::NotFound)
}

/// Makes an album.
pub(crate) async fn create(home: &Home, name: &str) -> Result<AlbumRow, AlbumError> {
    let name = checked(name)?;
    let id = RecordId(random(home.ports.rng.as_ref()));
    let now = home.now();
    let album = AlbumRow { id, name: name.clone(), count: 0 };
    home.write(move |db| records::save(db, &Record::fresh(id, Document::of(&Kind::Album, &Album { name })), now))
        .await?;
    Ok(album)
}

/// Gives an album another name.
pub(crate) async fn rename(home: &Home, name_or_id: &str, name: &str) -> Result<AlbumRow, AlbumError> {
    let name = checked(name)?;
    let album = find(home, name_or_id).await?;
    let (id, new, now) = (album.id, name.clone(), home.now());
    home.write(move |db| {
        let Some(mut record) = records::load(db, &id)? else { return Ok(()) };
        record.doc.update(None, &Album { name: new });
        record.dirty = record.base.as_ref() != Some(&record.doc);
        records::save(db, &record, now)
    })
    .await?;
    Ok(AlbumRow { name, ..album })
}

/// Deletes an album. No photo goes with it.
pub(crate) async fn delete(home: &Home, name_or_id: &str) -> Result<AlbumRow, AlbumError> {
    let album = find(home, name_or_id).await?;
    let (id, now) = (album.id, home.now());
    home.write(move |db| {
        let entries = albums::entries(db, &id)?;
        for id in entries.into_iter().chain([id]) {
            records::bury(db, &id, now)?;
        }
        Ok(())
    })
    .await?;
    Ok(album)
}

/// Puts assets into an album.
pub(crate) async fn add(
    home: &Home,
    secrets: &LibrarySecrets,
    name_or_id: &str,
    assets: Vec<RecordId>,
) -> Result<Changed, AlbumError> {
    let album = find(home, name_or_id).await?.id;
    let (secrets, now) = (secrets.clone(), home.now());
    let outcome = home
        .write(move |db| {
            let mut changed = Changed::default();
            for asset in assets {
                if !records::load(db, &asset)?.is_some_and(|record| record.shown() && record.asset().is_some()) {
                    return Ok(Err(asset));
                }
                let id = secrets.album_entry_id(&album, &asset);
                let document = Document::of(&Kind::AlbumEntry, &AlbumEntry { album, asset });
                match records::load(db, &id)? {
                    Some(record) if record.shown() => {
                        changed.unchanged.push(asset);
                        continue;
                    }
                    Some(record) => {
                        let dirty = record.base.as_ref() != Some(&document);
                        let record = Record { doc: document, dirty, purge: false, ..record };
                        records::save(db, &record, now)?;
                    }
                    None => records::save(db, &Record::fresh(id, document), now)?,
                }
                changed.changed.push(asset);
            }
            Ok(Ok(changed))
        })
        .await?;
    outcome.map_err(AlbumError::NoAsset)
}

/// Takes assets out of an album; they stay in the library.
pub(crate) async fn remove(
    home: &Home,
    secrets: &LibrarySecrets,
    name_or_id: &str,
    assets: Vec<RecordId>,
) -> Result<Changed, AlbumError> {
    let album = find(home, name_or_id).await?.id;
    let (secrets, now) = (secrets.clone(), home.now());
    Ok(home
        .write(move |db| {
            let mut changed = Changed::default();
            for asset in assets {
                let list = if records::bury(db, &secrets.album_entry_id(&album, &asset), now)? {
                    &mut changed.changed
                } else {
                    &mut changed.unchanged
                };
                list.push(asset);
            }
            Ok(changed)
        })
        .await?)
}

fn checked(name: &str) -> Result<String, AlbumError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(AlbumError::Name);
    }
    Ok(name.to_owned())
}
