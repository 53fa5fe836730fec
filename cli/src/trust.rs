//! An authority of the person's own: read from a file, named by its fingerprint, trusted for one server.

use safelight_core::cloud::{Authority, Fingerprint};
use serde_json::{Value, json};

use crate::account::add;
use crate::answer::{Ending, Failure};
use crate::arguments::Entry;
use crate::home::Phone;

/// Takes the authority that the command line names, if it names one, and says by which fingerprint.
pub(crate) async fn take_authority(phone: &Phone<'_>, entry: &Entry) -> Result<(), Failure> {
    let Some(path) = &entry.ca else { return Ok(()) };
    let expected = match entry.ca_fingerprint.as_deref().map(|text| (text, Fingerprint::parse(text))) {
        Some((text, None)) => {
            let failure = Failure::new("req.usage", format!("{text}: not a SHA-256 fingerprint in hex"));
            return Err(Failure { ending: Ending::Usage, ..failure });
        }
        Some((_, parsed)) => parsed,
        None => None,
    };
    let pem = std::fs::read_to_string(path).map_err(|error| Failure::file(path, &error))?;
    let authority = Authority::parse(&pem)
        .map_err(|error| Failure::new("net.authority_file", format!("{}: {error}", path.display())))?;
    let fingerprint = authority.fingerprint().to_string();
    phone.engine.trust_authority(authority, expected).await?;
    phone.console.remark(&phone.console.text("cli-authority", [("fingerprint", fingerprint.into())]));
    Ok(())
}

/// A document with the fingerprint of the authority that is trusted for this server, where there is one.
pub(crate) async fn with_authority(phone: &Phone<'_>, mut document: Value) -> Result<Value, Failure> {
    if let Some(fingerprint) = phone.engine.authority().await? {
        add(&mut document, "authority", json!(fingerprint.to_string()));
    }
    Ok(document)
}
