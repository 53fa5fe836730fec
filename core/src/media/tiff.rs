//! Directories of tagged values: the inside of EXIF, of TIFF, and of most cameras' raw files.
//!
//! Reads only what is asked for, follows each directory once, and takes what is there: a directory that promises more
//! entries than the file holds, or a value that points outside, costs that value and nothing else.

use std::collections::HashSet;

use super::metered::Metered;

/// The most directories of one file that are looked at.
const MAX_DIRECTORIES: usize = 64;

/// The most entries of one directory that are looked at. Real ones have a few dozen.
const MAX_ENTRIES: u16 = 512;

/// The most bytes of one value that are read. Names and dates are short; thumbnails are read by their offset.
const MAX_VALUE_BYTES: u64 = 4 * 1024;

/// Where a directory hangs in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Branch {
    /// In the chain of images: 0 is the main one, 1 the thumbnail's.
    Image(usize),
    /// Below an image, by the tag `SubIFDs`: where raw files keep the full picture.
    SubImage,
    /// EXIF's own.
    Exif,
    /// GPS.
    Gps,
}

/// One directory of tagged values.
#[derive(Debug, Clone)]
pub(super) struct Directory {
    pub(super) place: Branch,
    pub(super) entries: Vec<(u16, Value)>,
}

/// A value of one of the types that are of use here; others are left out.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// BYTE, UNDEFINED and ASCII.
    Bytes(Vec<u8>),
    /// SHORT, LONG and IFD, and their signed kin: some programs write a pointer as a signed number.
    Numbers(Vec<u32>),
    /// RATIONAL.
    Rationals(Vec<(u32, u32)>),
}

/// Every directory that was found, in the order of the walk.
#[derive(Debug, Clone, Default)]
pub(super) struct Tiff {
    pub(super) directories: Vec<Directory>,
    /// Where the header is in the file: offsets count from here.
    pub(super) base: u64,
}

impl Tiff {
    /// Reads the directories of the TIFF structure whose header is at `base`.
    ///
    /// The magic number after the byte order is 42 in TIFF; Olympus and Panasonic have their own, so any is taken.
    pub(super) fn read(source: &mut Metered<'_>, base: u64) -> Option<Self> {
        let header: [u8; 8] = source.array(base)?;
        let little = match header.first_chunk::<2>()? {
            b"II" => true,
            b"MM" => false,
            _ => return None,
        };
        let mut walk = Walk { source, base, little, seen: HashSet::new(), found: Vec::new(), waiting: Vec::new() };
        let first = walk.u32(header.last_chunk::<4>().copied()?);
        walk.waiting.push((Branch::Image(0), first));
        while let Some((place, offset)) = walk.waiting.pop() {
            walk.visit(place, offset);
        }
        Some(Self { directories: walk.found, base })
    }

    /// The first directory at `place`.
    pub(super) fn at(&self, place: Branch) -> Option<&Directory> {
        self.directories.iter().find(|directory| directory.place == place)
    }
}

impl Directory {
    fn value(&self, tag: u16) -> Option<&Value> {
        self.entries.iter().find(|(known, _)| *known == tag).map(|(_, value)| value)
    }

    /// The first number of a value.
    pub(super) fn number(&self, tag: u16) -> Option<u32> {
        match self.value(tag)? {
            Value::Numbers(numbers) => numbers.first().copied(),
            Value::Bytes(bytes) => bytes.first().map(|byte| u32::from(*byte)),
            Value::Rationals(_) => None,
        }
    }

    /// Every number of a value.
    pub(super) fn numbers(&self, tag: u16) -> &[u32] {
        match self.value(tag) {
            Some(Value::Numbers(numbers)) => numbers,
            _ => &[],
        }
    }

