package dev.safelight.android

import android.app.Application
import android.app.job.JobInfo
import android.app.job.JobScheduler
import dev.safelight.ffi.WakeKind
import dev.safelight.ffi.WakeNetwork
import dev.safelight.ffi.WakePlan
import dev.safelight.ffi.WakeRequest
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import org.w3c.dom.Element
import java.io.File
import java.time.Duration
import java.time.Instant
import javax.xml.parsers.DocumentBuilderFactory

/** Jobs from a wake plan, and the manifest that they need. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34])
class WakeJobsTest {
    private val app: Application get() = RuntimeEnvironment.getApplication()
    private val scheduler get() = app.getSystemService(JobScheduler::class.java)
    private val now = Instant.parse("2026-05-01T21:00:00Z")

    private fun request(kind: WakeKind, network: WakeNetwork, charger: Boolean, notBefore: Instant? = null) =
        WakeRequest(kind, emptyList(), network, charger, notBefore, 5_000uL)

    @Test
    fun `each request becomes a job with its constraints`() {
        val plan =
            WakePlan(
                listOf(
                    request(WakeKind.SHORT_REFRESH, WakeNetwork.ANY, false, now + Duration.ofHours(2)),
                    request(WakeKind.LONG_PROCESSING, WakeNetwork.UNMETERED, true),
                ),
                emptyList(),
            )
        WakeJobs(app).ask(plan, now)
        val short = checkNotNull(scheduler.getPendingJob(7_000))
        assertEquals(JobInfo.NETWORK_TYPE_ANY, short.networkType)
        assertFalse(short.isRequireCharging)
        assertEquals(Duration.ofHours(2).toMillis(), short.minLatencyMillis)
        assertTrue(short.isPersisted)
        val long = checkNotNull(scheduler.getPendingJob(7_001))
        assertEquals(JobInfo.NETWORK_TYPE_UNMETERED, long.networkType)
        assertTrue(long.isRequireCharging)
        assertEquals(5_000L, long.estimatedNetworkUploadBytes)
        assertEquals(WakeJobService::class.java.name, long.service.className)
    }

    @Test
    fun `what a plan does not ask for is taken back, and nobody else's job is`() {
        val foreign =
            JobInfo.Builder(6_999, android.content.ComponentName(app, WakeJobService::class.java))
                .setMinimumLatency(1)
                .build()
        scheduler.schedule(foreign)
        WakeJobs(app).ask(WakePlan(listOf(request(WakeKind.SHORT_REFRESH, WakeNetwork.ANY, false)), emptyList()), now)
        WakeJobs(app).ask(WakePlan(emptyList(), listOf("net.wifi_required")), now)
        assertEquals(listOf(6_999), scheduler.allPendingJobs.map { it.id })
    }

    @Test
    fun `the person's own wish is a user-initiated job`() {
        assertTrue(WakeJobs(app).askByPerson(1 shl 20))
        val job = checkNotNull(scheduler.getPendingJob(7_010))
        assertTrue(job.isUserInitiated)
        assertEquals(JobInfo.NETWORK_TYPE_ANY, job.networkType)
    }

    @Test
    fun `the manifest declares what the code has and receives nothing that is not delivered`() {
        val manifest = File(checkNotNull(System.getProperty("safelight.checkout")), "bindings/kotlin/safelight-android/src/main/AndroidManifest.xml")
        val root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(manifest).documentElement
        val all = { tag: String -> root.getElementsByTagName(tag).let { list -> List(list.length) { list.item(it) as Element } } }
        val name = { element: Element -> element.getAttribute("android:name") }
        assertEquals(listOf(WakeJobService::class.java.name), all("service").map(name))
        assertEquals("android.permission.BIND_JOB_SERVICE", all("service").single().getAttribute("android:permission"))
        assertEquals(listOf(WakeReceiver::class.java.name), all("receiver").map(name))
        assertEquals(
            setOf("android.intent.action.BOOT_COMPLETED", "android.intent.action.MY_PACKAGE_REPLACED"),
            all("action").map(name).toSet(),
        )
        val permissions = all("uses-permission").map(name)
        for (needed in PhotoPermission.names() + "android.permission.RUN_USER_INITIATED_JOBS" + "android.permission.RECEIVE_BOOT_COMPLETED") {
            assertTrue(needed, needed in permissions)
        }
        assertFalse(root.hasAttribute("package"))
        assertTrue(all("uses-sdk").isEmpty())
    }
}
