//! Accounts and sessions over time.

use std::time::Duration;

use http::Method;
use rand_core::OsRng;
use safelight_protocol::account::*;
use safelight_protocol::{Blob, codes, route};
use safelight_server::admin::Command;

use crate::phone::*;

const MINUTES: fn(u64) -> Duration = |minutes| Duration::from_secs(minutes * 60);
const DAYS: fn(u64) -> Duration = |days| Duration::from_secs(days * 24 * 60 * 60);

#[tokio::test(start_paused = true)]
async fn an_access_token_ends_and_a_refresh_gives_another() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    cloud.clock.turn(MINUTES(15));
    anna.get(route::ACCOUNT).await.refused(codes::TOKEN_EXPIRED);
    let tokens: Tokens = anna.refresh(&anna.session.tokens.refresh).await.ok();
    cloud.get(route::ACCOUNT, Some(&tokens.access)).await.done();
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_signs_nobody_out() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let first = anna.session.tokens.refresh.clone();
    let second: Tokens = anna.refresh(&first).await.ok();
    for _ in 0..5 {
        let again: Tokens = anna.refresh(&first).await.ok();
        assert_eq!(again.refresh, second.refresh, "the same successor");
    }
    let third: Tokens = anna.refresh(&second.refresh).await.ok();
    assert_ne!(third.refresh, second.refresh);
    assert_eq!(anna.refresh(&second.refresh).await.ok::<Tokens>().refresh, third.refresh);
}

#[tokio::test(start_paused = true)]
async fn a_token_older_than_the_last_two_revokes_the_family() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let other = anna.another().await;
    let first = anna.session.tokens.refresh.clone();
    let second: Tokens = anna.refresh(&first).await.ok();
    let third: Tokens = anna.refresh(&second.refresh).await.ok();
    anna.refresh(&first).await.refused(codes::REAUTH);
    // Thief and owner are both out, whoever came first; the account's other phone is not.
    anna.refresh(&third.refresh).await.refused(codes::REAUTH);
    cloud.get(route::ACCOUNT, Some(&third.access)).await.refused(codes::REAUTH);
    other.get(route::ACCOUNT).await.done();
}

#[tokio::test(start_paused = true)]
async fn a_refresh_needs_the_device_key_and_its_own_family() {
    let cloud = Cloud::open().await;
    let (anna, ben) = (cloud.sign_up("anna@example.org").await, cloud.sign_up("ben@example.org").await);
    let token = &anna.session.tokens.refresh;
    let mut forged = anna.sign_refresh(token);
    forged.signature = Blob(vec![0; 64]);
    cloud.post(route::SESSION_REFRESH, &forged).await.refused(codes::SIGNED_OUT);
    let stolen = ben.sign_refresh(token);
    cloud.post(route::SESSION_REFRESH, &stolen).await.refused(codes::SIGNED_OUT);
    let mut access = anna.sign_refresh(&anna.session.tokens.access);
    access.device = anna.device();
    cloud.post(route::SESSION_REFRESH, &access).await.refused(codes::SIGNED_OUT);
    anna.refresh(token).await.done();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_processes_that_refresh_at_once_get_the_same_token() {
    let cloud = Cloud::threaded(|_| {}).await;
    let anna = cloud.sign_up("anna@example.org").await;
    let mut token = anna.session.tokens.refresh.clone();
    for _ in 0..20 {
        let (one, two) = tokio::join!(anna.refresh(&token), anna.refresh(&token));
        let (one, two): (Tokens, Tokens) = (one.ok(), two.ok());
        assert_eq!(one.refresh, two.refresh);
        token = one.refresh;
    }
}

#[tokio::test(start_paused = true)]
async fn a_revoked_phone_is_out_at_once_and_told_why() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let other = anna.another().await;
    anna.delete(&route::device(&other.device())).await.done();
    other.get(route::ACCOUNT).await.refused(codes::REVOKED);
    other.refresh(&other.session.tokens.refresh).await.refused(codes::REVOKED);
    cloud.clock.turn(MINUTES(60));
    other.get(route::ACCOUNT).await.refused(codes::REVOKED);
    anna.delete(&route::device(&other.device())).await.refused(codes::TOKEN_EXPIRED);
}

