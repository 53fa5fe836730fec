use super::*;

/// Words of the code that a person never reads.
const CODE_WORDS: &[&str] =
    &["asset", "hold", "verdict", "part", "lane", "drift", "tombstone", "evict", "spool", "resource"];

/// Calls `look` with every command below `command`, its catalogue id and how it is called.
fn walk(command: &Command, id: &str, look: &mut impl FnMut(&Command, &str)) {
    look(command, id);
    for sub in command.get_subcommands() {
        walk(sub, &format!("{id}-{}", sub.get_name()), look);
    }
}

#[test]
fn every_command_and_argument_is_explained() {
    let sentences = Sentences::english();
    let mut commands = 0;
    walk(&command(&sentences), "cli-help", &mut |command, id| {
        commands += 1;
        assert!(sentences.has(id), "no sentence for the command {id}");
        assert!(sentences.has(&format!("{id}-examples")), "no examples for the command {id}");
        for argument in command.get_arguments() {
            let name = argument.get_id().as_str().replace('_', "-");
            let (own, shared) = (format!("{id}-arg-{name}"), format!("cli-help-arg-{name}"));
            assert!(sentences.has(&own) || sentences.has(&shared), "no sentence for {own}");
        }
    });
    assert!(commands > 35, "only {commands} commands were looked at");
}

#[test]
fn no_explanation_outlives_its_command() {
    let sentences = Sentences::english();
    let mut known = Vec::new();
    walk(&command(&sentences), "cli-help", &mut |command, id| {
        known.extend([id.to_owned(), format!("{id}-examples")]);
        for argument in command.get_arguments() {
            let name = argument.get_id().as_str().replace('_', "-");
            known.extend([format!("{id}-arg-{name}"), format!("cli-help-arg-{name}")]);
        }
    });
    for id in sentences.all("cli-help").keys() {
        assert!(known.contains(id), "{id} explains nothing");
    }
}

#[test]
fn help_speaks_the_language_of_people() {
    let sentences = Sentences::english();
    walk(&command(&sentences), "cli-help", &mut |command, id| {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let arguments = command.get_arguments().filter_map(Arg::get_help).map(ToString::to_string);
        for text in arguments.chain([about]) {
            for word in text.to_lowercase().split(|c: char| !c.is_alphabetic()) {
                let stem = word.strip_suffix('s').unwrap_or(word);
                assert!(!CODE_WORDS.contains(&stem) && stem != "purge", "{id} says {word:?} in {text:?}");
            }
        }
    });
}

#[test]
fn every_sentence_that_the_commands_use_is_in_the_catalogue() {
    let sentences = Sentences::english();
    let sources = [
        include_str!("../account.rs"),
        include_str!("../albums.rs"),
        include_str!("../arguments.rs"),
        include_str!("../conditions.rs"),
        include_str!("../console.rs"),
        include_str!("../devices.rs"),
        include_str!("../diagnosis.rs"),
        include_str!("../files.rs"),
        include_str!("../history.rs"),
        include_str!("../intake.rs"),
        include_str!("../photos.rs"),
        include_str!("../room.rs"),
        include_str!("../standing.rs"),
        include_str!("../sync.rs"),
    ];
    let mut used = 0;
    for id in sources.iter().flat_map(|source| source.split('"')) {
        let is_id = id.starts_with("cli-") && !id.ends_with('-') && !id.contains([' ', '{', '/', '\n']);
        if is_id {
            used += 1;
            assert!(sentences.has(id), "{id} is used and not in the catalogue");
        }
    }
    assert!(used > 80, "only {used} sentences were looked for");
}

#[test]
fn the_command_line_is_well_formed() {
    command(&Sentences::english()).debug_assert();
}
