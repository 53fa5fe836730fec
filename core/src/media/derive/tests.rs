//! Previews and thumbnails of pictures that were made for it.

#![expect(clippy::cast_possible_truncation, reason = "tests make small pictures of their own")]

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use super::super::tests::crafted::{ascii, gps_rows, jpeg, short, tiff, with_exif, with_segment};
use super::super::tests::read;
use super::*;

fn derived(bytes: &[u8]) -> Derived {
    derive(&read(bytes), bytes).unwrap()
}

fn opened(rendition: &Rendition) -> RgbImage {
    let image = image::load_from_memory_with_format(&rendition.jpeg, ImageFormat::Jpeg).unwrap().into_rgb8();
    assert_eq!(Dimensions::new(image.width(), image.height()), Some(rendition.dimensions));
    image
}

fn encoded_as(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

#[track_caller]
fn assert_near(pixel: &Rgb<u8>, colour: [u8; 3]) {
    let near = pixel.0.iter().zip(colour).all(|(a, b)| a.abs_diff(b) <= 12);
    assert!(near, "{pixel:?} is not {colour:?}");
}

/// The markers of a JPEG's segments, up to its picture.
fn markers(jpeg: &[u8]) -> Vec<u8> {
    let mut markers = Vec::new();
    let mut at = 2;
    while jpeg[at + 1] != 0xda {
        markers.push(jpeg[at + 1]);
        at += 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
    }
    markers
}

#[test]
fn a_large_photo_is_made_small_twice() {
    let derived = derived(&jpeg(4032, 3024, |x, y| [(x / 16) as u8, (y / 12) as u8, 90]));
    assert_eq!(derived.preview.dimensions, Dimensions { width: 2016, height: 1512 });
    assert_eq!(derived.thumbnail.dimensions, Dimensions { width: 504, height: 378 });
    let (preview, thumbnail) = (opened(&derived.preview), opened(&derived.thumbnail));
    assert_near(preview.get_pixel(1008, 756), [126, 126, 90]);
    assert_near(thumbnail.get_pixel(252, 189), [126, 126, 90]);
}

#[test]
fn a_small_photo_is_not_made_larger() {
    let derived = derived(&jpeg(300, 200, |_, _| [1, 2, 3]));
    assert_eq!(derived.preview.dimensions, Dimensions { width: 300, height: 200 });
    assert_eq!(derived.thumbnail.dimensions, Dimensions { width: 300, height: 200 });
}

#[test]
fn a_photo_stands_upright_whatever_its_orientation() {
    const CORNERS: [[u8; 3]; 4] = [[220, 30, 30], [30, 220, 30], [30, 30, 220], [220, 220, 30]];
    let stored = jpeg(64, 32, |x, y| CORNERS[usize::from(x / 32) + 2 * usize::from(y / 16)]);
    // For each orientation, which stored corner is shown upper left, upper right, lower left, lower right.
    let shown = [
        [0, 1, 2, 3],
        [1, 0, 3, 2],
        [3, 2, 1, 0],
        [2, 3, 0, 1],
        [0, 2, 1, 3],
        [2, 0, 3, 1],
        [3, 1, 2, 0],
        [1, 3, 0, 2],
    ];
    for (orientation, corners) in (1..).zip(shown) {
        let photo = with_exif(&stored, &tiff(vec![short(0x112, orientation)], &[], &[], &[]));
        let picture = opened(&derived(&photo).preview);
        let (width, height) = if orientation >= 5 { (32, 64) } else { (64, 32) };
        assert_eq!((picture.width(), picture.height()), (width, height), "orientation {orientation}");
        let places = [(4, 4), (width - 5, 4), (4, height - 5), (width - 5, height - 5)];
        for ((x, y), corner) in places.into_iter().zip(corners) {
            assert_near(picture.get_pixel(x, y), CORNERS[corner]);
        }
    }
}

#[test]
fn derivatives_carry_nothing_of_the_originals_metadata() {
    let main = vec![ascii(0x10f, "SECRETMAKER"), short(0x112, 6)];
    let gps = gps_rows([(53, 1), (22, 1), (58, 1)], "N", [(1, 1), (27, 1), (24, 1)], "W");
    let block = tiff(main, &[ascii(0x9003, "2016:09:28 18:18:05")], &gps, &jpeg(8, 8, |_, _| [0; 3]));
    let plain = jpeg(900, 600, |x, _| [x as u8; 3]);
    let photo = with_segment(&with_exif(&plain, &block), 0xfe, b"SECRETCOMMENT");
    let photo = with_segment(&photo, 0xe1, b"http://ns.adobe.com/xap/1.0/\0SECRETXMP");
    let told = read(&photo);
    assert!(told.place.is_some() && told.captured.is_some());
    let derived = derive(&told, &photo).unwrap();
    for rendition in [&derived.preview, &derived.thumbnail] {
        for secret in [b"SECRET".as_slice(), b"Exif", b"xap", b"2016"] {
            assert!(!rendition.jpeg.windows(secret.len()).any(|bytes| bytes == secret));
        }
        // APP0 (JFIF), tables and the frame: no other segment.
        assert!(markers(&rendition.jpeg).iter().all(|marker| matches!(marker, 0xe0 | 0xdb | 0xc0 | 0xc4)));
        let told = read(&rendition.jpeg);
        assert!(told.place.is_none() && told.captured.is_none() && told.camera_make.is_none());
    }
}

#[test]
fn the_same_photo_gives_the_same_bytes() {
    let photo = jpeg(1500, 1000, |x, y| [(x * 7) as u8, (y * 3) as u8, (x ^ y) as u8]);
    assert_eq!(derived(&photo), derived(&photo));
}

fn profile(length: usize, space: &[u8; 4]) -> Vec<u8> {
    let mut profile = vec![7; length];
    profile[16..20].copy_from_slice(space);
    profile[36..40].copy_from_slice(b"acsp");
    profile
}

#[test]
fn a_small_colour_profile_is_passed_on_and_a_large_one_is_not() {
    let plain = jpeg(64, 64, |_, _| [5; 3]);
    let carried = |profile: &[u8]| {
        let photo = with_segment(&plain, 0xe2, &[b"ICC_PROFILE\0\x01\x01", profile].concat());
        let derived = derived(&photo);
        [&derived.preview, &derived.thumbnail]
            .map(|made| made.jpeg.windows(profile.len()).any(|bytes| bytes == profile))
    };
    assert_eq!(carried(&profile(548, b"RGB ")), [true; 2]);
    assert_eq!(carried(&profile(20_000, b"RGB ")), [false; 2]);
    assert_eq!(carried(&profile(548, b"CMYK")), [false; 2]);
    assert_eq!(carried(&[0; 12]), [false; 2]);
}

#[test]
fn a_transparent_picture_lies_on_white() {
    let picture = image::RgbaImage::from_fn(40, 20, |x, _| image::Rgba([0, 0, 0, if x < 20 { 0 } else { 255 }]));
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let shown = opened(&derived(&encoded_as(&picture.clone().into(), format)).preview);
        assert_near(shown.get_pixel(4, 10), [255; 3]);
        assert_near(shown.get_pixel(35, 10), [0; 3]);
    }
}

