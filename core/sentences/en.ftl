# Every sentence that a person reads, in English.
#
# People read photo, video, album, phone and cloud. Words of the code (asset, hold, verdict, part, lane, drift,
# tombstone, evict, purge) do not stand in a value.

## Why something waits: reason-CODE says it, .title in a few words, .lifts what ends it. Dots in codes are dashes here.
## Evidence that is missing is "none". BYTES, PERCENT, WHEN and HOURS write what they are given as the person reads it.

lifts-again = { $until ->
        [none] It is tried again by itself.
       *[given] It is tried again by itself { WHEN($until) }.
    }
length = { $length_unit ->
        [days] { $length_count ->
            [one] one day
           *[other] { $length_count } days
        }
        [hours] { $length_count ->
            [one] one hour
           *[other] { $length_count } hours
        }
        [minutes] { $length_count ->
            [one] one minute
           *[other] { $length_count } minutes
        }
       *[seconds] { $length_count ->
            [one] one second
           *[other] { $length_count } seconds
        }
    }

reason-unknown = Something stops this that this version of the app does not know ({ $code }).
    .title = Something this app does not know
    .lifts = It may pass by itself. If it does not, update the app.

reason-acct-signed_out = Nobody is signed in on this phone.
    .title = Not signed in
    .lifts = Sign in.
reason-acct-reauth = The sign-in on this phone has ended.
    .title = Sign in again
    .lifts = Sign in again.
reason-acct-revoked = This phone was removed from the account. The photos on it are still here.
    .title = This phone was removed
    .lifts = Sign in again, or export the photos that are only here.
reason-acct-key_missing = This phone does not have the account's keys.
    .title = The keys are missing
    .lifts = Sign in again.
reason-acct-deleted = The account is being deleted.
    .title = The account is being deleted
    .lifts = Signing in within 14 days keeps it.
reason-acct-locked = The account is disabled on this server.
    .title = The account is disabled
    .lifts = The owner of the server can enable it.
reason-acct-terms = The server has new terms that nobody has agreed to yet.
    .title = New terms
    .lifts = Read them and agree.
reason-acct-payment = The plan of this account has ended.
    .title = The plan has ended
    .lifts = Renew it.
reason-acct-mismatch = This phone's library belongs to another account.
    .title = Another account
    .lifts = Sign in with the account that it belongs to.
reason-acct-sync_off = Sync is switched off on this phone.
    .title = Sync is off
    .lifts = Switch it on.
reason-acct-scope_empty = No folder or album is chosen, so there is nothing to keep safe.
    .title = Nothing is chosen
    .lifts = Choose what is to be kept safe.
reason-acct-os_sync_off = The phone's own switch for syncing accounts is off.
    .title = The phone's sync is off
    .lifts = Switch on that apps may sync data by themselves.
reason-acct-managed = Whoever manages this phone has switched this off.
    .title = The phone is managed
    .lifts = Ask them to allow it.
reason-acct-child = Screen time or parental limits stop this.
    .title = Parental limits
    .lifts = It goes on when the limits end, or when a parent allows it.
reason-acct-profile_locked = Safelight is in a work profile or private space that is locked now.
    .title = The profile is locked
    .lifts = It goes on when it is unlocked.
reason-acct-credentials = E-mail or password is wrong.
    .title = Wrong e-mail or password
    .lifts = Try again, or use the 24 recovery words.
reason-acct-taken = There is already an account with this e-mail.
    .title = There is an account already
    .lifts = Sign in instead.
reason-acct-weak_password = This password is too easy to guess.
    .title = The password is too weak
    .lifts = Choose a longer one: four random words are good.
reason-acct-words = These are not the recovery words of this account.
    .title = Wrong recovery words
    .lifts = Compare them with what was written down.
reason-acct-email = This is not an e-mail address.
    .title = Not an e-mail address
    .lifts = Check it for typing mistakes.
reason-acct-invitation = Signing up on this server needs an invitation.
    .title = An invitation is needed
    .lifts = Ask the owner of the server for one.
reason-acct-unasked = { $variable ->
        [none] Something must be asked, and nobody can be.
       *[given] { $variable } is not set, and nobody can be asked.
    }
    .title = Nobody can be asked
    .lifts = Set it, or run the command in a terminal.
reason-acct-device_unknown = No phone of this account has this id.
    .title = No such phone
    .lifts = Look it up in the list of phones.
reason-acct-attempt = The sign-in took too long.
    .title = The sign-in took too long
    .lifts = Begin again.
reason-acct-generation = Another phone changed the same thing at this moment.
    .title = Changed by another phone
    .lifts = Try again.
reason-acct-token_expired = The sign-in is being renewed.
    .title = Renewing the sign-in
    .lifts = It goes on by itself in a moment.
reason-acct-rolled_back = The server offered an older key than this phone has seen.
    .title = The server offers an old key
    .lifts = The owner of the server may have restored an old backup. Ask them before you go on.
reason-acct-stretch = The server asks for a protection of the password that is not safe.
    .title = An unsafe server
    .lifts = Do not sign in on this server.
reason-acct-vault = The key store of this phone does not answer.
    .title = The key store does not answer
    .lifts = Unlock the phone and try again.

reason-ver-client_old = This app is too old for the server.
    .title = The app is too old
    .lifts = Update the app.
reason-ver-server_old = The server is too old for this app.
    .title = The server is too old
    .lifts = The owner of the server must update it.
reason-ver-os_old = This phone's system is too old for this app.
    .title = The phone's system is too old
    .lifts = Update the phone's system.

reason-net-offline = There is no connection.
    .title = No connection
    .lifts = It goes on by itself when there is a connection.
reason-net-captive = This network asks you to sign in on its own page first.
    .title = The network wants a sign-in
    .lifts = Open that page and sign in.
reason-net-unvalidated = The network is connected, but it does not lead to the internet.
    .title = No internet on this network
    .lifts = It goes on when the network works again, or on another network.
reason-net-app_cell_denied = This app is not allowed to use cellular data.
    .title = No cellular data for this app
    .lifts = Allow it in the phone's settings, or use Wi-Fi.
reason-net-roaming = The phone is roaming, and data abroad is switched off here.
    .title = Roaming
    .lifts = It goes on at home or on Wi-Fi, or when you allow roaming.
reason-net-wifi_required = { $limit ->
        [not_a_byte] This waits for Wi-Fi, because cellular data is switched off here.
        [no_videos] Videos wait for Wi-Fi.
       *[small_only] Photos wait for Wi-Fi.
    }
    .title = Waiting for Wi-Fi
    .lifts = It goes on with Wi-Fi, or when you allow cellular data for it.
reason-net-expensive = { $metered ->
        [unknown] The phone can't tell whether this network counts data, so photos wait.
       *[true] This network counts data, like a personal hotspot, so photos wait.
    }
    .title = This network counts data
    .lifts = It goes on with another network, or when you allow cellular data for it.
reason-net-vpn_metered = The VPN makes this network count data, so photos wait.
    .title = The VPN counts data
    .lifts = Switch the VPN off, or mark it as not metered in its settings.
reason-net-budget = { $budget ->
        [none] Today's cellular data for Safelight is used up.
       *[given] The { BYTES($budget) } of cellular data a day that you allowed are used up.
    }
    .title = Today's cellular data is used up
    .lifts = { $until ->
        [none] It goes on tomorrow or with Wi-Fi, or when you allow more a day.
       *[given] It goes on { WHEN($until) } or with Wi-Fi, or when you allow more a day.
    }
reason-net-low_data = The phone saves data on this network (Low Data Mode).
    .title = Low Data Mode
    .lifts = Switch Low Data Mode off for this network, or allow photos in it.
reason-net-data_saver = The phone's Data Saver keeps this app from using data.
    .title = Data Saver is on
    .lifts = Switch Data Saver off, or let this app use data all the same.
reason-net-satellite = The phone is connected by satellite, which carries messages only.
    .title = Connected by satellite
    .lifts = It goes on with Wi-Fi or an ordinary cellular connection.
reason-net-poor = The connection is slow or breaks off again and again.
    .title = A poor connection
    .lifts = It goes on, slowly. Another network is faster.
reason-net-lan_denied = This app may not reach other devices at home, and the server is one.{ $tried ->
        [none] {""}
       *[given] {" "}It was tried at { $tried }.
    }
    .title = The local network is not allowed
    .lifts = Allow it to use the local network.
reason-net-not_home = The server can be reached at home only, and this phone is not there.{ $tried ->
        [none] {""}
       *[given] {" "}It was tried at { $tried }.
    }
    .title = Not at home
    .lifts = It goes on by itself at home.
reason-net-vpn_down = The server can be reached through the VPN only, and the VPN is off.{ $tried ->
        [none] {""}
       *[given] {" "}It was tried at { $tried }.
    }
    .title = The VPN is off
    .lifts = Switch the VPN on.
reason-net-dns = The name of the server can't be found.
    .title = The server's name is not found
    .lifts = Check the connection and the server's address.
reason-net-relay = Something on this phone or network, such as Private Relay or a filter, hides the server's name.
    .title = A filter hides the server
    .lifts = Switch it off for this network, or let the server's name through.
reason-net-tls_untrusted = The server can't prove who it is.
    .title = The server is not trusted
    .lifts = Check the server's address; on a public network, sign in to the network first.
reason-net-clock = { $length_unit ->
        [none] The date on this phone is wrong.
       *[given] The clock of this phone is wrong by { length }.
    }
    .title = The clock is wrong
    .lifts = Set date and time to automatic.
reason-net-proxy_limit = Something between this phone and the server lets no large file through.
    .title = Large files do not get through
    .lifts = The owner of the server must raise the limit of the proxy: 9 MB are enough.
reason-net-blocked = This network lets the phone through to others, but not to the server.
    .title = The network blocks the server
    .lifts = It goes on with another network.

reason-pwr-not_charging = { $charging ->
        [unknown] The phone can't tell whether it charges, and you chose that photos are sent only while it does.
       *[unplugged] You chose that photos are sent only while the phone charges.
    }
    .title = Waiting for a charger
    .lifts = Plug the phone in.
reason-pwr-low = { $level ->
        [none] The battery is low.
       *[given] The battery is at { PERCENT($level) }, below the { PERCENT($floor) } that you set.
    }
    .title = The battery is low
    .lifts = Plug the phone in.
reason-pwr-saver = The phone saves power.
    .title = The phone saves power
    .lifts = It goes on when Low Power Mode or Battery Saver is off.
reason-pwr-plugged_not_charging = The phone is plugged in and does not charge further, to spare its battery. That counts as plugged in.
    .title = Plugged in, charge held
    .lifts = Nothing needs to be done.
reason-pwr-stuck_low_power = Now and then a phone goes on saving power although it is charged. No app can see that.
    .title = The phone may be stuck saving power
    .lifts = If photos still wait after an hour of charging, restart the phone.
reason-heat = { $thermal ->
        [critical] The phone is too hot.
       *[serious] The phone is too warm to send photos.
    }
    .title = The phone is too warm
    .lifts = It goes on by itself when the phone has cooled down.
reason-load-system = The phone puts this off to stay fast and spare its battery.
    .title = The phone puts it off
    .lifts = It goes on by itself, most often at night on a charger, or while Safelight is open.

reason-bg-refresh_off = This app may not work in the background.
    .title = No work in the background
    .lifts = Open the app, or allow it to work in the background.
reason-bg-disabled = The phone keeps this app from working in the background.
    .title = No work in the background
    .lifts = Open the app, or allow it to work in the background.
reason-bg-force_quit = Safelight was swiped away or stopped, and then the phone does not start it again.
    .title = Safelight was closed
    .lifts = Open Safelight once, and leave it in the background afterwards.
reason-bg-resources = The phone stopped the work to spare its battery, its data plan or itself.
    .title = The phone stopped it
    .lifts = It goes on by itself, sooner on a charger and Wi-Fi.
reason-bg-no_window = { $days ->
        [none] The phone has not let Safelight work in the background for days.
        [one] The phone has not let Safelight work in the background for a day.
       *[other] The phone has not let Safelight work in the background for { $days } days.
    }
    .title = The phone gives Safelight no time
    .lifts = Open Safelight and leave it open while the phone charges.
reason-bg-expired = The time that the phone gave was over before everything was sent.
    .title = The time was too short
    .lifts = It goes on where it stopped, next time.
