//! Progress: the newest value, about ten times a second, and never in the way of the work.

use std::sync::Arc;
use std::time::Duration;

use safelight_core::ports::{Clock, SystemClock};
use safelight_core::{ImportProgress, ports::Transferred};
use tokio::sync::watch;

use crate::error::SafelightError;
use crate::log::{self, LogLevel};
use crate::runtime;
use crate::values::count;

/// How far work on several files is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct Progress {
    /// Files done.
    pub done: u64,
    /// Files found so far.
    pub of: u64,
}

/// How far one file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, uniffi::Record)]
pub struct FileProgress {
    /// Bytes that arrived. More than the file has where pieces came twice.
    pub received: u64,
}

/// Hears how far an import or export is. Called on a thread of its own, about ten times a second; a call that takes long is
/// told the newest next, and holds nothing up.
#[uniffi::export(foreign)]
pub trait ProgressListener: Send + Sync {
    /// So far.
    ///
    /// # Errors
    /// Nobody acts on one but the log.
    fn on_progress(&self, progress: Progress) -> Result<(), SafelightError>;
}

/// Hears how far a file is. Called like a [`ProgressListener`].
#[uniffi::export(foreign)]
pub trait FileProgressListener: Send + Sync {
    /// So far.
    ///
    /// # Errors
    /// Nobody acts on one but the log.
    fn on_progress(&self, progress: FileProgress) -> Result<(), SafelightError>;
}

/// Between two calls of a listener.
const BETWEEN: Duration = Duration::from_millis(100);

/// A way to tell a listener the newest value.
struct Newest<T>(watch::Sender<Option<T>>);

impl<T: Clone + Send + Sync + 'static> Newest<T> {
    fn told_to(tell: impl Fn(T) -> Result<(), SafelightError> + Send + Sync + 'static) -> Self {
        let (sender, mut receiver) = watch::channel(None);
        let tell = Arc::new(tell);
        runtime::beside(async move {
            // Ends when the work has: its last value is told first.
            while receiver.changed().await.is_ok() {
                let newest: Option<T> = receiver.borrow_and_update().clone();
                let Some(newest) = newest else { continue };
                let tell = Arc::clone(&tell);
                let told = runtime::blocking(move || tell(newest)).await;
                if let Err(error) | Ok(Err(error)) = told {
                    log::note(LogLevel::Warning, "listener", &error.to_string());
                }
                SystemClock.sleep(BETWEEN).await;
            }
        });
        Self(sender)
    }

    fn is(&self, value: T) {
        self.0.send_replace(Some(value));
    }
}

/// What the engine tells progress to.
pub(crate) fn of_files(listener: Option<Arc<dyn ProgressListener>>) -> impl FnMut(ImportProgress) + Send + 'static {
    let newest = listener.map(|listener| Newest::told_to(move |progress| listener.on_progress(progress)));
    move |progress: ImportProgress| {
        if let Some(newest) = &newest {
            newest.is(Progress { done: count(progress.done), of: count(progress.of) });
        }
    }
}

/// What the engine tells the bytes of one file to.
pub(crate) fn of_a_file(listener: Option<Arc<dyn FileProgressListener>>) -> Option<Transferred> {
    let listener = listener?;
    let newest = Newest::told_to(move |progress| listener.on_progress(progress));
    let received = std::sync::atomic::AtomicU64::new(0);
    Some(Arc::new(move |_sent, more| {
        let before = received.fetch_add(more, std::sync::atomic::Ordering::Relaxed);
        newest.is(FileProgress { received: before.saturating_add(more) });
    }))
}
