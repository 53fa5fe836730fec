/// The codes that this version knows. A test compares them with the engine's.
extension ReasonCode {
    /// Nobody is signed in on this phone. Sign in.
    public static let acctSignedOut = ReasonCode("acct.signed_out")
    /// The sign-in on this phone has ended. Sign in again.
    public static let acctReauth = ReasonCode("acct.reauth")
    /// This phone was removed from the account. The photos on it are still here. Sign in again, or export the photos that are only here.
    public static let acctRevoked = ReasonCode("acct.revoked")
    /// This phone does not have the account's keys. Sign in again.
    public static let acctKeyMissing = ReasonCode("acct.key_missing")
    /// The account is being deleted. Signing in within 14 days keeps it.
    public static let acctDeleted = ReasonCode("acct.deleted")
    /// The account is disabled on this server. The owner of the server can enable it.
    public static let acctLocked = ReasonCode("acct.locked")
    /// The server has new terms that nobody has agreed to yet. Read them and agree.
    public static let acctTerms = ReasonCode("acct.terms")
    /// The plan of this account has ended. Renew it.
    public static let acctPayment = ReasonCode("acct.payment")
    /// This phone's library belongs to another account. Sign in with the account that it belongs to.
    public static let acctMismatch = ReasonCode("acct.mismatch")
    /// Sync is switched off on this phone. Switch it on.
    public static let acctSyncOff = ReasonCode("acct.sync_off")
    /// No folder or album is chosen, so there is nothing to keep safe. Choose what is to be kept safe.
    public static let acctScopeEmpty = ReasonCode("acct.scope_empty")
    /// The phone's own switch for syncing accounts is off. Switch on that apps may sync data by themselves.
    public static let acctOsSyncOff = ReasonCode("acct.os_sync_off")
    /// Whoever manages this phone has switched this off. Ask them to allow it.
    public static let acctManaged = ReasonCode("acct.managed")
    /// Screen time or parental limits stop this. It goes on when the limits end, or when a parent allows it.
    public static let acctChild = ReasonCode("acct.child")
    /// Safelight is in a work profile or private space that is locked now. It goes on when it is unlocked.
    public static let acctProfileLocked = ReasonCode("acct.profile_locked")
    /// E-mail or password is wrong. Try again, or use the 24 recovery words.
    public static let acctCredentials = ReasonCode("acct.credentials")
    /// The password of this account was changed on another phone. If it was not you, remove the phone that you do not know and set a new password.
    public static let acctPasswordChanged = ReasonCode("acct.password_changed")
    /// The recovery words of this account were changed on another phone. If it was not you, remove the phone that you do not know and make new words.
    public static let acctWordsChanged = ReasonCode("acct.words_changed")
    /// It was not confirmed that this phone is in the right hands. Unlock with face, finger or PIN, or type what is asked.
    public static let acctUnlockRefused = ReasonCode("acct.unlock_refused")
    /// This device can't ask for its unlock. Set a screen lock on the phone; in a terminal, run the command where it can ask.
    public static let acctUnlockUnavailable = ReasonCode("acct.unlock_unavailable")
    /// There is already an account with this e-mail. Sign in instead.
    public static let acctTaken = ReasonCode("acct.taken")
    /// This password is too easy to guess. Choose a longer one: four random words are good.
    public static let acctWeakPassword = ReasonCode("acct.weak_password")
    /// These are not the recovery words of this account. Compare them with what was written down.
    public static let acctWords = ReasonCode("acct.words")
    /// This is not an e-mail address. Check it for typing mistakes.
    public static let acctEmail = ReasonCode("acct.email")
    /// Signing up on this server needs an invitation. Ask the owner of the server for one.
    public static let acctInvitation = ReasonCode("acct.invitation")
    /// Something must be asked, and nobody can be. Set it, or run the command in a terminal.
    public static let acctUnasked = ReasonCode("acct.unasked")
    /// No phone of this account has this id. Look it up in the list of phones.
    public static let acctDeviceUnknown = ReasonCode("acct.device_unknown")
    /// The sign-in took too long. Begin again.
    public static let acctAttempt = ReasonCode("acct.attempt")
    /// Another phone changed the same thing at this moment. Try again.
    public static let acctGeneration = ReasonCode("acct.generation")
    /// The sign-in is being renewed. It goes on by itself in a moment.
    public static let acctTokenExpired = ReasonCode("acct.token_expired")
    /// The server offered an older key than this phone has seen. The owner of the server may have restored an old backup. Ask them before you go on.
    public static let acctRolledBack = ReasonCode("acct.rolled_back")
    /// The server asks for a protection of the password that is not safe. Do not sign in on this server.
    public static let acctStretch = ReasonCode("acct.stretch")
    /// The key store of this phone does not answer. Unlock the phone and try again.
    public static let acctVault = ReasonCode("acct.vault")
    /// This app is too old for the server. Update the app.
    public static let verClientOld = ReasonCode("ver.client_old")
    /// The server is too old for this app. The owner of the server must update it.
    public static let verServerOld = ReasonCode("ver.server_old")
    /// This phone's system is too old for this app. Update the phone's system.
    public static let verOsOld = ReasonCode("ver.os_old")
    /// There is no connection. It goes on by itself when there is a connection.
    public static let netOffline = ReasonCode("net.offline")
    /// This network asks you to sign in on its own page first. Open that page and sign in.
    public static let netCaptive = ReasonCode("net.captive")
    /// The network is connected, but it does not lead to the internet. It goes on when the network works again, or on another network.
    public static let netUnvalidated = ReasonCode("net.unvalidated")
    /// This app is not allowed to use cellular data. Allow it in the phone's settings, or use Wi-Fi.
    public static let netAppCellDenied = ReasonCode("net.app_cell_denied")
    /// The phone is roaming, and data abroad is switched off here. It goes on at home or on Wi-Fi, or when you allow roaming.
    public static let netRoaming = ReasonCode("net.roaming")
    /// Photos wait for Wi-Fi. It goes on with Wi-Fi, or when you allow cellular data for it.
    public static let netWifiRequired = ReasonCode("net.wifi_required")
    /// This network counts data, like a personal hotspot, so photos wait. It goes on with another network, or when you allow cellular data for it.
    public static let netExpensive = ReasonCode("net.expensive")
    /// The VPN makes this network count data, so photos wait. Switch the VPN off, or mark it as not metered in its settings.
    public static let netVpnMetered = ReasonCode("net.vpn_metered")
    /// Today's cellular data for Safelight is used up. It goes on tomorrow or with Wi-Fi, or when you allow more a day.
    public static let netBudget = ReasonCode("net.budget")
    /// The phone saves data on this network (Low Data Mode). Switch Low Data Mode off for this network, or allow photos in it.
    public static let netLowData = ReasonCode("net.low_data")
    /// The phone's Data Saver keeps this app from using data. Switch Data Saver off, or let this app use data all the same.
    public static let netDataSaver = ReasonCode("net.data_saver")
    /// The phone is connected by satellite, which carries messages only. It goes on with Wi-Fi or an ordinary cellular connection.
    public static let netSatellite = ReasonCode("net.satellite")
    /// The connection is slow or breaks off again and again. It goes on, slowly. Another network is faster.
    public static let netPoor = ReasonCode("net.poor")
    /// This app may not reach other devices at home, and the server is one. Allow it to use the local network.
    public static let netLanDenied = ReasonCode("net.lan_denied")
    /// The server can be reached at home only, and this phone is not there. It goes on by itself at home.
    public static let netNotHome = ReasonCode("net.not_home")
    /// The server can be reached through the VPN only, and the VPN is off. Switch the VPN on.
    public static let netVpnDown = ReasonCode("net.vpn_down")
    /// The name of the server can't be found. Check the connection and the server's address.
    public static let netDns = ReasonCode("net.dns")
    /// Something on this phone or network, such as Private Relay or a filter, hides the server's name. Switch it off for this network, or let the server's name through.
    public static let netRelay = ReasonCode("net.relay")
    /// The server can't prove who it is. Check the server's address; on a public network, sign in to the network first.
    public static let netTlsUntrusted = ReasonCode("net.tls_untrusted")
    /// The server's address begins with http://. Nothing is sent there: everybody on the way could read it. Use an address that begins with https://.
    public static let netTlsRequired = ReasonCode("net.tls_required")
    /// This phone trusts another certificate authority for this server than the one that was given. Ask the owner of the server for its fingerprint, and give that with the file.
    public static let netAuthorityChanged = ReasonCode("net.authority_changed")
    /// The certificate authority does not have the fingerprint that was given. Compare it with the owner of the server. Do not go on before both are the same.
    public static let netAuthorityWrong = ReasonCode("net.authority_wrong")
    /// The file is not one certificate. Choose the file with the certificate of the authority, without its key.
    public static let netAuthorityFile = ReasonCode("net.authority_file")
    /// The date on this phone is wrong. Set date and time to automatic.
    public static let netClock = ReasonCode("net.clock")
    /// Something between this phone and the server lets no large file through. The owner of the server must raise the limit of the proxy: 9 MB are enough.
    public static let netProxyLimit = ReasonCode("net.proxy_limit")
    /// This network lets the phone through to others, but not to the server. It goes on with another network.
    public static let netBlocked = ReasonCode("net.blocked")
    /// You chose that photos are sent only while the phone charges. Plug the phone in.
    public static let pwrNotCharging = ReasonCode("pwr.not_charging")
    /// The battery is low. Plug the phone in.
    public static let pwrLow = ReasonCode("pwr.low")
    /// The phone saves power. It goes on when Low Power Mode or Battery Saver is off.
    public static let pwrSaver = ReasonCode("pwr.saver")
    /// The phone is plugged in and does not charge further, to spare its battery. That counts as plugged in. Nothing needs to be done.
    public static let pwrPluggedNotCharging = ReasonCode("pwr.plugged_not_charging")
    /// Now and then a phone goes on saving power although it is charged. No app can see that. If photos still wait after an hour of charging, restart the phone.
    public static let pwrStuckLowPower = ReasonCode("pwr.stuck_low_power")
    /// The phone is too warm to send photos. It goes on by itself when the phone has cooled down.
    public static let heat = ReasonCode("heat")
    /// The phone puts this off to stay fast and spare its battery. It goes on by itself, most often at night on a charger, or while Safelight is open.
    public static let loadSystem = ReasonCode("load.system")
    /// This app may not work in the background. Open the app, or allow it to work in the background.
    public static let bgRefreshOff = ReasonCode("bg.refresh_off")
    /// The phone keeps this app from working in the background. Open the app, or allow it to work in the background.
    public static let bgDisabled = ReasonCode("bg.disabled")
    /// Safelight was swiped away or stopped, and then the phone does not start it again. Open Safelight once, and leave it in the background afterwards.
    public static let bgForceQuit = ReasonCode("bg.force_quit")
    /// The phone stopped the work to spare its battery, its data plan or itself. It goes on by itself, sooner on a charger and Wi-Fi.
    public static let bgResources = ReasonCode("bg.resources")
    /// The phone has not let Safelight work in the background for days. Open Safelight and leave it open while the phone charges.
    public static let bgNoWindow = ReasonCode("bg.no_window")
    /// Another phone has not been heard of for days. Open Safelight on that phone.
    public static let bgSilent = ReasonCode("bg.silent")
    /// The time that the phone gave was over before everything was sent. It goes on where it stopped, next time.
    public static let bgExpired = ReasonCode("bg.expired")
    /// Safelight has used up the time in the background that the phone gives it for now. It goes on by itself in some hours, on a charger, or while Safelight is open.
    public static let bgQuota = ReasonCode("bg.quota")
    /// The phone lets Safelight work seldom, because it is seldom opened. Open Safelight now and then. On a charger it may work more.
    public static let bgBucket = ReasonCode("bg.bucket")
    /// The phone lies still and sleeps. It goes on by itself when somebody picks the phone up or plugs it in.
    public static let bgDoze = ReasonCode("bg.doze")
    /// The phone's battery optimisation keeps Safelight from working. Exempt Safelight from it.
    public static let bgOptimised = ReasonCode("bg.optimised")
    /// The maker of this phone ends apps in the background, whatever the settings say. Protect Safelight in the maker's battery settings, and open it now and then.
    public static let bgOem = ReasonCode("bg.oem")
    /// Safelight has worked for six hours today, which is all that the phone allows. It goes on by itself tomorrow, or when Safelight is opened.
    public static let bgFgsTimeout = ReasonCode("bg.fgs_timeout")
    /// Safelight was not opened for so long that the phone put it to sleep and took its permissions away. Open it, allow photos again, and switch off that unused apps are paused.
    public static let bgHibernated = ReasonCode("bg.hibernated")
    /// This phone has not been unlocked since it started. Unlock it once.
    public static let bgLockedBoot = ReasonCode("bg.locked_boot")
    /// Safelight may show no notifications, so it can't show that it works or that you are needed. Allow notifications.
    public static let bgNotifDenied = ReasonCode("bg.notif_denied")
    /// The phone ended Safelight because it needed memory. It goes on by itself next time.
    public static let bgMemory = ReasonCode("bg.memory")
    /// The phone's own upload of photos in the background is off for Safelight. Switch it on in Safelight. It needs access to all photos.
    public static let bgExtOff = ReasonCode("bg.ext_off")
    /// The phone takes only so many photos at a time to send, and that many are on their way. It goes on by itself when some of them have arrived.
    public static let bgJobLimit = ReasonCode("bg.job_limit")
    /// Safelight has not been allowed to see your photos yet. Allow it.
    public static let libNotAsked = ReasonCode("lib.not_asked")
    /// Safelight may not read your photos, or this file or folder. Allow it to.
    public static let libDenied = ReasonCode("lib.denied")
    /// Whoever manages this phone does not allow Safelight to see photos. Ask them to allow it.
    public static let libRestricted = ReasonCode("lib.restricted")
    /// Safelight may see only the photos that you picked. The others are not kept safe. Allow all photos, or go on picking them.
    public static let libLimited = ReasonCode("lib.limited")
    /// Photos were deleted or edited in this phone's own gallery. They stay in Safelight as they were, unless you choose that they go to recently deleted.
    public static let libGalleryChoice = ReasonCode("lib.gallery_choice")
    /// The phone hides the places in photos from Safelight. It waits instead of sending photos that lack something. Allow Safelight to see where photos were taken.
    public static let libLocationStripped = ReasonCode("lib.location_stripped")
    /// The memory card with these photos is not in the phone. Put it back.
    public static let libSdcard = ReasonCode("lib.sdcard")
    /// The phone's photo library can't be read now. It is tried again by itself. If it stays so, restart the phone.
    public static let libUnavailable = ReasonCode("lib.unavailable")
    /// Safelight looks through all photos once more, because the phone no longer says what is new. It goes on by itself. Nothing is sent twice.
    public static let libRescan = ReasonCode("lib.rescan")
    /// The original of a photo is not on this phone but in another cloud, and must be fetched first. They are fetched on Wi-Fi, sooner while Safelight is open.
    public static let libOriginalInCloud = ReasonCode("lib.original_in_cloud")
    /// The phone is still restoring its photos. It goes on by itself as they come in.
    public static let libRestoring = ReasonCode("lib.restoring")
    /// This is not a folder. Take a single file in with import.
    public static let libNotAFolder = ReasonCode("lib.not_a_folder")
    /// This folder is not on the list. Look it up in the list of folders.
    public static let libSourceUnknown = ReasonCode("lib.source_unknown")
    /// The cloud is full. Free up room in the cloud, or ask for more.
    public static let quotaFull = ReasonCode("quota.full")
    /// The cloud is nearly full. Free up room in the cloud, or ask for more, before it is full.
    public static let quotaNear = ReasonCode("quota.near")
    /// Your share of the family's room in the cloud is used up. Free up room in the cloud, or ask whoever shares it out.
    public static let quotaMember = ReasonCode("quota.member")
    /// A file is larger than the room that is left in the cloud. Smaller ones go on. Free up room in the cloud, or ask for more.
    public static let quotaFileExceeds = ReasonCode("quota.file_exceeds")
    /// This phone has no room left. Free up some room on this phone.
    public static let diskDevice = ReasonCode("disk.device")
    /// This phone has little room left. Free up some room on this phone.
    public static let diskLow = ReasonCode("disk.low")
    /// The server's own disk is full. The owner of the server must make room.
    public static let diskServer = ReasonCode("disk.server")
    /// A file is of a kind that can't be shown. It is kept safe all the same. A newer version of the app may know it.
    public static let itemUnsupported = ReasonCode("item.unsupported")
    /// A file is too large for this server. The owner of the server can raise the limit.
    public static let itemTooLarge = ReasonCode("item.too_large")
    /// A picture is so small that it was left out. Take them in by hand if you want them.
    public static let itemTooSmall = ReasonCode("item.too_small")
    /// A file can't be read. Check the disk that it is on.
    public static let itemCorrupt = ReasonCode("item.corrupt")
    /// This photo was to stay in the gallery. Ask again when room is wanted.
    public static let itemDeclined = ReasonCode("item.declined")
    /// A file is not there any more. Put it back where it was, or remove it from the library.
    public static let itemMissing = ReasonCode("item.missing")
    /// A file was changed after it was taken in. Take the changed file in again.
    public static let itemChanged = ReasonCode("item.changed")
    /// A Live Photo has lost its moving half. The picture is kept safe. If the phone still has the video, take it in by hand.
    public static let itemLiveIncomplete = ReasonCode("item.live_incomplete")
    /// This photo is in the library already. Nothing needs to be done.
    public static let itemDup = ReasonCode("item.dup")
    /// It was deleted for good earlier. Take it in once more and say that you want it back.
    public static let itemIgnoredTrash = ReasonCode("item.ignored_trash")
    /// Two files have the same name there. Both are kept. Give one of them another name.
    public static let itemConflict = ReasonCode("item.conflict")
    /// The server may not write where this file belongs. The owner of the server can mend that.
    public static let itemDestDenied = ReasonCode("item.dest_denied")
    /// The server takes a file for harmful and refuses it. Look at the files. If they are yours and good, ask the owner of the server.
    public static let itemVirus = ReasonCode("item.virus")
    /// A photo is in a shared album only. The phone gives apps no original of it. Save it to your own photos.
    public static let itemSharedAlbum = ReasonCode("item.shared_album")
    /// A picture of a burst was not kept by itself. Choose in the phone's photo app which of them to keep.
    public static let itemBurstFrame = ReasonCode("item.burst_frame")
    /// A file fails again and again. It was set aside, and the others go on. Look at it, or try it again.
    public static let itemPoison = ReasonCode("item.poison")
    /// A file came back damaged from the cloud. A phone that still has it can send it again.
    public static let itemHashMismatch = ReasonCode("item.hash_mismatch")
    /// The original of a photo is neither on a phone nor in the cloud any more. If you find the file, take it in again.
    public static let itemLost = ReasonCode("item.lost")
    /// The original is only on another phone, which has not sent it yet. Open Safelight on that phone.
    public static let itemElsewhere = ReasonCode("item.elsewhere")
    /// Another phone deleted a photo for good that only this phone still has. Keep it or delete it here, too.
    public static let itemContested = ReasonCode("item.contested")
    /// Something in the library can't be opened on this phone. Update the app.
    public static let itemUnreadable = ReasonCode("item.unreadable")
    /// There is no photo or video with this id. Look it up in the list.
    public static let itemUnknown = ReasonCode("item.unknown")
    /// This is not a date with an offset from UTC. Write it like 2024-05-01T12:30:00+02:00.
    public static let itemDate = ReasonCode("item.date")
    /// This photo is not in the cloud yet. It stays on this phone until it is.
    public static let itemUnsent = ReasonCode("item.unsent")
    /// This photo is to stay on this phone. Let it go, and it may leave when room runs low.
    public static let itemPinned = ReasonCode("item.pinned")
    /// This photo lies outside Safelight, where it was before. Safelight removes nothing there.
    public static let itemBorrowed = ReasonCode("item.borrowed")
    /// This photo is in the cloud and not on this phone. Opening it fetches it.
    public static let itemNotHere = ReasonCode("item.not_here")
    /// This photo was just opened or changed. It is looked at again with the next sync.
    public static let itemBusy = ReasonCode("item.busy")
    /// There is no album with this name. Look it up in the list of albums.
    public static let albumUnknown = ReasonCode("album.unknown")
    /// Several albums have this name. Use the album's id.
    public static let albumAmbiguous = ReasonCode("album.ambiguous")
    /// An album's name has 1 to 200 characters. Choose another name.
    public static let albumName = ReasonCode("album.name")
    /// The cloud no longer has a photo as it should. A phone that still has it sends it again by itself. The owner of the server should look at its disk.
    public static let cloudDamaged = ReasonCode("cloud.damaged")
    /// The server's last backup is old. Photos that no backup has stay on this phone. The owner of the server should back it up.
    public static let cloudBackupOld = ReasonCode("cloud.backup_old")
    /// The server's last backup does not have this photo yet. It stays on this phone until the next backup.
    public static let cloudNotBackedUp = ReasonCode("cloud.not_backed_up")
    /// The server does not answer. It is tried again by itself.
    public static let srvOutage = ReasonCode("srv.outage")
    /// The server made a mistake. It is tried again by itself.
    public static let srv5xx = ReasonCode("srv.5xx")
    /// The server asks to slow down. It is tried again by itself.
    public static let srv429 = ReasonCode("srv.429")
    /// The server is in maintenance. It goes on by itself when maintenance is over.
    public static let srvMaintenance = ReasonCode("srv.maintenance")
    /// The server has taken photos and is still putting them in order. They appear by themselves in a moment.
    public static let srvProcessing = ReasonCode("srv.processing")
    /// The server's certificate has expired. The owner of the server must renew it.
    public static let srvCertExpired = ReasonCode("srv.cert_expired")
    /// The server's address is not valid. It begins with https://.
    public static let srvAddress = ReasonCode("srv.address")
    /// What answers at this address is not a Safelight server. Check the address; on a public network, sign in to the network first.
    public static let srvForeign = ReasonCode("srv.foreign")
    /// The server was restored from a backup. This phone sends again what it lacks. Password changes and removed phones since that backup must be done again.
    public static let srvRestored = ReasonCode("srv.restored")
    /// Another machine answers in the place of your server. Nothing of yours is sent to it. It goes on by itself when your server answers again. On a network that you do not know, nothing is wrong.
    public static let srvImpostor = ReasonCode("srv.impostor")
    /// The server showed an older form of a photo's details than before. This phone keeps the newer one.
    public static let srvFellBack = ReasonCode("srv.fell_back")
    /// The server's data was restored, and this phone compares everything once. It goes on by itself.
    public static let syncEpoch = ReasonCode("sync.epoch")
    /// Sync is paused on this phone. It goes on when the pause is over, or when you resume it.
    public static let engPaused = ReasonCode("eng.paused")
    /// Photos are sent only in the hours that you chose. It goes on when they begin, or when you change them.
    public static let engHours = ReasonCode("eng.hours")
    /// It did not work and is tried again soon. It is tried again by itself.
    public static let engBackoff = ReasonCode("eng.backoff")
    /// A photo is being read before it is sent. It goes on by itself.
    public static let engHashing = ReasonCode("eng.hashing")
    /// Safelight looks through this phone's photos for the first time. It goes on by itself. Leave Safelight open to speed it up.
    public static let engInitial = ReasonCode("eng.initial")
    /// Another program on this device is syncing this library. It goes on when the other one is done.
    public static let engLock = ReasonCode("eng.lock")
    /// A large video is on its way, and others wait behind it. It goes on by itself.
    public static let engBehindBigItem = ReasonCode("eng.behind_big_item")
    /// It was stopped before it was done. It goes on with the next sync.
    public static let engInterrupted = ReasonCode("eng.interrupted")
    /// Photos wait, and nothing that Safelight can see explains it. Safelight has begun anew. If that does not help, restart the phone or make a report for those who help.
    public static let engUnknownStall = ReasonCode("eng.unknown_stall")
    /// This phone and the cloud did not agree; they do again. Nothing needs to be done.
    public static let engDrift = ReasonCode("eng.drift")
    /// The library's database on this phone can't be read. Run the repair.
    public static let engDatabase = ReasonCode("eng.database")
    /// Something is too large to be protected and sent. Make the caption or the name shorter.
    public static let engSeal = ReasonCode("eng.seal")
    /// A mistake in Safelight. Make a report.
    public static let engBug = ReasonCode("eng.bug")
    /// A part of the app failed. Update the app.
    public static let engForeign = ReasonCode("eng.foreign")
    /// The folder can't be used to keep a library. Choose another one with --home.
    public static let engHome = ReasonCode("eng.home")
    /// The command was not called in a way that it understands. Call it with --help.
    public static let reqUsage = ReasonCode("req.usage")
    /// A value is not one that can be used here. Call the command with --help.
    public static let reqInvalid = ReasonCode("req.invalid")
    /// The server did not understand which version this app speaks. Update the app.
    public static let reqHandshake = ReasonCode("req.handshake")
    /// The server did not understand the app. Update the app.
    public static let reqMalformed = ReasonCode("req.malformed")
    /// The server did not understand the app. Update the app.
    public static let reqMethod = ReasonCode("req.method")
    /// The server did not understand the app. Update the app.
    public static let reqMediaType = ReasonCode("req.media_type")
    /// The app sent more at once than the server takes. Update the app.
    public static let reqTooLarge = ReasonCode("req.too_large")
    /// The server does not have what was asked for. Try again.
    public static let reqNotFound = ReasonCode("req.not_found")
    /// It took too long to reach the server. It is tried again by itself.
    public static let reqTimeout = ReasonCode("req.timeout")
    /// There is no account with this e-mail on the server. Look it up in the list of accounts.
    public static let adminNoAccount = ReasonCode("admin.no_account")
    /// This is not an amount of room that can be given. Give it in bytes.
    public static let adminQuota = ReasonCode("admin.quota")
    /// This is not a version. Write it like 1.2.0.
    public static let adminVersion = ReasonCode("admin.version")
    /// The running server does not know this command. Update the server and start it anew.
    public static let adminCommand = ReasonCode("admin.command")
    /// The server's folder can't be opened. Check its path and who may read it.
    public static let adminFolder = ReasonCode("admin.folder")
    /// A server runs on this folder and does not answer. Try again, or start it anew.
    public static let adminUnreachable = ReasonCode("admin.unreachable")
    /// A server is running on this folder. Stop it first.
    public static let adminRunning = ReasonCode("admin.running")
    /// The server’s folder is not empty. Choose an empty folder.
    public static let adminNotEmpty = ReasonCode("admin.not_empty")
    /// There is no backup in this folder. Choose the folder of a backup.
    public static let adminNoBackup = ReasonCode("admin.no_backup")
    /// A backup can’t lie in this folder. Name an empty folder or one with a backup, outside of the server’s own, with its whole path.
    public static let adminBackupFolder = ReasonCode("admin.backup_folder")
    /// Another backup is being written or read there. Try again when it is done.
    public static let adminBackupInUse = ReasonCode("admin.backup_in_use")
    /// The backup was written by a newer version of the server. Update the server.
    public static let adminBackupNewer = ReasonCode("admin.backup_newer")
    /// The backup’s database is damaged. Take an older backup.
    public static let adminBackupDamaged = ReasonCode("admin.backup_damaged")
    /// What was written to the backup reads differently: its disk is failing. Take another disk.
    public static let adminBackupUnreliable = ReasonCode("admin.backup_unreliable")

