/** A value as an error shows it: as JSON, for it may come from there, but for the numbers that JSON has not. */
export function showValue(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing');
}
