//! Files made for tests, byte by byte.

/// One row of a TIFF directory, little endian: tag, type, count, and its bytes.
pub(crate) struct Row(pub(crate) u16, pub(crate) u16, pub(crate) u32, pub(crate) Vec<u8>);

pub(crate) fn ascii(tag: u16, text: &str) -> Row {
    let bytes = [text.as_bytes(), &[0]].concat();
    Row(tag, 2, bytes.len() as u32, bytes)
}

pub(crate) fn short(tag: u16, number: u16) -> Row {
    Row(tag, 3, 1, number.to_le_bytes().to_vec())
}

pub(crate) fn long(tag: u16, number: u32) -> Row {
    Row(tag, 4, 1, number.to_le_bytes().to_vec())
}

pub(crate) fn fractions(tag: u16, fractions: &[(u32, u32)]) -> Row {
    let bytes = fractions.iter().flat_map(|(a, b)| [a.to_le_bytes(), b.to_le_bytes()]).flatten().collect();
    Row(tag, 5, fractions.len() as u32, bytes)
}

/// One directory at `offset`, its long values behind it, and the offset of the next directory.
fn directory(offset: usize, rows: &[Row], next: u32) -> Vec<u8> {
    let mut fixed = (rows.len() as u16).to_le_bytes().to_vec();
    let mut values = Vec::<u8>::new();
    let behind = offset + 2 + rows.len() * 12 + 4;
    for Row(tag, kind, count, bytes) in rows {
        fixed.extend(tag.to_le_bytes());
        fixed.extend(kind.to_le_bytes());
        fixed.extend(count.to_le_bytes());
        if bytes.len() <= 4 {
            let mut inline = bytes.clone();
            inline.resize(4, 0);
            fixed.extend(inline);
        } else {
            fixed.extend(((behind + values.len()) as u32).to_le_bytes());
            values.extend(bytes);
        }
    }
    fixed.extend(next.to_le_bytes());
    fixed.extend(values);
    fixed
}

/// A TIFF structure with EXIF and GPS directories and a thumbnail, each left out where empty.
pub(crate) fn tiff(mut main: Vec<Row>, exif: &[Row], gps: &[Row], thumbnail: &[u8]) -> Vec<u8> {
    let exif_at = 2048;
    let gps_at = 4096;
    let second_at = 6144;
    let thumbnail_at = 6400;
    if !exif.is_empty() {
        main.push(long(0x8769, exif_at));
    }
    if !gps.is_empty() {
        main.push(long(0x8825, gps_at));
    }
    let mut block = b"II*\0\x08\0\0\0".to_vec();
    block.extend(directory(8, &main, if thumbnail.is_empty() { 0 } else { second_at }));
    block.resize(exif_at as usize, 0);
    block.extend(directory(exif_at as usize, exif, 0));
    block.resize(gps_at as usize, 0);
    block.extend(directory(gps_at as usize, gps, 0));
    if !thumbnail.is_empty() {
        block.resize(second_at as usize, 0);
        let rows = [long(0x201, thumbnail_at), long(0x202, thumbnail.len() as u32)];
        block.extend(directory(second_at as usize, &rows, 0));
        block.resize(thumbnail_at as usize, 0);
        block.extend(thumbnail);
    }
    block
}

pub(crate) fn gps_rows(latitude: [(u32, u32); 3], north: &str, longitude: [(u32, u32); 3], east: &str) -> Vec<Row> {
    vec![ascii(1, north), fractions(2, &latitude), ascii(3, east), fractions(4, &longitude)]
}

/// A JPEG with these pixels.
pub(crate) fn jpeg(width: u16, height: u16, colour: impl Fn(u16, u16) -> [u8; 3]) -> Vec<u8> {
    let rgb: Vec<u8> =
        (0..height).flat_map(|y| (0..width).map(move |x| (x, y))).flat_map(|(x, y)| colour(x, y)).collect();
    let mut jpeg = Vec::new();
    let encoder = jpeg_encoder::Encoder::new(&mut jpeg, 92);
    encoder.encode(&rgb, width, height, jpeg_encoder::ColorType::Rgb).expect("the picture is encoded");
    jpeg
}

/// The same JPEG with a segment behind its first marker.
pub(crate) fn with_segment(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let length = (body.len() as u16 + 2).to_be_bytes();
    [&jpeg[..2], &[0xff, marker], &length, body, &jpeg[2..]].concat()
}

pub(crate) fn with_exif(jpeg: &[u8], tiff: &[u8]) -> Vec<u8> {
    with_segment(jpeg, 0xe1, &[b"Exif\0\0", tiff].concat())
}

/// A box of the ISO base media format.
pub(crate) fn boxed(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    [&(body.len() as u32 + 8).to_be_bytes(), kind.as_slice(), body].concat()
}

/// A PNG's chunk, its checksum left at 0.
pub(crate) fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    [&(body.len() as u32).to_be_bytes(), kind.as_slice(), body, &[0; 4]].concat()
}

