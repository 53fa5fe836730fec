//! The table: a row a code.

use super::Confirmed::{
    Account, Fact, History, Item, Library, NotObservable, Probe, Request, ServerAnswer, Setting, System,
};
use super::MetOn::{Android, Any, Ios, Phones};
use super::Probe::{BodyLimit, Clock, Connect, Dns, Http, LocalNetwork, Portal, Tls};
use super::Reason;
use super::Severity::{Error, Info, Warning};
use super::Stops::{Class, Everything, Files, Nothing};
use super::Whose::{Person, Phone, Safelight, Server};
use crate::reasons::fix::Action;

macro_rules! vocabulary {
    ($($name:ident = $code:literal: $severity:ident, $whose:ident, $stops:ident, $confirmed:expr, $action:ident, $met_on:ident;)*) => {
        /// The codes, as constants.
        pub mod codes {
            $(#[doc = concat!("`", $code, "`")] pub const $name: &str = $code;)*
        }

        /// All rows.
        pub(super) const ALL: &[Reason] = &[$(Reason {
            code: $code,
            severity: $severity,
            whose: $whose,
            stops: $stops,
            confirmed_by: &$confirmed,
            action: Action::$action,
            met_on: $met_on,
        }),*];
    };
}

vocabulary! {
    ACCT_SIGNED_OUT = "acct.signed_out": Error, Person, Everything, [Account], SignIn, Any;
    ACCT_REAUTH = "acct.reauth": Error, Person, Everything, [Account, ServerAnswer], SignIn, Any;
    ACCT_REVOKED = "acct.revoked": Error, Person, Everything, [Account, ServerAnswer], SignIn, Any;
    ACCT_KEY_MISSING = "acct.key_missing": Error, Person, Everything, [Account], SignIn, Any;
    ACCT_DELETED = "acct.deleted": Error, Person, Everything, [Account, ServerAnswer], SignIn, Any;
    ACCT_LOCKED = "acct.locked": Error, Server, Everything, [Account, ServerAnswer], TellOwner, Any;
    ACCT_TERMS = "acct.terms": Error, Person, Everything, [Account, ServerAnswer], AcceptTerms, Any;
    ACCT_PAYMENT = "acct.payment": Error, Person, Everything, [Account, ServerAnswer], RenewPlan, Any;
    ACCT_MISMATCH = "acct.mismatch": Error, Person, Everything, [Account], SignOut, Any;
    ACCT_SYNC_OFF = "acct.sync_off": Warning, Person, Everything, [Setting("sync")], TurnOnSync, Any;
    ACCT_SCOPE_EMPTY = "acct.scope_empty": Warning, Person, Class, [Library], ChooseFolders, Any;
    ACCT_OS_SYNC_OFF = "acct.os_sync_off": Warning, Person, Everything, [System], TurnOnSystemSync, Android;
    ACCT_MANAGED = "acct.managed": Warning, Phone, Class, [System], AskManager, Phones;
    ACCT_CHILD = "acct.child": Warning, Phone, Class, [System], AskParent, Phones;
    ACCT_PROFILE_LOCKED = "acct.profile_locked": Warning, Person, Everything, [System], UnlockProfile, Android;
    ACCT_CREDENTIALS = "acct.credentials": Error, Person, Nothing, [ServerAnswer], SignIn, Any;
    ACCT_PASSWORD_CHANGED = "acct.password_changed": Warning, Person, Nothing, [ServerAnswer], ReviewAccount, Any;
    ACCT_WORDS_CHANGED = "acct.words_changed": Warning, Person, Nothing, [ServerAnswer], ReviewAccount, Any;
    ACCT_UNLOCK_REFUSED = "acct.unlock_refused": Error, Person, Nothing, [System], Retry, Any;
    ACCT_UNLOCK_UNAVAILABLE = "acct.unlock_unavailable": Error, Person, Nothing, [System], Decide, Any;
    ACCT_TAKEN = "acct.taken": Error, Person, Nothing, [ServerAnswer], SignIn, Any;
    ACCT_WEAK_PASSWORD = "acct.weak_password": Error, Person, Nothing, [Request], ChoosePassword, Any;
    ACCT_WORDS = "acct.words": Error, Person, Nothing, [Request], CheckWords, Any;
    ACCT_EMAIL = "acct.email": Error, Person, Nothing, [ServerAnswer], Correct, Any;
    ACCT_INVITATION = "acct.invitation": Error, Server, Nothing, [ServerAnswer], TellOwner, Any;
    ACCT_UNASKED = "acct.unasked": Error, Person, Nothing, [Request], ShowHelp, Any;
    ACCT_DEVICE_UNKNOWN = "acct.device_unknown": Error, Person, Nothing, [Request], LookUp, Any;
    ACCT_ATTEMPT = "acct.attempt": Warning, Safelight, Nothing, [ServerAnswer], Retry, Any;
    ACCT_GENERATION = "acct.generation": Warning, Safelight, Nothing, [ServerAnswer], Retry, Any;
    ACCT_TOKEN_EXPIRED = "acct.token_expired": Info, Safelight, Nothing, [ServerAnswer], Wait, Any;
    ACCT_ROLLED_BACK = "acct.rolled_back": Error, Server, Everything, [ServerAnswer], TellOwner, Any;
    ACCT_STRETCH = "acct.stretch": Error, Server, Nothing, [ServerAnswer], CheckAddress, Any;
    ACCT_VAULT = "acct.vault": Error, Phone, Everything, [System], UnlockPhone, Any;

    VER_CLIENT_OLD = "ver.client_old": Error, Person, Everything, [ServerAnswer], UpdateApp, Any;
    VER_SERVER_OLD = "ver.server_old": Error, Server, Everything, [ServerAnswer], UpdateServer, Any;
    VER_OS_OLD = "ver.os_old": Error, Person, Everything, [Fact("os_version")], UpdatePhone, Any;

    NET_OFFLINE = "net.offline": Warning, Phone, Everything, [Fact("network")], CheckConnection, Any;
    NET_CAPTIVE = "net.captive": Warning, Person, Everything, [Fact("captive"), Probe(Portal)], SignInNetwork, Any;
    NET_UNVALIDATED = "net.unvalidated": Warning, Phone, Everything, [Fact("validated"), Probe(Connect)], UseOtherNetwork, Any;
    NET_APP_CELL_DENIED = "net.app_cell_denied": Warning, Person, Everything, [Fact("cellular_allowed")], AllowAppCellular, Phones;
    NET_ROAMING = "net.roaming": Info, Person, Everything, [Fact("roaming")], AllowRoaming, Phones;
    NET_WIFI_REQUIRED = "net.wifi_required": Info, Person, Class, [Fact("network"), Setting("cellular_photos")], AllowCellular, Any;
    NET_EXPENSIVE = "net.expensive": Info, Person, Class, [Fact("metered"), Setting("cellular_photos")], AllowCellular, Any;
    NET_VPN_METERED = "net.vpn_metered": Info, Person, Class, [Fact("vpn"), Fact("metered")], CheckVpn, Any;
    NET_BUDGET = "net.budget": Info, Person, Class, [Setting("cellular_photos"), History], RaiseBudget, Any;
    NET_LOW_DATA = "net.low_data": Info, Person, Class, [Fact("constrained"), Setting("low_data")], AllowLowData, Any;
    NET_DATA_SAVER = "net.data_saver": Info, Person, Class, [Fact("data_saver")], TurnOffDataSaver, Android;
    NET_SATELLITE = "net.satellite": Info, Phone, Class, [System], Wait, Phones;
    NET_POOR = "net.poor": Info, Phone, Nothing, [History], UseOtherNetwork, Any;
    NET_LAN_DENIED = "net.lan_denied": Warning, Person, Everything, [Fact("lan_allowed"), Probe(LocalNetwork)], AllowLocalNetwork, Any;
    NET_NOT_HOME = "net.not_home": Info, Phone, Everything, [Probe(LocalNetwork), Probe(Connect)], Wait, Any;
    NET_VPN_DOWN = "net.vpn_down": Warning, Person, Everything, [Fact("vpn"), Probe(Connect)], TurnOnVpn, Any;
    NET_DNS = "net.dns": Warning, Phone, Everything, [Probe(Dns)], CheckConnection, Any;
    NET_RELAY = "net.relay": Warning, Person, Everything, [Probe(Dns)], CheckFilter, Any;
    NET_TLS_UNTRUSTED = "net.tls_untrusted": Error, Server, Everything, [Probe(Tls)], CheckAddress, Any;
    NET_TLS_REQUIRED = "net.tls_required": Error, Person, Everything, [Request], CheckAddress, Any;
    NET_AUTHORITY_CHANGED = "net.authority_changed": Error, Person, Nothing, [Request], TellOwner, Any;
    NET_AUTHORITY_WRONG = "net.authority_wrong": Error, Person, Nothing, [Request], TellOwner, Any;
    NET_AUTHORITY_FILE = "net.authority_file": Error, Person, Nothing, [Request], Correct, Any;
    NET_CLOCK = "net.clock": Warning, Person, Class, [Fact("clock_offset_s"), Probe(Clock)], SetClock, Any;
    NET_PROXY_LIMIT = "net.proxy_limit": Error, Server, Files, [ServerAnswer, Probe(BodyLimit)], TellOwner, Any;
    NET_BLOCKED = "net.blocked": Warning, Phone, Everything, [Probe(Connect)], UseOtherNetwork, Any;

    PWR_NOT_CHARGING = "pwr.not_charging": Info, Person, Class, [Fact("charging"), Setting("charging_only")], PlugIn, Any;
    PWR_LOW = "pwr.low": Info, Person, Class, [Fact("battery"), Setting("battery_floor")], PlugIn, Any;
    PWR_SAVER = "pwr.saver": Info, Person, Class, [Fact("low_power"), Setting("in_low_power")], TurnOffLowPower, Any;
    PWR_PLUGGED_NOT_CHARGING = "pwr.plugged_not_charging": Info, Phone, Nothing, [Fact("charging")], Wait, Phones;
    PWR_STUCK_LOW_POWER = "pwr.stuck_low_power": Info, Phone, Nothing, [NotObservable], RestartPhone, Ios;
    HEAT = "heat": Info, Phone, Class, [Fact("thermal"), Setting("when_hot")], CoolDown, Any;
    LOAD_SYSTEM = "load.system": Info, Phone, Class, [System, History], KeepOpen, Phones;

    BG_REFRESH_OFF = "bg.refresh_off": Warning, Person, Everything, [Fact("background")], AllowBackground, Phones;
    BG_DISABLED = "bg.disabled": Warning, Person, Everything, [Fact("background")], AllowBackground, Phones;
    BG_FORCE_QUIT = "bg.force_quit": Warning, Person, Everything, [System], LeaveRunning, Phones;
    BG_RESOURCES = "bg.resources": Info, Phone, Everything, [System], PlugIn, Phones;
    BG_NO_WINDOW = "bg.no_window": Warning, Phone, Everything, [History], KeepOpen, Phones;
    BG_SILENT = "bg.silent": Warning, Person, Nothing, [History], OpenOtherPhone, Any;
    BG_EXPIRED = "bg.expired": Info, Phone, Nothing, [History], Wait, Phones;
    BG_QUOTA = "bg.quota": Info, Phone, Everything, [System], KeepOpen, Android;
    BG_BUCKET = "bg.bucket": Info, Phone, Class, [Fact("bucket")], KeepOpen, Android;
    BG_DOZE = "bg.doze": Info, Phone, Everything, [System], Wait, Android;
    BG_OPTIMISED = "bg.optimised": Warning, Person, Class, [Fact("battery_optimised")], StopOptimising, Android;
    BG_OEM = "bg.oem": Warning, Phone, Everything, [System, History], ProtectApp, Android;
    BG_FGS_TIMEOUT = "bg.fgs_timeout": Info, Phone, Everything, [System], KeepOpen, Android;
    BG_HIBERNATED = "bg.hibernated": Warning, Person, Everything, [System], KeepUnused, Android;
    BG_LOCKED_BOOT = "bg.locked_boot": Warning, Person, Everything, [System], UnlockPhone, Phones;
    BG_NOTIF_DENIED = "bg.notif_denied": Info, Person, Nothing, [System], AllowNotifications, Phones;
    BG_MEMORY = "bg.memory": Info, Phone, Nothing, [System], Wait, Phones;
    BG_EXT_OFF = "bg.ext_off": Warning, Person, Class, [System], TurnOnBackgroundUpload, Ios;
    BG_JOB_LIMIT = "bg.job_limit": Info, Safelight, Class, [System], Wait, Ios;

    LIB_NOT_ASKED = "lib.not_asked": Warning, Person, Class, [Fact("photo_access")], AskForPhotos, Any;
    LIB_DENIED = "lib.denied": Error, Person, Class, [Fact("photo_access")], AllowPhotos, Any;
    LIB_RESTRICTED = "lib.restricted": Error, Phone, Class, [Fact("photo_access")], AskManager, Phones;
    LIB_LIMITED = "lib.limited": Warning, Person, Files, [Fact("photo_access")], AllowAllPhotos, Phones;
    LIB_LOCATION_STRIPPED = "lib.location_stripped": Warning, Person, Class, [System], AllowPlaces, Android;
    LIB_SDCARD = "lib.sdcard": Warning, Person, Files, [Item], InsertCard, Android;
    LIB_UNAVAILABLE = "lib.unavailable": Warning, Phone, Class, [System], Retry, Any;
    LIB_RESCAN = "lib.rescan": Info, Safelight, Nothing, [Library], Wait, Any;
    LIB_ORIGINAL_IN_CLOUD = "lib.original_in_cloud": Info, Phone, Files, [Item], KeepOpen, Phones;
    LIB_RESTORING = "lib.restoring": Info, Phone, Class, [History], Wait, Phones;
    LIB_GALLERY_CHOICE = "lib.gallery_choice": Info, Person, Nothing, [Library], Decide, Any;
    LIB_NOT_A_FOLDER = "lib.not_a_folder": Error, Person, Nothing, [Request], Correct, Any;
    LIB_SOURCE_UNKNOWN = "lib.source_unknown": Error, Person, Nothing, [Request], LookUp, Any;

    QUOTA_FULL = "quota.full": Error, Person, Class, [ServerAnswer], FreeUpCloud, Any;
    QUOTA_NEAR = "quota.near": Warning, Person, Nothing, [ServerAnswer], FreeUpCloud, Any;
    QUOTA_MEMBER = "quota.member": Error, Person, Class, [ServerAnswer], AskFamily, Any;
    QUOTA_FILE_EXCEEDS = "quota.file_exceeds": Warning, Person, Files, [ServerAnswer], FreeUpCloud, Any;
    DISK_DEVICE = "disk.device": Error, Person, Everything, [Fact("free_bytes")], FreeUpPhone, Any;
    DISK_LOW = "disk.low": Warning, Person, Nothing, [Fact("free_bytes")], FreeUpPhone, Any;
    DISK_SERVER = "disk.server": Error, Server, Everything, [ServerAnswer], TellOwner, Any;

    ITEM_UNSUPPORTED = "item.unsupported": Warning, Safelight, Files, [Item], ShowFiles, Any;
    ITEM_TOO_LARGE = "item.too_large": Warning, Server, Files, [Item], TellOwner, Any;
    ITEM_TOO_SMALL = "item.too_small": Info, Safelight, Files, [Item], ShowFiles, Any;
    ITEM_CORRUPT = "item.corrupt": Error, Phone, Files, [Item], ShowFiles, Any;
    ITEM_MISSING = "item.missing": Error, Person, Files, [Item], ShowFiles, Any;
    ITEM_CHANGED = "item.changed": Error, Person, Files, [Item], ShowFiles, Any;
    ITEM_LIVE_INCOMPLETE = "item.live_incomplete": Warning, Phone, Files, [Item], ShowFiles, Phones;
    ITEM_DUP = "item.dup": Info, Safelight, Nothing, [Library], Nothing, Any;
    ITEM_IGNORED_TRASH = "item.ignored_trash": Info, Person, Files, [Library], TakeInAgain, Any;
    ITEM_CONFLICT = "item.conflict": Warning, Safelight, Files, [Library], ShowFiles, Any;
    ITEM_DEST_DENIED = "item.dest_denied": Error, Server, Files, [ServerAnswer], TellOwner, Any;
    ITEM_VIRUS = "item.virus": Warning, Server, Files, [ServerAnswer], ShowFiles, Any;
    ITEM_SHARED_ALBUM = "item.shared_album": Info, Phone, Files, [Item], SaveToLibrary, Phones;
    ITEM_BURST_FRAME = "item.burst_frame": Info, Phone, Files, [Item], KeepFrame, Phones;
    ITEM_POISON = "item.poison": Warning, Safelight, Files, [History], ShowFiles, Any;
    ITEM_HASH_MISMATCH = "item.hash_mismatch": Error, Server, Files, [ServerAnswer], OpenOtherPhone, Any;
    ITEM_LOST = "item.lost": Error, Person, Files, [ServerAnswer], ShowFiles, Any;
    ITEM_ELSEWHERE = "item.elsewhere": Info, Person, Files, [Library], OpenOtherPhone, Any;
    ITEM_CONTESTED = "item.contested": Warning, Person, Files, [Library], Decide, Any;
    ITEM_UNREADABLE = "item.unreadable": Warning, Safelight, Files, [Library], UpdateApp, Any;
    ITEM_UNKNOWN = "item.unknown": Error, Person, Nothing, [Request], LookUp, Any;
    ITEM_DATE = "item.date": Error, Person, Nothing, [Request], Correct, Any;
    ITEM_UNSENT = "item.unsent": Info, Safelight, Nothing, [Library], Wait, Any;
    ITEM_PINNED = "item.pinned": Info, Person, Nothing, [Library], Nothing, Any;
    ITEM_BORROWED = "item.borrowed": Info, Person, Nothing, [Library], Nothing, Any;
    ITEM_NOT_HERE = "item.not_here": Info, Safelight, Nothing, [Library], Nothing, Any;
    ITEM_DECLINED = "item.declined": Info, Person, Nothing, [System], Nothing, Any;
    ITEM_BUSY = "item.busy": Info, Safelight, Nothing, [Library], Retry, Any;
    ALBUM_UNKNOWN = "album.unknown": Error, Person, Nothing, [Request], LookUp, Any;
    ALBUM_AMBIGUOUS = "album.ambiguous": Error, Person, Nothing, [Request], LookUp, Any;
    ALBUM_NAME = "album.name": Error, Person, Nothing, [Request], Correct, Any;

    CLOUD_DAMAGED = "cloud.damaged": Warning, Server, Files, [ServerAnswer], TellOwner, Any;
    CLOUD_BACKUP_OLD = "cloud.backup_old": Warning, Server, Nothing, [ServerAnswer], TellOwner, Any;
    CLOUD_NOT_BACKED_UP = "cloud.not_backed_up": Info, Server, Nothing, [ServerAnswer], Wait, Any;

    SRV_OUTAGE = "srv.outage": Warning, Server, Everything, [Probe(Connect)], Retry, Any;
    SRV_5XX = "srv.5xx": Warning, Server, Everything, [ServerAnswer, Probe(Http)], Retry, Any;
    SRV_429 = "srv.429": Info, Server, Everything, [ServerAnswer], Wait, Any;
    SRV_MAINTENANCE = "srv.maintenance": Info, Server, Everything, [ServerAnswer], Wait, Any;
    SRV_PROCESSING = "srv.processing": Info, Server, Nothing, [Library], Wait, Any;
    SRV_CERT_EXPIRED = "srv.cert_expired": Error, Server, Everything, [Probe(Tls)], TellOwner, Any;
    SRV_ADDRESS = "srv.address": Error, Person, Nothing, [Request], CheckAddress, Any;
    SRV_FOREIGN = "srv.foreign": Error, Person, Everything, [Probe(Http)], CheckAddress, Any;
    SRV_RESTORED = "srv.restored": Warning, Server, Nothing, [ServerAnswer], ReviewAccount, Any;
    SRV_IMPOSTOR = "srv.impostor": Warning, Phone, Everything, [Probe(Http)], UseOtherNetwork, Any;
    SRV_FELL_BACK = "srv.fell_back": Info, Server, Nothing, [ServerAnswer], Nothing, Any;
    SYNC_EPOCH = "sync.epoch": Info, Server, Nothing, [ServerAnswer], Wait, Any;

    ENG_PAUSED = "eng.paused": Info, Person, Everything, [Setting("pause_until")], Resume, Any;
    ENG_HOURS = "eng.hours": Info, Person, Class, [Setting("hours")], ChangeHours, Any;
    ENG_BACKOFF = "eng.backoff": Info, Safelight, Everything, [Library], Retry, Any;
    ENG_HASHING = "eng.hashing": Info, Safelight, Class, [Library], Wait, Any;
    ENG_INITIAL = "eng.initial": Info, Safelight, Class, [Library], Wait, Any;
    ENG_LOCK = "eng.lock": Info, Safelight, Everything, [Library], Wait, Any;
    ENG_BEHIND_BIG_ITEM = "eng.behind_big_item": Info, Safelight, Class, [Library], Wait, Any;
    ENG_INTERRUPTED = "eng.interrupted": Info, Safelight, Nothing, [History], Retry, Any;
    ENG_UNKNOWN_STALL = "eng.unknown_stall": Warning, Safelight, Everything, [History], MakeReport, Any;
    ENG_DRIFT = "eng.drift": Info, Safelight, Nothing, [Library], Nothing, Any;
    ENG_DATABASE = "eng.database": Error, Phone, Everything, [Library], Repair, Any;
    ENG_SEAL = "eng.seal": Error, Person, Files, [Item], Correct, Any;
    ENG_BUG = "eng.bug": Error, Safelight, Nothing, [Request], MakeReport, Any;
    ENG_FOREIGN = "eng.foreign": Error, Safelight, Nothing, [Request], MakeReport, Any;
    ENG_HOME = "eng.home": Error, Person, Nothing, [Request], Correct, Any;

    REQ_USAGE = "req.usage": Error, Person, Nothing, [Request], ShowHelp, Any;
    REQ_INVALID = "req.invalid": Error, Person, Nothing, [Request], Correct, Any;
    REQ_HANDSHAKE = "req.handshake": Error, Safelight, Nothing, [ServerAnswer], UpdateApp, Any;
    REQ_MALFORMED = "req.malformed": Error, Safelight, Nothing, [ServerAnswer], UpdateApp, Any;
    REQ_METHOD = "req.method": Error, Safelight, Nothing, [ServerAnswer], UpdateApp, Any;
    REQ_MEDIA_TYPE = "req.media_type": Error, Safelight, Nothing, [ServerAnswer], UpdateApp, Any;
    REQ_TOO_LARGE = "req.too_large": Error, Safelight, Nothing, [ServerAnswer], UpdateApp, Any;
    REQ_NOT_FOUND = "req.not_found": Error, Safelight, Nothing, [ServerAnswer], Retry, Any;
    REQ_TIMEOUT = "req.timeout": Warning, Phone, Nothing, [ServerAnswer], Retry, Any;
    ADMIN_NO_ACCOUNT = "admin.no_account": Error, Server, Nothing, [Request], LookUp, Any;
    ADMIN_QUOTA = "admin.quota": Error, Server, Nothing, [Request], Correct, Any;
    ADMIN_VERSION = "admin.version": Error, Server, Nothing, [Request], Correct, Any;
    ADMIN_COMMAND = "admin.command": Error, Server, Nothing, [Request], UpdateServer, Any;
    ADMIN_FOLDER = "admin.folder": Error, Server, Nothing, [Request], Correct, Any;
    ADMIN_UNREACHABLE = "admin.unreachable": Error, Server, Nothing, [Request], Retry, Any;
    ADMIN_RUNNING = "admin.running": Error, Server, Nothing, [Request], Retry, Any;
    ADMIN_NOT_EMPTY = "admin.not_empty": Error, Server, Nothing, [Request], Correct, Any;
    ADMIN_NO_BACKUP = "admin.no_backup": Error, Server, Nothing, [Request], Correct, Any;
    ADMIN_BACKUP_FOLDER = "admin.backup_folder": Error, Server, Nothing, [Request], Correct, Any;
    ADMIN_BACKUP_IN_USE = "admin.backup_in_use": Error, Server, Nothing, [Request], Retry, Any;
    ADMIN_BACKUP_NEWER = "admin.backup_newer": Error, Server, Nothing, [Request], UpdateServer, Any;
    ADMIN_BACKUP_DAMAGED = "admin.backup_damaged": Error, Server, Nothing, [Request], Correct, Any;
    ADMIN_BACKUP_UNRELIABLE = "admin.backup_unreliable": Error, Server, Nothing, [Request], Correct, Any;
}
