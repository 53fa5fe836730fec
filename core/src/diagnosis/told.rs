//! A finding in sentences.

use super::{Finding, STALL_AFTER_REPAIRS};
use crate::reasons::{Action, Fix};
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
        if self.observed == Some(STALL_AFTER_REPAIRS) {
            let action = Action::RestartPhone;
            return Fix { action, label: sentences.text(&format!("fix-{}", action.name())) };
        }
        Fix::of(&self.code, sentences)
    }
}
