//! What Apple's cameras write into EXIF's maker note: a small directory of their own.

use super::tiff::text;

const NAME: &[u8] = b"Apple iOS\0";

/// Where the directory begins, counted from the start of the note: behind name, version and byte order.
const DIRECTORY: usize = 14;

/// The identifier that the still and the video of a Live Photo share (exiftool: `ContentIdentifier`).
const CONTENT_IDENTIFIER: u16 = 0x0011;
const ASCII: u16 = 2;

/// The identifier of the Live Photo whose still this is.
///
/// The note is in the byte order that it names, which has been Motorola's on all devices; its offsets count from its own
/// start. Anything else is somebody else's note.
pub(super) fn live_photo_id(note: &[u8]) -> Option<String> {
    if !note.starts_with(NAME) || note.get(12..DIRECTORY)? != b"MM" {
        return None;
    }
    let count = u16::from_be_bytes(*note.get(DIRECTORY..)?.first_chunk()?);
    let rows = note.get(DIRECTORY + 2..)?.as_chunks::<12>().0.iter().take(usize::from(count));
    for [t0, t1, k0, k1, c0, c1, c2, c3, value @ ..] in rows {
        if u16::from_be_bytes([*t0, *t1]) != CONTENT_IDENTIFIER || u16::from_be_bytes([*k0, *k1]) != ASCII {
            continue;
        }
        let length = usize::try_from(u32::from_be_bytes([*c0, *c1, *c2, *c3])).ok()?;
        let bytes = if length <= value.len() {
            value.get(..length)?
        } else {
            let offset = usize::try_from(u32::from_be_bytes(*value)).ok()?;
            note.get(offset..offset.checked_add(length)?)?
        };
        return text(bytes);
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A note as an iPhone writes it: another tag first, the identifier behind the directory.
    pub(in crate::media) fn note(identifier: &str) -> Vec<u8> {
        let length = u32::try_from(identifier.len()).unwrap() + 1;
        let mut note = [NAME, &[0, 1], b"MM", &[0, 2]].concat();
        note.extend([0, 1, 0, 9, 0, 0, 0, 1, 0, 0, 0, 14]);
        note.extend([[0, 0x11, 0, 2].as_slice(), &length.to_be_bytes(), &44_u32.to_be_bytes()].concat());
        note.extend([0; 4]);
        assert_eq!(note.len(), 44);
        note.extend(identifier.bytes().chain([0]));
        note
    }

    #[test]
    fn the_identifier_is_read_where_apple_puts_it() {
        let id = "3B7A1F0C-1111-4222-8333-0123456789AB";
        assert_eq!(live_photo_id(&note(id)).as_deref(), Some(id));
        assert_eq!(live_photo_id(&note("abc")).as_deref(), None, "four bytes stand in the row itself, not behind it");
    }

    #[test]
    fn a_note_of_another_maker_or_a_cut_one_says_nothing() {
        let whole = note("3B7A1F0C-1111-4222-8333-0123456789AB");
        for end in 0..whole.len() - 1 {
            assert_eq!(live_photo_id(&whole[..end]), None, "{end}");
        }
        assert_eq!(live_photo_id(&[b"Nikon\0".as_slice(), &whole].concat()), None);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_stumble(tail in prop::collection::vec(any::<u8>(), 0..200)) {
            live_photo_id(&[NAME, &[0, 1], b"MM", &tail].concat());
        }
    }
}
