use super::*;
use crate::policy::Waiting;

#[test]
fn an_original_that_is_small_finds_the_room_that_is_kept_for_thumbnails() {
    let usage = Usage { quota: 1000, used: 850, reserved: 150, kept_for_small: 100 };
    let large = Waiting { count: 1, bytes: 1 << 20, smallest: 1 << 20 };
    let small = Waiting { count: 1, bytes: 10, smallest: 10 };
    let rooms = |photos| room(usage, &Backlog { photos, ..Backlog::default() });
    assert_eq!(rooms(large), CloudRoom { originals: 50, small: 150 });
    assert_eq!(rooms(small), CloudRoom { originals: 150, small: 150 });
}