#[tokio::test(start_paused = true)]
async fn a_phone_that_signed_out_is_signed_out() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    anna.json(Method::POST, route::SESSION_SIGNOUT, &()).await.done();
    anna.get(route::ACCOUNT).await.refused(codes::SIGNED_OUT);
    anna.refresh(&anna.session.tokens.refresh).await.refused(codes::SIGNED_OUT);
}

#[tokio::test(start_paused = true)]
async fn a_taken_email_is_said_at_the_end_only() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let (_, opaque) = registration("x", &mut OsRng);
    let start = SignupStart { email: anna.email.clone(), invite: None, opaque };
    cloud.post(route::SIGNUP_START, &start).await.done();
    let Err(refused) = cloud.try_sign_up("ANNA@example.org ", None).await else { panic!("was made twice") };
    refused.refused(codes::TAKEN);
    let Err(refused) = cloud.try_sign_up("not an address", None).await else { panic!("was taken") };
    refused.refused(codes::EMAIL);
}

#[tokio::test(start_paused = true)]
async fn known_and_unknown_accounts_are_challenged_alike() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let mut shapes = Vec::new();
    for email in [anna.email.as_str(), "nobody@example.org"] {
        let (_, opaque) = login("x");
        let answer = cloud.post(route::SIGNIN_START, &SigninStart { email: email.to_owned(), opaque }).await;
        let challenge: SigninChallenge = answer.ok();
        let recovery: RecoveryChallenge =
            cloud.post(route::RECOVERY_START, &RecoveryStart { email: email.to_owned() }).await.ok();
        let lengths =
            [challenge.attempt.0.len(), challenge.opaque.0.len(), recovery.attempt.0.len(), recovery.challenge.0.len()];
        shapes.push((answer.status, lengths));
    }
    assert_eq!(shapes[0], shapes[1]);
    let recovery: RecoveryChallenge =
        cloud.post(route::RECOVERY_START, &RecoveryStart { email: "nobody@example.org".to_owned() }).await.ok();
    let (_, opaque) = registration("new", &mut OsRng);
    let prove = RecoveryProve { attempt: recovery.attempt, signature: Blob(vec![0; 64]), opaque };
    cloud.post(route::RECOVERY_PROVE, &prove).await.refused(codes::CREDENTIALS);
}

#[tokio::test(start_paused = true)]
async fn an_attempt_is_good_for_one_try_and_two_minutes() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    for wait in [Duration::ZERO, MINUTES(2)] {
        let (logging_in, opaque) = login(&anna.password);
        let start = SigninStart { email: anna.email.clone(), opaque };
        let challenge: SigninChallenge = cloud.post(route::SIGNIN_START, &start).await.ok();
        let opaque = logging_in.finish(&anna.password, challenge.stretch, &challenge.opaque).unwrap();
        let finish = SigninFinish { attempt: challenge.attempt, opaque, device: new_device(&new_key()) };
        cloud.clock.turn(wait);
        if wait.is_zero() {
            cloud.post(route::SIGNIN_FINISH, &finish).await.done();
        }
        cloud.post(route::SIGNIN_FINISH, &finish).await.refused(codes::ATTEMPT);
    }
}

#[tokio::test(start_paused = true)]
async fn a_password_is_changed_with_its_wrap_and_the_other_phones_stay() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let other = anna.another().await;
    for (old, generation, code) in [
        ("wrong", 2, Some(codes::CREDENTIALS)),
        ("correct horse", 3, Some(codes::GENERATION)),
        ("correct horse", 2, None),
    ] {
        let answer = change_password(&anna, old, "new password", generation).await;
        match code {
            Some(code) => answer.refused(code),
            None => answer.done(),
        }
    }
    assert_eq!(other.get(route::ACCOUNT).await.ok::<Account>().password_wrap.generation, 2);
    cloud.try_sign_in(&anna.email, "correct horse").await.unwrap_err().refused(codes::CREDENTIALS);
    assert!(cloud.try_sign_in(&anna.email, "new password").await.is_ok());
}