reason-bg-quota = Safelight has used up the time in the background that the phone gives it for now.
    .title = The time in the background is used up
    .lifts = It goes on by itself in some hours, on a charger, or while Safelight is open.
reason-bg-bucket = The phone lets Safelight work seldom, because it is seldom opened.
    .title = Safelight may work seldom
    .lifts = Open Safelight now and then. On a charger it may work more.
reason-bg-doze = The phone lies still and sleeps.
    .title = The phone sleeps
    .lifts = It goes on by itself when somebody picks the phone up or plugs it in.
reason-bg-optimised = The phone's battery optimisation keeps Safelight from working.
    .title = Battery optimisation
    .lifts = Exempt Safelight from it.
reason-bg-oem = The maker of this phone ends apps in the background, whatever the settings say.
    .title = The phone ends Safelight
    .lifts = Protect Safelight in the maker's battery settings, and open it now and then.
reason-bg-fgs_timeout = Safelight has worked for six hours today, which is all that the phone allows.
    .title = The phone's daily limit
    .lifts = It goes on by itself tomorrow, or when Safelight is opened.
reason-bg-hibernated = Safelight was not opened for so long that the phone put it to sleep and took its permissions away.
    .title = Safelight was put to sleep
    .lifts = Open it, allow photos again, and switch off that unused apps are paused.
reason-bg-locked_boot = This phone has not been unlocked since it started.
    .title = Not unlocked yet
    .lifts = Unlock it once.
reason-bg-notif_denied = Safelight may show no notifications, so it can't show that it works or that you are needed.
    .title = No notifications
    .lifts = Allow notifications.
reason-bg-memory = The phone ended Safelight because it needed memory.
    .title = The phone needed memory
    .lifts = It goes on by itself next time.
reason-bg-ext_off = The phone's own upload of photos in the background is off for Safelight.
    .title = Upload in the background is off
    .lifts = Switch it on in Safelight. It needs access to all photos.
reason-bg-job_limit = The phone takes only so many photos at a time to send, and that many are on their way.
    .title = The phone's list is full
    .lifts = It goes on by itself when some of them have arrived.

reason-lib-not_asked = Safelight has not been allowed to see your photos yet.
    .title = Photos are not allowed yet
    .lifts = Allow it.
reason-lib-denied = Safelight may not read your photos, or this file or folder.
    .title = Photos are not allowed
    .lifts = Allow it to.
reason-lib-restricted = Whoever manages this phone does not allow Safelight to see photos.
    .title = Photos are not allowed on this phone
    .lifts = Ask them to allow it.
reason-lib-limited = Safelight may see only the photos that you picked. The others are not kept safe.
    .title = Only some photos are allowed
    .lifts = Allow all photos, or go on picking them.
reason-lib-location_stripped = The phone hides the places in photos from Safelight. It waits instead of sending photos that lack something.
    .title = Places are hidden
    .lifts = Allow Safelight to see where photos were taken.
reason-lib-sdcard = The memory card with these photos is not in the phone.
    .title = The memory card is missing
    .lifts = Put it back.
reason-lib-unavailable = The phone's photo library can't be read now.
    .title = The photo library is not ready
    .lifts = It is tried again by itself. If it stays so, restart the phone.
reason-lib-rescan = Safelight looks through all photos once more, because the phone no longer says what is new.
    .title = Looking through all photos
    .lifts = It goes on by itself. Nothing is sent twice.
reason-lib-original_in_cloud = { $count ->
        [one] The original of a photo is not on this phone but in another cloud, and must be fetched first.
       *[other] The originals of { $count } photos are not on this phone but in another cloud, and must be fetched first.
    }
    .title = Originals in another cloud
    .lifts = They are fetched on Wi-Fi, sooner while Safelight is open.
reason-lib-restoring = The phone is still restoring its photos.
    .title = The phone is restoring photos
    .lifts = It goes on by itself as they come in.
reason-lib-not_a_folder = This is not a folder.
    .title = Not a folder
    .lifts = Take a single file in with import.
reason-lib-source_unknown = This folder is not on the list.
    .title = Not on the list
    .lifts = Look it up in the list of folders.

reason-quota-full = { $need ->
        [none] The cloud is full.
       *[given] The cloud is full: { BYTES($need) } are needed, { BYTES($have) } are free.
    }
    .title = The cloud is full
    .lifts = Free up room in the cloud, or ask for more.
reason-quota-member = Your share of the family's room in the cloud is used up.
    .title = Your share is used up
    .lifts = Free up room in the cloud, or ask whoever shares it out.
reason-quota-file_exceeds = { $count ->
        [one] A file is larger than the room that is left in the cloud. Smaller ones go on.
       *[other] { $count } files are larger than the room that is left in the cloud. Smaller ones go on.
    }
    .title = Too large for the room that is left
    .lifts = Free up room in the cloud, or ask for more.
reason-disk-device = { $free ->
        [none] This phone has no room left.
       *[given] This phone has only { BYTES($free) } left; { BYTES($need) } are needed.
    }
    .title = This phone is full
    .lifts = Free up some room on this phone.
reason-disk-server = The server's own disk is full.
    .title = The server is full
    .lifts = The owner of the server must make room.

reason-item-unsupported = { $count ->
        [one] A file is of a kind that can't be shown. It is kept safe all the same.
       *[other] { $count } files are of a kind that can't be shown. They are kept safe all the same.
    }
    .title = A kind that can't be shown
    .lifts = A newer version of the app may know it.
reason-item-too_large = { $count ->
        [one] A file is too large for this server.
       *[other] { $count } files are too large for this server.
    }
    .title = Too large for the server
    .lifts = The owner of the server can raise the limit.
reason-item-too_small = { $count ->
        [one] A picture is so small that it was left out.
       *[other] { $count } pictures are so small that they were left out.
    }
    .title = Very small pictures
    .lifts = Take them in by hand if you want them.
reason-item-corrupt = { $count ->
        [one] A file can't be read.
       *[other] { $count } files can't be read.
    }
    .title = Can't be read
    .lifts = Check the disk that it is on.
reason-item-missing = { $count ->
        [one] A file is not there any more.
       *[other] { $count } files are not there any more.
    }
    .title = Files are gone
    .lifts = Put it back where it was, or remove it from the library.
reason-item-changed = { $count ->
        [one] A file was changed after it was taken in.
       *[other] { $count } files were changed after they were taken in.
    }
    .title = Changed after it was taken in
    .lifts = Take the changed file in again.
reason-item-live_incomplete = { $count ->
        [one] A Live Photo has lost its moving half. The picture is kept safe.
       *[other] { $count } Live Photos have lost their moving half. The pictures are kept safe.
    }
    .title = Live Photos are incomplete
    .lifts = If the phone still has the video, take it in by hand.
reason-item-dup = { $count ->
        [one] This photo is in the library already.
       *[other] These { $count } photos are in the library already.
    }
    .title = Already there
    .lifts = Nothing needs to be done.
reason-item-ignored_trash = It was deleted for good earlier.
    .title = Deleted earlier
    .lifts = Take it in once more and say that you want it back.
reason-item-conflict = Two files have the same name there.
    .title = The same name twice
    .lifts = Both are kept. Give one of them another name.
reason-item-dest_denied = The server may not write where this file belongs.
    .title = The server can't write it
    .lifts = The owner of the server can mend that.
reason-item-virus = { $count ->
        [one] The server takes a file for harmful and refuses it.
       *[other] The server takes { $count } files for harmful and refuses them.
    }
    .title = Refused as harmful
    .lifts = Look at the files. If they are yours and good, ask the owner of the server.
reason-item-shared_album = { $count ->
        [one] A photo is in a shared album only. The phone gives apps no original of it.
       *[other] { $count } photos are in a shared album only. The phone gives apps no originals of them.
    }
    .title = In a shared album only
    .lifts = Save it to your own photos.
reason-item-burst_frame = { $count ->
        [one] A picture of a burst was not kept by itself.
       *[other] { $count } pictures of a burst were not kept by themselves.
    }
    .title = Pictures of a burst
    .lifts = Choose in the phone's photo app which of them to keep.
reason-item-poison = { $count ->
        [one] A file fails again and again. It was set aside, and the others go on.
       *[other] { $count } files fail again and again. They were set aside, and the others go on.
    }
    .title = Set aside
    .lifts = Look at it, or try it again.
reason-item-hash_mismatch = { $count ->
        [one] A file came back damaged from the cloud.
       *[other] { $count } files came back damaged from the cloud.
    }
    .title = Damaged in the cloud
    .lifts = A phone that still has it can send it again.
reason-item-lost = The original of a photo is neither on a phone nor in the cloud any more.
    .title = The original is lost
    .lifts = If you find the file, take it in again.
reason-item-elsewhere = The original is only on another phone, which has not sent it yet.
    .title = On another phone
    .lifts = Open Safelight on that phone.
reason-item-contested = Another phone deleted a photo for good that only this phone still has.
    .title = Deleted there, only here
    .lifts = Keep it or delete it here, too.
reason-item-unreadable = Something in the library can't be opened on this phone.
    .title = Can't be opened here
    .lifts = Update the app.
reason-item-unknown = There is no photo or video with this id.
    .title = No such photo
    .lifts = Look it up in the list.
reason-item-date = This is not a date with an offset from UTC.
    .title = Not a date
    .lifts = Write it like 2024-05-01T12:30:00+02:00.
reason-album-unknown = There is no album with this name.
    .title = No such album
    .lifts = Look it up in the list of albums.
reason-album-ambiguous = Several albums have this name.
    .title = Several albums
    .lifts = Use the album's id.
reason-album-name = An album's name has 1 to 200 characters.
    .title = Not a name for an album
    .lifts = Choose another name.

reason-srv-outage = The server does not answer.
    .title = The server does not answer
    .lifts = { lifts-again }
reason-srv-5xx = The server made a mistake.
    .title = The server made a mistake
    .lifts = { lifts-again }
reason-srv-429 = The server asks to slow down.
    .title = The server is busy
    .lifts = { lifts-again }
reason-srv-maintenance = The server is in maintenance.
    .title = Maintenance
    .lifts = It goes on by itself when maintenance is over.
reason-srv-processing = The server has taken photos and is still putting them in order.
    .title = The server is still at it
    .lifts = They appear by themselves in a moment.
reason-srv-cert_expired = The server's certificate has expired.
    .title = The certificate has expired
    .lifts = The owner of the server must renew it.
reason-srv-address = The server's address is not valid.
    .title = Not an address
    .lifts = It begins with https://.
reason-srv-foreign = What answers at this address is not a Safelight server.
    .title = Not a Safelight server
    .lifts = Check the address; on a public network, sign in to the network first.
reason-srv-restored = The server was restored from a backup. This phone sends again what it lacks.
    .title = The server was restored
    .lifts = Password changes and removed phones since that backup must be done again.
reason-srv-fell_back = The server showed an older form of a photo's details than before.
    .title = The server showed old details
    .lifts = This phone keeps the newer one.
reason-sync-epoch = The server's data was restored, and this phone compares everything once.
    .title = Comparing with the server
    .lifts = It goes on by itself.

reason-eng-paused = { $until ->
        [none] Sync is paused on this phone.
       *[given] Sync is paused on this phone. It goes on { WHEN($until) }.
    }
    .title = Sync is paused
    .lifts = It goes on when the pause is over, or when you resume it.
reason-eng-hours = { $hours ->
        [none] Photos are sent only in the hours that you chose.
       *[given] Photos are sent only in the hours that you chose ({ HOURS($hours) }).
    }
    .title = Outside your hours
    .lifts = { $until ->
        [none] It goes on when they begin, or when you change them.
       *[given] It goes on { WHEN($until) }, or when you change them.
    }
reason-eng-backoff = It did not work and is tried again soon.
    .title = Tried again soon
    .lifts = { lifts-again }
reason-eng-hashing = { $count ->
        [one] A photo is being read before it is sent.
       *[other] { $count } photos are being read before they are sent.
    }
    .title = Reading photos
    .lifts = It goes on by itself.
reason-eng-initial = Safelight looks through this phone's photos for the first time.
    .title = The first look
    .lifts = It goes on by itself. Leave Safelight open to speed it up.
reason-eng-lock = Another program on this device is syncing this library.
    .title = Another program is syncing
    .lifts = It goes on when the other one is done.
reason-eng-behind_big_item = { $size ->
        [none] A large video is on its way, and others wait behind it.
       *[given] A large video ({ BYTES($size) }) is on its way, and others wait behind it.
    }
    .title = Behind a large video
    .lifts = It goes on by itself.
