use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert, ServerConfig};
use rustls::sign::CertifiedKey;
use tokio::sync::Notify;
use tokio_rustls::TlsAcceptor;

use crate::app::App;
use crate::digest::sha256;

/// HTTP/2's name in ALPN.
pub(super) const HTTP_2: &[u8] = b"h2";
const HTTP_1_1: &[u8] = b"http/1.1";

/// How often the files are looked at.
const PAUSE: Duration = Duration::from_secs(5);

/// A certificate and its key can't be used.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// A file can't be read.
    #[error("can't read {0}")]
    Unreadable(PathBuf, #[source] std::io::Error),
    /// A file has no certificate in it.
    #[error("there is no PEM certificate in {0}")]
    NoCertificate(PathBuf),
    /// A file has no key in it.
    #[error("there is no PEM private key in {0}")]
    NoKey(PathBuf),
    /// The key is not the certificate's, or of a kind that can't be used.
    #[error("the certificate and the key do not go together")]
    Pair(#[source] rustls::Error),
    /// TLS can't be set up.
    #[error("TLS can't be set up")]
    Tls(#[source] rustls::Error),
}

/// What became of reading the files again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// They are as they were.
    Same,
    /// New connections get the new certificate.
    New,
}

/// The server's certificate and key, in two files that may change while it runs.
///
/// A broken new pair changes nothing: the old one stays in use. Connections that are open keep what they began with.
pub struct Certificate {
    certificate: PathBuf,
    key: PathBuf,
    /// A hash of both files as they were last read, good or bad: a broken pair is complained of once.
    seen: Mutex<[u8; 32]>,
    current: Arc<Current>,
    config: Arc<ServerConfig>,
}

#[derive(Debug)]
struct Current(RwLock<Arc<CertifiedKey>>);

impl ResolvesServerCert for Current {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

impl Certificate {
    /// Reads both files: PEM, the certificate with those that lead to its authority.
    pub fn open(certificate: PathBuf, key: PathBuf) -> Result<Self, CertificateError> {
        let files = Files::read(&certificate, &key)?;
        let current = Arc::new(Current(RwLock::new(Arc::new(files.pair(&certificate, &key)?))));
        let mut config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(CertificateError::Tls)?
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(&current) as Arc<dyn ResolvesServerCert>);
        config.alpn_protocols = vec![HTTP_2.to_vec(), HTTP_1_1.to_vec()];
        Ok(Self { certificate, key, seen: Mutex::new(files.hash()), current, config: Arc::new(config) })
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.config))
    }

    /// Reads both files again. When that fails the old pair stays; a second look at the same broken files is
    /// [`Reading::Same`].
    pub fn read_again(&self) -> Result<Reading, CertificateError> {
        let files = Files::read(&self.certificate, &self.key)?;
        let hash = files.hash();
        if std::mem::replace(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner), hash) == hash {
            return Ok(Reading::Same);
        }
        let pair = Arc::new(files.pair(&self.certificate, &self.key)?);
        *self.current.0.write().unwrap_or_else(PoisonError::into_inner) = pair;
        Ok(Reading::New)
    }

    /// Looks at the files now and again, and at once when `hurry` is notified, for ever.
    pub async fn keep_fresh(self: Arc<Self>, app: App, hurry: Arc<Notify>) {
        let mut unreadable = false;
        loop {
            tokio::select! {
                () = app.clock().sleep(PAUSE) => {}
                () = hurry.notified() => {}
            }
            let certificate = Arc::clone(&self);
            let read = app.blocking().run(move || certificate.read_again()).await;
            match read {
                Ok(Ok(Reading::New)) => tracing::info!("the certificate was read again"),
                Ok(Ok(Reading::Same)) => {}
                Ok(Err(CertificateError::Unreadable(..))) if unreadable => continue,
                Ok(Err(error)) => {
                    let cause = std::error::Error::source(&error).map(ToString::to_string);
                    tracing::error!(%error, cause, "the new certificate can't be used: the old one stays");
                    unreadable = matches!(error, CertificateError::Unreadable(..));
                    continue;
                }
                Err(error) => tracing::error!(%error, "could not look at the certificate"),
            }
            unreadable = false;
        }
    }
}

/// What the two files hold.
struct Files {
    certificate: Vec<u8>,
    key: zeroize::Zeroizing<Vec<u8>>,
}

impl Files {
    fn read(certificate: &Path, key: &Path) -> Result<Self, CertificateError> {
        let read = |path: &Path| fs::read(path).map_err(|error| CertificateError::Unreadable(path.to_owned(), error));
        Ok(Self { certificate: read(certificate)?, key: read(key)?.into() })
    }

    fn hash(&self) -> [u8; 32] {
        sha256(&[&sha256(&[&self.certificate]), &sha256(&[&self.key])])
    }

    fn pair(&self, certificate: &Path, key: &Path) -> Result<CertifiedKey, CertificateError> {
        let chain: Vec<_> = CertificateDer::pem_slice_iter(&self.certificate)
            .collect::<Result<_, _>>()
            .map_err(|_| CertificateError::NoCertificate(certificate.to_owned()))?;
        if chain.is_empty() {
            return Err(CertificateError::NoCertificate(certificate.to_owned()));
        }
        let key = PrivateKeyDer::from_pem_slice(&self.key).map_err(|_| CertificateError::NoKey(key.to_owned()))?;
        CertifiedKey::from_der(chain, key, &ring::default_provider()).map_err(CertificateError::Pair)
    }
}
