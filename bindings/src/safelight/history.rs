use jiff::{SignedDuration, Timestamp};
use safelight_core::history::Month;
use safelight_protocol::RecordId;

use super::{Safelight, account};
use crate::error::SafelightError;
use crate::locale;
use crate::told::{Timeline, Why};

/// How far back a timeline goes unless it is told.
const LOOK_BACK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What happened, and when something can be expected.
#[uniffi::export]
impl Safelight {
    /// What happened since a time; none: in the last seven days. Answers "why not last night?".
    pub async fn timeline(&self, since: Option<Timestamp>) -> Result<Timeline, SafelightError> {
        let since = since.unwrap_or_else(|| locale::now() - LOOK_BACK);
        let (history, entries) = self.ask(move |engine| async move { engine.timeline(since).await }).await?;
        Ok(self.teller().timeline(history, &entries))
    }

    /// Data used and saved: all months, or one (`2026-05`).
    pub async fn receipts(&self, month: Option<String>) -> Result<Vec<Month>, SafelightError> {
        self.ask(|engine| async move { engine.receipts(month).await }).await
    }

    /// Where record, thumbnail and original of a photo are, which of them waits and why, and when to expect it; none if there
    /// is no such photo.
    pub async fn why(&self, id: RecordId) -> Result<Option<Why>, SafelightError> {
        let why = self.ask(move |engine| async move { engine.why(id).await }).await?;
        Ok(why.map(|why| self.teller().why(&why)))
    }

    /// The same for the photos of another phone, by its id or name.
    pub async fn why_from(&self, id_or_name: String, since: Option<Timestamp>) -> Result<Why, SafelightError> {
        let why = self
            .ask(move |engine| async move {
                let card = account::card(&engine, &id_or_name).await?;
                Ok::<_, SafelightError>(engine.why_from(&card, since).await?)
            })
            .await?;
        Ok(self.teller().why(&why))
    }
}
