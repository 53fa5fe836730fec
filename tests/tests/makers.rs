//! Photos of forty makers, broken ones too: what the core reads in them agrees with ExifTool.
//!
//! ExifTool and the photos are not part of this repository; `tests/setup/exiftool.sh` fetches both.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;

use safelight_core::media::{
    Captured, Inspected, MAX_THUMBNAIL_BYTES, MediaKind, OffsetSource, PREVIEW_PIXELS, derive, inspect,
};
use serde_json::Value;

#[path = "makers/known.rs"]
mod known;

use known::KNOWN;

const SETUP: &str = "run `sh tests/setup/exiftool.sh` once: it installs exiftool and fetches the sample photos";

/// What is compared, each as a text that both sides write alike; none where a side has nothing to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Field {
    Date,
    Offset,
    Make,
    Model,
    Place,
    Size,
    Orientation,
    Type,
}

use Field::{Date, Make, Model, Offset, Orientation, Place, Size, Type};

type Told = BTreeMap<Field, String>;

fn samples() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"), PathBuf::from);
    let samples = target.join("photo-samples");
    assert!(samples.join(".complete").exists(), "no sample photos in {}: {SETUP}", samples.display());
    samples
}

/// Every sample by its path below the folder of samples, with what ExifTool tells of it.
fn exiftool(samples: &Path) -> BTreeMap<String, Value> {
    let output = Command::new("exiftool")
        .current_dir(samples)
        .args(["-j", "-n", "-q", "-q", "-r", "-api", "largefilesupport=1"])
        .args(TAGS.map(|tag| format!("-{tag}")))
        .arg(".")
        .output()
        .unwrap_or_else(|error| panic!("exiftool does not start ({error}): {SETUP}"));
    let rows: Vec<Value> = serde_json::from_slice(&output.stdout).expect("exiftool answers in JSON");
    rows.into_iter()
        .filter_map(|row| {
            let path = row.get("SourceFile")?.as_str()?.trim_start_matches("./").to_owned();
            Some((path, row))
        })
        .collect()
}

const TAGS: [&str; 17] = [
    "MIMEType",
    "Make",
    "Model",
    "DateTimeOriginal",
    "CreateDate",
    "ModifyDate",
    "CreationDate",
    "OffsetTimeOriginal",
    "OffsetTimeDigitized",
    "OffsetTime",
    "GPSDateTime",
    "Orientation",
    "ImageWidth",
    "ImageHeight",
    "GPSLatitude",
    "GPSLongitude",
    "Rotation",
];

/// The formats of which the core claims to tell more than the type.
const CLAIMED: [&str; 19] = [
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "image/heic",
    "image/heif",
    "image/avif",
    "image/tiff",
    "image/x-adobe-dng",
    "image/x-canon-cr2",
    "image/x-canon-cr3",
    "image/x-nikon-nef",
    "image/x-fujifilm-raf",
    "image/x-panasonic-rw2",
    "image/x-minolta-mrw",
    "image/x-raw",
    "video/quicktime",
    "video/mp4",
    "video/x-matroska",
];

