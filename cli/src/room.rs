//! Room: what leaves this device, what is to stay on it, what goes from the cloud, and proof of what the cloud holds.
//!
//! Making room here and making room in the cloud are two things: other commands, other words. The first takes this device's
//! copies away; the second takes photos away from all devices, and asks twice.

use safelight_core::{Changed, FreeUpPlan, Hold, Kept, ProofReport, RoomMade, VerifyScope, WorkClass};
use safelight_protocol::RecordId;
use serde_json::json;

use crate::answer::{Answer, Ending, Failure};
use crate::arguments::FreeUp;
use crate::document;
use crate::home::Phone;
use crate::table::{Table, size};

pub(crate) async fn optimise(phone: &Phone<'_>, bytes: Option<u64>) -> Result<Answer, Failure> {
    let made = phone.engine.optimise(bytes).await?;
    let document = json!({ "evicted": made.evicted, "kept": made.kept, "freed": made.freed, "asked": made.asked });
    Ok(Answer::done(document, made_in_words(phone, &made)).ending(Ending::waiting_if(!made.is_enough())))
}

fn made_in_words(phone: &Phone<'_>, made: &RoomMade) -> String {
    let numbers = [("count", made.evicted.len().into()), ("size", size(made.freed).into())];
    let mut words = phone.console.text("cli-optimise-done", numbers);
    if let Some(asked) = made.asked.filter(|_| !made.is_enough()) {
        words.push('\n');
        words.push_str(&phone.console.text("cli-optimise-short", [("size", size(asked - made.freed).into())]));
    }
    words + &kept_in_words(phone, &made.kept)
}

/// How many stay for which reason.
pub(crate) fn kept_in_words(phone: &Phone<'_>, kept: &[Kept]) -> String {
    let mut codes: std::collections::BTreeMap<&str, u64> = std::collections::BTreeMap::new();
    for kept in kept {
        *codes.entry(&kept.code).or_default() += 1;
    }
    let mut words = String::new();
    for (code, count) in codes {
        let reason = Hold::new(code, WorkClass::Files, phone.now()).with("count", count);
        let arguments = [("count", count.into()), ("reason", reason.sentence(&phone.console.sentences).into())];
        words.push('\n');
        words.push_str(&phone.console.text("cli-optimise-kept", arguments));
    }
    words
}

pub(crate) async fn pin(phone: &Phone<'_>, ids: &[String]) -> Result<Answer, Failure> {
    Ok(pinned(phone, "cli-pin-done", &phone.engine.pin(document::ids(ids)?).await?))
}

pub(crate) async fn unpin(phone: &Phone<'_>, ids: &[String]) -> Result<Answer, Failure> {
    Ok(pinned(phone, "cli-unpin-done", &phone.engine.unpin(document::ids(ids)?).await?))
}

fn pinned(phone: &Phone<'_>, sentence: &str, changed: &Changed) -> Answer {
    let document = json!({ "changed": changed.changed, "unchanged": changed.unchanged });
    Answer::done(document, phone.console.text(sentence, [("count", changed.changed.len().into())]))
}

pub(crate) async fn proof(phone: &Phone<'_>, id: &str) -> Result<Answer, Failure> {
    let id: RecordId = document::id(id)?;
    if phone.engine.details(id).await?.is_none() {
        return Err(Failure::new("item.unknown", format!("no photo or video has the id {id}")));
    }
    Ok(proven(phone, &phone.engine.prove(vec![id]).await?))
}

pub(crate) async fn verify(phone: &Phone<'_>, all: bool) -> Result<Answer, Failure> {
    let scope = if all { VerifyScope::All } else { VerifyScope::Here };
    Ok(proven(phone, &phone.engine.verify(scope).await?))
}