    /// The bytes of a value.
    pub(super) fn bytes(&self, tag: u16) -> Option<&[u8]> {
        match self.value(tag)? {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Fractions as they are; `None` where a denominator is 0.
    pub(super) fn fractions<const N: usize>(&self, tag: u16) -> Option<[f64; N]> {
        let Value::Rationals(all) = self.value(tag)? else { return None };
        let mut fractions = [0.0; N];
        for (fraction, (above, below)) in fractions.iter_mut().zip(all.get(..N)?) {
            *fraction = (*below != 0).then(|| f64::from(*above) / f64::from(*below))?;
        }
        Some(fractions)
    }

    /// Text up to its first NUL, without spaces around it; `None` if nothing is left.
    pub(super) fn text(&self, tag: u16) -> Option<String> {
        text(self.bytes(tag)?)
    }
}

/// Text up to its first NUL, without spaces and control characters around it; `None` if nothing is left.
pub(super) fn text(bytes: &[u8]) -> Option<String> {
    let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let text = String::from_utf8_lossy(bytes.get(..end)?);
    let trimmed = text.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    (!trimmed.is_empty()).then(|| trimmed.to_owned())
}

struct Walk<'a, 'b> {
    source: &'a mut Metered<'b>,
    base: u64,
    little: bool,
    seen: HashSet<u32>,
    found: Vec<Directory>,
    waiting: Vec<(Branch, u32)>,
}

const EXIF_POINTER: u16 = 0x8769;
const GPS_POINTER: u16 = 0x8825;
const SUB_IMAGES: u16 = 0x014a;

impl Walk<'_, '_> {
    fn u16(&self, bytes: [u8; 2]) -> u16 {
        if self.little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) }
    }

    fn u32(&self, bytes: [u8; 4]) -> u32 {
        if self.little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) }
    }

    fn visit(&mut self, place: Branch, offset: u32) {
        if offset == 0 || self.found.len() >= MAX_DIRECTORIES || !self.seen.insert(offset) {
            return;
        }
        let at = self.base + u64::from(offset);
        let Some(count) = self.source.array(at).map(|bytes| self.u16(bytes)) else { return };
        let rows = self.source.prefix(at + 2, u64::from(count.min(MAX_ENTRIES)) * 12 + 4).unwrap_or_default();
        let mut entries = Vec::new();
        for row in rows.chunks_exact(12).take(usize::from(count)) {
            if let Some(entry) = row.first_chunk::<12>().and_then(|row| self.entry(row)) {
                entries.push(entry);
            }
        }
        if let Branch::Image(index) = place {
            let end = usize::from(count) * 12;
            let next = rows.get(end..end + 4).and_then(|bytes| bytes.first_chunk::<4>()).map(|bytes| self.u32(*bytes));
            self.waiting.push((Branch::Image(index + 1), next.unwrap_or(0)));
        }
        let directory = Directory { place, entries };
        // Pushed last, so visited first: what hangs below an image comes before the next image.
        self.waiting.extend(directory.numbers(SUB_IMAGES).iter().take(16).map(|offset| (Branch::SubImage, *offset)));
        self.waiting.extend(directory.number(GPS_POINTER).map(|offset| (Branch::Gps, offset)));
        self.waiting.extend(directory.number(EXIF_POINTER).map(|offset| (Branch::Exif, offset)));
        self.found.push(directory);
    }

    fn entry(&mut self, row: &[u8; 12]) -> Option<(u16, Value)> {
        let [t0, t1, k0, k1, c0, c1, c2, c3, v0, v1, v2, v3] = *row;
        let tag = self.u16([t0, t1]);
        let kind = self.u16([k0, k1]);
        let size: u64 = match kind {
            1 | 2 | 7 => 1,
            3 | 8 => 2,
            4 | 9 | 13 => 4,
            5 => 8,
            _ => return None,
        };
        let length = u64::from(self.u32([c0, c1, c2, c3])) * size;
        let inline = [v0, v1, v2, v3];
        let bytes = if length <= 4 {
            inline.get(..usize::try_from(length).ok()?)?.to_vec()
        } else {
            // Half a name is better than none, so a value that runs over the end is cut there.
            self.source.prefix(self.base + u64::from(self.u32(inline)), length.min(MAX_VALUE_BYTES))?
        };
        Some((tag, self.value(kind, bytes)))
    }

    fn value(&self, kind: u16, bytes: Vec<u8>) -> Value {
        match kind {
            3 | 8 => Value::Numbers(bytes.as_chunks().0.iter().map(|pair| u32::from(self.u16(*pair))).collect()),
            4 | 9 | 13 => Value::Numbers(bytes.as_chunks().0.iter().map(|four| self.u32(*four)).collect()),
            5 => Value::Rationals(
                bytes
                    .as_chunks()
                    .0
                    .iter()
                    .map(|[a, b, c, d, e, f, g, h]| (self.u32([*a, *b, *c, *d]), self.u32([*e, *f, *g, *h])))
                    .collect(),
            ),
            _ => Value::Bytes(bytes),
        }
    }
}
