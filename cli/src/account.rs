//! The account: coming in, going out, password and recovery words.

use safelight_core::keys::RecoveryWords;
use safelight_core::ports::SystemRng;
use safelight_core::{Credentials, Identity, OriginalPlace, PageQuery, Shelf, SignedOut, Unsent, UnsentChoice};
use serde_json::{Value, json};

use crate::answer::{Answer, Ending, Failure};
use crate::arguments::{Entry, SignUp};
use crate::home::{Phone, machine_name};
use crate::table::size;
use crate::trust;

const PASSWORD: &str = "SAFELIGHT_PASSWORD";
pub(crate) const NEW_PASSWORD: &str = "SAFELIGHT_NEW_PASSWORD";
const RECOVERY_WORDS: &str = "SAFELIGHT_RECOVERY_WORDS";

pub(crate) async fn sign_up(phone: &Phone<'_>, arguments: SignUp) -> Result<Answer, Failure> {
    trust::take_authority(phone, &arguments.entry).await?;
    let password = phone.console.new_secret(PASSWORD, "cli-ask-new-password")?;
    let credentials = credentials(arguments.entry, password);
    let (identity, words) = phone.engine.sign_up(&credentials, arguments.invite.as_deref()).await?;
    let mut document = trust::with_authority(phone, of(&identity)).await?;
    add(&mut document, "recovery_words", json!(words.words()));
    let mut text = phone.console.text("cli-signup-done", [("email", identity.email.clone().into())]);
    text.push_str(&show_words(phone, &words).await?);
    Ok(Answer::done(document, text))
}

pub(crate) async fn sign_in(phone: &Phone<'_>, arguments: Entry) -> Result<Answer, Failure> {
    trust::take_authority(phone, &arguments).await?;
    let password = phone.console.secret(PASSWORD, "cli-ask-password")?;
    let identity = phone.engine.sign_in(&credentials(arguments, password)).await?;
    let text = phone.console.text("cli-signin-done", [("email", identity.email.clone().into())]);
    Ok(Answer::done(trust::with_authority(phone, of(&identity)).await?, text))
}

pub(crate) async fn recover(phone: &Phone<'_>, arguments: Entry) -> Result<Answer, Failure> {
    trust::take_authority(phone, &arguments).await?;
    let words = match std::env::var(RECOVERY_WORDS) {
        Ok(words) => words,
        Err(_) if phone.console.can_ask() => phone.console.line(&phone.console.text("cli-ask-words", []))?,
        Err(_) => return Err(Failure::unasked("acct.unasked", RECOVERY_WORDS)),
    };
    let words = RecoveryWords::parse(&words)?;
    // A script that recovers has no old password: either variable may hold the new one.
    let variable = if std::env::var_os(NEW_PASSWORD).is_some() { NEW_PASSWORD } else { PASSWORD };
    let password = phone.console.new_secret(variable, "cli-ask-new-password")?;
    let identity = phone.engine.recover(&credentials(arguments, password), &words).await?;
    let text = phone.console.text("cli-recover-done", [("email", identity.email.clone().into())]);
    Ok(Answer::done(trust::with_authority(phone, of(&identity)).await?, text))
}

pub(crate) async fn sign_out(phone: &Phone<'_>, yes: bool) -> Result<Answer, Failure> {
    let choice = if yes { UnsentChoice::Leave } else { UnsentChoice::Wait };
    let mut outcome = phone.engine.sign_out(choice).await?;
    if let SignedOut::Waiting(unsent) = outcome
        && phone.console.can_ask()
    {
        phone.console.remark(&unsent_text(phone, unsent));
        if phone.console.confirm(&phone.console.text("cli-signout-ask", []))? {
            outcome = phone.engine.sign_out(UnsentChoice::Leave).await?;
        }
    }
    match outcome {
        SignedOut::Done(identity) => Ok(Answer::done(of(&identity), phone.console.text("cli-signout-done", []))),
        SignedOut::Waiting(unsent) => {
            let mut document = identity(phone).await.map_or_else(|| json!({}), |identity| of(&identity));
            add(&mut document, "unsent", json!({ "originals": unsent.originals, "edits": unsent.edits }));
            let text = format!("{}\n{}", unsent_text(phone, unsent), phone.console.text("cli-signout-how", []));
            Ok(Answer::done(document, text).ending(Ending::Waiting))
        }
    }
}

pub(crate) async fn change_password(phone: &Phone<'_>) -> Result<Answer, Failure> {
    let old = phone.console.secret(PASSWORD, "cli-ask-old-password")?;
    let new = phone.console.new_secret(NEW_PASSWORD, "cli-ask-new-password")?;
    phone.engine.change_password(&old, &new).await?;
    let document = identity(phone).await.map_or(Value::Null, |identity| of(&identity));
    Ok(Answer::done(document, phone.console.text("cli-passwd-done", [])))
}