reason-eng-interrupted = It was stopped before it was done.
    .title = Interrupted
    .lifts = It goes on with the next sync.
reason-eng-unknown_stall = Photos wait, and nothing that Safelight can see explains it.
    .title = Nothing explains it
    .lifts = Safelight has begun anew. If that does not help, restart the phone or make a report for those who help.
reason-eng-drift = This phone and the cloud did not agree; they do again.
    .title = Mended
    .lifts = Nothing needs to be done.
reason-eng-database = The library's database on this phone can't be read.
    .title = The database is damaged
    .lifts = Run the repair.
reason-eng-seal = Something is too large to be protected and sent.
    .title = Too large to be protected
    .lifts = Make the caption or the name shorter.
reason-eng-home = { $path ->
        [none] The folder can't be used to keep a library.
       *[given] The folder { $path } can't be used to keep a library.
    }
    .title = Not a folder for a library
    .lifts = Choose another one with --home.

reason-req-usage = The command was not called in a way that it understands.
    .title = Not understood
    .lifts = Call it with --help.
reason-req-invalid = A value is not one that can be used here.
    .title = Not a value for this
    .lifts = Call the command with --help.
reason-req-handshake = The server did not understand which version this app speaks.
    .title = App and server differ
    .lifts = Update the app.
reason-req-malformed = The server did not understand the app.
    .title = App and server differ
    .lifts = Update the app.
reason-req-method = The server did not understand the app.
    .title = App and server differ
    .lifts = Update the app.
reason-req-media_type = The server did not understand the app.
    .title = App and server differ
    .lifts = Update the app.
reason-req-too_large = The app sent more at once than the server takes.
    .title = App and server differ
    .lifts = Update the app.
reason-req-not_found = The server does not have what was asked for.
    .title = Not on the server
    .lifts = Try again.
reason-req-timeout = It took too long to reach the server.
    .title = It took too long
    .lifts = { lifts-again }
reason-admin-no_account = There is no account with this e-mail on the server.
    .title = No such account
    .lifts = Look it up in the list of accounts.
reason-admin-quota = This is not an amount of room that can be given.
    .title = Not an amount
    .lifts = Give it in bytes.
reason-admin-version = This is not a version.
    .title = Not a version
    .lifts = Write it like 1.2.0.
reason-admin-command = The running server does not know this command.
    .title = The server does not know it
    .lifts = Update the server and start it anew.
reason-admin-folder = The server's folder can't be opened.
    .title = The folder can't be opened
    .lifts = Check its path and who may read it.
reason-admin-unreachable = A server runs on this folder and does not answer.
    .title = The server does not answer
    .lifts = Try again, or start it anew.
reason-admin-running = A server is running on this folder.
    .title = A server is running
    .lifts = Stop it first.
reason-admin-not_empty = The server’s folder is not empty.
    .title = The folder is not empty
    .lifts = Choose an empty folder.
reason-admin-no_backup = There is no backup in this folder.
    .title = No backup there
    .lifts = Choose the folder of a backup.
reason-admin-backup_folder = A backup can’t lie in this folder.
    .title = Not a folder for a backup
    .lifts = Name an empty folder or one with a backup, outside of the server’s own, with its whole path.
reason-admin-backup_in_use = Another backup is being written or read there.
    .title = The backup is in use
    .lifts = Try again when it is done.
reason-admin-backup_newer = The backup was written by a newer version of the server.
    .title = The backup is newer
    .lifts = Update the server.
reason-admin-backup_damaged = The backup’s database is damaged.
    .title = The backup is damaged
    .lifts = Take an older backup.
reason-admin-backup_unreliable = What was written to the backup reads differently: its disk is failing.
    .title = The backup’s disk is failing
    .lifts = Take another disk.

## What the person can do: fix-ACTION is the label of its button.

fix-sign_in = Sign in
fix-sign_out = Sign out
fix-check_words = Check the words
fix-choose_password = Choose another password
fix-accept_terms = Read the terms
fix-renew_plan = Renew the plan
fix-review_account = Check phones and password
fix-turn_on_sync = Switch sync on
fix-resume = Resume
fix-change_hours = Change the hours
fix-choose_folders = Choose what is kept safe
fix-allow_cellular = Change cellular data
fix-raise_budget = Allow more data
fix-allow_roaming = Allow roaming
fix-allow_low_data = Allow it in Low Data Mode
fix-free_up_cloud = Free up the cloud
fix-free_up_phone = Free up this phone
fix-update_app = Update the app
fix-update_phone = Update the phone
fix-check_address = Check the address
fix-correct = Correct it
fix-look_up = Look it up
fix-show_help = Show help
fix-decide = Decide
fix-show_files = Show the files
fix-take_in_again = Take it in again
fix-retry = Try again
fix-repair = Repair
fix-make_report = Make a report
fix-turn_on_background_upload = Switch it on
fix-ask_for_photos = Allow photos
fix-allow_photos = Allow photos
fix-allow_all_photos = Allow all photos
fix-allow_places = Allow places
fix-allow_app_cellular = Allow cellular data
fix-allow_local_network = Allow the local network
fix-allow_background = Allow background work
fix-allow_notifications = Allow notifications
fix-check_connection = Check the connection
fix-use_other_network = Use another network
fix-sign_in_network = Sign in to the network
fix-check_vpn = Check the VPN
fix-turn_on_vpn = Switch the VPN on
fix-check_filter = Check filters
fix-turn_off_data_saver = Open Data Saver
fix-set_clock = Set the clock
fix-turn_off_low_power = Open battery settings
fix-stop_optimising = Exempt Safelight
fix-keep_unused = Keep Safelight active
fix-turn_on_system_sync = Switch the phone's sync on
fix-protect_app = Protect Safelight
fix-leave_running = Leave it running
fix-keep_open = Keep Safelight open
fix-unlock_phone = Unlock the phone
fix-unlock_profile = Unlock the profile
fix-restart_phone = Restart the phone
fix-insert_card = Put the card back
fix-plug_in = Plug it in
fix-cool_down = How to cool it down
fix-save_to_library = Save to your photos
fix-keep_frame = Keep single photos
fix-open_other_phone = Open the other phone
fix-ask_manager = Ask who manages the phone
fix-ask_parent = Ask a parent
fix-ask_family = Ask who shares it out
fix-tell_owner = Tell the owner of the server
fix-update_server = Update the server
fix-wait = It passes by itself
fix-none = Nothing to do

## What the person does by hand, a step a line: for all platforms, and .ios, .android, .desktop where one differs.

steps-renew_plan =
    Open the page where you bought the plan.
    Renew it there.
    Come back: photos go on within a minute.
steps-update_app =
    Fetch the newest version from where you got this one.
    Install it over the old one. The library stays.
steps-update_phone =
    Plug the device in and connect it to Wi-Fi.
    Open its settings and look for system updates.
    Install the update.
    .ios =
        Plug the iPhone in and connect it to Wi-Fi.
        Open Settings, General, Software Update.
        Install the update.
    .android =
        Plug the phone in and connect it to Wi-Fi.
        Open Settings, System, Software update.
        Install the update.
steps-turn_on_background_upload =
    Open Safelight on the iPhone that this is about.
    Switch upload in the background on in its settings.
steps-ask_for_photos =
    Open the system's privacy settings.
    Allow Safelight to read photos.
steps-allow_photos =
    Open the system's privacy settings.
    Allow Safelight to read photos, or give yourself the right to read the folder.
steps-allow_all_photos =
    Open the settings of Safelight on the phone that this is about.
    Choose all photos under Photos.
steps-allow_places =
    Open Safelight on the Android phone that this is about.
    Allow it to see where photos were taken.
steps-allow_app_cellular =
    Open the settings of Safelight on the phone that this is about.
    Switch cellular data on.
steps-allow_local_network =
    Open the system's privacy settings.
    Allow Safelight to reach the local network, and let it through the firewall.
steps-allow_background =
    Open the settings of Safelight on the phone that this is about.
    Allow it to work in the background.
steps-allow_notifications =
    Open the system's settings, Notifications.
    Allow them for Safelight.
steps-check_connection =
    Look whether other programs reach the internet.
    If they do not, check cable or Wi-Fi, and start the router anew.
    .ios =
        Open a web page in the browser.
        If it does not open, look in Settings whether Airplane Mode is on and which Wi-Fi is chosen.
        If it does, check the server's address in Safelight.
steps-use_other_network =
    Connect to another network.
    Look whether photos go on.
    .ios =
        Open Settings, Wi-Fi, and choose another network, or switch Wi-Fi off to use cellular data.
        Come back to Safelight.
steps-sign_in_network =
    Open a web page in the browser. The network's own page appears.
    Sign in or agree there.
    .ios =
        Open Settings, Wi-Fi, and tap the network. Its own page appears.
        Sign in or agree there.
        Come back to Safelight.
steps-check_vpn =
    Open the VPN's program.
    Switch it off, or mark its connection as not metered.
    .ios =
        Open Settings, VPN.
        Switch it off while photos are sent, or look in the VPN's own app.
steps-turn_on_vpn =
    Open the VPN's program.
    Switch it on.
    .ios =
        Open Settings, VPN.
        Switch it on.
steps-check_filter =
    Look which filter is in use: a VPN, a blocker or the router's own.
    Let the server's name through, or switch it off for this network.
    .ios =
        Open Settings, your name, iCloud, Private Relay, and switch it off for this network.
        If there is a blocker or a filter in Settings, VPN & Device Management, let the server's name through.
    .android =
        Open Settings, Network & internet, Private DNS, and choose Automatic.
        If an app blocks advertisements or trackers, let the server's name through.
steps-turn_off_data_saver =
    Open Settings, Data Saver on the Android phone that this is about.
    Switch it off, or let Safelight use data all the same.
steps-set_clock =
    Open the system's settings, Date and time.
    Switch on that both are set by themselves.
    .ios =
        Open Settings, General, Date & Time.
        Switch Set Automatically on.
steps-turn_off_low_power =
    Open the system's power settings.
    Switch the power saver off.
    .ios =
        Open Settings, Battery.
        Switch Low Power Mode off, or plug the iPhone in and let it charge.
steps-stop_optimising =
    Open Settings, Apps, Safelight, Battery on the Android phone that this is about.
    Choose Unrestricted.
steps-keep_unused =
    Open Settings, Apps, Safelight on the Android phone that this is about.
    Switch off that the app is paused when it is not used.
    Open Safelight and allow photos again.
steps-turn_on_system_sync =
    Open Settings, Passwords & accounts on the Android phone that this is about.
    Switch on that apps may sync data by themselves.
steps-protect_app =
    Open Settings, Apps, Safelight, Battery on the Android phone that this is about, and choose Unrestricted.
    Look in the maker's own battery or security app for automatic start, and allow it for Safelight.
    Lock Safelight in the list of recent apps, where the phone can do that.
steps-leave_running =
    Open Safelight.
    Leave it by going to the home screen. Do not swipe it away in the list of recent apps.
steps-keep_open =
    Plug the phone in and connect it to Wi-Fi.
    Open Safelight and leave it on the screen.
steps-unlock_phone =
    Unlock the device with its code.
    Open Safelight.
steps-unlock_profile =
    Unlock the work profile or the private space on the Android phone that this is about.
    Photos go on by themselves.
steps-restart_phone =
    Switch the phone off and on again.
    Unlock it, and open Safelight once.
steps-insert_card =
    Put the memory card back into the phone.
    Photos go on by themselves.
steps-plug_in =
    Plug the device in.
    Photos go on by themselves.
steps-cool_down =
    Take the device out of the sun and out of its case.
    Let it rest. Photos go on by themselves.
steps-save_to_library =
    Open the shared album in the phone's photo app.
    Choose the photos and save them to your own.
steps-keep_frame =
    Open the burst in the phone's photo app.
    Choose the pictures that you want and keep them as photos of their own.
steps-open_other_phone =
    Take the phone that has the photos.
    Plug it in, connect it to Wi-Fi and open Safelight on it.
steps-ask_manager =
    Find out who manages this phone: a company, a school, or somebody in the family.
    Ask them to let Safelight see photos and work in the background.
steps-ask_parent =
    Ask the parent who set the limits.
    They can allow Safelight in the phone's settings for screen time.
steps-ask_family =
    Ask whoever shares out the family's room in the cloud.
    Or free up some of your own.
