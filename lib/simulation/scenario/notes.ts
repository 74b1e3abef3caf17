/** Takes what a person should know of how a template was read: what was assumed, left out or replaced, a sentence each. */
export type Note = (text: string) => void;

/** Collects notes, each once: several targets may have the same to say. */
export function noteBook(): { readonly note: Note; readonly notes: readonly string[] } {
  const notes: string[] = [];
  return { notes, note: (text) => (notes.includes(text) ? undefined : notes.push(text)) };
}
