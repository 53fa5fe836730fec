// The stand-ins say what Apple's headers say: names, numbers, what may be missing, since when.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { described } from "./described.mjs";
import { standIns } from "./standins.mjs";

const FLOOR = [18, 0];
const here = new URL(".", import.meta.url);
const all = standIns(new URL("../Sources", here).pathname);
const sdk = described();

function member(type, name) {
  for (let at = sdk.types.get(type); at; at = sdk.types.get(at.parent)) {
    if (at.members.has(name)) return { ...at.members.get(name), owner: at };
  }
  return null;
}

function lookUp(declaration) {
  const symbol = declaration.symbol.split(" ")[0];
  if (symbol.startsWith(".")) return member(declaration.owner, symbol.slice(1));
  if (symbol.includes(".")) return member(...symbol.split("."));
  return sdk.types.get(symbol) ?? sdk.globals.get(symbol);
}

const newer = (since) => {
  const [major, minor = 0] = (since ?? "0").split(".").map(Number);
  return major > FLOOR[0] || (major === FLOOR[0] && minor > FLOOR[1]);
};

// Type aliases of Core Foundation, NSCoding, errors as Swift imports them, and defaults of optional protocol methods.
const ours = ({ keyword, code }) =>
  ["typealias", "extension"].includes(keyword) ||
  /supportsSecureCoding|encode\(|required init|init\((_ code|simulated)|let code: Code|struct (Error|PHPhotosError)\b|public init\($|public func urlSession/.test(code);

test("every public declaration says what it stands in for, or why nothing describes it", () => {
  const silent = all.filter((one) => !one.symbol && !one.unproven && !ours(one));
  assert.deepEqual(silent.map((one) => `${one.where} ${one.code}`), []);
});

test("every name is Apple's", () => {
  const named = all.filter((one) => one.symbol);
  assert.ok(named.length > 150, `only ${named.length} were found`);
  assert.deepEqual(named.filter((one) => !lookUp(one)).map((one) => `${one.where} ${one.owner ?? ""} ${one.symbol}`), []);
  console.log(`${named.length} names compared, ${all.filter((one) => one.unproven).length} that nothing describes`);
});

test("numbers of cases and constants are Apple's", () => {
  const wrong = all
    .filter((one) => one.symbol && one.number !== null)
    .filter((one) => Number(/=\s*(-?\d+)/.exec(lookUp(one)?.text ?? "")?.[1]) !== Number(one.number));
  assert.deepEqual(wrong.map((one) => `${one.where} ${one.code} is ${lookUp(one)?.text}`), []);
});

// What may be missing: the type of a property, or what a function returns.
const swiftOptional = (code) => {
  const returned = /->\s*([^{]+?)\s*(\{|$)/.exec(code)?.[1] ?? (/\b(?:var|let)\s+\w+\s*:\s*([^{=]+?)\s*(?:[{=]|$)/.exec(code)?.[1]);
  return returned ? returned.endsWith("?") : null;
};
const objcOptional = (text) => {
  const type = text.includes("(") && !/^:/.test(text) ? /\):\s*(.*)$/s.exec(text)?.[1] : /^:\s*(.*)$/.exec(text)?.[1];
  return type ? / \| null$/.test(type.trim()) : null;
};

test("what may be missing there may be missing here, and nothing else", () => {
  const compared = all.filter((one) => one.symbol && ["var", "let", "func"].includes(one.keyword));
  const wrong = compared.filter((one) => {
    const ours = swiftOptional(one.code);
    let theirs = objcOptional(lookUp(one)?.text ?? "");
    // A method with an error is imported as one that throws: nothing is missing then.
    if (/\bthrows\b/.test(one.code)) theirs = false;
    return ours !== null && theirs !== null && ours !== theirs;
  });
  assert.deepEqual(wrong.map((one) => `${one.where} ${one.code} | ${lookUp(one)?.text}`), []);
});

test("what is newer than the oldest system says so, and nothing else does", () => {
  const wrong = all.filter((one) => one.symbol).filter((one) => {
    const found = lookUp(one);
    const since = found?.since ?? found?.owner?.since ?? null;
    return newer(since) ? one.available !== since : one.available !== null && newer(one.available);
  });
  assert.deepEqual(wrong.map((one) => `${one.where} ${one.code}`), []);
});

test("what nothing describes is listed", () => {
  const listed = readFileSync(new URL("../UNPROVEN.md", here), "utf8").split("\n").filter((line) => line.startsWith("- ")).map((line) => line.slice(2));
  const unproven = [...new Set(all.filter((one) => one.unproven).map((one) => `${one.module}: \`${one.code.replace(/\s*\{.*$/, "").replace(/\s*=.*$/, "").replace(/^public /, "")}\` (${one.unproven})`))].sort();
  if (process.env.SAFELIGHT_WRITE_PAGE) console.log(unproven.map((line) => `- ${line}`).join("\n"));
  else assert.deepEqual(listed, unproven);
});
