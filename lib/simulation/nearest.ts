/** The names that a mistyped one may have meant, the most likely first; none where none is near. */
export function nearest(typed: string, names: readonly string[]): string[] {
  const wanted = typed.toLowerCase();
  const near = names.map((name) => ({ name, distance: distanceOf(wanted, name.toLowerCase()) }));
  // Whoever forgets a part of a name, or a unit at its end, is further off than by slips of the finger.
  const isPart = (name: string): boolean => wanted.length > 2 && (name.includes(wanted) || wanted.includes(name));
  return near
    .filter(({ name, distance }) => distance <= Math.max(2, name.length / 2.5) || isPart(name.toLowerCase()))
    .sort((a, b) => a.distance - b.distance)
    .map(({ name }) => name);
}

/** How many letters have to be put in, taken out or replaced (Levenshtein). */
function distanceOf(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
