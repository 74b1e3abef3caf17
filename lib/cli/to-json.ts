/** As JSON, which has neither Infinity nor NaN: a wait without end is said in a word, and no value is null. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (part === Infinity ? 'never' : part), 2);
}
