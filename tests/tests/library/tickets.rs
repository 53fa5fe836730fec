//! Transfers that a phone's system carries: later, in another process, twice, or never.

use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use bytes::Bytes;
use jiff::SignedDuration;
use safelight_core::ports::{Carrier, Crossed, Networks, Remote, RemoteRequest, Ticket, TicketOutcome, TicketResult};
use safelight_core::{Carriage, SafetyState};
use safelight_tests::in_process::Failure;
use safelight_tests::phone::{Phone, files_in, photo, settle};

use super::two;

/// A system that takes everything, carries it when it is told to, and tells what it did again and again.
#[derive(Default)]
struct System {
    taken: Mutex<Vec<Ticket>>,
    done: Mutex<Vec<TicketResult>>,
    cancelled: Mutex<Vec<String>>,
}

fn lock<T>(of: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl System {
    /// Carries everything that it has, with nothing but what stands on the tickets.
    async fn carry_all(&self, phone: &Phone, crossed: Crossed) -> Result<usize, Failure> {
        let tickets = std::mem::take(&mut *lock(&self.taken));
        let count = tickets.len();
        for ticket in tickets {
            let body = std::fs::read(&ticket.file)?;
            assert_eq!(u64::try_from(body.len())?, ticket.length);
            let request = RemoteRequest {
                method: ticket.method,
                url: ticket.url,
                headers: ticket.headers,
                body: Bytes::from(body),
                max_answer: 65_536,
                idle_timeout: std::time::Duration::from_secs(60),
                authority: ticket.authority,
                unchanged: None,
                transferred: None,
            };
            let answer = phone.device.remote.send(request).await?;
            let outcome = TicketOutcome::Answered(answer.status);
            lock(&self.done).push(TicketResult { id: ticket.id, outcome, crossed });
        }
        Ok(count)
    }
}

#[async_trait]
impl Carrier for System {
    async fn hand_over(&self, tickets: Vec<Ticket>) -> Vec<String> {
        let ids = tickets.iter().map(|ticket| ticket.id.clone()).collect();
        lock(&self.taken).extend(tickets);
        ids
    }

    async fn results(&self) -> Vec<TicketResult> {
        lock(&self.done).clone()
    }

    async fn cancel(&self, ids: Vec<String>) {
        lock(&self.taken).retain(|ticket| !ids.contains(&ticket.id));
        lock(&self.cancelled).extend(ids);
    }
}

/// A phone with a photo of which all but the original is in the cloud, handed over to the system.
async fn handed_over(phone: &Phone, system: &System) -> Result<safelight_protocol::RecordId, Failure> {
    settle(&[phone]).await?;
    let id = phone.take(1).await?;
    let carriage = phone.library.carry(system).await?;
    assert_eq!(carriage, Carriage { handed_over: 1, ..Carriage::default() });
    Ok(id)
}

async fn state(phone: &Phone) -> Result<SafetyState, Failure> {
    Ok(phone.shown().await?[0].state)
}

fn sealed_files(phone: &Phone) -> Result<usize, Failure> {
    Ok(files_in(&phone.home().join("tickets")).map_or(0, |files| files.len()))
}

async fn booked(phone: &Phone) -> Result<u64, Failure> {
    Ok(phone.library.receipts(None).await?.pop().map_or(0, |month| month.unknown.sent))
}

#[tokio::test]
async fn a_system_finishes_later_in_another_process_and_tells_it_twice() -> Result<(), Failure> {
    let (server, a, b) = two().await?;
    let system = System::default();
    let id = handed_over(&a, &system).await?;
    // While its part is out, a run leaves the original alone.
    let outcome = a.sync().await?;
    assert_eq!((outcome.sent.originals, outcome.pending.originals), (0, 1));
    assert_eq!((state(&a).await?, sealed_files(&a)?), (SafetyState::Waiting, 1));
    server.clock.pass(SignedDuration::from_hours(9));

    assert_eq!(system.carry_all(&a, Crossed::Unknown).await?, 1);
    let device = a.device.clone();
    let a = a.reopened(device).await?;
    let first = a.library.carry(&system).await?;
    assert_eq!(first, Carriage { arrived: 1, ..Carriage::default() });
    assert_eq!(a.library.carry(&system).await?, Carriage::default(), "the second telling changes nothing");
    assert_eq!(sealed_files(&a)?, 0);
    let outcome = a.sync().await?;
    assert!(outcome.up_to_date, "{outcome:?}");
    assert_eq!(state(&a).await?, SafetyState::Safe);
    b.sync().await?;
    assert_eq!(b.original(id).await?, photo(1));
    Ok(())
}

#[tokio::test]
async fn what_a_system_never_finishes_goes_by_itself_after_a_day() -> Result<(), Failure> {
    let (server, a, _b) = two().await?;
    let system = System::default();
    handed_over(&a, &system).await?;
    server.clock.pass(SignedDuration::from_hours(23));
    assert_eq!(a.library.carry(&system).await?.cancelled, 0);
    server.clock.pass(SignedDuration::from_hours(2));
    let carriage = a.library.carry(&system).await?;
    assert_eq!((carriage.cancelled, carriage.handed_over), (1, 1), "given up, and handed over afresh");
    // A shell that has no carrier any more: the tickets are given up, and a run sends.
    server.clock.pass(SignedDuration::from_hours(25));
    struct Gone;
    #[async_trait]
    impl Carrier for Gone {
        async fn hand_over(&self, _: Vec<Ticket>) -> Vec<String> {
            Vec::new()
        }
        async fn results(&self) -> Vec<TicketResult> {
            Vec::new()
        }
        async fn cancel(&self, _: Vec<String>) {}
    }
    let carriage = a.library.carry(&Gone).await?;
    assert_eq!((carriage.cancelled, carriage.handed_over), (1, 0));
    assert_eq!(sealed_files(&a)?, 0, "what was not taken leaves nothing behind");
    assert!(a.sync().await?.up_to_date);
    // A system that wakes up after all can't do harm.
    assert!(system.carry_all(&a, Crossed::Free).await.is_err(), "its file is gone");
    Ok(())
}

#[tokio::test]
async fn a_stricter_setting_takes_back_what_was_handed_over() -> Result<(), Failure> {
    let (_server, a, _b) = two().await?;
    let system = System::default();
    let want = async |key: &str, value: &str| a.library.set_settings(vec![(key.into(), value.into())]).await;
    want("cellular_photos", "unlimited").await?;
    handed_over(&a, &system).await?;
    let paid = Networks { paid: true, roaming: false, low_data: false };
    assert_eq!(lock(&system.taken)[0].networks, paid);
    want("cellular_photos", "small").await?;
    let carriage = a.library.carry(&system).await?;
    assert_eq!((carriage.cancelled, carriage.handed_over), (1, 1), "it goes again under stricter terms");
    assert_eq!(lock(&system.cancelled).len(), 1);
    assert!(!lock(&system.taken)[0].networks.paid);
    want("sync", "false").await?;
    let carriage = a.library.carry(&system).await?;
    assert_eq!((carriage.cancelled, carriage.handed_over), (1, 0));
    assert!(lock(&system.taken).is_empty());
    Ok(())
}

#[tokio::test]
async fn what_may_cost_is_booked_before_it_is_handed_over() -> Result<(), Failure> {
    let (_server, a, _b) = two().await?;
    let system = System::default();
    a.library.set_settings(vec![("cellular_photos".into(), "1000000".into())]).await?;
    handed_over(&a, &system).await?;
    let length = lock(&system.taken)[0].length;
    assert_eq!(booked(&a).await?, length);
    // It went over Wi-Fi after all.
    system.carry_all(&a, Crossed::Free).await?;
    a.library.carry(&system).await?;
    assert_eq!(booked(&a).await?, 0);
    a.sync().await?;

    // A second one that crossed nobody knows what, and a third that the day's budget does not hold.
    a.take(2).await?;
    a.library.carry(&system).await?;
    system.carry_all(&a, Crossed::Unknown).await?;
    a.library.carry(&system).await?;
    let second = booked(&a).await?;
    assert!(second > 0);
    a.sync().await?;
    a.library.set_settings(vec![("cellular_photos".into(), (second + 10).to_string())]).await?;
    a.take(3).await?;
    a.library.carry(&system).await?;
    assert!(!lock(&system.taken)[0].networks.paid, "over networks that cost nothing only");
    assert_eq!(booked(&a).await?, second);
    Ok(())
}

#[tokio::test]
async fn a_carrier_in_this_process_obeys_the_policy_like_a_run() -> Result<(), Failure> {
    let (_server, a, _b) = two().await?;
    settle(&[&a]).await?;
    let carrier = a.library.in_process_carrier();
    a.take(1).await?;
    assert_eq!(a.library.carry(&carrier).await?.handed_over, 1);
    // Photos may not cross cellular networks: what was handed over waits, and costs nothing.
    a.library.set_facts(vec![("network".into(), "cellular".into())]).await?;
    assert_eq!(a.library.carry(&carrier).await?.failed, 1);
    a.library.set_facts(vec![("network".into(), "wifi".into())]).await?;
    a.library.carry(&carrier).await?;
    assert_eq!(a.library.carry(&carrier).await?.arrived, 1);
    assert!(a.sync().await?.up_to_date);
    assert_eq!(state(&a).await?, SafetyState::Safe);
    Ok(())
}
