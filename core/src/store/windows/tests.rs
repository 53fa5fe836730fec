use super::*;
use crate::ports::SystemDisk;
use crate::store::{Store, saved};

fn store() -> (tempfile::TempDir, Store) {
    let folder = tempfile::TempDir::new().unwrap();
    let store = Store::open(&SystemDisk, &folder.path().join("library.db")).unwrap();
    (folder, store)
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_800_000_000 + second).unwrap()
}

fn opening(holder: &str) -> Opening {
    Opening {
        holder: holder.to_owned(),
        lane: "worker",
        app_state: "background",
        task: None,
        wish: false,
        budget_ms: Some(30_000),
        budget_bytes: None,
    }
}

fn done(moved: Moved) -> Closing {
    Closing { ending: Ending::Done, code: None, moved, photos: true, videos: false }
}

const SENT: Moved = Moved { records: 1, originals: 2, sent: 3, received: 4 };

fn all(store: &Store) -> Vec<Window> {
    store.read(|db| windows(db, Timestamp::UNIX_EPOCH)).unwrap()
}

#[test]
fn a_window_without_an_end_is_found_killed_by_the_next_and_stopped_if_it_was_the_same_process() {
    let (_folder, store) = store();
    store.write(|db| open(db, &opening("one"), at(0))).unwrap();
    store.write(|db| alive(db, at(20))).unwrap();
    assert_eq!(all(&store)[0].ending, None);
    let second = store.write(|db| open(db, &opening("two"), at(100))).unwrap();
    let killed = &all(&store)[0];
    assert_eq!((killed.ending, killed.from, killed.until), (Some(Ending::Killed), at(0), at(20)));

    store.write(|db| open(db, &opening("two"), at(200))).unwrap();
    assert_eq!(all(&store)[1].ending, Some(Ending::Stopped));
    // One that was given up can't be closed into something else by a late hand, but for what it did.
    store.write(|db| close(db, second, &done(SENT), at(300))).unwrap();
    assert_eq!(all(&store)[1].moved, SENT);
}

#[test]
fn what_a_window_was_and_did_is_kept() {
    let (_folder, store) = store();
    let id = store.write(|db| open(db, &opening("one"), at(0))).unwrap();
    let failed = Closing { ending: Ending::Failed, code: Some("srv.5xx".into()), ..done(SENT) };
    store.write(|db| close(db, id, &failed, at(9))).unwrap();
    let expected = Window {
        lane: "worker".into(),
        app_state: "background".into(),
        task: None,
        wish: false,
        budget_s: Some(30),
        budget_bytes: None,
        from: at(0),
        until: at(9),
        ending: Some(Ending::Failed),
        code: Some("srv.5xx".into()),
        photos: true,
        videos: false,
        runs: 1,
        moved: SENT,
    };
    assert_eq!(all(&store), [expected]);
}

#[test]
fn runs_that_move_nothing_are_one_row_until_something_changes() {
    let (_folder, store) = store();
    let run = |second: i64, closing: &Closing| {
        let id = store.write(|db| open(db, &opening("one"), at(second))).unwrap();
        store.write(|db| close(db, id, closing, at(second + 1))).unwrap();
    };
    let nothing = done(Moved::default());
    run(0, &nothing);
    run(60, &nothing);
    run(120, &nothing);
    run(180, &done(SENT));
    run(240, &nothing);
    run(300, &Closing { photos: false, ..nothing.clone() });
    run(300 + 3600, &Closing { photos: false, ..nothing });
    let rows: Vec<(u64, Timestamp)> = all(&store).iter().map(|window| (window.runs, window.until)).collect();
    assert_eq!(rows, [(3, at(121)), (1, at(181)), (1, at(241)), (1, at(301)), (1, at(3901))]);
}

#[test]
fn a_clock_that_was_set_back_gives_no_window_that_ends_before_it_begins() {
    let (_folder, store) = store();
    let id = store.write(|db| open(db, &opening("one"), at(1000))).unwrap();
    store.write(|db| close(db, id, &done(SENT), at(0))).unwrap();
    assert_eq!(all(&store)[0].until, at(1000));
}

