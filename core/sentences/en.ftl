# Every sentence that a person reads, in English.
#
# People read photo, video, album, phone and cloud. Words of the code (asset, hold, verdict, part, lane, drift,
# tombstone, evict, purge) do not stand in a value.

## Why something waits: reason-CODE says it, .lifts says what ends it. Dots in codes are dashes here.

reason-unknown = Something stops this that this version of the app does not know ({ $code }).
    .lifts = It may pass by itself. If it does not, update the app.
reason-acct-signed_out = Nobody is signed in on this phone.
    .lifts = Sign in.
reason-acct-reauth = The sign-in on this phone has ended.
    .lifts = Sign in again.
reason-acct-revoked = This phone was removed from the account. The photos on it are still here.
    .lifts = Sign in again, or export the photos that are only here.
reason-acct-locked = The account is disabled on this server.
    .lifts = The owner of the server can enable it.
reason-acct-deleted = The account is being deleted.
    .lifts = Signing in within 14 days keeps it.
reason-acct-key_missing = This phone does not have the account's keys.
    .lifts = Sign in again.
reason-acct-credentials = E-mail or password is wrong.
    .lifts = Try again, or use the 24 recovery words.
reason-acct-taken = There is already an account with this e-mail.
    .lifts = Sign in instead.
reason-acct-weak_password = This password is too easy to guess.
    .lifts = Choose a longer one: four random words are good.
reason-acct-invitation = Signing up on this server needs an invitation.
    .lifts = Ask the owner of the server for one.
reason-acct-email = This is not an e-mail address.
    .lifts = Check it for typing mistakes.
reason-acct-words = These are not the recovery words of this account.
    .lifts = Compare them with what was written down.
reason-acct-mismatch = This phone's library belongs to another account.
    .lifts = Sign in with the account that it belongs to.
reason-acct-generation = Another phone changed the same thing at this moment.
    .lifts = Try again.
reason-acct-rolled_back = The server offered an older key than this phone has seen.
    .lifts = The owner of the server may have restored an old backup. Ask them before you go on.
reason-acct-stretch = The server asks for a protection of the password that is not safe.
    .lifts = Do not sign in on this server.
reason-acct-vault = The key store of this phone does not answer.
    .lifts = Unlock the phone and try again.
reason-acct-attempt = The sign-in took too long.
    .lifts = Begin again.
reason-eng-seal = Something is too large to be protected and sent.
    .lifts = Make the caption or the name shorter.
reason-net-offline = There is no connection.
    .lifts = It goes on by itself when there is a connection.
reason-net-dns = The name of the server can't be found.
    .lifts = Check the connection and the server's address.
reason-net-tls_untrusted = The server can't prove who it is.
    .lifts = Check the server's address; on a public network, sign in to the network first.
reason-net-proxy_limit = Something between this phone and the server lets no large file through.
    .lifts = The owner of the server must raise the limit of the proxy: 9 MB are enough.
reason-item-too_large = { $count ->
        [one] A file is too large for this server.
       *[other] { $count } files are too large for this server.
    }
    .lifts = The owner of the server can raise the limit.
reason-net-clock = The date on this phone is wrong.
    .lifts = Set date and time to automatic.
reason-srv-outage = The server does not answer.
    .lifts = It is tried again by itself.
reason-srv-address = The server's address is not valid.
    .lifts = It begins with https:// or, at home, with http://.
reason-srv-foreign = What answers at this address is not a Safelight server.
    .lifts = Check the address; on a public network, sign in to the network first.
reason-srv-5xx = The server made a mistake.
    .lifts = It is tried again by itself.
reason-srv-429 = The server asks to slow down.
    .lifts = It is tried again by itself.
reason-srv-maintenance = The server is in maintenance.
    .lifts = It goes on by itself when maintenance is over.
reason-srv-restored = The server was restored from a backup. This phone sends again what it lacks.
    .lifts = Password changes and removed phones since that backup must be done again.
reason-srv-fell_back = The server showed an older form of a photo's details than before.
    .lifts = This phone keeps the newer one.
reason-quota-full = The cloud is full.
    .lifts = Free up room in the cloud, or ask for more.
reason-disk-server = The server's own disk is full.
    .lifts = The owner of the server must make room.
reason-disk-device = This phone has no room left.
    .lifts = Free up some room on this phone.
reason-ver-client_old = This app is too old for the server.
    .lifts = Update the app.
reason-ver-server_old = The server is too old for this app.
    .lifts = The owner of the server must update it.
reason-eng-lock = Another program on this device is syncing this library.
    .lifts = It goes on when the other one is done.
