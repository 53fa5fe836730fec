package dev.safelight

import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow

/** A flow over a stream of the engine: each collector has a stream of its own, and ends it when it goes. */
internal fun <Stream : AutoCloseable, T : Any> pulled(
    begin: () -> Stream,
    next: suspend Stream.() -> T?,
    end: Stream.() -> Unit,
): Flow<T> =
    flow {
        begin().use { stream ->
            try {
                while (true) emit(calling { stream.next() } ?: break)
            } finally {
                stream.end()
            }
        }
    }
