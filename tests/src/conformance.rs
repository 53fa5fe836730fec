//! The conformance kit: the same story on every phone, and the same answers.
//!
//! A scenario is a file of steps (`tests/scenarios/*.json`). It says what happens in the world, what the person does, and
//! what must then be so. Phones are processes (`docs/simulated-phones.md`); the one under test is called `phone`, and
//! `other` is the engine alone, on which photos arrive or are taken. See [`Step`].

mod process;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::live;
use crate::processes::{self, Cloud, noise, photo, sha256};
pub use process::{Kind, Line};

/// A story.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it shows, in a sentence.
    pub shows: String,
    /// The words of the world that a phone must have for it; on others it can't be played.
    #[serde(default)]
    pub needs: Vec<String>,
    /// What happens.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Step {
    /// The world changes for the phone.
    World(Map<String, Value>),
    /// The camera writes a photo: `small`, `photo` (2 MB), `video` (9 MB) or `live`; on `other` with `"on": "other"`.
    Take {
        /// The name by which later steps call it.
        name: String,
        /// What it is.
        #[serde(default = "small")]
        what: String,
        /// On which phone.
        #[serde(default = "phone")]
        on: String,
    },
    /// The app is opened and does what it can; on `other`, too.
    Open(String),
    /// A slot of the system in the background.
    Fire {
        /// `refresh` or `processing`.
        task: String,
        /// How long.
        seconds: u64,
    },
    /// A setting is changed on its screen.
    Set(String, Value),
    /// The person presses the button of a reason, and this is what it does.
    Press {
        /// The reason.
        code: String,
        /// `acted`, `opened`, `asked` or `told`; not looked at where it is left out.
        did: Option<String>,
    },
    /// Something is done with a photo: `favourite`, `trash`, `restore`.
    Do(String, String),
    /// The phone's process is ended by the system, and started again.
    Kill,
    /// The first reasons that the phone shows, in order; none for an empty list.
    Reasons(Vec<String>),
    /// The first finding of "Why isn't it syncing?".
    Why(String),
    /// How photos stand on the phone: by name, their state.
    Photos(BTreeMap<String, String>),
    /// Photos that are on the other phone, byte for byte; exactly these.
    Arrived(Vec<String>),
    /// Photos of the other phone that are on this one, byte for byte.
    Has(Vec<String>),
    /// The server's own state: `outage`, `back`, or `quota` with a number of bytes.
    Cloud(Value),
}

fn small() -> String {
    "small".to_owned()
}

fn phone() -> String {
    "phone".to_owned()
}

const EMAIL: &str = "sol@example.org";
const PASSWORD: &str = "tulpe-kran-sieben-wolke";

/// All scenarios, by the name of their file.
pub fn scenarios() -> BTreeMap<String, Scenario> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let files = std::fs::read_dir(folder).expect("there is a folder of scenarios");
    files
        .map(|entry| entry.expect("a folder can be read").path())
        .map(|path| {
            let bytes = std::fs::read(&path).expect("a scenario can be read");
            let scenario = serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            (path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), scenario)
        })
        .collect()
}

/// Plays a scenario on a kind of phone. Gives what went wrong, if anything; `None` where the phone lacks a word for it.
pub fn play(scenario: &Scenario, kind: &Kind) -> Option<Result<(), String>> {
    let mut stage = Stage::new(kind);
    let world: Vec<Value> = stage.phone.say(json!({ "do": "hello" }))["world"].as_array().cloned().unwrap_or_default();
    if !scenario.needs.iter().all(|need| world.contains(&Value::from(need.as_str()))) {
        return None;
    }
    for (number, step) in scenario.steps.iter().enumerate() {
        if let Err(wrong) = stage.carry_out(step) {
            return Some(Err(format!("step {}, {step:?}: {wrong}", number + 1)));
        }
    }
    Some(Ok(()))
}

/// Two phones and a cloud.
struct Stage {
    cloud: Cloud,
    /// The way there, which stays when the cloud is started again; and a folder for files.
    way: processes::Phone,
    phone: Line,
    other: Line,
    /// Files by name: where they lie, and their SHA-256.
    files: BTreeMap<String, (PathBuf, String)>,
}

impl Stage {
    fn new(kind: &Kind) -> Self {
        let mut cloud = Cloud::new(&[]);
        let way = cloud.phone();
        let (phone, other) = (Line::start(kind), Line::start(&Kind::rust()));
        let mut stage = Self { cloud, way, phone, other, files: BTreeMap::new() };
        let server = stage.way.wire.url();
        let account = |word: &str, name: &str| json!({ "do": word, "server": server, "email": EMAIL, "password": PASSWORD, "name": name });
        stage.phone.done(account("sign_up", "Sol’s phone"));
        stage.other.done(account("sign_in", "The tablet"));
        stage
    }