steps-tell_owner =
    Tell whoever runs the server what stands here.
    Photos go on by themselves when it is mended.
steps-update_server =
    Tell whoever runs the server that it needs an update.
    Photos go on by themselves afterwards.

## Status, in one sentence.

status-up_to_date = { $safe ->
        [0] Up to date. There are no photos yet.
        [one] Up to date. One photo is safe.
       *[other] Up to date. { $safe } photos are safe.
    }
status-syncing = { $pending ->
        [0] Syncing.
        [one] Syncing: one photo to go.
       *[other] Syncing: { $pending } photos to go.
    }
status-elsewhere = { $pending ->
        [0] Another program on this device is syncing this library.
        [one] Another program on this device is syncing: one photo to go.
       *[other] Another program on this device is syncing: { $pending } photos to go.
    }
status-waiting = { $pending ->
        [0] Waiting: { $reason }
        [one] One photo waits: { $reason }
       *[other] { $pending } photos wait: { $reason }
    }
status-attention = { $reason }
status-signed_out = { $reason }
status-next-now = It syncs as soon as it is told to.
status-next-announced = It syncs when something changes here or in the cloud.

## Page

page-language = en
page-title = Safelight simulator
page-tagline = Two phones, one library, and a cloud that can’t look inside
page-no-script = This page needs JavaScript.
page-theme = Appearance
page-theme-system = System
page-theme-light = Light
page-theme-dark = Dark
page-lost = The simulator does not answer. Is it still running in your terminal?
page-loading = Starting the phones
page-failed = That did not work. Please try again.
page-close = Close
page-cancel = Cancel
page-save = Save
page-skip = Skip to the phones

page-tab-photos = Photos
page-tab-favourites = Favourites
page-tab-albums = Albums
page-tab-deleted = Deleted
page-tab-account = Account
page-deleted-title = Recently deleted

page-take = Take a photo
page-taken = Photo taken
page-upload = Add from this computer
page-drop = Let go to add to this phone
page-grid-hint = Arrow keys move between photos, Enter opens one.
page-more = Show more photos
page-empty-library = No photos yet. Take one, or add some from this computer.
page-empty-favourites = No favourites yet. Open a photo and press the heart.
page-empty-deleted = Nothing here. Deleted photos stay here for { $days } days.
page-empty-album = This album is empty. Open a photo and choose “Albums”.
page-empty-albums = No albums yet.
page-deleted-hint = Photos stay here for { $days } days. Then they are gone for good.

page-viewer-back = Back
page-viewer-previous = Previous photo
page-viewer-next = Next photo
page-viewer-favourite = Favourite
page-viewer-caption = Caption
page-viewer-details = Details
page-viewer-trash = Delete
page-viewer-restore = Restore
page-viewer-delete = Delete for good
page-viewer-original = Show the original
page-viewer-original-loading = Fetching the original
page-viewer-original-shown = This is the original
page-viewer-no-picture = No picture yet
page-trashed = Moved to recently deleted
page-restored = Restored
page-deleted = Deleted for good
page-caption-label = Caption
page-caption-saved = Caption saved
page-delete-title = Delete for good?
page-delete-warning = The photo goes from both phones and from the cloud. This can’t be undone.

page-details-taken = Taken
page-details-size = Size
page-details-file = File
page-details-camera = Camera
page-details-place = Place
page-details-original = Original

page-albums-new = New album
page-albums-name = Name of the album
page-albums-create = Create
page-albums-rename = Rename
page-albums-delete = Delete album
page-albums-delete-title = Delete this album?
page-albums-delete-warning = Its photos stay in the library.
page-albums-choose = Albums of this photo
page-albums-back = All albums

page-account-title = Account
page-account-email = E-mail
page-account-phone = This phone
page-account-state = Sync
page-account-last = Last success
page-account-safe = Safe in the cloud
page-account-waiting = Still to go
page-account-words = Recovery words
page-account-words-ok = Checked
page-account-words-open = Not checked yet
page-account-words-check = Check the words
page-account-words-new = Make new words

page-link-title = Connection
page-link-wifi = Wi-Fi
page-link-slow = 1 Mbit/s
page-link-off = Unplugged
page-link-sent = Sent
page-link-received = Received

page-cloud-title = Cloud
page-cloud-blind = It keeps sealed blocks. It can’t see a picture, a name or a place.
page-cloud-quota = Space used
page-cloud-blocks = Sealed blocks
page-cloud-bytes = Stored
page-cloud-reserved = Announced
page-cloud-sees = What the cloud sees
page-cloud-sees-hint = The latest blocks, by the only name it knows them by
page-cloud-nothing = Nothing yet

page-log-title = What happens

page-words-reminder = Your 24 recovery words are not checked yet. If the password is forgotten, only they open your photos.
page-words-open = Show the words
page-words-title = Your recovery words
page-words-lead = Write them down on paper, in this order. Whoever has them can open your photos.
page-words-written = I have written them down
page-words-ask-title = Three words, please
page-words-ask-lead = Type these three from your paper.
page-words-check = Check
page-words-again = Show all the words again
page-words-right = That is right. Keep the paper in a safe place.
page-words-wrong = That does not match. Look at your paper again.
page-words-done = Done

# With numbers and names: formatted before they reach the page.
page-word-number = Word { $number }
page-photo-label = { $kind ->
        [video] Video
       *[photo] Photo
    } from { $date }
page-photo-favourite = favourite
page-mark-here = Only on this phone so far
page-mark-elsewhere = Only on { $phone } so far
page-mark-elsewhere-unknown = Only on another phone so far
page-mark-other-phone = Other phone
page-mark-failed = Could not be sent
page-mark-failed-short = Not sent
page-mark-contested = Deleted on another phone; only this phone still has it
page-mark-contested-short = Your choice
page-mark-lost = The original was lost
page-mark-lost-short = Lost
page-progress-sending = { $photos ->
        [one] Sending 1 photo
       *[other] Sending { $photos } photos
    }: { $done } of { $total }
page-progress-receiving = Receiving: { $done }
page-progress-quiet = Quiet
page-count-photos = { $photos ->
        [one] 1 photo
       *[other] { $photos } photos
    }
page-quota-used = { $used } of { $quota }
page-rate = { $bytes }/s
page-original-here = On this phone
page-original-cloud = In the cloud
page-original-both = On this phone and in the cloud
page-original-elsewhere = Only on { $phone }, not in the cloud yet
page-original-elsewhere-unknown = Only on another phone, not in the cloud yet
page-original-lost = Nowhere: the original was lost
page-log-took = { $phone } took a photo
page-log-added = { $photos ->
        [one] { $phone } added 1 photo
       *[other] { $phone } added { $photos } photos
    }
page-log-arrived = { $photos ->
        [one] 1 photo appeared on { $phone }
       *[other] { $photos } photos appeared on { $phone }
    }
page-log-safe = { $photos ->
        [one] 1 photo from { $phone } is safe in the cloud
       *[other] { $photos } photos from { $phone } are safe in the cloud
    }
page-log-unplugged = { $phone } lost its connection
page-log-plugged = { $phone } is connected: { $speed }
page-log-known = { $phone } has this photo already
page-phone-blue = Blue phone
page-phone-coral = Coral phone
page-added = { $photos ->
        [one] Added
       *[other] { $photos } photos added
    }

## Command line

cli-heading-usage = Usage:
cli-heading-commands = Commands
cli-heading-arguments = Arguments
cli-heading-options = Options
cli-heading-examples = Examples:

cli-error-precisely = ({ $code }: { $detail })
cli-time-invalid = not a day like 2024-05-01 and not a time like 2024-05-01T12:30:00+02:00

cli-ask-password = Password:
cli-ask-new-password = New password:
cli-ask-old-password = Old password:
cli-ask-again = The same again:
cli-ask-differs = These two differ. Once more:
cli-ask-words = The 24 recovery words:
cli-ask-yes = yes

cli-head-id = ID
cli-head-name = Name
cli-head-last-seen = Last seen
cli-head-app = App
cli-head-folder = Folder
cli-head-found = Found
cli-head-safe = Safe
cli-head-waiting = Waiting
cli-head-set-aside = Set aside
cli-head-left-out = Left out
cli-head-taken = Taken
cli-head-size = Size
cli-head-state = State
cli-head-pixels = Pixels
cli-head-length = Length
cli-head-camera = Camera
cli-head-place = Place
cli-head-caption = Caption
cli-head-albums = Albums
cli-head-marks = Marks
cli-head-photos = Photos

cli-mark-favourite = favourite
cli-mark-hidden = hidden
cli-mark-trash = in the trash

cli-state-safe = safe
cli-state-sending = on its way
cli-state-failed = could not be sent
cli-state-waiting = waiting
cli-state-elsewhere = only on { $phones }

cli-signup-done = Signed up as { $email }.
cli-signin-done = Signed in as { $email }.
cli-recover-done = Signed in as { $email }, with the new password.
cli-signout-done = Signed out. The photos on this phone are still here.
cli-signout-ask = Sign out anyway? Type yes:
cli-signout-how = Nothing was done. Sync first, or sign out with --yes: what was not sent stays on this phone only.
cli-unsent = { $originals ->
        [one] One photo was not sent to the cloud
       *[other] { $originals } photos were not sent to the cloud
    }, and { $edits ->
        [one] one photo has changes that were not sent.
       *[other] { $edits } photos have changes that were not sent.
    }
cli-passwd-done = The password is changed. The other phones stay signed in, the recovery words stay valid.
cli-words-done = These are the new recovery words. The old ones are good for nothing any more.
cli-words-show = Write these 24 words down and keep them away from this phone. Whoever has them can open the library; without
    them a forgotten password can't be replaced.
cli-words-later = The recovery words have not been checked yet. Make sure that they are written down, or make new ones with the command words.
cli-words-ask = Word { $number }:
cli-words-right = Right. Keep them safe.
cli-words-kept = That was not right, so nothing has changed: the old words are still the ones that count. Write the new ones down and try again with the command words.
cli-words-wrong = That was not right. Look at the sheet again, or make new words with the command words.
cli-delete-warning = { $photos ->
        [0] No photo is in the cloud only.
        [one] One photo ({ $size }) is in the cloud only and would be gone.
       *[other] { $photos } photos ({ $size }) are in the cloud only and would be gone.
    }
cli-delete-ask = Delete the account and everything in its cloud? Type yes:
cli-delete-how = Nothing was done. Delete the account with --yes.
cli-delete-done = The account will be deleted on { $when }. Signing in until then takes that back.

cli-device-this = { $name } (this one)

cli-import-progress = Taking in
cli-import-done = { $count ->
        [0] Nothing new was taken in.
        [one] One photo was taken in.
       *[other] { $count } photos were taken in.
    }
cli-import-duplicates = { $count ->
        [one] One was here already.
       *[other] { $count } were here already.
    }
cli-import-ignored = { $count ->
        [one] One was deleted for good earlier and stays so; --again brings it back.
       *[other] { $count } were deleted for good earlier and stay so; --again brings them back.
    }
cli-file-failed = { $path }: { $reason }
cli-source-none = No folder is on the list. Add one with source add.

cli-ls-none = There is nothing here.
cli-ls-more = There is more: go on with --after { $cursor }
cli-set-done = { $count ->
        [0] Nothing was changed.
        [one] One photo was changed.
       *[other] { $count } photos were changed.
    }
cli-trash-done = { $count ->
        [0] Nothing was moved.
        [one] One photo is in the trash.
       *[other] { $count } photos are in the trash.
    }
cli-restore-done = { $count ->
        [0] Nothing was restored.
        [one] One photo was restored.
       *[other] { $count } photos were restored.
    }
cli-purge-done = { $count ->
        [0] Nothing was deleted.
        [one] One photo is deleted for good, with the next sync everywhere.
       *[other] { $count } photos are deleted for good, with the next sync everywhere.
    }
cli-unchanged = { $count ->
        [one] One was left as it was.
       *[other] { $count } were left as they were.
    }

cli-get-progress = Fetching
cli-get-done = { $name } ({ $size }) is in { $path }.
cli-get-elsewhere = The original is only on { $phones }.
cli-export-progress = Exporting
cli-export-done = { $count ->
        [0] Nothing was exported.
        [one] One photo ({ $size }) was exported.
       *[other] { $count } photos ({ $size }) were exported.
    }

