//! What happens when the person presses the button of a reason.
//!
//! What Safelight can do itself is done by the engine, by the same call as on every phone. The rest a person
//! does by hand, in the system's pages or with a cable; here the page does it in their place, by the change that the policy
//! itself names as what lifts the hold.

use safelight_core::policy::{Change, Class, Intent, Lift};
use safelight_core::reasons::{Action, Form, Platform};
use safelight_core::{Fix, Pressed as Did, SafelightError, UnsentChoice};
use serde::Serialize;
use serde_json::Value;
use tokio::sync::watch;

use crate::api::Refusal;
use crate::cloud::NO_FLOOR;
use crate::link::Door;
use crate::phone::Phone;
use crate::reasons::platform;
use crate::simulator::Simulator;
use crate::words::{catalogue, say, say_with, size};

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Pressed {
    /// In a sentence.
    pub(crate) sentence: String,
    /// A place in the app that opens instead, where the person decides.
    pub(crate) opens: Option<&'static str>,
}

impl Pressed {
    fn said(id: &str) -> Self {
        Self { sentence: say(id), opens: None }
    }
}

/// How a button is carried out on one platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct OnPlatform {
    pub(crate) platform: &'static str,
    pub(crate) name: String,
    /// Whether it is this phone's own.
    pub(crate) own: bool,
    pub(crate) form: &'static str,
    pub(crate) sentence: String,
    pub(crate) steps: Vec<String>,
}

/// What each platform would show.
pub(crate) fn forms(phone: &Phone, code: &str) -> Vec<OnPlatform> {
    let fix = Fix::of(code, catalogue());
    let own = platform(phone);
    Platform::ALL
        .iter()
        .map(|one| {
            let (form, page) = match fix.form(*one) {
                Form::Act => ("act", ""),
                Form::Ask => ("ask", ""),
                Form::SettingsPage => ("settings", ""),
                Form::SystemPage(page) => ("system", page),
                Form::Steps => ("steps", ""),
                Form::Nothing => ("nothing", ""),
            };
            OnPlatform {
                platform: one.name(),
                name: say(&format!("platform-{}", one.name())),
                own: *one == own,
                form,
                sentence: say_with(&format!("form-{form}"), [("page", Value::from(page))]),
                steps: fix.steps(*one, catalogue()),
            }
        })
        .collect()
}

/// Presses the button of a reason on a phone.
pub(crate) async fn press(simulator: &Simulator, phone: &Phone, code: &str) -> Result<Pressed, Refusal> {
    let action = Action::of(code);
    let pressed = match action {
        Action::SignIn => simulator.sign_in_again(phone).await.map(|()| Pressed::said("did-signed-in"))?,
        Action::SignOut => {
            phone.safelight().sign_out(UnsentChoice::Leave).await.map(|_| Pressed::said("did-signed-out"))?
        }
        Action::FreeUpCloud => Pressed { sentence: String::new(), opens: Some("free-up") },
        Action::FreeUpPhone => make_room(phone).await?,
        Action::UpdateApp => update(simulator, phone).await?,
        Action::RestartPhone => phone.restart().await.map(|()| Pressed::said("did-restarted"))?,
        Action::CheckAddress | Action::TellOwner | Action::UpdateServer => {
            simulator.owner_mends().await?;
            Pressed::said("did-owner")
        }
        Action::CheckConnection | Action::UseOtherNetwork => {
            if simulator.cloud.doors.door() == Door::Nameless {
                simulator.cloud.doors.set_door(Door::Open);
            }
            phone.make_so(&[("network", "wifi"), ("validated", "true")]).await?;
            Pressed::said("did-by-hand")
        }
        Action::TurnOnSync | Action::Resume | Action::AllowRoaming | Action::AllowLowData | Action::AllowCellular => {
            by_safelight(phone, code, action).await?
        }
        action => match lift(phone, code, action).await? {
            Some(lift) => carry_out(phone, &lift).await?,
            None => by_the_world(phone, action).await?,
        },
    };
    phone.forget_diagnosis();
    Ok(pressed)
}

