//! A foreign file, read within an allowance.

use std::io::{self, Read, Seek, SeekFrom};

/// A file that can be read from any place. Every `Read + Seek` is one.
pub trait ReadSeek: Read + Seek {}

impl<T: Read + Seek + ?Sized> ReadSeek for T {}

/// The most bytes that are read of one file to understand it: 24 MiB. A parser that gathers them in a growing buffer
/// stays below 64 MiB.
const ALLOWED_BYTES: u64 = 24 * 1024 * 1024;

/// What a single read costs of the allowance at least, however few bytes it wants: so a file can't keep us busy by
/// sending us back and forth in it.
const LEAST_COST: u64 = 64;

/// A foreign file, read within an allowance: when that is used up, the file ends.
///
/// This is what bounds the work on a hostile file. Whatever its counts, offsets and loops promise, the parsers of this
/// module do a constant amount of work per byte that they ask for here.
pub(super) struct Metered<'a> {
    inner: &'a mut dyn ReadSeek,
    length: u64,
    left: u64,
}

impl<'a> Metered<'a> {
    /// A file whose length can't be told is taken for an empty one.
    pub(super) fn new(inner: &'a mut dyn ReadSeek) -> Self {
        let length = inner.seek(SeekFrom::End(0)).unwrap_or(0);
        Self { inner, length, left: ALLOWED_BYTES }
    }

    /// The file's length in bytes.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// `N` bytes at `offset`; `None` if the file or the allowance ends before.
    pub(super) fn array<const N: usize>(&mut self, offset: u64) -> Option<[u8; N]> {
        let mut bytes = [0; N];
        self.seek(SeekFrom::Start(offset)).ok()?;
        self.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }

    /// `length` bytes at `offset`; `None` if the file or the allowance ends before. Nothing is set aside for bytes that
    /// are not there.
    pub(super) fn bytes(&mut self, offset: u64, length: u64) -> Option<Vec<u8>> {
        let end = offset.checked_add(length)?;
        if end > self.length || length > self.left {
            return None;
        }
        self.prefix(offset, length).filter(|bytes| u64::try_from(bytes.len()) == Ok(length))
    }

    /// At most `length` bytes at `offset`: fewer where the file or the allowance ends.
    pub(super) fn prefix(&mut self, offset: u64, length: u64) -> Option<Vec<u8>> {
        self.seek(SeekFrom::Start(offset)).ok()?;
        let mut bytes = Vec::new();
        Read::take(&mut *self, length).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let Some(within) = buffer.get_mut(..most).filter(|within| !within.is_empty()) else { return Ok(0) };
        let count = self.inner.read(within)?;
        let cost = u64::try_from(count).unwrap_or(u64::MAX).max(LEAST_COST);
        self.left = self.left.saturating_sub(cost);
        Ok(count)
    }
}

impl Seek for Metered<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}
