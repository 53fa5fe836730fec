//! Writes the Kotlin that calls the bindings. A crate of its own, so that what it needs stays out of the library.

fn main() {
    uniffi::uniffi_bindgen_main();
}
