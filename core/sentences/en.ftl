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
reason-net-offline = There is no connection.
    .lifts = It goes on by itself when there is a connection.
reason-net-dns = The name of the server can't be found.
    .lifts = Check the connection and the server's address.
reason-net-tls_untrusted = The server can't prove who it is.
    .lifts = Check the server's address; on a public network, sign in to the network first.
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

## What the person can do.

fix-sign_in = Sign in
fix-sign_out = Sign out
fix-check_words = Check the words
fix-choose_password = Choose another password
fix-ask_owner = Ask the owner of the server
fix-free_up_cloud = Free up the cloud
fix-free_up_phone = Free up this phone
fix-update_app = Update the app
fix-update_server = Update the server
fix-set_clock = Set the clock
fix-check_connection = Check the connection
fix-decide = Decide
fix-show_files = Show the files
fix-retry = Try again

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
page-viewer-caption-add = Add a caption
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
page-details-albums = Albums

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
