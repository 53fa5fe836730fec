//! What the `meta` box of a HEIF, HEIC or AVIF file says about its main picture.

use std::ops::Range;

use super::boxes::{Boxed, at_path, boxes, first, number};
use super::inspected::Dimensions;
use super::metered::Metered;

/// What the boxes say.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct HeifPicture {
    /// As shown, turned by what the file states.
    pub(super) dimensions: Option<Dimensions>,
    /// Where the TIFF structure of EXIF begins in the file.
    pub(super) exif: Option<u64>,
}

/// The largest table of items that is read, in bytes. Panoramas of a thousand tiles need some 30 KiB.
const MAX_TABLE_BYTES: u64 = 1024 * 1024;

/// Reads the file's `meta` box.
pub(super) fn read(source: &mut Metered<'_>) -> HeifPicture {
    let whole = 0..source.length();
    let Some(meta) = first(source, whole, b"meta") else { return HeifPicture::default() };
    let meta = meta.start + 4..meta.end;
    let main = first(source, meta.clone(), b"pitm").and_then(|body| {
        let [version] = source.array(body.start)?;
        if version == 0 {
            source.array(body.start + 4).map(u16::from_be_bytes).map(u64::from)
        } else {
            source.array(body.start + 4).map(u32::from_be_bytes).map(u64::from)
        }
    });
    HeifPicture { dimensions: main.and_then(|main| shown_size(source, meta.clone(), main)), exif: exif(source, meta) }
}

fn table(source: &mut Metered<'_>, within: Range<u64>, path: &[&[u8; 4]]) -> Option<Vec<u8>> {
    let body = at_path(source, within, path)?;
    source.bytes(body.start, (body.end - body.start).min(MAX_TABLE_BYTES))
}

/// The main picture's size, after its own turn by quarters.
fn shown_size(source: &mut Metered<'_>, meta: Range<u64>, main: u64) -> Option<Dimensions> {
    let properties = at_path(source, meta.clone(), &[b"iprp", b"ipco"])?;
    let properties = boxes(source, properties);
    let associations = table(source, meta, &[b"iprp", b"ipma"])?;
    let mut size = None;
    let mut turned = false;
    for index in associated(&associations, main)? {
        let Some(Boxed { kind, body }) = index.checked_sub(1).and_then(|index| properties.get(index)) else { continue };
        match kind {
            b"ispe" => {
                let [_, _, _, _, a, b, c, d, e, f, g, h] = source.array(body.start)?;
                size = Dimensions::new(u32::from_be_bytes([a, b, c, d]), u32::from_be_bytes([e, f, g, h]));
            }
            b"irot" => turned ^= source.array(body.start).is_some_and(|[quarters]| quarters & 1 == 1),
            _ => {}
        }
    }
    size.map(|size| if turned { size.turned() } else { size })
}

/// The numbers of an item's properties, out of the `ipma` table.
fn associated(table: &[u8], item: u64) -> Option<Vec<usize>> {
    let mut bytes = Cursor(table);
    let version = bytes.take(1)?;
    let flags = bytes.take(3)?;
    let count = bytes.take(4)?;
    for _ in 0..count {
        let id = bytes.take(if version == 0 { 2 } else { 4 })?;
        let properties = bytes.take(1)?;
        let mut indices = Vec::new();
        for _ in 0..properties {
            let index = if flags & 1 == 1 { bytes.take(2)? & 0x7fff } else { bytes.take(1)? & 0x7f };
            indices.push(usize::try_from(index).ok()?);
        }
        if id == item {
            return Some(indices);
        }
    }
    None
}

/// Where the TIFF structure of the item of type `Exif` begins.
fn exif(source: &mut Metered<'_>, meta: Range<u64>) -> Option<u64> {
    let items = first(source, meta.clone(), b"iinf")?;
    let [version] = source.array(items.start)?;
    let entries = boxes(source, items.start + if version == 0 { 6 } else { 8 }..items.end);
    let item = entries.iter().find_map(|entry| {
        let [version, _, _, _, a, b, c, d, e, f, g, h, i, j] = source.array(entry.body.start)?;
        match version {
            2 => ([e, f, g, h] == *b"Exif").then(|| number(&[a, b])),
            3 => ([g, h, i, j] == *b"Exif").then(|| number(&[a, b, c, d])),
            _ => None,
        }
    })?;
    let at = location(&table(source, meta, &[b"iloc"])?, item)?;
    // The item begins with the distance from its own end of this number to the TIFF header.
    at.checked_add(4)?.checked_add(u64::from(source.array(at).map(u32::from_be_bytes)?))
}

/// Where an item's first byte is in the file, out of the `iloc` table.
fn location(table: &[u8], item: u64) -> Option<u64> {
    let mut bytes = Cursor(table);
    let version = bytes.take(1)?;
    bytes.take(3)?;
    let sizes = bytes.take(1)?;
    let (offset_size, length_size) = (sizes >> 4, sizes & 15);
    let sizes = bytes.take(1)?;
    let (base_size, index_size) = (sizes >> 4, if version == 0 { 0 } else { sizes & 15 });
    let wide = if version < 2 { 2 } else { 4 };
    let count = bytes.take(wide)?;
    for _ in 0..count {
        let id = bytes.take(wide)?;
        let method = if version == 0 { 0 } else { bytes.take(2)? & 15 };
        bytes.take(2)?;
        let base = bytes.take(base_size)?;
        let extents = bytes.take(2)?;
        let mut start = None;
        for _ in 0..extents {
            bytes.take(index_size)?;
            let offset = bytes.take(offset_size)?;
            bytes.take(length_size)?;
            start = start.or(base.checked_add(offset));
        }
        if id == item {
            // Only what lies in the file itself: EXIF inside the metadata box or made from other items is never written.
            return start.filter(|_| method == 0);
        }
    }
    None
}

/// Bytes that are taken from the front.
struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    /// A big-endian number of `count` bytes.
    fn take(&mut self, count: u64) -> Option<u64> {
        let (front, rest) = self.0.split_at_checked(usize::try_from(count).ok()?)?;
        self.0 = rest;
        Some(number(front))
    }
}
