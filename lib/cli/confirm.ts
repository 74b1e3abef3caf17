import { createInterface } from 'node:readline';

/** Where a person may sit. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/**
 * Asks, and waits for yes or no; whatever is not yes is no, and so is the end of the input.
 *
 * @throws where nobody can be asked
 */
export async function confirm(question: string, { input, output }: Terminal): Promise<boolean> {
  if (input.isTTY !== true || output.isTTY !== true) {
    throw new Error(`Nobody can be asked here, for this is no terminal. With --yes it is sent without asking.`);
  }
  output.write(`${question} [y/N] `);
  // Not as a terminal: an interrupt shall end the program, and not become a key.
  const lines = createInterface({ input, terminal: false });
  try {
    const answer = await new Promise<string>((resolve) => {
      lines.once('line', resolve);
      lines.once('close', () => resolve(''));
    });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    lines.close();
  }
}
