//! What is read in files that were made for it, in junk, and in bombs.

#![expect(clippy::cast_possible_truncation, reason = "tests make small files of their own")]

mod bombs;
pub(crate) mod crafted;
mod junk;

use std::io::Cursor;

use jiff::civil::datetime;

use super::*;
use crafted::*;

pub(crate) fn read(bytes: &[u8]) -> Inspected {
    inspect("photo", &mut Cursor::new(bytes))
}

fn small_jpeg() -> Vec<u8> {
    jpeg(16, 8, |_, _| [200, 100, 50])
}

/// A photo with everything that EXIF can say.
pub(crate) fn full_photo() -> Vec<u8> {
    let main = vec![
        ascii(0x10f, "  Acme Optics\0junk"),
        ascii(0x110, "A1 "),
        short(0x112, 6),
        ascii(0x132, "2020:01:01 00:00:00"),
    ];
    let exif = [
        ascii(0x9003, "2016:09:28 18:18:05"),
        ascii(0x9004, "2016:09:28 18:18:06"),
        ascii(0x9011, "+02:00"),
        ascii(0x9291, "253"),
    ];
    let gps = gps_rows([(53, 1), (22, 1), (5824, 100)], "N", [(1, 1), (27, 1), (2404, 100)], "W");
    with_exif(&small_jpeg(), &tiff(main, &exif, &gps, &jpeg(4, 4, |_, _| [9; 3])))
}

fn dated(exif: &[Row], gps: &[Row]) -> Option<Captured> {
    read(&with_exif(&small_jpeg(), &tiff(Vec::new(), exif, gps, &[]))).captured
}

#[test]
fn a_photo_tells_everything_that_it_knows() {
    let told = read(&full_photo());
    assert_eq!((told.kind, told.media_type.as_str()), (MediaKind::Photo, "image/jpeg"));
    assert_eq!(told.dimensions, Dimensions::new(8, 16));
    assert_eq!(told.orientation, Orientation::Right);
    let offset = Some(UtcOffset { minutes: 120, source: OffsetSource::Stated });
    let at = datetime(2016, 9, 28, 18, 18, 5, 253_000_000);
    assert_eq!(told.captured, Some(Captured { at, offset, source: CaptureSource::ExifOriginal }));
    assert_eq!(told.camera_make.as_deref(), Some("Acme Optics"));
    assert_eq!(told.camera_model.as_deref(), Some("A1"));
    let place = told.place.unwrap();
    assert!((place.latitude - 53.382_844).abs() < 1e-6 && (place.longitude + 1.456_678).abs() < 1e-6, "{place:?}");
    assert_eq!(told.embedded_thumbnail.unwrap().0, jpeg(4, 4, |_, _| [9; 3]));
}

#[test]
fn what_a_photo_tells_survives_serialisation() {
    let told = read(&full_photo());
    let json = serde_json::to_string(&told).unwrap();
    assert_eq!(serde_json::from_str::<Inspected>(&json).unwrap(), told);
    assert!(json.contains(r#""orientation":6"#), "{json}");
    assert!(serde_json::from_str::<Orientation>("9").is_err());
}

#[test]
fn what_can_not_be_understood_is_other_and_never_an_error() {
    for bytes in [b"".as_slice(), b"x", b"milk, eggs, bread", &[0; 4096], &[0xff; 300]] {
        let told = read(bytes);
        assert_eq!((told.kind, told.media_type.as_str()), (MediaKind::Other, "application/octet-stream"), "{bytes:?}");
    }
    assert_eq!(read(b"%PDF-1.7 ...").kind, MediaKind::Other);
}

#[test]
fn a_source_that_can_not_be_read_is_other() {
    struct Broken;
    impl std::io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is gone"))
        }
    }
    impl std::io::Seek for Broken {
        fn seek(&mut self, _: std::io::SeekFrom) -> std::io::Result<u64> {
            Err(std::io::Error::other("the disk is gone"))
        }
    }
    assert_eq!(inspect("photo.jpg", &mut Broken).kind, MediaKind::Other);
}

#[test]
fn the_name_does_not_make_a_photo() {
    assert_eq!(inspect("photo.jpg", &mut Cursor::new(b"not a photo")).kind, MediaKind::Other);
    assert_eq!(inspect("letter.txt", &mut Cursor::new(full_photo())).kind, MediaKind::Photo);
}

