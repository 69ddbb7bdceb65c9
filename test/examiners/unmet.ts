import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/repository.js";
import { models, type ServedModel } from "./served-models.js";

/** What an examiner finds missing: its name for it, the wire APIs of the models that it is missing with, and the reason. */
export type Unmet = { readonly name: string; readonly over: readonly ServedModel[]; readonly why: string };

/** The names of what is missing with a model. */
export const unmetOver = (unmet: readonly Unmet[], model: ServedModel): readonly string[] =>
  unmet.filter(({ over }) => over.includes(model)).map(({ name }) => name);

const titles: { readonly [Model in ServedModel]: string } = {
  chat: "Chat Completions",
  converse: "Converse",
  responses: "Responses",
  messages: "Messages",
};

/** What the table below a heading of docs/doors.md says is missing. Throws if there is none. */
export function documentedUnmet(heading: string): readonly Unmet[] {
  const lines = readFileSync(join(root, "docs/doors.md"), "utf8").split("\n");
  const below = lines.slice(lines.indexOf(`### ${heading}`));
  const start = below.findIndex((line) => line.startsWith("| --- |")) + 1;
  if (start === 0) throw new Error(`docs/doors.md has no table below "### ${heading}"`);
  const length = below.slice(start).findIndex((line) => !line.startsWith("|"));
  return below.slice(start, start + length).map((line) => {
    const [name = "", over = "", why = ""] = line
      .split("|")
      .slice(1)
      .map((cell) => cell.trim());
    return { name: name.replaceAll("`", ""), over: modelsNamed(over), why };
  });
}

function modelsNamed(cell: string): readonly ServedModel[] {
  if (cell === "every API") return models;
  const named = models.filter((model) => cell.split(", ").includes(titles[model]));
  if (named.length !== cell.split(", ").length) throw new Error(`docs/doors.md names an unknown API in "${cell}"`);
  return named;
}
