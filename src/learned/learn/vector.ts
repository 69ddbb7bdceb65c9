/** A read-only row of numbers. */
export type Vector = ArrayLike<number>;

/** Σ aᵢbᵢ over the length of `a`. */
export function dot(a: Vector, b: Vector): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] ?? 0) * (b[index] ?? 0);
  return sum;
}

/** Euclidean length. */
export function lengthOf(vector: Vector): number {
  return Math.sqrt(dot(vector, vector));
}

/** Adds `scale` times `source` to `target`, in place. */
export function addScaled(target: Float64Array, scale: number, source: Vector): void {
  for (let index = 0; index < target.length; index += 1)
    target[index] = (target[index] ?? 0) + scale * (source[index] ?? 0);
}

/** The indexes of a vector's non-zero numbers. Most of a hashed text is zero, and half of a layer after `relu`. */
export function placesOf(vector: Vector): readonly number[] {
  const places: number[] = [];
  for (let index = 0; index < vector.length; index += 1) if (vector[index] !== 0) places.push(index);
  return places;
}

/** Rounds to seven significant digits, the precision of a model file, so that file and memory give the same ranking. */
export function rounded(vector: Vector): number[] {
  return Array.from(vector, (value) => Number(value.toPrecision(7)));
}

/** The mean; 0 without values. */
export function meanOf(values: Iterable<number>): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    sum += value;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}
