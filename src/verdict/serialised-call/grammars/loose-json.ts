import { shapedCalls } from "../call-shape.js";
import { looseObjectAt } from "../loose-value.js";
import type { Grammar } from "../serialised-call.js";

/** Calls in an object that is nearly JSON, such as Python's `{'name': 'get_tide'}`, directly after a mark, which is global. */
export function looseJsonAfter(mark: RegExp): Grammar {
  return (text) => {
    const work = { left: 8 * text.length + 100_000 };
    return [...text.matchAll(mark)].flatMap((found) => {
      const start = found.index + found[0].length;
      if (text[start] !== "{" || work.left <= 0) return [];
      const { value, end } = looseObjectAt(text, start);
      work.left -= end - start;
      const calls = value === undefined ? [] : shapedCalls(value, []);
      return calls.map(({ name, arguments: given }) => ({ name, arguments: given, at: start, end }));
    });
  };
}
