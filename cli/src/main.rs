//! `safelight`: a phone in a terminal.
//!
//! People script it, so its commands, documents and exit codes are a contract. Every command gives one [`Answer`]: a
//! document for programs and words for people, of which one is printed, in one place. Every word comes from the core's
//! catalogue.

mod account;
mod albums;
mod answer;
mod arguments;
mod conditions;
mod console;
mod devices;
mod diagnosis;
mod document;
mod files;
mod gallery;
mod help;
mod history;
mod home;
mod intake;
mod language;
mod photos;
mod room;
mod standing;
mod sync;
mod table;
mod trust;
mod unlocked;

use std::process::ExitCode;

use answer::{Answer, Failure};
use arguments::{Arguments, Command, Why};
use clap::FromArgMatches;
use console::Console;
use home::Phone;
use safelight_core::Sentences;

#[tokio::main]
async fn main() -> ExitCode {
    let sentences = Sentences::new(language::locale());
    let matches = match help::command(&sentences).try_get_matches() {
        Ok(matches) => matches,
        Err(error) => return console::misused(&sentences, &error),
    };
    let arguments = match Arguments::from_arg_matches(&matches) {
        Ok(arguments) => arguments,
        Err(error) => return console::misused(&sentences, &error),
    };
    let console = Console::new(sentences, arguments.json);
    match carry_out(arguments, &console).await {
        Ok(answer) => console.answer(&answer),
        Err(failure) => console.fail(&failure),
    }
}

/// Carries out one command. The futures are boxed: the engine's are large, and one command waits for one of them.
async fn carry_out(arguments: Arguments, console: &Console) -> Result<Answer, Failure> {
    if let Command::Completions { shell } = arguments.command {
        return help::completions(shell, &console.sentences);
    }
    if let Command::Replay { file } = &arguments.command {
        return diagnosis::replay(console, file);
    }
    let phone = Phone::open(arguments.home, console).await?;
    match arguments.command {
        Command::Completions { .. } | Command::Replay { .. } => Ok(Answer::silent()),
        Command::Signup(entry) => Box::pin(account::sign_up(&phone, entry)).await,
        Command::Signin(entry) => Box::pin(account::sign_in(&phone, entry)).await,
        Command::Recover(entry) => Box::pin(account::recover(&phone, entry)).await,
        Command::Signout { yes } => Box::pin(account::sign_out(&phone, yes)).await,
        Command::Passwd { forgotten: false } => Box::pin(account::change_password(&phone)).await,
        Command::Passwd { forgotten: true } => Box::pin(unlocked::set_password(&phone)).await,
        Command::Words => Box::pin(account::new_words(&phone)).await,
        Command::DeleteAccount { yes } => Box::pin(account::delete(&phone, yes)).await,
        Command::Devices { deed } => Box::pin(devices::carry_out(&phone, deed)).await,
        Command::Import(import) => Box::pin(intake::import(&phone, import)).await,
        Command::Source { deed } => Box::pin(intake::source(&phone, deed)).await,
        Command::Sync(sync) => Box::pin(sync::carry_out(&phone, sync)).await,
        Command::Ls(list) => Box::pin(photos::list(&phone, list)).await,
        Command::Show { id } => Box::pin(photos::show(&phone, &id)).await,
        Command::Set(change) => Box::pin(photos::set(&phone, change)).await,
        Command::Trash { ids } => Box::pin(photos::trash(&phone, &ids)).await,
        Command::Restore { ids } => Box::pin(photos::restore(&phone, &ids)).await,
        Command::Purge { ids } => Box::pin(photos::purge(&phone, &ids)).await,
        Command::Get(get) => Box::pin(files::get(&phone, get)).await,
        Command::Export { folder, album } => Box::pin(files::export(&phone, &folder, album.as_deref())).await,
        Command::Album { deed } => Box::pin(albums::carry_out(&phone, deed)).await,
        Command::Facts { deed } => Box::pin(conditions::facts(&phone, deed)).await,
        Command::Settings { deed } => Box::pin(conditions::settings(&phone, deed)).await,
        Command::WhatIf { changes } => Box::pin(conditions::what_if(&phone, &changes)).await,
        Command::Status => Box::pin(standing::status(&phone)).await,
        Command::Usage => Box::pin(standing::usage(&phone)).await,
        Command::EraseCheck => Box::pin(standing::erase_check(&phone)).await,
        Command::Diagnose { offline, other_phone } => Box::pin(diagnosis::diagnose(&phone, offline, other_phone)).await,
        Command::SupportBundle { output, offline } => Box::pin(diagnosis::bundle(&phone, &output, offline)).await,
        Command::Timeline { since } => Box::pin(history::timeline(&phone, since)).await,
        Command::Receipts { month } => Box::pin(history::receipts(&phone, month)).await,
        Command::Why(Why { id: Some(id), .. }) => Box::pin(history::why(&phone, &id)).await,
        Command::Why(Why { from, since, .. }) => {
            Box::pin(history::why_from(&phone, &from.unwrap_or_default(), since)).await
        }
        Command::Alerts => Box::pin(history::alerts(&phone)).await,
        Command::Explain { device } => Box::pin(history::explain(&phone, &device)).await,
        Command::Optimise(optimise) if optimise.gallery => Box::pin(gallery::ask_for_room(&phone, optimise)).await,
        Command::Optimise(optimise) => Box::pin(room::optimise(&phone, optimise.free)).await,
        Command::Choices { gallery } => Box::pin(gallery::choices(&phone, gallery)).await,
        Command::FreeUp(free_up) => Box::pin(room::free_up(&phone, free_up)).await,
        Command::Pin { ids } => Box::pin(room::pin(&phone, &ids)).await,
        Command::Unpin { ids } => Box::pin(room::unpin(&phone, &ids)).await,
        Command::Proof { id } => Box::pin(room::proof(&phone, &id)).await,
        Command::Verify { all } => Box::pin(room::verify(&phone, all)).await,
        Command::Doctor => Box::pin(standing::doctor(&phone)).await,
    }
}
