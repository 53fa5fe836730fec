//! Handing parts over to a carrier, and noting what became of them.

use std::io::Cursor;

use data_encoding::HEXLOWER;
use jiff::Timestamp;
use safelight_protocol::part::{Permits, Plan};
use safelight_protocol::record::PartRef;
use safelight_protocol::{Digest, PartId, route, version};

use super::send::Parcel;
use super::{Engine, SyncError};
use crate::account::SessionError;
use crate::cloud::Body;
use crate::gate::Errand;
use crate::home::HomeError;
use crate::policy::{Class, Inputs, Intent, Standing};
use crate::ports::{Carrier, Crossed, Method, Ticket, TicketOutcome, TicketResult, random};
use crate::safelight::SafelightError;
use crate::seal::SealedPart;
use crate::store::files;
use crate::store::lease::{self, Lease};
use crate::store::tickets::{self, Booking, TicketRow};
use crate::store::work::{self, Direction, Pick};
use crate::tickets::{Carriage, Out, Terms, may_stay, terms};

/// The most that lies sealed in the home, waiting to be carried.
const SPOOL_BYTES: u64 = 64 << 20;
/// How many files are looked at in a round.
const LARGE: usize = 8;
/// The folder of sealed parts.
const FOLDER: &str = "tickets";

impl Engine {
    /// One round with a carrier.
    pub(crate) async fn carry(&self, carrier: &dyn Carrier) -> Result<Carriage, SafelightError> {
        // Under the lease, so that no run meets a photo whose parts go out this moment.
        let Some(lease) = self.take_lease().await? else {
            return Ok(Carriage { busy: true, ..Carriage::default() });
        };
        let mut carriage = Carriage::default();
        let done = Box::pin(self.carry_under(&lease, carrier, &mut carriage)).await;
        self.home.write_quietly(move |db| lease::give_back(db, &lease)).await?;
        match done {
            Ok(()) => Ok(carriage),
            // What may not go now waits; it is told by the verdicts.
            Err(error) if error.held().is_some() => Ok(carriage),
            Err(SyncError::Home(error)) => Err(error.into()),
            Err(SyncError::Session(error)) => Err(error.into()),
            Err(_) => Ok(carriage),
        }
    }

    async fn carry_under(
        &self,
        lease: &Lease,
        carrier: &dyn Carrier,
        carriage: &mut Carriage,
    ) -> Result<(), SyncError> {
        for result in carrier.results().await {
            self.ticket_ended(lease, &result, carriage).await?;
        }
        let inputs = self.gate.situation(Standing::SignedIn, Intent::Pocket).await?.inputs;
        let stale = self.review(&inputs).await?;
        if !stale.is_empty() {
            // Whoever is cut off in between finds them still out, and cancels again.
            carrier.cancel(stale.clone()).await;
            carriage.cancelled += count(stale.len());
            for id in stale {
                self.end(lease, id, Booking::Stands).await?;
            }
        }
        for class in [Class::Photos, Class::Videos] {
            if terms(&inputs, class).is_some() {
                Box::pin(self.hand_over(lease, carrier, class, carriage)).await?;
            }
        }
        Ok(())
    }

    /// Notes how a ticket ended. One that is not out any more has been settled before.
    async fn ticket_ended(
        &self,
        lease: &Lease,
        result: &TicketResult,
        carriage: &mut Carriage,
    ) -> Result<(), SyncError> {
        let stored = matches!(result.outcome, TicketOutcome::Answered(200..=299));
        let booking = match result.crossed {
            Crossed::Unknown | Crossed::Paid => Booking::Stands,
            Crossed::Free | Crossed::Counted => Booking::TakenBack,
        };
        let Some(ticket) = self.end(lease, result.id.clone(), booking).await? else { return Ok(()) };
        if stored {
            let part = ticket.part;
            self.write(lease, move |db| files::mark_acked(db, &[part], true)).await?;
            carriage.arrived += 1;
        } else {
            carriage.failed += 1;
        }
        Ok(())
    }

    /// Ends a ticket, and removes its file.
    async fn end(&self, lease: &Lease, id: String, booking: Booking) -> Result<Option<TicketRow>, SyncError> {
        let ended = self.write(lease, move |db| tickets::end(db, &id, booking)).await?;
        if let Some(ticket) = &ended {
            let file = ticket.file.clone();
            self.home
                .blocking(move |home| home.ports.disk.remove(&home.root.join(file)))
                .await?
                .map_err(HomeError::from)?;
        }
        Ok(ended)
    }

    /// Which tickets may not stay out.
    async fn review(&self, inputs: &Inputs) -> Result<Vec<String>, SyncError> {
        let now = self.home.now();
        let out = self.home.read(tickets::out).await?;
        let stale = out.into_iter().filter(|ticket| {
            let terms = terms(inputs, ticket.class);
            let out = Out { networks: ticket.networks, handed: ticket.handed, ends: ticket.ends };
            !may_stay(&out, terms.as_ref(), now)
        });
        Ok(stale.map(|ticket| ticket.id).collect())
    }

