//! Small files that promise much. None is timed: what is counted is how much of the file is asked for, and how often.

use std::io::{Cursor, Read, Result, Seek, SeekFrom};

use super::crafted::*;
use super::{DeriveError, Inspected, MediaKind, derive, inspect, read};

/// Counts what is read of a file.
struct Counted<R> {
    inner: R,
    bytes: u64,
    reads: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let count = self.inner.read(buffer)?;
        self.bytes += count as u64;
        self.reads += 1;
        Ok(count)
    }
}

impl<R: Seek> Seek for Counted<R> {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.inner.seek(to)
    }
}

/// Inspects a bomb and sees that it cost little: 24 MiB, and less than half a million reads.
#[track_caller]
fn defused(source: impl Read + Seek) -> Inspected {
    let mut counted = Counted { inner: source, bytes: 0, reads: 0 };
    let told = inspect("bomb", &mut counted);
    assert!(counted.bytes <= 24 << 20, "{} bytes read", counted.bytes);
    assert!(counted.reads < 500_000, "{} reads", counted.reads);
    told
}

/// A file of any length that repeats one pattern for ever.
struct Endless {
    head: Vec<u8>,
    pattern: Vec<u8>,
    at: u64,
}

const ENDLESS_BYTES: u64 = 1 << 40;

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        for byte in &mut *buffer {
            let at = self.at as usize;
            let behind = at.wrapping_sub(self.head.len()) % self.pattern.len();
            *byte = self.head.get(at).or(self.pattern.get(behind)).copied().unwrap_or(0);
            self.at += 1;
        }
        Ok(buffer.len())
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(back) => ENDLESS_BYTES.saturating_add_signed(back),
            SeekFrom::Current(by) => self.at.saturating_add_signed(by),
        };
        Ok(self.at)
    }
}

fn endless(head: &[u8], pattern: &[u8]) -> Endless {
    Endless { head: head.to_vec(), pattern: pattern.to_vec(), at: 0 }
}

#[test]
fn directories_that_point_at_themselves_are_read_once() {
    // 512 rows in IFD0, each a pointer to IFD0.
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    bytes.extend(512_u16.to_le_bytes());
    for tag in [0x8769_u16, 0x8825, 0x14a, 0xa005].into_iter().cycle().take(512) {
        bytes.extend(tag.to_le_bytes());
        bytes.extend([4, 0, 1, 0, 0, 0, 8, 0, 0, 0]);
    }
    bytes.extend(8_u32.to_le_bytes());
    let mut counted = Counted { inner: Cursor::new(&bytes), bytes: 0, reads: 0 };
    assert_eq!(inspect("loop.tif", &mut counted).kind, MediaKind::Photo);
    assert!(counted.bytes < 3 * bytes.len() as u64, "{} bytes read of {}", counted.bytes, bytes.len());
}

#[test]
fn a_chain_of_a_million_directories_is_left_early() {
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    for index in 0..1_000_000_u32 {
        bytes.extend(0_u16.to_le_bytes());
        bytes.extend((14 + 6 * index).to_le_bytes());
    }
    defused(Cursor::new(bytes));
}

#[test]
fn a_directory_of_pointers_to_directories_of_pointers_is_no_tree_of_work() {
    // 60 directories of 500 pointers each, each to the next directory: 500 to the power of 60 ways through it.
    let size = 2 + 500 * 12 + 4;
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    for index in 1..=60_u32 {
        bytes.extend(500_u16.to_le_bytes());
        for _ in 0..500 {
            bytes.extend([0x69, 0x87, 4, 0, 1, 0, 0, 0]);
            bytes.extend((8 + size * index).to_le_bytes());
        }
        bytes.extend([0; 4]);
    }
    defused(Cursor::new(bytes));
}

#[test]
fn two_to_the_32_values_are_not_set_aside() {
    let many = |tag, kind| Row(tag, kind, u32::MAX, vec![8, 0, 0, 0, 0]);
    let block = tiff(vec![many(0x10f, 2), many(0x14a, 4), many(0x112, 3)], &[many(0x9003, 2)], &[many(2, 5)], &[]);
    defused(Cursor::new(block.clone()));
    defused(Cursor::new(with_exif(&jpeg(8, 8, |_, _| [0; 3]), &block)));
}

#[test]
fn boxes_within_boxes_are_not_followed_down() {
    for kind in [b"moov", b"meta", b"udta", b"trak"] {
        let mut file = boxed(b"ftyp", b"isom\0\0\0\0isom");
        // 100,000 boxes, each inside the one before, all but the last as long as what is left.
        let depth = 100_000_u32;
        for level in 0..depth {
            file.extend(((depth - level) * 8).to_be_bytes());
            file.extend(kind);
        }
        defused(Cursor::new(file));
    }
}

