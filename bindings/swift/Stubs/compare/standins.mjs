// Reads the stand-ins: every public declaration in ../Sources, with what it says to stand in for.
//
//   open var batteryLevel: Float { … } //= .batteryLevel      a member of the enclosing type's Objective-C class
//   case charging = 2 //= .Charging                           a case, with its number
//   public let errSecSuccess: OSStatus = 0 //= errSecSuccess  a function or constant
//   public struct NWPath … //? Swift overlay                  nothing describes it; the reason follows
//
// What begins with `simulated` or `Simulated` is ours.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const DECLARATION =
  /^\s*((?:@\w+\s+)*(?:public|open)\s+(?:(?:class|static|required|nonisolated|override|mutating)\s+)*)?(class|struct|enum|protocol|func|var|let|init|case|typealias|extension)\b/;

export function standIns(root) {
  const found = [];
  for (const module of readdirSync(root)) {
    // A link to the adapters: they are what the stand-ins are for.
    if (module === "SafelightApple") continue;
    for (const file of readdirSync(join(root, module)).filter((name) => name.endsWith(".swift"))) {
      // Files of ours from end to end.
      if (/^(Simulated|TransferService|Wire)/.test(file)) continue;
      found.push(...declarations(module, `${module}/${file}`, readFileSync(join(root, module, file), "utf8")));
    }
  }
  return found;
}

function declarations(module, file, text) {
  const found = [];
  const types = [];
  let depth = 0;
  let available = null;
  for (const [index, line] of text.split("\n").entries()) {
    const code = line.replace(/\/\/.*$/, "").replace(/"(?:[^"\\]|\\.)*"/g, '""');
    const mark = /\/\/([=?])\s*(.*)$/.exec(line);
    const match = DECLARATION.exec(code);
    const guard = /@available\(iOS ([\d.]+)/.exec(code);
    if (guard) available = guard[1];
    const inType = types.at(-1);
    const direct = depth === (inType?.depth ?? 0);
    const extension = match?.[2] === "extension";
    const visible = match && (match[1] || extension || (match[2] === "case" && inType?.enum) || (match[2] === "func" && inType?.protocol));
    if (visible && direct && !/\b[sS]imulated?/.test(code.split(/[({=]/)[0])) {
      const name = mark?.[1] === "=" ? mark[2] : null;
      const declaration = {
        where: `${file}:${index + 1}`, module, keyword: match[2], code: code.trim(), available,
        owner: inType?.symbol ?? null, symbol: name, unproven: mark?.[1] === "?" ? mark[2] : null,
        number: /^\s*case\s+\w+\s*=\s*(-?\d+)/.exec(code)?.[1] ?? null,
      };
      if (!extension || mark) found.push(declaration);
      if (match[2] === "case" && code.includes(",")) declaration.several = true;
    }
    if (match && /\{/.test(code) && ["class", "struct", "enum", "protocol", "extension"].includes(match[2]) && direct) {
      const extended = /extension\s+(\w+)/.exec(code)?.[1];
      types.push({
        symbol: mark?.[1] === "=" ? mark[2] : extended ?? inType?.symbol ?? null,
        depth: depth + 1, enum: match[2] === "enum", protocol: match[2] === "protocol",
      });
    }
    depth += (code.match(/\{/g) ?? []).length - (code.match(/\}/g) ?? []).length;
    while (types.length && depth < types.at(-1).depth) types.pop();
    if (match) available = null;
  }
  return found;
}
