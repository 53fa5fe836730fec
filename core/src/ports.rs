//! The edge of the core: everything that it can't know or do by itself comes in through these traits.
//!
//! Nothing else in the core reads a clock, a random generator, a disk or the network. That is what lets the deterministic
//! simulation run the real engine: it hands in ports of its own and owns every answer.
//!
//! | port | what it gives | built in | who else gives one |
//! |---|---|---|---|
//! | [`Clock`] | wall clock, time since boot, zone, sleep | [`SystemClock`] | simulation |
//! | [`Rng`] | random bytes | [`SystemRng`] | simulation |
//! | [`Workers`] | where blocking work runs | [`TokioWorkers`] | simulation: in place |
//! | [`Disk`] | databases and files | [`SystemDisk`] | simulation: crashes, full disks |
//! | [`Remote`] | requests to the cloud | `HttpRemote` (feature `http`) | simulator: slow links; simulation |
//! | [`Prober`] | what is met on the way to the cloud, step by step | `SocketProber` (feature `http`), lent by `HttpRemote` | simulation: through its own [`Remote`] |
//! | [`KeyVault`] | secrets that never leave this device | [`FileVault`] | Keychain, Keystore |
//! | [`Carrier`] (given to each call) | who moves bytes while the app sleeps | [`InProcessCarrier`] | background sessions, jobs |
//! | [`PhotoSource`] | the phone's own photo library | [`NoPhotos`], [`FolderGallery`] | PhotoKit, MediaStore |
//! | [`DeviceUnlock`] | who holds the device, confirmed by the system | none: given with the call | Face ID, BiometricPrompt |
//! | [`MediaRenderer`] | pictures of what the core can't decode | [`NoRenderer`] | the phones' systems |

mod carrier;
mod clock;
mod disk;
mod gallery;
mod photos;
mod probe;
mod remote;
mod renderer;
mod rng;
mod unlock;
mod vault;
mod workers;

use std::fmt;
use std::sync::Arc;

pub use carrier::{Carrier, Crossed, InProcessCarrier, Networks, Ticket, TicketOutcome, TicketResult};
pub use clock::{Clock, SystemClock};
pub use disk::{Disk, FileStamp, Found, ReadSeek, Space, SystemDisk};
pub use gallery::FolderGallery;
pub use photos::{NoPhotos, PhotoChanges, PhotoItem, PhotoSource, PhotoSourceError, Removal};
pub use probe::{AddressKind, Behind, BodyLimit, Met, Place, Probe, ProbeRequest, Prober, Scheme, TlsFault, Validity};
pub use remote::{
    EventSource, Method, NetworkChanges, Remote, RemoteError, RemoteRequest, RemoteResponse, Transferred,
    WhileUnchanged,
};
pub use renderer::{MediaRenderer, NoRenderer, RenderError, RenderTarget};
pub use rng::{PortRng, Rng, SystemRng};
pub use unlock::{DeviceUnlock, UnlockError, UnlockReason};
pub use vault::{FileVault, KeyVault, MemoryVault, Secret, VaultError};
pub use workers::{InPlace, TokioWorkers, WorkLost, Workers, offload};

pub(crate) use rng::random;

/// All ports of one engine.
#[derive(Clone)]
pub struct Ports {
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub rng: Arc<dyn Rng>,
    /// Where blocking work runs.
    pub workers: Arc<dyn Workers>,
    /// Files and databases.
    pub disk: Arc<dyn Disk>,
    /// The cloud.
    pub remote: Arc<dyn Remote>,
    /// Secrets.
    pub vault: Arc<dyn KeyVault>,
    /// The phone's own photo library.
    pub photos: Arc<dyn PhotoSource>,
    /// Pictures of what the core can't decode.
    pub renderer: Arc<dyn MediaRenderer>,
}

impl fmt::Debug for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ports").finish_non_exhaustive()
    }
}