fn text(row: &Value, tag: &str) -> Option<String> {
    let text = match row.get(tag)? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

fn number(row: &Value, tag: &str) -> Option<f64> {
    row.get(tag)?.as_f64()
}

/// `2016:09:28 18:18:05.25+01:00` without what follows the seconds; none for a date that no calendar has.
fn second(date: &str) -> Option<String> {
    let date = date.get(..19).unwrap_or(date);
    let civil = jiff::civil::DateTime::strptime("%Y:%m:%d %H:%M:%S", date)
        .or_else(|_| jiff::civil::DateTime::strptime("%Y:%m:%d %H:%M", date))
        .ok()?;
    (civil.year() >= 1826).then(|| civil.to_string())
}

fn told_by_exiftool(row: &Value) -> Told {
    let mut told = Told::new();
    let mut tell = |field, text: Option<String>| told.extend(text.map(|text| (field, text)));
    let date = ["CreationDate", "DateTimeOriginal", "CreateDate", "GPSDateTime", "ModifyDate"]
        .into_iter()
        .find_map(|tag| Some((tag, second(&text(row, tag)?)?)));
    let offset = match &date {
        Some(("DateTimeOriginal", _)) => text(row, "OffsetTimeOriginal"),
        Some(("CreateDate", _)) => text(row, "OffsetTimeDigitized"),
        Some(("CreationDate", _)) => text(row, "CreationDate").and_then(|date| Some(date.get(19..)?.to_owned())),
        _ => None,
    };
    // A camera that knows no offset writes spaces between the colons.
    tell(Offset, offset.filter(|offset| offset.contains(|c: char| c.is_ascii_digit())));
    tell(Date, date.map(|(_, date)| date));
    tell(Make, text(row, "Make"));
    tell(Model, text(row, "Model"));
    let place = Option::zip(number(row, "GPSLatitude"), number(row, "GPSLongitude"));
    tell(
        Place,
        place.filter(|place| *place != (0.0, 0.0)).map(|(latitude, longitude)| format!("{latitude:.6} {longitude:.6}")),
    );
    let orientation = number(row, "Orientation").filter(|orientation| (1.0..=8.0).contains(orientation)).unwrap_or(1.0);
    tell(Orientation, Some(orientation.to_string()));
    let heif = text(row, "MIMEType")
        .is_some_and(|media_type| matches!(media_type.as_str(), "image/heic" | "image/heif" | "image/avif"));
    let turned = if heif { false } else { orientation >= 5.0 }
        ^ number(row, "Rotation").is_some_and(|angle| angle % 180.0 == 90.0);
    let size = Option::zip(number(row, "ImageWidth"), number(row, "ImageHeight"))
        .filter(|(width, height)| *width > 0.0 && *height > 0.0);
    tell(
        Size,
        size.map(|(width, height)| if turned { format!("{height} x {width}") } else { format!("{width} x {height}") }),
    );
    tell(Type, text(row, "MIMEType"));
    told
}

fn told_by_core(inspected: &Inspected) -> Told {
    let mut told = Told::new();
    let mut tell = |field, text: Option<String>| told.extend(text.map(|text| (field, text)));
    let date =
        |captured: Captured| captured.at.with().subsec_nanosecond(0).build().expect("a whole second").to_string();
    tell(Date, inspected.captured.map(date));
    let stated =
        inspected.captured.and_then(|captured| captured.offset).filter(|offset| offset.source == OffsetSource::Stated);
    tell(
        Offset,
        stated.map(|offset| {
            let sign = if offset.minutes < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", offset.minutes.abs() / 60, offset.minutes.abs() % 60)
        }),
    );
    tell(Make, inspected.camera_make.clone());
    tell(Model, inspected.camera_model.clone());
    tell(Place, inspected.place.map(|place| format!("{:.6} {:.6}", place.latitude, place.longitude)));
    tell(Orientation, Some(u8::from(inspected.orientation).to_string()));
    tell(Size, inspected.dimensions.map(|size| format!("{} x {}", size.width, size.height)));
    tell(Type, Some(inspected.media_type.clone()));
    told
}

fn inspected(samples: &Path, path: &str) -> Inspected {
    inspect(path, &mut File::open(samples.join(path)).expect("the sample can be read"))
}

fn differences(theirs: &Told, ours: &Told) -> BTreeSet<Field> {
    theirs.keys().chain(ours.keys()).copied().filter(|field| theirs.get(field) != ours.get(field)).collect()
}

/// The maker behind the many ways in which it writes its name: the first word, in capitals.
fn maker(make: &str) -> Option<&'static str> {
    let make = make.to_ascii_uppercase();
    MAKERS.iter().find(|maker| make.starts_with(*maker)).copied()
}

/// Every maker that is counted. Longer names come before the beginnings of theirs.
const MAKERS: [&str; 46] = [
    "APPLE",
    "ASAHI",
    "BROTHER",
    "CANON",
    "CASIO",
    "CEC",
    "CINOGY",
    "EASTMAN KODAK",
    "FLIR",
    "FUJIFILM",
    "GENERAL IMAGING",
    "GOPRO",
    "HASSELBLAD",
    "HEWLETT-PACKARD",
    "HTC",
    "INFISENSE",
    "JVC",
    "KONICA MINOLTA",
    "KYOCERA",
    "LEAF",
    "LEICA",
    "LG",
    "MINOLTA",
    "MOTOROLA",
    "NIKON",
    "NINTENDO",
    "NOKIA",
    "OLYMPUS",
    "OM DIGITAL",
    "PANASONIC",
    "PANTECH",
    "PENTAX",
    "POLAROID",
    "RICOH",
    "ROLLEI",
    "SAMSUNG",
    "SANYO",
    "SIGMA",
    "SONY ERICSSON",
    "SONY",
    "TOSHIBA",
    "VIVITAR",
    "XIAOMI",
    "HUAWEI",
    "GOOGLE",
    "DJI",
];

