//! A new password for who has forgotten the old one, on a device that is still signed in.
//!
//! A phone asks for face, finger or PIN. A terminal has nothing of the kind: whoever can run this command as this user can
//! read the home anyway. So the person types the account's e-mail address, against mistakes; and where nobody can be asked,
//! a script must say by `SAFELIGHT_UNLOCK=yes` that somebody has decided it.

use async_trait::async_trait;
use safelight_core::ports::{DeviceUnlock, UnlockError, UnlockReason};
use serde_json::Value;

use crate::account::{NEW_PASSWORD, identity, of};
use crate::answer::{Answer, Failure};
use crate::console::Console;
use crate::home::Phone;

const UNLOCK: &str = "SAFELIGHT_UNLOCK";

struct Terminal<'a> {
    console: &'a Console,
    email: String,
}

#[async_trait]
impl DeviceUnlock for Terminal<'_> {
    async fn confirm(&self, _: UnlockReason) -> Result<(), UnlockError> {
        if std::env::var(UNLOCK).is_ok_and(|answer| answer == "yes") {
            return Ok(());
        }
        if !self.console.can_ask() {
            return Err(UnlockError::Unavailable);
        }
        let typed = self.console.line(&self.console.text("cli-unlock-ask", [])).map_err(|_| UnlockError::Refused)?;
        if typed.eq_ignore_ascii_case(&self.email) { Ok(()) } else { Err(UnlockError::Refused) }
    }
}

pub(crate) async fn set_password(phone: &Phone<'_>) -> Result<Answer, Failure> {
    let known = identity(phone).await;
    let new = phone.console.new_secret(NEW_PASSWORD, "cli-ask-new-password")?;
    let email = known.as_ref().map(|identity| identity.email.clone()).unwrap_or_default();
    phone.engine.set_new_password(&Terminal { console: phone.console, email }, &new).await?;
    let document = known.map_or(Value::Null, |identity| of(&identity));
    Ok(Answer::done(document, phone.console.text("cli-passwd-done", [])))
}
