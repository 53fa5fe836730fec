//! The phone's own gallery, played by a folder: room in it, and what it means that a photo is gone from it.

use safelight_core::{Choices, RoomRequestPlan};
use serde_json::{Value, json};

use crate::answer::{Answer, Ending, Failure};
use crate::arguments::{Gallery, Optimise};
use crate::home::Phone;
use crate::room::kept_in_words;
use crate::table::{Table, size};

/// Proves, asks once, and says what went. The folder plays the system that asks the person.
pub(crate) async fn ask_for_room(phone: &Phone<'_>, arguments: Optimise) -> Result<Answer, Failure> {
    let Some(gallery) = &phone.gallery else {
        return Err(Failure::new("lib.unavailable", phone.console.text("cli-gallery-none", [])));
    };
    let plan = phone.engine.room_request_plan(arguments.free).await?;
    let mut words = plan_in_words(phone, &plan);
    let ask = !arguments.yes && !plan.originals.is_empty() && phone.console.can_ask();
    if ask {
        phone.console.remark(&words);
        words.clear();
    }
    let agreed = arguments.yes || ask && phone.console.confirm(&phone.console.text("cli-gallery-ask", []))?;
    if !agreed {
        words.push_str(&phone.console.text("cli-gallery-how", []));
        let document =
            json!({ "plan": plan, "requested": [], "evicted": [], "kept": [], "freed": 0, "asked": arguments.free });
        return Ok(Answer::done(document, words).ending(Ending::waiting_if(!plan.originals.is_empty())));
    }
    gallery.agree(true);
    let requested = phone.engine.request_room(arguments.free).await?;
    gallery.agree(false);
    words.clear();
    let numbers = [("count", requested.evicted.len().into()), ("size", size(requested.freed).into())];
    words.push_str(&phone.console.text("cli-gallery-done", numbers));
    words.push_str(&kept_in_words(phone, &requested.kept));
    let mut document = json!(requested);
    if let Value::Object(fields) = &mut document {
        fields.insert("plan".to_owned(), json!(plan));
    }
    Ok(Answer::done(document, words).ending(Ending::waiting_if(!requested.is_enough())))
}

fn plan_in_words(phone: &Phone<'_>, plan: &RoomRequestPlan) -> String {
    let numbers = [("count", plan.originals.len().into()), ("size", size(plan.bytes).into())];
    let mut words = phone.console.text("cli-gallery-plan", numbers);
    words.push('\n');
    if !plan.originals.is_empty() {
        for warning in plan.warnings {
            words.push_str(&phone.console.text(warning.sentence_id(), []));
            words.push('\n');
        }
    }
    words
}

/// What waits for the person's word; with an answer, notes it.
pub(crate) async fn choices(phone: &Phone<'_>, answer: Option<Gallery>) -> Result<Answer, Failure> {
    let decided = match answer {
        Some(answer) => Some((answer, phone.engine.decide_gallery(answer.into()).await?)),
        None => None,
    };
    let choices = phone.engine.choices().await?;
    let mut document = json!({ "choices": in_document(&choices), "gallery": choices.gallery_answer });
    let mut words = String::new();
    if let Some((answer, changed)) = decided {
        if let Value::Object(fields) = &mut document {
            fields.insert("changed".to_owned(), json!(changed.changed));
            fields.insert("unchanged".to_owned(), json!(changed.unchanged));
        }
        words = match answer {
            Gallery::Keep => phone.console.text("cli-choices-keep", []),
            Gallery::Follow => phone.console.text("cli-choices-follow", [("count", changed.changed.len().into())]),
        };
        words.push('\n');
    }
    words.push_str(&in_words(phone, &choices));
    Ok(Answer::done(document, words.trim_end()))
}

fn in_document(choices: &Choices) -> Vec<Value> {
    let contested = choices.contested.iter().map(|photo| {
        json!({
            "kind": "deleted_elsewhere",
            "photos": [{ "id": photo.id, "file_name": photo.file_name }],
            "options": ["restore", "purge"],
            "default": null,
        })
    });
    let photos: Vec<Value> = choices
        .gallery
        .iter()
        .map(|one| json!({ "id": one.photo.id, "file_name": one.photo.file_name, "what": one.what, "at": one.at }))
        .collect();
    let gallery = (!photos.is_empty())
        .then(|| json!({ "kind": "gallery", "photos": photos, "options": ["keep", "follow"], "default": "keep" }));
    contested.chain(gallery).collect()
}

fn in_words(phone: &Phone<'_>, choices: &Choices) -> String {
    let mut words = String::new();
    let gallery: Vec<_> = choices.gallery.iter().map(|one| &one.photo).collect();
    for (id, photos) in
        [("cli-choices-contested", choices.contested.iter().collect::<Vec<_>>()), ("cli-choices-gallery", gallery)]
    {
        if photos.is_empty() {
            continue;
        }
        let arguments = [("count", photos.len().into()), ("restore", "restore".into()), ("delete", "purge".into())];
        words.push_str(&phone.console.text(id, arguments));
        words.push('\n');
        let mut table = Table::default();
        for photo in photos {
            table.row(vec![format!("  {}", photo.id), size(photo.bytes), photo.file_name.clone()]);
        }
        words.push_str(&table.to_string());
    }
    if words.is_empty() { phone.console.text("cli-choices-none", []) } else { words }
}
