//! The account's server: where it is, by what it is known again, and which authority of the person's own vouches for it.

use std::sync::{Arc, PoisonError};

use super::{Safelight, SafelightError};
use crate::cloud::{AddressTried, Addresses, Authority, Cloud, Fingerprint, KnownServer};
use crate::home::HomeError;
use crate::store::meta;

/// Why an authority of the person's own is not taken. Both fingerprints are shown, so that they can be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuthorityError {
    /// Another one is trusted for this server already.
    #[error("this device trusts the authority {kept} for this server, and was given {offered}")]
    Changed {
        /// The one that is trusted.
        kept: Fingerprint,
        /// The one that was given.
        offered: Fingerprint,
    },
    /// It is not the one that the person has named.
    #[error("the authority's fingerprint is {offered}, and {expected} was expected")]
    Unexpected {
        /// The fingerprint that the person has named.
        expected: Fingerprint,
        /// What the authority has.
        offered: Fingerprint,
    },
}

impl AuthorityError {
    /// The code in the shared vocabulary.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Changed { .. } => "net.authority_changed",
            Self::Unexpected { .. } => "net.authority_wrong",
        }
    }
}

/// The account's server.
impl Safelight {
    /// Trusts an authority of the person's own for the server of the next sign-up, sign-in or recovery in this process, and
    /// for no other. It is kept with the home once that has succeeded.
    ///
    /// `expected` is the fingerprint that the person was told by the server's owner. Without it, another authority than the
    /// one that is kept is refused.
    ///
    /// # Errors
    /// [`AuthorityError`] with both fingerprints.
    pub async fn trust_authority(
        &self,
        authority: Authority,
        expected: Option<Fingerprint>,
    ) -> Result<(), SafelightError> {
        let offered = authority.fingerprint();
        if let Some(expected) = expected.filter(|expected| *expected != offered) {
            return Err(AuthorityError::Unexpected { expected, offered }.into());
        }
        let kept = self.known_server().await?.authority.map(|kept| kept.fingerprint());
        if let Some(kept) = kept.filter(|kept| *kept != offered && expected.is_none()) {
            return Err(AuthorityError::Changed { kept, offered }.into());
        }
        *self.0.authority.lock().unwrap_or_else(PoisonError::into_inner) = Some(authority);
        Ok(())
    }

    /// The fingerprint of the authority that is trusted for this home's server beside the system's.
    pub async fn authority(&self) -> Result<Option<Fingerprint>, HomeError> {
        Ok(self.known_server().await?.authority.map(|kept| kept.fingerprint()))
    }

    /// The addresses at which this process last looked for the server, and what each answered.
    pub fn addresses_tried(&self) -> Vec<AddressTried> {
        self.addresses().map(|addresses| addresses.tried()).unwrap_or_default()
    }

    /// The network has changed: whoever answers at the server's addresses now must prove itself anew, the best address
    /// first. A shell calls this whenever the system tells it.
    pub fn network_changed(&self) {
        self.0.changes.note();
    }

    fn addresses(&self) -> Option<Arc<Addresses>> {
        self.state().engine.and_then(|engine| engine.session.cloud().addresses().cloned())
    }

    pub(crate) async fn known_server(&self) -> Result<KnownServer, HomeError> {
        self.home().read(|db| Ok(meta::load(db, meta::SERVER)?.unwrap_or_default())).await
    }

    /// A server that somebody signs in on: where the person says that it is, by whatever key it has.
    pub(super) async fn newly_met(&self, server: &str) -> Result<Cloud, HomeError> {
        let offered = self.0.authority.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let authority = match offered {
            Some(authority) => Some(authority),
            None => self.known_server().await?.authority,
        };
        Ok(self.cloud(server, KnownServer { authority, ..KnownServer::default() }))
    }

    pub(super) fn cloud(&self, server: &str, known: KnownServer) -> Cloud {
        let ports = &self.0.home.ports;
        let alike = Cloud::new(Arc::clone(&ports.remote), Arc::clone(&ports.clock), server, &self.0.options.client);
        Cloud::among(Addresses::new(server, known, Arc::clone(&ports.rng), self.0.changes.clone()), server, alike)
    }
}
