//! The command line: a contract for scripts.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand};
use safelight_protocol::identity::{AddressKind, ServerAddress, normalise_address};
use safelight_protocol::server::Signup;
use safelight_server::admin::Command;
use safelight_server::{BillingSecret, Config, Network};

/// The Safelight cloud: keeps sealed photos that it can't read. Needs a folder and nothing else.
#[derive(Debug, Parser)]
#[command(name = "safelight-server", version, subcommand_negates_reqs = true, args_conflicts_with_subcommands = true)]
pub(crate) struct Arguments {
    #[command(flatten)]
    serve: ServeArguments,
    #[command(subcommand)]
    subcommand: Option<Sub>,
}

#[derive(Debug, Args)]
struct ServeArguments {
    /// The folder of everything that the server keeps; made if it is not there
    #[arg(long, value_name = "DIR", required = true)]
    data: Option<PathBuf>,
    /// Where to listen; port 0 takes any free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// How many days deleted photos stay; 0: until the next housekeeping
    #[arg(long, value_name = "N", default_value_t = 30)]
    trash_days: u32,
    /// How many hours a part stays that nothing names; 0: until the next housekeeping
    #[arg(long, value_name = "N", default_value_t = 24)]
    part_grace_hours: u32,
    /// Whether everybody may sign up, or only the holder of an invitation. Without it: everybody from this machine
    /// itself when it listens on loopback, nobody else
    #[arg(long, value_name = "BOOL")]
    open_signup: Option<bool>,
    /// Speak HTTPS with this certificate (PEM, with those that lead to its authority); read again when it changes
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The certificate's private key (PEM)
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// A proxy in front of the server, or a range such as 10.0.0.0/8: its word on a client's address is believed; may be
    /// given again
    #[arg(long, value_name = "ADDRESS")]
    trusted_proxy: Vec<Network>,
    /// How many bytes of the disk stay free: below, no photos are taken, everything else goes on
    #[arg(long, value_name = "BYTES", default_value_t = 1024 * 1024 * 1024)]
    disk_floor: u64,
    /// Serve figures for Prometheus at this address, under /metrics; not reachable for phones
    #[arg(long, value_name = "ADDRESS")]
    metrics: Option<SocketAddr>,
    /// How the log is written, on standard error
    #[arg(long, value_name = "FORM", value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
    /// Where phones find the server: home, vpn or public, and a URL; may be given again, the best first
    #[arg(long, value_name = "[KIND=]URL", value_parser = address)]
    address: Vec<ServerAddress>,
    /// How many bytes an account may store
    #[arg(long, value_name = "BYTES", default_value_t = 5 * 1024 * 1024 * 1024, value_parser = clap::value_parser!(u64).range(..=i64::MAX as u64))]
    quota: u64,
    /// The secret, of at least 16 bytes, with which a billing system signs quotas; without it none is listened to
    #[arg(long, value_name = "SECRET", env = "SAFELIGHT_BILLING_SECRET", hide_env_values = true, value_parser = billing_secret)]
    billing_secret: Option<BillingSecret>,
}

fn billing_secret(text: &str) -> Result<BillingSecret, String> {
    BillingSecret::new(text).ok_or_else(|| "a secret has at least 16 bytes".to_owned())
}

