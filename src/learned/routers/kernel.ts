import { unreachable } from "../../chat/unreachable.js";
import { dot, type Vector } from "../learn/vector.js";

/** The supported kernels of scikit-learn's SVC, with its names. */
export const kernels = ["rbf", "linear", "poly"] as const;

export type Kernel = {
  readonly kernel: (typeof kernels)[number];
  readonly gamma: number;
  readonly degree: number;
  readonly coef0: number;
};

/** The value of a kernel for two vectors. */
export function kernelOf(a: Vector, b: Vector, by: Kernel): number {
  switch (by.kernel) {
    case "linear":
      return dot(a, b);
    case "poly":
      return (by.gamma * dot(a, b) + by.coef0) ** by.degree;
    case "rbf":
      return Math.exp(-by.gamma * squaredDistance(a, b));
    default:
      return unreachable(by.kernel);
  }
}

function squaredDistance(a: Vector, b: Vector): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += ((a[index] ?? 0) - (b[index] ?? 0)) ** 2;
  return sum;
}

/** `scale`: 1 / (dimensions × variance of all numbers). `auto`: 1 / dimensions. A number is returned unchanged. */
export function gammaOf(gamma: "scale" | "auto" | number, rows: readonly Vector[]): number {
  if (typeof gamma === "number") return gamma;
  const dimensions = rows[0]?.length ?? 1;
  if (gamma === "auto") return 1 / dimensions;
  const variance = varianceOf(rows);
  return variance === 0 ? 1 : 1 / (dimensions * variance);
}

function varianceOf(rows: readonly Vector[]): number {
  let [count, sum, squares] = [0, 0, 0];
  for (const row of rows) {
    count += row.length;
    squares += dot(row, row);
    for (let index = 0; index < row.length; index += 1) sum += row[index] ?? 0;
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}
