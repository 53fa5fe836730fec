//! No history of making room ends with an original that exists nowhere.

use safelight_tests::evictor;

/// `SAFELIGHT_EVICTOR_SEED=n` plays one history alone.
#[test]
fn no_original_is_ever_nowhere_whatever_strikes_whom_and_when() {
    let alone = std::env::var("SAFELIGHT_EVICTOR_SEED").ok().and_then(|seed| seed.parse::<u64>().ok());
    let seeds = alone.map_or(evictor::SEEDS, |seed| seed..seed + 1);
    for seed in seeds {
        if let Some(wrong) = evictor::run(seed) {
            panic!("seed {seed}: {wrong}");
        }
    }
}