async fn change_password(phone: &Phone, old: &str, new: &str, generation: u64) -> Answer {
    let (logging_in, old_request) = login(old);
    let (registering, new_request) = registration(new, &mut OsRng);
    let start = PasswordStart { old: old_request, new: new_request };
    let challenge: PasswordChallenge = phone.json(Method::POST, route::PASSWORD_START, &start).await.ok();
    let finish = PasswordFinish {
        attempt: challenge.attempt,
        old: logging_in.finish(old, challenge.stretch, &challenge.old).unwrap_or(Blob([vec![1], vec![0; 64]].concat())),
        new: registering.finish(new, &challenge.new),
        stretch: CHEAP,
        password_wrap: wrap(generation),
    };
    phone.json(Method::PUT, route::PASSWORD, &finish).await
}

#[tokio::test(start_paused = true)]
async fn the_words_give_a_new_password_and_stay_good() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    for generation in 2..4 {
        let password = format!("password {generation}");
        let challenge: RecoveryChallenge =
            cloud.post(route::RECOVERY_START, &RecoveryStart { email: anna.email.clone() }).await.ok();
        let message = recovery_message(&challenge.challenge.0, &anna.email);
        let (registering, opaque) = registration(&password, &mut OsRng);
        let prove = RecoveryProve {
            attempt: challenge.attempt.clone(),
            signature: Blob(anna.recovery_key.sign(&message).as_ref().to_vec()),
            opaque,
        };
        let grant: RecoveryGrant = cloud.post(route::RECOVERY_PROVE, &prove).await.ok();
        assert_eq!(grant.password_generation, generation - 1);
        let finish = RecoveryFinish {
            attempt: challenge.attempt,
            opaque: registering.finish(&password, &grant.opaque),
            stretch: CHEAP,
            password_wrap: wrap(generation),
            device: new_device(&new_key()),
        };
        cloud.post(route::RECOVERY_FINISH, &finish).await.ok::<Session>();
        cloud.post(route::RECOVERY_FINISH, &finish).await.refused(codes::ATTEMPT);
        assert!(cloud.try_sign_in(&anna.email, &password).await.is_ok());
    }
    anna.get(route::ACCOUNT).await.done();
    cloud.try_sign_in(&anna.email, "correct horse").await.unwrap_err().refused(codes::CREDENTIALS);
}

#[tokio::test(start_paused = true)]
async fn a_recovery_can_not_be_finished_before_the_words_are_proven() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let challenge: RecoveryChallenge =
        cloud.post(route::RECOVERY_START, &RecoveryStart { email: anna.email.clone() }).await.ok();
    let (registering, opaque) = registration("thief", &mut OsRng);
    let start = SignupStart { email: anna.email.clone(), invite: None, opaque };
    let response: SignupChallenge = cloud.post(route::SIGNUP_START, &start).await.ok();
    let finish = RecoveryFinish {
        attempt: challenge.attempt,
        opaque: registering.finish("thief", &response.opaque),
        stretch: CHEAP,
        password_wrap: wrap(2),
        device: new_device(&new_key()),
    };
    cloud.post(route::RECOVERY_FINISH, &finish).await.refused(codes::ATTEMPT);
    assert!(cloud.try_sign_in(&anna.email, "correct horse").await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn new_words_replace_the_old_ones_one_generation_on() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let unsigned = |generation| NewRecovery {
        recovery_wrap: wrap(generation),
        recovery_public_key: Blob(random::<32>().to_vec()),
        signature: Blob(vec![0; 64]),
    };
    let words = |generation| {
        let new = unsigned(generation);
        let signature = anna.device_key.sign(&new_words_message(&anna.device(), &new));
        NewRecovery { signature: Blob(signature.as_ref().to_vec()), ..new }
    };
    anna.json(Method::PUT, route::RECOVERY, &unsigned(2)).await.refused(codes::CREDENTIALS);
    let swapped = NewRecovery { recovery_public_key: Blob(random::<32>().to_vec()), ..words(2) };
    anna.json(Method::PUT, route::RECOVERY, &swapped).await.refused(codes::CREDENTIALS);
    anna.json(Method::PUT, route::RECOVERY, &words(3)).await.refused(codes::GENERATION);
    anna.json(Method::PUT, route::RECOVERY, &words(2)).await.done();
    assert_eq!(anna.get(route::ACCOUNT).await.ok::<Account>().recovery_generation, 2);
    anna.json(Method::PUT, route::RECOVERY, &words(2)).await.refused(codes::GENERATION);
}