reason-eng-interrupted = It was stopped before it was done.
    .lifts = It goes on with the next sync.
reason-eng-backoff = It did not work and is tried again soon.
    .lifts = It is tried again by itself.
reason-eng-database = The library's database on this phone can't be read.
    .lifts = Run the repair.
reason-eng-drift = This phone and the cloud did not agree; they do again.
    .lifts = Nothing needs to be done.
reason-item-missing = { $count ->
        [one] A file is not there any more.
       *[other] { $count } files are not there any more.
    }
    .lifts = Put it back where it was, or remove it from the library.
reason-item-changed = { $count ->
        [one] A file was changed after it was taken in.
       *[other] { $count } files were changed after they were taken in.
    }
    .lifts = Take the changed file in again.
reason-item-corrupt = { $count ->
        [one] A file can't be read.
       *[other] { $count } files can't be read.
    }
    .lifts = Check the disk that it is on.
reason-item-hash_mismatch = { $count ->
        [one] A file came back damaged from the cloud.
       *[other] { $count } files came back damaged from the cloud.
    }
    .lifts = A phone that still has it can send it again.
reason-item-lost = The original of a photo is neither on a phone nor in the cloud any more.
    .lifts = If you find the file, take it in again.
reason-item-elsewhere = The original is only on another phone, which has not sent it yet.
    .lifts = Open Safelight on that phone.
reason-item-contested = Another phone deleted a photo for good that only this phone still has.
    .lifts = Keep it or delete it here, too.
reason-item-unreadable = Something in the library can't be opened on this phone.
    .lifts = Update the app.
reason-item-ignored_trash = It was deleted for good earlier.
    .lifts = Take it in once more and say that you want it back.
reason-item-unknown = There is no photo or video with this id.
    .lifts = Look it up in the list.
reason-item-date = This is not a date with an offset from UTC.
    .lifts = Write it like 2024-05-01T12:30:00+02:00.
reason-lib-denied = Safelight may not read this file or folder.
    .lifts = Allow it to.
reason-album-unknown = There is no album with this name.
    .lifts = Look it up in the list of albums.
reason-album-ambiguous = Several albums have this name.
    .lifts = Use the album's id.
reason-album-name = An album's name has 1 to 200 characters.
    .lifts = Choose another name.
reason-bg-locked_boot = This phone has not been unlocked since it started.
    .lifts = Unlock it once.
reason-acct-unasked = { $variable } is not set, and nobody can be asked.
    .lifts = Set it, or run the command in a terminal.
reason-acct-device_unknown = No phone of this account has this id.
    .lifts = Look it up in the list of phones.
reason-req-usage = The command was not called in a way that it understands.
    .lifts = Call it with --help.
reason-req-invalid = A value is not one that can be used here.
    .lifts = Call the command with --help.
reason-eng-home = The folder { $path } can't be used to keep a library.
    .lifts = Choose another one with --home.
reason-lib-not_a_folder = This is not a folder.
    .lifts = Take a single file in with import.
reason-lib-source_unknown = This folder is not on the list.
    .lifts = Look it up in the list of folders.
reason-acct-sync_off = Sync is switched off on this phone.
    .lifts = Switch it on.
reason-acct-terms = The server has new terms that nobody has agreed to yet.
    .lifts = Read them and agree.
reason-acct-payment = The plan of this account has ended.
    .lifts = Renew it.
reason-eng-paused = Sync is paused on this phone.
    .lifts = It goes on when the pause is over, or when you resume it.
reason-eng-hours = Photos are sent only in the hours that you chose ({ $hours }).
    .lifts = It goes on when they begin, or when you change them.
reason-net-captive = This network asks you to sign in on its own page first.
    .lifts = Open that page and sign in.
reason-net-unvalidated = The network is connected, but it does not lead to the internet.
    .lifts = It goes on when the network works again, or on another network.
reason-net-app_cell_denied = This app is not allowed to use cellular data.
    .lifts = Allow it in the phone's settings, or use Wi-Fi.
reason-net-roaming = The phone is roaming, and data abroad is switched off here.
    .lifts = It goes on at home or on Wi-Fi, or when you allow roaming.
reason-net-wifi_required = { $limit ->
        [not_a_byte] This waits for Wi-Fi, because cellular data is switched off here.
        [no_videos] Videos wait for Wi-Fi.
       *[small_only] Photos wait for Wi-Fi.
    }
    .lifts = It goes on with Wi-Fi, or when you allow cellular data for it.