cli-album-none = There are no albums yet. Make one with album create.
cli-album-created = The album { $name } is made.
cli-album-renamed = The album is called { $name } now.
cli-album-deleted = The album { $name } is deleted. Its photos are still in the library.
cli-album-added = { $count ->
        [0] Nothing was put into { $name }.
        [one] One photo was put into { $name }.
       *[other] { $count } photos were put into { $name }.
    }
cli-album-removed = { $count ->
        [0] Nothing was taken out of { $name }.
        [one] One photo was taken out of { $name }.
       *[other] { $count } photos were taken out of { $name }.
    }

cli-sync-progress = { $originals ->
        [0] Syncing
        [one] Syncing, one photo to go ({ $left })
       *[other] Syncing, { $originals } photos to go ({ $left })
    }. Sent { $sent }, received { $received }.
cli-sync-done = Sent { $sent ->
        [one] one change
       *[other] { $sent } changes
    } ({ $sentsize }), received { $received ->
        [one] one change
       *[other] { $received } changes
    } ({ $receivedsize }).
cli-sync-up-to-date = Up to date.
cli-sync-left = { $originals ->
        [0] { $records ->
            [0] Not everything could be looked at.
            [one] One change is still to be sent.
           *[other] { $records } changes are still to be sent.
        }
        [one] One photo is still to be sent ({ $size }).
       *[other] { $originals } photos are still to be sent ({ $size }).
    }

cli-status-last = Last up to date: { $when }
cli-status-next = What did not work is tried again at { $when }.

cli-usage-unknown = not known before the first sync
cli-usage-cloud = In the cloud
cli-usage-device = On this phone
cli-usage-quota = Room
cli-usage-used = Used
cli-usage-reserved = Kept free for photos on their way
cli-usage-photos = Photos
cli-usage-videos = Videos
cli-usage-derivatives = Previews and thumbnails
cli-usage-deleted = Recently deleted
cli-usage-pending = Still to go from this device
cli-usage-pending-elsewhere = Still to go from other devices
cli-usage-only-here = Only here so far
cli-usage-could-leave = May leave when room runs low
cli-usage-forecast = { $fits ->
        [no] What is still to go ({ $size }) does not fit into the cloud.
       *[yes] { $days ->
            [never] At this pace the cloud does not fill up.
            [one] At this pace the cloud is full in a day; { $size } are still to go.
           *[other] At this pace the cloud is full in { $days } days; { $size } are still to go.
        }
    }
cli-usage-free = Free
cli-usage-borrowed = Left where they are
cli-usage-database = Database
cli-usage-spool = Files on their way

cli-erase-ready = { $of ->
        [0] There is no original on this phone: it may be erased.
        [one] Yes: the one original on this phone is proven to be in the cloud.
       *[other] Yes: all { $of } originals on this phone are proven to be in the cloud.
    }
cli-erase-not-ready = No: { $proven } of { $of } originals on this phone are proven to be in the cloud. { $lost ->
        [one] This one would be lost, or its changes:
       *[other] These { $lost } would be lost, or their changes:
    }

cli-doctor-checked = { $count ->
        [one] One thing was checked.
       *[other] { $count } things were checked.
    }
cli-doctor-well = Everything is well.
cli-doctor-broken = The library's database is damaged and can't be mended here. The photos are in the folder originals of the home.
cli-doctor-missing_files = { $count ->
        [one] One file was gone; it is fetched again when it is needed.
       *[other] { $count } files were gone; they are fetched again when they are needed.
    }
cli-doctor-left_over_files = { $count ->
        [one] One file that was left over is removed.
       *[other] { $count } files that were left over are removed.
    }
cli-doctor-work = { $count ->
        [one] One file is on the list of what is to be sent or fetched again.
       *[other] { $count } files are on the list of what is to be sent or fetched again.
    }

## Command line: help. cli-help-COMMAND, its examples, and its arguments.

cli-help = A phone in a terminal: one photo library, the same on all devices and safe in a cloud of your own
cli-help-examples =
    Make an account on a server, with this machine as its first device:
      { $command } signup --server https://photos.example.org --email you@example.org
    Take photos in, and send them:
      { $command } import ~/Pictures
      { $command } sync
    Ask how it stands:
      { $command } status
cli-help-arg-home = The folder in which this device keeps its library
cli-help-arg-json = Print one JSON document and nothing else, ask nothing
cli-help-arg-help = Print this help
cli-help-arg-version = Print the version

cli-help-arg-server = The server's address
cli-help-arg-email = The account's e-mail address
cli-help-arg-name = What this device is called; otherwise as the machine is
cli-help-arg-yes = Do it without asking
cli-help-arg-id = The photo's id, as ls prints it
cli-help-arg-ids = Ids of photos, as ls prints them
cli-help-arg-folder = A folder
cli-help-arg-album = Only photos of this album

cli-help-signup = Make an account, with this device as its first
cli-help-signup-arg-invite = The invitation that a closed server asks for
cli-help-signup-examples =
    The password is asked for; the 24 recovery words are shown once:
      { $command } --server https://photos.example.org --email you@example.org --name "Old laptop"
    In a script:
      SAFELIGHT_PASSWORD=… { $command } --json --server https://photos.example.org --email you@example.org

cli-help-signin = Make this device one of an account
cli-help-signin-examples =
    { $command } --server https://photos.example.org --email you@example.org

cli-help-recover = Sign in with the 24 recovery words and set a new password
cli-help-recover-examples =
    Words and password are asked for:
      { $command } --server https://photos.example.org --email you@example.org
    In a script:
      SAFELIGHT_RECOVERY_WORDS="…" SAFELIGHT_NEW_PASSWORD=… { $command } --server … --email …

cli-help-signout = Sign this device out; what was not sent stays on it
cli-help-signout-arg-yes = Sign out although something was not sent
cli-help-signout-examples =
    Ends with 3 and does nothing while photos or changes are unsent:
      { $command }
    Sign out all the same:
      { $command } --yes

cli-help-passwd = Change the password
cli-help-passwd-examples =
    { $command }
    In a script:
      SAFELIGHT_PASSWORD=… SAFELIGHT_NEW_PASSWORD=… { $command }

cli-help-words = Make new recovery words; the old ones are void
cli-help-words-examples =
    Shows 24 new words and asks for three of them:
      { $command }

cli-help-delete-account = Delete the account; signing in within 14 days takes that back
cli-help-delete-account-examples =
    Says what is in the cloud only, and does nothing yet:
      { $command } --json
    Delete it:
      { $command } --yes

cli-help-devices = List, rename or remove the account's devices
cli-help-devices-examples =
    { $command }
    { $command } rename 0f3c… "Anna's phone"
    { $command } revoke 0f3c…
cli-help-devices-list = List the account's devices
cli-help-devices-list-examples =
    { $command }
cli-help-devices-rename = Give a device another name
cli-help-devices-rename-arg-id = The device's id
cli-help-devices-rename-arg-name = The new name
cli-help-devices-rename-examples =
    { $command } 0f3c… "Anna's phone"
cli-help-devices-revoke = Remove a device from the account: it is out at once and keeps what is on it
cli-help-devices-revoke-arg-id = The device's id
cli-help-devices-revoke-examples =
    { $command } 0f3c…

cli-help-import = Take photos and videos into the library
cli-help-import-arg-in-place = Leave the files where they are instead of copying them into the home
cli-help-import-arg-again = Bring back what is in the trash or was deleted for good
cli-help-import-arg-paths = Files and folders
cli-help-import-examples =
    Copy a folder with everything in it:
      { $command } ~/Pictures
    Leave the files where they are:
      { $command } --in-place /mnt/photos
    Bring back a photo that was deleted:
      { $command } --again ~/Pictures/beach.jpg

cli-help-source = List, add or remove folders that sync takes from
cli-help-source-examples =
    { $command } add ~/Pictures
    { $command }
cli-help-source-add = Take from this folder at each sync
cli-help-source-add-examples =
    { $command } ~/Pictures
cli-help-source-list = List the folders; the numbers add up
cli-help-source-list-examples =
    { $command }
cli-help-source-remove = Take from this folder no longer; its photos stay in the library
cli-help-source-remove-examples =
    { $command } ~/Pictures

cli-help-sync = Send and receive everything that can be now
cli-help-sync-arg-now = Pass the limits of time and power that are yours to pass, and try again what was put off or set aside
cli-help-sync-arg-seconds = Stop after so many seconds
cli-help-sync-arg-max-bytes = Send at most so many bytes of photos
cli-help-sync-arg-watch = Stay in step until told to stop
cli-help-sync-examples =
    Once; ends with 3 while something is left:
      { $command }
    At most ten minutes and 2 GB:
      { $command } --for 600 --max-bytes 2000000000
    For ever, one line for each change:
      { $command } --watch

cli-help-ls = List photos and videos by capture date, newest first
cli-help-ls-arg-trash = Those in the trash
cli-help-ls-arg-hidden = Hidden ones
cli-help-ls-arg-favourites = Favourites only
cli-help-ls-arg-since = Taken at this day or time or after it
cli-help-ls-arg-until = Taken before this day or time
cli-help-ls-arg-after = Go on where an earlier list ended
cli-help-ls-arg-limit = How many at most; 0: all
cli-help-ls-examples =
    { $command } --limit 20
    The summer of 2024:
      { $command } --since 2024-06-01 --until 2024-09-01
    All of an album, for a script:
      { $command } --json --album Sweden --limit 0

cli-help-show = Show all that is known of a photo, and why it waits
cli-help-show-examples =
    { $command } 3f9a…

cli-help-get = Get a photo's file, from the cloud if it is not here
cli-help-get-arg-resource = Which of its files
cli-help-get-arg-output = Where to write it; - for standard output
cli-help-get-examples =
    { $command } 3f9a… -o beach.jpg
    { $command } 3f9a… --resource thumbnail -o - | display

cli-help-set = Change what is known of a photo
cli-help-set-arg-favourite = Whether it is a favourite: true or false
cli-help-set-arg-hidden = Whether it is hidden: true or false
cli-help-set-arg-caption = A caption; empty for none
cli-help-set-arg-date = The right capture date, with its offset
cli-help-set-examples =
    { $command } 3f9a… --favourite true --caption "The lake"
    { $command } 3f9a… --date 2024-05-01T12:30:00+02:00

cli-help-trash = Move photos to the trash
cli-help-trash-examples =
    { $command } 3f9a… 77b0…

cli-help-restore = Take photos out of the trash
cli-help-restore-examples =
    { $command } 3f9a…

cli-help-purge = Delete photos that are in the trash for good, on all devices
cli-help-purge-examples =
    { $command } 3f9a…

cli-help-album = List albums, make them and fill them
cli-help-album-examples =
    { $command } create Sweden
    { $command } add Sweden 3f9a… 77b0…
    { $command }
cli-help-album-create = Make an album
cli-help-album-create-arg-name = Its name
cli-help-album-create-examples =
    { $command } Sweden
cli-help-album-list = List the albums
cli-help-album-list-examples =
    { $command }
cli-help-album-rename = Give an album another name
cli-help-album-rename-arg-name = The album's name or id
cli-help-album-rename-arg-new = The new name
cli-help-album-rename-examples =
    { $command } Sweden "Sweden 2024"
cli-help-album-add = Put photos into an album
cli-help-album-add-arg-name = The album's name or id
cli-help-album-add-examples =
    { $command } Sweden 3f9a… 77b0…
cli-help-album-remove = Take photos out of an album; they stay in the library
cli-help-album-remove-arg-name = The album's name or id
cli-help-album-remove-examples =
    { $command } Sweden 3f9a…
cli-help-album-delete = Delete an album; its photos stay in the library
cli-help-album-delete-arg-name = The album's name or id
cli-help-album-delete-examples =
    { $command } Sweden

cli-help-export = Write all originals into a folder by date, readable without Safelight
cli-help-export-examples =
    { $command } /mnt/backup/photos
    { $command } ~/Desktop/sweden --album Sweden

cli-help-status = Say in a sentence how it stands
cli-help-status-examples =
    { $command }
    { $command } --json

cli-help-usage = Say how much room is used, in the cloud and here
cli-help-usage-examples =
    { $command }

cli-help-erase-check = Say whether this device may be erased: the cloud proves what it has
cli-help-erase-check-examples =
    Ends with 3 if something would be lost:
      { $command }