/// A movie of 1920 by 1080 that lasts 12.5 s, with Apple's metadata.
pub(crate) fn movie(created_1904: u64, turned: bool, pairs: &[(&str, &str)]) -> Vec<u8> {
    let mut mvhd = vec![1, 0, 0, 0];
    mvhd.extend(created_1904.to_be_bytes());
    mvhd.extend(created_1904.to_be_bytes());
    mvhd.extend(600_u32.to_be_bytes());
    mvhd.extend(7500_u64.to_be_bytes());
    mvhd.resize(112, 0);
    let one = 0x0001_0000_u32;
    let matrix = if turned {
        [0, one, 0, one.wrapping_neg(), 0, 0, 0, 0, 0x4000_0000]
    } else {
        [one, 0, 0, 0, one, 0, 0, 0, 0x4000_0000]
    };
    let mut tkhd = vec![0; 40];
    tkhd.extend(matrix.into_iter().chain([1920 << 16, 1080 << 16]).flat_map(u32::to_be_bytes));
    let hdlr = [&[0; 8], b"vide".as_slice(), &[0; 12]].concat();
    let track = [boxed(b"tkhd", &tkhd), boxed(b"mdia", &boxed(b"hdlr", &hdlr))].concat();
    let mut keys = [0_u32.to_be_bytes(), (pairs.len() as u32).to_be_bytes()].concat();
    let mut list = Vec::new();
    for (index, (key, value)) in pairs.iter().enumerate() {
        keys.extend(boxed(b"mdta", key.as_bytes()));
        let data = [[0, 0, 0, 1, 0, 0, 0, 0].as_slice(), value.as_bytes()].concat();
        list.extend(boxed(&(index as u32 + 1).to_be_bytes(), &boxed(b"data", &data)));
    }
    let meta = [boxed(b"keys", &keys), boxed(b"ilst", &list)].concat();
    let moov = [boxed(b"mvhd", &mvhd), boxed(b"trak", &track), boxed(b"meta", &meta)].concat();
    [boxed(b"ftyp", b"qt  \0\0\0\0qt  "), boxed(b"mdat", &[0; 5000]), boxed(b"moov", &moov)].concat()
}

/// A HEIC of 4032 by 3024, to be turned by a quarter, with EXIF.
pub(crate) fn heic(tiff: &[u8]) -> Vec<u8> {
    let ftyp = boxed(b"ftyp", b"heic\0\0\0\0mif1heic");
    let full = |version: u8, body: &[u8]| [&[version, 0, 0, 0], body].concat();
    let meta = |exif_at: u32| {
        let infe = boxed(b"infe", &full(2, b"\0\x02\0\0Exif\0\0"));
        let iinf = boxed(b"iinf", &full(0, &[&[0, 1], infe.as_slice()].concat()));
        let mut iloc = vec![0x44, 0, 0, 1, 0, 2, 0, 0, 0, 1];
        iloc.extend(exif_at.to_be_bytes());
        iloc.extend((tiff.len() as u32 + 4).to_be_bytes());
        let ispe = boxed(b"ispe", &full(0, &[4032_u32.to_be_bytes(), 3024_u32.to_be_bytes()].concat()));
        let ipco = boxed(b"ipco", &[ispe, boxed(b"irot", &[3])].concat());
        let ipma = boxed(b"ipma", &full(0, &[0, 0, 0, 1, 0, 1, 2, 0x81, 0x82]));
        let iprp = boxed(b"iprp", &[ipco, ipma].concat());
        let all = [boxed(b"pitm", &full(0, &[0, 1])), iinf, boxed(b"iloc", &full(0, &iloc)), iprp].concat();
        boxed(b"meta", &full(0, &all))
    };
    let exif_at = ftyp.len() + meta(0).len() + 8;
    let item = [&[0; 4], tiff].concat();
    [ftyp, meta(exif_at as u32), boxed(b"mdat", &item)].concat()
}

/// An element of Matroska.
pub(crate) fn element(id: &[u8], body: &[u8]) -> Vec<u8> {
    let length = (body.len() as u64 | 1 << 56).to_be_bytes();
    [id, &length, body].concat()
}

/// A WebM of 1280 by 720 that lasts 4.2 s.
pub(crate) fn webm() -> Vec<u8> {
    let info = [
        element(&[0x2a, 0xd7, 0xb1], &1_000_000_u32.to_be_bytes()),
        element(&[0x44, 0x89], &4200_f64.to_be_bytes()),
        element(&[0x44, 0x61], &(86_400 * 1_000_000_000_u64).to_be_bytes()),
    ]
    .concat();
    let video = [element(&[0xb0], &1280_u16.to_be_bytes()), element(&[0xba], &720_u16.to_be_bytes())].concat();
    let tracks = element(&[0xae], &element(&[0xe0], &video));
    let segment = [element(&[0x15, 0x49, 0xa9, 0x66], &info), element(&[0x16, 0x54, 0xae, 0x6b], &tracks)].concat();
    let header = element(&[0x1a, 0x45, 0xdf, 0xa3], &element(&[0x42, 0x82], b"webm"));
    [header, element(&[0x18, 0x53, 0x80, 0x67], &segment)].concat()
}
