//! What the command line says about itself: clap's command with the catalogue's words in it.
//!
//! A command's sentence is `cli-help-COMMAND`, its examples `cli-help-COMMAND-examples`; an argument's is
//! `cli-help-COMMAND-arg-NAME`, or `cli-help-arg-NAME` where it means the same everywhere. A test holds that none is missing.

use std::io;

use clap::{Arg, ArgAction, Command, CommandFactory};
use clap_complete::Shell;
use safelight_core::Sentences;
use serde_json::Map;

use crate::answer::{Answer, Failure};
use crate::arguments::Arguments;
use crate::console::print;

/// The command, with its help.
pub(crate) fn command(sentences: &Sentences) -> Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).global(true);
    let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
    let command = Arguments::command().disable_help_flag(true).disable_version_flag(true).arg(help).arg(version);
    teach(command, "cli-help", "safelight", sentences)
}

fn teach(command: Command, id: &str, invocation: &str, sentences: &Sentences) -> Command {
    let command = command
        .about(sentences.text(id))
        .after_help(examples(id, invocation, sentences))
        .subcommand_help_heading(sentences.text("cli-heading-commands"))
        .help_template(format!(
            "{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}",
            sentences.text("cli-heading-usage")
        ))
        .mut_args(|argument| explain(argument, id, sentences));
    command.mut_subcommands(|sub| {
        let name = sub.get_name().to_owned();
        teach(sub, &format!("{id}-{name}"), &format!("{invocation} {name}"), sentences)
    })
}

fn explain(argument: Arg, command: &str, sentences: &Sentences) -> Arg {
    let name = argument.get_id().as_str().replace('_', "-");
    let heading = if argument.is_positional() { "cli-heading-arguments" } else { "cli-heading-options" };
    let own = format!("{command}-arg-{name}");
    let id = if sentences.has(&own) { own } else { format!("cli-help-arg-{name}") };
    argument.help(sentences.text(&id)).help_heading(sentences.text(heading)).hide_env_values(true)
}

/// How the command is used, line by line. What people type stands in an argument: it is no sentence.
fn examples(id: &str, invocation: &str, sentences: &Sentences) -> String {
    let arguments: Map<_, _> = [("command".to_owned(), invocation.into())].into_iter().collect();
    let examples = sentences.with(&format!("{id}-examples"), &arguments);
    let heading = sentences.text("cli-heading-examples");
    // What explains ends with a colon; what is typed stands deeper.
    let indented = |line: &str| format!("\n{}{line}", if line.ends_with(':') { "  " } else { "    " });
    heading + &examples.lines().map(indented).collect::<String>()
}

/// Prints what a shell needs to complete commands.
pub(crate) fn completions(shell: Shell, sentences: &Sentences) -> Result<Answer, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(sentences), "safelight", &mut script);
    let failed = |error: io::Error| Failure::new("eng.interrupted", error.to_string());
    print(&String::from_utf8_lossy(&script)).map_err(failed)?;
    Ok(Answer::silent())
}

#[cfg(test)]
mod tests;
