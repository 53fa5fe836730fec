use serde::{Deserialize, Serialize};

use crate::id::LibraryId;
use crate::sequence::Head;

/// The one thing that the event stream says: a library's log now ends here.
///
/// Sent once for each library when the stream opens, and after every commit. As server-sent event: `event: head`, the
/// JSON of this value as `data`. The stream ends without a word when the device is revoked or signed out: the next
/// request tells why. A comment line is sent every 15 seconds while nothing happens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadEvent {
    /// The library that changed.
    pub library: LibraryId,
    /// Its head.
    pub head: Head,
}
