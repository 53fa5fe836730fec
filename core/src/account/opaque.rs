//! The client's half of OPAQUE (RFC 9807), suite 1: Ristretto255, 3DH, SHA-512, stretched by Argon2id.
//!
//! Each `finish` takes the time and memory of the stretching: call it on the workers.

use std::sync::Arc;

use argon2::{Algorithm, Argon2, Params, Version};
use opaque_ke::errors::ProtocolError;
use opaque_ke::{
    CipherSuite, ClientLogin, ClientLoginFinishParameters, ClientRegistration, ClientRegistrationFinishParameters,
    CredentialResponse, Identifiers, RegistrationResponse,
};
use safelight_protocol::Blob;
use safelight_protocol::account::{OPAQUE_CONTEXT, OPAQUE_SUITE, Stretch};
use zeroize::{Zeroize, Zeroizing};

use super::AccountError;
use crate::keys::PasswordKey;
use crate::ports::{PortRng, Rng};

struct Suite1;

impl CipherSuite for Suite1 {
    type OprfCs = opaque_ke::Ristretto255;
    type KeyExchange = opaque_ke::TripleDh<opaque_ke::Ristretto255, sha2::Sha512>;
    type Ksf = Argon2<'static>;
}

/// How a password may be stretched, and how new ones are.
///
/// The floor keeps a malicious server from making passwords cheap to guess, the ceiling from exhausting a phone. Only a test
/// or a simulation has another one than the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StretchPolicy {
    /// The least that is accepted, each value by itself.
    pub floor: Stretch,
    /// The most that is accepted, each value by itself.
    pub ceiling: Stretch,
    /// What new passwords are stretched with.
    pub chosen: Stretch,
}

impl Default for StretchPolicy {
    fn default() -> Self {
        Self {
            floor: Stretch::STANDARD,
            ceiling: Stretch { memory_kib: 1024 * 1024, passes: 10, lanes: 4 },
            chosen: Stretch::STANDARD,
        }
    }
}

impl StretchPolicy {
    /// The default with another floor, which new passwords get: for tests and simulations.
    pub fn with_floor(floor: Stretch) -> Self {
        Self { floor, chosen: floor, ..Self::default() }
    }

    /// Takes what a server asks for only if it lies between floor and ceiling.
    pub(super) fn accept(&self, asked: Stretch) -> Result<Stretch, AccountError> {
        let between = |value: u32, floor: u32, ceiling: u32| (floor..=ceiling).contains(&value);
        let accepted = between(asked.memory_kib, self.floor.memory_kib, self.ceiling.memory_kib)
            && between(asked.passes, self.floor.passes, self.ceiling.passes)
            && between(asked.lanes, self.floor.lanes, self.ceiling.lanes);
        if accepted { Ok(asked) } else { Err(AccountError::Stretch) }
    }
}

/// A new password on its way to the server.
pub(super) struct Registration {
    state: ClientRegistration<Suite1>,
    password: Zeroizing<Vec<u8>>,
}

impl Registration {
    /// Begins; the second is the request for the server.
    pub(super) fn start(rng: &Arc<dyn Rng>, password: Zeroizing<Vec<u8>>) -> Result<(Self, Blob), AccountError> {
        let started = ClientRegistration::start(&mut PortRng(rng), &password).map_err(|_| AccountError::Exchange)?;
        Ok((Self { state: started.state, password }, framed(&started.message.serialize())))
    }

    /// Ends with the upload for the server and the key that the password gives.
    pub(super) fn finish(
        self,
        rng: &Arc<dyn Rng>,
        response: &Blob,
        stretch: Stretch,
    ) -> Result<(Blob, PasswordKey), AccountError> {
        let response = RegistrationResponse::deserialize(message(response)?).map_err(|_| AccountError::Exchange)?;
        let ksf = argon2(stretch)?;
        let parameters = ClientRegistrationFinishParameters::new(Identifiers::default(), Some(&ksf));
        let mut finished = self
            .state
            .finish(&mut PortRng(rng), &self.password, response, parameters)
            .map_err(|_| AccountError::Exchange)?;
        let key = PasswordKey::derive(&finished.export_key);
        finished.export_key.zeroize();
        Ok((framed(&finished.message.serialize()), key))
    }
}

/// A password that is being proven.
pub(super) struct Login {
    state: ClientLogin<Suite1>,
    password: Zeroizing<Vec<u8>>,
}

impl Login {
    /// Begins; the second is the request for the server.
    pub(super) fn start(rng: &Arc<dyn Rng>, password: Zeroizing<Vec<u8>>) -> Result<(Self, Blob), AccountError> {
        let started = ClientLogin::start(&mut PortRng(rng), &password).map_err(|_| AccountError::Exchange)?;
        Ok((Self { state: started.state, password }, framed(&started.message.serialize())))
    }

    /// Ends with the proof for the server and the key that the password gives.
    ///
    /// A wrong password and an unknown account end here, with the same error as the server's refusal.
    pub(super) fn finish(
        self,
        rng: &Arc<dyn Rng>,
        response: &Blob,
        stretch: Stretch,
    ) -> Result<(Blob, PasswordKey), AccountError> {
        let response = CredentialResponse::deserialize(message(response)?).map_err(|_| AccountError::Exchange)?;
        let ksf = argon2(stretch)?;
        let parameters = ClientLoginFinishParameters::new(Some(OPAQUE_CONTEXT), Identifiers::default(), Some(&ksf));
        let finished = self.state.finish(&mut PortRng(rng), &self.password, response, parameters);
        let mut finished = finished.map_err(|error| match error {
            ProtocolError::InvalidLoginError => AccountError::Credentials,
            _ => AccountError::Exchange,
        })?;
        let key = PasswordKey::derive(&finished.export_key);
        finished.export_key.zeroize();
        finished.session_key.zeroize();
        Ok((framed(&finished.message.serialize()), key))
    }
}

