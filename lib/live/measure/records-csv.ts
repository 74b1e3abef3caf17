import { RequestRecord } from './request-record';

const COLUMNS: readonly (readonly [name: string, of: (record: RequestRecord) => string | number | undefined])[] = [
  ['number', ({ number }) => number],
  ['due_seconds', ({ dueSeconds }) => dueSeconds.toFixed(4)],
  ['sent_seconds', ({ sentSeconds }) => sentSeconds.toFixed(4)],
  ['first_token_seconds', ({ firstTokenSeconds }) => firstTokenSeconds?.toFixed(4)],
  ['end_seconds', ({ endSeconds }) => endSeconds.toFixed(4)],
  ['ending', ({ ending }) => ending],
  ['asked_input_tokens', ({ inputTokens }) => inputTokens],
  ['asked_output_tokens', ({ outputTokens }) => outputTokens],
  ['input_tokens', ({ output }) => output.inputTokens],
  ['output_tokens', ({ output }) => output.outputTokens],
  ['pieces', ({ output }) => output.pieces],
  ['bytes', ({ output }) => output.bytes],
];

/** Every request a line, in the order in which they were due; what is not known is empty. */
export function recordsCsv(records: readonly RequestRecord[]): string {
  const sorted = [...records].sort((a, b) => a.number - b.number);
  const lines = sorted.map((record) => COLUMNS.map(([, of]) => of(record) ?? '').join(','));
  return `${[COLUMNS.map(([name]) => name).join(','), ...lines].join('\n')}\n`;
}
