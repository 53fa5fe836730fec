//! The whole: a cloud, two phones on one account, and what happened lately.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

use jiff::Zoned;
use safelight_core::cloud::HttpRemote;
use safelight_core::keys::RecoveryWords;
use safelight_core::ports::{RemoteError, Rng, SystemRng};
use safelight_core::{Credentials, HomeError, ImportOptions, ImportReport, SafelightError, SignIn, UnsentChoice};
use safelight_server::admin::AdminError;
use serde_json::Value;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::camera;
use crate::clock::Time;
use crate::cloud::{Cloud, CloudError, NO_FLOOR};
use crate::link::{Door, Origin};
use crate::log::Log;
use crate::phone::Phone;
use crate::samples::SAMPLES;
use crate::story::Stories;

/// The account of a simulation. Its cloud is reached from this machine alone, so its password guards nothing.
pub(crate) const EMAIL: &str = "anna@example.org";
const PASSWORD: &str = "two phones under a red lamp";

/// The address that the phones know the cloud by, whichever port it has today.
const CLOUD: &str = "https://safelight.example";

/// The names of the two phones in the catalogue.
const PHONES: [&str; 2] = ["phone-blue", "phone-coral"];

/// Of the sample photographs, every third one lies on the second phone.
const ON_SECOND: usize = 3;

/// How many scenes the sample camera moves on after each shot: with no common factor with their number it sees all.
const SCENE_STEP: u64 = 5;

/// The file that says that the first import is done.
const BEGUN: &str = "begun";

