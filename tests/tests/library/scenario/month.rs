//! A month: one phone lives an ordinary life, the other one falls silent on the third day.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use safelight_core::StatusState;
use safelight_tests::in_process::{Failure, TestServer};

use super::stage::{EMAIL, Hand, Stage};

const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Two phones without sockets: a month has many days.
async fn two() -> Result<Stage, Failure> {
    let server = TestServer::start().await?;
    let hand = async |name| {
        let hand = Hand::new(&server, name).await?;
        hand.reopened(|set_up| (set_up.socket, set_up.server) = (false, Some("https://cloud.test".into()))).await
    };
    let here = hand("Iris’ phone").await?;
    here.sign_up(EMAIL).await?;
    let there = hand("The tablet").await?;
    there.sign_in().await?;
    let stage = Stage { server, here, there };
    stage.come_to_rest().await?;
    Ok(stage)
}

/// What a phone says of itself at this hour of the day: out and about by day, plugged in at home by night.
fn facts_at(hour: u32) -> &'static str {
    match hour {
        8..18 => {
            "fact.network=cellular fact.charging=unplugged fact.battery=60 fact.app_state=background fact.lane=worker"
        }
        18..23 => {
            "fact.network=wifi fact.charging=unplugged fact.battery=35 fact.app_state=foreground fact.lane=in_app"
        }
        _ => "fact.network=wifi fact.charging=charging fact.battery=90 fact.app_state=background fact.lane=worker",
    }
}

#[tokio::test]
async fn in_a_month_a_healthy_phone_finds_nothing_and_is_told_once_of_the_one_that_fell_silent() -> Result<(), Failure>
{
    let stage = two().await?;
    let (mut told, mut raised) = (BTreeSet::new(), 0);
    for day in 0..30_u8 {
        for hour in (0..24_u32).step_by(3) {
            stage.here.say(facts_at(hour)).await?;
            if hour == 12 || hour == 21 {
                // Photos of the day, and of the evening.
                stage.here.take(day * 2 + u8::from(hour == 21)).await?;
            }
            stage.here.sync().await?;
            if day < 3 {
                stage.there.say(facts_at(hour)).await?;
                if (day, hour) == (2, 9) {
                    // Its last photos never left it: it is on its way, and not plugged in again.
                    stage.there.take(100).await?;
                }
                if (day, hour) <= (2, 9) {
                    stage.there.sync().await?;
                }
            }
            for alert in stage.here.library.alerts().await? {
                raised += u64::from(alert.new);
                told.insert((alert.code.clone(), alert.device.is_some()));
            }
            stage.wait(HOUR * 3);
        }
        // In the morning all that was taken is safe, and whoever asks is told that nothing is wrong.
        stage.here.say(facts_at(20)).await?;
        stage.here.sync().await?;
        let diagnosis = stage.here.diagnose().await?;
        assert_eq!(diagnosis.findings, [], "on day {day}");
        assert_eq!(stage.here.library.status().await?.state, StatusState::UpToDate, "on day {day}");
    }
    assert_eq!((raised, told), (1, [("bg.silent".to_owned(), true)].into_iter().collect()));
    // Back again, it is not spoken of any more, and raises nothing itself once its photos are safe.
    stage.there.say(facts_at(20)).await?;
    stage.come_to_rest().await?;
    for hand in [&stage.here, &stage.there] {
        assert_eq!(hand.library.alerts().await?, []);
        assert_eq!(hand.found().await?, [""; 0]);
    }
    Ok(())
}

/// What the system says without stopping anything is told while something waits, last, and otherwise never.
#[tokio::test]
async fn what_stops_nothing_is_told_beside_what_does() -> Result<(), Failure> {
    let stage = two().await?;
    stage.here.say("fact.system=bg.memory,bg.notif_denied").await?;
    assert_eq!(stage.here.found().await?, [""; 0]);
    stage.here.take(1).await?;
    stage.here.say("fact.low_power=true").await?;
    stage.here.sync().await?;
    assert_eq!(stage.here.found().await?, ["pwr.saver", "bg.notif_denied", "bg.memory"]);
    stage.here.say("fact.low_power=false").await?;
    stage.here.sync().await?;
    assert_eq!(stage.here.found().await?, [""; 0]);
    Ok(())
}
