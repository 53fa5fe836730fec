use safelight_protocol::account::{LibraryKeys, Stretch, WrappedKey};
use safelight_protocol::record::{Change, ChangeResult, ChangesQuery, Commit, PartRef};
use safelight_protocol::{
    AccountId, Blob, Cursor, DeviceId, Digest, Epoch, FamilyId, LibraryId, MutationId, PartId, RecordId,
};
use safelight_server::*;

const EPOCH: Epoch = Epoch([0xee; 16]);

fn wrap(generation: u64) -> WrappedKey {
    WrappedKey { generation, sealed: Blob(vec![generation as u8; 48]) }
}

pub fn password(generation: u64) -> NewPassword {
    NewPassword { opaque: vec![1; 192], stretch: Stretch::STANDARD, wrap: wrap(generation) }
}

pub fn session(seed: u8) -> NewSession {
    NewSession {
        device: DeviceId([seed; 16]),
        family: FamilyId([seed; 16]),
        public_key: [seed; 32],
        sealed_name: None,
        now_ms: 1_000,
    }
}

pub fn account(seed: u8) -> NewAccount {
    let library = LibraryKeys { library: LibraryId([seed; 16]), key: wrap(1), content_id_key: wrap(1) };
    NewAccount {
        account: AccountId([seed; 16]),
        email: format!("{seed}@example.org"),
        password: password(1),
        recovery_wrap: wrap(1),
        recovery_public_key: vec![seed; 32],
        library,
        session: session(seed),
        invitation: None,
    }
}

pub fn change(record: u8, base_version: u64, mutation: u32, parts: &[PartRef]) -> Change {
    let mut id = [0; 16];
    id[..4].copy_from_slice(&mutation.to_be_bytes());
    Change {
        record: RecordId([record; 16]),
        mutation: MutationId(id),
        base_version,
        parts: parts.to_vec(),
        trash: false,
        tombstone: false,
        body: Blob(mutation.to_be_bytes().to_vec()),
    }
}

/// A new store with its secrets and the first account.
pub async fn prepared(store: &impl RecordStore) -> LibraryId {
    store
        .secrets(Secrets { epoch: EPOCH, opaque_setup: vec![1], token_key: [2; 32], identity_seed: [3; 32] })
        .await
        .unwrap();
    assert_eq!(store.create_account(account(1)).await.unwrap(), Created::Made);
    LibraryId([1; 16])
}

pub async fn commit(
    store: &impl RecordStore,
    library: LibraryId,
    changes: Vec<Change>,
    now_ms: i64,
) -> Vec<ChangeResult> {
    match store.commit(library, Commit { epoch: EPOCH, changes }, now_ms).await.unwrap() {
        CommitOutcome::Done(committed) => committed.results,
        other => panic!("{other:?}"),
    }
}

async fn secrets_are_made_once(store: &impl RecordStore) {
    let fresh = |seed| Secrets {
        epoch: Epoch([seed; 16]),
        opaque_setup: vec![seed],
        token_key: [seed; 32],
        identity_seed: [seed; 32],
    };
    assert!(store.secrets(fresh(1)).await.unwrap() == fresh(1));
    assert!(store.secrets(fresh(2)).await.unwrap() == fresh(1));
}

