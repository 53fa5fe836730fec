//! The Safelight engine: one photo library, the same on all of a person's phones and safe in a cloud they choose.
//!
//! This is a skeleton of the tour; it grows with the modules.

pub mod account;
pub mod cloud;
pub mod keys;
pub mod media;
pub mod ports;
pub mod seal;
