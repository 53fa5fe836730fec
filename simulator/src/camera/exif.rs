//! Writes into a JPEG when and with what it was taken, as Exif 2.32 says: one APP1 segment after the start marker, in it
//! a TIFF with two directories.

use jiff::Zoned;

const MAKE: u16 = 0x010F;
const MODEL: u16 = 0x0110;
const EXIF_DIRECTORY: u16 = 0x8769;
const TAKEN: u16 = 0x9003;
const TAKEN_OFFSET: u16 = 0x9011;
const ASCII: u16 = 2;
const LONG: u16 = 4;

/// Where the first directory stands in the TIFF, and how long a directory of `n` entries is.
const FIRST_DIRECTORY: u32 = 8;
const fn directory_bytes(entries: u32) -> u32 {
    2 + entries * 12 + 4
}

/// The JPEG with the time `at` and the simulated camera's name in it.
pub(super) fn stamp(jpeg: &[u8], at: &Zoned) -> Vec<u8> {
    let tiff = tiff(at);
    let payload = [b"Exif\0\0".as_slice(), &tiff].concat();
    let Some((start, rest)) = jpeg.split_first_chunk::<2>() else { return jpeg.to_vec() };
    let length = u16::try_from(payload.len() + 2).unwrap_or(u16::MAX).to_be_bytes();
    [start.as_slice(), &[0xFF, 0xE1], &length, &payload, rest].concat()
}

fn tiff(at: &Zoned) -> Vec<u8> {
    let texts = [
        "Safelight\0".to_owned(),
        "Simulated camera\0".to_owned(),
        at.strftime("%Y:%m:%d %H:%M:%S\0").to_string(),
        at.strftime("%:z\0").to_string(),
    ];
    let second = FIRST_DIRECTORY + directory_bytes(3);
    let mut place = second + directory_bytes(2);
    let mut entry = |tag: u16, text: &str| {
        let length = u32::try_from(text.len()).unwrap_or_default();
        let at = place;
        place += length;
        field(tag, ASCII, length, at)
    };
    let [make, model, taken, offset] = texts.each_ref();
    let first = [entry(MAKE, make), entry(MODEL, model), field(EXIF_DIRECTORY, LONG, 1, second)];
    let exif = [entry(TAKEN, taken), entry(TAKEN_OFFSET, offset)];
    let mut tiff = b"II\x2A\0".to_vec();
    tiff.extend(FIRST_DIRECTORY.to_le_bytes());
    for directory in [first.as_slice(), exif.as_slice()] {
        tiff.extend(u16::try_from(directory.len()).unwrap_or_default().to_le_bytes());
        tiff.extend(directory.iter().flatten());
        tiff.extend([0; 4]);
    }
    texts.iter().for_each(|text| tiff.extend(text.as_bytes()));
    tiff
}

/// One entry: what, of which type, how many, and where (or the value itself where it fits). The texts here are all longer
/// than the four bytes that would have to stand in the entry.
fn field(tag: u16, kind: u16, count: u32, value: u32) -> [u8; 12] {
    let mut field = [0; 12];
    let bytes =
        tag.to_le_bytes().into_iter().chain(kind.to_le_bytes()).chain(count.to_le_bytes()).chain(value.to_le_bytes());
    for (slot, byte) in field.iter_mut().zip(bytes) {
        *slot = byte;
    }
    field
}