#[test]
fn grey_and_sixteen_bit_pictures_are_shown() {
    let sixteen = image::ImageBuffer::<Rgb<u16>, _>::from_pixel(20, 20, Rgb([0xffff, 0x8000, 0]));
    let shown = opened(&derived(&encoded_as(&sixteen.into(), ImageFormat::Png)).preview);
    assert_near(shown.get_pixel(10, 10), [255, 128, 0]);
    let grey = image::GrayImage::from_pixel(20, 20, image::Luma([77]));
    for format in [ImageFormat::Png, ImageFormat::Jpeg] {
        let shown = opened(&derived(&encoded_as(&grey.clone().into(), format)).preview);
        assert_near(shown.get_pixel(10, 10), [77; 3]);
    }
}

#[test]
fn printers_colours_are_shown() {
    for colour in [jpeg_encoder::ColorType::Cmyk, jpeg_encoder::ColorType::CmykAsYcck] {
        let ink: Vec<u8> = [0, 255, 255, 0].repeat(32 * 32);
        let mut bytes = Vec::new();
        jpeg_encoder::Encoder::new(&mut bytes, 95).encode(&ink, 32, 32, colour).unwrap();
        let shown = opened(&derived(&bytes).preview);
        assert_near(shown.get_pixel(16, 16), [255, 0, 0]);
    }
}

#[test]
fn a_thumbnail_of_noise_still_travels_as_a_small_part() {
    let mut state = 7_u32;
    let noise = RgbImage::from_fn(504, 504, |_, _| {
        Rgb([0; 3].map(|_: u8| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        }))
    });
    let derived = derived(&encoded_as(&noise.into(), ImageFormat::Png));
    assert!(derived.thumbnail.jpeg.len() <= MAX_THUMBNAIL_BYTES, "{:?}", derived.thumbnail);
    assert_eq!(derived.thumbnail.dimensions, Dimensions { width: 504, height: 504 });
}

#[test]
fn what_is_not_decoded_here_says_so() {
    for bytes in [b"II*\0\x08\0\0\0\0\0\0\0\0\0".as_slice(), b"\0\0\0\x14ftypheic\0\0\0\0heic", b"text"] {
        let error = derive(&read(bytes), bytes).unwrap_err();
        assert_eq!((error, error.code()), (DeriveError::Unsupported, "item.unsupported"));
    }
    let broken = &jpeg(64, 64, |_, _| [0; 3])[..30];
    assert_eq!(derive(&read(broken), broken), Err(DeriveError::Corrupt));
}

#[test]
#[expect(unsafe_code, reason = "the one way to switch the scaler's vectors off; every processor has `None`")]
fn the_scaler_rounds_alike_with_and_without_vectors() {
    let mut state = 3_u32;
    let rgb: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    })
    .take(3 * 613 * 409)
    .collect();
    let pixels = Pixels::new(rgb, Dimensions { width: 613, height: 409 }).unwrap();
    let to = pixels.dimensions.fitted(THUMBNAIL_PIXELS);
    let source = ImageRef::new(613, 409, &pixels.rgb, PixelType::U8x3).unwrap();
    let mut plain = Image::new(to.width, to.height, PixelType::U8x3);
    let mut resizer = Resizer::new();
    // SAFETY: `None` asks for no extension of the processor.
    unsafe { resizer.set_cpu_extensions(fast_image_resize::CpuExtensions::None) };
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom));
    resizer.resize(&source, &mut plain, &options).unwrap();
    assert!(scaled(pixels, to).unwrap().rgb == plain.into_vec());
}

#[test]
fn a_photo_with_junk_between_its_segments_has_a_preview() {
    let plain = jpeg(64, 48, |_, _| [10, 200, 30]);
    let junk = [&plain[..2], b"\xff\xe1\0\x04ab", b"what is left of a segment", &plain[2..]].concat();
    assert_near(opened(&derived(&junk).preview).get_pixel(30, 20), [10, 200, 30]);
}