#[test]
fn an_offset_is_inferred_from_gps_only_where_the_clocks_explain_one() {
    let exif = |wall: &str| [ascii(0x9003, wall)];
    let fix = [ascii(29, "2023:07:09"), fractions(7, &[(12, 1), (36, 1), (30, 1)])];
    let offset = |wall: &str| dated(&exif(wall), &fix).unwrap().offset.map(|offset| (offset.minutes, offset.source));
    assert_eq!(offset("2023:07:09 20:36:33"), Some((480, OffsetSource::Gps)));
    assert_eq!(offset("2023:07:09 18:06:00"), Some((330, OffsetSource::Gps)));
    assert_eq!(offset("2023:07:09 09:06:30"), Some((-210, OffsetSource::Gps)));
    assert_eq!(offset("2023:07:09 20:46:33"), None, "ten minutes off any offset in use");
    assert_eq!(offset("2023:07:11 12:36:30"), None, "two days");
}

#[test]
fn a_fix_alone_gives_the_date_in_utc() {
    let fix = [ascii(29, "2023:07:09"), fractions(7, &[(12, 1), (36, 1), (30, 1)])];
    let captured = dated(&[], &fix).unwrap();
    assert_eq!(captured.at, datetime(2023, 7, 9, 12, 36, 30, 0));
    assert_eq!(captured.source, CaptureSource::ExifGps);
    assert_eq!(captured.offset, Some(UtcOffset { minutes: 0, source: OffsetSource::Utc }));
}

#[test]
fn absurd_dates_are_no_dates() {
    for date in [
        "0000:00:00 00:00:00",
        "    :  :     :  :  ",
        "2016:13:01 00:00:00",
        "2016:02:30 00:00:00",
        "0001:01:01 00:00:00",
        "12016:01:01 00:00:00",
        "2016:01:01 25:00:00",
    ] {
        assert_eq!(dated(&[ascii(0x9003, date)], &[]), None, "{date}");
    }
    let fallback = dated(&[ascii(0x9003, "0000:00:00 00:00:00"), ascii(0x9004, "2016:09:28 18:18:05")], &[]).unwrap();
    assert_eq!(fallback.source, CaptureSource::ExifDigitized);
}

#[test]
fn offsets_that_can_not_be_are_left_out() {
    for (text, minutes) in [
        ("+02:00", Some(120)),
        ("-0330", Some(-210)),
        ("Z", Some(0)),
        ("+15:00", None),
        ("+02:75", None),
        ("   :  ", None),
        ("02:00", None),
    ] {
        let captured = dated(&[ascii(0x9003, "2016:09:28 18:18:05"), ascii(0x9011, text)], &[]).unwrap();
        assert_eq!(captured.offset.map(|offset| offset.minutes), minutes, "{text}");
    }
}

#[test]
fn a_receiver_without_a_fix_has_no_place() {
    let place = |gps: &[Row]| read(&with_exif(&small_jpeg(), &tiff(Vec::new(), &[], gps, &[]))).place;
    let zero = [(0, 1); 3];
    assert_eq!(place(&gps_rows(zero, "N", zero, "E")), None);
    assert_eq!(place(&gps_rows([(0, 0); 3], "N", [(0, 0); 3], "E")), None);
    assert_eq!(place(&gps_rows([(91, 1), (0, 1), (0, 1)], "N", zero, "E")), None);
    assert_eq!(place(&gps_rows([(10, 1), (0, 1), (0, 1)], "?", zero, "E")), None);
    assert!(
        place(&gps_rows([(10, 1), (0, 1), (0, 1)], "s", [(20, 1), (30, 1), (0, 1)], "E"))
            .is_some_and(|place| place.latitude == -10.0 && place.longitude == 20.5)
    );
}

#[test]
fn camera_names_are_short_and_clean() {
    let main = vec![ascii(0x10f, &"x".repeat(4000)), ascii(0x110, "\t \u{7} ")];
    let told = read(&with_exif(&small_jpeg(), &tiff(main, &[], &[], &[])));
    assert_eq!(told.camera_make, Some("x".repeat(MAX_CAMERA_CHARS)));
    assert_eq!(told.camera_model, None);
}

#[test]
fn a_thumbnail_that_is_too_large_or_no_jpeg_is_left_out() {
    let thumbnail = |bytes: &[u8]| {
        let block = tiff(Vec::new(), &[], &[], bytes);
        read(&[b"II*\0".as_slice(), &block[4..]].concat()).embedded_thumbnail
    };
    assert!(thumbnail(&small_jpeg()).is_some());
    assert_eq!(thumbnail(b"no picture"), None);
    let mut large = small_jpeg();
    large.resize(MAX_EMBEDDED_THUMBNAIL_BYTES as usize + 1, 0);
    assert_eq!(thumbnail(&large), None);
}