#[test]
fn photos_of_forty_makers_agree_with_exiftool() {
    let samples = samples();
    let mut surprises = Vec::new();
    let mut used = BTreeSet::new();
    let mut makers = BTreeMap::<&str, usize>::new();
    let mut compared = 0;
    for (path, row) in exiftool(&samples) {
        if !text(&row, "MIMEType").is_some_and(|media_type| CLAIMED.contains(&media_type.as_str())) {
            continue;
        }
        compared += 1;
        let (theirs, ours) = (told_by_exiftool(&row), told_by_core(&inspected(&samples, &path)));
        let mut differ = differences(&theirs, &ours);
        differ.retain(|field| comparable(&path, *field));
        if differ.is_empty() {
            *makers.entry(theirs.get(&Make).and_then(|make| maker(make)).unwrap_or_default()).or_default() += 1;
        }
        for field in differ {
            if !used_known(&path, field, &mut used) {
                surprises.push(format!(
                    "{path} {field:?}: exiftool {:?}, core {:?}",
                    theirs.get(&field),
                    ours.get(&field)
                ));
            }
        }
    }
    makers.remove("");
    let stale: Vec<_> =
        KNOWN.iter().enumerate().filter(|(index, _)| !used.contains(index)).map(|(_, known)| known).collect();
    assert!(surprises.is_empty(), "{} surprises:\n{}", surprises.len(), surprises.join("\n"));
    assert!(stale.is_empty(), "no longer different: {stale:?}");
    assert!(makers.len() >= 40, "only {} makers agree completely: {makers:?}", makers.len());
    assert!(compared >= 600, "only {compared} files were compared: {SETUP}");
}

/// Exiv2's own files hold metadata and no picture: ExifTool takes size and type from the description of one.
fn comparable(path: &str, field: Field) -> bool {
    !(path.ends_with("-exv.jpg") && matches!(field, Size | Type))
}

fn used_known(path: &str, field: Field, used: &mut BTreeSet<usize>) -> bool {
    let index = KNOWN.iter().position(|known| path == known.path && known.fields.contains(&field));
    used.extend(index);
    index.is_some()
}

#[test]
fn every_sample_is_kept_whatever_it_is() {
    let samples = samples();
    let mut kinds = BTreeMap::<String, usize>::new();
    for (path, row) in exiftool(&samples) {
        let told = inspected(&samples, &path);
        let picture = text(&row, "MIMEType").is_some_and(|media_type| CLAIMED.contains(&media_type.as_str()));
        if !picture && told.kind == MediaKind::Other {
            assert_eq!(told.dimensions, None, "{path}");
        }
        *kinds.entry(format!("{:?}", told.kind)).or_default() += 1;
    }
    assert!(kinds.len() == 3 && kinds.values().all(|count| *count > 0), "{kinds:?}");
}

#[test]
fn a_preview_of_every_sample_is_made_or_refused_with_a_reason() {
    let samples = samples();
    let mut made = 0;
    for path in exiftool(&samples).into_keys() {
        let bytes = std::fs::read(samples.join(&path)).expect("the sample can be read");
        let told = inspected(&samples, &path);
        match derive(&told, &bytes) {
            Ok(derived) => {
                made += 1;
                assert!(derived.thumbnail.jpeg.len() <= MAX_THUMBNAIL_BYTES, "{path}");
                let shown = derived.preview.dimensions;
                assert_eq!(Some(shown), told.dimensions.map(|size| size.fitted(PREVIEW_PIXELS)), "{path}");
            }
            Err(error) => assert!(error.code().starts_with("item."), "{path}: {error}"),
        }
    }
    assert!(made >= 200, "only {made} previews were made");
}
