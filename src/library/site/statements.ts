import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { z } from "zod";
import type { SiteConfig } from "../../report/site/config/site-file.js";
import type { SiteStatement } from "../../report/site/data/site-data.js";
import { readSourceFile } from "../../source/read-file.js";
import { parseJson } from "../../wire/json.js";
import { envelopeOf } from "../attest/signature/check-signature.js";
import { readEnvelope } from "../attest/signature/dsse.js";
import { signedFile } from "../attest/signature/statement-payload.js";
import { accountIdsIn } from "../evidence/gather/account-ids.js";
import { UsageError } from "../usage-error.js";

/** A statement that is published as it is, byte for byte, so that it can be verified. */
type PublishedStatement = {
  readonly shown: SiteStatement;
  readonly text: string;
  /** The text of the envelope that signs it, which is published beside it; null: it is not signed. */
  readonly envelope: string | null;
};

/** What a site reads of a statement; `attest verify` reads all of it. */
const head = z.object({
  is: z.literal("llm-parity conformance statement"),
  demo: z.literal(true).optional(),
  result: z.string(),
  profile: z.object({ title: z.string() }),
  targets: z.array(z.object({ id: z.string() })),
  window: z.object({ from: z.string(), to: z.string() }),
  expires: z.string(),
});

const maxBytes = 32 * 1024 * 1024;

type Named = Pick<SiteConfig, "statements">;

/**
 * Reads the statements that the file of a site names, from its folder. Throws SourceError for one that cannot be read, and UsageError for a file that is
 * none, for one of a simulator on a site of services or the reverse, and for one with an account in it.
 */
export function readStatements(
  file: string,
  { statements }: Named,
  isSimulated: boolean,
): readonly PublishedStatement[] {
  return statements.map((name) => {
    const path = join(dirname(file), name);
    const text = readSourceFile(path, { maxBytes });
    const { demo, result, profile, targets, window, expires } = headOf(path, text);
    if ((demo === true) !== isSimulated) {
      const of = demo === true ? "a simulator" : "services";
      throw new UsageError(`${path}: states what ${of} answered, and the site does not`, {
        hint: "Take it out of the site's file.",
      });
    }
    if (accountIdsIn(text).length > 0) {
      throw new UsageError(`${path}: names an account, which a site for the public does not`, {
        hint: "Take it out of the site's file.",
      });
    }
    const envelope = readSignature(path, text);
    return {
      shown: {
        path: `statements/${basename(name)}`,
        title: `${profile.title}, ${targets.map(({ id }) => id).join(", ")}: ${result}`,
        window: `${window.from} to ${window.to}`,
        expires,
        signature: envelope === null ? null : `statements/${basename(envelopeOf(name))}`,
      },
      text,
      envelope,
    };
  });
}

/** The envelope beside a statement; null: there is none. Throws UsageError for one of another file: a reader could not check it. */
function readSignature(path: string, text: string): string | null {
  const file = envelopeOf(path);
  if (!existsSync(file)) return null;
  const envelope = readSourceFile(file, { maxBytes });
  const parsed = parseJson(envelope);
  const read = readEnvelope(parsed.ok ? parsed.value : null);
  const signed = read === null ? { problem: "is no DSSE envelope" } : signedFile(read.payload, text);
  if (!("problem" in signed)) return envelope;
  throw new UsageError(`${file}: ${signed.problem}`, {
    hint: "Sign the statement again with `llm-parity attest --sign`, or remove that file.",
  });
}

function headOf(path: string, text: string): z.infer<typeof head> {
  const parsed = parseJson(text);
  const read = head.safeParse(parsed.ok ? parsed.value : null);
  if (read.success) return read.data;
  throw new UsageError(`${path}: is no statement of llm-parity`, {
    hint: "A statement is the JSON file that `llm-parity attest` writes.",
  });
}
