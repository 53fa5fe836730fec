//! Cutting a file into parts and sealing them, and what can be wrong with the file meanwhile.

use std::io::{self, Read, Seek};

use safelight_protocol::{ContentId, PART_BYTES, codes};

use crate::account::SessionError;
use crate::cloud::CloudError;
use crate::home::{Home, HomeError, file_code};
use crate::keys::LibrarySecrets;
use crate::ports::ReadSeek;
use crate::reasons::reason;
use crate::record::{PartEntry, SealedParts};
use crate::seal::{PartPlace, SealedPart};
use crate::store::files::{LocalFile, Owner};

/// Why one resource can't be sent. It blocks nobody else.
#[derive(Clone, Copy)]
pub(super) struct Refused {
    pub(super) code: &'static str,
    /// Worth another try later, and another few: the trouble may have been the way, not the file.
    pub(super) passes: bool,
}

impl Refused {
    pub(super) fn for_good(code: &'static str) -> Self {
        Self { code, passes: false }
    }

    /// What the server, or something before it, says against one request and not against us.
    pub(super) fn by(error: &SessionError) -> Option<Self> {
        let code = match error {
            SessionError::Cloud(CloudError::Foreign { status: 413 }) => "net.proxy_limit",
            _ if error.refused_with(codes::HASH_MISMATCH) => codes::HASH_MISMATCH,
            _ if error.refused_with(codes::TOO_LARGE) => "item.too_large",
            _ => against_one_request(error)?,
        };
        Some(Self { code, passes: true })
    }
}

/// The code of a refusal that is about the request as it is: asked again it is the same, and the next file is another one.
fn against_one_request(error: &SessionError) -> Option<&'static str> {
    let problem = error.problem().filter(|problem| matches!(problem.status, 400 | 405 | 409 | 413 | 415 | 422))?;
    let about_it = problem.code.starts_with("item.") || problem.code.starts_with("req.");
    match reason(&problem.code) {
        Some(reason) if about_it => Some(reason.code),
        Some(_) => None,
        // A newer server's reason, which has no name here.
        None => Some("item.poison"),
    }
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        Self::for_good(file_code(&error))
    }
}

/// The file is no longer the one that was imported.
pub(super) const CHANGED: &str = "item.changed";

/// How many parts a file of this size has: at least one.
fn part_count(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(PART_BYTES).max(1)).unwrap_or(u32::MAX)
}

fn open_unchanged(home: &Home, file: &LocalFile) -> Result<Box<dyn ReadSeek>, Refused> {
    let stamp = home.stamp_local(file)?;
    let changed = match file.owner {
        Owner::Ours => stamp.bytes != file.stamp.bytes,
        Owner::Borrowed => !stamp.is_still(&file.stamp),
    };
    if changed { Err(Refused::for_good(CHANGED)) } else { Ok(home.open_local(file)?) }
}

/// Cuts and seals a whole file, keeping only how. Its content id must still be the one that it was imported under.
pub(super) fn cut(home: &Home, secrets: &LibrarySecrets, file: &LocalFile) -> Result<SealedParts, Refused> {
    let mut reader = open_unchanged(home, file)?;
    let count = part_count(file.stamp.bytes);
    let mut hasher = secrets.content_hasher();
    let mut parts = SealedParts { generation: 0, suite: 0, list: Vec::new() };
    for index in 0..count {
        let plain = read_exactly(reader.as_mut(), PART_BYTES)?;
        hasher.update(&plain);
        let sealed = seal_bytes(secrets, plain, &file.content, index, count)?;
        let bytes = u64::try_from(sealed.bytes.len()).unwrap_or(0);
        parts.generation = sealed.generation;
        parts.suite = sealed.suite;
        parts.list.push(PartEntry { id: sealed.id, hash: sealed.hash, bytes });
    }
    if hasher.finish() == file.content { Ok(parts) } else { Err(Refused::for_good(CHANGED)) }
}

/// One part of a file, sealed again from its bytes as they are now; the code of why it is not the file that it was.
pub(crate) fn seal_again(
    home: &Home,
    secrets: &LibrarySecrets,
    file: &LocalFile,
    index: u32,
    count: u32,
) -> Result<SealedPart, &'static str> {
    seal_one(home, secrets, file, index, count).map_err(|refused| refused.code)
}

pub(super) fn seal_one(
    home: &Home,
    secrets: &LibrarySecrets,
    file: &LocalFile,
    index: u32,
    count: u32,
) -> Result<SealedPart, Refused> {
    let mut reader = open_unchanged(home, file)?;
    reader.seek(io::SeekFrom::Start(u64::from(index) * PART_BYTES))?;
    let plain = read_exactly(reader.as_mut(), PART_BYTES)?;
    seal_bytes(secrets, plain, &file.content, index, count)
}

fn seal_bytes(
    secrets: &LibrarySecrets,
    plain: Vec<u8>,
    content: &ContentId,
    index: u32,
    count: u32,
) -> Result<SealedPart, Refused> {
    secrets.seal_part(PartPlace { content, index, count }, plain).map_err(|_| Refused::for_good(CHANGED))
}

/// Up to `most` bytes.
fn read_exactly(reader: &mut dyn ReadSeek, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

impl From<HomeError> for Refused {
    fn from(error: HomeError) -> Self {
        Self::for_good(error.code())
    }
}
