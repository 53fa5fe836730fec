// Reads NativeScript's description of the iOS SDK: classes, protocols, enums, functions and constants of every framework.

import { readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { createRequire } from "node:module";

const SINCE = /@since ([\d.]+)/;

export function described() {
  const root = join(dirname(createRequire(import.meta.url).resolve("@nativescript/types-ios/package.json")), "lib/ios/objc-x86_64");
  const types = new Map();
  const globals = new Map();
  for (const file of readdirSync(root)) read(readFileSync(join(root, file), "utf8"), types, globals);
  return { types, globals };
}

function read(text, types, globals) {
  let type = null;
  let comment = "";
  for (const line of text.split("\n")) {
    if (/^\s*(\/\*\*|\*)/.test(line)) {
      comment += line;
      continue;
    }
    const since = SINCE.exec(comment)?.[1] ?? null;
    const opened = /^(?:declare )?(class|const enum|interface) (\w+)(?:<[^>]*>)?(?: extends (\w+))?/.exec(line);
    const global = /^declare (?:function|var|const) (\w+)(.*);/.exec(line);
    if (opened) {
      // A protocol comes as an interface and as a variable with the same name.
      type = types.get(opened[2]) ?? { since, parent: opened[3] ?? null, members: new Map() };
      types.set(opened[2], type);
    } else if (line.startsWith("}")) {
      type = null;
    } else if (global) {
      globals.set(global[1], { since, text: global[2] });
    } else if (type) {
      const member = /^\t(?:static )?(?:readonly )?(\w+)\??(.*?)[,;]?$/.exec(line);
      if (member && !line.includes("// inherited")) type.members.set(member[1], { since, text: member[2] });
    }
    if (line.trim()) comment = "";
  }
}
