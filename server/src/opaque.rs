//! The server's half of OPAQUE (RFC 9807): Ristretto255, 3DH with SHA-512, Argon2id on the client.
//!
//! No password and nothing to guess one from ever arrives here. An account that does not exist is answered like one that
//! does; the difference shows at the end of both as the same refusal.

use opaque_ke::argon2::Argon2;
use opaque_ke::{
    CipherSuite, CredentialFinalization, CredentialRequest, RegistrationRequest, RegistrationUpload, ServerLogin,
    ServerLoginParameters, ServerRegistration, ServerSetup,
};
use safelight_protocol::Blob;
use safelight_protocol::account::{OPAQUE_CONTEXT, OPAQUE_SUITE};

use crate::port::{OpaqueRng, Rng};

/// Suite 1. Argon2 is named here because the type wants it; it runs on the clients only.
pub(crate) struct Suite1;

impl CipherSuite for Suite1 {
    type OprfCs = opaque_ke::Ristretto255;
    type KeyExchange = opaque_ke::TripleDh<opaque_ke::Ristretto255, sha2::Sha512>;
    type Ksf = Argon2<'static>;
}

/// A message that is not one of suite 1, or does not prove what it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum OpaqueError {
    #[error("not an OPAQUE message of suite 1")]
    Malformed,
    #[error("the password is wrong or the account unknown")]
    Refused,
}

/// What the server keeps between the two steps of a sign-in.
pub(crate) struct Login(ServerLogin<Suite1>);

/// The server's long-lived OPAQUE keys.
pub(crate) struct Opaque(ServerSetup<Suite1>);

impl Opaque {
    /// New keys, serialised: made once in a server's life.
    pub(crate) fn generate(rng: &dyn Rng) -> Vec<u8> {
        ServerSetup::<Suite1>::new(&mut OpaqueRng(rng)).serialize().to_vec()
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, OpaqueError> {
        ServerSetup::deserialize(bytes).map(Self).map_err(|_| OpaqueError::Malformed)
    }

    /// Answers a registration request. `email` is normalised.
    pub(crate) fn register(&self, email: &str, request: &Blob) -> Result<Blob, OpaqueError> {
        let request = RegistrationRequest::deserialize(message(request)?).map_err(|_| OpaqueError::Malformed)?;
        let started = ServerRegistration::<Suite1>::start(&self.0, request, email.as_bytes())
            .map_err(|_| OpaqueError::Malformed)?;
        Ok(framed(&started.message.serialize()))
    }

    /// The record to keep of a registration upload.
    pub(crate) fn record(upload: &Blob) -> Result<Vec<u8>, OpaqueError> {
        let upload = RegistrationUpload::<Suite1>::deserialize(message(upload)?).map_err(|_| OpaqueError::Malformed)?;
        Ok(ServerRegistration::finish(upload).serialize().to_vec())
    }

    /// Answers a credential request; `record` is none for an account that does not exist.
    pub(crate) fn start(
        &self,
        rng: &dyn Rng,
        email: &str,
        record: Option<&[u8]>,
        request: &Blob,
    ) -> Result<(Login, Blob), OpaqueError> {
        let request = CredentialRequest::deserialize(message(request)?).map_err(|_| OpaqueError::Malformed)?;
        let record =
            record.map(ServerRegistration::<Suite1>::deserialize).transpose().map_err(|_| OpaqueError::Malformed)?;
        let started = ServerLogin::start(&mut OpaqueRng(rng), &self.0, record, request, email.as_bytes(), parameters())
            .map_err(|_| OpaqueError::Malformed)?;
        Ok((Login(started.state), framed(&started.message.serialize())))
    }
}

impl Login {
    /// Checks the client's last message: the password was right.
    pub(crate) fn finish(self, finalization: &Blob) -> Result<(), OpaqueError> {
        let finalization =
            CredentialFinalization::deserialize(message(finalization)?).map_err(|_| OpaqueError::Malformed)?;
        self.0.finish(finalization, parameters()).map(|_| ()).map_err(|_| OpaqueError::Refused)
    }
}

fn parameters() -> ServerLoginParameters<'static, 'static> {
    ServerLoginParameters { context: Some(OPAQUE_CONTEXT), ..ServerLoginParameters::default() }
}

fn message(framed: &Blob) -> Result<&[u8], OpaqueError> {
    match framed.0.split_first() {
        Some((&OPAQUE_SUITE, message)) => Ok(message),
        _ => Err(OpaqueError::Malformed),
    }
}

fn framed(message: &[u8]) -> Blob {
    Blob([&[OPAQUE_SUITE], message].concat())
}
