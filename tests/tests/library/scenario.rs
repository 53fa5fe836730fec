//! Why is my photo not there? Each cause is brought about on a phone with a real server behind a real socket; the phone
//! names it, the photo does not arrive; what the phone proposes is done, and the photo arrives.

#[path = "scenario/bounds.rs"]
mod bounds;
#[path = "scenario/files.rs"]
mod files;
#[path = "scenario/month.rs"]
mod month;
#[path = "scenario/said.rs"]
mod said;
#[path = "scenario/scenes.rs"]
mod scenes;
#[path = "scenario/silence.rs"]
mod silence;
#[path = "scenario/stage.rs"]
mod stage;
#[path = "scenario/tips.rs"]
mod tips;
#[path = "scenario/together.rs"]
mod together;
#[path = "scenario/vocabulary.rs"]
mod vocabulary;
