use super::*;

fn variant(code: &str) -> &'static str {
    match SafelightError::of(code, String::new()) {
        SafelightError::SignIn { .. } => "SignIn",
        SafelightError::Offline { .. } => "Offline",
        SafelightError::Wait { .. } => "Wait",
        SafelightError::Correct { .. } => "Correct",
        SafelightError::NoRoom { .. } => "NoRoom",
        SafelightError::Allow { .. } => "Allow",
        SafelightError::UpdateApp { .. } => "UpdateApp",
        SafelightError::Server { .. } => "Server",
        SafelightError::Damaged { .. } => "Damaged",
        SafelightError::Foreign { .. } => "Foreign",
        SafelightError::Cancelled => "Cancelled",
        SafelightError::Closed => "Closed",
        SafelightError::Bug { .. } => "Bug",
    }
}

#[test]
fn an_error_is_of_the_kind_that_mends_it() {
    let table = [
        ("acct.credentials", "SignIn"),
        ("acct.revoked", "SignIn"),
        ("acct.key_missing", "SignIn"),
        ("net.offline", "Offline"),
        ("net.captive", "Offline"),
        ("bg.locked_boot", "Wait"),
        ("acct.vault", "Wait"),
        ("eng.lock", "Wait"),
        ("eng.interrupted", "Wait"),
        ("srv.outage", "Wait"),
        ("acct.weak_password", "Correct"),
        ("item.unknown", "Correct"),
        ("album.ambiguous", "Correct"),
        ("req.invalid", "Correct"),
        ("srv.address", "Correct"),
        ("quota.full", "NoRoom"),
        ("disk.device", "NoRoom"),
        ("lib.denied", "Allow"),
        ("net.roaming", "Allow"),
        ("acct.sync_off", "Allow"),
        ("ver.client_old", "UpdateApp"),
        ("ver.server_old", "Server"),
        ("acct.locked", "Server"),
        ("eng.database", "Damaged"),
        ("eng.foreign", "Foreign"),
        ("eng.bug", "Bug"),
    ];
    for (code, expected) in table {
        assert!(safelight_core::reasons::reason(code).is_some(), "{code} is no code");
        assert_eq!(variant(code), expected, "{code}");
    }
}

#[test]
fn a_code_of_a_newer_server_is_an_error_like_any_other() {
    assert_eq!(variant("new.thing"), "Wait");
    assert_eq!(SafelightError::of("new.thing", "what".to_owned()).reason().unwrap().code, "new.thing");
}

#[test]
fn only_what_a_sign_in_mends_leads_to_one() {
    // A phone that is locked or whose key store fails must never look like one that nobody signed in on.
    for code in ["bg.locked_boot", "acct.vault", "eng.lock", "eng.database", "net.offline", "srv.outage"] {
        assert_ne!(variant(code), "SignIn", "{code}");
    }
}
