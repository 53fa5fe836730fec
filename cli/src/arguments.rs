//! The command line as clap reads it. What it says about itself comes from the catalogue ([`crate::help`]).

use std::path::PathBuf;

use clap::builder::BoolishValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::Timestamp;
use safelight_core::{GalleryAnswer, ResourceKind};

#[derive(Debug, Parser)]
#[command(name = "safelight", version, disable_help_subcommand = true, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[arg(long, value_name = "DIR", env = "SAFELIGHT_HOME", global = true)]
    pub(crate) home: Option<PathBuf>,
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Signup(SignUp),
    Signin(Entry),
    Recover(Entry),
    Signout {
        #[arg(long)]
        yes: bool,
    },
    Passwd {
        #[arg(long)]
        forgotten: bool,
    },
    Words,
    DeleteAccount {
        #[arg(long)]
        yes: bool,
    },
    Devices {
        #[command(subcommand)]
        deed: Option<DeviceDeed>,
    },
    Import(Import),
    Source {
        #[command(subcommand)]
        deed: Option<SourceDeed>,
    },
    Sync(Sync),
    Ls(List),
    Show {
        #[arg(value_name = "ID")]
        id: String,
    },
    Get(Get),
    Set(Change),
    Trash {
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
    },
    Restore {
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
    },
    Purge {
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
    },
    Album {
        #[command(subcommand)]
        deed: Option<AlbumDeed>,
    },
    Export {
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        #[arg(long, value_name = "NAME")]
        album: Option<String>,
    },
    Facts {
        #[command(subcommand)]
        deed: Option<FactDeed>,
    },
    Settings {
        #[command(subcommand)]
        deed: Option<SettingDeed>,
    },
    WhatIf {
        #[arg(value_name = "KEY=VALUE", required = true)]
        changes: Vec<String>,
    },
    Status,
    Usage,
    EraseCheck,
    Timeline {
        #[arg(long, value_name = "T", value_parser = time)]
        since: Option<Timestamp>,
    },
    Receipts {
        #[arg(long, value_name = "YYYY-MM", value_parser = month)]
        month: Option<String>,
    },
    Why(Why),
    Alerts,
    Explain {
        #[arg(value_name = "DEVICE")]
        device: String,
    },
    Optimise(Optimise),
    Choices {
        #[arg(long, value_name = "ANSWER", value_enum)]
        gallery: Option<Gallery>,
    },
    FreeUp(FreeUp),
    Pin {
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
    },
    Unpin {
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
    },
    Proof {
        #[arg(value_name = "ID")]
        id: String,
    },
    Verify {
        #[arg(long)]
        all: bool,
    },
    Doctor,
    Diagnose {
        #[arg(long)]
        offline: bool,
        #[arg(long, conflicts_with = "offline")]
        other_phone: bool,
    },
    SupportBundle {
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        #[arg(long)]
        offline: bool,
    },
    Replay {
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    Completions {
        #[arg(value_name = "SHELL")]
        shell: Shell,
    },
}

