import { shapedCalls } from "../call-shape.js";
import { looseObjectAt } from "../loose-value.js";
import { matchesOf } from "../matches.js";
import type { Grammar } from "../serialised-call.js";

const nameMember = /^\{\s{0,9}["'](?:name|tool|tool_name|function)["']\s{0,3}:\s{0,3}["']([\w.:-]{1,64})["']/;

/**
 * Calls in an object that is nearly JSON, such as Python's `{'name': 'get_tide'}`, directly after a mark, which is global. Of an object that breaks off, the
 * name alone is read.
 */
export function looseJsonAfter(mark: RegExp): Grammar {
  return (text) => {
    const work = { left: 8 * text.length + 100_000 };
    return matchesOf(text, mark).flatMap((found) => {
      const start = found.index + found[0].length;
      if (text[start] !== "{" || work.left <= 0) return [];
      const { value, end } = looseObjectAt(text, start);
      work.left -= end - start;
      if (value === undefined) {
        const name = nameMember.exec(text.slice(start, start + 200))?.[1];
        return name === undefined ? [] : [{ name, arguments: null, at: start, end: start + 1 }];
      }
      const calls = shapedCalls(value, []);
      return calls.map(({ name, arguments: given }) => ({ name, arguments: given, at: start, end }));
    });
  };
}
