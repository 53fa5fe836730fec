use std::future::Future;

use crate::facts::{Fact, Facts};
use crate::policy::{Account, Class, Inputs, Intent, Standing, Verdict, decide, network_forbidden};

/// How many bytes of answer are reckoned with where nothing better is known.
const ANSWER: u64 = 16 * 1024;

/// What a request is for. It travels with the task that sends it, so that what is called on the way (a token that must be
/// renewed first) goes on the same errand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Errand {
    purpose: Purpose,
    answer: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// A class of work, and whose wish it is.
    Work(Class, Intent),
    /// A person's own act at the account.
    Act,
    /// Looking why nothing arrives: a person's own, and the one thing that a network's own page does not hold up.
    Look,
    /// Making room on this device: the one thing that a full disk does not hold up.
    Room(Intent),
}

tokio::task_local! {
    static ERRAND: Errand;
}

impl Errand {
    /// A person's own act. What says nothing else counts as one.
    pub(crate) const ACT: Self = Self { purpose: Purpose::Act, answer: ANSWER };

    /// Looking at the way to the server.
    pub(crate) const LOOK: Self = Self { purpose: Purpose::Look, answer: ANSWER };

    /// Work of a class.
    pub(crate) const fn work(class: Class, intent: Intent) -> Self {
        Self { purpose: Purpose::Work(class, intent), answer: ANSWER }
    }

    /// Making room on this device.
    pub(crate) const fn room(intent: Intent) -> Self {
        Self { purpose: Purpose::Room(intent), answer: ANSWER }
    }

    /// Work of another class, by the same wish.
    pub(crate) fn of_class(self, class: Class) -> Self {
        Self::work(class, self.intent())
    }

    /// The same, with the bytes that the answer may have.
    pub(crate) const fn expecting(self, answer: u64) -> Self {
        Self { answer, ..self }
    }

    /// What the running task is for.
    pub(crate) fn current() -> Self {
        ERRAND.try_with(|errand| *errand).unwrap_or(Self::ACT)
    }

    /// Runs work on this errand.
    pub(crate) fn run<F: Future>(self, work: F) -> impl Future<Output = F::Output> {
        ERRAND.scope(self, work)
    }

    /// Bytes of answer to reckon with.
    pub(super) fn answer(self) -> u64 {
        self.answer
    }

    /// Whether it is work that a budget may end.
    pub(super) fn is_work(self) -> bool {
        matches!(self.purpose, Purpose::Work(..) | Purpose::Room(_))
    }

    /// Its name in the ledger.
    pub(super) fn purpose(self) -> &'static str {
        match self.purpose {
            Purpose::Act | Purpose::Look => "account",
            Purpose::Work(Class::Records, _) | Purpose::Room(_) => "records",
            Purpose::Work(Class::Thumbnails, _) => "thumbnails",
            Purpose::Work(Class::Photos, _) => "photos",
            Purpose::Work(Class::Videos, _) => "videos",
            Purpose::Work(Class::OnDemand, _) => "on_demand",
            Purpose::Work(Class::Prefetch, _) => "prefetch",
            Purpose::Work(Class::Housekeeping, _) => "housekeeping",
        }
    }

    /// Whose wish it is.
    pub(crate) fn intent(self) -> Intent {
        match self.purpose {
            Purpose::Work(_, intent) | Purpose::Room(intent) => intent,
            Purpose::Act | Purpose::Look => Intent::Person,
        }
    }

    /// Whether it may be run: the bytes that are left to it (none: any number), or the code of why not.
    pub(crate) fn ruling(self, inputs: &Inputs) -> Result<Option<u64>, String> {
        match self.purpose {
            Purpose::Act => match network_forbidden(inputs).first() {
                Some(held) => Err(held.code().to_owned()),
                None => Ok(None),
            },
            Purpose::Look => look(inputs),
            Purpose::Work(class, _) => ruling(inputs, class),
            Purpose::Room(_) => {
                let mut inputs = inputs.clone();
                inputs.facts.free_bytes = Fact::Unknown;
                ruling(&inputs, Class::Records)
            }
        }
    }

    /// Takes bytes of this errand out of what was moved today.
    pub(super) fn forget_own(self, inputs: &mut Inputs, bytes: u64) {
        let ledger = &mut inputs.ledger;
        let sum = match self.purpose {
            Purpose::Work(Class::Records, _) | Purpose::Room(_) => &mut ledger.records,
            Purpose::Work(Class::Thumbnails, _) => &mut ledger.thumbnails,
            Purpose::Work(Class::Photos, _) => &mut ledger.photos,
            Purpose::Work(Class::Videos, _) => &mut ledger.videos,
            Purpose::Work(Class::OnDemand, _) => &mut ledger.on_demand,
            Purpose::Work(Class::Prefetch, _) => &mut ledger.prefetch,
            Purpose::Work(Class::Housekeeping, _) | Purpose::Act | Purpose::Look => &mut ledger.housekeeping,
        };
        *sum = sum.saturating_sub(bytes);
    }
}

fn ruling(inputs: &Inputs, class: Class) -> Result<Option<u64>, String> {
    match decide(inputs).of(class) {
        Verdict::Run { limits, .. } => Ok(limits.bytes),
        Verdict::Hold { holds } => Err(holds.first().map_or_else(String::new, |held| held.code().to_owned())),
    }
}

/// What keeps others from the network and is itself worth a look is left out: behind a page that wants to be signed in to
/// first, or in a network that leads nowhere, the way to the server costs nobody anything and tells which of the two it
/// is. So is what has nothing to do with the network. What is left are networks that must not be used, and budgets.
fn look(inputs: &Inputs) -> Result<Option<u64>, String> {
    let unknown = Facts::unknown();
    let facts = Facts {
        network: inputs.facts.network,
        metered: inputs.facts.metered,
        constrained: inputs.facts.constrained,
        roaming: inputs.facts.roaming,
        vpn: inputs.facts.vpn,
        data_saver: inputs.facts.data_saver,
        cellular_allowed: inputs.facts.cellular_allowed,
        app_state: inputs.facts.app_state,
        ..unknown
    };
    let account = Account { standing: Standing::SignedIn, refusal: None, ..inputs.account.clone() };
    let mut inputs = Inputs { facts, account, intent: Intent::Person, ..inputs.clone() };
    (inputs.settings.sync, inputs.settings.pause_until) = (true, None);
    if let Some(held) = network_forbidden(&inputs).first() {
        return Err(held.code().to_owned());
    }
    ruling(&inputs, Class::Records)
}
