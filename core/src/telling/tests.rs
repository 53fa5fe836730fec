use super::*;

fn at(text: &str) -> Zoned {
    text.parse().unwrap()
}

#[test]
fn every_code_that_can_hold_work_up_waits_for_something_that_has_a_name() {
    let sentences = Sentences::english();
    let neutral = sentences.with("awaited", &of(&[("awaited", "unknown"), ("code", "x")])).replace("(x)", "");
    for reason in reasons::reasons().iter().filter(|reason| reason.stops != reasons::Stops::Nothing) {
        let word = awaited(reason.code);
        assert_ne!(word, "unknown", "{}", reason.code);
        let text = sentences.with("awaited", &of(&[("awaited", word), ("code", "x")]));
        assert!(!neutral.starts_with(&text) && !text.contains("(x)"), "{}: {word}: {text}", reason.code);
    }
    assert_eq!(awaited("new.code"), "unknown");
}

#[test]
fn a_day_is_called_as_the_reader_would() {
    let now = at("2026-05-13T09:00:00+02:00[Europe/Berlin]");
    let cases = [
        ("2026-05-13T00:10:00+02:00[Europe/Berlin]", "today"),
        ("2026-05-12T23:59:00+02:00[Europe/Berlin]", "yesterday"),
        ("2026-05-14T00:00:00+02:00[Europe/Berlin]", "tomorrow"),
        ("2026-05-09T12:00:00+02:00[Europe/Berlin]", "saturday"),
        ("2026-05-18T12:00:00+02:00[Europe/Berlin]", "monday"),
        ("2026-05-06T12:00:00+02:00[Europe/Berlin]", "date"),
        ("2025-05-13T12:00:00+02:00[Europe/Berlin]", "date"),
    ];
    for (then, word) in cases {
        assert_eq!(day(&at(then), &now), word, "{then}");
    }
}

#[test]
fn a_sentence_is_put_together_for_the_reader_of_now() {
    let told = Told::new("timeline-waits")
        .with("since", Piece::Moment("2026-05-12T01:10:00Z".parse().unwrap()))
        .with("subject", Piece::Word("photos"))
        .with("awaited", Piece::Awaited("pwr.low".into()));
    let text = told.sentence(&Sentences::english(), &at("2026-05-13T09:00:00+02:00[Europe/Berlin]"));
    assert_eq!(text, "Since yesterday at 03:10 photos have waited for a charger.");
}
