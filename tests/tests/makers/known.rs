//! Where the core and ExifTool differ, file by file and field by field, and why that is right.
//!
//! ExifTool also reads what editing programs write (XMP, IPTC) and what makers write in formats of their own; the core
//! reads EXIF and the headers of the file formats. A row that no longer differs fails the test.

use super::Field::{self, Date, Make, Model, Place, Size, Type};

/// One file that is read differently.
#[derive(Debug)]
pub(crate) struct Known {
    /// Below the folder of samples.
    pub(crate) path: &'static str,
    /// Which fields may differ.
    pub(crate) fields: &'static [Field],
    /// Why.
    #[expect(dead_code, reason = "shown by `Debug` where a row is stale")]
    pub(crate) reason: &'static str,
}

const XMP: &str = "XMP: written by a program; only EXIF is read here";

pub(crate) const KNOWN: &[Known] = &[
    Known {
        path: "exiv2/test_data_2018-01-09-exiv2-crash-001.tiff",
        fields: &[Type],
        reason: "BigTIFF by its mark; nothing of it can be read, it is kept as other",
    },
    Known {
        path: "exiv2/test_data_issue_712_poc.tif",
        fields: &[Type],
        reason: "BigTIFF by its mark; nothing of it can be read, it is kept as other",
    },
    Known {
        path: "exiv2/test_data_IMGP0006-min.jpg",
        fields: &[Make],
        reason: "broken: exiftool gives up at the broken segment",
    },
    Known { path: "exiv2/test_data_exiv2-bug440.jpg", fields: &[Date], reason: "IPTC" },
    Known { path: "exiv2/test_data_exiv2-bug540.jpg", fields: &[Date, Make, Model, Place], reason: XMP },
    Known {
        path: "exiv2/test_data_exiv2-bug855.jpg",
        fields: &[Type],
        reason: "exiftool takes a JPEG with a DNG version in its EXIF for a DNG",
    },
    Known { path: "exiv2/test_data_heap-oob-write.tiff", fields: &[Size], reason: "broken" },
    Known {
        path: "exiv2/test_data_issue_1791_old.raf",
        fields: &[Type],
        reason: "not a RAF but for its name and first word",
    },
    Known {
        path: "exiv2/test_data_issue_857_coverage.raf",
        fields: &[Type],
        reason: "not a RAF but for its name and first word",
    },
    Known {
        path: "exiv2/test_data_issue_1833_poc.jpg",
        fields: &[Size],
        reason: "broken: two frames of different size",
    },
    Known {
        path: "exiv2/test_data_issue_1881_coverage.jpg",
        fields: &[Make],
        reason: "not UTF-8: exiftool writes ? for what is not",
    },
    Known { path: "exiv2/test_data_issue_1918_poc1.jpg", fields: &[Date], reason: XMP },
    Known { path: "exiv2/test_data_issue_1918_poc2.jpg", fields: &[Date], reason: XMP },
    Known { path: "exiv2/test_data_issue_1918_poc3.jpg", fields: &[Date], reason: XMP },
    Known {
        path: "exiv2/test_data_issue_839_poc.rw2",
        fields: &[Make, Type],
        reason: "broken: a number where the maker's name should be",
    },
    Known {
        path: "exiv2/test_data_pocIssue283.jpg",
        fields: &[Make, Type],
        reason: "broken: a number where the maker's name should be",
    },
    Known {
        path: "exiv2/test_data_smiley1.jpg",
        fields: &[Date],
        reason: "the date has a T and a Z, which exiftool passes on as it is",
    },
    Known {
        path: "exiv2/test_data_table.jpg",
        fields: &[Date],
        reason: "the date has a T and a Z, which exiftool passes on as it is",
    },
    Known {
        path: "gexiv2/test_data_CaorVN.jpeg",
        fields: &[Place],
        reason: "the place has two numbers instead of three",
    },
    Known {
        path: "golang-github-rwcarlsen-goexif/exif_corrupt_huge_tag_exif.jpg",
        fields: &[Make, Model, Place],
        reason: "broken: exiftool gives up on the directory",
    },
    Known {
        path: "golang-github-rwcarlsen-goexif/exif_corrupt_max_uint32_exif.jpg",
        fields: &[Make, Model, Place],
        reason: "broken: exiftool gives up on the directory",
    },
    Known {
        path: "libimage-exiftool-perl/t_images_CanonRaw.cr2",
        fields: &[Size],
        reason: "exiftool tells the size of the preview, EXIF that of the photo",
    },
    Known { path: "libimage-exiftool-perl/t_images_CasioQVCI.jpg", fields: &[Date], reason: "maker's own segment" },
    Known {
        path: "libimage-exiftool-perl/t_images_ExifTool.jpg",
        fields: &[Date, Make, Model],
        reason: "exiftool prefers a CIFF segment of another camera that was put into this test file",
    },
    Known { path: "libimage-exiftool-perl/t_images_ExtendedXMP.jpg", fields: &[Date], reason: XMP },
    Known {
        path: "libimage-exiftool-perl/t_images_KyoceraRaw.raw",
        fields: &[Date, Make, Model, Type],
        reason: "a raw format of two cameras of 2003, kept as other",
    },
    Known { path: "libimage-exiftool-perl/t_images_PhotoMechanic.jpg", fields: &[Date], reason: "IPTC" },
    Known { path: "libimage-exiftool-perl/t_images_QuickTime.mov", fields: &[Make], reason: "maker's own box" },
    Known {
        path: "libimage-metadata-jpeg-perl/t_test_frankenstein.jpg",
        fields: &[Date, Make, Model],
        reason: "two EXIF segments of different cameras: here the first counts, in exiftool the last",
    },
    Known { path: "libmetadata-extractor-java/Tests_Data_adobeJpeg1.jpg", fields: &[Date], reason: "IPTC" },
    Known { path: "php8.2/ext_exif_tests_bug50845.jpg", fields: &[Date], reason: "IPTC" },
    Known {
        path: "pillow/Tests_images_g4-multi.tiff",
        fields: &[Date],
        reason: "several pages: here the first counts, in exiftool the last",
    },
    Known {
        path: "pillow/Tests_images_total-pages-zero.tif",
        fields: &[Date],
        reason: "several pages: here the first counts, in exiftool the last",
    },
    Known {
        path: "pillow/Tests_images_oom-225817ca0f8c663be7ab4b9e717b02c661e66834.tif",
        fields: &[Size],
        reason: "broken",
    },
    Known {
        path: "pillow/Tests_images_pport_g4.tif",
        fields: &[Make],
        reason: "not UTF-8: exiftool writes ? for what is not",
    },
    Known { path: "pillow/Tests_images_app13-multiple.jpg", fields: &[Date], reason: XMP },
    Known { path: "pillow/Tests_images_exif_gps_typeerror.jpg", fields: &[Date], reason: XMP },
    Known { path: "pillow/Tests_images_exif_typeerror.jpg", fields: &[Date], reason: XMP },
    Known { path: "pillow/Tests_images_flower2.jpg", fields: &[Date], reason: XMP },
    Known { path: "pillow/Tests_images_flower2.webp", fields: &[Date], reason: XMP },
    Known { path: "pillow/Tests_images_hopper.Lab.tif", fields: &[Date], reason: XMP },
    Known { path: "pillow/Tests_images_invalid-exif.jpg", fields: &[Date], reason: XMP },
    Known { path: "pillow/Tests_images_jpeg_ff00_header.jpg", fields: &[Date], reason: XMP },
    Known { path: "pillow/Tests_images_lab-green.tif", fields: &[Date], reason: XMP },
    Known { path: "pillow/Tests_images_lab-red.tif", fields: &[Date], reason: XMP },
    Known { path: "pillow/Tests_images_lab.tif", fields: &[Date], reason: XMP },
    Known { path: "pillow/Tests_images_rgb.jpg", fields: &[Date], reason: XMP },
    Known { path: "pillow/Tests_images_tiff_strip_cmyk_16l_jpeg.tif", fields: &[Date], reason: XMP },
    Known { path: "pillow/Tests_images_tiff_strip_cmyk_jpeg.tif", fields: &[Date], reason: XMP },
    Known { path: "pillow/Tests_images_tiff_tiled_cmyk_jpeg.tif", fields: &[Date], reason: XMP },
    Known { path: "exiv2/test_data_20110626_213900-exv.jpg", fields: &[Date], reason: XMP },
    Known {
        path: "exiv2/test_data_test_issue_1180-exv.jpg",
        fields: &[Date],
        reason: "the date has hyphens, which exiftool passes on as they are",
    },
    Known {
        path: "exiv2/test_data_issue_1530_poc-exv.jpg",
        fields: &[Model],
        reason: "not UTF-8: exiftool writes ? for what is not",
    },
    Known {
        path: "golang-github-rwcarlsen-goexif/exif_samples_geodegrees_as_string.jpg",
        fields: &[Model, Place],
        reason: "broken: degrees written as words, which exiftool misreads by half a degree",
    },
];
