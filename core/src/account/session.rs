use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use safelight_protocol::account::{Refresh, Tokens, refresh_message};
use safelight_protocol::{DeviceId, codes, route};
use serde::de::DeserializeOwned;

use super::kept::{KeptAccount, KeptSession};
use super::{End, SessionError, StretchPolicy};
use crate::cloud::{Body, Cloud, CloudError};
use crate::keys::DeviceKey;
use crate::ports::{EventSource, KeyVault, Method, Ports, Transferred, offload};

/// An access token that ends within so many milliseconds is renewed before it is used: a request takes a while to arrive.
const RENEW_BEFORE_MS: i64 = 5_000;

/// Held while this process alone may renew the session; dropping it lets the next one.
pub type RefreshPermit = Box<dyn Send>;

/// Another process has been renewing the session for too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("another process is renewing the session")]
pub struct RefreshBusy;

/// Lets one process at a time renew a session: the store's lease, where an app and its extension share one.
#[async_trait]
pub trait RefreshGuard: Send + Sync {
    /// Waits for its turn, for as long as a renewal may take.
    async fn acquire(&self) -> Result<RefreshPermit, RefreshBusy>;
}

/// A guard for where no other process can share the vault.
#[derive(Debug, Clone, Copy, Default)]
pub struct OnlyProcess;

#[async_trait]
impl RefreshGuard for OnlyProcess {
    async fn acquire(&self) -> Result<RefreshPermit, RefreshBusy> {
        Ok(Box::new(()))
    }
}

/// Speaks to the cloud for a device that is signed in: adds the access token to each call, and renews it.
///
/// Cheap to clone; clones share everything. Every future may be dropped at any point.
///
/// A renewal reads the vault anew when its turn has come (another process may have been faster), asks, and puts the new
/// tokens into the vault before it uses them: the server keeps the old refresh token good until then, so a kill or a lost
/// answer anywhere only means that the same successor is asked for again.
///
/// An end is kept in the vault and said at each further use, without asking the server.
#[derive(Clone)]
pub struct Session(Arc<Inner>);

struct Inner {
    cloud: Cloud,
    ports: Ports,
    guard: Arc<dyn RefreshGuard>,
    stretch: StretchPolicy,
    known: Mutex<Option<KeptSession>>,
    turn: tokio::sync::Mutex<()>,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("cloud", &self.0.cloud).finish_non_exhaustive()
    }
}

impl Session {
    /// The session that the vault holds. Nothing is read before the first use.
    pub fn new(cloud: Cloud, ports: Ports, guard: Arc<dyn RefreshGuard>, stretch: StretchPolicy) -> Self {
        let (known, turn) = (Mutex::new(None), tokio::sync::Mutex::new(()));
        Self(Arc::new(Inner { cloud, ports, guard, stretch, known, turn }))
    }

    /// The cloud that it speaks to.
    pub fn cloud(&self) -> &Cloud {
        &self.0.cloud
    }

    /// The device that is signed in.
    pub async fn device(&self) -> Result<DeviceId, SessionError> {
        Ok(self.current().await?.device)
    }

    /// How the session ended; none while it goes on. Asks nobody.
    pub async fn ended(&self) -> Result<Option<End>, SessionError> {
        match self.current().await {
            Ok(_) => Ok(None),
            Err(SessionError::Ended(end)) => Ok(Some(end)),
            Err(error) => Err(error),
        }
    }

    /// An access token for a request that somebody else will make. Good for minutes.
    pub async fn access(&self) -> Result<String, SessionError> {
        Ok(self.usable().await?.tokens.access)
    }

    /// Asks and reads a JSON answer.
    pub async fn call<T: DeserializeOwned + Send>(
        &self,
        method: Method,
        route: &str,
        body: Body,
    ) -> Result<T, SessionError> {
        let cloud = &self.0.cloud;
        let body = &body;
        self.with_token(|token| async move { cloud.call(method, route, Some(&token), body.clone()).await }).await
    }

