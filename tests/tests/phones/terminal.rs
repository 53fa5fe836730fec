//! A person at a terminal: prompts, words that are asked back, bars.

use std::collections::BTreeMap;
use std::process::Command;

use rexpect::session::{PtySession, spawn_command};
use safelight_tests::processes::{Cloud, PASSWORD, Phone, cli, photo};

/// No answer takes so long, in milliseconds.
const HANGS_MS: u64 = 60_000;

/// The command as somebody types it: no JSON, nothing in the environment that answers for them. Says at the end how it
/// ended.
fn typed(phone: &Phone, arguments: &[&str]) -> PtySession {
    let mut command = Command::new("sh");
    // The terminal stays open until the test lets go of it: the reader behind it spins once nobody holds the other end.
    command.args(["-c", r#""$0" "$@"; echo "it ended with $?"; read -r _"#]).arg(cli());
    command.arg("--home").arg(phone.home()).args(arguments);
    command.env_clear().env("HOME", phone.folder()).env("TZ", "UTC").env("TERM", "xterm");
    spawn_command(command, Some(HANGS_MS)).expect("a terminal")
}

fn exit_code(terminal: &mut PtySession) -> i32 {
    terminal.exp_string("it ended with ").expect("an end");
    terminal.read_line().expect("a number").trim().parse().expect("a number")
}

/// Reads the sheet with the 24 words until the first question.
fn sheet(terminal: &mut PtySession) -> BTreeMap<usize, String> {
    let (before, _) = terminal.exp_regex("Word ").expect("a question");
    let mut words = BTreeMap::new();
    let mut number = None;
    for piece in before.split_whitespace() {
        match (number.take(), piece.strip_suffix('.').and_then(|text| text.parse::<usize>().ok())) {
            (_, Some(found)) => number = Some(found),
            (Some(found), None) => drop(words.insert(found, piece.to_owned())),
            (None, None) => {}
        }
    }
    assert_eq!(words.len(), 24, "{before}");
    words
}

/// Answers the three questions, each by what `answer` makes of its number.
fn answer_three(terminal: &mut PtySession, answer: impl Fn(usize) -> String) {
    for question in 0..3 {
        if question > 0 {
            terminal.exp_string("Word ").expect("a question");
        }
        let number = terminal.exp_regex(r"[0-9]+:").expect("a number").1;
        let number = number.trim_end_matches(':').parse().expect("a number");
        terminal.send_line(&answer(number)).expect("it can be typed");
    }
}

#[test]
fn somebody_signs_up_at_a_terminal_and_three_words_are_asked_back() {
    let mut cloud = Cloud::new(&[]);
    let phone = cloud.phone();
    let url = phone.wire.url();
    let mut terminal = typed(&phone, &["signup", "--server", &url, "--email", "anna@example.org", "--name", "A"]);
    // Two that differ are asked for again.
    for password in [PASSWORD, "something-else-entirely", PASSWORD, PASSWORD] {
        terminal.exp_regex("(New password|same again): ").expect("the question for a password");
        terminal.send_line(password).expect("it can be typed");
    }
    let words = sheet(&mut terminal);
    answer_three(&mut terminal, |number| words[&number].clone());
    terminal.exp_string("Right.").expect("the praise");
    assert_eq!(exit_code(&mut terminal), 0);
    assert_eq!(phone.done(&["status"])["words_confirmed"], true);
}

#[test]
fn new_words_count_only_once_they_were_asked_back() {
    let mut cloud = Cloud::new(&[]);
    let phone = cloud.phone();
    let url = phone.wire.url();
    let signed_up = phone.done(&["signup", "--server", &url, "--email", "anna@example.org", "--name", "A"]);
    let old: Vec<&str> =
        signed_up["recovery_words"].as_array().expect("words").iter().filter_map(|w| w.as_str()).collect();

    let mut terminal = typed(&phone, &["words"]);
    let unused = sheet(&mut terminal);
    answer_three(&mut terminal, |_| "wrong".to_owned());
    terminal.exp_string("nothing has changed").expect("what became of it");
    assert_eq!(exit_code(&mut terminal), 3);
    assert_eq!(recovers(&mut cloud, &unused.into_values().collect::<Vec<_>>()), Some("acct.credentials".to_owned()));
    assert_eq!(recovers(&mut cloud, &old), None, "the old words are still the ones that count");

    let mut terminal = typed(&phone, &["words"]);
    let words = sheet(&mut terminal);
    answer_three(&mut terminal, |number| words[&number].clone());
    terminal.exp_string("new recovery words").expect("what became of it");
    assert_eq!(exit_code(&mut terminal), 0);
    assert_eq!(phone.done(&["status"])["words_confirmed"], true);
    assert_eq!(recovers(&mut cloud, &old), Some("acct.credentials".to_owned()));
    assert_eq!(recovers(&mut cloud, &words.into_values().collect::<Vec<_>>()), None);
}

/// The code of why a recovery with these words fails; none if it succeeds.
fn recovers(cloud: &mut Cloud, words: &[impl AsRef<str>]) -> Option<String> {
    let words: Vec<&str> = words.iter().map(AsRef::as_ref).collect();
    let phone = cloud.phone();
    let url = phone.wire.url();
    let mut command = phone.command(&["recover", "--server", &url, "--email", "anna@example.org", "--name", "B"]);
    let output = command.env("SAFELIGHT_RECOVERY_WORDS", words.join(" ")).output().expect("the program can be run");
    let error = (!output.status.success()).then(|| serde_json::from_slice::<serde_json::Value>(&output.stderr));
    error.map(|error| error.expect("a document")["error"]["code"].as_str().expect("a code").to_owned())
}

#[test]
fn long_work_shows_a_bar_at_a_terminal() {
    let mut cloud = Cloud::new(&[]);
    let phone = cloud.sign_up("anna@example.org", "A");
    for shot in 0..5 {
        phone.file(&format!("camera/IMG_{shot}.jpg"), &photo(shot));
    }
    let mut terminal = typed(&phone, &["import", &phone.folder().join("camera").to_string_lossy()]);
    terminal.exp_string("5/5").expect("a full bar");
    assert_eq!(exit_code(&mut terminal), 0);
}
