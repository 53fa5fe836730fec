//! What phones know of themselves and what the person wants of them, as both change at random; and what may not cross then.

use std::sync::{Mutex, PoisonError};

use super::chance::Chance;
use super::phone::Phone;
use super::process::Killed;
use super::time::pause;
use super::world::World;

/// Settings, facts, and whether not a byte may cross.
#[rustfmt::skip]
const SCENES: &[(&str, &str, bool)] = &[
    ("", "network=wifi", false),
    ("", "network=cellular", false),
    ("cellular_photos=unlimited cellular_videos=unlimited", "network=cellular", false),
    ("cellular_photos=40000", "network=cellular", false),
    ("", "network=wifi battery=7 charging=unplugged", false),
    ("", "network=wifi low_power=true thermal=serious", false),
    ("", "network=wifi metered=unknown", false),
    ("originals=all", "network=wifi", false),
    ("", "network=none", true),
    ("cellular_photos=off", "network=cellular", true),
    ("cellular_photos=unlimited", "network=cellular roaming=true", true),
    ("cellular_photos=unlimited", "network=cellular cellular_allowed=false", true),
    ("", "network=wifi captive=true", true),
];

/// What is so on a phone, as the person knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Leave {
    /// Something may cross.
    #[default]
    Some,
    /// Not a byte may.
    None,
    /// It is being changed, or the phone died over the change.
    Unsure,
}

/// What may cross the line of a phone now.
#[derive(Debug, Default)]
pub(super) struct Permit(Mutex<Leave>);

impl Permit {
    pub(super) fn now(&self) -> Leave {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, leave: Leave) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = leave;
    }
}

fn pairs(text: &str) -> Vec<(String, String)> {
    text.split_whitespace().filter_map(|pair| pair.split_once('=')).map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
}

impl World {
    /// Facts and settings change now and then.
    pub(super) async fn change_conditions(&self, phone: &Phone, chance: &Chance) {
        for _ in 0..chance.below(4) {
            pause(chance.below(20_000)).await;
            let Some(scene) = chance.pick(SCENES) else { return };
            if self.set_scene(phone, *scene).await == Err(Killed) {
                self.journal.note(&format!("{} died over its settings", phone.name));
            }
        }
    }

    async fn set_scene(&self, phone: &Phone, (settings, facts, nothing): (&str, &str, bool)) -> Result<(), Killed> {
        let permit = &phone.line.permit;
        permit.set(Leave::Unsure);
        let (settings, facts) = (pairs(settings), pairs(facts));
        let said = phone
            .attempt(|engine| async move {
                engine.reset_settings().await.is_ok()
                    && engine.clear_facts().await.is_ok()
                    && engine.set_settings(settings).await.is_ok()
                    && engine.set_facts(facts).await.is_ok()
            })
            .await?;
        // What was on its way at this moment is cut in the next.
        pause(2).await;
        if said {
            permit.set(if nothing { Leave::None } else { Leave::Some });
        }
        self.journal.note(&format!("{} is told: {said}, {:?}", phone.name, permit.now()));
        Ok(())
    }

    /// All is as at the beginning, on every phone.
    pub(super) async fn calm_conditions(&self) {
        for phone in &self.phones {
            for _ in 0..3 {
                if phone.line.permit.now() != Leave::Some || self.changes_conditions() {
                    // A process that dies over it is started again; the next try finds it alive.
                    let _ = self.set_scene(phone, ("", "", false)).await;
                }
            }
        }
    }
}
