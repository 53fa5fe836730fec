//! The photographs that come with the simulator: public domain or CC0, each with its source in `samples/LICENCES.md`.

/// One photograph.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sample {
    /// The file's name.
    pub(crate) name: &'static str,
    /// The JPEG file.
    pub(crate) jpeg: &'static [u8],
}

macro_rules! samples {
    ($($name:literal),* $(,)?) => {
        /// All of them.
        pub(crate) const SAMPLES: &[Sample] = &[$(Sample { name: $name, jpeg: include_bytes!(concat!("../samples/", $name)) }),*];
    };
}

samples![
    "coffee.jpg",
    "cat.jpg",
    "raccoon.jpg",
    "moose.jpg",
    "dandelions.jpg",
    "rocket.jpg",
    "astronaut.jpg",
    "deep-field.jpg",
    "canyon.jpg",
    "boats.jpg",
    "farmhouse.jpg",
    "alps.jpg",
    "sheep.jpg",
    "airplane.jpg",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_has_its_licence_noted_and_they_are_small_together() {
        let noted = include_str!("../samples/LICENCES.md");
        for sample in SAMPLES {
            assert!(noted.contains(&format!("`{}`", sample.name)), "{} has no licence noted", sample.name);
        }
        let bytes: usize = SAMPLES.iter().map(|sample| sample.jpeg.len()).sum();
        assert!(bytes < 4_000_000, "{bytes} bytes");
    }
}
