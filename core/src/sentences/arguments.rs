//! Evidence as the catalogue takes it.

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement};
use serde_json::{Map, Value};

/// What an argument is that nobody gave: sentences have a variant for it.
pub(super) const MISSING: &str = "none";

/// Arguments as they are given.
pub(super) fn of(arguments: &Map<String, Value>) -> FluentArgs<'static> {
    let mut converted = FluentArgs::new();
    for (name, value) in arguments {
        let value: FluentValue<'static> = match value {
            Value::Number(number) => number.as_f64().unwrap_or(0.0).into(),
            Value::String(text) => text.clone().into(),
            other => other.to_string().into(),
        };
        converted.set(name.clone(), value);
    }
    converted
}

/// Evidence of a reason: without a count it speaks of one; a null is missing; a length of time is told in its best unit.
pub(super) fn of_evidence(evidence: &Map<String, Value>) -> FluentArgs<'static> {
    let known: Map<String, Value> = evidence
        .iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let mut arguments = of(&known);
    if arguments.get("count").is_none() {
        arguments.set("count", 1);
    }
    let seconds = known.iter().filter(|(name, _)| name.ends_with("_s")).find_map(|(_, value)| value.as_i64());
    if let Some(seconds) = seconds {
        let (unit, count) = length(seconds.unsigned_abs());
        arguments.set("length_unit", unit);
        arguments.set("length_count", count);
    }
    arguments
}

/// A length of time in the largest unit of which there are two.
fn length(seconds: u64) -> (&'static str, u64) {
    const UNITS: [(&str, u64); 3] = [("days", 86_400), ("hours", 3_600), ("minutes", 60)];
    let best = UNITS.into_iter().find(|(_, unit)| seconds >= 2 * unit);
    best.map_or(("seconds", seconds), |(name, unit)| (name, seconds / unit))
}

/// The names of the arguments that a pattern uses, by itself or by messages that it refers to.
pub(super) fn named_in<'a>(pattern: &'a Pattern<&'a str>, bundle: &'a FluentBundle<FluentResource>) -> Vec<&'a str> {
    let mut names = Vec::new();
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            of_expression(expression, bundle, &mut names);
        }
    }
    names
}

fn of_expression<'a>(
    expression: &'a Expression<&'a str>,
    bundle: &'a FluentBundle<FluentResource>,
    names: &mut Vec<&'a str>,
) {
    match expression {
        Expression::Inline(inline) => of_inline(inline, bundle, names),
        Expression::Select { selector, variants } => {
            of_inline(selector, bundle, names);
            for variant in variants {
                names.extend(named_in(&variant.value, bundle));
            }
        }
    }
}

fn of_inline<'a>(
    inline: &'a InlineExpression<&'a str>,
    bundle: &'a FluentBundle<FluentResource>,
    names: &mut Vec<&'a str>,
) {
    match inline {
        InlineExpression::VariableReference { id } => names.push(id.name),
        InlineExpression::FunctionReference { arguments, .. } => {
            arguments.positional.iter().for_each(|argument| of_inline(argument, bundle, names));
        }
        InlineExpression::MessageReference { id, .. } => {
            let pattern = bundle.get_message(id.name).and_then(|message| message.value());
            names.extend(pattern.map(|pattern| named_in(pattern, bundle)).unwrap_or_default());
        }
        InlineExpression::Placeable { expression } => of_expression(expression, bundle, names),
        InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. }
        | InlineExpression::TermReference { .. } => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_told_in_the_largest_unit_of_which_there_are_two() {
        let cases = [
            (0, ("seconds", 0)),
            (119, ("seconds", 119)),
            (120, ("minutes", 2)),
            (7_199, ("minutes", 119)),
            (90_000, ("hours", 25)),
            (172_800, ("days", 2)),
        ];
        for (seconds, told) in cases {
            assert_eq!(length(seconds), told);
        }
    }
}
