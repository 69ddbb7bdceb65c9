import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { codeBlock, table } from "./markdown.js";

type Schema = {
  readonly title?: string;
  readonly description?: string;
  readonly $ref?: string;
  readonly $defs?: Definitions;
};
type Definitions = { readonly [name: string]: { readonly description?: string; readonly properties?: object } };

/** A longer schema is a file to open: coloured, it would take most of the build. */
const mostCharacters = 20_000;

/** A page for each published JSON Schema, by its path on the site, and the list of them. */
export function schemaPages(root: string): ReadonlyMap<string, string> {
  const names = readdirSync(join(root, "schemas")).sort();
  const pages = names.map((name): [string, string] => {
    const text = readFileSync(join(root, "schemas", name), "utf8");
    return [`schemas/${name.replace(".schema.json", ".md")}`, schemaPage(name, text)];
  });
  const rows = names.map((name) => {
    const short = name.replace(".schema.json", "");
    return [`[${short}](/schemas/${short}.md)`, `\`llm-parity/schemas/${name}\``];
  });
  const index = [
    "# Schemas",
    "",
    "Each file that llm-parity reads or writes has a JSON Schema, written from the code. [File formats](/files.md) explains the files.",
    "",
    table(["schema", "import"], rows),
    "",
  ];
  return new Map([["schemas/index.md", index.join("\n")], ...pages]);
}

function schemaPage(name: string, text: string): string {
  const { description, $defs = {} } = JSON.parse(text) as Schema;
  const definitions = Object.entries($defs).map(([id, { description: says = "–", properties = {} }]) => [
    `\`${id}\``,
    says,
    Object.keys(properties)
      .map((member) => `\`${member}\``)
      .join(", ") || "–",
  ]);
  return [
    `# ${name}`,
    "",
    ...(description === undefined ? [] : [description, ""]),
    ...(definitions.length === 0 ? [] : [table(["definition", "says", "members"], definitions), ""]),
    `[${name}](/schemas/${name}) is the whole schema.`,
    "",
    ...(text.length > mostCharacters ? [] : [codeBlock("json", text), ""]),
  ].join("\n");
}
