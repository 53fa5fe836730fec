//! What every backend of the two storage traits must do, run on each of them.
#![allow(missing_docs, unreachable_pub, clippy::unwrap_used, clippy::cast_possible_truncation, reason = "tests")]

#[path = "contract/blobs.rs"]
mod blobs;
#[path = "contract/model.rs"]
mod model;
#[path = "contract/records.rs"]
mod records;
