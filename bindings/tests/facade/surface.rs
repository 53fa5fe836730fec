//! What the facade has: everything that the command line can do, and nothing synchronous that blocks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use syn::{FnArg, ImplItem, Item, ReturnType, Type};

/// A function that crosses.
struct Crossing {
    name: String,
    is_async: bool,
    returns_result: bool,
    inputs: String,
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

fn is_exported(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let names: Vec<String> = attribute.path().segments.iter().map(|part| part.ident.to_string()).collect();
        names == ["uniffi", "export"]
    })
}

fn crossing(signature: &syn::Signature) -> Crossing {
    let is_result = |kind: &Type| matches!(kind, Type::Path(path) if path.path.segments[0].ident == "Result");
    let typed = signature.inputs.iter().filter(|input| matches!(input, FnArg::Typed(_)));
    Crossing {
        name: signature.ident.to_string(),
        is_async: signature.asyncness.is_some(),
        returns_result: matches!(&signature.output, ReturnType::Type(_, kind) if is_result(kind)),
        inputs: typed.map(|input| format!("{:?}", input_types(input))).collect(),
    }
}

fn input_types(input: &FnArg) -> Vec<String> {
    match input {
        FnArg::Typed(typed) => type_names(&typed.ty),
        FnArg::Receiver(_) => Vec::new(),
    }
}

/// The names in a type, those in its brackets too.
fn type_names(kind: &Type) -> Vec<String> {
    fn names(kind: &Type, found: &mut Vec<String>) {
        if let Type::Path(path) = kind {
            for part in &path.path.segments {
                found.push(part.ident.to_string());
                if let syn::PathArguments::AngleBracketed(inner) = &part.arguments {
                    for argument in &inner.args {
                        if let syn::GenericArgument::Type(kind) = argument {
                            names(kind, found);
                        }
                    }
                }
            }
        }
    }
    let mut found = Vec::new();
    names(kind, &mut found);
    found
}

/// Everything that crosses, by object (`""` for functions).
fn crossings() -> BTreeMap<String, Vec<Crossing>> {
    let mut all: BTreeMap<String, Vec<Crossing>> = BTreeMap::new();
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let parsed = syn::parse_file(&std::fs::read_to_string(&file).unwrap()).unwrap();
        for item in parsed.items {
            match item {
                Item::Impl(block) if is_exported(&block.attrs) => {
                    let Type::Path(path) = block.self_ty.as_ref() else { continue };
                    let object = path.path.segments[0].ident.to_string();
                    for item in &block.items {
                        if let ImplItem::Fn(function) = item {
                            all.entry(object.clone()).or_default().push(crossing(&function.sig));
                        }
                    }
                }
                Item::Fn(function) if is_exported(&function.attrs) => {
                    all.entry(String::new()).or_default().push(crossing(&function.sig));
                }
                _ => {}
            }
        }
    }
    all
}

fn kebab(name: &str) -> String {
    let mut text = String::new();
    for (at, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && at > 0 {
            text.push('-');
        }
        text.extend(letter.to_lowercase());
    }
    text
}

/// Every command of the command line, with its second word where it has one.
fn commands() -> BTreeSet<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cli/src/arguments.rs");
    let parsed = syn::parse_file(&std::fs::read_to_string(file).unwrap()).unwrap();
    let enums: BTreeMap<String, syn::ItemEnum> = parsed
        .items
        .into_iter()
        .filter_map(|item| match item {
            Item::Enum(item) => Some((item.ident.to_string(), item)),
            _ => None,
        })
        .collect();
    let mut commands = BTreeSet::new();
    for variant in &enums["Command"].variants {
        let word = kebab(&variant.ident.to_string());
        let types = variant.fields.iter().flat_map(|field| type_names(&field.ty));
        let deeds: Vec<String> = types.filter(|name| name.ends_with("Deed")).collect();
        match deeds.first() {
            Some(deed) => {
                commands.extend(
                    enums[deed].variants.iter().map(|deed| format!("{word} {}", kebab(&deed.ident.to_string()))),
                );
            }
            None => drop(commands.insert(word)),
        }
    }
    commands
}