    /// Hands over as much of a class as fits beside what is out.
    async fn hand_over(
        &self,
        lease: &Lease,
        carrier: &dyn Carrier,
        class: Class,
        carriage: &mut Carriage,
    ) -> Result<(), SyncError> {
        let out = self.home.read(tickets::out).await?;
        let mut room = SPOOL_BYTES.saturating_sub(out.iter().map(|ticket| ticket.bytes).sum());
        let classes = match class {
            Class::Videos => (work::Class::Video, work::Class::Video),
            _ => (work::Class::Photo, work::Class::Photo),
        };
        let (now, pick) = (self.home.now(), Pick { limit: LARGE, most: u64::MAX });
        let next = self.home.read(move |db| work::next(db, Direction::Send, classes, now, pick)).await?;
        for work in next {
            if room == 0 {
                break;
            }
            // What can't be read or does not fit is a run's own to lay by.
            let Ok(Some(parcel)) = self.prepare(lease, work).await? else { continue };
            let Some((permits, ends)) = self.permits(class, &parcel).await? else { continue };
            let mut tickets = Vec::new();
            for (index, part) in (0_u32..).zip(&parcel.parts.list) {
                let permit = permits.iter().find(|(id, _)| *id == part.id).and_then(|(_, permit)| permit.as_deref());
                let Some(permit) = permit.filter(|_| part.bytes <= room) else { continue };
                let Ok(sealed) = self.read_part(&parcel, index).await? else { break };
                room = room.saturating_sub(part.bytes);
                tickets.extend(self.ticket(lease, &parcel, sealed, class, (permit, ends)).await?);
            }
            self.give(lease, carrier, tickets, carriage).await?;
        }
        Ok(())
    }

    async fn give(
        &self,
        lease: &Lease,
        carrier: &dyn Carrier,
        tickets: Vec<Ticket>,
        carriage: &mut Carriage,
    ) -> Result<(), SyncError> {
        if tickets.is_empty() {
            return Ok(());
        }
        let ids: Vec<String> = tickets.iter().map(|ticket| ticket.id.clone()).collect();
        let taken = carrier.hand_over(tickets).await;
        carriage.handed_over += count(taken.len());
        for id in ids.into_iter().filter(|id| !taken.contains(id)) {
            self.end(lease, id, Booking::TakenBack).await?;
        }
        Ok(())
    }

    /// Plans a file's parts and asks for a permission for each that must be sent. None where it does not fit.
    async fn permits(
        &self,
        class: Class,
        parcel: &Parcel,
    ) -> Result<Option<(Vec<(PartId, Option<String>)>, Timestamp)>, SyncError> {
        let parts: Vec<PartRef> =
            parcel.parts.list.iter().map(|part| PartRef { id: part.id, bytes: part.bytes }).collect();
        let (body, route) = (Body::json(&Plan { parts }), self.route("permits"));
        let asked = Errand::work(class, Intent::Pocket).run(self.session.call(Method::Post, &route, body)).await;
        let Permits { parts, reserved_until_ms } = match asked {
            Ok(permits) => permits,
            Err(error) if error.problem().is_some() => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let ends = Timestamp::from_millisecond(reserved_until_ms).unwrap_or(Timestamp::MAX);
        Ok(Some((parts.into_iter().map(|part| (part.id, part.permit)).collect(), ends)))
    }

    /// Writes a sealed part where a carrier finds it, notes it and books what it may cost. A kill leaves a file that a row
    /// names, or one that nothing names and the next ticket of its part writes over.
    async fn ticket(
        &self,
        lease: &Lease,
        parcel: &Parcel,
        sealed: SealedPart,
        class: Class,
        (permit, ends): (&str, Timestamp),
    ) -> Result<Option<Ticket>, SyncError> {
        let (part, length) = (sealed.id, count(sealed.bytes.len()));
        let mark: [u8; 8] = random(self.home.ports.rng.as_ref());
        let (id, file) = (HEXLOWER.encode(&mark), format!("{FOLDER}/{part}.sealed"));
        let (path, bytes) = (self.home.root.join(&file), sealed.bytes);
        let written = path.clone();
        let write = move |home: &crate::home::Home| home.ports.disk.write_durable(&written, &mut Cursor::new(bytes));
        self.home.blocking(write).await?.map_err(HomeError::from)?;

        let (now, zone) = (self.home.now(), self.home.ports.clock.zone());
        let day = now.to_zoned(zone).date().to_string();
        let (gate, record, name) = (self.gate.clone(), parcel.work.record, id.clone());
        let note = move |db: &rusqlite::Transaction<'_>| {
            // Looked at again where it is booked: a budget holds for all who book at this moment.
            let Some(Terms { mut networks, paid_left }) = terms(&gate.inputs_in(db)?, class) else { return Ok(None) };
            if paid_left.is_some_and(|left| left < length) {
                // What today's budget does not hold goes over networks that cost nothing.
                (networks.paid, networks.roaming) = (false, false);
            }
            let booked = networks.paid.then_some(day);
            let row =
                TicketRow { id: name, part, record, class, file, bytes: length, networks, booked, handed: now, ends };
            tickets::add(db, &row).map(|()| Some(networks))
        };
        let Some(networks) = self.write(lease, note).await? else { return Ok(None) };
        let cloud = self.session.cloud();
        let (address, authority) = cloud.proven_address().await.map_err(SessionError::from)?;
        Ok(Some(Ticket {
            id,
            class,
            method: Method::Put,
            url: format!("{address}{}", route::part(&self.library(), &part)),
            authority,
            headers: vec![
                (version::PROTOCOL_HEADER, version::PROTOCOL.to_string()),
                (version::CLIENT_HEADER, cloud.client().to_owned()),
                ("authorization", format!("Bearer {permit}")),
                ("content-type", "application/octet-stream".to_owned()),
            ],
            file: path,
            length,
            digest: Digest(*part.as_bytes()),
            networks,
            ends,
        }))
    }
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
