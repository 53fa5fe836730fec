//! The page itself: a few files in the binary, and the rules under which a browser may use them.
//!
//! Nothing is fetched from anywhere else, nothing is built: what stands in `src/page/` is what the browser gets. The
//! fixed sentences in `index.html` are filled in from the catalogue.

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::words;

/// Scripts, styles and pictures of this process only; no frame around the page, no form that leaves it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What every POST must carry: a page of another origin can't set it without asking first, and nobody answers.
pub(crate) const ACTION_HEADER: HeaderName = HeaderName::from_static("x-safelight-page");

const INDEX: &str = include_str!("page/index.html");
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";

macro_rules! files {
    ($($path:literal: $kind:expr),* $(,)?) => {
        &[$((concat!("/", $path), $kind, include_str!(concat!("page/", $path)))),*]
    };
}

/// Address, media type and text of each file.
const FILES: &[(&str, &str, &str)] = files![
    "account.js": SCRIPT,
    "albums.js": SCRIPT,
    "app.js": SCRIPT,
    "base.css": STYLE,
    "body.js": SCRIPT,
    "cloud.css": STYLE,
    "cloud.js": SCRIPT,
    "grid.js": SCRIPT,
    "history.js": SCRIPT,
    "hub.css": STYLE,
    "icon.svg": "image/svg+xml",
    "icons.js": SCRIPT,
    "panels.css": STYLE,
    "phone.css": STYLE,
    "phone.js": SCRIPT,
    "room.js": SCRIPT,
    "settings.js": SCRIPT,
    "sheet.js": SCRIPT,
    "story.js": SCRIPT,
    "theme.js": SCRIPT,
    "ui.js": SCRIPT,
    "vendor/hooks.js": SCRIPT,
    "vendor/htm.js": SCRIPT,
    "vendor/preact.js": SCRIPT,
    "viewer.js": SCRIPT,
    "why.js": SCRIPT,
    "words.js": SCRIPT,
    "world.js": SCRIPT,
];

/// The routes of the page's files.
pub(crate) fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let router = Router::new().route("/", get(async || file("text/html; charset=utf-8", words::fill(INDEX))));
    FILES.iter().fold(router, |router, (path, kind, text)| router.route(path, get(async || file(kind, *text))))
}

fn file(kind: &'static str, text: impl IntoResponse) -> Response {
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}

/// Lets through what may come from the page in this machine's browser, and gives every answer the page's rules.
///
/// - The request must name a loopback host: a foreign name that resolves here (DNS rebinding) is refused.
/// - An action must carry [`ACTION_HEADER`] and must not say that it comes from another site.
pub(crate) async fn guard(request: Request, next: Next) -> Response {
    let mut response = if !names_loopback(&request) {
        StatusCode::MISDIRECTED_REQUEST.into_response()
    } else if request.method().is_safe() || is_from_page(&request) {
        next.run(request).await
    } else {
        StatusCode::FORBIDDEN.into_response()
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn names_loopback(request: &Request) -> bool {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    // HTTP/2 names the host in the address instead.
    let authority = host.map(str::to_owned).or_else(|| request.uri().authority().map(ToString::to_string));
    let uri = authority.and_then(|authority| format!("http://{authority}/").parse::<Uri>().ok());
    uri.is_some_and(|uri| matches!(uri.host(), Some("localhost" | "127.0.0.1" | "[::1]")))
}

fn is_from_page(request: &Request) -> bool {
    let site = request.headers().get("sec-fetch-site").map(HeaderValue::as_bytes);
    request.headers().contains_key(ACTION_HEADER) && matches!(site, None | Some(b"same-origin"))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn request(headers: &[(&str, &str)]) -> Request {
        let mut request = Request::builder().uri("/api/state");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::empty()).unwrap()
    }

    #[test]
    fn only_loopback_names_are_served() {
        for host in ["localhost", "localhost:8090", "127.0.0.1:1", "[::1]:8090"] {
            assert!(names_loopback(&request(&[("host", host)])), "{host} was refused");
        }
        for host in [
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example:80",
            "10.0.0.1",
            "",
            "a b",
            "localhost@evil.example",
        ] {
            assert!(!names_loopback(&request(&[("host", host)])), "{host} was served");
        }
        assert!(!names_loopback(&request(&[])));
    }

    #[test]
    fn an_action_needs_the_pages_header_and_its_own_site() {
        assert!(is_from_page(&request(&[("x-safelight-page", "1")])));
        assert!(is_from_page(&request(&[("x-safelight-page", "1"), ("sec-fetch-site", "same-origin")])));
        assert!(!is_from_page(&request(&[])));
        assert!(!is_from_page(&request(&[("x-safelight-page", "1"), ("sec-fetch-site", "cross-site")])));
        assert!(!is_from_page(&request(&[("x-safelight-page", "1"), ("sec-fetch-site", "same-site")])));
    }

    #[test]
    fn every_file_of_the_page_is_served() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/page");
        let mut found = Vec::new();
        for part in ["", "vendor"] {
            for entry in std::fs::read_dir(folder.join(part)).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                if [".js", ".css", ".svg"].iter().any(|end| name.ends_with(end)) {
                    found.push(if part.is_empty() { format!("/{name}") } else { format!("/{part}/{name}") });
                }
            }
        }
        found.sort();
        let served: Vec<_> = FILES.iter().map(|(path, ..)| (*path).to_owned()).collect();
        assert_eq!(served, found);
    }
}
