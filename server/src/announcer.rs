//! Who listens for changes, and how they are told.
//!
//! A listener is told a library's newest head and nothing else, so what waits for a slow one never grows. Listeners of a
//! device are let go in the moment in which its session ends.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use safelight_protocol::{AccountId, DeviceId, Head, LibraryId};
use tokio::sync::watch;

/// An older stream of the same device ends when it opens more than these: its phone has lost it.
const STREAMS_OF_A_DEVICE: usize = 4;

#[derive(Default)]
pub(crate) struct Announcer {
    heads: Mutex<BTreeMap<LibraryId, watch::Sender<Option<Head>>>>,
    listeners: Mutex<Listeners>,
}

#[derive(Default)]
struct Listeners {
    begun: u64,
    open: BTreeMap<(DeviceId, u64), (AccountId, watch::Sender<()>)>,
}

/// One open stream's end of the line. It is over when [`Listening::over`] has no other end any more; a word on it says that the
/// account's room has changed.
pub(crate) struct Listening {
    pub(crate) number: u64,
    pub(crate) heads: Vec<(LibraryId, watch::Receiver<Option<Head>>)>,
    pub(crate) over: watch::Receiver<()>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Announcer {
    /// Opens a stream. What is committed after this call will be told.
    pub(crate) fn listen(&self, account: AccountId, device: DeviceId, libraries: &[LibraryId]) -> Listening {
        let heads = {
            let mut all = lock(&self.heads);
            libraries
                .iter()
                .map(|library| (*library, all.entry(*library).or_insert_with(|| watch::channel(None).0).subscribe()))
                .collect()
        };
        let (sender, over) = watch::channel(());
        let mut listeners = lock(&self.listeners);
        listeners.begun += 1;
        let number = listeners.begun;
        listeners.open.insert((device, number), (account, sender));
        let own: Vec<_> = listeners.open.range((device, 0)..=(device, u64::MAX)).map(|(key, _)| *key).collect();
        for surplus in own.iter().take(own.len().saturating_sub(STREAMS_OF_A_DEVICE)) {
            listeners.open.remove(surplus);
        }
        Listening { number, heads, over }
    }

    /// Forgets a stream that has ended.
    pub(crate) fn forget(&self, device: DeviceId, number: u64) {
        lock(&self.listeners).open.remove(&(device, number));
        lock(&self.heads).retain(|_, sender| sender.receiver_count() > 0);
    }

    /// A commit was made. Commits may be announced out of order: an older head is not told after a newer one.
    pub(crate) fn announce(&self, library: LibraryId, head: Head) {
        if let Some(sender) = lock(&self.heads).get(&library) {
            sender.send_if_modified(|told| {
                let newer = told.is_none_or(|told| told.epoch != head.epoch || told.sequence < head.sequence);
                if newer {
                    *told = Some(head);
                }
                newer
            });
        }
    }

    /// Tells an account's phones that there is more or less room.
    pub(crate) fn tell_room(&self, account: AccountId) {
        for (other, line) in lock(&self.listeners).open.values() {
            if *other == account {
                line.send_replace(());
            }
        }
    }

    /// Ends a device's streams.
    pub(crate) fn end_device(&self, device: DeviceId) {
        lock(&self.listeners).open.retain(|(other, _), _| *other != device);
    }

    /// Ends the streams of all of an account's devices.
    pub(crate) fn end_account(&self, account: AccountId) {
        lock(&self.listeners).open.retain(|_, (other, _)| *other != account);
    }

    /// How many streams are open.
    pub(crate) fn streams(&self) -> u64 {
        u64::try_from(lock(&self.listeners).open.len()).unwrap_or(u64::MAX)
    }

    /// Ends all streams: the server stops.
    pub(crate) fn end_all(&self) {
        lock(&self.listeners).open.clear();
    }
}
