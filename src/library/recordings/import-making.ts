import { type Imported, importFixture } from "../../recordings/import-fixture.js";
import { fixtureText } from "../../runner/store/save-fixture.js";
import { createRedactor, type Redactor } from "../../wire/secrets/redact.js";
import { fixturePlace } from "./fixture-place.js";
import type { Making } from "./steps/read-steps.js";

/** A fixture that is to be written; or why it is refused, with the source's name. */
export type MadeFixture =
  | {
      readonly kind: "made";
      readonly file: string;
      readonly from: string;
      readonly entries: number;
      /** What it lacks of its source. */
      readonly losses: readonly string[];
      readonly text: string;
    }
  | { readonly kind: "refused"; readonly file: string | null; readonly from: string; readonly message: string };

export type ImportWith = {
  readonly out: string;
  readonly includeContent: boolean;
  readonly versions: { readonly [name: string]: string };
};

/** Makes the fixtures of each file, with secrets removed: one for every target. Writes nothing. */
export function importMaking(options: ImportWith): Making<null, readonly MadeFixture[]> {
  const redactor = createRedactor([]);
  let pending: Imported[] = [];
  return {
    onExchange: (observed) => {
      pending.push(observed);
      return null;
    },
    onFileEnd: async (source) => {
      const exchanges = pending;
      pending = [];
      const isWithheld = !options.includeContent && exchanges.some((one) => one.interaction.isPrivate === true);
      if (isWithheld) return [{ kind: "refused", file: null, from: source, message: privateRefusal }];
      const made: MadeFixture[] = [];
      for (const [number, group] of groupAlike(exchanges).entries()) {
        const file = fixturePlace(options.out, { source, target: group[0].exchange.target, number });
        made.push(await madeFixture(file, { source, group, versions: options.versions, redactor }));
      }
      return made;
    },
  };
}

const privateRefusal =
  "holds what customers wrote, which fixtures would hold too; --include-content writes them nevertheless";

type Of = Pick<ImportWith, "versions"> & {
  readonly source: string;
  readonly group: readonly Imported[];
  readonly redactor: Redactor;
};

async function madeFixture(file: string, { source, group, versions, redactor }: Of): Promise<MadeFixture> {
  try {
    const fixture = await importFixture(group, versions);
    const text = fixtureText(file, fixture, redactor);
    const losses = fixture.meta.imported?.losses ?? [];
    return { kind: "made", file, from: source, entries: group.length, losses, text };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { kind: "refused", file, from: source, message: error.message };
  }
}

/** True when the fixture format or the secret scan refuses a file; any other error is our own bug. */
function isRefusal(error: unknown): error is Error {
  return error instanceof Error && ["HarError", "SecretInFixtureError"].includes(error.name);
}

/** Groups exchanges by target and by what they have lost: the losses of a fixture hold for each of its entries. */
function groupAlike(all: readonly Imported[]): readonly (readonly [Imported, ...Imported[]])[] {
  const groups = new Map<string, [Imported, ...Imported[]]>();
  for (const one of all) {
    const key = JSON.stringify([one.exchange.target.id, one.interaction.losses, one.interaction.after]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}