async fn an_account_is_made_whole_or_not_at_all(store: &impl RecordStore) {
    prepared(store).await;
    let code = Digest([5; 32]);
    store.create_invitation(code, 0).await.unwrap();
    let invited = |account: NewAccount| NewAccount { invitation: Some(code), ..account };
    let same_email = NewAccount { email: account(1).email, ..invited(account(2)) };
    assert_eq!(store.create_account(same_email).await.unwrap(), Created::Taken);
    let same_library = NewAccount { library: account(1).library, ..invited(account(2)) };
    assert_eq!(store.create_account(same_library).await.unwrap(), Created::IdInUse);
    assert_eq!(store.invitation(code).await.unwrap(), Invitation::Good, "a refusal does not use it up");
    let wrong = NewAccount { invitation: Some(Digest([6; 32])), ..account(2) };
    assert_eq!(store.create_account(wrong).await.unwrap(), Created::BadInvitation);
    assert_eq!(store.device(DeviceId([2; 16])).await.unwrap(), None);
    assert_eq!(store.create_account(invited(account(2))).await.unwrap(), Created::Made);
    assert_eq!(store.create_account(invited(account(3))).await.unwrap(), Created::BadInvitation);
    assert!(store.is_member(AccountId([2; 16]), LibraryId([2; 16])).await.unwrap());
    assert!(!store.is_member(AccountId([2; 16]), LibraryId([1; 16])).await.unwrap());
}

async fn refresh_tokens_follow_one_another(store: &impl RecordStore) {
    prepared(store).await;
    let (device, family) = (DeviceId([1; 16]), FamilyId([1; 16]));
    for (used, expected) in [
        (1, Refreshed::Successor(2)),
        (1, Refreshed::Successor(2)),
        (2, Refreshed::Successor(3)),
        (2, Refreshed::Successor(3)),
        // Given by a server whose data was rolled back since.
        (9, Refreshed::Successor(10)),
        (9, Refreshed::Successor(10)),
        (8, Refreshed::Reused),
        (10, Refreshed::NotSignedIn),
    ] {
        assert_eq!(store.refresh(device, family, used).await.unwrap(), expected, "generation {used}");
    }
    let state = store.device(device).await.unwrap().unwrap();
    assert_eq!(state.standing, Standing::Ended(Ended::Reused));
    store.begin_session(AccountId([1; 16]), session(7)).await.unwrap();
    let other = store.refresh(DeviceId([7; 16]), family, 1).await.unwrap();
    assert_eq!(other, Refreshed::NotSignedIn, "another device's family");
}

async fn generations_go_up_one_by_one(store: &impl RecordStore) {
    prepared(store).await;
    let id = AccountId([1; 16]);
    assert_eq!(store.replace_password(id, password(1)).await.unwrap(), Replaced::WrongGeneration);
    assert_eq!(store.replace_password(id, password(3)).await.unwrap(), Replaced::WrongGeneration);
    assert_eq!(store.replace_password(id, password(2)).await.unwrap(), Replaced::Done);
    assert_eq!(store.replace_recovery(id, wrap(2), vec![9; 32]).await.unwrap(), Replaced::Done);
    assert_eq!(store.replace_recovery(id, wrap(2), vec![9; 32]).await.unwrap(), Replaced::WrongGeneration);
    let (replaced, _) = store.recover(id, password(2), session(8)).await.unwrap();
    assert_eq!(replaced, Replaced::WrongGeneration);
    assert_eq!(store.device(DeviceId([8; 16])).await.unwrap(), None);
    let (replaced, begun) = store.recover(id, password(7), session(8)).await.unwrap();
    assert_eq!((replaced, begun), (Replaced::Done, SessionBegun::Begun { deletion_taken_back: false }));
    assert_eq!(store.replace_password(AccountId([9; 16]), password(2)).await.unwrap(), Replaced::Gone);
}

async fn a_put_that_the_collector_overtook_begins_again(store: &impl RecordStore) {
    let library = prepared(store).await;
    let part = PartRef { id: PartId([1; 32]), bytes: 10 };
    let Begun::Write(first) = store.begin_put(library, vec![part], 100).await.unwrap() else { panic!() };
    assert_eq!(store.doom(i64::MAX, 10).await.unwrap(), [], "a reserved part is never collected");
    store.release(library, vec![part.id]).await.unwrap();
    assert_eq!(store.doom(i64::MAX, 10).await.unwrap(), [part.id]);
    assert!(!store.finish_put(library, vec![(part.id, first[0])], 0).await.unwrap(), "its bytes are going");
    assert_eq!(store.begin_put(library, vec![part], 100).await.unwrap(), Begun::Doomed);
    assert_eq!(store.doom(i64::MAX, 10).await.unwrap(), [part.id], "an interrupted collection is taken up again");
    store.forget(vec![part.id]).await.unwrap();
    let Begun::Write(second) = store.begin_put(library, vec![part], 100).await.unwrap() else { panic!() };
    assert!(!store.finish_put(library, vec![(part.id, first[0])], 0).await.unwrap(), "that was another file");
    assert!(store.finish_put(library, vec![(part.id, second[0])], 0).await.unwrap());
    assert_eq!(store.stored_part(library, part.id).await.unwrap(), Some(StoredPart { bytes: 10, damaged: false }));
}