/// Why a simulation could not be started.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    /// The cloud.
    #[error(transparent)]
    Cloud(#[from] CloudError),
    /// The way to the cloud.
    #[error("the connection to the cloud can't be set up")]
    Remote(#[from] RemoteError),
    /// A phone.
    #[error("a phone can't be started")]
    Phone(#[from] SafelightError),
    /// A phone's home.
    #[error("a phone's folder can't be read")]
    Home(#[from] HomeError),
    /// The folder.
    #[error("the folder can't be used")]
    Folder(#[from] std::io::Error),
}

/// Everything that runs.
pub(crate) struct Simulator {
    /// The two phones.
    pub(crate) phones: [Arc<Phone>; 2],
    /// The cloud.
    pub(crate) cloud: Cloud,
    /// What happened lately.
    pub(crate) log: Log,
    /// What was broken for the phones to find.
    pub(crate) story: Stories,
    /// Everybody's time.
    pub(crate) time: Time,
    words: Mutex<Words>,
    stop: watch::Sender<bool>,
    running: Mutex<Vec<JoinHandle<()>>>,
    shots: AtomicU64,
}

/// The recovery words, kept until they were asked back. A phone keeps them nowhere.
#[derive(Default)]
struct Words {
    shown: Option<RecoveryWords>,
    /// Whether they count only once they were asked back; until then the old ones do.
    drawn: bool,
    asked: Vec<usize>,
}

impl Simulator {
    /// Starts cloud and phones on `folder`; a new folder gets an account and a dozen photographs.
    pub(crate) async fn start(folder: &Path) -> Result<Arc<Self>, StartError> {
        let time = Time::kept_in(&folder.join("time"));
        let cloud = Cloud::start(&folder.join("cloud"), time.clone()).await?;
        let origin = Origin { known: CLOUD.to_owned(), doors: Arc::clone(&cloud.doors) };
        let remote = Arc::new(HttpRemote::new()?);
        let open = async |at: usize| {
            let called = PHONES.get(at).copied().unwrap_or_default();
            let home = folder.join(format!("phone-{}", at + 1));
            Phone::open(at + 1, called, &home, remote.clone(), origin.clone(), time.clone()).await
        };
        let phones = [Arc::new(open(0).await?), Arc::new(open(1).await?)];
        let simulator = Arc::new(Self {
            phones,
            cloud,
            log: Log::default(),
            story: Stories::default(),
            time,
            words: Mutex::default(),
            stop: watch::Sender::new(false),
            running: Mutex::default(),
            shots: AtomicU64::new(0),
        });
        simulator.sign_in().await?;
        let running = simulator
            .phones
            .iter()
            .map(|phone| tokio::spawn(Arc::clone(phone).stay_in_step(simulator.stop.subscribe())));
        simulator.running().extend(running);
        simulator.first_import(&folder.join(BEGUN)).await?;
        Ok(simulator)
    }

    /// Makes the account with the first phone and signs the second one in, where that was not done before.
    async fn sign_in(&self) -> Result<(), StartError> {
        let [first, second] = &self.phones;
        if first.safelight().sign_in_state().await == SignIn::Never {
            let (_, words) = first.safelight().sign_up(&credentials(first), None).await?;
            self.words().shown = Some(words);
        }
        if second.safelight().sign_in_state().await == SignIn::Never {
            second.safelight().sign_in(&credentials(second)).await?;
        }
        Ok(())
    }

    /// Calls the phones what the page calls them now. Whoever can't be reached keeps the name that the others know.
    pub(crate) async fn rename_phones(&self) {
        for phone in &self.phones {
            let safelight = phone.safelight();
            if let SignIn::Active(identity) = safelight.sign_in_state().await {
                let renamed = safelight.rename_device(identity.device, &phone.name()).await;
                tracing::debug!(phone = phone.n, renamed = renamed.is_ok(), "a phone has another name");
            }
        }
    }

    /// Signs a phone in that is signed out.
    pub(crate) async fn sign_in_again(&self, phone: &Phone) -> Result<(), SafelightError> {
        if !matches!(phone.safelight().sign_in_state().await, SignIn::Active(_)) {
            phone.safelight().sign_in(&credentials(phone)).await?;
            phone.nudge();
        }
        Ok(())
    }

    /// Signs a phone out. What was not sent stays on it.
    pub(crate) async fn sign_out(&self, phone: &Phone) -> Result<(), SafelightError> {
        phone.safelight().sign_out(UnsentChoice::Leave).await?;
        phone.forget_diagnosis();
        Ok(())
    }

    /// The owner of the cloud puts right what only they can.
    pub(crate) async fn owner_mends(&self) -> Result<(), AdminError> {
        self.cloud.doors.set_door(Door::Open);
        self.cloud.doors.set_slow(false);
        self.cloud.set_maintenance(false).await?;
        self.cloud.set_floor(NO_FLOOR).await?;
        for phone in &self.phones {
            phone.forget_diagnosis();
        }
        Ok(())
    }

    /// Moves everybody's clock on: phones rest meanwhile, as in a pocket.
    pub(crate) fn move_on(&self, by: Duration) -> std::io::Result<()> {
        self.time.move_on(by)?;
        for phone in &self.phones {
            phone.forget_diagnosis();
            phone.nudge();
        }
        Ok(())
    }

    /// Puts the sample photographs onto the phones, as if they had been taken over the last months.
    async fn first_import(&self, begun: &Path) -> Result<(), StartError> {
        if begun.exists() {
            return Ok(());
        }
        let now = self.time.now();
        for (at, sample) in SAMPLES.iter().enumerate() {
            let [first, second] = &self.phones;
            let phone = if at % ON_SECOND == ON_SECOND - 1 { second } else { first };
            let file = phone.inbox(sample.name)?;
            std::fs::write(&file, sample.jpeg)?;
            let days = u64::try_from(at).unwrap_or_default() * 9 + 1;
            let seconds =
                u64::try_from(now.as_second()).unwrap_or_default().saturating_sub(days * 86_400 + days * 1_234);
            std::fs::File::options()
                .write(true)
                .open(&file)?
                .set_modified(UNIX_EPOCH + Duration::from_secs(seconds))?;
            phone.take_in(file).await?;
        }
        for (phone, photos) in
            self.phones.iter().zip([SAMPLES.len() - SAMPLES.len() / ON_SECOND, SAMPLES.len() / ON_SECOND])
        {
            self.tell(phone, "log-added", [("photos", photos.into())]);
        }
        Ok(std::fs::write(begun, "")?)
    }

    /// The phone with this number.
    pub(crate) fn phone(&self, n: usize) -> Option<&Arc<Phone>> {
        self.phones.iter().find(|phone| phone.n == n)
    }

    /// The time on the wall.
    pub(crate) fn now(&self) -> Zoned {
        self.time.here()
    }

    /// Tells the person what a phone did; `id` names the sentence, which speaks of `{ $phone }`.
    pub(crate) fn tell<const N: usize>(&self, phone: &Phone, id: &str, arguments: [(&str, Value); N]) {
        self.log.tell(&self.now(), phone, id, arguments);
    }

    /// Takes a photo with the sample camera of a phone.
    pub(crate) async fn take_photo(&self, phone: &Phone) -> Result<ImportReport, StartError> {
        let mut seed = [0; 8];
        SystemRng.fill(&mut seed);
        let seed = u64::from_le_bytes(seed);
        // Scene after scene: chance alone would show the same one three times in a row.
        let shot = self.shots.fetch_add(1, Ordering::Relaxed);
        let scene = usize::try_from(shot * SCENE_STEP % SAMPLES.len() as u64).unwrap_or_default();
        let now = self.now();
        let taken = now.clone();
        let picture =
            tokio::task::spawn_blocking(move || SAMPLES.get(scene).map(|scene| camera::shoot(scene, seed, &taken)))
                .await
                .map_err(std::io::Error::other)?;
        let jpeg = picture.transpose().map_err(std::io::Error::other)?.unwrap_or_default();
        let file = phone.inbox(&format!("{}-{shot}.jpg", now.strftime("%Y%m%d_%H%M%S")))?;
        std::fs::write(&file, jpeg)?;
        let report = phone.take_in(file).await?;
        self.tell(phone, "log-took", []);
        Ok(report)
    }

    /// The recovery words to write down: those of the sign-up while they are not checked, else new ones.
    pub(crate) fn words_to_show(&self) -> Vec<&'static str> {
        if let Some(words) = &self.words().shown {
            return words.words();
        }
        let [first, _] = &self.phones;
        let words = first.safelight().draw_recovery_words();
        let shown = words.words();
        *self.words() = Words { shown: Some(words), drawn: true, asked: Vec::new() };
        shown
    }

    /// Three numbers of words to ask back.
    pub(crate) fn words_to_ask(&self) -> Vec<usize> {
        let asked = RecoveryWords::words_to_check(&SystemRng).to_vec();
        self.words().asked.clone_from(&asked);
        asked
    }

    /// Whether these are the words that were asked for. Once they are, nobody keeps them but the person.
    pub(crate) async fn check_words(&self, given: &[String]) -> Result<bool, SafelightError> {
        let (shown, drawn, asked) = {
            let words = self.words();
            (words.shown.clone(), words.drawn, words.asked.clone())
        };
        let Some(shown) = shown.filter(|_| asked.len() == given.len()) else { return Ok(false) };
        let answers: Vec<_> = asked.into_iter().zip(given.iter().cloned()).collect();
        let [first, _] = &self.phones;
        let right = answers.iter().all(|(number, word)| shown.word_is(*number, word));
        if right {
            if drawn {
                first.safelight().adopt_recovery_words(&shown).await?;
            }
            first.safelight().confirm_words(&shown, &answers).await?;
            *self.words() = Words::default();
        }
        Ok(right)
    }

    fn words(&self) -> MutexGuard<'_, Words> {
        self.words.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn running(&self) -> MutexGuard<'_, Vec<JoinHandle<()>>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets the phones finish what they do and stops the cloud.
    pub(crate) async fn stop(&self) {
        self.stop.send_replace(true);
        let running = std::mem::take(&mut *self.running());
        for task in running {
            // A task that panicked has nothing left to end.
            let _ = task.await;
        }
        self.cloud.stop().await;
    }
}

fn credentials(phone: &Phone) -> Credentials {
    Credentials {
        server: CLOUD.to_owned(),
        email: EMAIL.to_owned(),
        password: PASSWORD.to_owned(),
        device_name: phone.name(),
    }
}

impl Phone {
    /// A place for a file of this name that is to be imported, in a folder of its own.
    pub(crate) fn inbox(&self, name: &str) -> std::io::Result<PathBuf> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let folder = self.camera.join(format!("{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
        std::fs::create_dir_all(&folder)?;
        Ok(folder.join(plain_name(name)))
    }

    /// Imports a file out of the inbox and removes it there.
    pub(crate) async fn take_in(&self, file: PathBuf) -> Result<ImportReport, SafelightError> {
        let report = self.safelight().import(std::slice::from_ref(&file), ImportOptions::default(), |_| {}).await;
        if let Some(folder) = file.parent() {
            // What stays behind is a copy that nobody needs.
            let _ = std::fs::remove_dir_all(folder);
        }
        report
    }
}

/// The last piece of a name, without what a file's name may not have.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last.chars().filter(|c| !c.is_control()).take(120).collect();
    match plain.trim_start_matches('.') {
        "" => "photo".to_owned(),
        plain => plain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_from_the_page_stays_in_its_folder() {
        for (name, plain) in [
            ("a.jpg", "a.jpg"),
            ("../../etc/passwd", "passwd"),
            ("C:\\x\\y.png", "y.png"),
            ("..", "photo"),
            ("", "photo"),
            (".hidden", "hidden"),
        ] {
            assert_eq!(plain_name(name), plain);
        }
    }
}