/// Who comes, and from where.
#[derive(Debug, Args)]
pub(crate) struct Entry {
    #[arg(long, value_name = "URL")]
    pub(crate) server: String,
    #[arg(long, value_name = "E")]
    pub(crate) email: String,
    #[arg(long, value_name = "DEVICE")]
    pub(crate) name: Option<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) ca: Option<PathBuf>,
    #[arg(long, value_name = "HEX", requires = "ca")]
    pub(crate) ca_fingerprint: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct SignUp {
    #[command(flatten)]
    pub(crate) entry: Entry,
    #[arg(long, value_name = "CODE")]
    pub(crate) invite: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DeviceDeed {
    List,
    Rename {
        #[arg(value_name = "ID")]
        id: String,
        #[arg(value_name = "NAME")]
        name: String,
    },
    Revoke {
        #[arg(value_name = "ID")]
        id: String,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Optimise {
    #[arg(long, value_name = "N")]
    pub(crate) free: Option<u64>,
    #[arg(long)]
    pub(crate) gallery: bool,
    #[arg(long, requires = "gallery")]
    pub(crate) yes: bool,
}

/// What it means that a photo is deleted or edited in the gallery.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Gallery {
    Keep,
    Follow,
}

impl From<Gallery> for GalleryAnswer {
    fn from(answer: Gallery) -> Self {
        match answer {
            Gallery::Keep => Self::Keep,
            Gallery::Follow => Self::Follow,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct FreeUp {
    #[arg(long, required = true)]
    pub(crate) cloud: bool,
    #[arg(long, conflicts_with_all = ["trash", "empty"])]
    pub(crate) plan: bool,
    #[arg(long, value_name = "N")]
    pub(crate) bytes: Option<u64>,
    #[arg(long)]
    pub(crate) trash: bool,
    #[arg(long)]
    pub(crate) empty: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    #[arg(long)]
    pub(crate) in_place: bool,
    #[arg(long)]
    pub(crate) again: bool,
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SourceDeed {
    Add {
        #[arg(long)]
        gallery: bool,
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    List,
    Remove {
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Sync {
    #[arg(long)]
    pub(crate) now: bool,
    #[arg(long = "for", value_name = "SECONDS")]
    pub(crate) seconds: Option<u64>,
    #[arg(long, value_name = "N")]
    pub(crate) max_bytes: Option<u64>,
    #[arg(long, conflicts_with_all = ["seconds", "max_bytes", "now"])]
    pub(crate) watch: bool,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[arg(long, group = "shelf")]
    pub(crate) trash: bool,
    #[arg(long, group = "shelf")]
    pub(crate) hidden: bool,
    #[arg(long, value_name = "NAME")]
    pub(crate) album: Option<String>,
    #[arg(long)]
    pub(crate) favourites: bool,
    #[arg(long, value_name = "T", value_parser = time)]
    pub(crate) since: Option<Timestamp>,
    #[arg(long, value_name = "T", value_parser = time)]
    pub(crate) until: Option<Timestamp>,
    #[arg(long, value_name = "CURSOR")]
    pub(crate) after: Option<String>,
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) limit: usize,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum FileKind {
    Original,
    Preview,
    Thumbnail,
}

impl From<FileKind> for ResourceKind {
    fn from(kind: FileKind) -> Self {
        match kind {
            FileKind::Original => Self::Original,
            FileKind::Preview => Self::Preview,
            FileKind::Thumbnail => Self::Thumbnail,
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct Get {
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    #[arg(long, value_name = "KIND", value_enum, default_value_t = FileKind::Original)]
    pub(crate) resource: FileKind,
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
}

#[derive(Debug, Args)]
#[group(id = "change", multiple = true)]
pub(crate) struct Change {
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    #[arg(long, value_name = "B", value_parser = BoolishValueParser::new())]
    pub(crate) favourite: Option<bool>,
    #[arg(long, value_name = "B", value_parser = BoolishValueParser::new())]
    pub(crate) hidden: Option<bool>,
    #[arg(long, value_name = "T")]
    pub(crate) caption: Option<String>,
    #[arg(long, value_name = "T")]
    pub(crate) date: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum AlbumDeed {
    Create {
        #[arg(value_name = "NAME")]
        name: String,
    },
    List,
    Rename {
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(value_name = "NEW")]
        new: String,
    },
    Add {
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
    },
    Remove {
        #[arg(value_name = "NAME")]
        name: String,
        #[arg(value_name = "ID", required = true)]
        ids: Vec<String>,
    },
    Delete {
        #[arg(value_name = "NAME")]
        name: String,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum FactDeed {
    Show,
    Set {
        #[arg(value_name = "KEY=VALUE", required = true)]
        said: Vec<String>,
    },
    Clear,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SettingDeed {
    Show,
    Set {
        #[arg(value_name = "KEY=VALUE", required = true)]
        said: Vec<String>,
    },
    Reset,
}

/// Which photo, or which phone's.
#[derive(Debug, Args)]
pub(crate) struct Why {
    #[arg(value_name = "ID", required_unless_present = "from", conflicts_with_all = ["from", "since"])]
    pub(crate) id: Option<String>,
    #[arg(long, value_name = "DEVICE")]
    pub(crate) from: Option<String>,
    #[arg(long, value_name = "T", value_parser = time)]
    pub(crate) since: Option<Timestamp>,
}

/// A month as `2026-05`.
fn month(text: &str) -> Result<String, String> {
    let is_month = text.len() == 7 && format!("{text}-01").parse::<jiff::civil::Date>().is_ok();
    if is_month {
        Ok(text.to_owned())
    } else {
        Err(safelight_core::Sentences::new(crate::language::locale()).text("cli-month-invalid"))
    }
}

/// A time with its offset, or a day that begins at midnight here.
fn time(text: &str) -> Result<Timestamp, String> {
    let day = |text: &str| -> Option<Timestamp> {
        let date: jiff::civil::Date = text.parse().ok()?;
        Some(date.to_zoned(jiff::tz::TimeZone::system()).ok()?.timestamp())
    };
    // The longer form first: a date parser would take a time and forget its hours.
    let invalid = || safelight_core::Sentences::new(crate::language::locale()).text("cli-time-invalid");
    text.parse().ok().or_else(|| day(text)).ok_or_else(invalid)
}
