//! Which format a file has, told by its first bytes.

/// The bytes from the beginning of a file that [`sniff`] wants to see.
pub(super) const SNIFFED_BYTES: u64 = 64;

/// A file format, as far as the way to read it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Jpeg,
    Png,
    WebP,
    Gif,
    /// TIFF and the raw formats that are built like it.
    Tiff,
    /// Olympus and Panasonic raw files: TIFF under another magic number.
    Orf,
    Rw2,
    Raf,
    Mrw,
    Cr3,
    Heic,
    Heif,
    Avif,
    QuickTime,
    Mp4,
    M4v,
    ThreeGp,
    Matroska,
    WebM,
    Avi,
    /// A picture of which nothing but the type is told.
    OtherPhoto(&'static str),
    /// A video of which nothing but the type is told.
    OtherVideo(&'static str),
    /// Known not to be a picture.
    Other(&'static str),
    Unknown,
}

/// Tells the format from the file's first bytes.
pub(super) fn sniff(head: &[u8]) -> Format {
    match head {
        [0xff, 0xd8, 0xff, ..] => Format::Jpeg,
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Format::Png,
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Format::Gif,
        [b'I', b'I', b'R', b'O' | b'S', ..] | [b'M', b'M', b'O', b'R', ..] => Format::Orf,
        [b'I', b'I', b'U', 0, ..] => Format::Rw2,
        // Canon's oldest raw format is no TIFF, though it begins like one.
        [b'I', b'I', _, _, _, _, b'H', b'E', b'A', b'P', ..] => Format::OtherPhoto("image/x-canon-crw"),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Format::Tiff,
        [b'I', b'I', 0xbc, _, ..] => Format::OtherPhoto("image/vnd.ms-photo"),
        [0, b'M', b'R', b'M', ..] => Format::Mrw,
        [b'F', b'O', b'V', b'b', ..] => Format::OtherPhoto("image/x-sigma-x3f"),
        [0xff, 0x0a, ..] | [0, 0, 0, 0x0c, b'J', b'X', b'L', b' ', ..] => Format::OtherPhoto("image/jxl"),
        [0, 0, 0, 0x0c, b'j', b'P', b' ', b' ', ..] => Format::OtherPhoto("image/jp2"),
        [0x1a, 0x45, 0xdf, 0xa3, ..] if head.windows(4).any(|word| word == b"webm") => Format::WebM,
        [0x1a, 0x45, 0xdf, 0xa3, ..] => Format::Matroska,
        [b'R', b'I', b'F', b'F', _, _, _, _, kind @ ..] => riff(kind),
        [0x30, 0x26, 0xb2, 0x75, 0x8e, 0x66, 0xcf, 0x11, ..] => Format::OtherVideo("video/x-ms-asf"),
        [b'F', b'L', b'V', 1, ..] => Format::OtherVideo("video/x-flv"),
        [0, 0, 1, 0xba, ..] => Format::OtherVideo("video/mpeg"),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Format::OtherPhoto("image/bmp"),
        [b'%', b'P', b'D', b'F', b'-', ..] => Format::Other("application/pdf"),
        [b'P', b'K', 3, 4, ..] => Format::Other("application/zip"),
        _ if head.starts_with(b"FUJIFILMCCD-RAW ") => Format::Raf,
        [_, _, _, _, kind @ ..] => boxed(head, kind),
        _ => Format::Unknown,
    }
}

fn riff(kind: &[u8]) -> Format {
    if kind.starts_with(b"WEBP") {
        Format::WebP
    } else if kind.starts_with(b"AVI ") {
        Format::Avi
    } else if kind.starts_with(b"WAVE") {
        Format::Other("audio/wav")
    } else {
        Format::Unknown
    }
}

/// The ISO base media format and its ancestor QuickTime, whose files begin with a box's length and type.
fn boxed(head: &[u8], kind: &[u8]) -> Format {
    let Some((kind, brands)) = kind.split_first_chunk::<4>() else { return Format::Unknown };
    match kind {
        b"ftyp" => branded(brands),
        // Files from before `ftyp` begin with any of these.
        b"moov" | b"mdat" | b"wide" | b"pnot" => Format::QuickTime,
        b"free" | b"skip" if head.first() == Some(&0) => Format::QuickTime,
        _ if transport_stream(head) => Format::OtherVideo("video/mp2t"),
        _ => Format::Unknown,
    }
}

/// The major brand decides; an unknown or general one leaves it to the compatible brands.
fn branded(brands: &[u8]) -> Format {
    let major = brands.first_chunk::<4>().and_then(brand);
    let compatible = || brands.get(8..).unwrap_or_default().as_chunks::<4>().0.iter().find_map(brand);
    match major {
        Some(Format::Heif) => compatible().filter(|format| matches!(format, Format::Heic | Format::Avif)).or(major),
        Some(Format::Mp4) | None => {
            let known = compatible().filter(|format| *format != Format::Mp4);
            if major.is_some() { known.filter(|format| *format == Format::ThreeGp).or(major) } else { known }
        }
        major => major,
    }
    .unwrap_or(Format::Mp4)
}

fn brand(brand: &[u8; 4]) -> Option<Format> {
    Some(match brand {
        b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" => Format::Heic,
        b"mif1" | b"msf1" | b"miaf" | b"MiHE" | b"MiHB" => Format::Heif,
        b"avif" | b"avis" | b"avio" => Format::Avif,
        b"crx " => Format::Cr3,
        b"qt  " => Format::QuickTime,
        b"M4V " | b"M4VH" | b"M4VP" => Format::M4v,
        b"M4A " | b"M4B " | b"M4P " => Format::Other("audio/mp4"),
        b"isom" | b"iso2" | b"iso4" | b"iso5" | b"iso6" | b"mp41" | b"mp42" | b"avc1" | b"MSNV" | b"XAVC" | b"dash" => {
            Format::Mp4
        }
        [b'3', b'g', b'p' | b'2' | b'e' | b'g' | b's', _] => Format::ThreeGp,
        _ => return None,
    })
}

/// MPEG transport streams have no magic number, only a sync byte at the start of each packet.
fn transport_stream(head: &[u8]) -> bool {
    // With a four byte time stamp before each packet, as camcorders write it.
    head.get(4) == Some(&0x47) && head.first().is_some_and(|byte| *byte < 0x40) && head.get(5) == Some(&0x40)
        || head.first() == Some(&0x47) && head.get(1) == Some(&0x40)
}
