//! What a person waits for goes first: while a file is being opened, the background stands aside.

use std::sync::Arc;

use super::Live;

/// Somebody waits for a file. When this is dropped they do not any more, whether they have it or gave up.
#[derive(Debug)]
pub(crate) struct Waited(Arc<Live>);

impl Live {
    /// Notes that somebody waits for a file.
    pub(crate) fn wait_for_file(self: &Arc<Self>) -> Waited {
        self.opening.send_modify(|count| *count += 1);
        Waited(Arc::clone(self))
    }

    /// Returns when nobody waits for a file.
    pub(super) async fn let_first(&self) {
        let mut opening = self.opening.subscribe();
        // The sender is our own: it is there as long as we are.
        let _ = opening.wait_for(|count| *count == 0).await;
    }
}

impl Drop for Waited {
    fn drop(&mut self) {
        self.0.opening.send_modify(|count| *count = count.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::Pin;
    use std::task::{Context, Waker};

    use super::*;

    fn waits(future: &mut Pin<Box<impl Future<Output = ()>>>) -> bool {
        future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending()
    }

    #[tokio::test]
    async fn the_background_stands_aside_while_somebody_waits() {
        let live = Arc::new(Live::default());
        live.let_first().await;
        let (first, second) = (live.wait_for_file(), live.wait_for_file());
        let mut background = Box::pin(live.let_first());
        assert!(waits(&mut background));
        drop(first);
        assert!(waits(&mut background));
        drop(second);
        background.await;
    }
}
