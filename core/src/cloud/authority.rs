//! A certificate authority of the person's own: trusted for one server, and for nothing else on this device.

use std::fmt;

use data_encoding::{BASE64, HEXLOWER};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// The text is not exactly one certificate in PEM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the file does not hold exactly one certificate in PEM")]
pub struct NotACertificate;

/// SHA-256 over a certificate's DER form: by this a person compares it with what the owner of the server reads out.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    /// The fingerprint in a text of 64 hex digits, with or without colons and blanks, in either case.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: String = text.chars().filter(|c| !matches!(c, ':' | ' ')).collect();
        HEXLOWER.decode(digits.to_lowercase().as_bytes()).ok()?.try_into().ok().map(Self)
    }
}

impl fmt::Display for Fingerprint {
    /// As certificate tools write it: pairs of hex digits with colons.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, byte) in self.0.iter().enumerate() {
            write!(f, "{}{byte:02X}", if place == 0 { "" } else { ":" })?;
        }
        Ok(())
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

/// One certificate authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Authority {
    der: Vec<u8>,
}

impl Authority {
    /// The authority in a PEM file. Text around the certificate is fine, a second certificate is not: which one would be
    /// trusted must be plain.
    pub fn parse(pem: &str) -> Result<Self, NotACertificate> {
        let (_, rest) = pem.split_once(BEGIN).ok_or(NotACertificate)?;
        let (body, rest) = rest.split_once(END).ok_or(NotACertificate)?;
        if rest.contains(BEGIN) || pem.contains("PRIVATE KEY") {
            return Err(NotACertificate);
        }
        let body: String = body.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        let der = BASE64.decode(body.as_bytes()).map_err(|_| NotACertificate)?;
        // Every certificate is a DER sequence.
        if der.first() == Some(&0x30) { Ok(Self { der }) } else { Err(NotACertificate) }
    }

    /// The certificate.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// Its fingerprint.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(Sha256::digest(&self.der).into())
    }

    /// The certificate in PEM.
    pub fn pem(&self) -> String {
        format!("{BEGIN}\n{}\n{END}\n", BASE64.encode(&self.der))
    }
}

impl TryFrom<String> for Authority {
    type Error = NotACertificate;

    fn try_from(pem: String) -> Result<Self, NotACertificate> {
        Self::parse(&pem)
    }
}

impl From<Authority> for String {
    fn from(authority: Authority) -> Self {
        authority.pem()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_holds_one_certificate_and_no_key() {
        let one = format!("about it\n{BEGIN}\nMAMC\nAQA=\n{END}\nmore\n");
        let authority = Authority::parse(&one).unwrap();
        assert_eq!(authority.der(), [0x30, 3, 2, 1, 0]);
        assert_eq!(Authority::parse(&authority.pem()), Ok(authority.clone()));
        let text = authority.fingerprint().to_string();
        assert_eq!(text.len(), 95);
        assert_eq!(Fingerprint::parse(&text), Some(authority.fingerprint()));
        assert_eq!(Fingerprint::parse(&text.replace(':', "").to_lowercase()), Some(authority.fingerprint()));
        assert_eq!(Fingerprint::parse("12:34"), None);
        for bad in [
            String::new(),
            format!("{one}{one}"),
            format!("{one}-----BEGIN PRIVATE KEY-----"),
            format!("{BEGIN}\nnot base64\n{END}"),
            format!("{BEGIN}\nAAAA\n{END}"),
        ] {
            assert_eq!(Authority::parse(&bad), Err(NotACertificate), "{bad}");
        }
    }
}
