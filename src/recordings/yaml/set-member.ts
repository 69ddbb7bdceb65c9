/** Sets a member; a repeated one gets the last value, and `__proto__` becomes an ordinary one. */
export function setMember(object: { [name: string]: unknown }, name: string, value: unknown): void {
  if (name in object)
    Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  else object[name] = value;
}
