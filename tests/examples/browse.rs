//! A 2 GB library on a phone with 300 MB free, of which 100 MB are to stay free, browsed at random for 1,000 views.
//!
//! ```text
//! cargo run --release -p safelight-tests --example browse [VIEWS] [SEED]
//! ```
//!
//! Fails where a photo is not what was taken in, or where less stays free than was wished. What is printed besides is how
//! often a photo was on the phone already, and how many bytes came over the network.

#![expect(clippy::print_stdout, reason = "an example prints")]
#![expect(clippy::disallowed_methods, reason = "it times what it runs")]

use std::time::Instant;

use safelight_tests::browse::{Plan, run};
use safelight_tests::in_process::Failure;

const MB: u64 = 1_000_000;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let number = |at: usize, otherwise: u64| std::env::args().nth(at).map_or(Ok(otherwise), |text| text.parse());
    let (views, seed) = (usize::try_from(number(1, 1_000)?)?, number(2, 1)?);
    let plan = Plan { library: 2_000 * MB, photo: 4 * MB, free: 300 * MB, floor: 100 * MB, views, seed };
    let start = Instant::now();
    let figures = run(plan).await?;
    println!(
        "{} photos, {} MB; {} MB free, {} MB to stay free",
        figures.photos,
        figures.library / MB,
        plan.free / MB,
        plan.floor / MB
    );
    println!(
        "{} views: {} on the phone already ({} %)",
        figures.views,
        figures.hits,
        figures.hits * 100 / figures.views.max(1)
    );
    println!(
        "{} MB fetched, {} MB a photo that was not here",
        figures.fetched / MB,
        figures.fetched / MB / u64::try_from((figures.views - figures.hits).max(1))?
    );
    println!(
        "{} MB free at the least; {} of {} proven at the end",
        figures.least_free / MB,
        figures.proven,
        figures.photos
    );
    println!("{:.0} s", start.elapsed().as_secs_f64());
    Ok(())
}