async fn a_reader_that_follows_skips_nothing_while_many_write(store: &(impl RecordStore + Clone)) {
    let library = prepared(store).await;
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..8u32 {
        let store = store.clone();
        writers.spawn(async move {
            for n in 0..25u32 {
                let number = writer * 25 + n;
                let results = commit(&store, library, vec![change(number as u8, 0, number, &[])], 0).await;
                assert!(matches!(results[0], ChangeResult::Committed { .. }));
            }
        });
    }
    let mut cursor = Cursor { epoch: EPOCH, sequence: 0, hash: Digest([0; 32]) };
    let mut seen = Vec::new();
    while seen.len() < 200 {
        let query = ChangesQuery { epoch: cursor.epoch, after: cursor.sequence, hash: cursor.hash, limit: Some(7) };
        let page = store.changes(library, query).await.unwrap().unwrap();
        seen.extend(page.records.iter().map(|record| record.sequence));
        cursor = page.cursor;
        tokio::task::yield_now().await;
    }
    while let Some(writer) = writers.join_next().await {
        writer.unwrap();
    }
    assert_eq!(seen, (1..=200).collect::<Vec<_>>());
}

async fn the_sums_of_an_account_go_with_it(store: &impl RecordStore) {
    let library = prepared(store).await;
    let part = PartRef { id: PartId([1; 32]), bytes: 10 };
    let Begun::Write(file) = store.begin_put(library, vec![part], 100).await.unwrap() else { panic!() };
    assert!(store.finish_put(library, vec![(part.id, file[0])], 0).await.unwrap());
    commit(store, library, vec![change(1, 0, 1, &[part])], 0).await;
    store.delete_account(AccountId([1; 16]), 50).await.unwrap();
    assert_eq!(store.remove_deleted(49).await.unwrap(), 0);
    assert_eq!(store.remove_deleted(50).await.unwrap(), 1);
    assert_eq!(store.doom(i64::MAX, 10).await.unwrap(), [part.id]);
    assert!(matches!(store.head(library).await, Err(StoreError::NoLibrary)));
    assert_eq!(store.create_account(account(1)).await.unwrap(), Created::Made);
}

async fn a_snapshot_is_what_was_there_at_one_moment_while_others_write(store: &(impl RecordStore + Clone)) {
    let library = prepared(store).await;
    let folder = tempfile::tempdir().unwrap();
    let writing = {
        let store = store.clone();
        tokio::spawn(async move {
            for n in 0..60u8 {
                commit(&store, library, vec![change(n, 0, u32::from(n) + 1, &[])], 0).await;
            }
        })
    };
    let mut last = 0;
    for n in 0..4 {
        let file = folder.path().join(format!("{n}.db"));
        store.snapshot(file.clone()).await.unwrap();
        let copy = safelight_server::SqliteRecords::open(&file, 1, safelight_server::Blocking::Threads).unwrap();
        let head = copy.head(library).await.unwrap().sequence;
        assert_eq!(copy.counts().await.unwrap().records, head, "rows of two moments");
        assert!(head >= last);
        last = head;
        assert!(store.snapshot(file).await.is_err(), "a file that is there is not written over");
    }
    writing.await.unwrap();
    assert_eq!(store.head(library).await.unwrap().sequence, 60);
}

