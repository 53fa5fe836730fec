//! The engine alone as a simulated phone: what `docs/simulated-phones.md` asks for, without a shell in between.

mod camera;
mod world;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use safelight_core::account::StretchPolicy;
use safelight_core::cloud::HttpRemote;
use safelight_core::diagnosis::DiagnoseRequest;
use safelight_core::ports::{FileVault, NoRenderer, Ports, SystemClock, SystemDisk, SystemRng, TokioWorkers};
use safelight_core::reasons::{Form, Platform};
use safelight_core::{
    AssetView, Credentials, Edit, Fix, Hold, Options, PageQuery, Pressed, ResourceKind, RunBudget, Safelight,
    Sentences, Shelf, SignedOut, SyncRequest, UnsentChoice,
};
use safelight_protocol::RecordId;
use safelight_protocol::account::Stretch;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tokio::sync::watch;

use crate::in_process::Failure;
use camera::Camera;
use world::World;

/// What went wrong, as an answer says it.
#[derive(Debug)]
pub struct Refused {
    code: String,
    sentence: String,
}

impl Refused {
    fn new(code: &str, sentence: impl ToString) -> Self {
        Self { code: code.to_owned(), sentence: sentence.to_string() }
    }
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self::new("eng.home", failure)
    }
}

macro_rules! refuse {
    ($($error:ty),* $(,)?) => {$(impl From<$error> for Refused {
        fn from(error: $error) -> Self {
            let code = error.code().to_owned();
            Self::new(&code, error)
        }
    })*};
}
refuse!(
    safelight_core::SafelightError,
    safelight_core::HomeError,
    safelight_core::ConditionsError,
    safelight_core::EditError,
    safelight_core::FetchError,
    safelight_core::PressError,
);

type Answer = Result<Value, Refused>;

/// A phone that is spoken to in lines of JSON.
#[derive(Debug)]
pub struct SimulatedPhone {
    library: Safelight,
    world: World,
    camera: Arc<Camera>,
    sentences: Sentences,
}

impl SimulatedPhone {
    /// A phone whose home and camera roll are in this folder.
    pub async fn open(folder: &Path) -> Result<Self, Failure> {
        let home = folder.join("home");
        let camera = Arc::new(Camera::new(folder.join("DCIM"))?);
        let ports = Ports {
            clock: Arc::new(SystemClock),
            rng: Arc::new(SystemRng),
            workers: Arc::new(TokioWorkers),
            disk: Arc::new(SystemDisk),
            remote: Arc::new(HttpRemote::new()?),
            vault: Arc::new(FileVault::new(home.join("vault"))),
            photos: Arc::<Camera>::clone(&camera),
            renderer: Arc::new(NoRenderer),
        };
        let stretch = StretchPolicy::with_floor(Stretch { memory_kib: 8, passes: 1, lanes: 1 });
        let options = Options { stretch, ..Options::new("safelight-simulated-phone/0.1.0") };
        let library = Safelight::open(&home, ports, options).await?;
        let world = World::stored(&folder.join("world.json"));
        let phone = Self { library, world, camera, sentences: Sentences::english() };
        phone.believe().await.map_err(|refused| refused.sentence)?;
        Ok(phone)
    }

    /// Carries out one command and gives the line that answers it.
    pub async fn answer(&mut self, line: &str) -> String {
        let command: Value = serde_json::from_str(line).unwrap_or(Value::Null);
        let mut answer = match self.carry_out(&command).await {
            Ok(mut fields) => {
                if let Some(fields) = fields.as_object_mut() {
                    fields.insert("ok".into(), true.into());
                }
                fields
            }
            Err(Refused { code, sentence }) => json!({ "error": { "code": code, "sentence": sentence } }),
        };
        if let Some(fields) = answer.as_object_mut() {
            fields.insert("id".into(), command["id"].clone());
        }
        answer.to_string()
    }

    async fn carry_out(&mut self, command: &Value) -> Answer {
        let text = |name: &str| {
            command[name].as_str().ok_or_else(|| Refused::new("req.invalid", format!("{name} is missing in {command}")))
        };
        match text("do")? {
            "hello" => Ok(json!({ "phone": "rust", "version": env!("CARGO_PKG_VERSION"), "world": World::KEYS })),
            "world" => {
                self.world.change(command)?;
                self.camera.allow(&self.world);
                self.believe().await?;
                Ok(json!({}))
            }
            "sign_up" => {
                self.library.sign_up(&credentials(text)?, None).await?;
                self.library.add_photo_library().await?;
                Ok(json!({}))
            }
            "sign_in" => {
                self.library.sign_in(&credentials(text)?).await?;
                self.library.add_photo_library().await?;
                Ok(json!({}))
            }
            "sign_out" => {
                let choice = if text("choice")? == "leave" { UnsentChoice::Leave } else { UnsentChoice::Wait };
                match self.library.sign_out(choice).await? {
                    SignedOut::Done(_) => Ok(json!({ "unsent": 0 })),
                    SignedOut::Waiting(unsent) => Ok(json!({ "unsent": unsent.originals })),
                }
            }
            "take" => {
                self.camera.take(Path::new(text("file")?)).map_err(|error| Refused::new("item.corrupt", error))?;
                Ok(json!({}))
            }
            "open" => {
                let (_stop, stopped) = watch::channel(false);
                match self.library.sync(SyncRequest::default(), stopped).await {
                    // Nobody is signed in, or a wall was met: the state says so.
                    Ok(_) | Err(safelight_core::SafelightError::Account(_)) => Ok(json!({})),
                    Err(error) => Err(error.into()),
                }
            }
            "fire" => {
                let seconds = command["seconds"].as_u64().unwrap_or(30);
                let (_stop, stopped) = watch::channel(false);
                let budget = RunBudget { time: Some(std::time::Duration::from_secs(seconds)), ..RunBudget::default() };
                self.library.run(budget, stopped).await?;
                Ok(json!({}))
            }
            "press" => {
                let (_stop, stopped) = watch::channel(false);
                Ok(pressed(&self.library.press(text("code")?, Platform::Desktop, stopped).await?))
            }
            "set" => {
                let said = vec![(text("key")?.to_owned(), plain(&command["value"]))];
                self.library.set_settings(said).await?;
                Ok(json!({}))
            }
            "edit" => {
                let edit = Edit {
                    favourite: command["favourite"].as_bool(),
                    caption: command["caption"].as_str().map(str::to_owned),
                    ..Edit::default()
                };
                self.library.edit(vec![photo(text)?], edit).await?;
                Ok(json!({}))
            }
            "trash" => self.library.trash(vec![photo(text)?]).await.map(|_| json!({})).map_err(Refused::from),
            "restore" => self.library.restore(vec![photo(text)?]).await.map(|_| json!({})).map_err(Refused::from),
            "state" => self.state().await,
            "why" => self.why().await,
            "original" => self.original(photo(text)?).await,
            unknown => Err(Refused::new("req.invalid", format!("this phone does not know how to {unknown}"))),
        }
    }

