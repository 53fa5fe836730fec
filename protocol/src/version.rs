//! The handshake. Every request to `/v1` says which protocol and which app speak; every answer says which server and
//! what time it has.
//!
//! A server that no longer speaks the client's protocol answers 426 with `ver.client_old`. Nothing else answers 426.

/// The protocol that this code speaks.
pub const PROTOCOL: u32 = 1;

/// Request and answer header: the protocol's version, a decimal number. A request to `/v1` without it is refused with 400.
pub const PROTOCOL_HEADER: &str = "safelight-protocol";

/// Request header: name and version of the app, for example `safelight-cli/0.1.0`. The server compares the version with
/// its floor.
pub const CLIENT_HEADER: &str = "safelight-client";

/// Answer header: the server's clock, in milliseconds since 1970 UTC. Clients tell by it that their own clock is wrong.
pub const TIME_HEADER: &str = "safelight-time";

/// Answer header: a random name for this request, to find it in the server's log.
pub const REQUEST_ID_HEADER: &str = "safelight-request";

/// Answer header: the problem's code, for lanes that can read headers only.
pub const PROBLEM_HEADER: &str = "safelight-problem";