pub(crate) async fn new_words(phone: &Phone<'_>) -> Result<Answer, Failure> {
    let words = phone.engine.draw_recovery_words();
    let mut document = identity(phone).await.map_or_else(|| json!({}), |identity| of(&identity));
    add(&mut document, "recovery_words", json!(words.words()));
    if !phone.console.can_ask() {
        phone.engine.adopt_recovery_words(&words).await?;
        let text = phone.console.text("cli-words-done", []) + &sheet(phone, &words) + &later(phone);
        return Ok(Answer::done(document, text));
    }
    // Whoever can be asked has shown that the words are written down before the old ones are void.
    phone.console.remark(&sheet(phone, &words));
    let answers = ask_back(phone)?;
    if !answers.iter().all(|(number, word)| words.word_is(*number, word)) {
        return Ok(Answer::done(document, phone.console.text("cli-words-kept", [])).ending(Ending::Waiting));
    }
    phone.engine.adopt_recovery_words(&words).await?;
    phone.engine.confirm_words(&words, &answers).await?;
    Ok(Answer::done(document, phone.console.text("cli-words-done", [])))
}

pub(crate) async fn delete(phone: &Phone<'_>, yes: bool) -> Result<Answer, Failure> {
    let (photos, bytes) = only_in_cloud(phone).await?;
    let unsent = phone.engine.unsent().await?;
    let mut document = identity(phone).await.map_or_else(|| json!({}), |identity| of(&identity));
    add(&mut document, "only_in_cloud", json!({ "photos": photos, "bytes": bytes }));
    add(&mut document, "unsent", json!({ "originals": unsent.originals, "edits": unsent.edits }));
    let warning = phone.console.text("cli-delete-warning", [("photos", photos.into()), ("size", size(bytes).into())]);
    let mut agreed = yes;
    if !yes && phone.console.can_ask() {
        phone.console.remark(&warning);
        agreed = phone.console.confirm(&phone.console.text("cli-delete-ask", []))?;
    }
    if !agreed {
        add(&mut document, "until", Value::Null);
        let text = format!("{warning}\n{}", phone.console.text("cli-delete-how", []));
        return Ok(Answer::done(document, text).ending(Ending::Waiting));
    }
    let until = phone.engine.delete_account().await?;
    add(&mut document, "until", json!(until));
    let when = until.map(|until| crate::table::local_time(until, &phone.zone())).unwrap_or_default();
    Ok(Answer::done(document, phone.console.text("cli-delete-done", [("when", when.into())])))
}

/// Photos and bytes whose original is nowhere but in the cloud, as far as this phone knows.
async fn only_in_cloud(phone: &Phone<'_>) -> Result<(u64, u64), Failure> {
    let (mut photos, mut bytes) = (0, 0);
    for shelf in [Shelf::Timeline, Shelf::Hidden, Shelf::Trash] {
        let page = phone.engine.page(PageQuery { shelf, ..PageQuery::default() }).await?;
        for asset in page.assets.iter().filter(|asset| asset.original == OriginalPlace::Cloud) {
            photos += 1;
            bytes += asset.bytes;
        }
    }
    Ok((photos, bytes))
}

fn credentials(entry: Entry, password: String) -> Credentials {
    let device_name = entry.name.unwrap_or_else(machine_name);
    Credentials { server: entry.server, email: entry.email, password, device_name }
}

pub(crate) async fn identity(phone: &Phone<'_>) -> Option<Identity> {
    match phone.engine.sign_in_state().await {
        safelight_core::SignIn::Active(identity) | safelight_core::SignIn::Ended(identity, _) => Some(identity),
        safelight_core::SignIn::Never => None,
    }
}

pub(crate) fn of(identity: &Identity) -> Value {
    json!({ "account": identity.account, "device_id": identity.device, "email": identity.email })
}

pub(crate) fn add(document: &mut Value, name: &str, value: Value) {
    if let Value::Object(fields) = document {
        fields.insert(name.to_owned(), value);
    }
}

fn unsent_text(phone: &Phone<'_>, unsent: Unsent) -> String {
    phone.console.text("cli-unsent", [("originals", unsent.originals.into()), ("edits", unsent.edits.into())])
}

/// The words after a sign-up; on a terminal three of them are asked back at once.
async fn show_words(phone: &Phone<'_>, words: &RecoveryWords) -> Result<String, Failure> {
    let sheet = sheet(phone, words);
    if !phone.console.can_ask() {
        return Ok(sheet + &later(phone));
    }
    phone.console.remark(&sheet);
    let right = phone.engine.confirm_words(words, &ask_back(phone)?).await?;
    Ok(format!("\n{}\n", phone.console.text(if right { "cli-words-right" } else { "cli-words-wrong" }, [])))
}

/// The words as they are to be written down.
fn sheet(phone: &Phone<'_>, words: &RecoveryWords) -> String {
    let mut sheet = format!("\n\n{}\n\n", phone.console.text("cli-words-show", []));
    for (row, line) in words.words().chunks(4).enumerate() {
        for (column, word) in line.iter().enumerate() {
            sheet.push_str(&format!("{:>4}. {word:<10}", row * 4 + column + 1));
        }
        sheet.push('\n');
    }
    sheet
}

fn later(phone: &Phone<'_>) -> String {
    format!("\n{}\n", phone.console.text("cli-words-later", []))
}

/// Three words as the person types them, each with its number.
fn ask_back(phone: &Phone<'_>) -> Result<Vec<(usize, String)>, Failure> {
    let ask = |number: usize| {
        let question = phone.console.text("cli-words-ask", [("number", number.into())]);
        Ok((number, phone.console.line(&question)?))
    };
    RecoveryWords::words_to_check(&SystemRng).into_iter().map(ask).collect()
}
