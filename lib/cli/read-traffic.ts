import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseTraffic } from '../simulation/traffic/parse-traffic';
import { Traffic } from '../simulation/traffic/traffic';

/**
 * Reads the requests out of a file in any of the known formats, compressed by gzip or not, whatever its name.
 *
 * @throws with the name of the file, and of a broken line its number
 */
export function readTraffic(path: string): Traffic {
  const content = readContent(path);
  try {
    return parseTraffic(isGzip(content) ? decompress(content) : content);
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`);
  }
}

function readContent(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = { ENOENT: 'no such file', EISDIR: 'a folder, expected a file with requests' };
    throw new Error(`${path}: ${reasons[code ?? ''] ?? message}.`);
  }
}

/** By its first two bytes, because files are renamed. */
function isGzip(content: Uint8Array): boolean {
  return content[0] === 0x1f && content[1] === 0x8b;
}

function decompress(content: Uint8Array): Uint8Array {
  try {
    return gunzipSync(content);
  } catch (error) {
    throw new Error(`gzip that cannot be decompressed: ${(error as Error).message}.`);
  }
}
