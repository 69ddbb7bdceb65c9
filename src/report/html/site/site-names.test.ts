import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { isSiteName, sitePath } from "./site-names.js";

const tools = { sha256: (text: string) => createHash("sha256").update(text).digest("base64") };
const pathOf = (name: string) => sitePath("cells", name, tools);

describe("the file of a page", () => {
  test("has a readable part of its name, and a hash of all of it", () => {
    // sha256("m/p/chat/basic-chat") begins with these digits.
    const digits = createHash("sha256").update("m/p/chat/basic-chat").digest("hex").slice(0, 12);
    expect(pathOf("m/p/chat/basic-chat")).toBe(`cells/m-p-chat-basic-chat-${digits}.html`);
  });

  test.each([
    "../../etc/passwd",
    "CON",
    "con.html",
    ".hidden",
    'a:b*c?d"e<f>g|h',
    "\0\u202e\ud800",
    "x".repeat(5000),
    "",
    "/",
    "__proto__",
    "é/☃",
    "trailing. ",
  ])("is safe for %j on every system", (name) => {
    const path = pathOf(name);
    expect(path).toMatch(/^cells\/[a-z0-9][a-z0-9-]{0,93}\.html$/);
    expect(isSiteName(path.slice("cells/".length))).toBe(true);
  });

  test("is another for every name, also where letters differ in case alone, or signs", () => {
    const names = ["a/b", "A/b", "a-b", "a.b", "a b", "a/b/", " a/b", `${"x".repeat(90)}1`, `${"x".repeat(90)}2`];
    expect(new Set(names.map((name) => pathOf(name).toLowerCase())).size).toBe(names.length);
  });

  test("is told from files of others", () => {
    expect(["index.html", "notes.html", "a-0123456789ab.txt", "A-0123456789ab.html"].filter(isSiteName)).toEqual([]);
  });
});
