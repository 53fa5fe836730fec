package dev.safelight.demo.simulated

import org.junit.runner.JUnitCore

/** `phone.sh FOLDER`: the demo on a simulated Android, driven by lines of JSON. See `docs/simulated-phones.md`. */
object Main {
    @JvmStatic
    fun main(arguments: Array<String>) {
        // Answers go to the standard output by its number; what anybody else prints is a log.
        System.setOut(System.err)
        val result = JUnitCore.runClasses(PhoneProcess::class.java)
        result.failures.forEach { System.err.println(it.trace) }
        Runtime.getRuntime().halt(if (result.wasSuccessful()) 0 else 1)
    }
}
