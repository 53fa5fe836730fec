use super::*;
use crate::ports::{MemoryVault, SystemRng};

fn kept(secrets: &LibrarySecrets) -> KeptAccount {
    let account = AccountId([1; 16]);
    let key = AccountKey::from_bytes([2; 32]);
    let wrapped = key.wrap_library(&SystemRng, account, 2, secrets).unwrap();
    KeptAccount { account, key, password_generation: 3, recovery_generation: 4, libraries: vec![wrapped] }
}

fn session() -> KeptSession {
    let tokens = Tokens { access: "access".into(), access_expires_ms: 5, refresh: "refresh".into() };
    KeptSession::new(DeviceId([6; 16]), DeviceKey::from_seed(&[7; 32]), tokens)
}

#[test]
fn an_empty_vault_unlocks_nothing() {
    assert!(unlock(&MemoryVault::default()).unwrap().is_none());
}

#[test]
fn keys_come_back_when_the_app_starts_even_after_the_session_ended() {
    let vault = MemoryVault::default();
    let secrets = LibrarySecrets::generate(&SystemRng);
    kept(&secrets).save(&vault).unwrap();
    session().with_end(Some(End::Revoked)).save(&vault).unwrap();

    let unlocked = unlock(&vault).unwrap().unwrap();
    assert_eq!(unlocked.ended, Some(End::Revoked));
    assert_eq!(unlocked.device, Some(DeviceId([6; 16])));
    let library = unlocked.library(secrets.library()).unwrap();
    assert_eq!(library.settings_id(), secrets.settings_id());
    assert_eq!(unlocked.account_key().expose(), &[2; 32]);
    assert!(!format!("{unlocked:?}").contains("key:"));

    forget(&vault).unwrap();
    assert!(unlock(&vault).unwrap().is_none());
}

#[test]
fn an_entry_of_a_newer_version_or_a_damaged_one_is_left_alone() {
    let vault = MemoryVault::default();
    for bad in [b"{\"version\":2}".as_slice(), b"junk", b"", b"{\"version\":1}"] {
        vault.save(ACCOUNT, bad).unwrap();
        assert!(matches!(unlock(&vault), Err(AccountError::KeyMissing)), "{bad:?}");
        assert_eq!(vault.load(ACCOUNT).unwrap().unwrap().as_slice(), bad);
    }
}

#[test]
fn a_lower_generation_of_any_key_is_refused() {
    let secrets = LibrarySecrets::generate(&SystemRng);
    let seen = kept(&secrets);
    assert!(seen.follow(seen.clone()).is_ok());
    assert!(seen.follow(KeptAccount { password_generation: 4, ..seen.clone() }).is_ok());

    let older_library = seen.key.wrap_library(&SystemRng, seen.account, 1, &secrets).unwrap();
    for (what, offered) in [
        ("password", KeptAccount { password_generation: 2, ..seen.clone() }),
        ("recovery", KeptAccount { recovery_generation: 3, ..seen.clone() }),
        ("library", KeptAccount { libraries: vec![older_library], ..seen.clone() }),
        ("no library", KeptAccount { libraries: Vec::new(), ..seen.clone() }),
    ] {
        assert!(matches!(seen.follow(offered), Err(AccountError::RolledBack)), "{what}");
    }
}

#[test]
fn an_installation_is_known_again_and_another_is_not() {
    let (vault, other) = (MemoryVault::default(), MemoryVault::default());
    assert_eq!(installation(&vault).unwrap(), None);
    let made = make_installation(&vault, &SystemRng).unwrap();
    assert_eq!(installation(&vault).unwrap(), Some(made));
    assert_ne!(make_installation(&other, &SystemRng).unwrap(), made);
    assert_eq!(InstallationId::parse(&made.to_string()), Some(made));
    assert_eq!(InstallationId::parse("junk"), None);
}