fn proven(phone: &Phone<'_>, report: &ProofReport) -> Answer {
    let numbers = [("proven", report.proven.into()), ("of", report.of.into())];
    let mut words = phone.console.text("cli-proof-done", numbers);
    for unproven in &report.unproven {
        let reason = Hold::new(&unproven.code, WorkClass::Files, phone.now());
        words.push_str(&format!("\n  {}: {}", unproven.id, reason.sentence(&phone.console.sentences)));
    }
    Answer::done(json!(report), words).ending(Ending::waiting_if(!report.is_whole()))
}

/// Two deeds, each asked for by itself: first the videos go to recently deleted, which frees nothing; then recently deleted
/// is emptied, which cannot be undone.
pub(crate) async fn free_up(phone: &Phone<'_>, arguments: FreeUp) -> Result<Answer, Failure> {
    let plan = phone.engine.free_up_plan(arguments.bytes).await?;
    let mut words = plan_in_words(phone, &plan);
    let ask = !arguments.plan && !arguments.trash && !arguments.empty && phone.console.can_ask();
    if ask {
        phone.console.remark(&words);
        words.clear();
    }
    let agreed = |wanted: bool, some: bool, question: &str| -> Result<bool, Failure> {
        Ok(some && (wanted || ask && phone.console.confirm(&phone.console.text(question, []))?))
    };
    let mut moved = Vec::new();
    if agreed(arguments.trash, !plan.videos.is_empty(), "cli-free-up-ask-trash")? {
        moved = phone.engine.trash(plan.videos.iter().map(|video| video.id).collect()).await?.changed;
        say(phone, &mut words, ask, "cli-free-up-moved", moved.len(), plan.video_bytes);
    }
    let emptying = phone.engine.free_up_plan(Some(0)).await?;
    let mut emptied = Vec::new();
    if agreed(arguments.empty, !emptying.recently_deleted.is_empty(), "cli-free-up-ask-empty")? {
        let ids = emptying.recently_deleted.iter().map(|one| one.id).collect();
        emptied = phone.engine.purge(ids).await?.changed;
        say(phone, &mut words, ask, "cli-free-up-emptied", emptied.len(), emptying.recently_deleted_bytes);
    }
    let freed = if emptied.is_empty() { 0 } else { emptying.recently_deleted_bytes };
    let gone: Vec<_> = emptying.recently_deleted.iter().filter(|one| emptied.contains(&one.id)).collect();
    let evicted: Vec<_> = gone.iter().map(|one| json!({ "id": one.id, "bytes": one.bytes })).collect();
    let document = json!({ "plan": plan, "moved": moved, "evicted": evicted, "kept": [], "freed": freed });
    let nothing = moved.is_empty() && emptied.is_empty();
    if nothing && !arguments.plan {
        words.push_str(&phone.console.text("cli-free-up-how", []));
    }
    let waiting = nothing && !arguments.plan && !plan.is_empty();
    Ok(Answer::done(document, words.trim_end()).ending(Ending::waiting_if(waiting)))
}

fn say(phone: &Phone<'_>, words: &mut String, at_once: bool, sentence: &str, count: usize, bytes: u64) {
    let text = phone.console.text(sentence, [("count", count.into()), ("size", size(bytes).into())]);
    if at_once {
        phone.console.remark(&text);
    } else {
        words.push_str(&text);
        words.push('\n');
    }
}

fn plan_in_words(phone: &Phone<'_>, plan: &FreeUpPlan) -> String {
    let heading = |id: &str, count: usize, bytes: u64| {
        phone.console.text(id, [("count", count.into()), ("size", size(bytes).into())])
    };
    let mut words = String::new();
    for (id, list, bytes) in [
        ("cli-free-up-videos", &plan.videos, plan.video_bytes),
        ("cli-free-up-deleted", &plan.recently_deleted, plan.recently_deleted_bytes),
    ] {
        words.push_str(&heading(id, list.len(), bytes));
        words.push('\n');
        let mut table = Table::default();
        for one in list {
            table.row(vec![format!("  {}", one.id), size(one.bytes), one.file_name.clone()]);
        }
        words.push_str(&table.to_string());
    }
    words
}
