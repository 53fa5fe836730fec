//! What a photo looks like small, from whoever can tell: the core's own decoders, the system, or the camera.

use std::io::{self, Read};

use super::{ImportContext, Origin, Placed};
use crate::home::HomeError;
use crate::media::{self, Derived, Inspected, MediaKind, Rendition};
use crate::ports::{ReadSeek, RenderTarget};

/// The largest file that is read whole to draw its preview; beyond that it is kept without one.
const MAX_DRAWN_BYTES: u64 = 256 * 1024 * 1024;

/// What a photo looks like small. A preview is there only where the core, or the system, could decode the original.
#[derive(Debug, Clone)]
pub(super) struct Drawn {
    pub(super) preview: Option<Rendition>,
    pub(super) thumbnail: Rendition,
}

impl From<Derived> for Drawn {
    fn from(derived: Derived) -> Self {
        Self { preview: Some(derived.preview), thumbnail: derived.thumbnail }
    }
}

/// The thumbnail that the camera put into a file which nobody here can decode.
pub(super) fn draw_embedded(inspected: &Inspected) -> Option<Drawn> {
    let jpeg = inspected.embedded_thumbnail.as_ref()?.as_slice();
    let mut embedded = media::inspect("", &mut io::Cursor::new(jpeg));
    // It is stored as the sensor saw it, whatever it says of itself.
    embedded.orientation = inspected.orientation;
    let thumbnail = media::derive(&embedded, jpeg).ok()?.thumbnail;
    Some(Drawn { preview: None, thumbnail })
}

/// Preview and thumbnail, where the core can draw them.
pub(super) fn draw(reader: &mut dyn ReadSeek, inspected: &Inspected, bytes: u64) -> Option<Drawn> {
    if inspected.kind != MediaKind::Photo || bytes > MAX_DRAWN_BYTES {
        return None;
    }
    let mut whole = Vec::new();
    reader.seek(io::SeekFrom::Start(0)).ok()?;
    reader.take(MAX_DRAWN_BYTES).read_to_end(&mut whole).ok()?;
    media::derive(inspected, &whole).ok().map(Drawn::from)
}

/// Preview and thumbnail from the system, for what the core does not decode.
pub(super) async fn render(
    context: &ImportContext,
    origin: &Origin,
    placed: &Placed,
    inspected: &Inspected,
) -> Result<Option<Drawn>, HomeError> {
    // The system is shown a Live Photo's still as the camera made it, without the video behind it.
    let path = match placed.still_bytes {
        Some(_) => origin.place().path(),
        None => context.home.path_of(&placed.original),
    };
    let target = RenderTarget { longest_side: media::PREVIEW_PIXELS };
    let Ok(jpeg) = context.home.ports.renderer.render(&path, &inspected.media_type, target).await else {
        return Ok(None);
    };
    context
        .home
        .blocking(move |_| {
            let drawn = media::inspect("", &mut io::Cursor::new(&jpeg));
            media::derive(&drawn, &jpeg).ok().map(Drawn::from)
        })
        .await
}