#[tokio::test(start_paused = true)]
async fn a_deletion_ends_all_sessions_and_a_sign_in_takes_it_back_for_14_days() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    let (_, part) = anna.store(b"a sealed photo").await;
    let delete = |email: &str| DeleteAccount { email: email.to_owned() };
    anna.json(Method::DELETE, route::ACCOUNT, &delete("ben@example.org")).await.refused(codes::INVALID);
    let account: Account = anna.json(Method::DELETE, route::ACCOUNT, &delete(" Anna@example.org")).await.ok();
    assert!(account.deleted_at_ms.is_some());
    anna.get(route::ACCOUNT).await.refused(codes::DELETED);
    anna.refresh(&anna.session.tokens.refresh).await.refused(codes::DELETED);
    cloud.clock.turn(DAYS(13));
    cloud.app().keep_house().await.unwrap();
    let back = anna.another().await;
    assert!(back.session.deletion_taken_back);
    assert_eq!(back.session.account.deleted_at_ms, None);
    anna.get(route::ACCOUNT).await.refused(codes::REAUTH);
    assert_eq!(&back.part(part.id).await.body[..], b"a sealed photo");

    back.json(Method::DELETE, route::ACCOUNT, &delete("anna@example.org")).await.done();
    cloud.clock.turn(DAYS(14));
    assert_eq!(cloud.app().keep_house().await.unwrap().accounts, 1);
    cloud.try_sign_in("anna@example.org", &anna.password).await.unwrap_err().refused(codes::CREDENTIALS);
    let status = cloud.app().carry_out(Command::Status).await.unwrap();
    assert_eq!((status["accounts"].as_u64(), status["parts"].as_u64()), (Some(0), Some(0)), "the bytes went too");
    cloud.sign_up("anna@example.org").await;
}

#[tokio::test(start_paused = true)]
async fn a_disabled_account_is_locked_until_it_is_enabled() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    cloud.app().carry_out(Command::Disable { email: "Anna@example.org".to_owned() }).await.unwrap();
    anna.get(route::ACCOUNT).await.refused(codes::LOCKED);
    cloud.try_sign_in(&anna.email, &anna.password).await.unwrap_err().refused(codes::LOCKED);
    cloud.try_sign_in(&anna.email, "wrong").await.unwrap_err().refused(codes::CREDENTIALS);
    cloud.app().carry_out(Command::Enable { email: anna.email.clone() }).await.unwrap();
    anna.get(route::ACCOUNT).await.done();
}

#[tokio::test(start_paused = true)]
async fn a_server_that_was_rolled_back_keeps_its_phones_signed_in() {
    let cloud = Cloud::open().await;
    let anna = cloud.sign_up("anna@example.org").await;
    drop(cloud);
    let (anna, copy) = anna.copy_aside().await;
    let mut token = anna.session.tokens.refresh.clone();
    for _ in 0..5 {
        token = anna.refresh(&token).await.ok::<Tokens>().refresh;
    }
    anna.commit_one(change(safelight_protocol::RecordId([1; 16]), 0, &[])).await;
    let ahead = anna.head().await;
    let anna = anna.roll_back(copy).await;
    let tokens: Tokens = anna.refresh(&token).await.ok();
    anna.refresh(&tokens.refresh).await.done();
    crate::library::changes(&anna, ahead, None).await.refused(codes::EPOCH);
}
