import type { Policy } from "../../src/adapters/adapter.js";
import { plainRequest } from "../../src/chat/request.js";
import { type Dialect, readBack, written } from "./dialect.js";
import { elementsOf, token } from "./elements.js";
import { type Fate, fateBySign, fateOf } from "./fate.js";
import { type Kind, kinds } from "./kinds.js";

/** What becomes of each kind of thing that one dialect can hold when another writes it. */
export type Cell = {
  readonly from: string;
  readonly to: string;
  readonly fates: readonly { readonly words: string; readonly fate: Fate }[];
};

/** Every pair of dialects, in their order, under a policy. */
export function cells(all: readonly Dialect[], policy: Policy): readonly Cell[] {
  return all.flatMap((from) => all.map((to) => cellOf(from, to, policy)));
}

function cellOf(from: Dialect, to: Dialect, policy: Policy): Cell {
  const fates = kinds.flatMap((kind, index) => {
    const fate = fateIn(kind, token(index), { from, to, policy });
    return fate === null ? [] : [{ words: kind.words, fate }];
  });
  return { from: from.title, to: to.title, fates };
}

/** Null: the first dialect cannot hold such a thing. */
function fateIn(
  { native, write, sign }: Kind,
  mark: string,
  { from, to, policy }: { readonly from: Dialect; readonly to: Dialect; readonly policy: Policy },
): Fate | null {
  if (native !== undefined && !native.includes(from.title)) return null;
  const first = written(from, plainRequest("m", write(mark)), "faithful");
  if (first.kind === "refused") return null;
  const { request } = readBack(from, first);
  if (sign !== undefined)
    return sign.in.test(JSON.stringify(first.body)) ? fateBySign(sign, written(to, request, policy)) : null;
  const element = elementsOf(request).find(({ tokens }) => tokens.includes(mark));
  return element === undefined ? null : fateOf(element, written(to, request, policy));
}
