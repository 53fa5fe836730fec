use std::fmt::Write;

use serde_json::Value;

/// The answer to a command for somebody who reads it in a terminal.
pub fn in_words(answer: &Value) -> String {
    let mut text = String::new();
    let Value::Object(members) = answer else { return format!("{answer}\n") };
    for (name, value) in members {
        let name = name.replace('_', " ");
        match value {
            Value::Array(rows) if rows.is_empty() => line(&mut text, &name, "none"),
            Value::Array(rows) => rows.iter().for_each(|row| line(&mut text, &name, &cell(row))),
            other => line(&mut text, &name, &cell(other)),
        }
    }
    text
}

fn line(text: &mut String, name: &str, value: &str) {
    // Writing to a string does not fail.
    let _ = writeln!(text, "{name}: {value}");
}

fn cell(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "-".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Object(members) => {
            let parts: Vec<String> = members
                .iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| format!("{} {}", name.replace('_', " "), cell(value)))
                .collect();
            parts.join(", ")
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_answer_reads_as_lines() {
        let answer = json!({ "version_floor": null, "accounts": [{ "email": "a@b", "used": 3 }], "missing": [] });
        assert_eq!(in_words(&answer), "accounts: email a@b, used 3\nmissing: none\nversion floor: -\n");
    }
}
