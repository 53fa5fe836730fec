//! SQLite's file layer, watched: the system's own does the work, and what changes a database is noted.
//!
//! The system's layer opens its file in memory that SQLite hands in; we ask for a little more of that memory and keep
//! there a copy of the file's table of methods, four of them ours. See <https://www.sqlite.org/vfs.html>.

#![expect(unsafe_code, reason = "SQLite's file layer is a table of C functions")]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rusqlite::ffi;

use super::{SharedNotes, Step};

/// What stands behind the system's own file.
#[repr(C)]
struct Behind {
    methods: ffi::sqlite3_io_methods,
    theirs: *const ffi::sqlite3_io_methods,
    path: *const Arc<Path>,
}

struct Layer {
    theirs: *mut ffi::sqlite3_vfs,
    /// Where [`Behind`] begins in a file's memory.
    behind: usize,
    notes: SharedNotes,
}

// SAFETY: the pointer is to a table that lives as long as the process and that SQLite itself shares between threads.
unsafe impl Send for Layer {}
// SAFETY: as above.
unsafe impl Sync for Layer {}

static LAYER: OnceLock<Layer> = OnceLock::new();

/// From here on every database that this process opens is watched. Once in a process; false if it was done before.
pub fn watch_databases(notes: SharedNotes) -> bool {
    // SAFETY: SQLite gives its default table or none, and keeps it.
    let theirs = unsafe { ffi::sqlite3_vfs_find(std::ptr::null()) };
    if theirs.is_null() {
        return false;
    }
    // SAFETY: not null, and never freed.
    let mut table = unsafe { *theirs };
    let own_bytes = usize::try_from(table.szOsFile).unwrap_or(0).next_multiple_of(align_of::<Behind>());
    let layer = Layer { theirs, behind: own_bytes, notes };
    if LAYER.set(layer).is_err() {
        return false;
    }
    table.szOsFile = c_int::try_from(own_bytes + size_of::<Behind>()).unwrap_or(c_int::MAX);
    table.zName = c"watched".as_ptr();
    table.pNext = std::ptr::null_mut();
    table.xOpen = Some(open);
    table.xDelete = Some(delete);
    let table = Box::leak(Box::new(table));
    // SAFETY: the table is whole and never freed.
    unsafe { ffi::sqlite3_vfs_register(table, 1) == ffi::SQLITE_OK }
}

fn note(step: Step) {
    if let Some(layer) = LAYER.get() {
        layer.notes.add(step);
    }
}

/// What stands behind a file.
///
/// # Safety
/// `file` was opened by [`open`] and noted there.
unsafe fn behind(file: *mut ffi::sqlite3_file) -> *mut Behind {
    let offset = LAYER.get().map_or(0, |layer| layer.behind);
    // SAFETY: SQLite gave `szOsFile` bytes, of which these are the last.
    unsafe { file.cast::<u8>().add(offset).cast() }
}

/// The file's name.
///
/// # Safety
/// As [`behind`].
unsafe fn path(file: *mut ffi::sqlite3_file) -> Arc<Path> {
    // SAFETY: set when the file was opened, freed when it is closed.
    unsafe { Arc::clone(&*(*behind(file)).path) }
}

unsafe extern "C" fn open(
    _: *mut ffi::sqlite3_vfs,
    name: ffi::sqlite3_filename,
    file: *mut ffi::sqlite3_file,
    flags: c_int,
    told: *mut c_int,
) -> c_int {
    let Some(layer) = LAYER.get() else { return ffi::SQLITE_CANTOPEN };
    // SAFETY: SQLite's arguments, handed on as they are; the methods are those that the system's layer has just set.
    unsafe {
        let Some(theirs) = (*layer.theirs).xOpen else { return ffi::SQLITE_CANTOPEN };
        let result = theirs(layer.theirs, name, file, flags, told);
        let kept = flags & (ffi::SQLITE_OPEN_MAIN_DB | ffi::SQLITE_OPEN_WAL | ffi::SQLITE_OPEN_MAIN_JOURNAL) != 0;
        if result != ffi::SQLITE_OK || name.is_null() || !kept || (*file).pMethods.is_null() {
            return result;
        }
        let methods = (*file).pMethods;
        let path: Arc<Path> = Path::new(std::ffi::OsStr::from_bytes(CStr::from_ptr(name).to_bytes())).into();
        let ours = ffi::sqlite3_io_methods {
            xClose: Some(close),
            xWrite: Some(write),
            xTruncate: Some(truncate),
            xSync: Some(sync),
            ..*methods
        };
        let place = behind(file);
        place.write(Behind { methods: ours, theirs: methods, path: Box::into_raw(Box::new(path)) });
        (*file).pMethods = &raw const (*place).methods;
        result
    }
}

unsafe extern "C" fn delete(_: *mut ffi::sqlite3_vfs, name: *const c_char, sync_folder: c_int) -> c_int {
    let Some(layer) = LAYER.get() else { return ffi::SQLITE_IOERR };
    // SAFETY: SQLite's arguments, handed on as they are.
    unsafe {
        let Some(theirs) = (*layer.theirs).xDelete else { return ffi::SQLITE_IOERR };
        let result = theirs(layer.theirs, name, sync_folder);
        if result == ffi::SQLITE_OK {
            let path: Arc<Path> = Path::new(std::ffi::OsStr::from_bytes(CStr::from_ptr(name).to_bytes())).into();
            note(if sync_folder == 0 { Step::Remove(path) } else { Step::RemoveDurably(path) });
        }
        result
    }
}

unsafe extern "C" fn close(file: *mut ffi::sqlite3_file) -> c_int {
    // SAFETY: opened by `open`; its own methods are put back before they are called.
    unsafe {
        let place = behind(file);
        drop(Box::from_raw((*place).path.cast_mut()));
        (*file).pMethods = (*place).theirs;
        (*(*file).pMethods).xClose.map_or(ffi::SQLITE_IOERR, |theirs| theirs(file))
    }
}

unsafe extern "C" fn write(file: *mut ffi::sqlite3_file, bytes: *const c_void, count: c_int, at: i64) -> c_int {
    // SAFETY: opened by `open`; SQLite gives `count` bytes.
    unsafe {
        let Some(theirs) = (*(*behind(file)).theirs).xWrite else { return ffi::SQLITE_IOERR };
        let result = theirs(file, bytes, count, at);
        if result == ffi::SQLITE_OK {
            let bytes = std::slice::from_raw_parts(bytes.cast::<u8>(), usize::try_from(count).unwrap_or(0));
            note(Step::Write(path(file), u64::try_from(at).unwrap_or(0), bytes.to_vec()));
        }
        result
    }
}

unsafe extern "C" fn truncate(file: *mut ffi::sqlite3_file, size: i64) -> c_int {
    // SAFETY: opened by `open`.
    unsafe {
        let Some(theirs) = (*(*behind(file)).theirs).xTruncate else { return ffi::SQLITE_IOERR };
        let result = theirs(file, size);
        if result == ffi::SQLITE_OK {
            note(Step::Truncate(path(file), u64::try_from(size).unwrap_or(0)));
        }
        result
    }
}

/// Noted only: the real disk need not be bothered.
unsafe extern "C" fn sync(file: *mut ffi::sqlite3_file, _: c_int) -> c_int {
    // SAFETY: opened by `open`.
    note(Step::Sync(unsafe { path(file) }));
    ffi::SQLITE_OK
}
