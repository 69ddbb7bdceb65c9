/** Where an AWS account id stands: in an ARN, plain or percent-encoded, or beside the word. Any other 12 digits are no id. */
const places: readonly RegExp[] = [
  /arn(?::|%3A)aws[a-z-]*(?:(?::|%3A)[a-z0-9-]*){2}(?::|%3A)(\d{12})(?!\d)/gi,
  /account(?:[ _-]?id)?[\\"':= ]{1,6}(\d{12})(?!\d)/gi,
];

/** The AWS account ids of a text, each once. */
export function accountIdsIn(text: string): readonly string[] {
  const found = places.flatMap((place) => [...text.matchAll(place)].flatMap(([, id]) => id ?? []));
  return [...new Set(found)];
}
