//! A Live Photo as an iPhone writes it: a JPEG whose maker note names an identifier, and a QuickTime movie that names the
//! same.

use image::{Rgb, RgbImage};

/// A still with this identifier in Apple's maker note; another seed gives another picture.
pub fn still(identifier: &str, seed: u8) -> Vec<u8> {
    let mut note = [b"Apple iOS\0".as_slice(), &[0, 1], b"MM", &[0, 1]].concat();
    let name = [identifier.as_bytes(), &[0]].concat();
    // One row: the identifier, as text, behind the directory.
    note.extend(row(0x0011, 2, length(&name), 32));
    note.extend([0; 4]);
    note.extend(&name);
    // The main directory has one row, which points to EXIF's; that has one row, which is the note.
    let main = [b"MM\0*".as_slice(), &8_u32.to_be_bytes(), &[0, 1], &row(0x8769, 4, 1, 26), &[0; 4]].concat();
    let exif = [[0, 1].as_slice(), &row(0x927c, 7, length(&note), 44), &[0; 4]].concat();
    let block = [b"Exif\0\0".as_slice(), &main, &exif, &note].concat();

    let picture = RgbImage::from_fn(64, 48, |x, y| {
        let shade = |n: u32| u8::try_from(n % 256).unwrap_or(0);
        Rgb([seed, shade(x * 4), shade(y * 5)])
    });
    let mut jpeg = std::io::Cursor::new(Vec::new());
    // Writing into memory can't fail; were it to, the test that uses the empty file would say so.
    let _ = picture.write_to(&mut jpeg, image::ImageFormat::Jpeg);
    let jpeg = jpeg.into_inner();
    let (start, rest) = jpeg.split_at(2.min(jpeg.len()));
    let size = u16::try_from(block.len() + 2).unwrap_or(u16::MAX);
    [start, &[0xff, 0xe1], &size.to_be_bytes(), &block, rest].concat()
}

/// A movie with this identifier, with so many bytes of pictures.
pub fn video(identifier: &str, bytes: usize) -> Vec<u8> {
    let key = boxed(b"mdta", b"com.apple.quicktime.content.identifier");
    let keys = boxed(b"keys", &[[0_u8, 0, 0, 0, 0, 0, 0, 1].as_slice(), &key].concat());
    let data = boxed(b"data", &[[0_u8, 0, 0, 1, 0, 0, 0, 0].as_slice(), identifier.as_bytes()].concat());
    let list = boxed(b"ilst", &boxed(&[0, 0, 0, 1], &data));
    let mut header = vec![0; 12];
    header.extend(600_u32.to_be_bytes());
    // 2.5 seconds.
    header.extend(1500_u32.to_be_bytes());
    header.resize(100, 0);
    let moov = [boxed(b"mvhd", &header), boxed(b"meta", &[keys, list].concat())].concat();
    let pictures: Vec<u8> = (0..bytes).map(|n| u8::try_from(n % 251).unwrap_or(0)).collect();
    [boxed(b"ftyp", b"qt  \0\0\0\0qt  "), boxed(b"mdat", &pictures), boxed(b"moov", &moov)].concat()
}

fn row(tag: u16, kind: u16, count: u32, value: u32) -> Vec<u8> {
    [tag.to_be_bytes().as_slice(), &kind.to_be_bytes(), &count.to_be_bytes(), &value.to_be_bytes()].concat()
}

fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    [(length(body) + 8).to_be_bytes().as_slice(), kind, body].concat()
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}
