import type { Edition } from "./edition.js";

/** The text of an edition's file: one item a line, so that a change is one line of a difference. */
export function editionText({ edition, frozen, checks, scenarios, profiles, recordings }: Edition): string {
  const lists = Object.entries({ checks, scenarios, profiles, recordings }).map(([name, items]) => {
    const lines = items.map((item) => `    ${JSON.stringify(item)}`);
    return `  ${JSON.stringify(name)}: [\n${lines.join(",\n")}\n  ]`;
  });
  const head = [`  "edition": ${JSON.stringify(edition)}`, `  "frozen": ${JSON.stringify(frozen)}`];
  return `{\n${[...head, ...lists].join(",\n")}\n}\n`;
}
