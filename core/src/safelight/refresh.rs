//! The store's lease as the guard of a session's refresh: one process of a home at a time.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::account::{RefreshBusy, RefreshGuard, RefreshPermit};
use crate::home::Home;
use crate::store::lease::{self, Lease};

/// The store's lease as the guard of a session's refresh.
pub(super) struct LeaseGuard {
    pub(super) home: Home,
    pub(super) holder: String,
}

/// How long a refresh may take, and how often its turn is asked for.
const REFRESH: (Duration, Duration) = (Duration::from_secs(60), Duration::from_millis(100));

#[async_trait]
impl RefreshGuard for LeaseGuard {
    async fn acquire(&self) -> Result<RefreshPermit, RefreshBusy> {
        let clock = &self.home.ports.clock;
        let deadline = clock.monotonic() + REFRESH.0 + REFRESH.1;
        loop {
            let (holder, now) = (self.holder.clone(), Arc::clone(clock));
            let taken = self
                .home
                .write_quietly(move |db| lease::take(db, lease::TOKENS, &holder, now.as_ref(), REFRESH.0))
                .await;
            match taken {
                Ok(Some(lease)) => return Ok(Box::new(Permit { home: self.home.clone(), lease: Some(lease) })),
                Ok(None) if clock.monotonic() < deadline => clock.sleep(REFRESH.1).await,
                _ => return Err(RefreshBusy),
            }
        }
    }
}

struct Permit {
    home: Home,
    lease: Option<Lease>,
}

impl Drop for Permit {
    fn drop(&mut self) {
        let (home, lease) = (self.home.clone(), self.lease.take());
        self.home.ports.workers.run(Box::new(move || {
            if let Some(lease) = lease {
                // If it can't be given back it runs out by itself.
                let _ = home.store().write(|db| lease::give_back(db, &lease));
            }
        }));
    }
}
