package dev.safelight.demo

import android.app.Activity
import android.os.Build
import android.os.Bundle
import android.text.InputType
import android.widget.Button
import android.widget.EditText
import android.widget.LinearLayout
import android.widget.TextView
import dev.safelight.SafelightException
import dev.safelight.ffi.Credentials
import kotlinx.coroutines.MainScope
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch

/** The form of sign-in and sign-up. */
class SignInActivity : Activity() {
    private val phone get() = (application as DemoApplication).phone
    private val scope = MainScope()

    override fun onCreate(saved: Bundle?) {
        super.onCreate(saved)
        val field = { hint: String, kind: Int ->
            EditText(this).apply {
                this.hint = hint
                inputType = InputType.TYPE_CLASS_TEXT or kind
            }
        }
        val server = field("Server", InputType.TYPE_TEXT_VARIATION_URI)
        val email = field("E-mail", InputType.TYPE_TEXT_VARIATION_EMAIL_ADDRESS)
        val password = field("Password", InputType.TYPE_TEXT_VARIATION_PASSWORD)
        val told = TextView(this)
        val credentials = { Credentials(address(server.text.toString()), email.text.toString(), password.text.toString(), Build.MODEL) }
        val signIn = Button(this).apply { text = "Sign in" }
        signIn.setOnClickListener {
            work(told) {
                it.signIn(credentials())
                finish()
            }
        }
        val signUp = Button(this).apply { text = "Make an account" }
        signUp.setOnClickListener {
            work(told) { told.text = "Write these words down:\n${it.signUp(credentials()).joinToString(" ")}" }
        }
        setContentView(
            LinearLayout(this).apply {
                orientation = LinearLayout.VERTICAL
                listOf(server, email, password, signIn, signUp, told).forEach(::addView)
            },
        )
    }

    override fun onDestroy() {
        scope.cancel()
        super.onDestroy()
    }

    /** What the person typed, as an address: a name alone is meant with https. */
    private fun address(typed: String) = typed.trim().let { if ("://" in it) it else "https://$it" }

    private fun work(told: TextView, body: suspend (AccountModel) -> Unit) {
        scope.launch {
            try {
                body(AccountModel(phone.open()))
            } catch (e: SafelightException) {
                told.text = e.sentence(phone.registration)
            }
        }
    }
}