#[derive(Debug, Subcommand)]
enum Sub {
    /// Look after a server, also while it runs
    Admin {
        /// The server's folder
        #[arg(id = "admin_data", long = "data", value_name = "DIR", global = true)]
        data: Option<PathBuf>,
        /// Answer with one JSON document
        #[arg(long, global = true)]
        json: bool,
        #[command(subcommand)]
        command: AdminCommand,
    },
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Switch {
    On,
    Off,
}

#[derive(Debug, Subcommand)]
enum AdminCommand {
    /// List all accounts
    Accounts,
    /// Set how many bytes an account may store
    Quota { email: String, bytes: u64 },
    /// Lock an account
    Disable { email: String },
    /// Unlock an account
    Enable { email: String },
    /// Read every stored part again and name what is gone or damaged
    Verify,
    /// Remove what nothing names, at once
    Collect,
    /// Say how the server stands
    Status,
    /// Make an invitation, good for one sign-up
    Invite,
    /// Let nobody in, or everybody again
    Maintenance { switch: Switch },
    /// Refuse apps older than this version (0: serve all)
    VersionFloor { version: String },
    /// Say what goes on now: requests in flight, rates, what was slow
    Top,
    /// Bring the backup in this folder up to date, or make it
    Backup {
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Make the server again from a backup, into an empty folder; only while none runs
    Restore {
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

/// What the process is to do.
pub(crate) enum Task {
    Serve(Box<Serve>),
    Admin { data: PathBuf, json: bool, command: Command },
}

/// A server to run.
pub(crate) struct Serve {
    pub(crate) config: Config,
    pub(crate) listen: SocketAddr,
    /// Certificate and key.
    pub(crate) tls: Option<(PathBuf, PathBuf)>,
    /// Where the figures are served.
    pub(crate) metrics: Option<SocketAddr>,
    pub(crate) log_format: LogFormat,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub(crate) enum LogFormat {
    /// One JSON document a line.
    Json,
    /// For people.
    #[default]
    Text,
}

impl Arguments {
    pub(crate) fn task(self) -> Task {
        match self.subcommand {
            Some(Sub::Admin { data: Some(data), json, command }) => Task::Admin { data, json, command: command.into() },
            Some(Sub::Admin { data: None, .. }) => Self::command()
                .error(ErrorKind::MissingRequiredArgument, "admin needs the server's folder: --data <DIR>")
                .exit(),
            None => Task::Serve(Box::new(self.serve.into())),
        }
    }
}

impl From<ServeArguments> for Serve {
    fn from(arguments: ServeArguments) -> Self {
        let open = arguments.open_signup.unwrap_or(arguments.listen.ip().is_loopback());
        let open_to_others = arguments.open_signup.unwrap_or(false);
        let signup = |open| if open { Signup::Open } else { Signup::Invitation };
        let mut config = Config::new(arguments.data.unwrap_or_default());
        config.trash_days = arguments.trash_days;
        config.part_grace = Duration::from_secs(u64::from(arguments.part_grace_hours) * 60 * 60);
        config.signup = signup(open);
        config.signup_from_elsewhere = signup(open_to_others);
        config.trusted_proxies = arguments.trusted_proxy;
        config.addresses = arguments.address;
        config.quota = arguments.quota;
        config.billing_secret = arguments.billing_secret;
        config.disk_floor = arguments.disk_floor;
        Self {
            config,
            listen: arguments.listen,
            tls: arguments.tls_cert.zip(arguments.tls_key),
            metrics: arguments.metrics,
            log_format: arguments.log_format,
        }
    }
}

/// The path from the root: the running server stands in another folder than whoever asks it.
fn whole(folder: PathBuf) -> PathBuf {
    std::path::absolute(&folder).unwrap_or(folder)
}

/// An address with its kind, or with the one that it looks like.
fn address(text: &str) -> Result<ServerAddress, String> {
    let named = [AddressKind::Home, AddressKind::Vpn, AddressKind::Public]
        .into_iter()
        .find_map(|kind| Some((kind, text.strip_prefix(kind.as_str())?.strip_prefix('=')?)));
    let (kind, url) = named.unwrap_or((AddressKind::guess(text), text));
    let url = normalise_address(url);
    let host = url.strip_prefix("https://").or(url.strip_prefix("http://"));
    if host.is_none_or(|host| {
        host.is_empty() || host.starts_with(['/', ':', '?', '#']) || host.contains(char::is_whitespace)
    }) {
        return Err(
            "an address begins with https:// (or http:// on this machine), perhaps after home=, vpn= or public="
                .to_owned(),
        );
    }
    Ok(ServerAddress { kind, url })
}

impl From<AdminCommand> for Command {
    fn from(command: AdminCommand) -> Self {
        match command {
            AdminCommand::Accounts => Self::Accounts,
            AdminCommand::Quota { email, bytes } => Self::Quota { email, bytes },
            AdminCommand::Disable { email } => Self::Disable { email },
            AdminCommand::Enable { email } => Self::Enable { email },
            AdminCommand::Verify => Self::Verify,
            AdminCommand::Collect => Self::Collect,
            AdminCommand::Status => Self::Status,
            AdminCommand::Invite => Self::Invite,
            AdminCommand::Maintenance { switch } => Self::Maintenance { on: matches!(switch, Switch::On) },
            AdminCommand::VersionFloor { version } => Self::VersionFloor { version },
            AdminCommand::Top => Self::Top,
            AdminCommand::Backup { folder } => Self::Backup { folder: whole(folder) },
            AdminCommand::Restore { folder } => Self::Restore { folder: whole(folder) },
        }
    }
}
