//! What the wire and the server's disk tell: nothing of a photo, a name, a place, an album or a device.

use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER};
use safelight_tests::processes::{Cloud, PASSWORD, Photo, exif_photo};

const MARKERS: &[&str] = &[
    "planted-file-name",
    "planted caption, quite a long one",
    "planted album name",
    "planted device name",
    "planted second device",
    "PlantedCameraMaker",
    "new planted device",
    // The place as records write it, to the first decimals.
    "48.85",
    "\"lat\"",
    "favourite\":true",
    PASSWORD,
];

/// The forms in which a text may travel: as it is, in hex, and in base64 at each of its three places.
fn forms(marker: &[u8]) -> Vec<Vec<u8>> {
    let mut forms = vec![marker.to_vec(), HEXLOWER.encode(marker).into_bytes()];
    for shift in 0..3 {
        let mut shifted = vec![0; shift];
        shifted.extend_from_slice(marker);
        for encoding in [&BASE64, &BASE64URL_NOPAD] {
            // The characters at both ends depend on their neighbours.
            let text = encoding.encode(&shifted);
            let inner = text.get(4..text.len().saturating_sub(4)).unwrap_or_default();
            if inner.len() >= 8 {
                forms.push(inner.as_bytes().to_vec());
            }
        }
    }
    forms
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    // `memchr`-like: most bytes are not the first of the needle.
    let Some(first) = needle.first() else { return false };
    let mut rest = haystack;
    while let Some(place) = rest.iter().position(|byte| byte == first) {
        let (_, from) = rest.split_at(place);
        if from.starts_with(needle) {
            return true;
        }
        rest = from.get(1..).unwrap_or_default();
    }
    false
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let kind = entry.file_type().expect("a kind");
        if kind.is_dir() {
            files_below(&entry.path(), found);
        } else if kind.is_file() {
            found.push(entry.path());
        }
    }
}

/// How the files of pictures begin. None shorter than three bytes: two of them chance makes once in a few thousand runs.
const BEGINNINGS: &[&[u8]] = &[b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"II*\0", b"MM\0*"];

/// Every blob that the server stores.
fn blobs(data: &Path) -> Vec<Vec<u8>> {
    let mut files = Vec::new();
    files_below(data, &mut files);
    let mut blobs = Vec::new();
    for path in files {
        let bytes = fs::read(&path).expect("it can be read");
        if bytes.starts_with(b"SQLite format 3\0") {
            let database = rusqlite::Connection::open(&path).expect("it opens");
            let has_small = "SELECT count(*) FROM sqlite_schema WHERE name = 'small'";
            let small: u32 = database.query_row(has_small, [], |row| row.get(0)).expect("a count");
            if small > 0 {
                let mut rows = database.prepare("SELECT bytes FROM small").expect("a table");
                let rows = rows.query_map([], |row| row.get::<_, Vec<u8>>(0)).expect("rows");
                blobs.extend(rows.map(|row| row.expect("a row")));
            }
        } else if !bytes.is_empty() && path.extension().is_none() {
            blobs.push(bytes);
        }
    }
    blobs
}

#[test]
fn the_wire_and_the_servers_disk_tell_nothing() {
    let mut cloud = Cloud::new(&[]);
    let a = cloud.phone();
    a.wire.keep();
    a.done(&["signup", "--server", &a.wire.url(), "--email", "anna@example.org", "--name", "planted device name"]);
    let says = Photo { make: "PlantedCameraMaker", place: [[48, 51, 30], [2, 17, 40]] };
    let picture = exif_photo(1, says);
    let id = a.import(&a.file("planted-file-name.jpg", &picture));
    a.done(&["set", &id, "--caption", "planted caption, quite a long one", "--favourite", "true"]);
    a.done(&["album", "create", "planted album name"]);
    a.done(&["album", "add", "planted album name", &id]);
    // Larger than a small part, so that it is a file of its own on the server.
    a.import(&a.file("large.png", &large_picture()));
    a.sync();
    let b = cloud.phone();
    b.wire.keep();
    b.done(&["signin", "--server", &b.wire.url(), "--email", "anna@example.org", "--name", "planted second device"]);
    b.sync();
    b.get(&id);
    let current = b.done(&["devices"])["devices"].as_array().expect("a list").clone();
    let own = current.iter().find(|device| device["current"] == true).expect("this one")["id"].clone();
    b.done(&["devices", "rename", own.as_str().expect("an id"), "new planted device"]);
    b.sync();
    let asset = b.show(&id);
    assert_eq!(asset["camera"]["make"], "PlantedCameraMaker", "the markers are really there: {asset}");

    let mut places = vec![("wire of a".to_owned(), a.wire.kept()), ("wire of b".to_owned(), b.wire.kept())];
    assert!(places.iter().all(|(_, bytes)| bytes.len() > 10_000));
    let mut files = Vec::new();
    files_below(&cloud.data(), &mut files);
    places.extend(files.iter().map(|path| (path.display().to_string(), fs::read(path).expect("it can be read"))));
    let pixels = picture.get(picture.len() / 2..picture.len() / 2 + 48).expect("the middle of the picture");
    for marker in MARKERS.iter().map(|marker| marker.as_bytes()).chain([pixels]) {
        for form in forms(marker) {
            for (place, bytes) in &places {
                let found = contains(bytes, &form);
                assert!(
                    !found,
                    "{place} holds {:?} as {:?}",
                    String::from_utf8_lossy(marker),
                    String::from_utf8_lossy(&form)
                );
            }
        }
    }

    let begins = |bytes: &[u8]| BEGINNINGS.iter().any(|beginning| bytes.starts_with(beginning));
    assert!(begins(&picture) && begins(&large_picture()));
    let blobs = blobs(&cloud.data());
    assert!(blobs.len() >= 6, "two photos in three sizes: {}", blobs.len());
    for blob in blobs {
        assert!(!begins(&blob), "a blob begins like a picture");
        assert!(image::load_from_memory(&blob).is_err());
        assert!(!contains(&blob, b"JFIF") && !contains(&blob, b"IDAT") && !contains(&blob, b"Exif\0"));
    }
}

/// A picture that no compression makes small.
fn large_picture() -> Vec<u8> {
    let noise = safelight_tests::processes::noise(9, 400 * 300 * 3);
    let picture = image::RgbImage::from_raw(400, 300, noise).expect("as many bytes as pixels");
    let mut png = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut png, image::ImageFormat::Png).expect("a picture can be written");
    png.into_inner()
}

#[test]
fn the_search_for_markers_finds_what_is_there() {
    for text in ["planted caption, quite a long one", "planted-file-name"] {
        for shift in 0..4 {
            let hidden = format!("{}{text} and what follows", "x".repeat(shift));
            let encoded = [hidden.clone(), BASE64.encode(hidden.as_bytes()), HEXLOWER.encode(hidden.as_bytes())];
            for carrier in encoded {
                let found = forms(text.as_bytes()).iter().any(|form| contains(carrier.as_bytes(), form));
                assert!(found, "{text:?} was not found in {carrier:?}");
            }
        }
    }
}