fn argon2(stretch: Stretch) -> Result<Argon2<'static>, AccountError> {
    let parameters = Params::new(stretch.memory_kib, stretch.passes, stretch.lanes, None);
    parameters
        .map(|parameters| Argon2::new(Algorithm::Argon2id, Version::V0x13, parameters))
        .map_err(|_| AccountError::Stretch)
}

fn message(framed: &Blob) -> Result<&[u8], AccountError> {
    match framed.as_slice().split_first() {
        Some((&OPAQUE_SUITE, message)) => Ok(message),
        _ => Err(AccountError::Exchange),
    }
}

fn framed(message: &[u8]) -> Blob {
    Blob([&[OPAQUE_SUITE], message].concat())
}

#[cfg(test)]
mod tests {
    use opaque_ke::{
        CredentialFinalization, CredentialRequest, RegistrationRequest, RegistrationUpload, ServerLogin,
        ServerLoginParameters, ServerRegistration, ServerSetup,
    };
    use proptest::prelude::{any, prop_assert, proptest};

    use super::*;
    use crate::ports::{Rng, SystemRng};

    const CHEAP: Stretch = Stretch { memory_kib: 8, passes: 1, lanes: 1 };
    const EMAIL: &[u8] = b"iris@example.org";

    fn rng() -> Arc<dyn Rng> {
        Arc::new(SystemRng)
    }

    fn password(text: &str) -> Zeroizing<Vec<u8>> {
        super::super::password::normalise(text)
    }

    fn register(server: &ServerSetup<Suite1>, text: &str) -> (ServerRegistration<Suite1>, PasswordKey) {
        let (registration, request) = Registration::start(&rng(), password(text)).unwrap();
        let request = RegistrationRequest::deserialize(message(&request).unwrap()).unwrap();
        let answer = ServerRegistration::<Suite1>::start(server, request, EMAIL).unwrap();
        let (upload, key) = registration.finish(&rng(), &framed(&answer.message.serialize()), CHEAP).unwrap();
        (ServerRegistration::finish(RegistrationUpload::deserialize(message(&upload).unwrap()).unwrap()), key)
    }

    fn login(
        server: &ServerSetup<Suite1>,
        record: Option<ServerRegistration<Suite1>>,
        text: &str,
        stretch: Stretch,
    ) -> Result<PasswordKey, AccountError> {
        let parameters =
            || ServerLoginParameters { context: Some(OPAQUE_CONTEXT), identifiers: Identifiers::default() };
        let (login, request) = Login::start(&rng(), password(text)).unwrap();
        let request = CredentialRequest::deserialize(message(&request).unwrap()).unwrap();
        let answer = ServerLogin::start(&mut PortRng(&rng()), server, record, request, EMAIL, parameters()).unwrap();
        let (proof, key) = login.finish(&rng(), &framed(&answer.message.serialize()), stretch)?;
        let proof = CredentialFinalization::deserialize(message(&proof).unwrap()).unwrap();
        answer.state.finish(proof, parameters()).unwrap();
        Ok(key)
    }

    #[test]
    fn the_right_password_gives_the_same_key_again() {
        let server = ServerSetup::<Suite1>::new(&mut PortRng(&rng()));
        let (record, key) = register(&server, "tulpe-kran-sieben");
        let again = login(&server, Some(record), "tulpe-kran-sieben", CHEAP).unwrap();
        assert_eq!(again.expose(), key.expose());
    }

    #[test]
    fn a_wrong_password_and_an_unknown_account_are_one_error() {
        let server = ServerSetup::<Suite1>::new(&mut PortRng(&rng()));
        let (record, _) = register(&server, "tulpe-kran-sieben");
        let wrong = login(&server, Some(record.clone()), "tulpe-kran-acht", CHEAP).unwrap_err();
        let unknown = login(&server, None, "tulpe-kran-sieben", CHEAP).unwrap_err();
        let weakened = Stretch { passes: 2, ..CHEAP };
        let stretched_otherwise = login(&server, Some(record), "tulpe-kran-sieben", weakened).unwrap_err();
        assert_eq!([wrong, unknown, stretched_otherwise], [const { AccountError::Credentials }; 3]);
    }

    #[test]
    fn stretching_outside_the_limits_is_refused() {
        let policy = StretchPolicy::default();
        assert_eq!(policy.accept(Stretch::STANDARD), Ok(Stretch::STANDARD));
        assert!(policy.accept(policy.ceiling).is_ok());
        for bad in [
            Stretch { memory_kib: 64 * 1024 - 1, ..Stretch::STANDARD },
            Stretch { passes: 2, ..Stretch::STANDARD },
            Stretch { lanes: 0, ..Stretch::STANDARD },
            Stretch { memory_kib: u32::MAX, ..Stretch::STANDARD },
            Stretch { passes: 11, ..Stretch::STANDARD },
            Stretch { lanes: 5, ..Stretch::STANDARD },
        ] {
            assert_eq!(policy.accept(bad), Err(AccountError::Stretch), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn junk_from_a_server_is_answered_without_a_panic(junk in proptest::collection::vec(any::<u8>(), 0..400)) {
            let junk = framed(&junk);
            let (login, _) = Login::start(&rng(), password("x")).unwrap();
            prop_assert!(login.finish(&rng(), &junk, CHEAP).is_err());
            let (registration, _) = Registration::start(&rng(), password("x")).unwrap();
            // Two random points are a registration response like any other.
            let _ = registration.finish(&rng(), &junk, CHEAP);
        }
    }
}
