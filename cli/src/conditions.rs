//! What the phone knows, what the person wants of it, and what would be if some of it were otherwise.

use safelight_core::facts::Facts;
use safelight_core::policy::{Change, ChangeError, Held, Outlook, WhatIf};
use safelight_core::settings::Settings;
use safelight_core::{ConditionsError, Hold};
use serde_json::{Value, json};

use crate::answer::{Answer, Ending, Failure};
use crate::arguments::{FactDeed, SettingDeed};
use crate::document;
use crate::home::Phone;
use crate::table::{Table, local_time, size};

pub(crate) async fn facts(phone: &Phone<'_>, deed: Option<FactDeed>) -> Result<Answer, Failure> {
    let facts = match deed.unwrap_or(FactDeed::Show) {
        FactDeed::Show => phone.engine.facts().await?,
        FactDeed::Set { said } => phone.engine.set_facts(pairs(&said)?).await?,
        FactDeed::Clear => phone.engine.clear_facts().await?,
    };
    Ok(Answer::done(json!({ "facts": facts }), facts_in_words(phone, &facts)))
}

fn facts_in_words(phone: &Phone<'_>, facts: &Facts) -> String {
    let heading = ["cli-head-fact", "cli-head-value", "cli-head-since"].map(|id| phone.console.text(id, []));
    let mut table = Table::new(&heading);
    let stated = json!(facts);
    for key in Facts::KEYS {
        let since = stated[key]["at"].as_str().and_then(|at| at.parse().ok());
        let since = since.map_or_else(String::new, |at| local_time(at, &phone.zone()));
        table.row(vec![(*key).to_owned(), facts.show(key).unwrap_or_default(), since]);
    }
    table.to_string()
}

pub(crate) async fn settings(phone: &Phone<'_>, deed: Option<SettingDeed>) -> Result<Answer, Failure> {
    let settings = match deed.unwrap_or(SettingDeed::Show) {
        SettingDeed::Show => phone.engine.settings().await?,
        SettingDeed::Set { said } => phone.engine.set_settings(pairs(&said)?).await?,
        SettingDeed::Reset => phone.engine.reset_settings().await?,
    };
    let values: serde_json::Map<String, Value> =
        settings.values().into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    Ok(Answer::done(json!({ "settings": values }), settings_in_words(phone, &settings)))
}

fn settings_in_words(phone: &Phone<'_>, settings: &Settings) -> String {
    let mut table = Table::new(&["cli-head-setting", "cli-head-value"].map(|id| phone.console.text(id, [])));
    for key in Settings::KEYS {
        table.row(vec![(*key).to_owned(), settings.show(key).unwrap_or_default()]);
    }
    table.to_string()
}

pub(crate) async fn what_if(phone: &Phone<'_>, changes: &[String]) -> Result<Answer, Failure> {
    let changes: Vec<Change> =
        changes.iter().map(|text| Change::parse(text)).collect::<Result<_, _>>().map_err(ConditionsError::Change)?;
    let WhatIf { now, then } = phone.engine.what_if(&changes).await?;
    let sentence = sentence(phone, &then);
    let document = json!({ "now": outlook(phone, &now), "then": outlook(phone, &then), "sentence": sentence });
    let mut words = format!("{sentence}\n");
    for hold in told(phone, &then.holds) {
        let sentences = &phone.console.sentences;
        words.push_str(&format!("  {} {}\n", hold.sentence(sentences), hold.lifts(sentences)));
    }
    Ok(Answer::done(document, words))
}

fn outlook(phone: &Phone<'_>, outlook: &Outlook) -> Value {
    json!({
        "photos": outlook.photos,
        "videos": outlook.videos,
        "bytes": outlook.bytes,
        "holds": document::holds(&told(phone, &outlook.holds), &phone.console.sentences),
    })
}

fn told(phone: &Phone<'_>, held: &[Held]) -> Vec<Hold> {
    held.iter().map(|held| held.told(phone.now())).collect()
}

fn sentence(phone: &Phone<'_>, then: &Outlook) -> String {
    let numbers = [("photos", then.photos.into()), ("videos", then.videos.into()), ("size", size(then.bytes).into())];
    phone.console.text("cli-what-if", numbers)
}

/// `KEY=VALUE`, several.
fn pairs(said: &[String]) -> Result<Vec<(String, String)>, ConditionsError> {
    let pair = |text: &String| {
        let (key, value) = text.split_once('=').ok_or_else(|| ChangeError::Form(text.clone()))?;
        Ok((key.to_owned(), value.to_owned()))
    };
    said.iter().map(pair).collect::<Result<_, ChangeError>>().map_err(ConditionsError::Change)
}

impl From<ConditionsError> for Failure {
    fn from(error: ConditionsError) -> Self {
        match error {
            ConditionsError::Home(error) => error.into(),
            // A key or value that there is not: the message says which there are.
            error => Self { ending: Ending::Usage, ..Self::of(error.code(), &error) },
        }
    }
}
