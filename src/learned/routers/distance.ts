import { z } from "zod";
import { unreachable } from "../../chat/unreachable.js";
import { dot, lengthOf, type Vector } from "../learn/vector.js";

/** The distance metrics, with scikit-learn's names. `minkowski` takes its power from `p`. */
export const metric = z.enum(["minkowski", "euclidean", "manhattan", "cosine"]);

export type Metric = z.output<typeof metric>;

/** The distance between two vectors. The cosine distance from or to a zero vector is 1. */
export function distanceBetween(a: Vector, b: Vector, by: { readonly metric: Metric; readonly p: number }): number {
  switch (by.metric) {
    case "minkowski":
      return minkowski(a, b, by.p);
    case "euclidean":
      return minkowski(a, b, 2);
    case "manhattan":
      return minkowski(a, b, 1);
    case "cosine":
      return cosine(a, b);
    default:
      return unreachable(by.metric);
  }
}

function minkowski(a: Vector, b: Vector, p: number): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) {
    const gap = Math.abs((a[index] ?? 0) - (b[index] ?? 0));
    sum += p === 2 ? gap * gap : p === 1 ? gap : gap ** p;
  }
  return p === 2 ? Math.sqrt(sum) : p === 1 ? sum : sum ** (1 / p);
}

function cosine(a: Vector, b: Vector): number {
  const lengths = lengthOf(a) * lengthOf(b);
  return lengths === 0 ? 1 : Math.max(0, 1 - dot(a, b) / lengths);
}