reason-net-expensive = { $metered ->
        [unknown] The phone can't tell whether this network counts data, so photos wait.
       *[true] This network counts data, like a personal hotspot, so photos wait.
    }
    .lifts = It goes on with another network, or when you allow cellular data for it.
reason-net-vpn_metered = The VPN makes this network count data, so photos wait.
    .lifts = Switch the VPN off, or mark it as not metered in its settings.
reason-net-budget = Today's cellular data for Safelight is used up.
    .lifts = It goes on tomorrow or with Wi-Fi, or when you allow more a day.
reason-net-low_data = The phone saves data on this network (Low Data Mode).
    .lifts = Switch Low Data Mode off for this network, or allow photos in it.
reason-net-data_saver = The phone's Data Saver keeps this app from using data.
    .lifts = Switch Data Saver off, or let this app use data all the same.
reason-net-lan_denied = This app may not reach other devices at home, and the server is one.
    .lifts = Allow it to use the local network.
reason-pwr-saver = The phone saves power.
    .lifts = It goes on when Low Power Mode or Battery Saver is off.
reason-pwr-low = The battery is at { $level } %, below the { $floor } % that you set.
    .lifts = Plug the phone in.
reason-pwr-not_charging = You chose that photos are sent only while the phone charges.
    .lifts = Plug the phone in.
reason-heat = { $thermal ->
        [critical] The phone is too hot.
       *[serious] The phone is too warm to send photos.
    }
    .lifts = It goes on by itself when the phone has cooled down.
reason-bg-refresh_off = This app may not work in the background.
    .lifts = Open the app, or allow it to work in the background.
reason-bg-disabled = The phone keeps this app from working in the background.
    .lifts = Open the app, or allow it to work in the background.
reason-lib-not_asked = Safelight has not been allowed to see your photos yet.
    .lifts = Allow it.
reason-lib-restricted = Whoever manages this phone does not allow Safelight to see photos.
    .lifts = Ask them to allow it.

## What the person can do.

fix-sign_in = Sign in
fix-sign_out = Sign out
fix-check_words = Check the words
fix-choose_password = Choose another password
fix-free_up_cloud = Free up the cloud
fix-free_up_phone = Free up this phone
fix-update_app = Update the app
fix-update_server = Update the server
fix-set_clock = Set the clock
fix-check_connection = Check the connection
fix-decide = Decide
fix-show_files = Show the files
fix-retry = Try again
fix-turn_on_sync = Switch sync on
fix-resume = Resume
fix-sign_in_network = Sign in to the network
fix-allow_app_cellular = Allow cellular data
fix-allow_roaming = Allow roaming
fix-turn_off_data_saver = Open Data Saver
fix-allow_cellular = Change cellular data
fix-check_vpn = Check the VPN
fix-raise_budget = Allow more data
fix-allow_low_data = Allow it in Low Data Mode
fix-allow_local_network = Allow the local network
fix-accept_terms = Read the terms
fix-renew_plan = Renew the plan
fix-allow_background = Allow background work
fix-allow_photos = Allow photos
fix-plug_in = Plug it in
fix-turn_off_low_power = Open battery settings
fix-change_hours = Change the hours
fix-cool_down = How to cool it down
fix-wait = It passes by itself
fix-none = Nothing to do
fix-tell_owner = Tell the owner of the server
fix-review_account = Check phones and password
fix-choose_folders = Choose what is kept safe
fix-update_phone = Update the phone
fix-check_address = Check the address
fix-correct = Correct it
fix-look_up = Look it up
fix-show_help = Show help
fix-take_in_again = Take it in again
fix-repair = Repair
fix-make_report = Make a report
fix-turn_on_background_upload = Switch it on
fix-ask_for_photos = Allow photos
fix-allow_all_photos = Allow all photos
fix-allow_places = Allow places
fix-allow_notifications = Allow notifications
fix-use_other_network = Use another network
fix-turn_on_vpn = Switch the VPN on
fix-check_filter = Check filters
fix-stop_optimising = Exempt Safelight
fix-keep_unused = Keep Safelight active
fix-turn_on_system_sync = Switch the phone’s sync on
fix-protect_app = Protect Safelight
fix-leave_running = Leave it running
fix-keep_open = Keep Safelight open
fix-unlock_phone = Unlock the phone
fix-unlock_profile = Unlock the profile
fix-restart_phone = Restart the phone
fix-insert_card = Put the card back
fix-save_to_library = Save to your photos
fix-keep_frame = Keep single photos
fix-open_other_phone = Open the other phone
fix-ask_manager = Ask who manages the phone
fix-ask_parent = Ask a parent
fix-ask_family = Ask the family’s organiser

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
