use bytes::Bytes;
use safelight_protocol::{PartId, SMALL_PART_BYTES};
use safelight_server::{BlobStore, Blocking, FolderBlobs};

/// A part of this length whose id begins with this byte. The store does not look at what the id says.
fn part(first: u8, length: usize) -> (PartId, Bytes) {
    let mut id = [7; 32];
    id[0] = first;
    (PartId(id), vec![first; length].into())
}

async fn what_is_put_is_there_and_what_is_deleted_is_not(store: &impl BlobStore) {
    let small = SMALL_PART_BYTES as usize;
    let parts = [part(1, 1), part(2, small), part(3, small + 1), part(4, 1 << 20)];
    store.put(parts.to_vec()).await.unwrap();
    for (id, bytes) in &parts {
        assert_eq!(store.get(*id).await.unwrap().as_ref(), Some(bytes));
        assert_eq!(store.size(*id).await.unwrap(), Some(bytes.len() as u64));
    }
    let absent = part(9, 1).0;
    assert_eq!(store.get(absent).await.unwrap(), None);
    assert_eq!(store.size(absent).await.unwrap(), None);
    store.delete(vec![parts[0].0, absent, parts[2].0]).await.unwrap();
    assert_eq!(store.get(parts[0].0).await.unwrap(), None);
    assert_eq!(store.get(parts[2].0).await.unwrap(), None);
    assert_eq!(store.list(None, 10).await.unwrap(), [parts[1].0, parts[3].0]);
}

async fn a_second_put_replaces_the_first(store: &impl BlobStore) {
    for length in [10, 300_000] {
        let (id, bytes) = part(1, length);
        store.put(vec![(id, Bytes::from_static(b"damaged"))]).await.unwrap();
        store.delete(vec![id]).await.unwrap();
        store.put(vec![(id, bytes.clone())]).await.unwrap();
        store.put(vec![(id, bytes.clone())]).await.unwrap();
        assert_eq!(store.get(id).await.unwrap(), Some(bytes));
        store.delete(vec![id]).await.unwrap();
    }
}

async fn a_walk_in_pages_meets_every_part_once_in_order(store: &impl BlobStore) {
    let mut parts: Vec<_> =
        (0..60u8).map(|n| part(n.wrapping_mul(37), if n % 3 == 0 { 200_000 } else { 50 })).collect();
    store.put(parts.clone()).await.unwrap();
    parts.sort();
    let (mut walked, mut after) = (Vec::new(), None);
    loop {
        let page = store.list(after, 7).await.unwrap();
        assert!(page.len() <= 7);
        let Some(last) = page.last() else { break };
        after = Some(*last);
        walked.extend(page);
    }
    assert_eq!(walked, parts.iter().map(|(id, _)| *id).collect::<Vec<_>>());
}

async fn an_empty_batch_is_no_work(store: &impl BlobStore) {
    store.put(Vec::new()).await.unwrap();
    store.delete(Vec::new()).await.unwrap();
    assert_eq!(store.list(None, 1).await.unwrap(), []);
}

macro_rules! contract {
    ($($name:ident),*) => {
        $(#[tokio::test]
        async fn $name() {
            for blocking in [Blocking::Inline, Blocking::Threads] {
                let folder = tempfile::tempdir().unwrap();
                super::$name(&FolderBlobs::open(&folder.path().join("parts"), blocking).unwrap()).await;
            }
        })*
    };
}

mod folder {
    use super::*;

    contract!(
        what_is_put_is_there_and_what_is_deleted_is_not,
        a_second_put_replaces_the_first,
        a_walk_in_pages_meets_every_part_once_in_order,
        an_empty_batch_is_no_work
    );

    #[tokio::test]
    async fn what_was_put_is_there_after_a_restart_and_what_was_begun_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("parts");
        let parts = [part(1, 10), part(2, 300_000)];
        FolderBlobs::open(&root, Blocking::Inline).unwrap().put(parts.to_vec()).await.unwrap();
        std::fs::write(root.join("unfinished").join("half"), b"half").unwrap();
        let store = FolderBlobs::open(&root, Blocking::Inline).unwrap();
        for (id, bytes) in parts {
            assert_eq!(store.get(id).await.unwrap(), Some(bytes));
        }
        assert_eq!(std::fs::read_dir(root.join("unfinished")).unwrap().count(), 0);
    }
}
