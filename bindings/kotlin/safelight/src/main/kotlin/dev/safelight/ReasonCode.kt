package dev.safelight

/**
 * A code of the shared vocabulary: why something waits, is wrong or was not done.
 *
 * A newer server or another phone may send one that this version does not know: that is never an error. What a code says is
 * had by [SafelightRegistration.reason]; an app may put a sentence of its own in its place. The constants are those that an
 * app is most likely to ask for; [SafelightRegistration.codes] has all.
 */
@JvmInline
public value class ReasonCode(
    public val value: String,
) {
    override fun toString(): String = value

    public companion object {
        /** A mistake in Safelight. */
        public val BUG: ReasonCode = ReasonCode("eng.bug")

        /** An object that the app gave failed. */
        public val FOREIGN: ReasonCode = ReasonCode("eng.foreign")

        /** The work was cut off and may be asked again. */
        public val INTERRUPTED: ReasonCode = ReasonCode("eng.interrupted")

        /** What was given can't be so. */
        public val INVALID: ReasonCode = ReasonCode("req.invalid")

        /** The phone was not unlocked since it started. */
        public val LOCKED_BOOT: ReasonCode = ReasonCode("bg.locked_boot")

        /** The key store fails. */
        public val VAULT: ReasonCode = ReasonCode("acct.vault")

        /** Wrong e-mail or password. */
        public val CREDENTIALS: ReasonCode = ReasonCode("acct.credentials")

        /** This phone was removed from the account. */
        public val REVOKED: ReasonCode = ReasonCode("acct.revoked")

        /** Nobody is signed in. */
        public val SIGNED_OUT: ReasonCode = ReasonCode("acct.signed_out")

        /** The library is newer than the app. */
        public val CLIENT_OLD: ReasonCode = ReasonCode("ver.client_old")

        /** There is no network. */
        public val OFFLINE: ReasonCode = ReasonCode("net.offline")

        /** The server does not answer. */
        public val OUTAGE: ReasonCode = ReasonCode("srv.outage")

        /** The cloud is full. */
        public val QUOTA_FULL: ReasonCode = ReasonCode("quota.full")

        /** The phone is full. */
        public val DISK_FULL: ReasonCode = ReasonCode("disk.device")

        internal val ALL: List<ReasonCode> =
            listOf(
                BUG, FOREIGN, INTERRUPTED, INVALID, LOCKED_BOOT, VAULT, CREDENTIALS, REVOKED, SIGNED_OUT, CLIENT_OLD,
                OFFLINE, OUTAGE, QUOTA_FULL, DISK_FULL,
            )
    }
}