    /// All of them.
    public static let all: [ReasonCode] = [
        .acctSignedOut, .acctReauth, .acctRevoked, .acctKeyMissing, .acctDeleted, .acctLocked, .acctTerms,
        .acctPayment, .acctMismatch, .acctSyncOff, .acctScopeEmpty, .acctOsSyncOff, .acctManaged, .acctChild,
        .acctProfileLocked, .acctCredentials, .acctPasswordChanged, .acctWordsChanged, .acctUnlockRefused,
        .acctUnlockUnavailable, .acctTaken, .acctWeakPassword, .acctWords, .acctEmail, .acctInvitation, .acctUnasked,
        .acctDeviceUnknown, .acctAttempt, .acctGeneration, .acctTokenExpired, .acctRolledBack, .acctStretch,
        .acctVault, .verClientOld, .verServerOld, .verOsOld, .netOffline, .netCaptive, .netUnvalidated,
        .netAppCellDenied, .netRoaming, .netWifiRequired, .netExpensive, .netVpnMetered, .netBudget, .netLowData,
        .netDataSaver, .netSatellite, .netPoor, .netLanDenied, .netNotHome, .netVpnDown, .netDns, .netRelay,
        .netTlsUntrusted, .netTlsRequired, .netAuthorityChanged, .netAuthorityWrong, .netAuthorityFile, .netClock,
        .netProxyLimit, .netBlocked, .pwrNotCharging, .pwrLow, .pwrSaver, .pwrPluggedNotCharging, .pwrStuckLowPower,
        .heat, .loadSystem, .bgRefreshOff, .bgDisabled, .bgForceQuit, .bgResources, .bgNoWindow, .bgSilent,
        .bgExpired, .bgQuota, .bgBucket, .bgDoze, .bgOptimised, .bgOem, .bgFgsTimeout, .bgHibernated, .bgLockedBoot,
        .bgNotifDenied, .bgMemory, .bgExtOff, .bgJobLimit, .libNotAsked, .libDenied, .libRestricted, .libLimited, .libGalleryChoice,
        .libLocationStripped, .libSdcard, .libUnavailable, .libRescan, .libOriginalInCloud, .libRestoring,
        .libNotAFolder, .libSourceUnknown, .quotaFull, .quotaNear, .quotaMember, .quotaFileExceeds, .diskDevice,
        .diskLow, .diskServer, .itemUnsupported, .itemTooLarge, .itemTooSmall, .itemCorrupt, .itemDeclined, .itemMissing,
        .itemChanged, .itemLiveIncomplete, .itemDup, .itemIgnoredTrash, .itemConflict, .itemDestDenied, .itemVirus,
        .itemSharedAlbum, .itemBurstFrame, .itemPoison, .itemHashMismatch, .itemLost, .itemElsewhere, .itemContested,
        .itemUnreadable, .itemUnknown, .itemDate, .itemUnsent, .itemPinned, .itemBorrowed, .itemNotHere, .itemBusy,
        .albumUnknown, .albumAmbiguous, .albumName, .cloudDamaged, .cloudBackupOld, .cloudNotBackedUp, .srvOutage, .srv5xx, .srv429,
        .srvMaintenance, .srvProcessing, .srvCertExpired, .srvAddress, .srvForeign, .srvRestored, .srvImpostor,
        .srvFellBack, .syncEpoch, .engPaused, .engHours, .engBackoff, .engHashing, .engInitial, .engLock,
        .engBehindBigItem, .engInterrupted, .engUnknownStall, .engDrift, .engDatabase, .engSeal, .engBug,
        .engForeign, .engHome, .reqUsage, .reqInvalid, .reqHandshake, .reqMalformed, .reqMethod, .reqMediaType,
        .reqTooLarge, .reqNotFound, .reqTimeout, .adminNoAccount, .adminQuota, .adminVersion, .adminCommand,
        .adminFolder, .adminUnreachable, .adminRunning, .adminNotEmpty, .adminNoBackup, .adminBackupFolder,
        .adminBackupInUse, .adminBackupNewer, .adminBackupDamaged, .adminBackupUnreliable,
    ]
}