#[test]
fn boxes_without_a_length_or_with_too_much_of_it_end() {
    let ftyp = boxed(b"ftyp", b"isom\0\0\0\0isom");
    for size in [[0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 2], [0xff; 4]] {
        for tail in [[0_u8; 8], [0xff; 8]] {
            defused(Cursor::new([ftyp.as_slice(), &size, b"moov", &tail].concat()));
        }
    }
}

#[test]
fn tables_of_heif_end_where_the_file_does() {
    let heic = heic(&tiff(Vec::new(), &[], &[], &[]));
    for table in [b"iloc", b"ipma", b"iinf", b"pitm", b"ispe"] {
        let at = heic.windows(4).position(|word| word == table).unwrap() + 4;
        for version in 0..4 {
            let mut bomb = heic.clone();
            bomb[at] = version;
            bomb[at + 4..].fill(0xff);
            defused(Cursor::new(bomb));
        }
    }
}

#[test]
fn files_without_an_end_are_left() {
    defused(endless(b"\xff\xd8", b"\xff\xe2\0\x02"));
    defused(endless(b"\xff\xd8", b"\xff"));
    defused(endless(b"\xff\xd8", b"\0"));
    defused(endless(b"\x89PNG\r\n\x1a\n", &chunk(b"tEXt", &[])));
    defused(endless(b"RIFF\xff\xff\xff\xffWEBP", b"JUNK\0\0\0\0"));
    defused(endless(&boxed(b"ftyp", b"isom\0\0\0\0isom"), &boxed(b"free", &[])));
    defused(endless(&[0x1a, 0x45, 0xdf, 0xa3, 0x80], &[0xec, 0x80]));
    defused(endless(b"\0MRM\0\0\0\0", b"\0PAD\0\0\0\0"));
    let gif = defused(endless(b"GIF89a\x10\0\x10\0\0\0\0", b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"));
    assert_eq!(gif.media_type, "image/gif");
}

#[test]
fn a_png_of_100_000_by_100_000_has_no_preview_and_is_kept() {
    let side = 100_000_u32.to_be_bytes();
    let header = [&side, side.as_slice(), &[8, 6, 0, 0, 0]].concat();
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    for (kind, body) in [(b"IHDR", header), (b"IDAT", vec![0x78, 0x9c, 3, 0]), (b"IEND", vec![])] {
        let summed = [kind.as_slice(), &body].concat();
        png.extend((body.len() as u32).to_be_bytes());
        png.extend(&summed);
        png.extend(crc(&summed).to_be_bytes());
    }
    let told = read(&png);
    assert_eq!(told.dimensions.map(|size| size.width), Some(100_000));
    assert_eq!(derive(&told, &png), Err(DeriveError::TooLarge));
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    })
}

#[test]
fn a_jpeg_of_65_535_by_65_535_has_no_preview_and_is_kept() {
    let mut bytes = jpeg(16, 16, |_, _| [0; 3]);
    let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    bytes[frame + 5..frame + 9].fill(0xff);
    assert_eq!(derive(&read(&bytes), &bytes), Err(DeriveError::TooLarge));
}

#[test]
fn a_progressive_jpeg_that_would_fill_the_memory_has_no_preview() {
    let mut bytes = jpeg(16, 16, |_, _| [0; 3]);
    let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).unwrap();
    bytes[frame + 1] = 0xc2;
    bytes[frame + 5..frame + 9].copy_from_slice(&[0x20, 0, 0x20, 0]);
    assert_eq!(derive(&read(&bytes), &bytes), Err(DeriveError::TooLarge));
}

#[test]
fn of_an_endless_gif_one_frame_is_decoded() {
    let mut gif = Vec::new();
    {
        let mut encoder = image::codecs::gif::GifEncoder::new(&mut gif);
        let frame = image::RgbaImage::from_pixel(16, 16, image::Rgba([200, 0, 0, 255]));
        encoder.encode_frame(image::Frame::new(frame)).unwrap();
    }
    // A second frame that is only promised: whoever goes on meets damage.
    gif.pop();
    gif.extend(b"\x2c\0\0\0\0\x10\0\x10\0\0\x08\xff");
    let derived = derive(&read(&gif), &gif).unwrap();
    assert_eq!(derived.preview.dimensions.width, 16);
}
