//! A library that is larger than the phone on which it lives, browsed at random.
//!
//! The phone takes photos in as a camera would, a few at a time, sends them, and lets go what is safe. Then somebody opens
//! photos at random. Every byte that they see is compared with what was taken in, and the disk is watched: what is to stay
//! free stays free, also while a photo is fetched.

use std::sync::Arc;

use jiff::SignedDuration;
use safelight_core::VerifyScope;
use safelight_core::ports::Rng;
use safelight_protocol::RecordId;
use sha2::{Digest, Sha256};

use crate::disk::SmallDisk;
use crate::in_process::{Failure, TestDevice, TestServer};
use crate::phone::{Phone, settle};
use crate::simulation::chance::Chance;

const EMAIL: &str = "otto@example.org";
/// How many views go by between two runs.
const VIEWS_A_RUN: usize = 25;

/// What is played.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// How much the library has, in bytes.
    pub library: u64,
    /// How large a photo is, about, in bytes.
    pub photo: u64,
    /// How much of the phone's disk is free before, in bytes.
    pub free: u64,
    /// How much is to stay free, in bytes.
    pub floor: u64,
    /// How many photos are opened.
    pub views: usize,
    /// What chance begins with.
    pub seed: u64,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figures {
    /// Photos in the library.
    pub photos: usize,
    /// What they have, in bytes.
    pub library: u64,
    /// Photos that were opened and were on the phone.
    pub hits: usize,
    /// Photos that were opened.
    pub views: usize,
    /// Bytes that came over the network while somebody browsed.
    pub fetched: u64,
    /// The fewest free bytes while somebody browsed.
    pub least_free: u64,
    /// Originals that the cloud proves at the end, or gives back whole.
    pub proven: u64,
}

struct Taken {
    id: RecordId,
    sha: [u8; 32],
}

/// Plays it. Fails where a photo is not what was taken in, or the disk is fuller than it may be.
pub async fn run(plan: Plan) -> Result<Figures, Failure> {
    let server = TestServer::start().await?;
    let disk = Arc::new(SmallDisk::of(plan.free));
    let device = TestDevice { disk: Arc::<SmallDisk>::clone(&disk), ..TestDevice::new(&server) };
    let phone = Phone::on(device).await?;
    phone.sign_up(EMAIL, "Otto’s phone").await?;
    server.set_quota(EMAIL, plan.library.saturating_mul(2)).await?;
    // The policy wants more room than a small play has; the disk itself is asked for what is kept free.
    phone.say(&format!("setting.optimise=keep:{} fact.free_bytes=99000000000", plan.floor)).await?;
    let chance = Chance::of_seed(plan.seed);
    let (taken, library) = fill(&phone, &server, &disk, &chance, plan).await?;
    let (hits, fetched) = browse(&phone, &server, &disk, &chance, plan, &taken).await?;
    settle(&[&phone]).await?;
    let report = phone.library.verify(VerifyScope::All).await?;
    if !report.is_whole() {
        return Err(format!("{} of {} proven: {:?}", report.proven, report.of, report.unproven).into());
    }
    Ok(Figures {
        photos: taken.len(),
        library,
        hits,
        views: plan.views,
        fetched,
        least_free: disk.least_free(),
        proven: report.proven,
    })
}

/// Takes photos in until the library is as large as is wanted.
async fn fill(
    phone: &Phone,
    server: &TestServer,
    disk: &SmallDisk,
    chance: &Chance,
    plan: Plan,
) -> Result<(Vec<Taken>, u64), Failure> {
    let (mut taken, mut library) = (Vec::new(), 0);
    while library < plan.library {
        let mut batch = 0;
        // A camera stops when the phone is full: as much as leaves what is to stay free.
        while library < plan.library && batch < plan.floor / 4 {
            let bytes = plan.photo / 2 + chance.below(plan.photo);
            let mut photo = vec![0; usize::try_from(bytes)?];
            chance.fill(&mut photo);
            let name = format!("{}.bin", taken.len());
            let report = phone.import(&name, &photo).await?;
            let id = *report.imported.first().ok_or_else(|| format!("not taken in: {report:?}"))?;
            std::fs::remove_file(phone.file(&name, &[])?)?;
            taken.push(Taken { id, sha: Sha256::digest(&photo).into() });
            (library, batch) = (library + bytes, batch + bytes);
        }
        server.clock.pass(SignedDuration::from_mins(10));
        settle(&[phone]).await?;
        if disk.free() < plan.floor {
            return Err(format!("{} bytes are free at rest", disk.free()).into());
        }
    }
    Ok((taken, library))
}

async fn browse(
    phone: &Phone,
    server: &TestServer,
    disk: &SmallDisk,
    chance: &Chance,
    plan: Plan,
    taken: &[Taken],
) -> Result<(usize, u64), Failure> {
    disk.watch_from_now();
    let (_, before) = phone.library.bytes_moved();
    let mut hits = 0;
    for view in 0..plan.views {
        let one = chance.pick(taken).ok_or("nothing was taken in")?;
        let here = phone.library.local_file(one.id, safelight_core::ResourceKind::Original).await?.is_some();
        hits += usize::from(here);
        let seen: [u8; 32] = Sha256::digest(phone.original(one.id).await?).into();
        if seen != one.sha {
            return Err(format!("view {view}: {} is another photo", one.id).into());
        }
        if disk.least_free() < plan.floor {
            return Err(format!("view {view}: only {} bytes were free", disk.least_free()).into());
        }
        server.clock.pass(SignedDuration::from_mins(5));
        if view % VIEWS_A_RUN == VIEWS_A_RUN - 1 {
            phone.sync().await?;
        }
    }
    let (_, after) = phone.library.bytes_moved();
    Ok((hits, after - before))
}
