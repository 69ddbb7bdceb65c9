import type { JsonValue } from "../../../chat/json.js";
import { noteEach } from "../../draft-notes.js";
import { joinedLogprobs, type LogprobsSoFar, logprobsOf, withLogprobs } from "../../logprobs.js";
import { addTokens, tokensIn } from "../../token-logprobs.js";
import type { Draft, TextLogprobs, TextPlace } from "./stream-state.js";

/**
 * The text that log probabilities belong to. `source`: the event that repeats them whole; null: they came with a piece. `from`: where the
 * events begin that their text gave.
 */
type Origin = {
  readonly item: number;
  readonly place: TextPlace;
  readonly source: string | null;
  readonly from: number;
};

/** Reads the log probabilities beside a text. An empty list says that none were asked for: hosts send it with each piece. */
export function takeLogprobs(draft: Draft, received: JsonValue | undefined, origin: Origin): void {
  const { item, place, source } = origin;
  if (received === undefined || received === null || (Array.isArray(received) && received.length === 0)) return;
  const isIt = (one: TextLogprobs) =>
    one.item === item && one.place.list === place.list && one.place.index === place.index;
  const known = draft.logprobs.find(isIt) ?? { item, place, pieces: null, whole: null };
  const others = draft.logprobs.filter((one) => one !== known);
  if (source === null || (known.pieces === null && known.whole === null)) emitTokens(draft, received, origin);
  if (source === null) {
    draft.logprobs = [...others, { ...known, pieces: withLogprobs(known.pieces, { logprobs: received }) }];
    return;
  }
  const whole = withLogprobs(null, { logprobs: received });
  noteOtherCount(draft, known, { whole, source });
  if (known.whole === null) draft.logprobs = [...others, { ...known, whole }];
}

/** Those that are repeated whole are not sent on again. */
function emitTokens(draft: Draft, received: JsonValue, { item, place, from }: Origin): void {
  const isIt = ({ list, index }: TextPlace) => list === place.list && index === place.index;
  const open = draft.items[item]?.texts.find((one) => isIt(one.place))?.part ?? null;
  addTokens(draft.events, tokensIn({ logprobs: received }), { from, open });
}

/** Says what came, in the order of the texts; nothing where none came. */
export function emitLogprobs(draft: Draft): void {
  const ordered = draft.logprobs.toSorted((a, b) => a.item - b.item || a.place.index - b.place.index);
  const all = ordered.flatMap(({ whole, pieces }) => whole ?? pieces ?? []);
  const logprobs = logprobsOf(joinedLogprobs(all));
  if (logprobs !== null) draft.events.push({ kind: "logprobs", logprobs });
}

function noteOtherCount(
  draft: Draft,
  { item, pieces, whole: before }: TextLogprobs,
  { whole, source }: { readonly whole: LogprobsSoFar | null; readonly source: string },
): void {
  const known = before ?? pieces;
  if (known === null || whole === null || known.tokens === whole.tokens) return;
  const counts = `${known.tokens} tokens before, ${whole.tokens} in ${source}`;
  noteEach(
    draft,
    "pieces-differ",
    `the log probabilities of item ${draft.items[item]?.index ?? item} differ: ${counts}`,
  );
}
