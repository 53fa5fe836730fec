//! Skeleton.

pub mod media;