/// What an app calls where a script runs a command.
const TABLE: &[(&str, &[&str])] = &[
    ("signup", &["sign_up", "trust_authority"]),
    ("signin", &["sign_in", "authority"]),
    ("recover", &["recover"]),
    ("signout", &["sign_out", "left_behind"]),
    ("passwd", &["change_password", "set_new_password"]),
    ("words", &["draw_recovery_words", "adopt_recovery_words", "confirm_words"]),
    ("delete-account", &["delete_account", "left_behind"]),
    ("devices list", &["devices"]),
    ("devices rename", &["rename_device"]),
    ("devices revoke", &["revoke_device"]),
    ("import", &["take_in"]),
    ("source add", &["add_source", "add_photo_library"]),
    ("source list", &["sources", "source_files"]),
    ("source remove", &["remove_source", "remove_photo_library"]),
    ("sync", &["sync", "run", "sync_stream"]),
    ("ls", &["page"]),
    ("show", &["details"]),
    ("get", &["file", "local_file", "file_range"]),
    ("set", &["edit"]),
    ("trash", &["trash"]),
    ("restore", &["restore"]),
    ("purge", &["purge"]),
    ("album create", &["create_album"]),
    ("album list", &["albums", "album"]),
    ("album rename", &["rename_album"]),
    ("album add", &["add_to_album"]),
    ("album remove", &["remove_from_album"]),
    ("album delete", &["delete_album"]),
    ("export", &["write_out"]),
    ("facts show", &["facts"]),
    ("facts set", &["set_facts"]),
    ("facts clear", &["clear_facts"]),
    ("settings show", &["settings"]),
    ("settings set", &["set_settings"]),
    ("settings reset", &["reset_settings"]),
    ("what-if", &["what_if"]),
    ("status", &["status", "status_stream", "sign_in_state", "wake_plan"]),
    ("usage", &["usage"]),
    ("erase-check", &["erase_check"]),
    ("timeline", &["timeline"]),
    ("receipts", &["receipts"]),
    ("why", &["why", "why_from"]),
    ("alerts", &["alerts"]),
    ("explain", &["explain_device"]),
    ("optimise", &["optimise", "room_request_plan", "request_room"]),
    ("choices", &["choices", "decide_gallery", "contested"]),
    ("free-up", &["free_up_plan", "trash", "purge"]),
    ("pin", &["pin"]),
    ("unpin", &["unpin"]),
    ("proof", &["prove"]),
    ("verify", &["verify"]),
    ("doctor", &["doctor"]),
    ("diagnose", &["diagnose"]),
    ("support-bundle", &["write_support_bundle"]),
    ("replay", &["replay_support_bundle"]),
    // What a shell completes is nothing for an app.
    ("completions", &[]),
];

/// What an app has beyond the command line.
const BEYOND: &[&str] = &[
    "suspend",
    "resume",
    "shut_down",
    "is_shut_down",
    "change_stream",
    "network_changed",
    "carry",
    "bytes_moved",
    "verdicts",
    "press",
    "write_live_photo",
];

#[test]
fn an_app_can_do_all_that_the_command_line_can() {
    let table: BTreeSet<String> = TABLE.iter().map(|(command, _)| (*command).to_owned()).collect();
    assert_eq!(commands(), table);
}

#[test]
fn every_function_has_its_place_in_the_table() {
    let named: BTreeSet<&str> = TABLE.iter().flat_map(|(_, functions)| *functions).chain(BEYOND).copied().collect();
    let all = crossings();
    let functions: BTreeSet<&str> = all["Safelight"].iter().map(|function| function.name.as_str()).collect();
    assert_eq!(functions, named);
}

/// Every synchronous function: none of them touches the disk, the network or the store's lock.
const SYNCHRONOUS: &[(&str, &[&str])] = &[
    ("", &["register", "version"]),
    ("CancelToken", &["new", "cancel", "is_cancelled"]),
    ("ChangeStream", &["end"]),
    ("RecoveryWords", &["parse", "words", "numbers_to_ask"]),
    ("Registration", &["read_by", "reason", "codes", "fix_actions", "places"]),
    ("Safelight", &["is_shut_down", "status_stream", "change_stream", "sync_stream", "network_changed"]),
    ("StatusStream", &["end"]),
    ("SyncStream", &["end"]),
];

#[test]
fn the_synchronous_functions_are_these() {
    let all = crossings();
    for (object, functions) in &all {
        let found: Vec<&str> =
            functions.iter().filter(|function| !function.is_async).map(|function| function.name.as_str()).collect();
        let expected = SYNCHRONOUS.iter().find(|(name, _)| name == object).map_or(&[][..], |(_, functions)| *functions);
        let (found, expected): (BTreeSet<_>, BTreeSet<_>) =
            (found.into_iter().collect(), expected.iter().copied().collect());
        assert_eq!(found, expected, "of {object:?}");
    }
    assert_eq!(all.len(), SYNCHRONOUS.len(), "an object is missing in the table");
}

#[test]
fn what_takes_an_id_or_is_asynchronous_can_fail() {
    // A bad id in a function that can't fail ends a Swift app.
    for (object, functions) in crossings() {
        for function in functions {
            let takes_a_custom_type =
                ["RecordId", "DeviceId", "Timestamp"].iter().any(|name| function.inputs.contains(name));
            let can_fail = function.returns_result;
            assert!(can_fail || !(takes_a_custom_type || function.is_async), "{object}.{} can't fail", function.name);
        }
    }
}

#[test]
fn whatever_asks_the_cloud_can_be_cancelled() {
    let long = [
        "sign_up",
        "sign_in",
        "recover",
        "change_password",
        "set_new_password",
        "adopt_recovery_words",
        "delete_account",
        "devices",
        "take_in",
        "write_out",
        "sync",
        "run",
        "carry",
        "file",
        "file_range",
        "write_live_photo",
        "press",
        "erase_check",
        "prove",
        "verify",
        "optimise",
        "diagnose",
        "write_support_bundle",
        "doctor",
    ];
    let all = crossings();
    for name in long {
        let function = all["Safelight"].iter().find(|function| function.name == name).unwrap();
        assert!(function.inputs.contains("CancelToken"), "{name} can't be cancelled");
    }
}