    /// Asks and expects nothing back.
    pub async fn tell(&self, method: Method, route: &str, body: Body) -> Result<(), SessionError> {
        let cloud = &self.0.cloud;
        let body = &body;
        self.with_token(|token| async move { cloud.tell(method, route, Some(&token), body.clone()).await }).await
    }

    /// Sends or fetches bytes, telling how they move.
    pub async fn transfer(
        &self,
        method: Method,
        route: &str,
        body: Body,
        transferred: Option<Transferred>,
    ) -> Result<Bytes, SessionError> {
        let cloud = &self.0.cloud;
        let (body, transferred) = (&body, &transferred);
        self.with_token(|token| async move {
            cloud.transfer(method, route, Some(&token), body.clone(), transferred.clone()).await
        })
        .await
    }

    /// Opens the stream of announcements.
    pub async fn stream(&self, route: &str) -> Result<Box<dyn EventSource>, SessionError> {
        let cloud = &self.0.cloud;
        self.with_token(|token| async move { cloud.stream(route, &token).await }).await
    }

    /// Ends this device's session, at the server and here. Keys and library stay.
    ///
    /// Where the server can't be reached nothing has changed; [`sign_out_here`](Self::sign_out_here) goes on without it.
    pub async fn sign_out(&self) -> Result<(), SessionError> {
        match self.tell(Method::Post, route::SESSION_SIGNOUT, Body::None).await {
            Ok(()) | Err(SessionError::Ended(_)) => self.sign_out_here().await,
            Err(error) => Err(error),
        }
    }

    /// Ends the session on this device only: the server's list shows the device until somebody revokes it.
    pub async fn sign_out_here(&self) -> Result<(), SessionError> {
        self.end_here(End::SignedOut).await
    }

    /// Asks the server again at the next use, where the session ended because the account was disabled: that may have been
    /// taken back.
    pub async fn look_again(&self) -> Result<(), SessionError> {
        let _turn = self.0.turn.lock().await;
        let _permit = self.0.guard.acquire().await.map_err(|RefreshBusy| SessionError::Busy)?;
        match self.reload().await? {
            Some(kept) if kept.ended() == Some(End::Locked) => self.keep(kept.with_end(None)).await,
            _ => Ok(()),
        }
    }

    /// The device's key: signs what a token alone must not be able to do.
    pub(super) async fn device_key(&self) -> Result<DeviceKey, SessionError> {
        Ok(self.current().await?.key)
    }

    pub(super) fn ports(&self) -> &Ports {
        &self.0.ports
    }

    pub(super) fn stretch(&self) -> &StretchPolicy {
        &self.0.stretch
    }

    pub(super) async fn kept_account(&self) -> Result<Option<KeptAccount>, SessionError> {
        self.in_vault(|vault| KeptAccount::load(vault)).await
    }

    /// Runs a blocking job on the vault.
    pub(super) async fn in_vault<T, F>(&self, job: F) -> Result<T, SessionError>
    where
        T: Send + 'static,
        F: FnOnce(&dyn KeyVault) -> Result<T, SessionError> + Send + 'static,
    {
        let vault = Arc::clone(&self.0.ports.vault);
        offload(self.0.ports.workers.as_ref(), move || job(vault.as_ref())).await?
    }

    /// Keeps an end, whatever the server said before.
    pub(super) async fn end_here(&self, end: End) -> Result<(), SessionError> {
        let _turn = self.0.turn.lock().await;
        let _permit = self.0.guard.acquire().await.map_err(|RefreshBusy| SessionError::Busy)?;
        match self.reload().await? {
            Some(kept) => self.keep(kept.with_end(Some(end))).await,
            None => Ok(()),
        }
    }