cli-help-optimise = Make room on this device: originals that the cloud proves to have leave it, and nothing else
cli-help-optimise-arg-free = How many bytes to free; otherwise what the setting asks for, or all that may go
cli-help-optimise-examples =
    Ends with 3 if there was less to free than asked for:
      { $command } --free 2000000000

cli-help-free-up = Free up the cloud: photos and videos go from all devices, in two steps that are asked for one by one
cli-help-free-up-arg-cloud = Say that it is the cloud that is meant, and so all devices
cli-help-free-up-arg-plan = Only say what would go
cli-help-free-up-arg-bytes = How many bytes are wanted; otherwise the ten largest videos are named
cli-help-free-up-arg-trash = Step one without asking: move the videos to recently deleted, which alone frees nothing
cli-help-free-up-arg-empty = Step two without asking: empty recently deleted, for good and on all devices
cli-help-free-up-examples =
    { $command } --cloud --plan
    Room on this device is another thing: see optimise.

cli-help-pin = Keep the originals of these photos on this device
cli-help-pin-examples =
    { $command } 5e0c

cli-help-unpin = Let them leave again when room runs low
cli-help-unpin-examples =
    { $command } 5e0c

cli-help-proof = Ask the cloud to prove that it has an original
cli-help-proof-examples =
    Ends with 3 if it can't:
      { $command } 5e0c

cli-help-verify = Ask the cloud to prove that it has every original that is on this device
cli-help-verify-arg-all = Also read back from the cloud what is not on this device
cli-help-verify-examples =
    Ends with 3 if something is not proven:
      { $command } --all

cli-help-doctor = Check the library on this device and mend what can be mended
cli-help-doctor-examples =
    { $command }

cli-help-completions = Print what a shell needs to complete commands
cli-help-completions-arg-shell = The shell
cli-help-completions-examples =
    { $command } bash > ~/.local/share/bash-completion/completions/safelight

## Facts, settings, and what would be if they were otherwise.

cli-head-fact = Fact
cli-head-setting = Setting
cli-head-value = Value
cli-head-since = Since
cli-sync-passed = Passed, because you asked for it: { $reasons }
cli-what-if = { $photos ->
        [0] { $videos ->
            [0] Nothing would be sent today.
            [one] One video ({ $size }) would be sent today.
           *[other] { $videos } videos ({ $size }) would be sent today.
        }
        [one] { $videos ->
            [0] One photo ({ $size }) would be sent today.
            [one] One photo and one video ({ $size }) would be sent today.
           *[other] One photo and { $videos } videos ({ $size }) would be sent today.
        }
       *[other] { $videos ->
            [0] { $photos } photos ({ $size }) would be sent today.
            [one] { $photos } photos and one video ({ $size }) would be sent today.
           *[other] { $photos } photos and { $videos } videos ({ $size }) would be sent today.
        }
    }

cli-help-facts = Show or set what this device knows of itself: battery, network, room, heat
cli-help-facts-examples =
    { $command }
    Say that it is on a cellular network, with little charge:
      { $command } set network=cellular battery=18 charging=unplugged
cli-help-facts-show = Show every fact and since when it is so
cli-help-facts-show-examples =
    { $command }
cli-help-facts-set = Say what is so; running syncs obey within a second
cli-help-facts-set-examples =
    { $command } network=cellular
    Say that it can't be told:
      { $command } metered=unknown
cli-help-facts-clear = Forget what was said; what the device knows by itself is used again
cli-help-facts-clear-examples =
    { $command }

cli-help-settings = Show or change what you want of this device
cli-help-settings-examples =
    { $command }
    Let photos use 200 MB a day of cellular data:
      { $command } set cellular_photos=200000000
cli-help-settings-show = Show every setting
cli-help-settings-show-examples =
    { $command }
cli-help-settings-set = Change settings; running syncs obey within a second
cli-help-settings-set-examples =
    { $command } hours=22:00-07:00 charging_only=true
cli-help-settings-reset = Make all settings what they were at first
cli-help-settings-reset-examples =
    { $command }
cli-help-arg-said = What to set, as KEY=VALUE

cli-help-what-if = Say what would be sent today if some facts or settings were otherwise; changes nothing
cli-help-what-if-arg-changes = Facts and settings, as KEY=VALUE
cli-help-what-if-examples =
    { $command } cellular_photos=200000000
    { $command } network=wifi battery=80

## Diagnosis: what was observed. Numbers and dates are arguments.

observed-account_refused = The server answered this phone's account with a refusal.
observed-bad_address = The address of the server can't be read.
observed-body_limit = { $passed ->
        [0] Not even { $refused } bytes in one piece come through.
        [one] { $passed } byte in one piece comes through, { $refused } do not.
       *[other] { $passed } bytes in one piece come through, { $refused } do not.
    }
observed-body_refused = Large pieces were refused on their way, and not by the server.
observed-cert_expired = { $not_after ->
        [unknown] The server's certificate has ended.
       *[known] The server's certificate ended on { $not_after }.
    }
observed-cert_name = The certificate that was shown belongs to another name.
observed-cert_not_yet = { $not_before ->
        [unknown] The server's certificate has not begun yet.
       *[known] The server's certificate begins on { $not_before } only.
    }
observed-cert_untrusted = Nobody whom this phone trusts has signed the certificate that was shown.
observed-clock = { $ahead ->
        [yes] The phone's clock is about { $hours ->
            [one] one hour
           *[other] { $hours } hours
        } ahead of the server's.
       *[no] The phone's clock is about { $hours ->
            [one] one hour
           *[other] { $hours } hours
        } behind the server's.
    }
observed-clock_tls = The server's certificate is not good by this phone's clock, and the clock is wrong.
observed-denied = The phone does not let the app connect.
observed-foreign = Something answered with status { $status }, and it was not a Safelight server.
observed-last_run = The last sync ended with this.
observed-moved = The address leads on to another one on the same machine.
observed-name_filtered = The server's name leads nowhere: a filter in this network answers so.
observed-name_unanswered = Nobody in this network answered what the server's name stands for.
observed-name_unknown = Nobody knows the server's name.
observed-no_network = The phone has no way out.
observed-no_other_phone = No other phone is signed in to this account.
observed-no_window = There was no sync for { $days } days although there was something to do.
observed-not_secure = The address is not protected, so nothing is sent there.
observed-other_account = Somebody tried to sign in on this phone with another account.
observed-page = A page came back that is not a Safelight server's.
observed-protocol = The server speaks version { $server } of the common language.
observed-proxy = Something before the server answered with status { $status }.
observed-redirected = Every request is sent on to another machine.
observed-refused = The machine answers, but no server listens there.
observed-reset = The connection was cut before there was an answer.
observed-server_refused = The server itself says so.
observed-silent = The machine does not answer.
observed-stall = { $runs } times in a row there was something to do, nothing stopped it, and nothing went.
observed-stall_restart = Two repairs have changed nothing.
observed-tls_failed = There was no secure connection.
observed-tls_page = The certificate is not the server's, and a page of somebody else's is behind it.
observed-tls_reset = The connection was cut while it was being secured.
observed-unanswered = The connection stands, and the server says nothing.
observed-unreachable = There is no way to the machine.

## Diagnosis: what was mended just now.

repaired-lock = A lock was taken off that a program had left behind.
repaired-work = { $count ->
        [one] One file waited for something that never comes; it is tried again.
       *[other] { $count } files waited for something that never comes; they are tried again.
    }
repaired-transfer = { $count ->
        [one] A transfer that never ended was stopped.
       *[other] { $count } transfers that never ended were stopped.
    }
repaired-retry = Everything that was put off is tried again.
repaired-digest = The next sync compares this phone with the cloud.
repaired-engine = Sync was started afresh.
repaired-library = { $count ->
        [one] One thing in the library was put right.
       *[other] { $count } things in the library were put right.
    }

## Command line: diagnosis.

cli-diagnose-well = Nothing is wrong.
cli-diagnose-well-offline = Nothing is wrong on this phone. The server was not asked.
cli-diagnose-unasked = The server was not asked, because the network may not be used for it now ({ $code }).
cli-diagnose-fix = What to do: { $lifts }
cli-diagnose-words = Another phone with the same account and server shows the same three words: { $words }
cli-diagnose-bundle = For help: safelight support-bundle -o FILE. It names nobody and nothing.
cli-bundle-written = Written to { $path }: { $size }. It names nobody and nothing.
cli-replay-same = The same as on the phone that it comes from.
cli-replay-other = Not the same as on the phone that it comes from.

cli-help-diagnose = Find out why photos wait: the true cause first, with what mends it
cli-help-diagnose-arg-offline = Look only at this device, ask nobody
cli-help-diagnose-arg-other-phone = Another phone should have the same account: look for it
cli-help-diagnose-examples =
    { $command }
    Without using the network:
      { $command } --offline
    The other phone shows other photos:
      { $command } --other-phone
cli-help-support-bundle = Write what a diagnosis rests on into a file for those who help; it names nobody and nothing
cli-help-support-bundle-arg-output = Where to write it
cli-help-support-bundle-arg-offline = Look only at this device, ask nobody
cli-help-support-bundle-examples =
    { $command } -o bundle.json
cli-help-replay = Read a support bundle and come to the same end
cli-help-replay-arg-file = The bundle
cli-help-replay-examples =
    { $command } bundle.json

## The server: where it is, and by what it is known

reason-net-tls_required = The server's address begins with http://. Nothing is sent there: everybody on the way could read it.
    .title = The address is not safe
    .lifts = Use an address that begins with https://.
reason-net-authority_changed = This phone trusts another certificate authority for this server than the one that was given.
    .title = Another certificate authority
    .lifts = Ask the owner of the server for its fingerprint, and give that with the file.
reason-net-authority_wrong = The certificate authority does not have the fingerprint that was given.
    .title = Wrong fingerprint
    .lifts = Compare it with the owner of the server. Do not go on before both are the same.
reason-net-authority_file = The file is not one certificate.
    .title = Not a certificate
    .lifts = Choose the file with the certificate of the authority, without its key.
reason-srv-impostor = Another machine answers in the place of your server. Nothing of yours is sent to it.
    .title = Not your server
    .lifts = It goes on by itself when your server answers again. On a network that you do not know, nothing is wrong.
reason-acct-password_changed = The password of this account was changed on another phone.
    .title = The password was changed
    .lifts = If it was not you, remove the phone that you do not know and set a new password.
reason-acct-words_changed = The recovery words of this account were changed on another phone.
    .title = The recovery words were changed
    .lifts = If it was not you, remove the phone that you do not know and make new words.
reason-acct-unlock_refused = It was not confirmed that this phone is in the right hands.
    .title = Not confirmed
    .lifts = Unlock with face, finger or PIN, or type what is asked.
reason-acct-unlock_unavailable = This device can't ask for its unlock.
    .title = The unlock can't be asked for
    .lifts = Set a screen lock on the phone; in a terminal, run the command where it can ask.
cli-authority = The certificate authority with this fingerprint is trusted for this server only: { $fingerprint }
cli-unlock-ask = Type the e-mail address of the account to set a new password:
cli-help-arg-ca = A certificate authority of your own, as a PEM file: trusted for this server only
cli-help-arg-ca-fingerprint = Its SHA-256 fingerprint as the server's owner tells it: anything else is refused
cli-help-passwd-arg-forgotten = Set a new one without the old, while this device is still signed in
## What happened and what is to come: moments, and what something waits for. The first letter becomes a capital by itself.

moment-day = { $day ->
        [today] today
        [yesterday] yesterday
        [tomorrow] tomorrow
        [monday] on Monday
        [tuesday] on Tuesday
        [wednesday] on Wednesday
        [thursday] on Thursday
        [friday] on Friday
        [saturday] on Saturday
        [sunday] on Sunday
       *[date] on { $date }
    }
moment = { moment-day } at { CLOCK($clock) }
moment-within-day = { moment-day } between { CLOCK($clock) } and { CLOCK($until) }
moment-between = from { $from } until { $until }

awaited = { $awaited ->
        [charger] a charger
        [power] the end of power saving
        [cool] the phone to cool down
        [wifi] Wi-Fi
        [portal] somebody to sign in to the network
        [home] the network at home
        [vpn] the VPN
        [clock] the right date and time
        [server] the server
        [server_update] an update of the server
        [connection] a connection
        [switch] sync to be switched on
        [pause] the end of the pause
        [hours] the chosen hours
        [cloud_room] room in the cloud
        [phone_room] room on the phone
        [access] access to the photos
        [unlock] somebody to unlock it
        [sign_in] somebody to sign in
        [update] an update of the app
        [system_update] an update of the phone
        [other_phone] another phone
        [choice] somebody to decide
        [slot] the system to let it run
        [turn] its turn
        [look] somebody to look at a file
       *[unknown] something that this version of the app does not know ({ $code })
    }

