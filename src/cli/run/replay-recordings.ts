import { access } from "node:fs/promises";
import { runReplay } from "../../runner/run-replay.js";
import { transportOf } from "../../wire/transport/faces.js";
import { fenceNetwork } from "../../wire/transport/fence.js";
import { shown } from "../shell/shared-options.js";
import { UsageError } from "../shell/usage-error.js";
import { readBlankReplies } from "./blank-replies.js";
import type { Obtained, ObtainRequest } from "./obtain.js";

/** Replays every planned case from its fixture, with the network fenced off. */
export async function obtainFromRecordings({ plan, choice, options, signal }: ObtainRequest): Promise<Obtained> {
  await access(options.fixtures).catch(() => {
    throw new UsageError(`--fixtures ${shown(options.fixtures)}: there is no such folder`, {
      hint: "Give the folder of the recordings, or record some with --live --record.",
    });
  });
  const openNetwork = fenceNetwork();
  try {
    const { fixtures, client, speed } = options;
    const replay = { fixtures, client, makeTransport: transportOf, signal, ...(speed === undefined ? {} : { speed }) };
    const { transcripts, leftovers } = await runReplay(plan.cases, replay);
    const blankReplies =
      choice.suite.tested === null ? [] : await readBlankReplies(fixtures, choice, transportOf, signal);
    return {
      mode: "replay",
      transcripts,
      leftovers,
      versions: {},
      blankReplies,
      runDirectory: null,
      recorded: [],
      leaks: null,
    };
  } finally {
    openNetwork();
  }
}
