import { createHash } from "node:crypto";
import { type ArmAsker, type AskedArm, createArmAsker } from "../../../src/library/experiment/ask-arms.js";
import { type JudgedArm, judgeArm } from "../../../src/library/experiment/judge-arm.js";
import type { Turn } from "../../../src/transcript/transcript.js";
import type { PlacedRequest } from "../../../src/verdict/experiment/places/place.js";
import { readWire, type Seen } from "./read-body.js";
import type { Drawn, OpenWorld, WireWorld } from "./world-exchange.js";

/** An answer, and how it was judged: at the failing place and elsewhere, of each trial that it was judged in. */
type Answer = { readonly asked: AskedArm; readonly judged: Map<string, JudgedArm> };

/** What a request was on the wire, and its answers by what was drawn for it. */
type Remembered = { readonly seen: Seen; readonly answers: Map<string, Answer> };

const remembered = new Map<string, Remembered>();
const answerOf = new WeakMap<Turn, Answer>();
const mostRemembered = 2000;

type Reach = Omit<Parameters<typeof createArmAsker>[0], "exchange"> & { readonly world: WireWorld };

/**
 * An asker that sends a request once with each fate, and remembers the answer for the next runs in this process: our encoders, the
 * simulator and our decoders make the same of the same bytes, references and ids aside. The fate is drawn for every call, by the bytes that
 * were sent. The worlds in which a service remembers, or in which a shipped profile answers, are asked each time.
 */
export function rememberingAsker(open: OpenWorld, { world, ...reach }: Reach): ArmAsker {
  if (world.cache !== undefined || world.profile !== undefined)
    return inOrder(createArmAsker({ ...reach, exchange: open.exchange }));
  let forced: Drawn | null = null;
  let last: { readonly seen: Seen; readonly drawn: Drawn } | null = null;
  let calls = 0;
  const asker = createArmAsker({
    ...reach,
    exchange: (request, signal) => {
      const seen = readWire(request);
      const drawn = forced ?? open.draw(seen);
      last = { seen, drawn };
      return open.answering(drawn)(request, signal);
    },
  });
  return inOrder({
    ask: async (placed, of) => {
      calls += 1;
      const key = keyOf(placed, of.nonce !== null);
      const known = remembered.get(key);
      forced = known === undefined ? null : open.draw(known.seen);
      last = null;
      const answer = forced === null ? undefined : known?.answers.get(JSON.stringify(forced));
      if (answer !== undefined) return withOwnIds(answer, `${reach.nonceSeed}-${calls}`);
      const asked = await asker.ask(placed, of);
      if (last !== null) keep(key, last, asked);
      return asked;
    },
  });
}

/** Asks one after the other, so that fates are drawn in the order of the calls. */
function inOrder({ ask }: ArmAsker): ArmAsker {
  let before: Promise<unknown> = Promise.resolve();
  return {
    ask: (placed, of) => {
      const asked = before.then(() => ask(placed, of));
      before = asked.catch(() => null);
      return asked;
    },
  };
}

function keep(key: string, { seen, drawn }: { readonly seen: Seen; readonly drawn: Drawn }, asked: AskedArm): void {
  const entry = remembered.get(key) ?? { seen, answers: new Map() };
  const answer = { asked, judged: new Map() };
  entry.answers.set(JSON.stringify(drawn), answer);
  answerOf.set(asked.turn, answer);
  const [oldest] = remembered.keys();
  if (remembered.size >= mostRemembered && oldest !== undefined) remembered.delete(oldest);
  remembered.delete(key);
  remembered.set(key, entry);
}

function keyOf({ request, target, client }: PlacedRequest, hasReference: boolean): string {
  const text = JSON.stringify([request, target.id, target.region, target.baseUrl, client, hasReference]);
  return createHash("sha256").update(text).digest("base64");
}

/** Ids that no other reply has: equal ones would show that a cache gave the reply. */
function withOwnIds(answer: Answer, own: string): AskedArm {
  const { turn, ...asked } = answer.asked;
  const { reply } = turn;
  const id = reply.id === null ? null : `${reply.id}-${own}`;
  const requestId = reply.requestId === null ? null : `${reply.requestId}-${own}`;
  const again = { ...turn, reply: { ...reply, id, requestId } };
  answerOf.set(again, answer);
  return { ...asked, turn: again };
}

/** Judges an answer that is remembered once, in each cell; ids decide nothing of what a reply shows. */
export function rememberingJudge(cell: string): typeof judgeArm {
  return (turn, target, trial) => {
    const answer = answerOf.get(turn);
    const key = `${trial.isElsewhere} ${cell}`;
    const judged = answer?.judged.get(key) ?? judgeArm(turn, target, trial);
    answer?.judged.set(key, judged);
    return judged;
  };
}
