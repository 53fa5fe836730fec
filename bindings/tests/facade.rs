//! The facade as an app uses it: real library, real server, an app's own objects that fail.

#![expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test that can't go on fails")]

#[path = "facade/app.rs"]
mod app;
#[path = "facade/failures.rs"]
mod failures;
#[path = "facade/life.rs"]
mod life;
#[path = "facade/streams.rs"]
mod streams;
#[path = "facade/surface.rs"]
mod surface;
