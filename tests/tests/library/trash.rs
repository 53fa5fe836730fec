//! Recently deleted, and a phone that was off for long.

use jiff::SignedDuration;
use safelight_core::{AssetDetails, Edit, OriginalPlace, Shelf, StatusState};
use safelight_protocol::RecordId;
use safelight_server::admin::Command;
use safelight_tests::in_process::{Failure, TestClock, TestDevice, TestServer};
use safelight_tests::phone::{Phone, settle};

use crate::room::{EMAIL, noise, one_safe, part_file, parts_of, taken};

const DAY: i64 = 24;

async fn details(phone: &Phone, id: RecordId) -> Result<AssetDetails, Failure> {
    Ok(phone.library.details(id).await?.ok_or("gone")?)
}

#[tokio::test]
async fn a_photo_comes_back_from_recently_deleted_exactly_as_it_was() -> Result<(), Failure> {
    let (server, phone, id) = one_safe().await?;
    let other = Phone::signed_in(&server, EMAIL, "The tablet").await?;
    phone.library.create_album("Sweden").await?;
    phone.library.add_to_album("Sweden", vec![id]).await?;
    let edit = Edit {
        favourite: Some(true),
        hidden: Some(true),
        caption: Some("By the lake".into()),
        taken_at: Some("2019-07-01T20:15:00+02:00".into()),
    };
    phone.library.edit(vec![id], edit).await?;
    settle(&[&phone, &other]).await?;
    let before = (details(&phone, id).await?, details(&other, id).await?);
    assert_eq!(before.1.albums, ["Sweden"]);

    phone.library.trash(vec![id]).await?;
    settle(&[&phone, &other]).await?;
    for phone in [&phone, &other] {
        assert_eq!(phone.shelf(Shelf::Trash).await?[0].days_left, Some(30));
    }
    server.clock.pass(SignedDuration::from_hours(29 * DAY + 1));
    settle(&[&phone, &other]).await?;
    assert_eq!(other.shelf(Shelf::Trash).await?[0].days_left, Some(1), "a day that has begun counts");
    other.library.restore(vec![id]).await?;
    settle(&[&other, &phone]).await?;
    for (phone, before) in [(&phone, before.0), (&other, before.1)] {
        let after = details(phone, id).await?;
        assert_eq!((after.asset, after.albums, after.resources), (before.asset, before.albums, before.resources));
    }
    assert_eq!(phone.original(id).await?, noise(1, 200_000));
    Ok(())
}

#[tokio::test]
async fn days_left_go_by_the_servers_clock() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let clock = TestClock::at(server.clock.time());
    let device = TestDevice { clock: clock.clone(), ..TestDevice::new(&server) };
    let phone = Phone::on(device).await?;
    phone.sign_up(EMAIL, "Mila’s phone").await?;
    let id = taken(&phone, 1, 1_000).await?;
    settle(&[&phone]).await?;
    phone.library.trash(vec![id]).await?;
    settle(&[&phone]).await?;
    // This phone's clock runs ten days ahead of the world.
    clock.pass(SignedDuration::from_hours(10 * DAY));
    settle(&[&phone]).await?;
    assert_eq!(phone.shelf(Shelf::Trash).await?[0].days_left, Some(30));
    server.clock.pass(SignedDuration::from_hours(5 * DAY));
    clock.pass(SignedDuration::from_hours(5 * DAY));
    settle(&[&phone]).await?;
    assert_eq!(phone.shelf(Shelf::Trash).await?[0].days_left, Some(25));
    Ok(())
}

