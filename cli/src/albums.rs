//! Albums.

use safelight_core::{AlbumRow, Changed};
use serde_json::{Value, json};

use crate::answer::{Answer, Failure};
use crate::arguments::AlbumDeed;
use crate::document;
use crate::home::Phone;
use crate::table::{Table, plain};

pub(crate) async fn carry_out(phone: &Phone<'_>, deed: Option<AlbumDeed>) -> Result<Answer, Failure> {
    let engine = &phone.engine;
    match deed.unwrap_or(AlbumDeed::List) {
        AlbumDeed::List => {
            let albums = engine.albums().await?;
            Ok(Answer::done(of(&albums), in_words(phone, &albums)))
        }
        AlbumDeed::Create { name } => Ok(one(phone, "cli-album-created", engine.create_album(&name).await?)),
        AlbumDeed::Rename { name, new } => Ok(one(phone, "cli-album-renamed", engine.rename_album(&name, &new).await?)),
        AlbumDeed::Delete { name } => Ok(one(phone, "cli-album-deleted", engine.delete_album(&name).await?)),
        AlbumDeed::Add { name, ids } => {
            let changed = engine.add_to_album(&name, document::ids(&ids)?).await?;
            filled(phone, "cli-album-added", &name, &changed).await
        }
        AlbumDeed::Remove { name, ids } => {
            let changed = engine.remove_from_album(&name, document::ids(&ids)?).await?;
            filled(phone, "cli-album-removed", &name, &changed).await
        }
    }
}

fn of(albums: &[AlbumRow]) -> Value {
    let one = |album: &AlbumRow| json!({ "id": album.id, "name": album.name, "count": album.count });
    json!({ "albums": albums.iter().map(one).collect::<Vec<_>>() })
}

fn one(phone: &Phone<'_>, sentence: &str, album: AlbumRow) -> Answer {
    let words = phone.console.text(sentence, [("name", plain(&album.name).into())]);
    Answer::done(of(&[album]), words)
}

/// The album as it is after photos were put in or taken out.
async fn filled(phone: &Phone<'_>, sentence: &str, name: &str, changed: &Changed) -> Result<Answer, Failure> {
    let album = phone.engine.album(name).await?;
    let arguments = [("count", changed.changed.len().into()), ("name", plain(&album.name).into())];
    let mut words = phone.console.text(sentence, arguments);
    if !changed.unchanged.is_empty() {
        words.push('\n');
        words.push_str(&phone.console.text("cli-unchanged", [("count", changed.unchanged.len().into())]));
    }
    let mut document = of(&[album]);
    if let Value::Object(fields) = &mut document {
        fields.insert("changed".to_owned(), json!(changed.changed));
        fields.insert("unchanged".to_owned(), json!(changed.unchanged));
    }
    Ok(Answer::done(document, words))
}

fn in_words(phone: &Phone<'_>, albums: &[AlbumRow]) -> String {
    if albums.is_empty() {
        return phone.console.text("cli-album-none", []);
    }
    let mut table =
        Table::new(&["cli-head-id", "cli-head-photos", "cli-head-name"].map(|id| phone.console.text(id, [])));
    for album in albums {
        table.row(vec![album.id.to_string(), album.count.to_string(), album.name.clone()]);
    }
    table.to_string()
}