    fn carry_out(&mut self, step: &Step) -> Result<(), String> {
        match step {
            Step::World(changes) => {
                let mut command = changes.clone();
                command.insert("do".into(), "world".into());
                self.phone.ask(Value::Object(command)).map(drop)
            }
            Step::Take { name, what, on } => {
                for path in self.write(name, what) {
                    self.on(on).ask(json!({ "do": "take", "file": path }))?;
                }
                Ok(())
            }
            Step::Open(on) => self.on(on).ask(json!({ "do": "open" })).map(drop),
            Step::Fire { task, seconds } => {
                self.phone.ask(json!({ "do": "fire", "task": task, "seconds": seconds })).map(drop)
            }
            Step::Set(key, value) => self.phone.ask(json!({ "do": "set", "key": key, "value": value })).map(drop),
            Step::Press { code, did } => {
                let answer = self.phone.ask(json!({ "do": "press", "code": code }))?;
                let is = answer["did"].as_str().unwrap_or_default();
                expect(did.as_deref().is_none_or(|did| did == is), || format!("it was {answer}"))
            }
            Step::Do(deed, name) => {
                let photo = self.photo("phone", name)?;
                let command = match deed.as_str() {
                    "favourite" => json!({ "do": "edit", "photo": photo, "favourite": true }),
                    deed => json!({ "do": deed, "photo": photo }),
                };
                self.phone.ask(command).map(drop)
            }
            Step::Kill => {
                self.phone.kill();
                Ok(())
            }
            Step::Reasons(codes) => {
                let state = self.phone.ask(json!({ "do": "state" }))?;
                let shown = codes_of(&state["reasons"]);
                let as_told = if codes.is_empty() { shown.is_empty() } else { shown.starts_with(codes) };
                expect(as_told, || format!("it shows {shown:?}: {}", state["status"]))
            }
            Step::Why(code) => {
                let why = self.phone.ask(json!({ "do": "why" }))?;
                expect(codes_of(&why["findings"]).first() == Some(code), || format!("it finds {}", why["findings"]))
            }
            Step::Photos(states) => {
                let state = self.phone.ask(json!({ "do": "state" }))?;
                let shown = by_name(&state);
                let found: BTreeMap<String, String> = states
                    .keys()
                    .map(|name| {
                        let photo = shown.get(&self.file_name(name));
                        let is = photo.and_then(|photo| photo["state"].as_str()).unwrap_or("not there");
                        (name.clone(), is.to_owned())
                    })
                    .collect();
                expect(found == *states, || format!("they are {found:?}"))
            }
            Step::Arrived(names) => {
                self.other.ask(json!({ "do": "open" }))?;
                let state = self.other.ask(json!({ "do": "state" }))?;
                let safe =
                    by_name(&state).into_iter().filter(|(_, photo)| photo["state"] == "safe").map(|(name, _)| name);
                let (mut safe, mut wanted): (Vec<String>, Vec<String>) =
                    (safe.collect(), names.iter().map(|name| self.file_name(name)).collect());
                safe.sort();
                wanted.sort();
                expect(safe == wanted, || format!("what arrived is {safe:?}"))?;
                names.iter().try_for_each(|name| self.is_whole("other", name))
            }
            Step::Has(names) => names.iter().try_for_each(|name| self.is_whole("phone", name)),
            Step::Cloud(what) => self.change_cloud(what),
        }
    }

    fn on(&mut self, which: &str) -> &mut Line {
        if which == "other" { &mut self.other } else { &mut self.phone }
    }

    /// Writes the files of a photo that the camera is about to take: of a Live Photo, the still last.
    fn write(&mut self, name: &str, what: &str) -> Vec<PathBuf> {
        let seed = u8::try_from(self.files.len() + 1).unwrap_or(u8::MAX);
        let identifier = format!("3B7A1F0C-1111-4222-8333-{seed:012}");
        let (ending, bytes, video) = match what {
            "photo" => ("bin", noise(seed.into(), 2_000_000), None),
            "video" => ("mov", live::video("", 9_000_000 + usize::from(seed)), None),
            "live" => ("JPG", live::still(&identifier, seed), Some(live::video(&identifier, 50_000))),
            _ => ("jpg", photo(seed.into()), None),
        };
        let written = |ending: &str, bytes: &[u8]| self.way.file(&format!("taken/{name}.{ending}"), bytes);
        let path = written(ending, &bytes);
        let whole = [bytes.as_slice(), video.as_deref().unwrap_or_default()].concat();
        self.files.insert(name.to_owned(), (path.clone(), sha256(&whole)));
        video.map(|video| written("MOV", &video)).into_iter().chain([path]).collect()
    }

    fn file_name(&self, name: &str) -> String {
        let path = self.files.get(name).map(|(path, _)| path.clone()).unwrap_or_default();
        path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    fn photo(&mut self, on: &str, name: &str) -> Result<Value, String> {
        let file = self.file_name(name);
        let state = self.on(on).ask(json!({ "do": "state" }))?;
        let photo = by_name(&state).remove(&file).ok_or_else(|| format!("{name} is not there: {state}"))?;
        Ok(photo["photo"].clone())
    }

    fn is_whole(&mut self, on: &str, name: &str) -> Result<(), String> {
        let photo = self.photo(on, name)?;
        let original = self.on(on).ask(json!({ "do": "original", "photo": photo }))?;
        let wanted = self.files.get(name).map(|(_, sha256)| sha256.clone()).unwrap_or_default();
        expect(original["sha256"] == wanted.as_str(), || format!("{name} came as {original}"))
    }

    fn change_cloud(&mut self, what: &Value) -> Result<(), String> {
        match what {
            Value::String(word) if word == "outage" => self.cloud.kill(),
            Value::String(word) if word == "back" => self.cloud.start_again(),
            Value::Object(orders) if orders.contains_key("quota") => {
                let quota = orders.get("quota").map(Value::to_string).unwrap_or_default();
                self.cloud.admin(&["quota", EMAIL, &quota]);
            }
            other => return Err(format!("the cloud knows no {other}")),
        }
        Ok(())
    }
}

fn expect(holds: bool, wrong: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(wrong()) }
}

fn codes_of(reasons: &Value) -> Vec<String> {
    let reasons = reasons.as_array().into_iter().flatten();
    reasons.filter_map(|reason| reason["code"].as_str()).map(str::to_owned).collect()
}

fn by_name(state: &Value) -> BTreeMap<String, Value> {
    let photos = state["photos"].as_array().into_iter().flatten();
    photos.map(|photo| (photo["name"].as_str().unwrap_or_default().to_owned(), photo.clone())).collect()
}
