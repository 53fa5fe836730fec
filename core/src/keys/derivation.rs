use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

/// HKDF-SHA256 with `root` as key material and `info = label || 0 || context`.
///
/// Each label is used with contexts of one fixed length only, so no two derivations share an `info`.
pub(crate) fn derive<const N: usize>(
    root: &[u8; 32],
    salt: Option<&[u8]>,
    label: &str,
    context: &[u8],
) -> Zeroizing<[u8; N]> {
    const { assert!(N <= 255 * 32, "HKDF-SHA256 gives at most 255 blocks") };
    let mut derived = Zeroizing::new([0; N]);
    let info = [label.as_bytes(), &[0], context];
    let expanded = Hkdf::<Sha256>::new(salt, root).expand_multi_info(&info, derived.as_mut_slice());
    // A key of zeros must never leave here, so the impossible case stops the program.
    assert!(expanded.is_ok(), "the length is checked when this is compiled");
    derived
}