## Timeline.

timeline-waits = since { $since } { $subject ->
        [everything] everything has
        [originals] photos and videos have
        [photos] photos have
        [videos] videos have
       *[small] thumbnails have
    } waited for { $awaited }.
timeline-waited = { $span } { $subject ->
        [everything] everything
        [originals] photos and videos
        [photos] photos
        [videos] videos
       *[small] thumbnails
    } waited for { $awaited }; { $sent ->
        [0] nothing was sent.
        [one] one photo was sent all the same.
       *[other] { $sent } photos were sent all the same.
    }
timeline-window = { $moment } Safelight { $ending ->
        [running] began to run
       *[done] ran for { $seconds ->
            [0] less than a minute
           *[more] { $minutes ->
                [one] one minute
               *[other] { $minutes } minutes
            }
        }
    }: { $sent ->
        [0] { $small ->
            [nothing] nothing was sent.
           *[something] changes went back and forth.
        }
        [one] one photo was sent.
       *[other] { $sent } photos were sent.
    }{ $ending ->
        [expired] {" "}Then its time was over.
        [killed] {" "}Then the phone ended it.
        [stopped] {" "}Then it was told to stop.
        [failed] {" "}{ $reason }
       *[done] {""}
    }
timeline-runs = { $span } Safelight ran { $runs } times: { $sent ->
        [0] changes went back and forth.
        [one] one photo was sent.
       *[other] { $sent } photos were sent.
    }
timeline-failed = { $span } Safelight tried { $tries ->
        [one] once
       *[other] { $tries } times
    } in vain. { $reason }
timeline-gap = { $span } nothing was in the way of photos, and Safelight did not get to run.

## One phone explains another.

battery-band = { $band ->
        [under_20] {" "}(battery under 20%)
        [from_20] {" "}(battery 20 to 49%)
        [from_50] {" "}(battery 50 to 79%)
        [from_80] {" "}(battery 80% or more)
       *[none] {""}
    }
explain-silent = { $name } has not said anything yet.
explain-now = { $name } { $doing ->
        [waits] waits for { $awaited }{ $battery }
        [sends] is sending
       *[well] is up to date
    }{ $backlog ->
        [0] {""}
        [one] , one photo to go
       *[other] , { $backlog } photos to go
    }.
explain-past = { $name } was last heard of { $moment }; then it { $doing ->
        [waits] waited for { $awaited }{ $battery }
        [sends] was sending
       *[well] was up to date
    }{ $backlog ->
        [0] {""}
        [one] , one photo to go
       *[other] , { $backlog } photos to go
    }.

## Why is this one not here?

why-arrived = { $place ->
        [cloud] It is in the cloud; the original comes when you open it.
       *[both] All of it is on this phone and in the cloud.
    }
why-what = { $what ->
        [record] what is known of the photo
        [thumbnail] the small picture
       *[original] the original
    }
why-elsewhere = { why-what } is only on another phone. { $phone } { $expected }
why-waits = { why-what } { $place ->
        [here] is on this phone
        [cloud] is in the cloud
        [elsewhere] is on another phone
       *[lost] is nowhere any more
    }{ $state ->
        [moving] {" "}and on its way now.
        [failed] . { $reason }
        [turn] {" "}and next in turn. { $expected }
       *[held] {" "}and waits for { $awaited }. { $expected }
    }
expected = It can be expected { $span }{ $if ->
        [charger] , if the phone is plugged in
        [wifi] , if there is Wi-Fi
        [connection] , if there is a connection
        [home] , if the phone is at home
        [power] , if it does not save power
       *[none] {""}
    }.
expected-unknown = When it comes can't be known.

## What deserves to disturb.

alert-cause = { $reason }
alert-waiting = { $backlog ->
        [one] One photo has been waiting
       *[other] { $backlog } photos have been waiting
    } for { $days ->
        [one] one day
       *[other] { $days } days
    }, and nothing became safe meanwhile. { $reason }
reason-bg-silent = { $phone ->
        [none] Another phone has not been heard of for days.
       *[given] { $phone } has not been heard of for days.
    }
    .title = Another phone is silent
    .lifts = Open Safelight on that phone.

## Command line: what happened and why.

cli-month-invalid = a month like 2026-05
cli-timeline-none = Nothing worth telling happened.
cli-receipts-none = Nothing was used yet.
cli-alerts-none = Nothing needs you now.
cli-head-month = Month
cli-head-wifi = Wi-Fi
cli-head-cellular = Cellular
cli-head-other-networks = Other
cli-head-saved = Saved

cli-help-timeline = Say what happened: what ran, what waited, and for what
cli-help-timeline-arg-since = From this day or time on; otherwise the last seven days
cli-help-timeline-examples =
    Why not last night?
      { $command } --since 2026-05-12
cli-help-receipts = Say how much data was used and saved, by month and network
cli-help-receipts-arg-month = Only this month
cli-help-receipts-examples =
    { $command } --month 2026-05
cli-help-why = Say why a photo is not here or not safe, and when to expect it
cli-help-why-arg-from = Why photos from this device are not here: its name or id
cli-help-why-arg-since = Only photos taken at this day or time or after it
cli-help-why-examples =
    { $command } 3f9a…
    { $command } --from "Anna's iPhone" --since 2026-05-08
cli-help-alerts = Say what needs you now; mostly nothing
cli-help-alerts-examples =
    { $command }
cli-help-explain = Say how another device stands, from what it told last
cli-help-explain-arg-device = Its name or id
cli-help-explain-examples =
    { $command } "Anna's iPhone"


## Room on the phone and in the cloud.

reason-item-unsent = This photo is not in the cloud yet.
    .title = Not in the cloud yet
    .lifts = It stays on this phone until it is.
reason-item-pinned = This photo is to stay on this phone.
    .title = Stays on this phone
    .lifts = Let it go, and it may leave when room runs low.
reason-item-borrowed = This photo lies outside Safelight, where it was before.
    .title = Outside Safelight
    .lifts = Safelight removes nothing there.
reason-item-not_here = This photo is in the cloud and not on this phone.
    .title = Only in the cloud
    .lifts = Opening it fetches it.
reason-item-busy = This photo was just opened or changed.
    .title = In use
    .lifts = It is looked at again with the next sync.
reason-cloud-damaged = { $name ->
        [none] The cloud no longer has a photo as it should.
       *[given] The cloud no longer has { $name } as it should.
    }
    .title = Damaged in the cloud
    .lifts = A phone that still has it sends it again by itself. The owner of the server should look at its disk.
reason-quota-near = { $left ->
        [none] The cloud is nearly full.
       *[given] The cloud is nearly full: { BYTES($left) } of { BYTES($quota) } are free.
    }
    .title = The cloud is nearly full
    .lifts = Free up room in the cloud, or ask for more, before it is full.
reason-disk-low = { $free ->
        [none] This phone has little room left.
       *[given] This phone has little room left: { BYTES($free) }.
    }
    .title = Little room on this phone
    .lifts = { $could ->
        [none] Free up some room on this phone.
       *[given] Photos that are safe in the cloud can leave this phone and make room for { BYTES($could) }.
    }
reason-cloud-not_backed_up = The server's last backup does not have this photo yet.
    .title = Not in the server's backup yet
    .lifts = It stays on this phone until the next backup.

cli-optimise-done = { $count ->
        [0] No photo left this device.
        [one] One photo left this device; the cloud has it.
       *[other] { $count } photos left this device; the cloud has them.
    } { $size } are free again.
cli-optimise-short = { $size } less than asked for.
cli-optimise-kept = { $count ->
        [one] One stays
       *[other] { $count } stay
    }: { $reason }
cli-pin-done = { $count ->
        [0] Nothing was changed.
        [one] The original of one photo stays on this device. The next sync fetches it if it is not here.
       *[other] The originals of { $count } photos stay on this device. The next sync fetches those that are not here.
    }
cli-unpin-done = { $count ->
        [0] Nothing was changed.
        [one] One photo may leave this device again when room runs low.
       *[other] { $count } photos may leave this device again when room runs low.
    }
cli-proof-done = { $proven } of { $of } proven.

cli-free-up-videos = { $count ->
        [0] No large video would go.
        [one] One video ({ $size }) would go from all devices:
       *[other] { $count } videos ({ $size }) would go from all devices:
    }
cli-free-up-deleted = { $count ->
        [0] Nothing is in recently deleted.
        [one] In recently deleted: one photo or video ({ $size }).
       *[other] In recently deleted: { $count } photos and videos ({ $size }).
    }
cli-free-up-ask-trash = Move these videos to recently deleted, on all devices? Type yes:
cli-free-up-ask-empty = Empty recently deleted now, for good and on all devices? This can't be undone. Type yes:
cli-free-up-moved = { $count ->
        [one] One video is
       *[other] { $count } videos are
    } in recently deleted now. That alone frees nothing: the room ({ $size }) is free when recently deleted is emptied.
cli-free-up-emptied = { $count ->
        [one] One photo or video is
       *[other] { $count } photos and videos are
    } deleted for good, with the next sync everywhere. That frees { $size } in the cloud.
cli-free-up-how = Nothing was done. --trash moves the videos to recently deleted, --empty empties it.

## Room in the phone's own gallery, and what the person decides.

reason-lib-gallery_choice = { $count ->
        [none] Photos were deleted or edited in this phone's own gallery.
        [one] One photo was deleted or edited in this phone's own gallery.
       *[other] { $count } photos were deleted or edited in this phone's own gallery.
    }
    .title = Deleted in the gallery, kept in Safelight
    .lifts = They stay in Safelight as they were, unless you choose that they go to recently deleted.
reason-item-declined = This photo was to stay in the gallery.
    .title = Stays in the gallery
    .lifts = Ask again when room is wanted.
reason-cloud-backup_old = { $days ->
        [none] The server's last backup is old.
        [one] The server's last backup is one day old.
       *[other] The server's last backup is { $days } days old.
    }
    .title = The server's backup is old
    .lifts = Photos that no backup has stay on this phone. The owner of the server should back it up.

room-warning-system-cloud = Where iCloud Photos or Google Photos is on, they are deleted from there, too. Safelight's cloud keeps them.
room-warning-later = The phone keeps them in its own recently deleted first, and the room may be free only when that is emptied.

cli-gallery-plan = { $count ->
        [0] Nothing in the gallery can be asked for.
        [one] The gallery would be asked to remove one original ({ $size }); the cloud proves first that it has it.
       *[other] The gallery would be asked to remove { $count } originals ({ $size }); the cloud proves first that it has them.
    }
cli-gallery-ask = Remove them from the gallery? Type yes:
cli-gallery-how = Nothing was asked. --yes answers the question.
cli-gallery-done = { $count ->
        [0] No original left the gallery.
        [one] One original left the gallery; the cloud has it.
       *[other] { $count } originals left the gallery; the cloud has them.
    } That is { $size }.
cli-gallery-none = No folder plays the gallery: see source add --gallery.

cli-choices-none = Nothing waits for you.
cli-choices-contested = { $count ->
        [one] Another phone deleted this photo for good, and only this phone still has it. { $restore } keeps it, { $delete } deletes it:
       *[other] Another phone deleted these photos for good, and only this phone still has them. { $restore } keeps one, { $delete } deletes it:
    }
cli-choices-gallery = { $count ->
        [one] This photo was deleted or edited in the gallery. It stays in Safelight, unless --gallery follow moves it to recently deleted:
       *[other] These photos were deleted or edited in the gallery. They stay in Safelight, unless --gallery follow moves them to recently deleted:
    }
cli-choices-keep = What is deleted or edited in the gallery stays in Safelight.
cli-choices-follow = { $count ->
        [0] What is deleted or edited in the gallery goes to recently deleted from now on.
        [one] One photo is in recently deleted now. What is deleted or edited in the gallery goes there from now on.
       *[other] { $count } photos are in recently deleted now. What is deleted or edited in the gallery goes there from now on.
    }

cli-head-days-left = Days left
cli-days-left = { $days ->
        [0] deleted for good with the next sync
        [one] one day until it is deleted for good
       *[other] { $days } days until it is deleted for good
    }

