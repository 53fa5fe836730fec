use std::io;
use std::path::Path;

/// How much room the disk has.
pub trait Space: Send + Sync + 'static {
    /// Bytes that the server may still write where this folder lies.
    fn free_bytes(&self, folder: &Path) -> io::Result<u64>;
}

/// The machine's own disks.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemSpace;

impl Space for SystemSpace {
    fn free_bytes(&self, folder: &Path) -> io::Result<u64> {
        let disk = rustix::fs::statvfs(folder)?;
        Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
    }
}