/// Originals that are proven to be in the cloud leave the phone.
pub(crate) async fn make_room(phone: &Phone) -> Result<Pressed, Refusal> {
    let made = phone.safelight().optimise(None).await?;
    let numbers = [("count", made.evicted.len().into()), ("size", size(made.freed).into())];
    phone.nudge();
    Ok(Pressed { sentence: say_with("did-room", numbers), opens: None })
}

/// The newest version of the app: one that the cloud serves.
async fn update(simulator: &Simulator, phone: &Phone) -> Result<Pressed, Refusal> {
    let floor = simulator.cloud.orders().floor;
    let version = if floor == NO_FLOOR { phone.version() } else { floor };
    phone.update_to(&version).await?;
    Ok(Pressed { sentence: say_with("did-updated", [("version", version.into())]), opens: None })
}

/// What lifts a hold, as the policy says: by a setting where Safelight can do it itself, else by the person's hand.
async fn lift(phone: &Phone, code: &str, action: Action) -> Result<Option<Lift>, Refusal> {
    let verdicts = phone.safelight().verdicts(Intent::Pocket).await?;
    let Some(held) = verdicts.holds(Class::ALL).into_iter().find(|held| held.code() == code) else { return Ok(None) };
    let acts = action.form(Platform::Desktop) == Form::Act;
    let is_setting = |change: &Change| matches!(change, Change::Setting { .. });
    let is_fact = |change: &Change| matches!(change, Change::Fact { .. });
    let of = |wanted: &dyn Fn(&Change) -> bool| held.lifts.iter().find(|lift| lift.changes.iter().all(wanted)).cloned();
    let (first, second) = if acts { (of(&is_setting), of(&is_fact)) } else { (of(&is_fact), of(&is_setting)) };
    Ok(first.or(second))
}

/// What the engine does by itself: it changes the setting that holds the work up.
async fn by_safelight(phone: &Phone, code: &str, action: Action) -> Result<Pressed, Refusal> {
    let stop = watch::Sender::new(false);
    match phone.safelight().press(code, platform(phone), stop.subscribe()).await? {
        Did::Changed(_) if action == Action::AllowCellular => {
            let size = size(200_000_000);
            Ok(Pressed { sentence: say_with("did-allowed", [("size", size.into())]), opens: None })
        }
        Did::Changed(_) => Ok(Pressed::said("did-setting")),
        // There is nothing to change any more, or a place to open where the person decides.
        _ => Ok(Pressed { sentence: String::new(), opens: Some("settings") }),
    }
}

async fn carry_out(phone: &Phone, lift: &Lift) -> Result<Pressed, Refusal> {
    let (mut settings, mut facts) = (Vec::new(), Vec::new());
    for change in &lift.changes {
        match change {
            Change::Setting { key, value } => settings.push((key.clone(), value.clone())),
            Change::Fact { key, value } => facts.push((key.as_str(), value.as_str())),
            _ => {}
        }
    }
    let by_hand = settings.is_empty();
    if !settings.is_empty() {
        phone.safelight().set_settings(settings).await?;
    }
    if !facts.is_empty() {
        phone.make_so(&facts).await?;
    }
    Ok(Pressed::said(if by_hand { "did-by-hand" } else { "did-setting" }))
}

/// What only a closer look has found is not known to the policy: the thing itself is put right.
async fn by_the_world(phone: &Phone, action: Action) -> Result<Pressed, Refusal> {
    match action {
        Action::SignInNetwork => phone.make_so(&[("captive", "false")]).await?,
        Action::SetClock => phone.make_so(&[("clock_offset_s", "0")]).await?,
        _ => {
            try_again(phone).await?;
            return Ok(Pressed::said("did-tried"));
        }
    }
    Ok(Pressed::said("did-by-hand"))
}

async fn try_again(phone: &Phone) -> Result<(), Refusal> {
    phone.look_closely().await?;
    match phone.sync_now().await {
        Ok(()) => Ok(()),
        // A try that fails says why by itself, where the reasons are shown.
        Err(SafelightError::Account(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
