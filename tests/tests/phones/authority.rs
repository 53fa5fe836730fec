//! A certificate authority of the person's own: named by its fingerprint, trusted for one server and nothing else.

use std::net::SocketAddr;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use safelight_tests::processes::{Cloud, Phone, photo, sha256};
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).expect("no names are fine");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().expect("a key can be made");
        Self(CertifiedIssuer::self_signed(params, key).expect("a certificate can be made"))
    }

    fn pem(&self) -> String {
        self.0.pem()
    }

    fn fingerprint(&self) -> String {
        let hex = sha256(self.0.der()).to_uppercase();
        hex.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair).into_owned()).collect::<Vec<_>>().join(":")
    }

    /// What a server for this machine needs.
    fn server(&self) -> ServerConfig {
        let key = KeyPair::generate().expect("a key can be made");
        let params = CertificateParams::new(vec!["localhost".to_owned()]).expect("a name");
        let certificate = params.signed_by(&key, &self.0).expect("it can be signed");
        let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
        ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring knows them")
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .expect("key and certificate fit")
    }
}

/// Speaks TLS in front of a server, as a proxy at home does.
struct Front {
    url: String,
    _runtime: Runtime,
}

fn front(authority: &Authority, cloud: SocketAddr) -> Front {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let acceptor = TlsAcceptor::from(Arc::new(authority.server()));
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).expect("a port is free");
    let port = listener.local_addr().expect("a listener has an address").port();
    runtime.spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                // A phone that does not trust this end hangs up: that is what is tested.
                let Ok(mut phone) = acceptor.accept(stream).await else { return };
                let Ok(mut cloud) = TcpStream::connect(cloud).await else { return };
                let _ = tokio::io::copy_bidirectional(&mut phone, &mut cloud).await;
            });
        }
    });
    Front { url: format!("https://localhost:{port}"), _runtime: runtime }
}

fn sign(phone: &Phone, how: &str, url: &str, more: &[&str]) -> (Option<i32>, Value) {
    let mut arguments = vec![how, "--server", url, "--email", "anna@example.org", "--name", "A"];
    arguments.extend(more);
    let ran = phone.run(&arguments);
    let document = if ran.code == Some(0) { &ran.out } else { &ran.err };
    (ran.code, serde_json::from_str(document).unwrap_or_else(|error| panic!("{error}: {ran:?}")))
}

#[test]
fn an_authority_of_ones_own_is_trusted_for_its_server_only_and_named() {
    let mut cloud = Cloud::new(&[]);
    let authority = Authority::new();
    let front = front(&authority, cloud.address());
    let a = cloud.phone();
    let ca = a.file("ca.pem", authority.pem().as_bytes());
    let ca = ca.to_string_lossy();
    // Without it the server can't prove who it is.
    let (code, error) = sign(&a, "signup", &front.url, &[]);
    assert_eq!((code, &error["error"]["code"]), (Some(1), &"net.tls_untrusted".into()), "{error}");
    // With another fingerprint than the owner told, nothing is begun; both are named.
    let wrong = "00:".repeat(31) + "00";
    let (code, error) = sign(&a, "signup", &front.url, &["--ca", &ca, "--ca-fingerprint", &wrong]);
    assert_eq!((code, &error["error"]["code"]), (Some(1), &"net.authority_wrong".into()), "{error}");
    let detail = error["error"]["detail"].as_str().expect("a detail");
    assert!(detail.contains(&wrong) && detail.contains(&authority.fingerprint()), "{detail}");
    let (code, document) =
        sign(&a, "signup", &front.url, &["--ca", &ca, "--ca-fingerprint", &authority.fingerprint().to_lowercase()]);
    assert_eq!((code, &document["authority"]), (Some(0), &authority.fingerprint().into()), "{document}");
    // It is kept: later commands need no file.
    let id = a.import(&a.file("IMG_1.jpg", &photo(1)));
    a.sync();
    assert_eq!(a.show(&id)["state"], "safe");
    // A home that was not told of it does not trust it.
    let b = cloud.phone();
    let (code, error) = sign(&b, "signin", &front.url, &[]);
    assert_eq!((code, &error["error"]["code"]), (Some(1), &"net.tls_untrusted".into()), "{error}");
}

#[test]
fn another_authority_than_the_one_that_is_trusted_needs_its_fingerprint() {
    let mut cloud = Cloud::new(&[]);
    let (first, second) = (Authority::new(), Authority::new());
    let a = cloud.phone();
    let one = front(&first, cloud.address());
    let file =
        |name: &str, authority: &Authority| a.file(name, authority.pem().as_bytes()).to_string_lossy().into_owned();
    let (first_file, second_file) = (file("first.pem", &first), file("second.pem", &second));
    assert_eq!(sign(&a, "signup", &one.url, &["--ca", &first_file]).0, Some(0));
    // The owner renews everything.
    let two = front(&second, cloud.address());
    let (code, error) = sign(&a, "signin", &two.url, &[]);
    assert_eq!((code, &error["error"]["code"]), (Some(1), &"net.tls_untrusted".into()), "{error}");
    let (code, error) = sign(&a, "signin", &two.url, &["--ca", &second_file]);
    assert_eq!((code, &error["error"]["code"]), (Some(1), &"net.authority_changed".into()), "{error}");
    let detail = error["error"]["detail"].as_str().expect("a detail");
    assert!(detail.contains(&first.fingerprint()) && detail.contains(&second.fingerprint()), "{detail}");
    let (code, document) =
        sign(&a, "signin", &two.url, &["--ca", &second_file, "--ca-fingerprint", &second.fingerprint()]);
    assert_eq!((code, &document["authority"]), (Some(0), &second.fingerprint().into()), "{document}");
    a.sync();
    // What is no certificate is said to be none, and a missing file missing.
    let junk = a.file("junk.pem", b"-----BEGIN PRIVATE KEY-----").to_string_lossy().into_owned();
    let (_, error) = sign(&a, "signin", &two.url, &["--ca", &junk]);
    assert_eq!(error["error"]["code"], "net.authority_file");
    let (_, error) = sign(&a, "signin", &two.url, &["--ca", "/nowhere/ca.pem"]);
    assert_eq!(error["error"]["code"], "item.missing");
}
