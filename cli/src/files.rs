//! Taking files out: one, or all of them.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use data_encoding::HEXLOWER;
use safelight_core::ports::Transferred;
use safelight_core::{AssetView, FetchError, Hold, ResourceKind, WorkClass};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::answer::{Answer, Ending, Failure, Stream};
use crate::arguments::Get;
use crate::document;
use crate::home::Phone;
use crate::intake::{failures, failures_in_words};
use crate::table::{plain, size};

pub(crate) async fn get(phone: &Phone<'_>, arguments: Get) -> Result<Answer, Failure> {
    let id = document::id(&arguments.id)?;
    let to_stdout = arguments.output.as_os_str() == "-";
    let stream = if to_stdout { Stream::Err } else { Stream::Out };
    let kind = ResourceKind::from(arguments.resource);
    let bar = phone.console.byte_bar("cli-get-progress");
    let details = phone.engine.details(id).await?;
    let expected = details.iter().flat_map(|details| &details.resources).find(|file| file.kind == kind.as_str());
    bar.set_length(expected.map_or(0, |file| file.bytes));
    let counter = bar.clone();
    let transferred: Transferred = Arc::new(move |_, received| counter.inc(received));
    let live =
        details.as_ref().and_then(|details| details.asset.still_bytes).filter(|_| kind == ResourceKind::Original);
    if let (Some(seam), Some(details)) = (live, &details) {
        return get_apart(phone, &details.asset, seam, &arguments.output, transferred).await;
    }
    let source = match phone.engine.file(id, kind, Some(transferred)).await {
        Ok(source) => source,
        Err(FetchError::Elsewhere { devices }) => return Ok(elsewhere(phone, &devices).on(stream)),
        Err(error) => return Err(error.into()),
    };
    bar.finish_and_clear();
    let output = (!to_stdout).then_some(arguments.output);
    let target = output.clone();
    let (bytes, sha256) = tokio::task::spawn_blocking(move || hand_out(&source, target.as_deref()))
        .await
        .map_err(|error| Failure::new("eng.interrupted", error.to_string()))??;
    let name = details.map(|details| details.asset.file_name).unwrap_or_default();
    let path = output.map_or_else(|| "-".to_owned(), |path| path.to_string_lossy().into_owned());
    let words = [("name", plain(&name).into()), ("size", size(bytes).into()), ("path", plain(&path).into())];
    let words = phone.console.text("cli-get-done", words);
    Ok(Answer::done(json!({ "path": path, "bytes": bytes, "sha256": sha256 }), words).on(stream))
}

/// A Live Photo's two files: the still where it was asked for, the video beside it. To standard output goes the still.
async fn get_apart(
    phone: &Phone<'_>,
    asset: &AssetView,
    seam: u64,
    output: &Path,
    transferred: Transferred,
) -> Result<Answer, Failure> {
    let to_stdout = output.as_os_str() == "-";
    let stream = if to_stdout { Stream::Err } else { Stream::Out };
    let name = plain(&asset.file_name);
    let elsewhere = |error| match error {
        FetchError::Elsewhere { devices } => Ok(elsewhere(phone, &devices).on(stream)),
        error => Err(error.into()),
    };
    if to_stdout {
        let mut hasher = Sha256::new();
        let mut at = 0;
        while at < seam {
            let to = seam.min(at + PIECE);
            let piece =
                phone.engine.open_range(asset.id, ResourceKind::Original, at..to, Some(Arc::clone(&transferred)));
            let piece = match piece.await {
                Ok(piece) => piece,
                Err(error) => return elsewhere(error),
            };
            io::stdout().lock().write_all(&piece).map_err(|error| Failure::file(Path::new("-"), &error))?;
            hasher.update(&piece);
            at = to;
        }
        let document = json!({ "path": "-", "bytes": seam, "sha256": HEXLOWER.encode(&hasher.finalize()) });
        let words = [("name", name.into()), ("size", size(seam).into()), ("path", "-".into())];
        return Ok(Answer::done(document, phone.console.text("cli-get-done", words)).on(stream));
    }
    let video = output.with_extension("mov");
    let written = match phone.engine.write_live_photo(asset.id, output, &video, Some(transferred)).await {
        Ok(Some(written)) => written,
        Ok(None) => return Err(FetchError::NotFound.into()),
        Err(error) => return elsewhere(error),
    };
    let [(bytes, sha256), (video_bytes, video_sha256)] = written;
    let document = json!({
        "path": output,
        "bytes": bytes,
        "sha256": sha256,
        "video": { "path": video, "bytes": video_bytes, "sha256": video_sha256 },
    });
    let both = format!("{}, {}", output.display(), video.display());
    let words = [("name", name.into()), ("size", size(bytes + video_bytes).into()), ("path", plain(&both).into())];
    Ok(Answer::done(document, phone.console.text("cli-get-done", words)).on(stream))
}

