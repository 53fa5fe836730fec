//! Why photos wait, for people and programs; and the bundle for those who help.

use std::path::Path;

use safelight_core::diagnosis::{
    DiagnoseRequest, DiagnoseScope, Diagnosis, Finding, ReplayError, replay as replay_bundle, support_bundle,
};
use safelight_core::ports::{Clock, SystemClock};
use safelight_core::{Sentences, Severity};
use serde_json::{Value, json};

use crate::answer::{Answer, Failure};
use crate::console::Console;
use crate::home::Phone;
use crate::table::{local_time, size};

/// How far to look.
fn scope(offline: bool) -> DiagnoseScope {
    if offline { DiagnoseScope::Offline } else { DiagnoseScope::Everything }
}

pub(crate) async fn diagnose(phone: &Phone<'_>, offline: bool, other_phone: bool) -> Result<Answer, Failure> {
    let began = SystemClock.monotonic();
    let request = DiagnoseRequest { scope: scope(offline), expects_other_phone: other_phone };
    let diagnosis = phone.engine.diagnose(request).await?;
    let took_ms = SystemClock.monotonic().saturating_sub(began).as_millis();
    let sentences = &phone.console.sentences;
    let words = phone.engine.compare_words().await;
    let next = match diagnosis.next {
        Some(next) => phone.console.text("cli-status-next", [("when", local_time(next, &phone.zone()).into())]),
        None => phone.console.text("status-next-now", []),
    };
    let repaired = diagnosis.repaired.iter().map(|repaired| {
        let sentence = phone.console.text(&format!("repaired-{}", repaired.what), [("count", repaired.count.into())]);
        json!({ "what": repaired.what, "count": repaired.count, "sentence": sentence })
    });
    let repaired: Vec<Value> = repaired.collect();
    let document = json!({
        "findings": findings(&diagnosis.findings, sentences),
        "last_success": diagnosis.last_success,
        "next": { "not_before": diagnosis.next, "when": next },
        "checked": diagnosis.checked,
        "unchecked": diagnosis.unchecked,
        "repaired": repaired,
        "words": words,
        "took_ms": u64::try_from(took_ms).unwrap_or(u64::MAX),
    });
    let mut told = in_words(phone, &diagnosis, offline);
    for repaired in &repaired {
        told.push(repaired["sentence"].as_str().unwrap_or_default().to_owned());
    }
    if let Some(words) = words.filter(|_| other_phone) {
        told.push(phone.console.text("cli-diagnose-words", [("words", words.join(" ").into())]));
    }
    if let Some(last) = diagnosis.last_success {
        told.push(phone.console.text("cli-status-last", [("when", local_time(last, &phone.zone()).into())]));
    }
    if diagnosis.findings.is_empty() {
        told.push(next);
    }
    Ok(Answer::done(document, told.join("\n")))
}

/// The first finding first, in a sentence, with what mends it.
fn in_words(phone: &Phone<'_>, diagnosis: &Diagnosis, offline: bool) -> Vec<String> {
    let sentences = &phone.console.sentences;
    let mut told = Vec::new();
    for finding in &diagnosis.findings {
        told.push(finding.title(sentences));
        let evidence = finding.told_evidence(sentences);
        if evidence != finding.title(sentences) {
            told.push(format!("  {evidence}"));
        }
        told.push(format!(
            "  {}",
            phone.console.text("cli-diagnose-fix", [("lifts", finding.lifts(sentences).into())])
        ));
    }
    if diagnosis.findings.is_empty() {
        let id = if offline { "cli-diagnose-well-offline" } else { "cli-diagnose-well" };
        told.push(phone.console.text(id, []));
    }
    let unasked = diagnosis.unchecked.iter().find(|unchecked| unchecked.name == "server").filter(|_| !offline);
    if let Some(unasked) = unasked {
        told.push(phone.console.text("cli-diagnose-unasked", [("code", unasked.code.as_str().into())]));
    }
    if diagnosis.findings.iter().any(|finding| finding.severity >= Severity::Warning) {
        told.push(phone.console.text("cli-diagnose-bundle", []));
    }
    told
}

fn findings(findings: &[Finding], sentences: &Sentences) -> Vec<Value> {
    let one = |finding: &Finding| {
        json!({
            "code": finding.code,
            "severity": finding.severity,
            "title": finding.title(sentences),
            "evidence": finding.told_evidence(sentences),
            "lifts": finding.lifts(sentences),
            "fix": finding.fix(sentences),
            "since": finding.since,
            "observed": finding.observed,
            "details": finding.evidence,
            "names": finding.names,
        })
    };
    findings.iter().map(one).collect()
}

pub(crate) async fn bundle(phone: &Phone<'_>, output: &Path, offline: bool) -> Result<Answer, Failure> {
    let request = DiagnoseRequest { scope: scope(offline), expects_other_phone: false };
    let bundle = support_bundle(&phone.engine.evidence(request).await?);
    let mut text = json!(bundle).to_string();
    text.push('\n');
    std::fs::write(output, &text).map_err(|error| Failure::file(output, &error))?;
    let (path, bytes) = (output.to_string_lossy(), text.len());
    let told = [("path", path.as_ref().into()), ("size", size(u64::try_from(bytes).unwrap_or(0)).into())];
    Ok(Answer::done(json!({ "path": path, "bytes": bytes }), phone.console.text("cli-bundle-written", told)))
}

/// Needs no home: whoever helps has none of it.
pub(crate) fn replay(console: &Console, file: &Path) -> Result<Answer, Failure> {
    let bytes = std::fs::read(file).map_err(|error| Failure::file(file, &error))?;
    let replayed = replay_bundle(&bytes)?;
    let sentences = &console.sentences;
    let document = json!({
        "verdicts": replayed.verdicts,
        "findings": findings(&replayed.diagnosis.findings, sentences),
        "same": replayed.same,
    });
    let mut told: Vec<String> = replayed.diagnosis.findings.iter().map(|finding| finding.title(sentences)).collect();
    if told.is_empty() {
        told.push(console.text("cli-diagnose-well", []));
    }
    told.push(console.text(if replayed.same { "cli-replay-same" } else { "cli-replay-other" }, []));
    Ok(Answer::done(document, told.join("\n")))
}

impl From<ReplayError> for Failure {
    fn from(error: ReplayError) -> Self {
        Self::new(error.code(), error.to_string())
    }
}