#[test]
fn png_webp_and_gif_tell_their_sizes() {
    let picture = image::RgbaImage::from_pixel(30, 20, image::Rgba([1, 2, 3, 255]));
    for (format, media_type) in [
        (image::ImageFormat::Png, "image/png"),
        (image::ImageFormat::WebP, "image/webp"),
        (image::ImageFormat::Gif, "image/gif"),
    ] {
        let mut bytes = Vec::new();
        picture.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
        let told = read(&bytes);
        assert_eq!((told.media_type.as_str(), told.dimensions), (media_type, Dimensions::new(30, 20)));
    }
    let block = tiff(vec![ascii(0x110, "PNG camera"), short(0x112, 8)], &[], &[], &[]);
    let header = [&30_u32.to_be_bytes(), 20_u32.to_be_bytes().as_slice(), &[8, 2, 0, 0, 0]].concat();
    let png = [
        b"\x89PNG\r\n\x1a\n".as_slice(),
        &chunk(b"IHDR", &header),
        &chunk(b"IDAT", &[0; 99]),
        &chunk(b"eXIf", &block),
        &chunk(b"IEND", &[]),
    ]
    .concat();
    let told = read(&png);
    assert_eq!(told.camera_model.as_deref(), Some("PNG camera"));
    assert_eq!(told.dimensions, Dimensions::new(20, 30));
}

#[test]
fn a_movie_tells_its_length_its_size_as_shown_and_its_time_zone() {
    let pairs = [
        ("com.apple.quicktime.content.identifier", "3B7A-LIVE"),
        ("com.apple.quicktime.make", "Apple"),
        ("com.apple.quicktime.location.ISO6709", "+27.1281+100.2508+000.000/"),
        ("com.apple.quicktime.creationdate", "2019-02-12T15:27:12+0800"),
    ];
    let told = read(&movie(3_600_000_000, true, &pairs));
    assert_eq!((told.kind, told.media_type.as_str()), (MediaKind::Video, "video/quicktime"));
    assert_eq!(told.dimensions, Dimensions::new(1080, 1920));
    assert_eq!(told.duration_ms, Some(12_500));
    assert_eq!(told.live_photo_id.as_deref(), Some("3B7A-LIVE"));
    assert_eq!(told.camera_make.as_deref(), Some("Apple"));
    assert_eq!(told.place, Place::new(27.1281, 100.2508));
    let captured = told.captured.unwrap();
    assert_eq!((captured.at, captured.source), (datetime(2019, 2, 12, 15, 27, 12, 0), CaptureSource::QuickTime));
    assert_eq!(captured.offset.map(|offset| offset.minutes), Some(480));
}

#[test]
fn a_movie_header_is_in_utc_and_may_be_empty() {
    let told = read(&movie(3_790_155_000, false, &[]));
    assert_eq!(told.dimensions, Dimensions::new(1920, 1080));
    let captured = told.captured.unwrap();
    assert_eq!((captured.at, captured.source), (datetime(2024, 2, 7, 12, 50, 0, 0), CaptureSource::MovieHeader));
    assert_eq!(read(&movie(0, false, &[])).captured, None, "1904 is when nobody filmed");
    assert_eq!(read(&movie(u64::MAX, false, &[])).captured, None);
}

#[test]
fn heic_is_turned_by_its_own_property_and_not_twice() {
    let block = tiff(vec![ascii(0x110, "iPhone"), short(0x112, 6)], &[ascii(0x9003, "2022:07:22 21:26:32")], &[], &[]);
    let told = read(&heic(&block));
    assert_eq!((told.kind, told.media_type.as_str()), (MediaKind::Photo, "image/heic"));
    assert_eq!(told.dimensions, Dimensions::new(3024, 4032));
    assert_eq!(told.camera_model.as_deref(), Some("iPhone"));
    assert_eq!(told.captured.unwrap().at, datetime(2022, 7, 22, 21, 26, 32, 0));
}

#[test]
fn webm_tells_its_size_length_and_date() {
    let told = read(&webm());
    assert_eq!((told.kind, told.media_type.as_str()), (MediaKind::Video, "video/webm"));
    assert_eq!((told.dimensions, told.duration_ms), (Dimensions::new(1280, 720), Some(4200)));
    assert_eq!(told.captured.unwrap().at, datetime(2001, 1, 2, 0, 0, 0, 0));
}

#[test]
fn pictures_are_fitted_without_growing_or_vanishing() {
    let fitted = |width, height| Dimensions { width, height }.fitted(504);
    assert_eq!(fitted(4032, 3024), Dimensions { width: 504, height: 378 });
    assert_eq!(fitted(100, 50), Dimensions { width: 100, height: 50 });
    assert_eq!(fitted(1, 20_000), Dimensions { width: 1, height: 504 });
    assert_eq!(fitted(u32::MAX, u32::MAX), Dimensions { width: 504, height: 504 });
}