cli-help-optimise-arg-gallery = Make the room in the gallery instead: one question about originals that the cloud proves to have
cli-help-optimise-arg-yes = Answer yes to the gallery's question
cli-help-source-add-arg-gallery = This folder plays the phone's own gallery: its originals stay where they are
cli-help-choices = Say what waits for your word
cli-help-choices-arg-gallery = What it means when a photo is deleted or edited in the gallery: keep it in Safelight, or follow
cli-help-choices-examples =
    { $command }
    { $command } --gallery keep

# What a diagnosis learns from slots, pace and keys.
observed-expired = The phone ended the sync before it was through, { $count } times in a row.
observed-pace = Of late only { $pace } bytes a second got through, with { $bytes } bytes to go.
observed-impostor = A Safelight server answers there, and it does not have your server's key.

## Page: why a phone waits, what it knows, what the person wants of it.

page-language-title = Language
page-hub-back = Account
page-account-nobody = Nobody is signed in
page-account-version = Version of the app
page-account-other = The other phone
page-account-alerts = Worth knowing
page-account-sign-out = Sign out
page-account-sign-out-hint = Photos that are not in the cloud stay on this phone only.
page-account-signed-out = Signed out
page-account-sign-in = Sign in
page-account-signed-in = Signed in
page-why-title = Why does it wait?
page-why-all = All reasons
page-why-looking = Looking closely: this phone, its connection, the cloud
page-why-again = Look again
page-why-sync = Sync now
page-why-synced = Tried now
page-why-well = Nothing is in the way.
page-why-mended = Put right just now
page-why-unchecked = Not looked at, because:
page-fix-do = Do it
page-fix-played = Here the page is your hand: it changes what you would change.
page-fix-elsewhere = On other phones
page-platform-ios = iPhone
page-platform-android = Android
page-platform-desktop = Computer
page-form-act = Safelight does it itself.
page-form-ask = The system asks you: its own question appears.
page-form-settings = Safelight’s own page in the phone’s settings opens.
page-form-system = A page of the phone’s settings opens: { $page }
page-form-steps = You do it by hand:
page-form-nothing = There is nothing to do: it passes by itself.
page-did-signed-in = Signed in.
page-did-signed-out = Signed out.
page-did-restarted = The phone has restarted.
page-did-by-hand = Done, as you would do it by hand.
page-did-setting = The setting is changed.
page-did-allowed = Allowed: { $size } of cellular data a day.
page-did-updated = The app is now at version { $version }.
page-did-owner = The owner of the cloud has put it right.
page-did-tried = Looked closely and tried again.
page-did-room = { $count ->
        [0] No original could leave this phone.
        [one] One original has left this phone: { $size } more are free.
       *[other] { $count } originals have left this phone: { $size } more are free.
    }

page-set-title = Settings
page-set-sync = Sync
page-set-sync-hint = Photos, albums and changes
page-set-cellular-photos = Cellular data for photos
page-set-cellular-videos = Cellular data for videos
page-set-off = Off
page-set-small = Small pictures only
page-set-50-mb = 50 MB a day
page-set-200-mb = 200 MB a day
page-set-1-gb = 1 GB a day
page-set-unlimited = Unlimited
page-set-roaming = Data abroad
page-set-low-data = Also in Low Data Mode
page-set-charging-only = Only while charging
page-set-floor = Wait when the battery is below
page-set-floor-none = Never wait
page-set-floor-10 = 10 %
page-set-floor-20 = 20 %
page-set-floor-50 = 50 %
page-set-low-power = Also in Low Power Mode
page-set-when-hot = Also when the phone is very warm
page-set-hours = Send photos
page-set-hours-always = At any time
page-set-hours-night = From 22:00 to 07:00
page-set-hours-day = From 09:00 to 17:00
page-set-optimise = Make room by itself
page-set-automatic = When room runs low
page-set-keep-5 = Keep 5 GB free
page-set-keep-30 = Keep 30 GB free
page-set-paused = Paused until
page-set-resume = Resume
page-set-pause-hour = Pause for an hour
page-set-pause-night = Pause for 12 hours
page-set-hurried = Sync at once until
page-set-hurry = Sync now for an hour
page-set-hurry-end = No hurry any more
page-what-if = { $count ->
        [0] On cellular, no photo goes today.
        [one] On cellular, one photo goes today.
       *[other] On cellular, { $count } photos go today.
    }
page-what-if-videos = { $count ->
        [0] On cellular, no video goes today.
        [one] On cellular, one video goes today.
       *[other] On cellular, { $count } videos go today.
    }

page-time-title = What happened
page-time-none = Nothing worth telling yet.
page-time-receipts = Data, by month
page-receipt = { $month }: { $wifi } on Wi-Fi, { $cellular } on cellular, { $saved } saved

page-room-title = Room
page-room-here = On this phone
page-room-there = In the cloud
page-room-make = Make room on this phone
page-room-make-hint = Originals that are proven to be in the cloud leave this phone. Nothing goes from the cloud or the other phone.
page-room-phone = { $used } of photos; { $could } of them could leave. { $free } of { $total } are free.
page-room-only-here = Only here
page-room-photos = Photos
page-room-videos = Videos
page-room-derivatives = Small pictures
page-room-deleted = Recently deleted
page-free-up = Free up the cloud
page-free-up-hint = What goes from the cloud goes from both phones.
page-free-up-lead = Moving something to recently deleted frees nothing. Emptying recently deleted does.
page-free-up-videos = { $count ->
        [0] There are no large videos.
        [one] One large video: { $size }.
       *[other] { $count } large videos: { $size }.
    }
page-free-up-deleted = { $count ->
        [0] Recently deleted is empty.
        [one] One photo in recently deleted: { $size }.
       *[other] { $count } photos in recently deleted: { $size }.
    }
page-free-up-move = Move them to recently deleted
page-free-up-empty = Empty recently deleted
page-free-up-sure = They go from the cloud and from both phones. This can’t be undone.
page-free-up-yes = Delete for good
page-freed-trash = { $count ->
        [one] One video was moved to recently deleted. That frees nothing yet.
       *[other] { $count } videos were moved to recently deleted. That frees nothing yet.
    }
page-freed-empty = { $count ->
        [one] One photo is gone for good: { $size } are free again.
       *[other] { $count } photos are gone for good: { $size } are free again.
    }

## Page: what lies under the hand.

page-yes = Yes
page-no = No
page-untold = Not told
page-body-title = what it knows
page-body-power = Power
page-body-network = Network
page-body-rights = Permissions
page-body-other = Room, clock, app
page-fact-battery = Battery
page-fact-charging = Plug
page-charging-no = Unplugged
page-charging-yes = Charging
page-charging-limited = Held at 80 %
page-charging-full = Full
page-fact-low-power = Low power mode
page-fact-thermal = Heat
page-thermal-nominal = Cool
page-thermal-fair = Warm
page-thermal-serious = Hot
page-thermal-critical = Too hot
page-fact-network = Network
page-network-wifi = Wi-Fi
page-network-cellular = Cellular
page-network-ethernet = Cable
page-network-none = None
page-fact-metered = Costs by the byte
page-fact-constrained = Low Data Mode
page-fact-roaming = Roaming
page-fact-captive = Sign-in page
page-fact-validated = Leads to the internet
page-fact-vpn = VPN
page-vpn-wifi = Over Wi-Fi
page-vpn-cellular = Over cellular
page-vpn-ethernet = Over a cable
page-vpn-some = Over something
page-fact-cellular-allowed = Cellular allowed
page-fact-data-saver = Data Saver
page-fact-lan-allowed = Local network allowed
page-fact-photo-access = Photos
page-access-full = All
page-access-limited = Some
page-access-none = None
page-access-restricted = Forbidden
page-access-not-asked = Not asked yet
page-fact-background = In the background
page-background-allowed = Allowed
page-background-denied = Switched off
page-background-restricted = Forbidden
page-fact-app-state = The app is
page-app-foreground = On the screen
page-app-background = In the background
page-app-extension = An extension
page-fact-free = Free room
page-space-21-gb = 21 GB
page-space-2-gb = 2 GB
page-space-500-mb = 500 MB
page-space-40-mb = 40 MB
page-fact-clock = Clock
page-clock-right = Right
page-clock-hour = An hour fast
page-clock-days = 3 days fast
page-clock-year = A year slow
page-fact-version = Version of the app
page-version-0-9 = 0.9
page-version-1-0 = 1.0
page-version-2-0 = 2.0

page-world-title = The cloud, as its owner has it
page-world-quota = Room for this account
page-world-full = Leave no room
page-world-door = Who asks for it meets
page-door-open = The cloud
page-door-closed = Nobody
page-door-certificate = A wrong certificate
page-door-nameless = An unknown name
page-world-floor = Serves apps from
page-floor-none = Any version
page-world-maintenance = Maintenance
page-world-slow = Slow
page-world-real = The server, its room, its refusals, the closed door and the certificate are real. The unknown name, the slowness and a network’s sign-in page are played on the phone’s connection.
page-clock-title = Time
page-clock-now = It is
page-clock-an-hour = An hour on
page-clock-a-night = A night on
page-clock-30-days = 30 days on
page-clock-hint = Both phones and the cloud move on together.

page-stories-go = Break something
page-stories-title = Break something
page-stories-lead = “Why are my photos not syncing?” Seven usual tips, each a button: it brings the cause about and takes a photo. The phone says which it is.
page-tip-settings = Check the settings
page-tip-connection = Check the connection
page-tip-cloud = Check the cloud’s room
page-tip-phone = Check the phone’s room
page-tip-restart = Restart it
page-tip-update = Update the app
page-tip-plug = Plug it in, on Wi-Fi
page-surprise = Surprise me
page-surprise-reveal = Tell me what it is
page-surprise-hidden = Something is broken, and a photo can’t go. Which phone, and what? Look at the phones.
page-stories-calm = Put everything right
page-story-preparing = Getting ready
page-story-broken = Look at the phone: it says why, with a button.
page-story-mended = The photo is safe, and on the other phone.
page-trouble-sync-off = Sync was switched off.
page-trouble-cellular = It left Wi-Fi and is on cellular.
page-trouble-cloud-full = The cloud is full; four blurred shots lie in recently deleted.
page-trouble-disk-full = Other apps have filled the phone.
page-trouble-wedged = The app was ended and left its lock behind.
page-trouble-old-app = A new version is out, and the cloud serves no older one.
page-trouble-empty-on-cellular = It is on cellular with 14 % of battery.
page-trouble-portal = The Wi-Fi wants to be signed in to, and nobody told the phone.
page-trouble-certificate = The cloud shows a certificate that nobody vouches for.
page-trouble-no-name = The cloud’s name leads nowhere.
page-trouble-outage = Nobody answers at the cloud’s address.
page-trouble-hours = Photos are to be sent in two hours of the day that are far off.
page-trouble-paused = Sync was paused.
page-trouble-low-data = Low Data Mode is on.
page-trouble-cellular-denied = It is on cellular, which the app may not use.
page-trouble-roaming = It is abroad, on somebody else’s network.
page-trouble-photos-denied = The app may not see photos any more.
page-trouble-low-power = Low power mode is on.
page-trouble-hot = It is too hot.
page-trouble-signed-out = Somebody signed it out.

# An app's own objects, and mistakes of ours

reason-eng-bug = Something went wrong inside Safelight. Your photos are untouched.
    .title = A mistake in Safelight
    .lifts = Try again, and make a report if it happens again.
reason-eng-foreign = Something in this app failed while Safelight used it. Your photos are untouched.
    .title = Something in the app failed
    .lifts = Try again, and make a report if it happens again.

## Page: proof, pins, what the system says

page-verify = Let the cloud prove all of them
page-verify-hint = The cloud reads every original again from its own disk and proves that it has it.
page-details-proof = Let the cloud prove it
page-proven = { $proven } of { $of } proven.
page-pin = Keep it on this phone
page-unpin = It may leave
page-pinned = It stays on this phone.
page-unpinned = It may leave again when room runs low.
page-fact-system = The system says
page-system-none = Nothing
page-system-quit = The app was closed
page-system-locked = Not unlocked since it started
page-system-load = Later: it is busy
page-system-resources = Stopped: battery, heat or plan
page-system-extension = Background upload is off
page-system-child = A parent does not allow it
page-system-doze = The phone is asleep
page-system-hibernated = The app was put aside
page-system-profile = The profile is locked