#[tokio::test]
async fn emptying_gives_the_quota_back_at_once_and_the_bytes_after_a_grace() -> Result<(), Failure> {
    let (server, phone, id) = one_safe().await?;
    let part = part_file(&server, parts_of(&phone, id).await?[0]);
    phone.library.trash(vec![id]).await?;
    settle(&[&phone]).await?;
    assert!(phone.library.usage().await?.cloud.used >= Some(200_000));
    phone.library.purge(vec![id]).await?;
    settle(&[&phone]).await?;
    assert!(phone.library.usage().await?.cloud.used < Some(200_000), "at once");
    server.app.keep_house().await?;
    assert!(part.exists(), "whoever restores a backup or was in the midst of it still finds the bytes");
    server.clock.pass(SignedDuration::from_hours(25));
    server.app.keep_house().await?;
    assert!(!part.exists());
    // The tombstone stays: the same bytes are known again.
    let report = phone.import("again.bin", &noise(1, 200_000)).await?;
    assert_eq!(report.ignored.iter().map(|(_, code)| code.as_str()).collect::<Vec<_>>(), ["item.ignored_trash"]);
    Ok(())
}

#[tokio::test]
async fn a_phone_that_was_off_for_a_year_brings_nothing_back_and_loses_nothing() -> Result<(), Failure> {
    let server = TestServer::start().await?;
    let a = Phone::signed_up(&server, EMAIL, "Mila’s phone").await?;
    let b = Phone::signed_in(&server, EMAIL, "The drawer").await?;
    let both = taken(&b, 1, 200_000).await?;
    let restored = taken(&b, 2, 200_000).await?;
    settle(&[&b, &a]).await?;
    // Its record travels and its original does not: the cloud is full.
    server.set_quota(EMAIL, 450_000).await?;
    let alone = b.import("alone.png", &large_picture()).await?.imported[0];
    b.sync().await?;
    a.sync().await?;
    assert_eq!(details(&a, alone).await?.asset.original, OriginalPlace::Elsewhere);
    b.library.trash(vec![restored]).await?;
    settle(&[&a]).await?;
    b.sync().await?;
    a.sync().await?;
    // The last things that happen on it before it is put into the drawer: nobody hears of them.
    b.library.restore(vec![restored]).await?;
    let offline = b.import("offline.bin", &noise(4, 100_000)).await?.imported[0];

    a.library.trash(vec![both, alone]).await?;
    a.sync().await?;
    a.library.purge(vec![both, alone, restored]).await?;
    a.sync().await?;
    server.set_quota(EMAIL, 1 << 30).await?;
    for _ in 0..12 {
        server.clock.pass(SignedDuration::from_hours(31 * DAY));
        a.sync().await?;
        server.app.carry_out(Command::Collect).await?;
    }
    assert!(a.shown().await?.is_empty() && a.shelf(Shelf::Trash).await?.is_empty());

    settle(&[&b, &a]).await?;
    assert_eq!(b.library.status().await?.state, StatusState::Attention);
    let mut waiting: Vec<_> = b.library.choices().await?.contested.iter().map(|photo| photo.id).collect();
    let mut expected = vec![alone, restored];
    waiting.sort_unstable();
    expected.sort_unstable();
    assert_eq!(waiting, expected, "what it alone had comes up as a choice");
    assert!(b.library.details(both).await?.is_none(), "what both had is gone");
    let shown = |photos: Vec<safelight_core::AssetView>| photos.into_iter().map(|photo| photo.id).collect::<Vec<_>>();
    assert_eq!(shown(a.shown().await?), [offline], "nothing came back, and what was new came");

    server.clock.pass(SignedDuration::from_hours(100 * DAY));
    settle(&[&b, &a]).await?;
    assert_eq!(b.library.choices().await?.contested.len(), 2, "it waits without limit");
    b.library.restore(vec![alone]).await?;
    b.library.purge(vec![restored]).await?;
    settle(&[&b, &a]).await?;
    assert!(b.library.choices().await?.contested.is_empty());
    assert_eq!(a.original(alone).await?, large_picture());
    assert!(a.library.details(restored).await?.is_none() && b.library.details(restored).await?.is_none());
    Ok(())
}

/// A picture whose thumbnail is small and whose original is not.
fn large_picture() -> Vec<u8> {
    let noise = noise(9, 400 * 300 * 3);
    let picture = image::RgbImage::from_raw(400, 300, noise).unwrap_or_default();
    let mut bytes = std::io::Cursor::new(Vec::new());
    let _ = picture.write_to(&mut bytes, image::ImageFormat::Png);
    bytes.into_inner()
}
