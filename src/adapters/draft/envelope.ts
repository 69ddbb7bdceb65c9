/**
 * The tags that a family documents around reasoning inside its text. `opened`: the prompt template has already written
 * the opening tag, so the text begins inside the envelope, and a repeated opening tag is removed.
 */
export type EnvelopeTags = { readonly open: string; readonly close: string; readonly opened: boolean };

/**
 * How far a text has been split. `held`: text whose kind is not known yet; its first `searched` characters hold no
 * closing tag.
 */
export type Envelope = {
  readonly phase: "leading" | "text";
  readonly held: string;
  readonly searched: number;
  readonly inside: boolean;
  readonly seen: boolean;
};

export type Piece = { readonly kind: "text" | "reasoning"; readonly text: string };

export const closedEnvelope: Envelope = { phase: "leading", held: "", searched: 0, inside: false, seen: false };

/**
 * Splits leading, well-formed envelopes off a text that arrives in pieces. Several in a row are one reasoning part
 * (gpt-oss on Bedrock wraps every reasoning delta in its own pair of tags; recordings of 2025-12). An envelope that
 * never closes stays in the text unchanged, as evidence. The result does not depend on how the text was split.
 */
export function splitText(state: Envelope, tags: EnvelopeTags, text: string): readonly [Envelope, readonly Piece[]] {
  if (state.phase === "text") return [state, [{ kind: "text", text }]];
  const pieces: Piece[] = [];
  let held = state.held + text;
  let searched = state.searched;
  let inside = state.inside;
  for (;;) {
    if (!inside && (isProperPrefix(held, tags.open) || held === "")) break;
    if (!inside && !held.startsWith(tags.open) && !tags.opened) {
      return [{ ...state, phase: "text", held: "", seen: true }, [...pieces, { kind: "text", text: held }]];
    }
    inside = true;
    const close = held.indexOf(tags.close, searched);
    if (close < 0) {
      searched = Math.max(0, held.length - tags.close.length + 1);
      break;
    }
    pieces.push({ kind: "reasoning", text: withoutOpening(held.slice(0, close), tags) });
    held = held.slice(close + tags.close.length);
    searched = 0;
    inside = false;
    if (tags.opened) {
      const rest: readonly Piece[] = held === "" ? [] : [{ kind: "text", text: held }];
      return [{ ...state, phase: "text", held: "", seen: true }, [...pieces, ...rest]];
    }
  }
  return [{ phase: "leading", held, searched, inside, seen: true }, pieces];
}

/** Gives the rest after the last piece, as text; one empty text when only empty text has arrived. */
export function closeText(state: Envelope, anyPiece: boolean): readonly [Envelope, readonly Piece[]] {
  const done: Envelope = { ...state, phase: "text", held: "" };
  if (state.phase === "text" || !state.seen) return [done, []];
  if (state.held === "" && anyPiece) return [done, []];
  return [done, [{ kind: "text", text: state.held }]];
}

function isProperPrefix(text: string, of: string): boolean {
  return text.length < of.length && of.startsWith(text);
}

function withoutOpening(text: string, tags: EnvelopeTags): string {
  return text.startsWith(tags.open) ? text.slice(tags.open.length) : text;
}
