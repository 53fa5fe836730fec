//! What the tests that cross crates share.

pub mod browse;
pub mod conformance;
pub mod disk;
pub mod evictor;
pub mod in_process;
pub mod live;
pub mod phone;
pub mod power;
pub mod processes;
pub mod simulated;
pub mod simulation;
