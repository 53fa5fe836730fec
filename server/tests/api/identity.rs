//! By what phones know this server again.

use http::Method;
use rand_core::OsRng;
use ring::signature::{ED25519, UnparsedPublicKey};
use safelight_protocol::account::*;
use safelight_protocol::identity::{AddressKind, IdentityProof, ProveIdentity, ServerAddress, identity_message};
use safelight_protocol::server::ServerDescription;
use safelight_protocol::{Blob, codes, route};

use crate::phone::*;

fn question(address: &str) -> ProveIdentity {
    ProveIdentity { nonce: Blob(vec![7; 32]), address: address.to_owned() }
}

fn holds(proof: &IdentityProof, address: &str) -> bool {
    let message = identity_message(&[7; 32], proof.time_ms, proof.listed, address);
    UnparsedPublicKey::new(&ED25519, proof.identity.as_slice()).verify(&message, proof.signature.as_slice()).is_ok()
}

#[tokio::test(start_paused = true)]
async fn a_server_signs_who_it_is_and_whether_the_address_is_its_own() {
    let home = ServerAddress { kind: AddressKind::Home, url: "https://nas.local:8443".to_owned() };
    let offered = vec![home.clone()];
    let cloud = Cloud::with(|config| config.addresses = offered).await;
    let description: ServerDescription = cloud.get(route::SERVER, None).await.ok();
    assert_eq!(description.addresses, [home]);
    let own: IdentityProof = cloud.post(route::SERVER_PROOF, &question("https://nas.local:8443")).await.ok();
    assert!(own.listed && holds(&own, "https://nas.local:8443"));
    assert_eq!(Some(&own.identity), description.identity.as_ref());
    let other: IdentityProof = cloud.post(route::SERVER_PROOF, &question("https://elsewhere.example")).await.ok();
    assert!(!other.listed && holds(&other, "https://elsewhere.example"));
    assert!(!holds(&IdentityProof { listed: true, ..other }, "https://elsewhere.example"), "it can't be made listed");
    for bad in [ProveIdentity { nonce: Blob(vec![7; 31]), ..question("x") }, question(&"x".repeat(1025))] {
        cloud.post(route::SERVER_PROOF, &bad).await.refused(codes::INVALID);
    }
}

#[tokio::test(start_paused = true)]
async fn a_new_password_without_the_old_one_needs_the_devices_key() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let other = anna.another().await;
    let begin = async |phone: &Phone| {
        let (registration, new) = registration("a newer horse", &mut OsRng);
        let start = UnlockedPasswordStart { new };
        let challenge: UnlockedPasswordChallenge =
            phone.json(Method::POST, route::UNLOCKED_PASSWORD_START, &start).await.ok();
        let finish = UnlockedPasswordFinish {
            attempt: challenge.attempt.clone(),
            new: registration.finish("a newer horse", &challenge.new),
            stretch: CHEAP,
            password_wrap: wrap(2),
            signature: Blob(vec![0; 64]),
        };
        (challenge, finish)
    };
    let signed = |phone: &Phone, challenge: &UnlockedPasswordChallenge, finish: &UnlockedPasswordFinish| {
        let message = new_password_message(challenge.challenge.as_slice(), &phone.device(), finish);
        UnlockedPasswordFinish { signature: Blob(phone.device_key.sign(&message).as_ref().to_vec()), ..finish.clone() }
    };
    // A thief of the token has no key.
    let (_, finish) = begin(&anna).await;
    anna.json(Method::PUT, route::UNLOCKED_PASSWORD, &finish).await.refused(codes::CREDENTIALS);
    // Another wrap, or another password, than the one that was signed.
    let (challenge, finish) = begin(&anna).await;
    let changed = UnlockedPasswordFinish { password_wrap: wrap(3), ..signed(&anna, &challenge, &finish) };
    anna.json(Method::PUT, route::UNLOCKED_PASSWORD, &changed).await.refused(codes::CREDENTIALS);
    // A signature over an older challenge.
    let (old, _) = begin(&anna).await;
    let (_, finish) = begin(&anna).await;
    anna.json(Method::PUT, route::UNLOCKED_PASSWORD, &signed(&anna, &old, &finish)).await.refused(codes::CREDENTIALS);
    // Another device's attempt.
    let (challenge, finish) = begin(&anna).await;
    other
        .json(Method::PUT, route::UNLOCKED_PASSWORD, &signed(&other, &challenge, &finish))
        .await
        .refused(codes::ATTEMPT);
    cloud.try_sign_in("anna@example.org", &anna.password).await.unwrap();
    // The device's own.
    let (challenge, finish) = begin(&anna).await;
    let good = signed(&anna, &challenge, &finish);
    anna.json(Method::PUT, route::UNLOCKED_PASSWORD, &good).await.done();
    anna.json(Method::PUT, route::UNLOCKED_PASSWORD, &good).await.refused(codes::ATTEMPT);
    cloud.try_sign_in("anna@example.org", &anna.password).await.unwrap_err().refused(codes::CREDENTIALS);
    cloud.try_sign_in("anna@example.org", "a newer horse").await.unwrap();
}