    /// Asks with a token; renews it and asks once more where it has ended.
    async fn with_token<T, F, A>(&self, ask: F) -> Result<T, SessionError>
    where
        F: Fn(String) -> A,
        A: Future<Output = Result<T, CloudError>>,
    {
        let first = self.usable().await?;
        let error = match ask(first.tokens.access.clone()).await {
            Ok(answer) => return Ok(answer),
            Err(error) => error,
        };
        let second = match End::from_code(error.code()) {
            Some(end) => self.conclude(&first, end).await?,
            None if error.refused_with(codes::TOKEN_EXPIRED) => self.renew(&first).await?,
            None => return Err(error.into()),
        };
        match ask(second.tokens.access.clone()).await {
            Ok(answer) => Ok(answer),
            Err(error) => {
                if let Some(end) = End::from_code(error.code()) {
                    self.conclude(&second, end).await?;
                }
                Err(error.into())
            }
        }
    }

    /// The session with an access token that has not ended by the server's clock.
    async fn usable(&self) -> Result<KeptSession, SessionError> {
        let session = self.current().await?;
        let now_ms = self.0.ports.clock.now().as_millisecond().saturating_add(self.0.cloud.clock_offset_ms());
        if session.tokens.access_expires_ms.saturating_sub(RENEW_BEFORE_MS) > now_ms {
            Ok(session)
        } else {
            self.renew(&session).await
        }
    }

    /// The session as it is known, from the vault the first time and once it has ended: somebody may have signed in anew.
    async fn current(&self) -> Result<KeptSession, SessionError> {
        let known = self.known().clone().filter(|session| session.ended().is_none());
        match known {
            Some(session) => Ok(session),
            None => going_on(self.reload().await?),
        }
    }

    /// Exchanges the tokens, unless somebody has done it since `spent` was read.
    async fn renew(&self, spent: &KeptSession) -> Result<KeptSession, SessionError> {
        let _turn = self.0.turn.lock().await;
        let _permit = self.0.guard.acquire().await.map_err(|RefreshBusy| SessionError::Busy)?;
        let kept = going_on(self.reload().await?)?;
        if kept.tokens.access != spent.tokens.access {
            return Ok(kept);
        }
        let refresh = kept.tokens.refresh.clone();
        let signature = kept.key.sign(&refresh_message(&kept.device, &refresh)).to_vec().into();
        let request = Body::json(&Refresh { device: kept.device, refresh, signature });
        match self.0.cloud.call::<Tokens>(Method::Post, route::SESSION_REFRESH, None, request).await {
            Ok(tokens) => {
                let renewed = kept.with_tokens(tokens);
                self.keep(renewed.clone()).await?;
                Ok(renewed)
            }
            Err(error) => match End::from_code(error.code()) {
                Some(end) => {
                    self.keep(kept.with_end(Some(end))).await?;
                    Err(SessionError::Ended(end))
                }
                None => Err(error.into()),
            },
        }
    }

    /// Keeps the end that the server announced to `used`, unless another process has a newer session by now: that is
    /// returned, to be tried.
    async fn conclude(&self, used: &KeptSession, end: End) -> Result<KeptSession, SessionError> {
        let _turn = self.0.turn.lock().await;
        let Ok(_permit) = self.0.guard.acquire().await else { return Err(SessionError::Ended(end)) };
        let kept = going_on(self.reload().await?)?;
        if kept.tokens.access != used.tokens.access {
            return Ok(kept);
        }
        self.keep(kept.with_end(Some(end))).await?;
        Err(SessionError::Ended(end))
    }

    async fn reload(&self) -> Result<Option<KeptSession>, SessionError> {
        let session = self.in_vault(|vault| KeptSession::load(vault)).await?;
        self.known().clone_from(&session);
        Ok(session)
    }

    /// Durable first, then used.
    async fn keep(&self, session: KeptSession) -> Result<(), SessionError> {
        let kept = session.clone();
        self.in_vault(move |vault| kept.save(vault)).await?;
        *self.known() = Some(session);
        Ok(())
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Option<KeptSession>> {
        self.0.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn going_on(session: Option<KeptSession>) -> Result<KeptSession, SessionError> {
    let session = session.ok_or(SessionError::Ended(End::SignedOut))?;
    match session.ended() {
        Some(end) => Err(SessionError::Ended(end)),
        None => Ok(session),
    }
}

#[cfg(test)]
mod tests;