#[test]
fn the_ledger_is_bounded_in_rows_and_in_age() {
    let (_folder, store) = store();
    let years = 3 * 365;
    for day in 0..years {
        let now = at(day * 86_400);
        store
            .write(|db| {
                for run in 0..6 {
                    let now = now + jiff::SignedDuration::from_hours(run * 3);
                    let id = open(db, &opening("one"), now)?;
                    close(db, id, &done(SENT), now)?;
                    let code = Some(if run % 2 == 0 { "heat" } else { "pwr.low" }.to_owned());
                    let decided = Class::ALL.iter().map(|class| Decided {
                        class: *class,
                        code: code.clone(),
                        evidence: Map::new(),
                    });
                    decide(db, &decided.collect::<Vec<_>>(), now)?;
                }
                Ok(())
            })
            .unwrap();
    }
    let now = at(years * 86_400);
    let (windows, decisions) =
        store.read(|db| Ok((windows(db, Timestamp::UNIX_EPOCH)?, decisions(db, Timestamp::UNIX_EPOCH)?))).unwrap();
    let most = usize::try_from(MOST).unwrap();
    assert!(windows.len() <= most + 1 && windows.len() > 500, "{}", windows.len());
    let span = now.duration_since(windows[0].from).as_hours() / 24;
    assert!(span <= DAYS + 1, "{span} days");
    assert!(decisions.len() <= most + 8 + Class::ALL.len() && decisions.len() > 500, "{}", decisions.len());
}

#[test]
fn decisions_tell_since_when_each_class_waits_and_for_what() {
    let (_folder, store) = store();
    let decided = |class, code: Option<&str>| Decided { class, code: code.map(str::to_owned), evidence: Map::new() };
    let steps: [(i64, Vec<Decided>); 5] = [
        (0, vec![decided(Class::Records, None), decided(Class::Photos, Some("pwr.low"))]),
        (10, vec![decided(Class::Records, None), decided(Class::Photos, Some("pwr.low"))]),
        (20, vec![decided(Class::Records, None), decided(Class::Photos, Some("heat"))]),
        (30, vec![decided(Class::Records, None), decided(Class::Photos, None)]),
        (40, vec![decided(Class::Records, None)]),
    ];
    for (second, decided) in &steps {
        store.write(|db| decide(db, decided, at(*second))).unwrap();
    }
    let rows = store.read(|db| decisions(db, Timestamp::UNIX_EPOCH)).unwrap();
    let rows: Vec<_> = rows.iter().map(|row| (row.class, row.code.as_deref(), row.from, row.until)).collect();
    assert_eq!(
        rows,
        [
            (Class::Records, None, at(0), None),
            (Class::Photos, Some("pwr.low"), at(0), Some(at(20))),
            (Class::Photos, Some("heat"), at(20), Some(at(30))),
            (Class::Photos, None, at(30), Some(at(40))),
        ]
    );
    let held =
        |since: i64| store.read(|db| was_held(db, Class::Photos, &["pwr.low"], at(since).as_millisecond())).unwrap();
    assert!(held(5) && held(19) && !held(20));
}

#[test]
fn old_days_become_months_and_their_sums_stay() {
    let (_folder, store) = store();
    let today = jiff::civil::date(2026, 5, 13);
    store
        .write(|db| {
            for day in ["2024-03-01", "2024-03-31", "2025-04-02", "2026-05-12"] {
                let line =
                    crate::store::ledger::Line { day: day.to_owned(), network: "wifi", paid: false, purpose: "photos" };
                crate::store::ledger::book(db, &line, 10, 1)?;
                saved::book(db, day, saved::Saving::Again, 5)?;
            }
            Ok(())
        })
        .unwrap();
    let (carried, kept) = store.read(|db| Ok((saved::carried(db)?, saved::kept(db)?))).unwrap();
    for _ in 0..2 {
        store.write(|db| saved::fold(db, today)).unwrap();
    }
    assert_eq!(store.read(|db| Ok((saved::carried(db)?, saved::kept(db)?))).unwrap(), (carried, kept));
    let sql = "SELECT count(*) FROM ledger WHERE length(day) = 10";
    let days = store.read(|db| Ok(db.query_row(sql, [], |row| row.get::<_, i64>(0))?)).unwrap();
    assert_eq!(days, 2);
}
