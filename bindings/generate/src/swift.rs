//! Writes the Swift that calls the bindings, its header and its module map.

fn main() {
    uniffi::uniffi_bindgen_swift();
}
