//! What the world is like, and what a phone that is told all of it believes.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::Refused;

/// The world around one phone. Kept in a file, so that the next process finds it as it was.
#[derive(Debug)]
pub(super) struct World {
    now: Map<String, Value>,
    file: PathBuf,
}

impl World {
    /// What this platform can be told. It has a word for everything.
    pub(super) const KEYS: &'static [&'static str] = &[
        "percent",
        "plug",
        "low_power",
        "heat",
        "network",
        "costs",
        "spare",
        "roaming",
        "internet",
        "portal",
        "vpn",
        "data_saver",
        "photos",
        "background",
        "app",
        "free_bytes",
        "total_bytes",
    ];

    pub(super) fn stored(file: &Path) -> Self {
        let stored = std::fs::read(file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let at_first = json!({
            "percent": 100, "plug": "full", "low_power": false, "heat": "nominal", "network": "wifi", "costs": false,
            "spare": false, "roaming": false, "internet": true, "portal": false, "vpn": false, "data_saver": false,
            "photos": "full", "background": "allowed", "app": "foreground",
            "free_bytes": 64_000_000_000_u64, "total_bytes": 128_000_000_000_u64,
        });
        let now = stored.or_else(|| at_first.as_object().cloned()).unwrap_or_default();
        Self { now, file: file.to_owned() }
    }

    pub(super) fn change(&mut self, command: &Value) -> Result<(), Refused> {
        for (key, value) in command.as_object().into_iter().flatten().filter(|(key, _)| *key != "id" && *key != "do") {
            if !Self::KEYS.contains(&key.as_str()) {
                return Err(Refused::new("req.invalid", format!("the world has no {key}")));
            }
            self.now.insert(key.clone(), value.clone());
        }
        let bytes = Value::Object(self.now.clone()).to_string();
        std::fs::write(&self.file, bytes).map_err(|error| Refused::new("eng.home", error))
    }

    pub(super) fn word(&self, key: &str) -> &str {
        self.now.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    fn is(&self, key: &str) -> bool {
        self.now.get(key) == Some(&Value::Bool(true))
    }

    /// The facts of a phone that sees the world as it is.
    pub(super) fn facts(&self) -> Vec<(String, String)> {
        let plug = if self.word("plug") == "held" { "limited" } else { self.word("plug") };
        let network = self.word("network");
        let linked = network != "none";
        let number = |key: &str| self.now.get(key).map(Value::to_string).unwrap_or_default();
        let vpn = if self.is("vpn") && linked { network } else { "false" };
        [
            ("battery", number("percent")),
            ("charging", plug.to_owned()),
            ("low_power", self.is("low_power").to_string()),
            ("thermal", self.word("heat").to_owned()),
            ("network", network.to_owned()),
            ("metered", (self.is("costs") || network == "cellular").to_string()),
            ("constrained", self.is("spare").to_string()),
            ("roaming", self.is("roaming").to_string()),
            ("validated", (linked && self.is("internet") && !self.is("portal")).to_string()),
            ("captive", (linked && self.is("portal")).to_string()),
            ("vpn", vpn.to_owned()),
            ("data_saver", self.is("data_saver").to_string()),
            ("photo_access", self.word("photos").to_owned()),
            ("background", self.word("background").to_owned()),
            ("app_state", self.word("app").to_owned()),
            ("free_bytes", number("free_bytes")),
            ("total_bytes", number("total_bytes")),
        ]
        .map(|(key, value)| (key.to_owned(), value))
        .into()
    }
}
