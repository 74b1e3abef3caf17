import { REQUEST_CSV } from './request-csv';
import { Traffic } from './traffic';

/** Writes traffic in the CSV format of our own; what is read from it is the same traffic to the last digit. */
export function writeTraffic({ arrivalSeconds, inputTokens, outputTokens }: Traffic): string {
  let text = `${REQUEST_CSV.firstLine}\n`;
  for (let i = 0; i < arrivalSeconds.length; i++) {
    text += `${arrivalSeconds[i]},${inputTokens[i]},${outputTokens[i]}\n`;
  }
  return text;
}
