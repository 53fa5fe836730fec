use std::sync::Arc;

use tokio::sync::watch;

/// Ends a long call from outside. Give one to the call, keep it, and cancel it when the person or the system says so: the
/// call ends with [`SafelightError::Cancelled`](crate::SafelightError::Cancelled), a sync within a second and in good order.
///
/// One that was cancelled stays so. A token may be given to several calls.
#[derive(Debug, uniffi::Object)]
pub struct CancelToken(watch::Sender<bool>);

#[uniffi::export]
impl CancelToken {
    /// A token that nobody has cancelled.
    #[uniffi::constructor]
    pub fn new() -> Arc<Self> {
        Arc::new(Self(watch::Sender::new(false)))
    }

    /// Ends every call that this token was given to. Returns at once.
    pub fn cancel(&self) {
        self.0.send_replace(true);
    }

    /// Whether it was cancelled.
    pub fn is_cancelled(&self) -> bool {
        *self.0.borrow()
    }
}

impl CancelToken {
    fn receiver(&self) -> watch::Receiver<bool> {
        self.0.subscribe()
    }
}

/// Returns when the token is cancelled; never where there is none.
pub(crate) async fn cancelled(token: Option<&Arc<CancelToken>>) {
    match token {
        Some(token) => happened(token.receiver()).await,
        None => std::future::pending().await,
    }
}

/// Returns when a flag is raised; never if it can't be any more.
pub(crate) async fn happened(mut flag: watch::Receiver<bool>) {
    if flag.wait_for(|raised| *raised).await.is_err() {
        std::future::pending::<()>().await;
    }
}
