/** The members of an object in a JavaScript twin, as a person writes them. */
export function membersOf(value: object): string {
  return Object.entries(value)
    .map(([member, one]) => `${member}: ${JSON.stringify(one)}`)
    .join(", ");
}