/// How many bytes of a file are read at a time.
const PIECE: u64 = 8 * 1024 * 1024;

/// The original is on another phone only: it is there to be had once that phone has sent it.
fn elsewhere(phone: &Phone<'_>, devices: &[String]) -> Answer {
    let hold = Hold::new("item.elsewhere", WorkClass::Files, phone.now());
    let sentences = &phone.console.sentences;
    let document = json!({
        "path": Value::Null,
        "bytes": Value::Null,
        "sha256": Value::Null,
        "held_by": devices,
        "holds": [document::hold(&hold, sentences)],
    });
    let phones = [("phones", plain(&devices.join(", ")).into())];
    let words = format!("{}\n{}", phone.console.text("cli-get-elsewhere", phones), hold.lifts(sentences));
    Answer::done(document, words).ending(Ending::Waiting)
}

/// Copies a file to where it was asked for, whole or not at all; to standard output without a target.
fn hand_out(source: &Path, target: Option<&Path>) -> Result<(u64, String), Failure> {
    let mut reader = File::open(source).map_err(|error| Failure::file(source, &error))?;
    let Some(target) = target else {
        return copy(&mut reader, &mut io::stdout().lock()).map_err(|error| Failure::file(Path::new("-"), &error));
    };
    let partial = partial_name(target);
    let copied = File::create(&partial)
        .and_then(|mut file| {
            let copied = copy(&mut reader, &mut file)?;
            file.sync_all()?;
            Ok(copied)
        })
        .and_then(|copied| fs::rename(&partial, target).map(|()| copied));
    copied.map_err(|error| {
        // The first error is the one to tell.
        let _ = fs::remove_file(&partial);
        Failure::file(target, &error)
    })
}

fn partial_name(target: &Path) -> PathBuf {
    let mut name = target.as_os_str().to_owned();
    name.push(format!(".{}.partial", std::process::id()));
    name.into()
}

fn copy(reader: &mut impl Read, writer: &mut impl Write) -> io::Result<(u64, String)> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 256 * 1024];
    let mut bytes = 0;
    loop {
        let read = match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let piece = buffer.get(..read).unwrap_or_default();
        hasher.update(piece);
        writer.write_all(piece)?;
        bytes += u64::try_from(read).unwrap_or(0);
    }
    writer.flush()?;
    Ok((bytes, HEXLOWER.encode(&hasher.finalize())))
}

pub(crate) async fn export(phone: &Phone<'_>, folder: &Path, album: Option<&str>) -> Result<Answer, Failure> {
    let bar = phone.console.bar("cli-export-progress");
    let report = phone
        .engine
        .export(folder, album, |progress| {
            bar.set_length(u64::try_from(progress.of).unwrap_or(u64::MAX));
            bar.set_position(u64::try_from(progress.done).unwrap_or(u64::MAX));
        })
        .await?;
    bar.finish_and_clear();
    let exported = usize::try_from(report.exported).unwrap_or(usize::MAX);
    let ending = Ending::of_many(exported, report.failed.len());
    let document = json!({ "exported": report.exported, "bytes": report.bytes, "failed": failures(&report.failed) });
    let numbers = [("count", report.exported.into()), ("size", size(report.bytes).into())];
    let words = phone.console.text("cli-export-done", numbers);
    let words = format!("{words}\n{}", failures_in_words(phone, &report.failed));
    Ok(Answer::done(document, words).ending(ending))
}
