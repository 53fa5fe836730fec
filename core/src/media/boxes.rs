//! The boxes of the ISO base media format: MP4, QuickTime, HEIF, AVIF and Canon's CR3 are made of them.
//!
//! Boxes are looked for by path, one level at a time, so that depth in a file is never depth on the stack.

use std::ops::Range;

use super::metered::Metered;

/// The most boxes of one level that are looked at.
const MAX_BOXES: usize = 4096;

/// One box: its type and where its body is in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Boxed {
    pub(super) kind: [u8; 4],
    pub(super) body: Range<u64>,
}

/// The boxes in a range of the file, in order, as far as they make sense.
pub(super) fn boxes(source: &mut Metered<'_>, within: Range<u64>) -> Vec<Boxed> {
    let mut found = Vec::new();
    let mut at = within.start;
    while at < within.end && found.len() < MAX_BOXES {
        let Some([s0, s1, s2, s3, kind @ ..]) = source.array::<8>(at) else { break };
        let (header, size) = match u32::from_be_bytes([s0, s1, s2, s3]) {
            // To the end of the file.
            0 => (8, within.end - at),
            1 => match source.array(at + 8).map(u64::from_be_bytes) {
                Some(size) => (16, size),
                None => break,
            },
            size => (8, u64::from(size)),
        };
        if size < header {
            break;
        }
        let end = at.saturating_add(size).min(within.end);
        found.push(Boxed { kind, body: (at + header).min(end)..end });
        at = end;
    }
    found
}

/// The first box of this type in a range.
pub(super) fn first(source: &mut Metered<'_>, within: Range<u64>, kind: &[u8; 4]) -> Option<Range<u64>> {
    boxes(source, within).into_iter().find(|boxed| boxed.kind == *kind).map(|boxed| boxed.body)
}

/// The first box at the end of a path of types.
pub(super) fn at_path(source: &mut Metered<'_>, within: Range<u64>, path: &[&[u8; 4]]) -> Option<Range<u64>> {
    path.iter().try_fold(within, |range, kind| first(source, range, kind))
}

/// A big-endian number of up to eight bytes.
pub(super) fn number(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}
