//! A range of a file, without the rest of it: what a player asks for.

use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;

use safelight_protocol::{PART_BYTES, RecordId};

use super::Engine;
use super::fetch::{FetchError, find, names_of};
use crate::home::Home;
use crate::ports::Transferred;
use crate::record::{Resource, ResourceKind, SealedParts, Stored};
use crate::store::files::LocalFile;

/// The most bytes that one range gives: longer ones are cut, and asked for again.
const MOST: u64 = 16 * 1024 * 1024;

impl Engine {
    /// Bytes of a file from `range`, which may end beyond it: what is there is given, at most 16 MiB. From the file if it is
    /// here, else from only those parts in the cloud that the range touches, each opened and checked by itself. They are kept
    /// a while, so that the next range, or the whole, does not fetch them again.
    pub(crate) async fn range(
        &self,
        id: RecordId,
        kind: ResourceKind,
        range: Range<u64>,
        transferred: Option<Transferred>,
    ) -> Result<Vec<u8>, FetchError> {
        let (resource, local) = find(&self.home, id, kind).await?;
        let end = range.end.min(resource.bytes).min(range.start.saturating_add(MOST));
        if range.start >= end {
            return Ok(Vec::new());
        }
        let range = range.start..end;
        if let Some(file) = local {
            return self.home.blocking(move |home| read_range(home, &file, range)).await?;
        }
        if resource.stored == Stored::Lost {
            return Err(FetchError::Lost);
        }
        match resource.parts.clone() {
            Some(parts) => self.range_of_parts(&resource, &parts, range, transferred).await,
            None => Err(FetchError::Elsewhere { devices: names_of(&self.home, &resource).await? }),
        }
    }

    async fn range_of_parts(
        &self,
        resource: &Resource,
        parts: &SealedParts,
        range: Range<u64>,
        transferred: Option<Transferred>,
    ) -> Result<Vec<u8>, FetchError> {
        let mut bytes = Vec::new();
        for index in range.start / PART_BYTES..=(range.end - 1) / PART_BYTES {
            let begins = index * PART_BYTES;
            let index = u32::try_from(index).map_err(|_| FetchError::Damaged)?;
            let plain = self.part(resource, parts, index, transferred.clone()).await?;
            let within = |at: u64| usize::try_from(at.saturating_sub(begins)).unwrap_or(usize::MAX);
            let piece = within(range.start)..within(range.end).min(plain.len());
            bytes.extend_from_slice(plain.get(piece).ok_or(FetchError::Damaged)?);
            self.keep_part(resource, index, plain).await?;
        }
        Ok(bytes)
    }
}

fn read_range(home: &Home, file: &LocalFile, range: Range<u64>) -> Result<Vec<u8>, FetchError> {
    let mut reader = home.open_local(file)?;
    reader.seek(SeekFrom::Start(range.start))?;
    let mut bytes = Vec::new();
    reader.take(range.end - range.start).read_to_end(&mut bytes)?;
    Ok(bytes)
}
