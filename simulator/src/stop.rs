//! The word to stop, given once to all that runs.

use tokio::sync::watch;

/// Returns when it is given, or when whoever could give it has gone.
pub(crate) async fn told(mut stop: watch::Receiver<bool>) {
    // Both answers mean the same.
    let _ = stop.wait_for(|stop| *stop).await;
}
