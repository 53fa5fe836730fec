//! A finding in sentences.

use super::Finding;
use crate::policy::fix_action;
use crate::reasons::Fix;
use crate::sentences::Sentences;

impl Finding {
    /// What is wrong, in a sentence for the person.
    pub fn title(&self, sentences: &Sentences) -> String {
        sentences.reason(&self.code, None, &self.evidence)
    }

    /// What lifts it, in a sentence for the person.
    pub fn lifts(&self, sentences: &Sentences) -> String {
        sentences.reason(&self.code, Some("lifts"), &self.evidence)
    }

    /// What it rests on: what was observed, and the names of the first files. The title itself where that says it all.
    pub fn told_evidence(&self, sentences: &Sentences) -> String {
        let observed = self.observed.map(|observed| sentences.with(observed, &self.evidence));
        let names = (!self.names.is_empty()).then(|| self.names.join(", "));
        let told: Vec<String> = observed.into_iter().chain(names).collect();
        if told.is_empty() { self.title(sentences) } else { told.join(" ") }
    }

    /// What the person can do: a name for programs and a label for a button.
    pub fn fix(&self, sentences: &Sentences) -> Fix {
        let own = match self.code.as_str() {
            "eng.unknown_stall" if self.observed == Some("observed-stall_restart") => Some("restart_phone"),
            "acct.mismatch" if self.observed == Some("observed-no_other_phone") => Some("compare_words"),
            "net.vpn_down" => Some("check_vpn"),
            "net.not_home" => Some("wait"),
            "net.blocked" | "srv.foreign" | "srv.address" => Some("check_connection"),
            "srv.cert_expired" | "net.proxy_limit" => Some("ask_owner"),
            "bg.no_window" => Some("allow_background"),
            "item.poison" => Some("show_files"),
            _ => None,
        };
        match own.or_else(|| fix_action(&self.code)) {
            Some(action) => Fix { action, label: sentences.text(&format!("fix-{action}")) },
            None => Fix::of(&self.code, sentences),
        }
    }
}