    /// Tells the engine what the world is like.
    async fn believe(&self) -> Result<(), Refused> {
        self.library.set_facts(self.world.facts()).await?;
        Ok(())
    }

    async fn state(&self) -> Answer {
        let status = self.library.status().await?;
        let reasons: Vec<Value> = status.reasons().iter().map(|reason| self.reason(reason)).collect();
        let mut photos = Vec::new();
        for shelf in [Shelf::Timeline, Shelf::Trash] {
            let page = self.library.page(PageQuery { shelf, ..PageQuery::default() }).await?;
            photos.extend(page.assets.iter().map(shown));
        }
        let signed_in = status.state != safelight_core::StatusState::SignedOut;
        let sentence = status.sentence(&self.sentences);
        Ok(json!({ "signed_in": signed_in, "status": sentence, "reasons": reasons, "photos": photos }))
    }

    async fn why(&self) -> Answer {
        let diagnosis = self.library.diagnose(DiagnoseRequest::default()).await?;
        let findings = diagnosis.findings.iter().map(|finding| {
            let button = button(&finding.fix(&self.sentences));
            json!({ "code": finding.code, "sentence": finding.title(&self.sentences), "button": button })
        });
        Ok(json!({ "findings": findings.collect::<Vec<_>>() }))
    }

    fn reason(&self, hold: &Hold) -> Value {
        let button = button(&hold.fix(&self.sentences));
        json!({ "code": hold.code, "sentence": hold.sentence(&self.sentences), "button": button })
    }

    async fn original(&self, photo: RecordId) -> Answer {
        let mut hasher = Sha256::new();
        let mut at = 0;
        loop {
            const PIECE: u64 = 4 * 1024 * 1024;
            let piece = self.library.open_range(photo, ResourceKind::Original, at..at + PIECE, None).await?;
            hasher.update(&piece);
            let read = u64::try_from(piece.len()).unwrap_or(0);
            at += read;
            if read < PIECE {
                break;
            }
        }
        Ok(json!({ "sha256": data_encoding::HEXLOWER.encode(&hasher.finalize()), "bytes": at }))
    }
}

fn button(fix: &Fix) -> Value {
    let enabled = fix.form(Platform::Desktop) != Form::Nothing;
    json!({ "label": fix.label, "action": fix.action, "enabled": enabled })
}

fn shown(asset: &AssetView) -> Value {
    json!({
        "photo": asset.id, "name": asset.file_name, "state": asset.state, "original": asset.original,
        "favourite": asset.favourite, "trashed": asset.trashed,
    })
}

fn pressed(pressed: &Pressed) -> Value {
    match pressed {
        Pressed::Changed(_) | Pressed::Tried | Pressed::Repaired(_) => json!({ "did": "acted" }),
        Pressed::Open(place) => json!({ "did": "opened", "opened": place }),
        Pressed::System(Form::Ask) => json!({ "did": "asked" }),
        Pressed::System(Form::SettingsPage | Form::SystemPage(_)) => json!({ "did": "opened", "opened": "system" }),
        Pressed::System(Form::Steps | Form::Nothing | Form::Act) => json!({ "did": "told" }),
    }
}

fn credentials<'a>(text: impl Fn(&str) -> Result<&'a str, Refused>) -> Result<Credentials, Refused> {
    Ok(Credentials {
        server: text("server")?.to_owned(),
        email: text("email")?.to_owned(),
        password: text("password")?.to_owned(),
        device_name: text("name")?.to_owned(),
    })
}

fn photo<'a>(text: impl Fn(&str) -> Result<&'a str, Refused>) -> Result<RecordId, Refused> {
    text("photo")?.parse().map_err(|_| Refused::new("item.unknown", "no such photo"))
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Where `simulated-phone` keeps what it needs: the first argument.
pub fn folder_argument() -> Option<PathBuf> {
    std::env::args_os().nth(1).map(PathBuf::from)
}
