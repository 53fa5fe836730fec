//! A Live Photo's two files as one original: the still, and behind it the video.
//!
//! Joined they have one content id, are proven, sent, kept and let go as one, and can't be parted. A viewer that knows only
//! the still's format reads the beginning and stops.

use std::io::{self, Read, Seek, SeekFrom};

/// Two files, read as one: the second begins where the first ends.
pub(crate) struct Joined<R> {
    first: Stretch<R>,
    second: Stretch<R>,
    at: u64,
}

impl<R: Read + Seek> Joined<R> {
    /// Both as long as they are now.
    pub(crate) fn new(first: R, second: R) -> io::Result<Self> {
        Ok(Self { first: Stretch::whole(first)?, second: Stretch::whole(second)?, at: 0 })
    }

    /// Where the second begins, in bytes.
    pub(crate) fn seam(&self) -> u64 {
        self.first.length
    }
}

impl<R: Read + Seek> Read for Joined<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (file, from) = match self.at.checked_sub(self.first.length) {
            None => (&mut self.first, self.at),
            Some(behind) => (&mut self.second, behind),
        };
        file.seek(SeekFrom::Start(from))?;
        let read = file.read(buffer)?;
        self.at += u64::try_from(read).unwrap_or(0);
        Ok(read)
    }
}

impl<R: Read + Seek> Seek for Joined<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = target(to, self.at, self.first.length.saturating_add(self.second.length))?;
        Ok(self.at)
    }
}

/// A stretch of a file, read as if it were the whole.
pub(crate) struct Stretch<R> {
    inner: R,
    start: u64,
    length: u64,
    at: u64,
}

impl<R: Read + Seek> Stretch<R> {
    /// `length` bytes from `start`.
    pub(crate) fn new(inner: R, start: u64, length: u64) -> Self {
        Self { inner, start, length, at: 0 }
    }

    fn whole(mut inner: R) -> io::Result<Self> {
        let length = inner.seek(SeekFrom::End(0))?;
        Ok(Self::new(inner, 0, length))
    }

    /// From `start` to the end of the file.
    pub(crate) fn behind(mut inner: R, start: u64) -> io::Result<Self> {
        let length = inner.seek(SeekFrom::End(0))?.saturating_sub(start);
        Ok(Self::new(inner, start, length))
    }
}

impl<R: Read + Seek> Read for Stretch<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.length.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let most = left.min(buffer.len());
        let Some(within) = buffer.get_mut(..most).filter(|within| !within.is_empty()) else { return Ok(0) };
        self.inner.seek(SeekFrom::Start(self.start.saturating_add(self.at)))?;
        let read = self.inner.read(within)?;
        self.at += u64::try_from(read).unwrap_or(0);
        Ok(read)
    }
}

impl<R: Read + Seek> Seek for Stretch<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = target(to, self.at, self.length)?;
        Ok(self.at)
    }
}

fn target(to: SeekFrom, at: u64, length: u64) -> io::Result<u64> {
    let found = match to {
        SeekFrom::Start(offset) => Some(offset),
        SeekFrom::Current(by) => at.checked_add_signed(by),
        SeekFrom::End(by) => length.checked_add_signed(by),
    };
    found.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a place before the start of the file"))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use proptest::prelude::*;

    use super::*;

    fn joined(first: &[u8], second: &[u8]) -> Joined<Cursor<Vec<u8>>> {
        Joined::new(Cursor::new(first.to_vec()), Cursor::new(second.to_vec())).unwrap()
    }

    proptest! {
        #[test]
        fn two_files_read_like_one(
            first in prop::collection::vec(any::<u8>(), 0..40),
            second in prop::collection::vec(any::<u8>(), 0..40),
            from in 0_u64..90,
            length in 0_u64..90,
        ) {
            let whole = [first.clone(), second.clone()].concat();
            let mut file = joined(&first, &second);
            prop_assert_eq!(file.seam(), first.len() as u64);
            let mut read = Vec::new();
            file.read_to_end(&mut read).unwrap();
            prop_assert_eq!(&read, &whole);
            prop_assert_eq!(file.seek(SeekFrom::End(0)).unwrap(), whole.len() as u64);
            file.seek(SeekFrom::Start(from)).unwrap();
            let mut rest = Vec::new();
            file.read_to_end(&mut rest).unwrap();
            let start = usize::try_from(from).unwrap().min(whole.len());
            prop_assert_eq!(&rest, &whole[start..]);

            let mut cut = Vec::new();
            Stretch::new(Cursor::new(&whole), from, length).read_to_end(&mut cut).unwrap();
            let end = start.saturating_add(usize::try_from(length).unwrap()).min(whole.len());
            prop_assert_eq!(&cut, &whole[start..end]);
            let mut behind = Vec::new();
            Stretch::behind(Cursor::new(&whole), from).unwrap().read_to_end(&mut behind).unwrap();
            prop_assert_eq!(&behind, &whole[start..]);
        }
    }

    #[test]
    fn before_the_start_is_nowhere() {
        let mut file = joined(b"ab", b"cd");
        assert!(file.seek(SeekFrom::End(-5)).is_err());
        assert_eq!(file.seek(SeekFrom::End(-1)).unwrap(), 3);
    }
}
