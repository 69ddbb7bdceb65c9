/** A row of numbers that is only read. */
export type Vector = ArrayLike<number>;

/** Σ aᵢbᵢ over the length of `a`. */
export function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

/** Euclidean length. */
export function lengthOf(vector: Vector): number {
  return Math.sqrt(dot(vector, vector));
}

/** Adds `scale` times `source` to `target`, in place. */
export function addScaled(target: Float64Array, scale: number, source: Vector): void {
  for (let at = 0; at < target.length; at += 1) target[at] = (target[at] ?? 0) + scale * (source[at] ?? 0);
}

/** The places of a vector that are not zero: most of a hashed text is zero, and half of a layer after `relu`. */
export function placesOf(vector: Vector): readonly number[] {
  const places: number[] = [];
  for (let at = 0; at < vector.length; at += 1) if (vector[at] !== 0) places.push(at);
  return places;
}

/** Seven significant digits: what a model file keeps of a learned number, so that file and memory rank alike. */
export function rounded(vector: Vector): number[] {
  return Array.from(vector, (value) => Number(value.toPrecision(7)));
}

/** The mean; 0 of nothing. */
export function meanOf(values: Iterable<number>): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    sum += value;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}
