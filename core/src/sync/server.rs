//! What the account knows of its server: the key by which it is known again and the addresses that it offers.
//!
//! Both lie in the library's settings record, sealed like every record. The key that stands there first stays: a phone that
//! signed in on another machine, which handed everything on, finds out here that its server has another key, and from then
//! on gives nothing to that machine.

use data_encoding::BASE64URL_NOPAD;
use safelight_protocol::Blob;
use safelight_protocol::identity::{ServerAddress, normalise_address};
use safelight_protocol::server::ServerDescription;
use serde::{Deserialize, Serialize};

use super::pull::RESTORED;
use super::{Engine, SyncError};
use crate::account::{AccountError, SessionError};
use crate::cloud::CloudError;
use crate::record::{Document, Kind};
use crate::store::lease::Lease;
use crate::store::records::{self, Record};
use crate::store::{findings, meta, work};

/// This phone met another machine in the server's place.
pub(crate) const IMPOSTOR: &str = "srv.impostor";

/// The most addresses that are taken from a server.
const MOST_ADDRESSES: usize = 16;

/// What the library's settings say of the server.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct ServerSettings {
    /// The server's key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    server_identity: Option<String>,
    /// Its addresses, the best first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    server_addresses: Option<Vec<ServerAddress>>,
}

impl Engine {
    /// Takes over what the server says of itself, compares its key with the account's, and tells the other phones.
    pub(super) async fn note_server(&self, lease: &Lease, description: &ServerDescription) -> Result<(), SyncError> {
        let Some(addresses) = self.session.cloud().addresses() else { return Ok(()) };
        let mut known = addresses.known();
        let Some(met) = known.identity.clone() else { return Ok(()) };
        known.addresses = offered(description);
        let (id, now, own) = (self.secrets.settings_id(), self.home.now(), known.clone());
        let account_says = self
            .write(lease, move |db| {
                let record = records::load(db, &id)?.filter(|record| !record.tombstone);
                let mut record = record.unwrap_or_else(|| Record::fresh(id, Document::of(&Kind::Settings, &())));
                let Ok(before) = record.doc.view::<ServerSettings>() else { return Ok(None) };
                let said =
                    before.server_identity.as_ref().and_then(|text| BASE64URL_NOPAD.decode(text.as_bytes()).ok());
                let said = said.filter(|key| key.len() == 32).map(Blob);
                if let Some(other) = said.clone().filter(|said| *said != met) {
                    findings::raise(db, IMPOSTOR, "", "{}", now.as_millisecond())?;
                    let kept = crate::cloud::KnownServer { identity: Some(other.clone()), ..own };
                    meta::save(db, meta::SERVER, &kept)?;
                    return Ok(Some(other));
                }
                findings::withdraw(db, IMPOSTOR, "")?;
                let listed = (!own.addresses.is_empty()).then(|| own.addresses.clone());
                let after = ServerSettings {
                    server_identity: Some(BASE64URL_NOPAD.encode(met.as_slice())),
                    server_addresses: listed.or_else(|| before.server_addresses.as_ref().map(|_| Vec::new())),
                };
                if after != before {
                    record.doc.update(Some(&before), &after);
                    record.dirty = record.base.as_ref() != Some(&record.doc);
                    records::save(db, &record, now)?;
                }
                meta::save(db, meta::SERVER, &own)?;
                Ok(None)
            })
            .await?;
        match account_says {
            Some(other) => {
                addresses.learn(Some(other), Vec::new());
                Err(SessionError::Cloud(CloudError::OtherServer).into())
            }
            None => {
                addresses.learn(None, known.addresses);
                Ok(())
            }
        }
    }
}

/// Another device set a new password, or new recovery words.
pub(crate) const PASSWORD_CHANGED: &str = "acct.password_changed";
pub(crate) const WORDS_CHANGED: &str = "acct.words_changed";

/// How often the account is looked at, and for how long a change is told.
const ACCOUNT_EVERY_MS: i64 = 60 * 60 * 1000;
const TOLD_FOR_MS: i64 = 14 * 24 * ACCOUNT_EVERY_MS;

impl Engine {
    /// Tells the person what another device has changed about the account: whoever has not done it should know.
    pub(super) async fn note_account(&self, lease: &Lease) -> Result<(), SyncError> {
        let now_ms = self.home.now().as_millisecond();
        let checked: Option<i64> = self.home.read(|db| meta::load(db, meta::ACCOUNT_CHECKED)).await?;
        if checked.is_some_and(|checked| (0..ACCOUNT_EVERY_MS).contains(&(now_ms - checked))) {
            return Ok(());
        }
        let changed = match self.session.changed_elsewhere().await {
            Ok(changed) => changed,
            Err(AccountError::Session(error)) => return Err(error.into()),
            // A vault that can't be read has its own words, wherever it is needed.
            Err(_) => return Ok(()),
        };
        self.write(lease, move |db| {
            // What a restored server lacked may still be on its way to it.
            let sent_again = records::count_dirty(db)? == 0 && work::backlog(db)?.originals == 0;
            for old in findings::list(db)?.iter().filter(|old| now_ms.saturating_sub(old.since_ms) > TOLD_FOR_MS) {
                let past = match old.code.as_str() {
                    PASSWORD_CHANGED | WORDS_CHANGED => true,
                    RESTORED => sent_again,
                    _ => false,
                };
                if past {
                    findings::withdraw(db, &old.code, &old.subject)?;
                }
            }
            for (code, changed) in [(PASSWORD_CHANGED, changed.password), (WORDS_CHANGED, changed.words)] {
                if changed {
                    findings::raise(db, code, "", "{}", now_ms)?;
                }
            }
            meta::save(db, meta::ACCOUNT_CHECKED, &now_ms)
        })
        .await
    }
}

/// The addresses that a description offers, in one form each and no more than a person can have named.
fn offered(description: &ServerDescription) -> Vec<ServerAddress> {
    let mut offered: Vec<ServerAddress> = Vec::new();
    for address in description.addresses.iter().take(MOST_ADDRESSES) {
        let url = normalise_address(&address.url);
        if !offered.iter().any(|other| other.url == url) {
            offered.push(ServerAddress { kind: address.kind, url });
        }
    }
    offered
}
