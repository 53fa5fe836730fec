use safelight_protocol::account::*;
use safelight_protocol::{codes, route};

use crate::phone::*;

#[tokio::test(start_paused = true)]
async fn a_phone_signs_up_and_another_one_signs_in() {
    let cloud = Cloud::open().await;
    let phone = cloud.sign_up(" Anna@Example.org").await;
    let account: Account = phone.get(route::ACCOUNT).await.ok();
    assert_eq!(account.email, "anna@example.org");
    assert_eq!(account.libraries[0].library, phone.library);
    let other = phone.another().await;
    assert_ne!(other.device(), phone.device());
    assert_eq!(other.session.account, account);
    let devices: Devices = other.get(route::DEVICES).await.ok();
    assert_eq!(devices.devices.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_wrong_password_and_an_unknown_account_are_one_answer() {
    let cloud = Cloud::open().await;
    cloud.sign_up("anna@example.org").await;
    for (email, password) in [("anna@example.org", "wrong"), ("nobody@example.org", "correct horse")] {
        cloud.try_sign_in(email, password).await.unwrap_err().refused(codes::CREDENTIALS);
    }
}
