//! What the policy looks at, as this home knows it.

use jiff::Timestamp;
use rusqlite::Connection;
use safelight_protocol::server::Usage;

use super::address::kind_of;
use crate::facts::{Fact, Facts};
use crate::home::HomeError;
use crate::policy::{Account, Backlog, CloudRoom, Inputs, Refusal, ServerPlace, Standing, Waiting};
use crate::ports::Place;
use crate::reasons::{Hold, WorkClass};
use crate::safelight::{Safelight, SignIn};
use crate::store::{StoreError, meta, unsigned, work};

/// Everything that the policy looks at.
pub(super) async fn inputs(safelight: &Safelight) -> Result<Inputs, HomeError> {
    let home = safelight.home();
    let now = home.now().to_zoned(home.ports.clock.zone());
    let (standing, server) = match safelight.sign_in_state().await {
        SignIn::Never => (Standing::SignedOut, None),
        SignIn::Active(identity) => (Standing::SignedIn, Some(identity.server)),
        SignIn::Ended(identity, code) => (Standing::Ended(code), Some(identity.server)),
    };
    let place = match server.map(|server| kind_of(&server).place) {
        Some(Place::LocalNetwork) => ServerPlace::LocalNetwork,
        _ => ServerPlace::Internet,
    };
    let at = now.timestamp();
    let space = home.blocking(|home| home.ports.disk.space(&home.root)).await?;
    let mut facts = Facts::desktop_default(at);
    if let Some(space) = space {
        facts.free_bytes = Fact::known(space.free, at);
        facts.total_bytes = Fact::known(space.total, at);
    }
    // A database that can't be read is told by whoever reads the rest of it.
    let stored = home.read(stored).await.unwrap_or_default();
    let account = Account { standing, place, refusal: stored.refusal, room: stored.room };
    Ok(Inputs { facts, account, backlog: stored.backlog, ..Inputs::calm(now) })
}

#[derive(Default)]
struct Stored {
    refusal: Option<Refusal>,
    room: Option<CloudRoom>,
    backlog: Backlog,
}

fn stored(db: &Connection) -> Result<Stored, StoreError> {
    let holds: Vec<Hold> = meta::load(db, meta::HOLDS)?.unwrap_or_default();
    let of_the_server = |code: &str| ["net.", "srv.", "ver."].iter().any(|family| code.starts_with(family));
    let refused = holds.iter().find(|hold| hold.class == WorkClass::Everything && of_the_server(&hold.code));
    let since = |hold: &Hold| Timestamp::from_millisecond(hold.since_ms).ok();
    let refusal = refused.map(|hold| Refusal { code: hold.code.clone(), since: since(hold), until: None });
    let usage: Option<Usage> = meta::load(db, meta::USAGE)?;
    let backlog = Backlog {
        thumbnails: waiting(db, work::Class::Thumbnail, work::Class::Thumbnail)?,
        photos: waiting(db, work::Class::Preview, work::Class::Photo)?,
        videos: waiting(db, work::Class::Video, work::Class::Video)?,
    };
    Ok(Stored { refusal, room: usage.as_ref().map(room), backlog })
}

/// Room in the cloud, as its server counts it.
pub(super) fn room(usage: &Usage) -> CloudRoom {
    let small = usage.quota.saturating_sub(usage.used).saturating_sub(usage.reserved);
    CloudRoom { originals: small.saturating_sub(usage.kept_for_small), small }
}

fn waiting(db: &Connection, from: work::Class, to: work::Class) -> Result<Waiting, StoreError> {
    let sql = "SELECT count(*), coalesce(sum(bytes), 0), coalesce(min(bytes), 0) FROM work \
               WHERE direction = 'send' AND state = 'waiting' AND class BETWEEN ?1 AND ?2";
    Ok(db.prepare_cached(sql)?.query_row([from as i64, to as i64], |row| {
        Ok(Waiting { count: unsigned(row.get(0)?), bytes: unsigned(row.get(1)?), smallest: unsigned(row.get(2)?) })
    })?)
}
