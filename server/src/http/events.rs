//! The stream of heads, and of changes of an account's room.

use std::collections::VecDeque;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::future::{Either, select, select_all};
use futures_util::stream;
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use safelight_protocol::{DeviceId, Head, HeadEvent, LibraryId, codes};

use super::who::{Device, shut_out};
use crate::announcer::{Announcer, Listening};
use crate::app::App;
use crate::port::Clock;
use crate::refusal::Refusal;

const KEEP_ALIVE: Duration = Duration::from_secs(15);

pub(super) async fn stream(device: Device, State(app): State<App>) -> Result<Response, Refusal> {
    let signed_out = || Refusal::new(codes::SIGNED_OUT);
    let account = app.records().account(device.account).await?.ok_or_else(signed_out)?;
    let libraries: Vec<LibraryId> = account.libraries.iter().map(|keys| keys.library).collect();
    let listener = Listener {
        listening: app.announcer().listen(device.account, device.device, &libraries),
        announcer: Arc::clone(app.announcer()),
        clock: Arc::clone(app.clock()),
        device: device.device,
        waiting: VecDeque::new(),
    };
    // The session may have ended between the check and the moment from which its end is heard.
    let state = app.records().device(device.device).await?.ok_or_else(signed_out)?;
    if let Some(refusal) = shut_out(&state) {
        return Err(refusal);
    }
    let mut listener = listener;
    for library in libraries {
        listener.tell(library, app.records().head(library).await?);
    }
    let events = stream::unfold(listener, |mut listener| async move {
        let event = listener.next().await?;
        Some((Ok::<_, std::convert::Infallible>(event), listener))
    });
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/event-stream")),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        // A proxy that collects answers before it passes them on would keep a change from the other phone.
        (http::HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no")),
    ];
    Ok((headers, Body::from_stream(events)).into_response())
}

/// One phone that listens. It holds nothing of the server but the end of a line, so that a server can be closed while
/// phones listen.
struct Listener {
    listening: Listening,
    announcer: Arc<Announcer>,
    clock: Arc<dyn Clock>,
    device: DeviceId,
    waiting: VecDeque<Bytes>,
}

impl Listener {
    fn tell(&mut self, library: LibraryId, head: Head) {
        if let Ok(data) = serde_json::to_string(&HeadEvent { library, head }) {
            self.waiting.push_back(format!("event: head\ndata: {data}\n\n").into());
        }
    }

    /// The next piece of the stream; none when it is over.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if self.listening.over.has_changed().is_err() {
                return None;
            }
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            match self.news().await {
                News::Head(library, head) => self.tell(library, head),
                News::Room => return Some(Bytes::from_static(b"event: room\ndata: {}\n\n")),
                News::Over => return None,
                News::Nothing => return Some(Bytes::from_static(b": still here\n\n")),
            }
        }
    }

    async fn news(&mut self) -> News {
        let Listening { heads, over, .. } = &mut self.listening;
        let pause = self.clock.sleep(KEEP_ALIVE);
        let over = pin!(over.changed());
        let changed = async {
            if heads.is_empty() {
                return std::future::pending().await;
            }
            let waits = heads.iter_mut().map(|(library, head)| {
                Box::pin(async move {
                    head.changed().await.ok()?;
                    head.borrow_and_update().map(|head| (*library, head))
                })
            });
            select_all(waits).await.0
        };
        match select(over, select(pin!(changed), pause)).await {
            Either::Left((Ok(()), _)) => News::Room,
            Either::Left((Err(_), _)) => News::Over,
            Either::Right((Either::Left((Some((library, head)), _)), _)) => News::Head(library, head),
            Either::Right((Either::Left((None, _)), _)) => News::Over,
            Either::Right((Either::Right(_), _)) => News::Nothing,
        }
    }
}

enum News {
    Head(LibraryId, Head),
    Room,
    Over,
    Nothing,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.announcer.forget(self.device, self.listening.number);
    }
}
