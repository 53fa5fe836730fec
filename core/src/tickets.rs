//! Transfers that somebody else carries: handed over under terms that are fixed, taken back when they became too loose.
//!
//! A phone's system moves bytes while the app sleeps, if it is given all it needs: a file, an address, a permission. Each
//! sealed part becomes a [`Ticket`]: it lies in a bounded folder of its own, its permission puts this part and nothing else,
//! and its terms say over which networks it may go.
//!
//! - **Fixed at hand-over.** Networks stand on each ticket. What may cross a network that costs is booked against today's
//!   budget before it is handed over, in the same transaction that notes the ticket; it is put right when it is known better.
//! - **What a system can't enforce is not handed over**: while photos wait for a charger or for chosen hours, none go. Heat,
//!   power saving and the battery's floor are the system's own to watch while it carries; they are looked at when tickets
//!   are handed over and whenever the app runs.
//! - **A stricter setting cancels** what was handed over, the next moment that the app runs: [`Safelight::carry`] looks first.
//! - **Results are idempotent.** A result that comes late, twice, in another process or never changes nothing that is not
//!   so: a part counts as sent only on the server's word, and the next plan asks for it anyhow.
//!
//! While a photo's parts are out, a run leaves the photo alone. A ticket that nobody has heard of for a day is given up.

use jiff::{SignedDuration, Timestamp};

use crate::facts::{Fact, Network, Vpn};
use crate::policy::{Allowance, Class, Inputs, Limits, Verdict, decide};
use crate::ports::{Carrier, InProcessCarrier, Networks};
use crate::safelight::{Safelight, SafelightError};
use crate::settings::Hours;

/// Who does not hear of a ticket for so long gives it up.
const STALE: SignedDuration = SignedDuration::from_hours(24);

/// What became of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Carriage {
    /// Parts that the server has taken, by results that were new.
    pub arrived: u64,
    /// Tickets that ended without that.
    pub failed: u64,
    /// Tickets that were taken back.
    pub cancelled: u64,
    /// Tickets that were handed over.
    pub handed_over: u64,
    /// Another process runs: nothing was done.
    pub busy: bool,
}

/// Under which terms a class may be handed over now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Terms {
    pub(crate) networks: Networks,
    /// What may still be booked today on networks that cost; none: any number.
    pub(crate) paid_left: Option<u64>,
}

/// The terms of a class; none where it may not be handed over at all. The present network does not matter: whoever
/// carries waits for one that the terms allow.
pub(crate) fn terms(inputs: &Inputs, class: Class) -> Option<Terms> {
    if inputs.settings.charging_only || inputs.settings.hours != Hours::Always {
        return None;
    }
    let Verdict::Run { limits, .. } = decide(&at_home(inputs)).of(class).clone() else { return None };
    let Limits { paid, roaming, low_data, .. } = limits;
    let paid_left = match paid {
        Allowance::Nothing => Some(0),
        Allowance::Bytes(left) => Some(left),
        Allowance::Unlimited => None,
    };
    let may_pay = paid_left != Some(0);
    Some(Terms { networks: Networks { paid: may_pay, roaming: may_pay && roaming, low_data }, paid_left })
}

/// The same phone on a network that is nobody's concern.
fn at_home(inputs: &Inputs) -> Inputs {
    let (mut inputs, now) = (inputs.clone(), inputs.now.timestamp());
    inputs.facts.network = Fact::known(Network::Wifi, now);
    inputs.facts.vpn = Fact::known(Vpn::Off, now);
    inputs.facts.validated = Fact::known(true, now);
    for no in [
        &mut inputs.facts.metered,
        &mut inputs.facts.constrained,
        &mut inputs.facts.captive,
        &mut inputs.facts.data_saver,
    ] {
        *no = Fact::known(false, now);
    }
    inputs.account.refusal = None;
    inputs
}

/// A ticket that is out, as far as its terms go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Out {
    pub(crate) networks: Networks,
    pub(crate) handed: Timestamp,
    pub(crate) ends: Timestamp,
}

/// Whether a ticket that is out may stay out.
pub(crate) fn may_stay(out: &Out, terms: Option<&Terms>, now: Timestamp) -> bool {
    let Some(Terms { networks: now_allowed, .. }) = terms else { return false };
    let looser = |had: bool, has: bool| had && !has;
    let stricter = looser(out.networks.paid, now_allowed.paid)
        || looser(out.networks.roaming, now_allowed.roaming)
        || looser(out.networks.low_data, now_allowed.low_data);
    let age = now.duration_since(out.handed);
    !stricter && now < out.ends && age < STALE && age > -STALE
}

impl Safelight {
    /// Goes on with what somebody else carries: notes what has ended, takes back what may not stay out, hands over what may
    /// go now. Apps call it whenever they run; what arrived is committed by the next run.
    ///
    /// # Errors
    /// Where nobody is signed in, the cloud refuses the plan, or the home is broken. Results that were given are noted all
    /// the same.
    pub async fn carry(&self, carrier: &dyn Carrier) -> Result<Carriage, SafelightError> {
        self.engine_or_signed_out()?.carry(carrier).await
    }

    /// A carrier that carries in this process.
    pub fn in_process_carrier(&self) -> InProcessCarrier {
        let ports = &self.home().ports;
        InProcessCarrier::new(std::sync::Arc::clone(&ports.remote), std::sync::Arc::clone(&ports.disk))
    }
}

#[cfg(test)]
mod tests;
