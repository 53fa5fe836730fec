//! The account's phones.

use safelight_core::DeviceCard;
use safelight_core::account::AccountDevice;
use safelight_protocol::DeviceId;
use serde_json::{Value, json};

use crate::answer::{Answer, Failure};
use crate::arguments::DeviceDeed;
use crate::home::Phone;
use crate::table::{Table, local_time, plain};

pub(crate) async fn carry_out(phone: &Phone<'_>, deed: Option<DeviceDeed>) -> Result<Answer, Failure> {
    let mut devices = phone.engine.devices().await?;
    match deed.unwrap_or(DeviceDeed::List) {
        DeviceDeed::List => {}
        DeviceDeed::Rename { id, name } => {
            let id = known(&id, &devices)?;
            phone.engine.rename_device(id, &name).await?;
            for (device, _) in devices.iter_mut().filter(|(device, _)| device.device == id) {
                device.name = Some(name.clone());
            }
        }
        DeviceDeed::Revoke { id } => {
            let id = known(&id, &devices)?;
            phone.engine.revoke_device(id).await?;
            devices.retain(|(device, _)| device.device != id);
        }
    }
    let document: Vec<Value> = devices.iter().map(|(device, card)| of(device, card.as_ref())).collect();
    Ok(Answer::done(json!({ "devices": document }), in_words(phone, &devices)))
}

fn known(text: &str, devices: &[(AccountDevice, Option<DeviceCard>)]) -> Result<DeviceId, Failure> {
    let id = text.parse().ok().filter(|id| devices.iter().any(|(device, _)| device.device == *id));
    id.ok_or_else(|| Failure::new("acct.device_unknown", format!("no device of this account has the id {text}")))
}

fn of(device: &AccountDevice, card: Option<&DeviceCard>) -> Value {
    json!({
        "id": device.device,
        "name": name(device, card),
        "current": device.current,
        "signed_in": device.signed_in,
        "last_seen": device.last_seen,
        "last_success": card.and_then(|card| card.last_success.clone()),
        "backlog": card.map(|card| card.backlog),
        "first_hold": card.and_then(|card| card.first_hold.clone()),
        "battery": card.and_then(|card| card.battery.clone()),
        "charging": card.and_then(|card| card.charging.clone()),
        "told_at": card.and_then(|card| card.told_at.clone()),
        "app_version": card.and_then(|card| card.app_version.clone()),
    })
}

fn name(device: &AccountDevice, card: Option<&DeviceCard>) -> Option<String> {
    device.name.clone().or_else(|| card.map(|card| card.name.clone()))
}

fn in_words(phone: &Phone<'_>, devices: &[(AccountDevice, Option<DeviceCard>)]) -> String {
    let heading = ["cli-head-id", "cli-head-name", "cli-head-last-seen", "cli-head-app"];
    let mut table = Table::new(&heading.map(|id| phone.console.text(id, [])));
    for (device, card) in devices {
        let mut shown = name(device, card.as_ref()).unwrap_or_default();
        if device.current {
            shown = phone.console.text("cli-device-this", [("name", plain(&shown).into())]);
        }
        table.row(vec![
            device.device.to_string(),
            shown,
            local_time(device.last_seen, &phone.zone()),
            card.as_ref().and_then(|card| card.app_version.clone()).unwrap_or_default(),
        ]);
    }
    table.to_string()
}
