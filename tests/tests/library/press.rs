//! What the button of a reason does.

use safelight_core::reasons::{Form, Place, Platform};
use safelight_core::{Pressed, SafetyState};
use safelight_tests::in_process::{Failure, TestServer};
use safelight_tests::phone::Phone;
use tokio::sync::watch;

const EMAIL: &str = "ida@example.org";

async fn press(phone: &Phone, code: &str, platform: Platform) -> Result<Pressed, Failure> {
    let (_stop, stopped) = watch::channel(false);
    Ok(phone.library.press(code, platform, stopped).await?)
}

async fn first_hold(phone: &Phone) -> Result<String, Failure> {
    let status = phone.library.status().await?;
    Ok(status.holds.first().map(|hold| hold.code.clone()).unwrap_or_default())
}

async fn set(phone: &Phone, key: &str, value: &str) -> Result<(), Failure> {
    phone.library.set_settings(vec![(key.into(), value.into())]).await?;
    Ok(())
}

#[tokio::test]
async fn a_button_that_safelight_can_act_on_makes_the_photo_arrive() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let a = Phone::signed_up(&server, EMAIL, "Ida’s phone").await?;
    let id = a.take(1).await?;
    set(&a, "sync", "false").await?;
    a.sync().await?;
    assert_eq!(first_hold(&a).await?, "acct.sync_off");
    let on = Pressed::Changed(vec![("sync".into(), "true".into())]);
    assert_eq!(press(&a, "acct.sync_off", Platform::Ios).await?, on);

    set(&a, "cellular_photos", "off").await?;
    a.say("fact.network=cellular fact.metered=true").await?;
    a.sync().await?;
    assert_eq!(first_hold(&a).await?, "net.wifi_required");
    let allowed = Pressed::Changed(vec![("cellular_photos".into(), "200000000".into())]);
    assert_eq!(press(&a, "net.wifi_required", Platform::Android).await?, allowed, "not without an end");
    a.sync().await?;
    let shown = a.shown().await?;
    assert_eq!((shown[0].id, shown[0].state), (id, SafetyState::Safe));
    Ok(())
}

#[tokio::test]
async fn what_only_the_system_or_the_person_can_do_is_opened_and_changes_nothing() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let a = Phone::signed_up(&server, EMAIL, "Ida’s phone").await?;
    let before = a.library.settings().await?;
    for (code, platform, expected) in [
        ("lib.denied", Platform::Ios, Pressed::System(Form::SettingsPage)),
        ("lib.not_asked", Platform::Ios, Pressed::System(Form::Ask)),
        ("pwr.low", Platform::Android, Pressed::System(Form::Steps)),
        ("quota.full", Platform::Ios, Pressed::Open(Place::CloudRoom)),
        ("acct.signed_out", Platform::Desktop, Pressed::Open(Place::SignIn)),
        ("ver.client_old", Platform::Android, Pressed::Open(Place::Store)),
        // Nothing that this phone's own policy holds up: no setting would lift it.
        ("net.roaming", Platform::Ios, Pressed::Open(Place::SyncSettings)),
        // A code of tomorrow.
        ("net.moon", Platform::Ios, Pressed::Tried),
    ] {
        assert_eq!(press(&a, code, platform).await?, expected, "{code}");
    }
    assert_eq!(a.library.settings().await?, before);
    Ok(())
}