async fn a_backup_reaches_as_far_as_it_was_noted_for_each_library(store: &impl RecordStore) {
    let library = prepared(store).await;
    assert_eq!((store.last_backup().await.unwrap(), store.reach(library).await.unwrap()), (None, None));
    let unknown = LibraryId([9; 16]);
    store.note_backup(5, vec![(library, 3), (unknown, 8)]).await.unwrap();
    assert_eq!(store.last_backup().await.unwrap(), Some(5));
    assert_eq!(store.reach(library).await.unwrap(), Some(Reach { at_ms: 5, sequence: 3 }));
    assert_eq!(store.reach(unknown).await.unwrap(), Some(Reach { at_ms: 5, sequence: 0 }));
    store.note_backup(7, vec![]).await.unwrap();
    assert_eq!(store.reach(library).await.unwrap(), Some(Reach { at_ms: 7, sequence: 3 }));
}

async fn another_life_begins_where_the_rows_end_and_not_with_what_is_damaged(store: &impl RecordStore) {
    let library = prepared(store).await;
    let part = PartRef { id: PartId([4; 32]), bytes: 10 };
    let Begun::Write(file) = store.begin_put(library, vec![part], 100).await.unwrap() else { panic!() };
    assert!(store.finish_put(library, vec![(part.id, file[0])], 0).await.unwrap());
    commit(store, library, vec![change(1, 0, 1, &[part])], 0).await;
    assert_eq!(store.restored().await.unwrap(), None);
    let restored = RestoredFrom { from_ms: 5, at_ms: 9 };
    store.begin_again(Epoch([7; 16]), restored, [].into()).await.unwrap();
    assert_eq!(store.head(library).await.unwrap().epoch, Epoch([7; 16]));
    assert_eq!(store.restored().await.unwrap(), Some(restored));
    assert_eq!(store.reach(library).await.unwrap(), Some(Reach { at_ms: 5, sequence: 1 }));
    store.begin_again(Epoch([8; 16]), restored, [part.id].into()).await.unwrap();
    assert_eq!(store.reach(library).await.unwrap(), Some(Reach { at_ms: 5, sequence: 0 }));
    assert_eq!(store.counts().await.unwrap().damaged, 1);
    let scrub = Scrub { began_ms: 3, after: Some(part.id), parts: 1, bytes: 10, damaged: 1, ended_ms: None };
    assert_eq!(store.scrub().await.unwrap(), Scrub::default());
    store.set_scrub(scrub).await.unwrap();
    assert_eq!(store.scrub().await.unwrap(), scrub);
}

macro_rules! contract {
    ($backend:ident, $open:expr, [$($name:ident),*]) => {
        mod $backend {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let folder = tempfile::tempdir().unwrap();
                let open: fn(&std::path::Path) -> safelight_server::SqliteRecords = $open;
                super::$name(&open(folder.path())).await;
            })*
        }
    };
}

macro_rules! on_each_backend {
    ($list:tt) => {
        contract!(
            file,
            |folder| safelight_server::SqliteRecords::open(
                &folder.join("server.db"),
                1_000_000,
                safelight_server::Blocking::Threads
            )
            .unwrap(),
            $list
        );
        contract!(
            memory,
            |_| safelight_server::SqliteRecords::in_memory(1_000_000, safelight_server::Blocking::Threads).unwrap(),
            $list
        );
    };
}

on_each_backend!([
    secrets_are_made_once,
    an_account_is_made_whole_or_not_at_all,
    refresh_tokens_follow_one_another,
    generations_go_up_one_by_one,
    a_put_that_the_collector_overtook_begins_again,
    a_reader_that_follows_skips_nothing_while_many_write,
    the_sums_of_an_account_go_with_it,
    a_snapshot_is_what_was_there_at_one_moment_while_others_write,
    a_backup_reaches_as_far_as_it_was_noted_for_each_library,
    another_life_begins_where_the_rows_end_and_not_with_what_is_damaged
]);
