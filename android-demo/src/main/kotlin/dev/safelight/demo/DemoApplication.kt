package dev.safelight.demo

import android.app.Application
import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import dev.safelight.SafelightRegistration
import dev.safelight.android.SafelightHost

/** The app's process: with a screen, or woken by the system without one. */
open class DemoApplication :
    Application(),
    SafelightHost {
    /** What this app gives Safelight. */
    lateinit var phone: Phone
        private set

    override val safelight: SafelightRegistration get() = phone.registration

    /** Opens nothing and returns at once: jobs and receivers may come before any screen. */
    override fun onCreate() {
        super.onCreate()
        phone = Phone(this)
    }

    override fun transferNotification(): Notification {
        val channel = NotificationChannel("transfers", "Photos on their way", NotificationManager.IMPORTANCE_LOW)
        getSystemService(NotificationManager::class.java).createNotificationChannel(channel)
        return Notification.Builder(this, channel.id)
            .setSmallIcon(android.R.drawable.stat_sys_upload)
            .setContentTitle("Sending your photos")
            .build()
    }
}
